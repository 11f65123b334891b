"""Bytes of any encoding become the text that was written."""

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.repair import NotText, decode, name_of
from studycli.repair.decoding import readings

CHINESE = (
    "深度学习里，为什么分类用交叉熵而不是均方误差？",
    "因为输出接近零或一的时候，梯度不会消失。",
    "正则化项让权重变小，从而减轻过拟合。",
    "学习率太大，训练会发散；太小，收敛就很慢。",
    "注意力机制让每个词都能看到整个句子。",
)
ENGLISH = (
    "Why is cross-entropy used for classification?",
    "Its gradient does not vanish when the output is saturated.",
    "Dropout removes units at random, so that none relies on another.",
)
TRADITIONAL = "# 損失函數的設計\n\n為什麼分類使用交叉熵而不是均方誤差？因為梯度不會消失，學習得更快。\n"
JAPANESE = "# 損失関数\n\n分類ではなぜ交差エントロピーを使うのですか。勾配が消えないからです。\n"
RUSSIAN = (
    "# Функция потерь\n\nПочему в классификации используют перекрёстную энтропию? Градиент не исчезает.\n"
)
POLISH = "# Funkcja straty\n\nDlaczego w klasyfikacji używa się entropii krzyżowej? Bo gradient nie znika, gdy wyjście jest nasycone.\n"
GERMAN = "# Verlust\n\nWarum nimmt man für Klassen die Kreuzentropie? Größere Fehler ändern die Gewichte stärker.\n"
TURKISH = "# Kayıp\n\nSınıflandırmada neden çapraz entropi kullanılır? Çünkü gradyan kaybolmaz, öğrenme yavaşlamaz.\n"
CURLY = "The model’s output – “a probability” – isn’t certain…\n"

_NOISE = random.Random(1).randbytes(2000).replace(b"\0", b"")  # noqa: S311 - no secret
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", [*UNICODE, "gb18030", "gbk"])
@settings(max_examples=15)
@given(sentences=st.lists(st.sampled_from(CHINESE + ENGLISH), min_size=1, max_size=6))
def test_chinese_and_english_come_back(encoding: str, sentences: list[str]) -> None:
    text = "\n".join(sentences)
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (TRADITIONAL, "big5", "cp950"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (RUSSIAN, "cp1251", "cp1251"),
        (POLISH, "cp1250", "cp1250"),
        (GERMAN, "cp1252", "cp1252"),
        (TURKISH, "cp1254", "cp1254"),
        (CURLY, "cp1252", "cp1252"),
    ],
)
def test_other_languages_are_told_by_their_letters(text: str, encoding: str, found: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, found)


@pytest.mark.parametrize(
    ("mark", "encoding", "found"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
        (b"\xff\xfe\0\0", "utf-32-le", "utf-32"),
    ],
)
def test_a_byte_order_mark_decides_and_is_left_out(mark: bytes, encoding: str, found: str) -> None:
    text = "# 标题\r\n- point\r\n"
    assert decode(mark + text.encode(encoding)) == (text, found, True, ())


def test_valid_utf_8_is_utf_8_whatever_else_it_could_be() -> None:
    """The bytes of é are two characters of Windows-1252 as well."""
    assert decode("é".encode()) == ("é", "utf-8", True, ())
    assert decode(b"") == ("", "utf-8", True, ())


def test_a_torn_last_character_is_still_utf_8_and_said() -> None:
    data = "# 标题\n深度学习".encode()
    assert decode(data[:-1]) == ("# 标题\n深度学\ufffd", "utf-8", False, (2,))


def test_some_invalid_bytes_leave_text_utf_8_and_their_lines_are_said() -> None:
    data = "\n".join(CHINESE).encode() + b"\nab\xffcd\nef\n\xfe\n"
    decoded = decode(data)
    assert (decoded.encoding, decoded.certain, decoded.broken) == ("utf-8", False, (6, 8))
    assert decoded.text.startswith(CHINESE[0])


def test_a_torn_last_character_of_gbk_and_of_utf_16_is_said() -> None:
    assert decode("# 标题\n深度学习".encode("gbk")[:-1])[1:] == ("gb18030", False, (2,))
    assert decode("# 标题\n深度学习".encode("utf-16")[:-1])[1:] == ("utf-16", False, (2,))


def test_one_letter_may_be_of_several_code_pages_and_that_is_said() -> None:
    """The French ù is the Czech ů."""
    assert not decode("Les poids sont élevés, où qu’ils soient.".encode("cp1252")).certain
    assert decode("\n".join(CHINESE).encode("gbk")).certain


def test_a_long_file_is_told_by_its_lines_beyond_ascii() -> None:
    text = "# ascii only\n" * 2000 + "\n".join(CHINESE * 80)
    assert decode(text.encode("gbk")) == (text, "gb18030", True, ())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"PK\x03\x04\x14\0", "a zip archive"),
        (b"{\\rtf1\\ansi hello}", "an RTF document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"text\0\0\0\0more text that goes on", "no text: a binary file"),
        (bytes(range(256)) * 4, "no text: a binary file"),
        (bytes(range(1, 32)) * 9, "no text: a binary file"),
        (_NOISE, "no text: a binary file"),
    ],
)
def test_binary_data_is_refused_with_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(NotText) as error:
        decode(data)
    assert str(error.value) == kind


def test_a_stray_control_character_makes_no_binary_file() -> None:
    """An old editor ended files with one."""
    text = "A line of text that goes on for long enough to count.\n" * 3 + "\x1a"
    assert decode(text.encode()).text == text


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(NotText):
        assert isinstance(decode(data).text, str)


def test_encodings_are_named_as_people_write_them() -> None:
    codecs = ("gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp1252", "utf-16-le", "utf-8-sig")
    names = ["GB18030", "Big5", "Big5", "Shift-JIS", "EUC-JP", "Windows-1252", "UTF-16-LE", "UTF-8"]
    assert [name_of(codec) for codec in codecs] == names


def test_the_beginnings_of_real_notes_are_told(shared: Path) -> None:
    """Of 300 bytes of a note in GBK, torn as they are, the right reading is the most plausible one."""
    wrong = []
    for path in sorted((shared / "corpora/studies").rglob("*.md"))[::4]:
        data = path.read_text("utf-8").encode("gbk", "ignore")[:300]
        if not data.isascii() and readings(data)[0].encoding != "gb18030":
            wrong.append(path.name)
    assert wrong == []
