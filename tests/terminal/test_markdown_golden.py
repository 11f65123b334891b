"""Notes of every structure, as they look at 60 and 120 columns and as plain lines.

Each ``golden/x.md`` has its twins ``x.60.txt``, ``x.120.txt`` and ``x.plain.txt``; a missing one fails.
"""

import io
from pathlib import Path

import pytest
from rich.console import Console

from studycli.terminal import markdown

GOLDEN = Path(__file__).parent / "golden"
NOTES = sorted(GOLDEN.glob("*.md"))


def shown(text: str, width: int) -> str:
    """Return what a terminal without colours shows, without blanks at the ends of lines."""
    console = Console(width=width, file=io.StringIO(), color_system=None, _environ={})
    console.print(markdown.render(text))
    assert isinstance(console.file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().rstrip("\n").split("\n"))


def test_there_are_golden_notes() -> None:
    assert NOTES


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [60, 120])
def test_a_note_looks_as_it_did(note: Path, width: int) -> None:
    expected = note.with_suffix(f".{width}.txt").read_text(encoding="utf-8")
    assert shown(note.read_text(encoding="utf-8"), width) == expected


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_a_note_reads_as_it_did(note: Path) -> None:
    expected = note.with_suffix(".plain.txt").read_text(encoding="utf-8")
    assert markdown.plain(note.read_text(encoding="utf-8")) + "\n" == expected
