"""The generated section of related notes: written, kept, taken away, and never anything else touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.likeness.section import find, is_same_before, items_of, with_items, without
from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import EMPTY_META
from studycli.notes.model import CardOptions

ITEMS = ("- [Adam](adam.md): momentum", "- [SGD](sgd.md): step")
NOTE = "# Losses\n\n## Why cross-entropy?\n\nIts gradient does not vanish.\n"
CHINESE = "# 损失函数\n\n## 为什么用交叉熵？\n\n梯度不会消失，学习不会停。\n"
WRITTEN = (
    "\n## Related notes\n<!-- auto-generated -->\n\n- [Adam](adam.md): momentum\n- [SGD](sgd.md): step\n"
)


def test_section_is_added_at_the_end_behind_a_blank_line() -> None:
    assert with_items(NOTE, ITEMS) == NOTE + WRITTEN


def test_chinese_note_gets_a_chinese_section() -> None:
    assert with_items(CHINESE, ITEMS[:1]) == (
        CHINESE + "\n## 相关笔记\n<!-- 自动生成 -->\n\n- [Adam](adam.md): momentum\n"
    )


def test_no_items_add_no_section() -> None:
    assert with_items(NOTE, ()) == NOTE


def test_placeholder_of_a_template_is_replaced_and_comes_back() -> None:
    template = CHINESE + "\n## 相关笔记\n<!-- 自动生成 -->\n\n暂无相关笔记\n\n## 总结\n\n完。\n"
    filled = with_items(template, ITEMS)
    assert filled == template.replace("暂无相关笔记", "\n".join(ITEMS))
    assert with_items(filled, ()) == template


def test_section_with_nothing_below_its_marker_is_filled_before_the_next_heading() -> None:
    bare = "## Related notes\n<!-- auto-generated -->\n## Next\n"
    assert with_items(bare, ITEMS[:1]) == (
        "## Related notes\n<!-- auto-generated -->\n\n- [Adam](adam.md): momentum\n\n## Next\n"
    )


def test_marker_at_the_end_of_a_file_without_line_end() -> None:
    assert with_items("## Related notes\n<!-- auto-generated -->", ITEMS[:1]) == (
        "## Related notes\n<!-- auto-generated -->\n\n- [Adam](adam.md): momentum"
    )


def test_section_of_the_persons_own_is_left_alone() -> None:
    own = NOTE + "\n## Related notes\n- [[optimisers]]\n"
    assert with_items(own, ITEMS) == own
    section = find(own)
    assert section is not None
    assert (section.marked, own[section.start :]) == (False, "## Related notes\n- [[optimisers]]\n")
    assert without(own) == own


def test_what_a_person_wrote_below_the_links_stays() -> None:
    mixed = NOTE + WRITTEN + "\nSee also the book.\n"
    assert with_items(mixed, ITEMS[:1]) == mixed.replace("- [SGD](sgd.md): step\n", "")
    assert without(mixed) == mixed.replace("\n".join(ITEMS), "No related notes yet")


def test_line_ends_are_those_of_the_note() -> None:
    crlf = NOTE.replace("\n", "\r\n")
    assert with_items(crlf, ITEMS) == (NOTE + WRITTEN).replace("\n", "\r\n")
    assert without(with_items(crlf, ITEMS)) == crlf
    assert items_of(find(with_items(crlf, ITEMS))) == ITEMS
    old = NOTE.replace("\n", "\r")
    assert with_items(with_items(old, ITEMS), ITEMS) == (NOTE + WRITTEN).replace("\n", "\r")


@pytest.mark.parametrize("end", ["```python\nx = 1\n", "<!-- a comment\n"])
def test_no_section_is_added_where_it_would_be_none(end: str) -> None:
    assert with_items(f"# T\n\n{end}", ITEMS) == f"# T\n\n{end}"


@pytest.mark.parametrize(
    ("text", "level"),
    [("# T\n\n## A\nx\n", 2), ("# A\nx\n\n# B\ny\n", 1), ("### A\nx\n", 3), ("just text\n", 2),
     ("# T\n```sh\n# no heading\n```\n### A\n", 2)],
)  # fmt: skip
def test_heading_belongs_to_no_question(text: str, level: int) -> None:
    assert f"\n{'#' * level} Related notes\n" in with_items(text, ITEMS)


@pytest.mark.parametrize("text", [NOTE, CHINESE, "# Why A?\n\nx.\n\n# Why B?\n\ny.\n"])
def test_section_makes_no_card_and_changes_none(text: str) -> None:
    def cards(note: str) -> list[tuple[object, ...]]:
        found = parse_note("n.md", note, EMPTY_META, CardOptions()).cards
        return [(card.id, card.prompt, note[card.start : card.end].strip()) for card in found]

    assert cards(text)
    assert cards(with_items(text, ITEMS)) == cards(text)


def test_bodies_are_the_same_but_for_their_sections() -> None:
    assert is_same_before(NOTE, with_items(NOTE, ITEMS))
    assert is_same_before(with_items(CHINESE, ITEMS), with_items(CHINESE, ITEMS[:1]))
    assert not is_same_before(NOTE, with_items(NOTE + "More.\n", ITEMS))
    assert not is_same_before(NOTE, NOTE + WRITTEN + "More.\n")


LINES = st.sampled_from(
    ["# T", "## A?", "### B", "text", "", "- item", "- [x](y.md)", "```", "> quote", "---", "<!-- c -->",
     "## 相关笔记", "## Related notes", "<!-- 自动生成 -->", "<!-- auto-generated -->", "暂无相关笔记", "| a |", "    code"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n"]), st.integers(0, 2), st.booleans())
def test_writing_twice_is_writing_once_and_the_rest_stays(
    lines: list[str], end: str, count: int, ends: bool
) -> None:
    text = end.join(lines) + (end if ends else "")
    written = with_items(text, ITEMS[:count])
    assert with_items(written, ITEMS[:count]) == written
    section = find(written)
    if written != text:
        assert section is not None
        assert items_of(section) == ITEMS[:count]
        former = find(text)
        start, last = (former.first, former.last) if former and former.marked else (len(text), len(text))
        assert written.startswith(text[:start].rstrip("\r\n"))
        assert written.endswith(text[last:])


@pytest.mark.parametrize(
    "text",
    ["```\n", "```python\nx\n```\n```\n", "- a\n  ```\n```\n", "````\n```\n", "<pre>\nx\n", "%%\nx\n", "~~~\n", "```a\n```b\n",
     "<!-- x -->\n<!--\n", "> ```\n", "<script>\n"],
)  # fmt: skip
def test_every_section_that_is_added_is_found_again(text: str) -> None:
    written = with_items(text, ITEMS)
    assert written == text or items_of(find(written)) == ITEMS
