"""The vault as a whole: its size, its frontmatter, and that every Python block runs on its own."""

import datetime as dt
import re
from pathlib import Path

import frontmatter
import pytest


def is_chinese(path: Path) -> bool:
    """Tell whether a note's title is Chinese."""
    title = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert title is not None
    return bool(re.search(r"[\u4e00-\u9fff]", title[1]))


def test_half_of_the_notes_are_chinese(pytestconfig: pytest.Config) -> None:
    """Twelve notes, six in each language."""
    chinese = [is_chinese(path) for path in pytestconfig.rootpath.glob("notes/*/*.md")]
    assert (chinese.count(True), chinese.count(False)) == (6, 6)


def test_a_python_block_runs_in_an_empty_namespace(block: str) -> None:
    """A reader can paste any one block and run it."""
    exec(compile(block, "<note>", "exec"), {})  # noqa: S102  the project's own notes


def test_a_note_was_never_reviewed(note: Path) -> None:
    """The vault is new for everyone who clones it."""
    meta = frontmatter.load(str(note)).metadata
    assert list(meta) == [
        "created",
        "last_reviewed",
        "next_review",
        "review_count",
        "difficulty",
        "mastery_level",
        "tags",
        "related_outlines",
    ]
    assert meta["last_reviewed"] is None
    assert meta["created"] == meta["next_review"]
    assert dt.date.fromisoformat(meta["created"]) <= dt.date(2026, 11, 23)
    assert (meta["review_count"], meta["mastery_level"], meta["related_outlines"]) == (0, 0.0, [])
    assert meta["difficulty"] in {"easy", "medium", "hard"}
    assert all("/" in tag for tag in meta["tags"])


def test_formulas_are_closed(note: Path) -> None:
    """Outside code, dollar signs come in pairs, and braces in a formula are balanced."""
    text = re.sub(r"^```.*?^```$", "", note.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    blocks = re.split(r"\$\$", text)
    assert len(blocks) % 2 == 1
    formulas = blocks[1::2]
    for line in "".join(blocks[0::2]).splitlines():
        parts = line.split("$")
        assert len(parts) % 2 == 1, line
        formulas += parts[1::2]
    for formula in formulas:
        plain = formula.replace(r"\{", "").replace(r"\}", "")
        assert plain.count("{") == plain.count("}"), formula
        assert plain.count(r"\left") - plain.count(r"\leftarrow") == plain.count(r"\right") - plain.count(
            r"\rightarrow"
        ), formula
