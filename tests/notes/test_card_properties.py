"""What holds for the cards of any text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from studycli.notes.cards import answer_text, count_cards, parse_note
from studycli.notes.cards.marked import has_tag_line
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions

PIECES = (
    [
        "# ",
        "## ",
        "### ",
        "什么是 A？",
        "为什么",
        "面试题",
        "总结",
        "**特点**：",
        "**Q?**",
        "**1)** ",
        "- ",
        "1. ",
        "   ",
        "> ",
    ]
    + [
        "```",
        "$$",
        "<details><summary>Why?</summary>",
        "</details>",
        "<!--",
        "-->",
        "Q: a?",
        "A: b",
        "C: x [y] z",
        "a::b",
    ]
    + [
        "a:::b",
        "?",
        "??",
        "==hi==",
        "{{c1::x}}",
        "text",
        "文字。",
        "\t",
        "---",
        "===",
        "| a |",
        "[l](u)",
        "![p](q)",
        "#tag",
    ]
    + [
        "TODO",
        "追问：x？",
        "<!-- study: off -->",
        "<!-- study: id=k -->",
        "<!--START_SECTION:a-->",
        "<!--END_SECTION:a-->",
    ]
    + [
        "<td>",
        "**",
        "`",
        "$x$",
        "\u200b",
        "\ufeff",
        "&amp;",
        "[[w|v]]",
        "Answer here",
        "<br/>",
        "✅",
        "1.2. ",
        "---\na: b\n---\n",
    ]
    + ["\n"] * 12
    + ["\n\n"] * 4
    + ["\r\n"] * 2
    + ["\r"]
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS, st.booleans())
@settings(max_examples=500)
def test_any_text_gives_cards_that_can_be_shown(text: str, bold: bool) -> None:
    """The parser never raises; ids differ; prompts have words; answers lie within the text and say something."""
    result = parse_note("n.md", text, read_meta(text), CardOptions(bold_clozes=bold))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert len({card.id for card in result.cards}) == len(result.cards)
    assert [card.line for card in result.cards] == sorted(card.line for card in result.cards)
    for card in result.cards:
        assert any(char.isalnum() for char in card.prompt)
        assert 1 <= card.line <= lines
        if card.answer_lines is None:
            assert (card.start, card.end, answer_text(text, card)) == (-1, -1, "")
        else:
            first, last = card.answer_lines
            assert 1 <= first <= last <= lines
            assert 0 <= card.start < card.end <= len(text)
            assert answer_text(text, card).strip()
    assert all(1 <= issue.line <= lines for issue in result.issues)


@given(TEXTS)
def test_the_same_text_gives_the_same_cards(text: str) -> None:
    meta = read_meta(text)
    assert parse_note("n.md", text, meta, CardOptions()) == parse_note("n.md", text, meta, CardOptions())


@given(
    st.lists(
        st.sampled_from(["## Why {}?\n\nwords {}\n\n", "## Concept {}\n\nwords {}\n\n"]),
        min_size=1,
        max_size=8,
    )
)
def test_an_edit_of_an_answer_keeps_every_id(blocks: list[str]) -> None:
    before = "# T\n\n" + "".join(block.format(place, "old") for place, block in enumerate(blocks))
    after = before.replace("old", "new and longer, with **bold** words")
    first, second = (
        parse_note("n.md", text, read_meta(text), CardOptions()).cards for text in (before, after)
    )
    assert [card.id for card in first] == [card.id for card in second]
    assert len(first) == len(blocks)


FRONTS = (
    "",
    "---\ncreated: 2025-10-19\ntags: [a]\n---\n",
    "---\ntitle: 面试题\n---\n",
    '---\n"\\u0073tudy": false\n---\n',
    "---\nstudy: false\ntags: [\n---\n",
)


@given(front=st.sampled_from(FRONTS), text=TEXTS, bold=st.booleans())
@example(front="---\nstudy: false\n---\n", text="## Why?\n\nwords\n", bold=False)
@example(front=FRONTS[3], text="## Why?\n\nwords\n", bold=False)
def test_cards_that_are_only_counted_are_as_many(front: str, text: str, bold: bool) -> None:
    """Also with only as much of the frontmatter read as decides on cards."""
    text, options = front + text, CardOptions(bold_clozes=bold)
    expected = len(parse_note("n.md", text, read_meta(text), options).cards)
    assert count_cards("n.md", text, options) == expected


@given(st.text("#a \t\n\r\u3000\x1c", max_size=12).map("#".__add__))
def test_behind_a_first_line_with_a_sign_only_lines_of_signed_words_are_tag_lines(text: str) -> None:
    signed = [
        words and all(word.startswith("#") for word in words) for words in map(str.split, text.split("\n"))
    ]
    assert has_tag_line(text) == any(signed)
