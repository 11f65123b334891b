"""Questions and answers as Markdown that is read back as just those cards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.exchange.cards_text import Pair, below, card_id, card_text, literal, note_of
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.inline import bare, has_words, identity
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import CardOptions

OPTIONS = CardOptions()


def read_back(text: str, options: CardOptions = OPTIONS) -> list[tuple[str, str, str]]:
    cards = parse_note("deck.md", text, EMPTY_META, options).cards
    return [(card.id, card.prompt, answer_text(text, card)) for card in cards]


def test_a_pair_is_a_heading_with_its_answer() -> None:
    written = note_of("Trees", [Pair("What is a stump?", "A tree of depth 1.", "t1")], OPTIONS)
    assert written.text == "# Trees\n\n## What is a stump? <!-- study: id=t1 -->\n\nA tree of depth 1.\n"
    assert written.lines == (3,)


def test_a_pair_without_an_id_leaves_it_to_the_note() -> None:
    assert (
        card_text(Pair("Stump", "A tree of depth 1."), "T", OPTIONS, set())
        == "## Stump\n\nA tree of depth 1."
    )


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("Definition", "needs its parent as a heading"),
        ("References", "is no card as a heading"),
        ("Pros and cons", "**Pros**: fast\n\n**Cons**: slow"),
        ("Two", "- What is a?\n  - b\n- What is c?\n  - d"),
        ("为什么", "**为什么?**\n\n因为"),
        ("Code", "`a::b`\n\n```\nx :: y\n```"),
        ("Own number", "1. one\n2. two"),
        ("Quoted?", "> the answer is quoted"),
        ("Table", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("Formula", "$$\nx = y\n$$"),
    ],
)
def test_an_answer_stays_as_it_is_where_one_form_keeps_it_whole(prompt: str, answer: str) -> None:
    text = note_of("Deck", [Pair(prompt, answer, "x1"), Pair("Next", "thing", "x2")], OPTIONS).text
    assert read_back(text) == [("x1", prompt, answer), ("x2", "Next", "thing")]


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("# Big\n\nx\n\nSmall\n---\n\ny", "### Big\n\nx\n\n#### Small\n\ny"),
        ("one line\n?\nanother", "one line\n\\?\nanother"),
        ("a :: b", "a \\:\\: b"),
        ("a\n\n## Why?\n\nb\n\n## **How?**\n\nc", "a\n\n\n**Why?**\n\n\nb\n\n\n**How?**\n\n\nc"),
        ("    code\n    \n    more  \nend", "    code\n    \n    more  \nend"),
        ("a ::: b", "a \\:\\:\\: b"),
        ("a ==hidden== word", "a \\=\\=hidden\\=\\= word"),
        ("a {{c1::hidden}} word", "a \\{\\{c1\\:\\:hidden}} word"),
        ("#tag #other\n\nwords", "\\#tag #other\n\nwords"),
        ("words\n\n```\nopen", "words\n\n```\nopen\n```"),
        ("words\n\n<!-- open", "words\n\n&lt;!-- open"),
        ("words\n\n%%\nopen", "words\n\n\\%\\%\nopen"),
        ("<!-- auto-generated -->\nwords", "&lt;!-- auto-generated -->\nwords"),
    ],
)
def test_what_markdown_would_take_for_more_is_written_plainly(answer: str, written: str) -> None:
    text = note_of("Deck", [Pair("Stump?", answer, "x1"), Pair("Next", "thing", "x2")], OPTIONS).text
    assert read_back(text) == [("x1", "Stump?", written), ("x2", "Next", "thing")]


def test_a_question_of_several_lines_keeps_them() -> None:
    written = card_text(Pair("What is this?\n\n| a |\n| - |\n| 1 |", "A table."), "Deck", OPTIONS, set())
    assert written == "## Question\n\nWhat is this?\n\n| a |\n| - |\n| 1 |\n\n## Answer\n\nA table."
    assert literal("a_b\n*c*") == "a_b\n*c*"


def test_bold_words_are_no_clozes_where_the_vault_takes_bold_for_them() -> None:
    options = CardOptions(bold_clozes=True)
    text = note_of("Deck", [Pair("Stump?", "a **shallow** tree", "x1")], options).text
    assert read_back(text, options) == [("x1", "Stump?", "a __shallow__ tree")]


def test_two_pairs_of_one_prompt_are_two_cards_of_that_prompt() -> None:
    text = note_of("Deck", [Pair("Stump?", "one", "x1"), Pair("Stump?", "two", "x2")], OPTIONS).text
    assert read_back(text) == [("x1", "Stump?", "one"), ("x2", "Stump?", "two")]


def test_an_empty_answer_is_a_question_without_one() -> None:
    text = note_of("Deck", [Pair("Stump?", "", "x1")], OPTIONS).text
    assert read_back(text) == [("x1", "Stump?", "")]


def test_an_id_keeps_what_a_comment_can_hold() -> None:
    assert card_id("a b--c>d/é:1") == "a-b-c-d/é:1"


def test_headings_keep_their_order_of_depth_below_a_level() -> None:
    assert below("## a\n\n#### b\n\n###### c", 2) == "### a\n\n##### b\n\n###### c"
    assert below("### a", 2) == "### a"


@pytest.mark.parametrize(
    "words", ["x[0] of *args", "std::vector<int>", "a_b_ and `code*`", "a < 2 & $x_1$", "plain"]
)
def test_words_can_be_written_so_that_they_are_read_as_they_are(words: str) -> None:
    assert bare(literal(words)) == words


NASTY = st.lists(
    st.sampled_from(
        ["word", "为什么", "?", "::", "==x==", "{{c1::y}}", "#tag", "# head", "```", "~~~", "<!--", "-->", "%%", "$$", "$x$",
         "- item?", "1. one", "> quote", "**Bold?**", "**Pros**: a", "Q: a", "A: b", "C: [x]", "\n", "\n\n", "\n?\n", "---",
         "===", "<details>", "</pre>", "<pre>", "| a | b |", "追问：", "\\", "\u200b", "\0", "\x85", "    code", "\t", "[[x]]",
         "<!-- study: off -->", "[^1]: note", "&lt;"]
    ) | st.text(max_size=4),
    min_size=1, max_size=9,
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(prompt=NASTY, answer=NASTY)
def test_whatever_is_asked_and_answered_comes_back_as_that_one_card(
    prompt: list[str], answer: list[str]
) -> None:
    asked, answered = " ".join(prompt), " ".join(answer)
    text = note_of(
        "Deck", [Pair(f"why {asked}", f"because {answered}", "x1"), Pair("Next", "thing", "x2")], OPTIONS
    ).text
    found = read_back(text)
    assert [each[0] for each in found] == ["x1", "x2"]
    assert identity(found[0][1]) == identity(bare(" ".join(f"why {asked}".replace("\0", "").split())))
    assert has_words(found[0][2])
    assert found[1] == ("x2", "Next", "thing")


PLAIN = st.text("aAbcCeQS答版一问 \n.,?:", min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(prompt=PLAIN, answer=PLAIN)
def test_plain_words_that_are_taken_untried_come_back_too(prompt: str, answer: str) -> None:
    words = " ".join(prompt.split())
    if not has_words(bare(words)) or not has_words(answer):
        return
    text = note_of("Deck", [Pair(prompt, answer, "x1"), Pair("Next", "thing", "x2")], OPTIONS).text
    found = read_back(text)
    assert [each[0] for each in found] == ["x1", "x2"]
    assert identity(found[0][1]) == identity(bare(words))
