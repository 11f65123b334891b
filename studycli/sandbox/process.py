"""Starts the child and waits for it, no longer than its limits allow.

The child writes each result as one line of JSON to a file of its own, so that nothing the person's code prints can
be taken for a result, and what was finished before it failed is kept. What it prints goes to files too: a pipe that
nobody empties would block it, and one that is emptied would fill memory.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.sandbox.failure import EXITED, FLOODED, KILLED, TIMEOUT, Failure
from studycli.sandbox.limits import MEBIBYTE, USUAL, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = ["PATH", "SYSTEMROOT", "TEMP", "TMP"]
"""Variables of the environment that the child gets as they are; Windows starts no program without the latter."""

_STEP = 0.02  # seconds between two looks at the child
_SHOWN = 2_000  # characters of what was printed that are kept
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# -I leaves out the environment's PYTHON variables and the folder of the caller; the package may stand in that.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from studycli.sandbox import child; child.main(sys.argv[2])"
)


class Run(NamedTuple):
    """What came of a run.

    Attributes:
        results: What the child wrote, in order.
        failure: Why it did not write all; None where it did.
        printed: The beginning of what was printed on standard output.
    """

    results: tuple[dict[str, Any], ...]
    failure: Failure | None
    printed: str


def run(task: Mapping[str, Any], limits: Limits = USUAL, source: str | None = None) -> Run:
    """Run a task of `studycli.sandbox.child` in a process of its own.

    Args:
        task: The task, of values that JSON knows.
        limits: What it may take.
        source: Text of the person's file, where it is no file yet; ``task["file"]`` is then set.
    """
    with tempfile.TemporaryDirectory(prefix="study-", ignore_cleanup_errors=True) as folder:
        if source is not None:
            task = {**task, "file": _write(folder, "answer.py", source)}
        _write(folder, "task.json", json.dumps({**task, "limits": limits}))
        ended = _wait(folder, limits)
        results, done = _results(folder)
        if results and "failure" in results[-1]:
            ended = Failure(**results.pop()["failure"])
        return Run(tuple(results), None if done else ended, _printed(folder))


def _wait(folder: str, limits: Limits) -> Failure:
    """Start the child, wait for it, and return how it ended (what that means is known with its results)."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, _ROOT, folder]
    home = os.path.join(folder, "home")
    os.mkdir(home)
    with open(os.path.join(folder, "stdout"), "wb") as out, open(os.path.join(folder, "stderr"), "wb") as err:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=home,
            env=_environment(home),
            start_new_session=True,
        )
        try:
            return _watch(process, folder, limits) or _ended(process.returncode, limits)
        finally:
            _kill(process)


def _watch(process: subprocess.Popen[bytes], folder: str, limits: Limits) -> Failure | None:
    """Wait until the child ends, and return None; or until it passes a limit."""
    deadline = monotonic() + limits.seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STEP)
            return None
        if any(_size(folder, name) > limits.output for name in ("stdout", "stderr")):
            return Failure(FLOODED, f"{limits.output / MEBIBYTE:g} MiB")
        if monotonic() > deadline:
            return Failure(TIMEOUT, f"{limits.seconds:g}")


def _ended(code: int, limits: Limits) -> Failure:
    """Return what a child's exit code means when it has not told how it ended."""
    if code >= 0:
        return Failure(EXITED, str(code))
    name = signal.Signals(-code).name
    return Failure(TIMEOUT, f"{limits.seconds:g}") if name == "SIGXCPU" else Failure(KILLED, name)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child with all that it started."""
    with suppress(OSError):  # nothing of it is left
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(home: str) -> dict[str, str]:
    own = {"HOME": home, "USERPROFILE": home, "LC_ALL": "C.UTF-8"}
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {name: os.environ[name] for name in KEPT if name in os.environ} | own | threads


def _results(folder: str) -> tuple[list[dict[str, Any]], bool]:
    """Return what the child wrote, and whether it came to its end; a last line that is torn does not count."""
    path = os.path.join(folder, "results")
    if not os.path.exists(path):
        return [], False
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n")[:-1] if line]
    results = [json.loads(line) for line in lines]
    done = bool(results) and results[-1] == {"done": True}
    return (results[:-1] if done else results), done


def _printed(folder: str) -> str:
    with open(os.path.join(folder, "stdout"), encoding="utf-8", errors="replace") as file:
        return file.read(_SHOWN)


def _size(folder: str, name: str) -> int:
    return os.stat(os.path.join(folder, name)).st_size


def _write(folder: str, name: str, text: str) -> str:
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path
