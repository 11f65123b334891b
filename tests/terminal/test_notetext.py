"""Text of a note on its way to the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.terminal.notetext import clean, is_light, one_line, plain


def test_a_note_cannot_drive_the_terminal() -> None:
    assert clean("a\x1b]0;title\x07b\x9b2Jc\rd\te\n") == "a]0;titleb2Jcd\te\n"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("What is `p_y`?", "What is `p_y`?"),
        ("What is $\\hat{y}$?", "What is ŷ?"),
        ("English: […]\n\nFrench: feu", "English: […] French: feu"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_a_prompt_in_a_list_is_one_line(prompt: str, shown: str) -> None:
    assert one_line(prompt) == shown


def test_plain_text_has_no_marks_of_emphasis() -> None:
    assert plain("**a** and *b*\x1b") == "a and b"


@pytest.mark.parametrize(
    ("theme", "colours", "light"),
    [
        ("light", "15;0", True),
        ("dark", "0;15", False),
        ("auto", "0;15", True),
        ("auto", "0;default;7", True),
        ("auto", "15;0", False),
        ("auto", "7;8", False),
        ("auto", "0;default", False),
        ("auto", "", False),
    ],
)
def test_a_light_terminal_is_known_by_the_setting_or_by_what_it_says(
    theme: str, colours: str, light: bool
) -> None:
    assert is_light(theme, {"COLORFGBG": colours}) is light
