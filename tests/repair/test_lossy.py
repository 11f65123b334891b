"""Mojibake that lost characters, and what the search makes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.repair.lossy import Restored, restore
from studycli.repair.lossy.damage import find
from studycli.repair.lossy.pages import PAGES
from studycli.repair.model import THRESHOLD
from tests.repair.mangling import is_damaged, mangle

NOTE = """---
tags:
- 机器学习
---
# 梯度下降与学习率 🚀

学习率太大时损失不会收敛，太小时训练过慢：`lr = 0.1`，步长为 $\\eta \\nabla L(w)$。

- **动量**：保留之前的方向，【注意】不是每一步都更新。
- 小批量的梯度是全体梯度的无偏估计 → 批量越大，方差越小。

```python
def step(w, lr):  # 更新参数
    return w - lr * grad(w)
```
"""
SOUND = (
    "",
    "plain ASCII",
    "损失函数的设计，交叉熵与均方误差。",
    "Le café de l'élève, déjà « prêt » : garçon, où ?",
    "Ağaç, ışık, çiçek ve İstanbul’da güneş…",
    "Größe, Straße, „Zitat“ – 20 °C ± 1",
    "“quotes” — dashes… and 3 × 4 · café”",
    "Ελληνικά и русский",
    "Ã",
    "naïve é”",
)


def _restored(text: str) -> Restored:
    restored = restore(text)
    assert restored is not None
    return restored


@pytest.fixture(scope="module")
def mended() -> Restored:
    return _restored(mangle(NOTE, "cp1254"))


def test_a_note_comes_back_as_it_was(mended: Restored) -> None:
    assert mended.text == NOTE


def test_the_damage_is_named(mended: Restored) -> None:
    assert mended.damage == "UTF-8 read as cp1254, with characters lost"


def test_every_character_beyond_ascii_is_counted_and_the_certain_ones_too(mended: Restored) -> None:
    doubtful = sum(repair.certainty < THRESHOLD for repair in mended.repairs)
    assert mended.repaired == sum(not char.isascii() for char in NOTE)
    assert mended.repaired - 8 * doubtful <= mended.certain <= mended.repaired


def test_repairs_stand_where_they_say(mended: Restored) -> None:
    lines = mended.text.split("\n")
    for repair in mended.repairs:
        start = repair.column - 1
        assert lines[repair.line - 1][start : start + len(repair.put)] == repair.put


def test_repairs_hold_every_character_that_lost_something_and_begin_and_end_with_one(
    mended: Restored,
) -> None:
    lost = [char for char in NOTE if is_damaged(char, "cp1254")]
    put = [char for repair in mended.repairs for char in repair.put if is_damaged(char, "cp1254")]
    assert put == lost
    assert all(
        is_damaged(char, "cp1254") for repair in mended.repairs for char in (repair.put[0], repair.put[-1])
    )


def test_what_is_put_and_the_next_best_have_the_mangled_form_that_stood_there(mended: Restored) -> None:
    for repair in mended.repairs:
        assert mangle(repair.put, "cp1254") == mangle(repair.next_best, "cp1254") == repair.found
        assert repair.put != repair.next_best
        assert 0.0 < repair.certainty <= 1.0


def test_line_endings_of_windows_stay() -> None:
    text = NOTE.replace("\n", "\r\n")
    assert _restored(mangle(text, "cp1254")).text == text


@pytest.mark.parametrize(
    ("codec", "most"), [("cp1250", 0), ("cp1251", 0), ("cp1252", 0), ("cp1257", 9), ("latin-1", 14)]
)
def test_other_code_pages_are_found(codec: str, most: int) -> None:
    """The last two lose every eighth, every second of the bytes that follow the first of a character."""
    restored = _restored(mangle(NOTE, codec))
    assert codec in restored.damage
    assert sum(a != b for a, b in zip(restored.text, NOTE, strict=True)) <= most


def test_what_is_wrong_is_doubtful() -> None:
    restored = _restored(mangle(NOTE, "latin-1"))
    lines = NOTE.split("\n")
    for repair in restored.repairs:
        was = lines[repair.line - 1][repair.column - 1 :][: len(repair.put)]
        assert repair.put == was or repair.certainty < THRESHOLD


def test_bytes_that_were_replaced_are_found_as_well() -> None:
    damaged = NOTE.encode().decode("cp1252", errors="replace")
    restored = _restored(damaged)
    assert restored.damage == "UTF-8 read as cp1252, with characters replaced"
    assert restored.text == NOTE


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text: str) -> None:
    assert restore(text) is None


def test_damage_that_lost_nothing_is_left_to_others() -> None:
    assert restore("损失".encode().decode("cp437")) is None
    assert restore("的是".encode().decode("cp1252")) is None


def test_sound_lines_of_a_damaged_text_stay_as_they_are() -> None:
    sound = "这一行没有坏：café”。\n"
    assert _restored(sound + mangle(NOTE, "cp1254")).text == sound + NOTE


@pytest.mark.parametrize(("times", "name"), [(1, "cp1252"), (20, "cp1254")])
def test_of_pages_that_explain_as_much_the_likelier_is_taken(times: int, name: str) -> None:
    """What both lose is as likely by either; that what one of them shows never stands there tells in long text."""
    damage = find(mangle("损失函数的梯度不变", "cp1252") * times)
    assert damage is not None
    assert damage.name == name


def test_quotation_marks_of_english_that_lost_their_last_byte_come_back() -> None:
    assert _restored("He said â€œhelloâ€ and donâ€™t" * 9).text == "He said “hello” and don’t" * 9


@given(
    st.text(st.sampled_from("学习率不与中步、。”【】的是a1 \n*$🎯é×"), max_size=40),
    st.sampled_from(["cp1252", "cp1254", "latin-1"]),
)
@settings(max_examples=25)
def test_ascii_stays_and_everything_put_mangles_to_what_stood_there(text: str, codec: str) -> None:
    damaged = mangle(text, codec)
    restored = restore(damaged)
    if restored is not None:
        assert [c for c in restored.text if c.isascii()] == [c for c in damaged if c.isascii()]
        assert all(_can_be(repair.put, repair.found) for repair in restored.repairs)


def _can_be(put: str, found: str) -> bool:
    """Tell whether what stood there is what some code page leaves of what was put."""
    return any(mangle(put, codec) == found for codec in PAGES)


@given(st.text(st.characters(max_codepoint=0x2FF) | st.sampled_from("â€œ”™Ÿ中�\ufffc"), max_size=30))
@settings(max_examples=40)
def test_no_text_raises(text: str) -> None:
    restored = restore(text)
    assert restored is None or isinstance(restored.text, str)


@pytest.mark.parametrize(("errors", "how"), [("ignore", "lost"), ("replace", "replaced")])
def test_utf8_read_as_gbk_loses_the_ends_of_runs_and_is_restored(errors: str, how: str) -> None:
    """The ends of runs with an odd number of bytes are lost: of 94 characters one is not found again."""
    restored = _restored(NOTE.encode().decode("gb18030", errors=errors))
    assert restored.damage == f"UTF-8 read as GBK, with characters {how}"
    assert sum(a != b for a, b in zip(restored.text, NOTE, strict=True)) <= 1


def test_a_few_strange_characters_are_no_damage_by_gbk() -> None:
    assert restore("銆鎱是罕见字。") is None


def test_gbk_may_replace_two_bytes_of_one_character() -> None:
    damaged = NOTE.encode().decode("gbk", errors="replace")
    restored = _restored(damaged)
    assert sum(a != b for a, b in zip(restored.text, NOTE, strict=True)) <= 3
