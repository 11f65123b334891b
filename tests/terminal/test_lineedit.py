"""Typing a line: every key of a line editor, over graphemes and not code points."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.terminal.keys import Key
from studycli.terminal.lineedit import Line, split

FAMILY = "👩‍👩‍👧"


def after(keys: str, text: str = "") -> str:
    """Return the text with '|' at the cursor after the keys."""
    line = Line(text)
    for name in keys.split():
        assert line.press(Key(name, name if len(name) == 1 else ""))
    return f"{line.before}|{line.after}"


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("", "a b", "ab|"),
        ("交叉熵", "left backspace", "交|熵"),
        (f"a{FAMILY}b", "left left", f"a|{FAMILY}b"),
        (f"a{FAMILY}b", "left backspace", "a|b"),
        (f"{FAMILY}b", "home delete", "|b"),
        ("e\u0301", "backspace", "|"),
        ("ab", "home right x", "ax|b"),
        ("ab", "ctrl-a ctrl-f", "a|b"),
        ("ab", "ctrl-b ctrl-e", "ab|"),
        ("ab", "home end", "ab|"),
        ("one two", "alt-b", "one |two"),
        ("one two", "ctrl-left ctrl-left", "|one two"),
        ("one two", "home alt-f", "one| two"),
        ("one two", "home ctrl-right alt-right", "one two|"),
        ("one two  ", "ctrl-w", "one |"),
        ("one two", "alt-backspace alt-backspace", "|"),
        ("one two", "alt-b ctrl-k", "one |"),
        ("one two", "alt-b ctrl-u", "|two"),
        ("a\nb", "left left", "a|\nb"),
        ("a", "alt-enter b", "a\nb|"),
        ("", "left right home end backspace delete ctrl-w ctrl-u ctrl-k alt-b alt-f", "|"),
    ],
)
def test_keys_edit_the_line(text: str, keys: str, expected: str) -> None:
    assert after(keys, text) == expected


def test_a_paste_is_taken_as_text_with_single_line_ends_and_no_controls() -> None:
    line = Line("ab")
    line.left()
    assert line.press(Key("paste", "1\r\n2\r3\x1b[A\t4"))
    assert line.text == "a1\n2\n3 [A 4b"
    assert line.before == "a1\n2\n3 [A 4"


def test_a_key_that_is_none_of_a_lines_is_left_alone() -> None:
    line = Line("ab")
    assert not line.press(Key("page-up"))
    assert line.text == "ab"


@given(st.text())
def test_split_parts_joined_are_the_text(text: str) -> None:
    clean = Line()
    clean.insert(text)
    assert "".join(split(clean.text)) == clean.text


@given(st.text(), st.lists(st.sampled_from(["left", "right", "home", "end", "alt-b", "alt-f"])))
def test_moving_never_changes_the_text_nor_leaves_it(text: str, keys: list[str]) -> None:
    line = Line()
    line.insert(text)
    before = line.text
    for name in keys:
        line.press(Key(name))
    assert line.text == before
    assert 0 <= line.cursor <= len(before)


@given(st.lists(st.sampled_from(["a", "汉", FAMILY, "🇨🇳", " "]), max_size=8))
def test_backspace_takes_one_grapheme_at_a_time(parts: list[str]) -> None:
    line = Line("".join(parts))
    for count in range(len(parts), 0, -1):
        assert len(split(line.text)) == count
        line.backspace()
    assert line.text == ""


def test_the_fixture_and_the_decoder_agree(key: Callable[[str], Key]) -> None:
    assert key("space") == Key("space", " ")
