"""Notes read and parsed into rows of plain values; many at once by several processes.

Imports the parser, and YAML only for a note whose frontmatter is not the one that the index knows. A row is
a tuple of plain values, for it crosses from one process to another.
"""

import marshal
import os

from studycli.store.scan import may_fork
from studycli.store.vault import BLOCK, read_bytes

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from typing import Any

    from studycli.notes.meta import Meta
    from studycli.notes.model import Card, CardOptions

    Row = tuple[Any, ...]

SEPARATOR = "\x1f"  # between the items of a list in one column
FORK_FROM = 100  # notes: below, the processes cost more than they save
HEAD = 4  # bytes of a batch's length
BATCH = 40  # notes that a process hands over at once


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
    workers = min(os.cpu_count() or 1, 8)
    if len(jobs) < FORK_FROM or workers == 1 or not may_fork():
        for job in jobs:
            yield read_row(root, job, options)
        return
    yield from _forked(root, [jobs[number::workers] for number in range(workers)], options)


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


def _forked(root: str, shares: "list[Sequence[Job]]", options: "CardOptions") -> "Iterator[Row]":
    """Give each share to a process of its own and yield their rows as they come."""
    import gc
    import select

    import studycli.notes.cards
    import studycli.notes.frontmatter.frontmatter_yaml  # noqa: F401 - once, before there are several processes

    workers: dict[int, _Worker] = {}
    collecting = gc.isenabled()
    gc.disable()  # nothing here is in a cycle, and looking for some in so many rows takes its time
    try:
        for share in shares:
            worker = _Worker(root, share, options, workers)
            workers[worker.pipe] = worker
        while workers:
            for pipe in select.select(list(workers), [], [])[0]:
                worker = workers[pipe]
                yield from worker.read()
                if worker.ended:
                    workers.pop(pipe).close()
                    for job in worker.undone():
                        yield read_row(root, job, options)
    finally:
        if collecting:
            gc.enable()
        for worker in workers.values():  # whoever took the rows failed
            worker.close()


class _Worker:
    """A forked process that reads a share of the notes and hands over their rows, in its order.

    Args:
        root: The vault.
        jobs: Its share.
        options: Of the parser.
        pipes: Those of the processes before it. It does not keep them open, nor the reading end of its own:
            a process whose reader is gone ends by the error of its next writing, and would wait for ever else.
    """

    def __init__(
        self, root: str, jobs: "Sequence[Job]", options: "CardOptions", pipes: "Iterable[int]"
    ) -> None:
        self._jobs = jobs
        self._buffer = b""
        self._done = 0
        self.ended = False
        self.pipe, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            for pipe in (self.pipe, *pipes):
                os.close(pipe)
            _work(writing, root, jobs, options)
        os.close(writing)

    def read(self) -> "Iterator[Row]":
        """Take what is in the pipe and yield the rows that are whole."""
        data = os.read(self.pipe, BLOCK)
        self.ended = not data
        self._buffer += data
        while batch := self._batch():
            self._done += len(batch)
            yield from batch

    def close(self) -> None:
        """Take no more, and wait for the process to end."""
        os.close(self.pipe)
        os.waitpid(self._pid, 0)

    def _batch(self) -> "list[Row]":
        """Take the next whole batch out of the buffer; [] where there is none yet."""
        end = HEAD + int.from_bytes(self._buffer[:HEAD], "little")
        if len(self._buffer) < max(end, HEAD + 1):
            return []
        batch: list[Row] = marshal.loads(self._buffer[HEAD:end])  # noqa: S302 - bytes of our own child
        self._buffer = self._buffer[end:]
        return batch

    def undone(self) -> "Sequence[Job]":
        """Return the jobs that the process left: none, unless it died."""
        return self._jobs[self._done :]


def _work(writing: int, root: str, jobs: "Sequence[Job]", options: "CardOptions") -> None:
    """In the child: read, parse, hand over; never return."""
    try:
        with open(writing, "wb", buffering=0) as pipe:
            for start in range(0, len(jobs), BATCH):
                data = marshal.dumps([read_row(root, job, options) for job in jobs[start : start + BATCH]])
                _write_all(pipe.fileno(), len(data).to_bytes(HEAD, "little") + data)
    finally:
        os._exit(0)


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
