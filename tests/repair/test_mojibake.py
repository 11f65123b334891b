"""Mojibake that is lossless is restored exactly; what is sound is never touched."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.repair import Mended, Repair, mend
from studycli.repair.lossless import undo
from studycli.repair.lossy import Restored
from tests.repair.test_encodings import (
    CHINESE,
    CURLY,
    ENGLISH,
    GERMAN,
    JAPANESE,
    POLISH,
    RUSSIAN,
    TRADITIONAL,
    TURKISH,
)

NOTE = (
    "# 深度学习\n\n"
    + "\n".join(f"- **{number}**：{line}" for number, line in enumerate(CHINESE))
    + "\n\n```python\nx = 1\n```\n"
)
FRENCH = (
    "Pourquoi préfère-t-on l’entropie croisée ? Le gradient ne s’évanouit pas où la sortie est saturée.\n"
)
VIETNAMESE = "Tại sao dùng entropy chéo? Vì đạo hàm không bị triệt tiêu khi đầu ra bão hòa.\n"
CODE = (
    '```python\nnames = ["Åsa", "Zoë", "Øyvind"]  # größer als ÄÖÜ\nif x ≥ 0 and café: print("→ ×²")\n```\n'
)
PAGES = ("cp1252", "cp1254", "cp1250", "cp1251")
LATIN = ("latin-1", "mac-roman")


def mangled(text: str, codec: str, times: int = 1) -> str:
    """Return text whose UTF-8 was read with another encoding; undefined bytes are controls, as browsers have them."""
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    for _ in range(times):
        text = text.encode().decode(codec.replace("cp", "sloppy-windows-"))
    return text


@pytest.fixture(autouse=True)
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is given to the search, which finds nothing here: it would be right by chance at best."""
    given_: list[str] = []
    monkeypatch.setattr("studycli.repair.lossy.restore", given_.append)
    return given_


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("codec", [*PAGES, *LATIN])
@pytest.mark.parametrize("text", [NOTE, FRENCH * 2, GERMAN + "Größe, Öl, Übermaß\n", CURLY])
def test_a_whole_text_is_restored(text: str, codec: str, times: int) -> None:
    mended = mend(mangled(text, codec, times))
    assert mended.text == text
    assert mended.lossless
    assert mended.repaired == mended.certain == sum(char > "~" for char in text)
    assert mended.repairs == ()


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("codec", [*PAGES, *LATIN])
def test_a_damaged_part_is_restored_and_the_rest_stays(codec: str, times: int) -> None:
    before, behind = "# 标题：好的\n\ncafé, naïve, “quoted”\n\n", "\n尾巴也是好的。Zoë\n"
    assert mend(before + mangled(NOTE, codec, times) + behind).text == before + NOTE + behind


def test_a_damaged_run_within_a_sound_line_is_restored() -> None:
    line = "好的：" + mangled("深度学习，因为", "cp1252") + "也是好的 café"
    assert mend(line).text == "好的：深度学习，因为也是好的 café"


def test_what_was_done_is_named() -> None:
    assert mend(mangled(NOTE, "cp1254")).damage == "UTF-8 read as cp1254"
    assert mend(mangled(NOTE, "latin-1", 2)).damage == "UTF-8 read as latin-1, twice"
    assert mend("好\n" + mangled(NOTE, "cp1252", 2)).damage == "UTF-8 read as cp1252, twice"
    assert mend("深度和娣卞害瀛︿範").damage == "UTF-8 read as GBK"


def test_english_with_a_few_damaged_marks_is_restored() -> None:
    text = "It’s the model’s output – a “probability” – that isn’t certain…\nPlain line.\n"
    assert mend(mangled(text, "cp1252")).text == text
    assert (
        mend("Sound “quotes” here.\n" + mangled("It’s one.\n", "cp1252")).text
        == "Sound “quotes” here.\nIt’s one.\n"
    )


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(CHINESE + ENGLISH), min_size=1, max_size=5), st.sampled_from((*PAGES, *LATIN))
)
def test_any_sentences_come_back(sentences: list[str], codec: str) -> None:
    text = "\n".join(sentences)
    assert mend(mangled(text, codec)).text == text


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("娣卞害瀛︿範", "深度学习"),
        ("好的娣卞害瀛︿範也好", "好的深度学习也好"),
        ("It鈥檚 the model鈥檚 output", "It’s the model’s output"),
        ("# 梯度消失\n\n- 深度\n".encode().decode("gb18030"), "# 梯度消失\n\n- 深度\n"),
    ],
)
def test_utf_8_read_as_gbk_is_restored(found: str, put: str) -> None:
    assert mend(found).text == put


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(["深度学习", "梯度消失问题", "损失函数设计", "交叉熵", "学习率衰减法", "It’s one"]),
        min_size=2,
    )
)
def test_words_that_gbk_can_hold_come_back(words: list[str]) -> None:
    """Where every byte has its half of a character."""
    text = "\n".join(words)
    try:
        found = text.encode().decode("gb18030")
    except UnicodeDecodeError:
        return
    assert mend(found).text == text


@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252"])
def test_gbk_read_as_latin_1_or_windows_1252_is_restored(codec: str) -> None:
    found = NOTE.encode("gbk").decode(codec)
    mended = mend(found)
    assert (mended.text, mended.lossless) == (NOTE, True)
    assert mended.damage.startswith("GBK read as ")


LOSSY = (
    mangled("深度学习，损失函数设计。\n", "cp1252")
    .replace("\xad", "")
    .replace("\x8d", "")
    .replace("\x81", "")
)


def test_what_is_not_lossless_is_searched_as_a_whole(
    searched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search needs the damage as it stands; where it finds nothing, what could be computed back is kept."""
    text = mangled("交叉熵\n", "cp1252") + LOSSY
    assert mend(text).text.startswith("交叉熵\n")
    assert not mend(text).lossless
    assert searched == [text, text]
    repair = Repair(1, 1, "x", "y", 0.5, "z")
    monkeypatch.setattr(
        "studycli.repair.lossy.restore", lambda text: Restored("found", "how", (repair,), 99, 98)
    )
    assert mend(text) == Mended("found", "how", False, 99, 98, (repair,))


def test_gbk_of_which_halves_are_lost_is_searched(searched: list[str]) -> None:
    text = "深度学习。\n梯度消失。\n".encode().decode("gbk", "replace")
    assert not mend(text).lossless
    assert searched == [text]


def test_replaced_characters_keep_a_text_from_being_read_anew_as_a_whole() -> None:
    text = mangled("深度学习\n损失函数\n", "cp1252")
    assert mend(text + "a\ufffdb\n").text == "深度学习\n损失函数\na\ufffdb\n"


@pytest.mark.parametrize(
    "text",
    [
        NOTE, FRENCH, GERMAN, TURKISH, VIETNAMESE, POLISH, RUSSIAN, JAPANESE, TRADITIONAL, CURLY, CODE, "", "plain",
        "LOCALIZAÇÃO e AÇÃO", "SÄÄNNLAUS, KÄÄNNÖS", "ABCÁÉÝÚÍÓÞÆÐÖ", "»Überschreibung« und »ß«",
        "建立目錄發生錯誤，選擇金鑰檔", "涓流、浏览、悖论、锛", "👩‍💻 ok …… ——", "x² × y³ ± ½°", "[yYaAáÁ] çÇ",
    ],
)  # fmt: skip
def test_sound_text_stays(text: str) -> None:
    assert mend(text) == Mended(text, "", True, 0, 0, ())


def test_mojibake_that_is_talked_of_stays() -> None:
    """In inline code, or beside the character that it was."""
    for text in ("Read as Latin-1, é is `Ã©`.", "The sequence Ã© is é misread."):
        assert undo(text).text == text


def test_line_ends_widths_and_quotes_stay() -> None:
    text = "“a” ‘b’ ｆｕｌｌ ﬁ\r\nc\u2028d\r\n&amp; 深度\r\n"
    assert mend(mangled(text, "cp1252")).text == text


def test_no_real_note_is_touched(shared: Path) -> None:
    root = Path(__file__).parents[2]
    paths = [*(shared / "corpora").rglob("*.md"), *(root / "notes").rglob("*.md"), *root.glob("*.md")]
    assert [path.name for path in paths if undo(text := path.read_text("utf-8")).text != text] == []
