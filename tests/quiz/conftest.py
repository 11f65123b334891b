"""Notes as the forms of questions read them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.quiz.source import Source

Sources = Callable[[str], Source]


def make_source(text: str, path: str = "note.md") -> Source:
    """Return a note's text as the forms read it."""
    note = parse_note(path, text, read_meta(text), CardOptions())
    return Source(path, note.title, text, note.cards)


@pytest.fixture
def source_of() -> Sources:
    """Return what makes a source of a text."""
    return make_source


@pytest.fixture(scope="session")
def real_sources(shared: Path) -> list[Source]:
    """Return every real note beside the checkout as the forms read it."""
    return list(_sources(shared))


@pytest.fixture(scope="session")
def seed(shared: Path) -> Source:
    """Return the seed's note."""
    path = next(path for path in sorted((shared / "seed").glob("*.md")) if "mojibake" not in path.name)
    return make_source(path.read_text("utf-8"), path.name)


def _sources(shared: Path) -> Iterator[Source]:
    for path in sorted((*shared.glob("seed/*.md"), *shared.glob("corpora/**/*.md"))):
        if path.is_file():
            yield make_source(path.read_text("utf-8", errors="replace"), path.name)
