"""Blocks stand where CommonMark puts them, judged by another parser."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studycli.notes.blocks import CODE, FENCE, HEADING, HTML, ITEM, LIST, MATH, QUOTE, RULE, Block, Document

JUDGE = MarkdownIt("commonmark")

_TOKENS = {
    "fence": FENCE,
    "html_block": HTML,
    "blockquote_open": QUOTE,
    "bullet_list_open": LIST,
    "ordered_list_open": LIST,
    "list_item_open": ITEM,
    "hr": RULE,
    "code_block": CODE,
}


def walk(blocks: list[Block]) -> list[Block]:
    found = []
    for block in blocks:
        found.append(block)
        found.extend(walk(block.children))
    return found


def our_headings(text: str) -> list[tuple[int, int]]:
    return [(block.line, block.level) for block in walk(Document(text).blocks) if block.kind == HEADING]


def their_headings(text: str) -> list[tuple[int, int]]:
    tokens = JUDGE.parse(text)
    return [
        (token.map[0], int(token.tag[1])) for token in tokens if token.type == "heading_open" and token.map
    ]


def our_kinds(text: str) -> list[tuple[int, str]]:
    return sorted(
        (block.line, block.kind) for block in walk(Document(text).blocks) if block.kind in _TOKENS.values()
    )


def their_kinds(text: str) -> list[tuple[int, str]]:
    tokens = JUDGE.parse(text)
    return sorted(
        (token.map[0], _TOKENS[token.type]) for token in tokens if token.type in _TOKENS and token.map
    )


PIECES = st.lists(
    st.sampled_from(
        [
            "# h",
            "## ",
            "#",
            "```",
            "~~~",
            "> ",
            ">",
            "- ",
            "* ",
            "1. ",
            "2) ",
            "+ ",
            "  ",
            "    ",
            "\t",
            "a",
            "text",
        ]
        + [
            "<div>",
            "<!--",
            "-->",
            "</div>",
            "<b>",
            "<pre>",
            "</pre>",
            "<?",
            "?>",
            "===",
            "---",
            "***",
            "- - -",
            "|",
        ]
        + ["\n"] * 6
        + ["\n\n", "\r\n", "`", "1.", "-", " ", "中文", "$", "_", "[a](b)"]
    ),
    max_size=24,
).map("".join)


@given(PIECES)
@example("> a\n---\n")
@example("- a\n\n  # b\n c\n===\n")
@example("1. a\n\n   ```\n   # no\n   ```\n# yes\n")
def test_headings_of_generated_text_are_those_of_commonmark(text: str) -> None:
    assert our_headings(text) == their_headings(text)


# Where the two differ on purpose, all in one note: a list that goes on behind an unindented formula, which
# CommonMark reads as a lazy continuation of the item and we read as a block of mathematics.
WANTED_IN_CORPORA = {"AutoPhrase备忘.md": [(198, LIST)]}


def test_blocks_of_real_notes_are_those_of_commonmark(shared: Path) -> None:
    """Every heading, fence, list, item, quote, rule, code and HTML block of all corpora, differences listed."""
    seen = 0
    different = {}
    for path in sorted(shared.glob("**/*.md")):
        text = path.read_bytes().decode()
        seen += 1
        assert our_headings(text) == their_headings(text), path
        ours, theirs = our_kinds(text), their_kinds(text)
        if ours != theirs:
            different[path.name] = sorted(set(ours) ^ set(theirs))
    assert seen > 250
    assert different == WANTED_IN_CORPORA


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("$$\na\n=\nb\n$$\n", [], [(0, 1)]),
        ("x\n\n$$\na\n---\n$$\n# h\n", [(6, 1)], [(2, 2), (6, 1)]),
        ("\u200b# h\n", [(0, 1)], []),
        ("%%\n# hidden\n%%\n# h\n", [(3, 1)], [(1, 1), (3, 1)]),
    ],
    ids=[
        "an equals sign in a formula underlines nothing",
        "a formula ends",
        "a zero-width space is passed over",
        "a comment of Obsidian's has no headings",
    ],
)
def test_wanted_differences_from_commonmark(
    text: str, ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    assert our_headings(text) == ours
    assert their_headings(text) == theirs


def test_the_comparison_finds_a_planted_difference() -> None:
    """The judge is not silent: a heading that only one of two texts has is seen."""
    assert our_headings("# a\n") != their_headings("#a\n")


def test_a_block_knows_its_lines_and_content() -> None:
    document = Document("# T #\n\ntext\nmore\n\n```py x\n# no\n```\n\n- a\n  b\n\n  c\n- d\n\nTitle\n---\n")
    assert [(block.kind, block.line, block.end, block.level, block.text) for block in document.blocks] == [
        ("heading", 0, 1, 1, "T"),
        ("paragraph", 2, 4, 0, ""),
        ("fence", 5, 8, 0, "py x"),
        ("list", 9, 14, 0, "-"),
        ("heading", 15, 17, 2, "Title"),
    ]
    assert [(item.line, item.end, item.level) for item in document.blocks[3].children] == [
        (9, 13, 2),
        (13, 14, 2),
    ]


def test_an_unclosed_formula_does_not_swallow_the_next_heading() -> None:
    assert [block.kind for block in Document("$$ a\nb\n# h\n$$ c\n$$\n").blocks] == [
        "paragraph",
        "heading",
        "math",
    ]
    assert [block.kind for block in Document("$$a$$\n# h\n").blocks] == ["paragraph", "heading"]
    assert Document("$$\na\n\nb\n$$\n").blocks[0].kind == MATH


def test_link_definitions_are_not_underlined_into_a_heading() -> None:
    assert our_headings("[a]: b\n===\n") == their_headings("[a]: b\n===\n") == []


@given(st.text(alphabet="ab#\r\n \t中>-", max_size=60))
def test_every_line_is_found_again_at_its_offset(text: str) -> None:
    document = Document(text)
    for line, content in enumerate(document.lines):
        start = document.offset(line)
        assert text[start : start + len(content)].replace("\r", "\n") == content.replace("\r", "\n")
    assert document.offset(len(document.lines)) == len(text)


def test_what_is_nested_deeper_than_a_hundred_containers_is_text() -> None:
    deepest = walk(Document("> " * 3000 + "a\n").blocks)
    assert len([block for block in deepest if block.kind == QUOTE]) == 100


def test_repr_names_kind_and_lines() -> None:
    assert repr(Document("# a\n").blocks[0]) == "Block(heading 0-1 1 'a' [])"
