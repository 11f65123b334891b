"""A note of which the program itself wrote the frontmatter, or the end: the index follows without parsing it again.

Only the frontmatter's values change then, and where cards and answers stand, by the same distance for all.
"""

import os
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.frontmatter import read_meta
from studycli.notes.split import front_span
from studycli.store.index import Index
from studycli.store.reading import digest_of, front_of
from studycli.store.refresh import reread
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

_UPDATE = (
    "UPDATE note SET size = ?, mtime_ns = 0, hash = ?, front_hash = ?, last_reviewed = ?, next_review = ?,"
    " review_count = ?, mastery = ?, writable = ? WHERE id = ?"
)
_SHIFT = (
    "UPDATE card SET line = line + :lines, a_first = a_first + :lines, a_last = a_last + :lines,"
    " a_start = CASE WHEN a_start < 0 THEN -1 ELSE a_start + :chars END,"
    " a_end = CASE WHEN a_end < 0 THEN -1 ELSE a_end + :chars END WHERE note = :note"
)
_UPDATE_END = "UPDATE note SET size = ?, mtime_ns = 0, hash = ?, front_hash = ? WHERE id = ?"
_KNOWN = "SELECT id, hash, EXISTS (SELECT 1 FROM issue WHERE issue.note = note.id AND front = 1) FROM note WHERE path = ?"


class _Front(NamedTuple):
    """A note's text parted in two."""

    front: str
    body: str


def is_known(index: Index, path: str) -> bool:
    """Tell whether a note's content is the one that the index knows.

    Raises:
        OSError: It is gone or cannot be read.
    """
    row = index.db.execute("SELECT size, mtime_ns, hash FROM note WHERE path = ?", (path,)).fetchone()
    full = os.path.join(index.root, path)
    found = os.stat(full)
    if row is None or row[0] != found.st_size:
        return False
    return bool(row[1] == found.st_mtime_ns or row[2] == digest_of(read_bytes(full)))


def front_rewritten(index: Index, path: str, before: str, after: str) -> None:
    """Bring the index up to date with a note of which the program wrote the frontmatter.

    Args:
        index: The index.
        path: The note's path.
        before: The text that was read; where it is not the one that the index knows, the note is read again.
        after: The text that was written.
    """
    old, new = _parted(before), _parted(after)
    row = index.db.execute("SELECT id, hash FROM note WHERE path = ?", (path,)).fetchone()
    meta = read_meta(after)
    if row is None or row[1] != digest_of(before.encode()) or old.body != new.body or meta.issues:
        reread(index, [path])
        return
    data = after.encode()
    _, _, _, *values, _, writable = front_of(meta)
    with index.write() as db:
        db.execute(
            _UPDATE, (len(data), digest_of(data), digest_of(new.front.encode()), *values, writable, row[0])
        )
        lines = _line_ends(new.front) - _line_ends(old.front)
        _shift(index, row[0], lines, len(new.front) - len(old.front))
        db.execute("DELETE FROM issue WHERE note = ? AND front = 1", (row[0],))


class Ending(NamedTuple):
    """What the index needs of a note of which the program wrote an end without cards, and no value that it knows.

    Attributes:
        before: Digest of the bytes that were read.
        after: Digest of those that were written.
        size: How many these are.
        front: Digest of the frontmatter.
        lines: How many lines the frontmatter has more.
        chars: How many characters it has more.
        same: Whether the bodies are the same but for such an end.
    """

    before: bytes
    after: bytes
    size: int
    front: bytes
    lines: int
    chars: int
    same: bool


def ending(before: str, after: str, is_same: "Callable[[str, str], bool]") -> Ending:
    """Compare a note's text before and after its end was written.

    Args:
        before: The text that was read.
        after: The text that was written.
        is_same: Tells whether two bodies are the same but for an end without cards.
    """
    old, new = _parted(before), _parted(after)
    data = after.encode()
    return Ending(
        digest_of(before.encode()),
        digest_of(data),
        len(data),
        digest_of(new.front.encode()),
        _line_ends(new.front) - _line_ends(old.front),
        len(new.front) - len(old.front),
        is_same(old.body, new.body),
    )


def end_rewritten(index: Index, path: str, end: Ending) -> None:
    """Bring the index up to date with a note of which the program wrote an end without cards, and no known value.

    Args:
        index: The index.
        path: The note's path.
        end: What was written. The note is read again where the index does not know what was there before, and
            where anything else changed.
    """
    row = index.db.execute(_KNOWN, (path,)).fetchone()
    if row is None or row[1] != end.before or row[2] or not end.same:
        reread(index, [path])
        return
    with index.write() as db:
        db.execute(_UPDATE_END, (end.size, end.after, end.front, row[0]))
        _shift(index, row[0], end.lines, end.chars)


def _shift(index: Index, note: int, lines: int, chars: int) -> None:
    """Move a note's cards and issues by what its frontmatter grew."""
    if chars:
        index.db.execute(_SHIFT, {"lines": lines, "chars": chars, "note": note})
        index.db.execute("UPDATE issue SET line = line + ? WHERE note = ?", (lines, note))


def _line_ends(text: str) -> int:
    """Count line ends of each kind, as the parser does: LF, CR LF, CR."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _parted(text: str) -> _Front:
    span = front_span(text)
    body = span[2] if span else 0
    return _Front(text[:body], text[body:])
