"""The terms of notes, kept in the index so that only changed notes are read again: a cache like the rest of it.

A note's terms hold as long as its bytes; when the program itself writes a note's section of related notes, they hold
for the new bytes as well, and `renewed` says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.store.index import Index

VERSION = "2"
"""Of the way in which terms are found; another one makes all of them anew."""

_KEY = "terms"
_MISSING = (
    "SELECT note.path FROM note LEFT JOIN terms ON terms.path = note.path AND terms.hash = note.hash"
    " WHERE note.problem = '' AND note.study AND terms.path IS NULL ORDER BY note.path"
)
_KEPT = (
    "SELECT terms.path, terms.data, terms.near FROM terms JOIN note ON note.path = terms.path"
    " AND note.hash = terms.hash WHERE note.problem = '' AND note.study ORDER BY terms.path"
)
_GONE = "DELETE FROM terms WHERE NOT EXISTS (SELECT 1 FROM note WHERE note.path = terms.path)"


class Kept(NamedTuple):
    """A note's terms as they are kept.

    Attributes:
        path: Of the note.
        data: The terms, packed.
        near: What its section was last brought up to date with; '' for never since the note changed.
    """

    path: str
    data: bytes
    near: str


def missing(index: Index) -> list[str]:
    """Return the paths of the notes whose terms are not kept, or are those of other bytes, sorted."""
    if index.meta(_KEY) != VERSION:
        with index.write() as db:
            db.execute("DELETE FROM terms")
            index.set_meta(_KEY, VERSION)
    return [path for (path,) in index.db.execute(_MISSING)]


def keep(index: Index, found: Iterable[tuple[str, bytes, bytes]]) -> None:
    """Keep terms, and forget those of notes that are gone.

    Args:
        index: The index.
        found: Path, digest of the bytes that were read, and packed terms of each note.
    """
    with index.write() as db:
        db.execute(_GONE)
        db.executemany("INSERT OR REPLACE INTO terms VALUES (?, ?, ?, '')", found)


def kept(index: Index) -> Iterator[Kept]:
    """Yield the terms of the notes, by path."""
    return map(Kept._make, index.db.execute(_KEPT))


def renewed(index: Index, done: Iterable[tuple[str, bytes, bytes, str]]) -> None:
    """Let terms hold for the bytes that a note has after its section was written.

    Args:
        index: The index.
        done: Path, digest of the bytes before and after, and what the section was brought up to date with.
    """
    with index.write() as db:
        db.executemany("UPDATE terms SET hash = ?3, near = ?4 WHERE path = ?1 AND hash = ?2", done)
