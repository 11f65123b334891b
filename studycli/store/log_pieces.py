"""All logs in the order of their entries, a piece at a time, so that a long history needs little memory.

Each log is ordered by itself, unless a clock or another hand had it otherwise; then `OutOfOrder` is raised, and the
logs are to be read at once (`review_log.read_steps`).
"""

import os
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from operator import attrgetter

from studycli.store.entry import LogProblem, Step, decode_steps
from studycli.store.review_log import NewSteps, line_at, log_files, opened, shown, whole_lines

BLOCK = 4 << 20  # bytes of a log that are read at once: about 10,000 entries

_id = attrgetter("id")


class OutOfOrder(Exception):
    """A log holds an entry that is older than one before it."""


class Pieces:
    """The entries of all logs.

    Attributes:
        read: What is known once all are read: problems, and of each log how far it was read; its steps are empty.
    """

    def __init__(self, study: str, block: int = BLOCK) -> None:
        self._logs = [_Log(path, block) for path in log_files(study)]
        self._newest = ""

    def __iter__(self) -> Iterator[list[Step]]:
        """Yield pieces in the order of the ids; an entry that several logs hold comes once for each.

        Raises:
            OutOfOrder: A log is not ordered.
            LogError: An entry is of a newer version, or a log cannot be read.
        """
        while True:
            for log in self._logs:
                log.fill()
            waiting = [log.steps for log in self._logs if log.steps]
            if not waiting:
                return
            until = min(log.steps[-1].id for log in self._logs if log.steps)
            yield self._ordered([step for log in self._logs for step in log.taken(until)])

    def _ordered(self, piece: list[Step]) -> list[Step]:
        piece.sort(key=_id)
        if piece[0].id <= self._newest:
            raise OutOfOrder
        self._newest = piece[-1].id
        return piece

    @property
    def read(self) -> NewSteps:
        """What is known once all pieces were taken."""
        found = NewSteps([], [], {}, {})
        for log in self._logs:
            found.problems.extend(log.problems)
            found.offsets[log.name], found.lasts[log.name] = log.end, log.last
        return found


class _Log:
    """One log, read block by block."""

    def __init__(self, path: str, block: int) -> None:
        self.name = os.path.basename(path)
        self.steps: list[Step] = []
        self.problems: list[LogProblem] = []
        self.end = 0
        self.last = ""
        self._path = path
        self._block = block

    def fill(self) -> None:
        """Read on where nothing is left of what was read; to the end where no further entry is in it."""
        while not self.steps and (data := self._lines()):
            steps, problems = decode_steps(data, shown(self._path), partial(line_at, self._path, self.end))
            self.problems += problems
            self.last = steps[-1].id if steps and not problems else ""
            self.end += len(data)
            self.steps = steps
            if any(after.id < before.id for before, after in pairwise(steps)):
                raise OutOfOrder

    def _lines(self) -> bytes:
        """Return the whole lines that come next; one at least, if there is one."""
        size = self._block
        with opened(self._path) as file:
            while True:
                file.seek(self.end)
                data = file.read(size)
                if (lines := whole_lines(data)) or len(data) < size:
                    return lines
                size *= 2

    def taken(self, until: str) -> list[Step]:
        """Take the entries up to an id."""
        from bisect import bisect_right

        place = bisect_right(self.steps, until, key=_id)
        taken, self.steps = self.steps[:place], self.steps[place:]
        return taken
