"""Links as a vault writes them."""

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.likeness.links import Linker, linked, named, relative

TITLES = {
    "dl/优化器.md": "优化器",
    "dl/my loss (a).md": "Loss [x]",
    "ml/loss.md": "Losses",
    "nlp/loss.md": "NLP loss",
    "a#b.md": "Sharp",
    "c:d.md": "Colon",
}


def linker(*, obsidian: bool = False) -> Linker:
    return Linker(TITLES, obsidian=obsidian)


@pytest.mark.parametrize(
    ("note", "target", "link"),
    [("dl/x.md", "dl/优化器.md", "[优化器](优化器.md)"),
     ("ml/loss.md", "dl/优化器.md", "[优化器](../dl/优化器.md)"),
     ("x.md", "dl/my loss (a).md", r"[Loss \[x\]](dl/my%20loss%20%28a%29.md)"),
     ("a/b/c.md", "a#b.md", "[Sharp](../../a%23b.md)"),
     ("x.md", "c:d.md", "[Colon](./c:d.md)")],
)  # fmt: skip
def test_markdown_links_are_relative_and_safe(note: str, target: str, link: str) -> None:
    assert linker().link(note, target, wiki=False) == link


@pytest.mark.parametrize(
    ("target", "link"),
    [("dl/优化器.md", "[[优化器]]"), ("dl/my loss (a).md", "[[my loss (a)|Loss  x ]]"),
     ("ml/loss.md", "[[ml/loss|Losses]]"), ("a#b.md", "[Sharp](a%23b.md)")],
)  # fmt: skip
def test_wiki_links_have_a_folder_where_names_are_doubled(target: str, link: str) -> None:
    assert linker().link("x.md", target, wiki=True) == link


@pytest.mark.parametrize(
    ("text", "wiki"),
    [("see [[优化器]]", True), ("see [[loss|that]]", True), ("[x](y.md)", False),
     ("a matrix [[0, 1]]", False), ("`[[loss]]`", False)],
)  # fmt: skip
def test_a_note_links_as_it_does_already(text: str, wiki: bool) -> None:
    assert linker().is_wiki(text) is wiki
    assert linker(obsidian=True).is_wiki(text)


@pytest.mark.parametrize(
    ("there", "wiki", "entry"),
    [([], True, "[[ml/loss]]"), ([], False, "ml/loss.md"), (["[[x]]"], False, "[[ml/loss]]"),
     (["x"], True, "ml/loss"), (["x.md"], True, "ml/loss.md")],
)  # fmt: skip
def test_lists_name_notes_as_their_other_items_do(there: list[str], wiki: bool, entry: str) -> None:
    assert linker().entry("ml/loss.md", there, wiki=wiki) == entry


def test_what_a_line_or_an_entry_means() -> None:
    assert [linked(item) for item in ("- [[a/B|c]]: x", "- [t](../q%20r.md)：x", "- no link")] == [
        "b",
        "q r",
        "",
    ]
    assert [named(entry) for entry in ("[[a/B|c]]", "dir/q r.md", "Name")] == ["b", "q r", "name"]


PARTS = st.lists(st.text("ab 优(#%é", min_size=1, max_size=3), min_size=1, max_size=3)


@settings(max_examples=40)
@given(PARTS, PARTS)
def test_a_relative_link_leads_to_its_target(note: list[str], target: list[str]) -> None:
    path = "/".join(target) + ".md"
    link = Linker({path: "T"}, obsidian=False).link("/".join(note), path, wiki=False)
    address = unquote(link.partition("](")[2][:-1]).removeprefix("./")
    folder = list(note[:-1])
    for part in address.split("/"):
        folder = folder[:-1] if part == ".." else [*folder, part]
    assert "/".join(folder) == path
    assert relative(path, path) == path.rpartition("/")[2]
