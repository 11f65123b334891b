"""Notes outside of a vault: their cards are read, and nothing is written."""

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from studycli.collection.alone import read_alone
from studycli.collection.answers import with_answers
from studycli.schedule.sm2 import Schedule

NOTE = """\
---
tags: [a]
difficulty: hard
last_reviewed: 2026-11-01
next_review: 2026-11-11
review_count: 4
---
# Title

## Why are logits unbounded?

Because.

## How is entropy bounded?
"""


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two notes, a hidden one and one that is not UTF-8."""
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "b.md").write_text(NOTE, "utf-8")
    (tmp_path / "deep" / "a.md").write_text("## 什么是熵？\n\n平均信息量。\n", "utf-8")
    (tmp_path / ".hidden" / "c.md").write_text(NOTE, "utf-8")
    (tmp_path / "gbk.md").write_bytes("## 什么是熵？\n".encode("gbk"))
    return tmp_path


def test_one_note_is_read_and_its_neighbours_are_not(folder: Path) -> None:
    rows, sentences = read_alone(str(folder), "b.md")
    assert [(row.note, row.title, row.line, row.prompt, row.empty) for row in rows] == [
        ("b.md", "Title", 10, "Why are logits unbounded?", False),
        ("b.md", "Title", 14, "How is entropy bounded?", True),
    ]
    assert sentences == []


def test_the_frontmatter_gives_the_state(folder: Path) -> None:
    rows, _ = read_alone(str(folder), "b.md")
    assert rows[0].state == Schedule(4, 10, 2.3, date(2026, 11, 11), date(2026, 11, 1), 0, passed=True)
    assert rows[0].tags == ("a",)


def test_a_folder_gives_all_notes_that_can_be_read(folder: Path) -> None:
    rows, sentences = read_alone(str(folder))
    assert [(row.note, row.prompt) for row in rows] == [
        ("b.md", "Why are logits unbounded?"),
        ("b.md", "How is entropy bounded?"),
        ("deep/a.md", "什么是熵？"),
    ]
    assert sentences == ["gbk.md is not UTF-8; it was skipped."]


def test_a_note_that_is_gone_is_named(folder: Path) -> None:
    rows, sentences = read_alone(str(folder), "no.md")
    assert (rows, len(sentences)) == ([], 1)
    assert sentences[0].startswith("no.md cannot be read (")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_shown_and_skipped(folder: Path) -> None:
    (folder / "gbk.md").rename(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md"))
    rows, sentences = read_alone(str(folder))
    assert (len(rows), sentences) == (3, ["caf\\xe9.md is a name that is not UTF-8; it was skipped."])


def test_nothing_is_written(folder: Path) -> None:
    before = snapshot(folder)
    read_alone(str(folder))
    assert snapshot(folder) == before
    assert not (folder / ".study").exists()


def test_answers_are_read_a_note_at_a_time(folder: Path) -> None:
    rows, _ = read_alone(str(folder))
    answers = [(card.prompt, answer) for card, answer in with_answers(folder, rows)]
    assert answers == [
        ("Why are logits unbounded?", "Because."),
        ("How is entropy bounded?", None),
        ("什么是熵？", "平均信息量。"),
    ]


def test_a_note_that_vanished_has_empty_answers(folder: Path) -> None:
    rows, _ = read_alone(str(folder), "deep/a.md")
    os.unlink(folder / "deep" / "a.md")
    assert [answer for _, answer in with_answers(folder, rows)] == [""]
