"""Forms of questions that are rarer: pairs of headings, ``Q:`` in lists, bold numbers, bare follow-ups."""

import pytest

from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import EMPTY_META
from studycli.notes.model import CardOptions
from studycli.notes.patterns import contains, lazy


def brief(text: str) -> list[tuple[int, tuple[int, int] | None, str]]:
    """Return line, answer lines and prompt of every card."""
    cards = parse_note("n.md", text, EMPTY_META, CardOptions()).cards
    return [(card.line, card.answer_lines, card.prompt) for card in cards]


def test_a_question_heading_is_answered_by_the_answer_heading_behind_it() -> None:
    text = "# T\n\n## Question\nWhat is\nA?\n\n## Answer\nB.\n\n### More\nC.\n\n## Decay\nD.\n"
    assert brief(text) == [(3, (8, 11), "What is A?"), (13, (14, 14), "Decay")]


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        (
            "- Q: What is a? A: b\n- Q: name c A: d\n",
            [(1, (1, 1), "What is a?"), (2, (2, 2), "name c")],
        ),
        (
            "- **Q:** Why one?\n  first\n- **Q: Two**\n  second\n",
            [(1, (2, 2), "n › Why one?"), (3, (4, 4), "Two")],
        ),
        ("- Q: name the norms\n  L1, L2\n- 问题：步长\n  小\n", [(1, (2, 2), "name the norms")]),
        ("- Why a?\n- Why b?\n", [(1, None, "Why a?"), (2, None, "Why b?")]),
        ("- a why\n- b plain\n", []),
    ],
    ids=["answers on the line", "bold marks", "a mark that may be a label", "no answers", "no questions"],
)
def test_items_that_begin_with_a_mark(
    text: str, cards: list[tuple[int, tuple[int, int] | None, str]]
) -> None:
    assert brief(text) == cards


def test_a_list_of_one_question_is_answered_below_it() -> None:
    assert brief("1. a **b** c?\n\ntext\n\n1. d?\n\nmore\n") == [(1, (3, 3), "a b c?"), (5, (7, 7), "d?")]


def test_a_paragraph_behind_a_bold_number_is_a_question() -> None:
    text = "# T\n\n**3.** Derive the bound.\n\nSo.\n\n**4)** **Derive** it\n\nThus.\n"
    assert brief(text) == [(3, (5, 5), "Derive the bound."), (7, (9, 9), "Derive it")]


def test_a_follow_up_without_words_ends_the_answer_and_is_no_card() -> None:
    text = "# T\n\n## A?\n\nx\n\n追问：\n\ny\n\n追问：为什么慢？\n\nz\n"
    assert brief(text) == [(3, (5, 5), "A?"), (11, (13, 13), "A? › 为什么慢？")]


def test_a_heading_that_follows_up_carries_the_one_above() -> None:
    assert brief("# T\n\n## 追问：为什么快？\n\nx\n") == [(3, (5, 5), "T › 为什么快？")]


def test_a_tag_written_twice_on_a_line_is_one_tag() -> None:
    (card,) = parse_note("n.md", "## Why so? #a #b #a\nx\n", EMPTY_META, CardOptions()).cards
    assert card.tags == ("a", "b")


def test_a_lazy_pattern_has_what_a_pattern_has() -> None:
    pattern = lazy(r"a(\d)")
    assert pattern.sub("b", "a1 a2") == "b b"
    assert pattern.findall("a1 a2") == ["1", "2"]
    with pytest.raises(AttributeError, match="colour"):
        _ = pattern.colour  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "found"), [("a:b::c", True), (":a:", False), ("", False), ("::", True)])
def test_a_sign_is_found_behind_its_first_character(text: str, found: bool) -> None:
    assert contains(text, "::") is found
