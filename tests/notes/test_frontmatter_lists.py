"""Lists in the frontmatter, changed in place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.notes.frontmatter import list_of, with_list


def note(front: str, end: str = "\n") -> str:
    return f"---\n{front}---\n# Body: [a]\n".replace("\n", end)


def changed(front: str, *items: str) -> str:
    return with_list(note(front), "refs", items).removeprefix("---\n").removesuffix("---\n# Body: [a]\n")


@pytest.mark.parametrize(
    ("front", "items", "after"),
    [
        ("refs: []\n", ["a", "b c"], "refs: [a, b c]\n"),
        ("refs: []  # mine\nz: 1\n", ["a"], "refs: [a]  # mine\nz: 1\n"),
        ("refs:\nz: 1\n", ["a"], "refs: [a]\nz: 1\n"),
        ("refs: null\n", ["a"], "refs: [a]\n"),
        ("refs: x\n", ["x", "b"], "refs: [x, b]\n"),
        ("refs: [a, 'b']\n", ["a", "b", "c"], "refs: [a, 'b', c]\n"),
        ("refs: ['a', 'b']\n", ["b", "it's"], "refs: ['b', 'it''s']\n"),
        ("refs: [\n  a,\n  b,\n]\n", ["a", "b", "c"], "refs: [\n  a,\n  b, c,\n]\n"),
        ("refs: [a, b]\n", [], "refs: []\n"),
        ("refs:\n- a # why\n- 'b'\n# end\nz: 1\n", ["b", "[[c]]"], 'refs:\n- \'b\'\n- "[[c]]"\n# end\nz: 1\n'),
        ("refs:\n  - a\n  - b\nz: 1\n", ["a"], "refs:\n  - a\nz: 1\n"),
        ("refs:\n- a\nz: 1\n", [], "refs: []\nz: 1\n"),
        ("z: 1\n", ["a"], "z: 1\nrefs: [a]\n"),
        ("tags:\n- t\n", ["a"], "tags:\n- t\nrefs:\n- a\n"),
        ("tags:\n  - t\nrefs: []\n", ["a", "b"], "tags:\n  - t\nrefs:\n  - a\n  - b\n"),
        ("refs: []\n", ["yes", "1", "a: b", 'q"\\'], 'refs: ["yes", "1", "a: b", "q\\"\\\\"]\n'),
    ],
)  # fmt: skip
def test_items_are_put_in_the_form_of_the_list(front: str, items: list[str], after: str) -> None:
    assert changed(front, *items) == after


@pytest.mark.parametrize(
    "front",
    ["refs: &x [a]\n", "refs: {a: 1}\n", "refs: a, b\n", "refs:\n- [a]\n", "refs:\n-\n  a\n", "refs: |\n  a\n",
     "? refs\n: [a]\n", "refs: [a\n", "refs: *x\n", "refs:\n- a\n# why\n- b\n"],
)  # fmt: skip
def test_what_cannot_be_changed_safely_stays(front: str) -> None:
    assert changed(front, "c") in (front, "refs:\n# why\n- c\n")


def test_notes_without_frontmatter_stay() -> None:
    assert (with_list("# T\n", "refs", ["a"]), list_of("# T\n", "refs")) == ("# T\n", None)


def test_comments_between_items_are_not_lost() -> None:
    assert changed("refs:\n- a\n# why\n- b\n") == "refs:\n- a\n# why\n- b\n"
    assert changed("refs: [a, # why\n  b]\n", "b") == "refs: [a, # why\n  b]\n"


def test_a_missing_list_is_not_added_empty_and_an_equal_one_stays() -> None:
    assert changed("z: 1\n") == "z: 1\n"
    assert changed("refs: [ b,a ]\n", "a", "b") == "refs: [ b,a ]\n"


def test_line_ends_are_those_of_the_note() -> None:
    for end in ("\r\n", "\r"):
        assert with_list(note("refs:\n- a\n", end), "refs", ["a", "b"]) == note("refs:\n- a\n- b\n", end)
        assert with_list(note("z: 1\n", end), "refs", ["a"]) == note("z: 1\nrefs: [a]\n", end)


ITEMS = st.lists(
    st.text("ab优 :#'\"[]-,&1", min_size=1, max_size=4).map(str.strip).filter(bool), unique=True, max_size=4
)
FORMS = st.sampled_from(
    ["refs: []\n", "refs:\n", "refs: [a, b]\n", "refs:\n- a\n- 'b'\n", "k: 'v'  # c\n", "refs: a\n"]
)


@settings(max_examples=60)
@given(FORMS, ITEMS)
def test_list_has_the_items_afterwards_and_the_rest_stays(front: str, items: list[str]) -> None:
    text = note("x: 'y'\n" + front + "z: [1]\n")
    after = with_list(text, "refs", items)
    assert set(list_of(after, "refs") or ()) == set(items) or after == text
    assert after.startswith("---\nx: 'y'\n")
    assert after.endswith("---\n# Body: [a]\n")
    assert with_list(after, "refs", items) == after
