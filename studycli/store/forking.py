"""One function over many things, shared out to several processes where the system can fork.

What the function returns crosses from one process to another by marshal, so it is made of plain values. Light: behind
an edit of one note `study due --count` comes by here, and imports nothing but os for it.
"""

import marshal
import os

from studycli.store.scan import may_fork
from studycli.store.vault import BLOCK
from studycli.uncollected import Uncollected

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Row = tuple[Any, ...]
    Work = Callable[[Any], Row]
    Begin = Callable[[Sequence[Any]], object]

FORK_FROM = 100  # notes: below, the processes cost more than they save
MOST_WORKERS = 8
HEAD = 4  # bytes of a batch's length
THREADS = "OPENBLAS_NUM_THREADS"
BATCH = 40  # most rows that a process hands over at once
BATCHES = 20  # least batches of a share, so that a few large rows do not wait for each other


class Threadless:
    """A context in which numpy is imported without threads of its own.

    OpenBLAS starts one for each further core, for products of matrices, and a process with threads is not to be forked.
    """

    def __enter__(self) -> None:
        self._wanted = os.environ.get(THREADS)
        os.environ[THREADS] = "1"

    def __exit__(self, *exc: object) -> None:
        if self._wanted is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = self._wanted


def shared_out(
    work: "Work", jobs: "Sequence[Any]", begin: "Begin | None" = None, *, large: bool = False
) -> "Iterator[Row]":
    """Yield what the function makes of each job, in no order.

    Args:
        work: The function.
        jobs: What it is called with.
        begin: Is called in each process with its share of the jobs before the first of them.
        large: Whether a few jobs are worth several processes.
    """
    workers = min(os.cpu_count() or 1, MOST_WORKERS, len(jobs))
    begin = begin or _nothing
    if (len(jobs) < FORK_FROM and not large) or workers <= 1 or not may_fork():
        begin(jobs)
        yield from map(work, jobs)
    else:
        yield from _forked(work, [jobs[number::workers] for number in range(workers)], begin)


def _nothing(_jobs: "Sequence[Any]") -> None:
    """Begin without further ado."""


def _forked(work: "Work", shares: "list[Sequence[Any]]", begin: "Begin") -> "Iterator[Row]":
    """Give each share to a process of its own and yield their rows as they come."""
    import select

    workers: dict[int, _Worker] = {}
    try:
        with Uncollected():
            for share in shares:
                worker = _Worker(work, share, begin, workers)
                workers[worker.pipe] = worker
            while workers:
                for pipe in select.select(list(workers), [], [])[0]:
                    worker = workers[pipe]
                    yield from worker.read()
                    if worker.ended:
                        workers.pop(pipe).close()
                        yield from _done_here(work, worker.undone(), begin)
    finally:
        for worker in workers.values():  # whoever took the rows failed
            worker.close()


def _done_here(work: "Work", jobs: "Sequence[Any]", begin: "Begin") -> "Iterator[Row]":
    """Do what a process has left: an error that ended it is met again here, where it is told."""
    if jobs:
        begin(jobs)
    yield from map(work, jobs)


class _Worker:
    """A forked process that does a share of the jobs and hands over their rows, in its order.

    Args:
        work: The function.
        jobs: Its share.
        begin: Is called with it before the first job.
        pipes: Those of the processes before it. It does not keep them open, nor the reading end of its own:
            a process whose reader is gone ends by the error of its next writing, and would wait for ever else.
    """

    def __init__(self, work: "Work", jobs: "Sequence[Any]", begin: "Begin", pipes: "Iterable[int]") -> None:
        self._jobs = jobs
        self._buffer = bytearray()  # which grows without being copied each time
        self._done = 0
        self.ended = False
        self.pipe, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            for pipe in (self.pipe, *pipes):
                os.close(pipe)
            _work(writing, work, jobs, begin)
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
        with memoryview(self._buffer) as whole, whole[HEAD:end] as rows:  # without a copy of them
            batch: list[Row] = marshal.loads(rows)  # noqa: S302 - bytes of our own child
        del self._buffer[:end]
        return batch

    def undone(self) -> "Sequence[Any]":
        """Return the jobs that the process left: none, unless it died."""
        return self._jobs[self._done :]


def _work(writing: int, work: "Work", jobs: "Sequence[Any]", begin: "Begin") -> None:
    """In the child: do the jobs, hand over; never return."""
    size = min(max(len(jobs) // BATCHES, 1), BATCH)
    try:
        with open(writing, "wb", buffering=0) as pipe:
            begin(jobs)
            for start in range(0, len(jobs), size):
                data = marshal.dumps(list(map(work, jobs[start : start + size])))
                _write_all(pipe.fileno(), len(data).to_bytes(HEAD, "little") + data)
    finally:
        os._exit(0)


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
