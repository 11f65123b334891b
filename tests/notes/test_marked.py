"""Marked cards, as the Obsidian plugin for spaced repetition and hashcards write them."""

import pytest

from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import EMPTY_META
from studycli.notes.model import CardOptions

PLAIN = CardOptions()


def cards(text: str, options: CardOptions = PLAIN) -> list[tuple[str, int, str, str]]:
    """Return kind, line, prompt and answer of every card."""
    found = parse_note("n.md", text, EMPTY_META, options).cards
    return [(card.kind, card.line, card.prompt, answer_text(text, card)) for card in found]


def test_two_colons_part_question_and_answer() -> None:
    assert cards("capital of **Peru**::Lima\n") == [("basic", 1, "capital of Peru", "Lima")]


def test_three_colons_ask_both_ways() -> None:
    assert cards("- left:::right <!--SR:!2024-05-22,1,230!2024-05-22,1,230-->\n") == [
        ("basic", 1, "left", "right"),
        ("reversed", 1, "right", "left"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "use std::vector here\n",
        "`a::b` in code\n",
        "```\na::b\n```\n",
        "see [a :: b](c) there\n",
        "$a::b$ is mathematics\n",
        "tags:: flashcards\n",
        "id:: 64ab\n",
        "empty::\n",
        "::empty\n",
        "a::::b\n",
        "# T\n\nhttp://a.b/::c\n",
    ],
)
def test_colons_of_code_names_and_properties_are_no_cards(text: str) -> None:
    assert [card for card in cards(text) if card[0] in ("basic", "reversed")] == []


def test_a_question_mark_alone_parts_lines() -> None:
    text = "Name two\noptimisers.\n?\nSGD\nAdam\n\nother text\n"
    assert cards(text) == [("basic", 1, "Name two\noptimisers.", "SGD\nAdam")]


def test_two_question_marks_alone_ask_both_ways() -> None:
    assert cards("one side\n??\nother side\n") == [
        ("basic", 1, "one side", "other side"),
        ("reversed", 1, "other side", "one side"),
    ]


def test_an_answer_behind_a_question_mark_may_be_a_list_or_a_fence_with_blank_lines() -> None:
    assert cards("List them\n?\n- a\n- b\n<!--SR:!2024-05-22,1,230-->\n") == [
        ("basic", 1, "List them", "- a\n- b")
    ]
    assert cards("Code\n?\n```py\na\n\nb\n```\n\nend\n") == [("basic", 1, "Code", "```py\na\n\nb\n```")]


def test_a_question_mark_in_code_parts_nothing() -> None:
    assert cards("```\na\n?\nb\n```\n") == []


def test_each_highlight_is_a_cloze() -> None:
    text = "Adam was ==published== in ==2014==^[year].\n"
    assert cards(text) == [
        ("cloze", 1, "Adam was […] in 2014.", "published"),
        ("cloze", 1, "Adam was published in [year].", "2014"),
    ]


def test_numbered_clozes_hide_together() -> None:
    text = "{{c1::Momentum}} and {{c2::RMSProp::the other}} make {{c1::Adam}}.\n"
    assert cards(text) == [
        ("cloze", 1, "[…] and RMSProp make […].", "Momentum"),
        ("cloze", 1, "Momentum and [the other] make Adam.", "RMSProp"),
    ]
    assert cards("==a==[^1] ==b==[^2] ==c==[^1]\n") == [
        ("cloze", 1, "[…] b […]", "a"),
        ("cloze", 1, "a […] c", "b"),
    ]


def test_a_cloze_may_hold_a_formula() -> None:
    text = "Sigmoid: {{c1::$\\frac{1}{1+e^{-x}}$}}\n"
    assert cards(text) == [("cloze", 1, "Sigmoid: […]", "$\\frac{1}{1+e^{-x}}$")]
    assert cards("Sigmoid is {{c1::\\frac{1}{2}}} here\n") == [
        ("cloze", 1, "Sigmoid is […] here", "\\frac{1}{2}")
    ]


@pytest.mark.parametrize("text", ["a == b\n", "`==a==`\n", "if a==b and c==d\n", "$a==b==c$\n", "====\n"])
def test_equals_signs_that_hide_nothing(text: str) -> None:
    assert cards(text) == []


def test_bold_words_are_clozes_only_where_the_settings_ask_for_it() -> None:
    text = "The **bias** falls and the **variance** grows.\n"
    assert cards(text) == []
    assert [card[2:] for card in cards(text, CardOptions(bold_clozes=True))] == [
        ("The […] falls and the variance grows.", "bias"),
        ("The bias falls and the […] grows.", "variance"),
    ]
    assert cards("**Label**: text\n", CardOptions(bold_clozes=True)) == []


def test_a_cloze_block_of_hashcards_hides_what_is_in_brackets() -> None:
    text = "C: [Bias] is not [variance], see ![a](b).\n\nC:\nOver\ntwo [lines].\n\n---\n\nC: drive letters\n"
    assert cards(text) == [
        ("cloze", 1, "[…] is not variance, see .", "Bias"),
        ("cloze", 1, "Bias is not […], see .", "variance"),
        ("cloze", 3, "Over\ntwo […].", "lines"),
    ]


def test_a_marked_card_ends_the_answer_before_it() -> None:
    assert cards("Q: One?\nA: first\n\nC: a [b]\nQ: Two?\nA: second\n") == [
        ("question", 1, "One?", "first"),
        ("cloze", 4, "a […]", "b"),
        ("question", 5, "Two?", "second"),
    ]


def test_a_heading_over_nothing_but_marked_cards_is_no_concept() -> None:
    assert [card[0] for card in cards("# T\n\n## Cards\n\na::b\n\nc ==d==\n")] == ["basic", "cloze"]
    assert [card[0] for card in cards("# T\n\n## Cards\n\nA longer introduction.\n\nc ==d==\n")] == [
        "concept",
        "cloze",
    ]


def test_the_prompt_of_several_lines_keeps_its_markup() -> None:
    text = "| a | b |\n| --- | --- |\n| ==c== | d |\n"
    assert cards(text) == [("cloze", 1, "| a | b |\n| --- | --- |\n| […] | d |", "c")]


def test_more_clozes_than_a_hundred_in_one_text_are_not_asked() -> None:
    assert len(cards("==a== " * 250)) == 100
