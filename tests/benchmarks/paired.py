"""Two things timed in turn, A B A B, and compared pair by pair: what slows the machine slows both."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

Side = Callable[[], float]
"""Does the work once and returns how many seconds the part that counts took."""


class Measured(NamedTuple):
    """Median of the ratios, and the medians of both sides in seconds."""

    ratio: float
    ours: float
    theirs: float


def paired(ours: Side, theirs: Side, pairs: int) -> Measured:
    """Run both sides once unmeasured, then `pairs` times in turn; a single pair only shows that they run."""
    if pairs > 1:
        ours()
        theirs()
    times = [(ours(), theirs()) for _ in range(pairs)]
    return Measured(
        median(mine / other for mine, other in times),
        median(mine for mine, _ in times),
        median(other for _, other in times),
    )


def timed(work: Callable[[], object]) -> Side:
    """Return a side that times a function; letting go of what it made is not counted."""

    def run() -> float:
        start = time.perf_counter()
        made = work()
        seconds = time.perf_counter() - start
        del made
        return seconds

    return run


def process(command: Sequence[str | os.PathLike[str]], folder: Path) -> Side:
    """Return a side that times a command from its start to its end."""

    def work() -> None:
        subprocess.run(
            command, cwd=folder, env=environment(), check=True, capture_output=True, stdin=subprocess.DEVNULL
        )

    return timed(work)


def environment() -> dict[str, str]:
    """Return the environment of measured programs: without settings of this program, UTF-8, in a wide terminal.

    Python's cache of bytecode is on, as it is for a person.
    """
    left_out = ("STUDY_", "COVERAGE", "COV_", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return kept | {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
