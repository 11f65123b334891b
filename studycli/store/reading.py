"""Notes read and parsed into rows of plain values; many at once by several processes.

Imports the parser, and YAML only for a note whose frontmatter is not the one that the index knows. A row is
a tuple of plain values, for it crosses from one process to another.
"""

import os

from studycli.store import forking
from studycli.store.vault import read_bytes

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Any

    from studycli.notes.meta import Meta
    from studycli.notes.model import Card, CardOptions

    Row = tuple[Any, ...]

SEPARATOR = "\x1f"  # between the items of a list in one column


class Job:
    """A note to be read, and what the index knows of it (None, None, () for nothing).

    Attributes:
        path: Relative to the vault.
        digest: Of the bytes that were parsed; None to parse it in any case.
        front_digest: Of the frontmatter that `front` comes from.
        front: The columns from `front_title` to `writable`.
    """

    __slots__ = ("digest", "front", "front_digest", "path")

    def __init__(
        self, path: str, digest: bytes | None, front_digest: bytes | None, front: "tuple[Any, ...]"
    ) -> None:
        self.path, self.digest, self.front_digest, self.front = path, digest, front_digest, front


# The second column of a row: (path, GONE), (path, SAME) where the bytes are those that the index knows, or
# (path, READ, digest, front_digest, title, front, problem, cards, issues, front_issues), where front_issues
# is None when those of the index stay.
SAME, GONE, READ = 0, 1, 2

EMPTY_FRONT = ("", "", "", None, None, 0, None, 1, 0)


def read_all(root: str, jobs: "Sequence[Job]", options: "CardOptions") -> "Iterator[Row]":
    """Read notes and yield a row for each, in no order."""
    if len(jobs) >= forking.FORK_FROM:
        import studycli.notes.cards
        import studycli.notes.frontmatter.frontmatter_yaml  # noqa: F401 - once, before there are several processes

    yield from forking.shared_out(lambda job: read_row(root, job, options), jobs)


def read_row(root: str, job: Job, options: "CardOptions") -> "Row":
    """Read one note and parse it, unless its bytes are those that the index knows."""
    try:
        data = read_bytes(os.path.join(root, job.path))
    except FileNotFoundError:
        return (job.path, GONE)
    except OSError as error:
        return _unread(job, b"", "unreadable", 0, error.strerror or str(error), "a file that can be read")
    digest = digest_of(data)
    if digest == job.digest:
        return (job.path, SAME)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(job, digest, data, error.start)
    try:
        return _parsed(job, digest, text, options)
    except Exception as error:  # noqa: BLE001 - one bad note never stops the others
        return _unread(
            job, digest, "parser-failed", 1, f"{type(error).__name__}: {error}", "please report this note"
        )


def unnamed_row(path: str) -> "Row":
    """Return the row of a note whose name is not UTF-8; it is not read."""
    job = Job(path, None, None, ())
    return _unread(
        job, b"", "bad-name", 0, path, "a file name in UTF-8; the note is skipped until it is renamed"
    )


def digest_of(data: bytes) -> bytes:
    """Return what tells one content of a file from another."""
    from _blake2 import blake2b  # the function that hashlib gives, without three milliseconds of OpenSSL

    return blake2b(data, digest_size=16).digest()


def _not_utf8(job: Job, digest: bytes, data: bytes, at: int) -> "Row":
    line = data.count(b"\n", 0, at) + 1
    found = f"byte {data[at]:#04x} at offset {at}"
    return _unread(
        job, digest, "not-utf8", line, found, "UTF-8; the note is skipped until `study import` mends it"
    )


def _unread(job: Job, digest: bytes, code: str, line: int, found: str, meant: str) -> "Row":
    """Return the row of a note without cards, with the reason."""
    issue = (line, code, found, meant)
    return (job.path, READ, digest, b"", _name(job.path), EMPTY_FRONT, code, (), (issue,), ())


def _name(path: str) -> str:
    return os.path.splitext(path.rpartition("/")[2])[0]


def _parsed(job: Job, digest: bytes, text: str, options: "CardOptions") -> "Row":
    from studycli.notes.cards import parse_note
    from studycli.notes.split import front_span

    span = front_span(text)
    front_digest = digest_of(text[: span[2]].encode() if span else b"")
    if front_digest == job.front_digest:
        front, front_issues = job.front, None
        meta = _meta_of(front)
    else:
        from studycli.notes.frontmatter import read_meta  # slow: YAML

        meta = read_meta(text)
        front, front_issues = front_of(meta), tuple(map(tuple, meta.issues))
    note = parse_note(job.path, text, meta, options)
    cards = tuple(map(_card, note.cards)) if meta.study else ()
    known = set(meta.issues)
    issues = tuple(tuple(issue) for issue in note.issues if issue not in known)
    return (job.path, READ, digest, front_digest, note.title, front, "", cards, issues, front_issues)


def _card(card: "Card") -> "tuple[Any, ...]":
    """Return the columns of a card from `id` to `empty`, without its note and place."""
    first, last = card.answer_lines or (None, None)
    headings, tags = SEPARATOR.join(card.heading_path), SEPARATOR.join(card.tags)
    text = (card.kind, card.prompt, headings, tags, card.anchor)
    return (card.id, card.line, first, last, card.start, card.end, *text, int(card.answer_lines is None))


def front_of(meta: "Meta") -> "tuple[Any, ...]":
    """Return the columns from `front_title` to `writable`."""
    return (
        meta.title,
        SEPARATOR.join(meta.tags),
        meta.difficulty,
        _ordinal(meta.last_reviewed),
        _ordinal(meta.next_review),
        meta.review_count,
        meta.mastery,
        int(meta.study),
        int(meta.writable),
    )


def _meta_of(front: "tuple[Any, ...]") -> "Meta":
    """Return what `front_of` was made from, but for the issues."""
    from studycli.notes.meta import Meta

    title, tags, difficulty, last, following, count, mastery, study, writable = front
    items = tuple(tags.split(SEPARATOR)) if tags else ()
    return Meta(
        title, items, difficulty, _date(last), _date(following), count, mastery, bool(study), bool(writable)
    )


def _ordinal(day: "date | None") -> int | None:
    return None if day is None else day.toordinal()


def _date(ordinal: int | None) -> "date | None":
    from datetime import date

    return None if ordinal is None else date.fromordinal(ordinal)
