"""`study tag` on a vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from studycli.collection import edits
from studycli.collection.tagging import Reason, with_tags
from studycli.collection.values import TagOptions

Made = Callable[[dict[str, str]], Any]


def note(tags: str, body: str) -> str:
    return f"---\ntags: {tags}\n---\n# Optimiser {body}\n\nThe optimiser takes a step by its learning rate and momentum.\n"


NOTES = {
    "a.md": note("[optim, core]", "one"),
    "b.md": note("[optim]", "two"),
    "c.md": note("[]", "three"),
    "d.md": "# Optimiser four\n\nThe optimiser takes a step by its learning rate and momentum.\n",
    "e.md": "---\ntags: [Momentum]\n---\n# Water\n\nA river.\n",
}


def test_tags_of_near_notes_and_words_of_tags_are_suggested(make_vault: Made) -> None:
    with make_vault(NOTES).open() as collection:
        found = collection.tag(TagOptions(("c.md", "d.md", "e.md")))
    assert (found.notes, found.written, found.problems) == (3, 0, [])
    assert [(each.note, [reason.tag for reason in each.tags]) for each in found.suggested] == [
        ("c.md", ["optim"]), ("d.md", ["optim"])
    ]  # fmt: skip
    assert found.suggested[0].tags[0] == Reason("optim", 1.0, ("b.md", "a.md"), 0, in_heading=False)


def test_tags_are_written_where_that_is_asked_for(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    with vault.open() as collection:
        assert collection.tag(TagOptions(("c.md",), apply=True, dry_run=True)).written == 0
        found = collection.tag(TagOptions(("c.md", "d.md"), apply=True))
        assert collection.tag(TagOptions(("c.md",))).suggested == []
    assert vault.text("c.md") == NOTES["c.md"].replace("[]", "[optim]")
    assert vault.text("d.md") == NOTES["d.md"]
    assert (found.written, [problem.code for problem in found.problems]) == (1, ["no-frontmatter"])


def test_dry_run_gives_both_texts(make_vault: Made) -> None:
    with make_vault(NOTES).open() as collection:
        [each] = collection.tag(TagOptions(("c.md",), dry_run=True)).suggested
    assert (each.before, each.after) == (NOTES["c.md"], NOTES["c.md"].replace("[]", "[optim]"))


def test_what_cannot_be_written_is_a_problem(make_vault: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault({**NOTES, "c.md": NOTES["c.md"].replace("[]", "&x []")})
    with vault.open() as collection:
        assert [problem.code for problem in collection.tag(TagOptions(("c.md",), apply=True)).problems] == [
            "fixed-list"
        ]
    vault.write("c.md", NOTES["c.md"])
    monkeypatch.setattr(edits, "write_atomic", lambda *_, **__: False)
    with vault.open() as collection:
        assert [problem.code for problem in collection.tag(TagOptions(("c.md",), apply=True)).problems] == [
            "not-written"
        ]


def test_a_note_that_vanishes_is_a_problem(make_vault: Made) -> None:
    vault = make_vault(NOTES)
    with vault.open() as collection:
        collection.tag(TagOptions())
        (vault.root / "a.md").unlink()
        assert [problem.code for problem in collection.tag(TagOptions(("a.md",))).problems] == ["not-read"]


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("tags: [a, 'b']", "tags: [a, 'b', new]"),
        ("tags:\n- a\n- b", "tags:\n- a\n- b\n- new"),
        ("tags:\n  - a  # why", "tags:\n  - a  # why\n  - new"),
        ("tags: a, b", "tags: a, b, new"),
        ("tags: a b", "tags: a b new"),
        ("tags: 'a，b'", "tags: 'a，b, new'"),
        ("tags: a", "tags: [a, new]"),
        ("tags:", "tags: [new]"),
        ("tag: a", "tag: [a, new]"),
        ("x: 1", "x: 1\ntags: [new]"),
        ("tags: &x [a]", "tags: &x [a]"),
        ("tags: [new]", "tags: [new]"),
        ("tags: [NEW]", "tags: [NEW]"),
    ],
)
def test_tags_keep_their_form(front: str, after: str) -> None:
    assert with_tags(f"---\n{front}\n---\nbody\n", ["new"]) == f"---\n{after}\n---\nbody\n"
