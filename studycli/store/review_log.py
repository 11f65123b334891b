"""The review log on disk: ``.study/log/<device>.jsonl``, append-only, one entry a line.

Every running program writes a file of its own: the first on a device takes ``<device>.jsonl``, one that
runs beside it ``<device>-2.jsonl``, and so on; a lock held as long as the program runs says which is taken.
So no answer waits for another program, and a lock costs nothing per answer.

    Entry, LoggedState, Step, LogProblem      values (store/entry.py)
    replay(entries) -> Replay                 states, reviews, relinks, flags (store/replay.py)
    device_name(study, environ)               this device's name, made once
    ReviewLog(study, device)                  the logs of the vault whose ``.study`` folder is given
        .append(entries) -> list[Entry]       ids filled in; on disk when it returns
        .span                                 where that stands, for the index
        .entries() -> (entries, problems)     everything, by id
        .recent() -> iterator of entries      greatest id first, reading only as far as is asked for
        .close()
    log_files(study)                          paths of all logs
    read_steps(study, offsets) -> NewSteps    what was added since, as replay wants it
    is_entry_before(path, offset, last)       whether the log still is the one that was read
"""

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Self

import msgspec

from studycli.errors import LogError, WriteError
from studycli.store.entry import (
    PROMPT_LENGTH,
    Entry,
    LoggedState,
    LogProblem,
    Step,
    decode_entries,
    decode_steps,
    encode,
)
from studycli.store.replay import Replay, replay

if TYPE_CHECKING:
    from filelock import FileLock

__all__ = [
    "PROMPT_LENGTH",
    "Entry",
    "LogProblem",
    "LoggedState",
    "NewSteps",
    "Replay",
    "ReviewLog",
    "Span",
    "Step",
    "device_name",
    "log_files",
    "read_steps",
    "replay",
]


class Span(NamedTuple):
    """A piece of a log: its file's name and the bytes [start, end)."""

    name: str
    start: int
    end: int


MAX_WRITERS = 100  # programs at once on one device
BLOCK = 1 << 16  # bytes read at once from the end of a log
COUNTER_BITS = 16


class NewSteps(NamedTuple):
    """What the logs hold behind given offsets.

    Attributes:
        steps: The entries.
        problems: Lines that are none.
        offsets: Of every log, by its file's name, where its last whole line ends.
        lasts: Of every log, the id of the entry that ends there; '' where that is not sure.
    """

    steps: list[Step]
    problems: list[LogProblem]
    offsets: dict[str, int]
    lasts: dict[str, str]


def log_files(study: str) -> list[str]:
    """Return the paths of all logs in the ``.study`` folder, sorted; none where there is no folder.

    Raises:
        LogError: The folder cannot be read.
    """
    folder = os.path.join(study, "log")
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".jsonl"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise LogError(f".study/log cannot be read: {error.strerror}.") from None
    return [os.path.join(folder, name) for name in names]


def read_steps(study: str, offsets: Mapping[str, int]) -> NewSteps:
    """Read what was added to the logs since `offsets` (file name -> bytes read); {} reads everything.

    A last line without its end is not read, for its writing may be under way; it is a problem of the
    whole log's reading (`ReviewLog.entries`) only.

    Raises:
        LogError: An entry is of a newer version, or a log cannot be read.
    """
    result = NewSteps([], [], {}, {})
    for path in log_files(study):
        name = os.path.basename(path)
        start = offsets.get(name, 0)
        data = whole_lines(_read_from(path, start))
        steps, problems = decode_steps(data, shown(path), partial(line_at, path, start))
        result.steps.extend(steps)
        result.problems.extend(problems)
        result.offsets[name] = start + len(data)
        result.lasts[name] = steps[-1].id if steps and not problems else ""
    return result


def is_entry_before(path: str, offset: int, last: str) -> bool:
    """Tell whether the line that ends at an offset of a log is the entry with this id.

    It is not where the log was replaced by another one since that was so, by git for one.
    """
    try:
        with open(path, "rb") as file:
            file.seek(max(0, offset - BLOCK))
            data = file.read(min(offset, BLOCK))
    except OSError:
        return False
    return f'"id":"{last}"'.encode() in data.removesuffix(b"\n").rpartition(b"\n")[2]


def device_name(study: str, environ: Mapping[str, str]) -> str:
    """Return the name of this device: STUDY_DEVICE, else what ``.study/device`` holds, which is made once.

    Raises:
        WriteError: The name can be neither read nor kept.
    """
    if environ.get("STUDY_DEVICE"):
        return _slug(environ["STUDY_DEVICE"])
    path = os.path.join(study, "device")
    try:
        with open(path, encoding="utf-8") as file:
            name = _slug(file.read())
    except (OSError, UnicodeDecodeError):
        name = ""
    return name or _keep_device(path)


def _keep_device(path: str) -> str:
    import platform

    name = f"{_slug(platform.node())[:20] or 'device'}-{os.urandom(2).hex()}"
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(name + "\n")
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written: {error.strerror}. The answer is not in the log."
        ) from None
    return name


def _slug(text: str) -> str:
    """Return the text as a file's name: letters and digits, lower case, '-' for the rest."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text).split()
    return "-".join(words).lower()


class ReviewLog:
    """The logs of one vault, and the end of the one that this program writes.

    Args:
        study: The vault's ``.study`` folder; it and ``log`` in it must exist before the first `append`.
        device: Name of this device.
        now_ms: UTC in milliseconds since 1970, for the entries' ids.
    """

    def __init__(
        self,
        study: str | os.PathLike[str],
        device: str,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 10**6,
    ) -> None:
        self.study = os.fspath(study)
        self.device = device
        self._now_ms = now_ms
        self._writer: _Writer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def append(self, entries: Sequence[Entry]) -> list[Entry]:
        """Write entries with one write and one fsync; they are on disk when this returns.

        Each gets an id greater than all ids in all logs of the vault. Entries after the first get the
        first's id as their batch.

        Returns:
            The entries as written.

        Raises:
            WriteError: The disk is full or read-only; nothing was written.
        """
        if not entries:
            return []
        if self._writer is None:
            self._writer = _Writer(self.study, self.device)
        ids = self._writer.next_ids(self._now_ms(), len(entries))
        named = [_named(entry, key, ids[0]) for entry, key in zip(entries, ids, strict=True)]
        self._writer.write(b"".join(map(encode, named)))
        return named

    @property
    def span(self) -> Span | None:
        """Where the last `append` stands; None before the first."""
        return None if self._writer is None else self._writer.span

    def entries(self) -> tuple[list[Entry], list[LogProblem]]:
        """Return all entries of all logs by id, each once, and the lines that are none.

        Raises:
            LogError: An entry is of a newer version, or a log cannot be read.
        """
        found: dict[str, Entry] = {}
        problems: list[LogProblem] = []
        for path in log_files(self.study):
            entries, bad = decode_entries(_read_from(path, 0), shown(path))
            found.update((entry.id, entry) for entry in entries)
            problems += bad
        return sorted(found.values(), key=attrgetter("id")), problems

    def recent(self) -> Iterator[Entry]:
        """Yield the entries of all logs, greatest id first, each once; lines that are none are skipped."""
        import heapq

        before = ""
        logs = [_backwards(path) for path in log_files(self.study)]
        for entry in heapq.merge(*logs, key=attrgetter("id"), reverse=True):
            if entry.id != before:
                yield entry
            before = entry.id

    def close(self) -> None:
        """Give the log free for another program."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class _Writer:
    """The log file that this program alone writes, open at its end, and the newest id of all logs."""

    def __init__(self, study: str, device: str) -> None:
        self._folder = os.path.join(study, "log")
        self._sizes: dict[str, int] = {}
        self._listed = 0  # when the folder, as last listed, got its newest file
        self._newest = (0, 0)
        self.span: Span | None = None
        try:
            self.name, self._lock = _free_name(study, device)
            self.path = os.path.join(self._folder, f"{self.name}.jsonl")
            self._open()
        except OSError as error:
            raise _unwritten(self._folder, error) from None

    def _open(self) -> None:
        os.makedirs(self._folder, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._fd = os.open(self.path, flags, 0o644)
        self.size = os.fstat(self._fd).st_size
        last = _read_from(self.path, max(0, self.size - 1))
        self._torn = last not in (b"", b"\n")

    def next_ids(self, now_ms: int, count: int) -> list[str]:
        """Return ids greater than every id in the logs, even where the clock went back."""
        try:
            if not self._is_in_place():
                self._open_again()
            self._look_at_logs()
        except OSError as error:
            raise _unwritten(self._folder, error) from None
        newest = max((now_ms, -1), self._newest)
        ids = []
        for _ in range(count):
            newest = _after(newest)
            ids.append(f"{newest[0]:012x}{newest[1]:04x}-{self.name}")
        self._newest = newest
        return ids

    def _is_in_place(self) -> bool:
        """Tell whether the open file is still the log, not one that git or a synchroniser has replaced."""
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(self._fd))
        except FileNotFoundError:
            return False

    def _open_again(self) -> None:
        before = self._fd
        self._open()
        os.close(before)
        self._sizes, self._listed = {}, 0  # whatever replaced it may have brought others

    def _look_at_logs(self) -> None:
        """Read the end of each log that grew: another program's, or another device's that arrived."""
        changed = os.stat(self._folder).st_mtime_ns
        if changed != self._listed:
            self._listed = changed
            self._sizes = {
                path: self._sizes.get(path, -1) for path in log_files(os.path.dirname(self._folder))
            }
        for path, known in self._sizes.items():
            size = self.size if path == self.path and known >= 0 else os.stat(path).st_size
            if known != size:
                self._sizes[path] = size
                self._newest = max(self._newest, _newest_in(path))

    def write(self, data: bytes) -> None:
        """Append `data` and have it on disk; a half-written rest is taken back."""
        if self._torn:
            data = b"\n" + data
        try:
            _write_all(self._fd, data)
            os.fsync(self._fd)
        except OSError as error:
            self._take_back()
            raise _unwritten(self.path, error) from None
        self._torn = False
        self.span = Span(os.path.basename(self.path), self.size, self.size + len(data))
        self.size += len(data)
        self._sizes[self.path] = self.size

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._fd, self.size)
        except OSError:
            self._torn = True  # the next entry then begins on a line of its own

    def close(self) -> None:
        os.close(self._fd)
        self._lock.release()


def _free_name(study: str, device: str) -> "tuple[str, FileLock]":
    """Take the first name of a log that no running program writes."""
    from filelock import FileLock, Timeout

    for number in range(1, MAX_WRITERS + 1):
        name = device if number == 1 else f"{device}-{number}"
        lock = FileLock(os.path.join(study, f"{name}.lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            continue
        return name, lock
    raise WriteError(f"{MAX_WRITERS} programs write into {study} already; close one of them.")


def _named(entry: Entry, key: str, first: str) -> Entry:
    batch = entry.batch or ("" if key == first else first)
    return msgspec.structs.replace(entry, id=key, batch=batch)


def _after(newest: tuple[int, int]) -> tuple[int, int]:
    """Return the next (milliseconds, counter)."""
    milliseconds, counter = newest
    return (milliseconds, counter + 1) if counter + 1 < 1 << COUNTER_BITS else (milliseconds + 1, 0)


def _newest_in(path: str) -> tuple[int, int]:
    """Return (milliseconds, counter) of the last entry of a log; (0, 0) without one."""
    for entry in _backwards(path):
        try:
            return int(entry.id[:12], 16), int(entry.id[12:16], 16)
        except ValueError:  # an id by another program's hand
            continue
    return 0, 0


def _backwards(path: str) -> Iterator[Entry]:
    """Yield a log's entries from the last to the first."""
    with opened(path) as file:
        end = file.seek(0, os.SEEK_END)
        rest = b""
        while end > 0:
            start = max(0, end - BLOCK)
            file.seek(start)
            data = file.read(end - start) + rest
            cut = data.find(b"\n") + 1 if start else 0
            rest, end = data[:cut], start
            line = partial(line_at, path, start + cut)
            yield from reversed(decode_entries(data[cut:], shown(path), line)[0])


def opened(path: str) -> BinaryIO:
    """Open a log for reading.

    Raises:
        LogError: It cannot be read.
    """
    try:
        return open(path, "rb")
    except OSError as error:
        raise LogError(f"{shown(path)} cannot be read: {error.strerror}.") from None


def _read_from(path: str, start: int) -> bytes:
    with opened(path) as file:
        file.seek(start)
        return file.read()


def line_at(path: str, offset: int) -> int:
    """Return the number of the line that begins at an offset, counted from 1."""
    with opened(path) as file:
        return 1 + file.read(offset).count(b"\n")


def _write_all(fd: int, data: bytes) -> None:
    """Write `data` at once, or raise the error of a full disk."""
    if os.write(fd, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def whole_lines(data: bytes) -> bytes:
    """Return the data up to its last line end."""
    return data[: data.rfind(b"\n") + 1]


def shown(path: str) -> str:
    """Return the log's path as messages show it, relative to the vault."""
    return f".study/log/{os.path.basename(path)}"


def _unwritten(path: str, error: OSError) -> WriteError:
    return WriteError(f"{path} cannot be written: {error.strerror}. The answer is not in the log.")
