"""``FILE.py:loss:gradient``: a person's own loss and gradient, checked in a process of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.errors import CodeError
from studycli.sandbox.limits import USUAL
from studycli.sandbox.process import run

if TYPE_CHECKING:
    from studycli.sandbox.limits import Limits

_FORM = "FILE.py:loss:gradient"


class Spec(NamedTuple):
    """Which functions are checked: a file, and the names of its loss and its gradient."""

    file: str
    loss: str
    gradient: str


def read_spec(text: str) -> Spec:
    """Read ``FILE.py:loss:gradient``.

    Raises:
        CodeError: A part is missing, or there is no such file.
    """
    file, *names = text.rsplit(":", 2)
    if len(names) != len(("loss", "gradient")) or not all(name.isidentifier() for name in names):
        raise CodeError(f"'{text}' does not name two functions: write {_FORM}, such as mine.py:loss:grad.")
    if not os.path.isfile(file):
        raise CodeError(f"There is no file '{file}'.")
    return Spec(file, *names)


def check_file(spec: str, shape: tuple[int, ...], seed: int, limits: Limits = USUAL) -> dict[str, Any]:
    """Check a gradient of a person's file.

    Args:
        spec: ``FILE.py:loss:gradient``. The file's folder is where its imports are looked for.
        shape: Of x, as `studycli.losses.program.pair.check_pair` draws it.
        seed: Of the point.
        limits: What the run may take.

    Returns:
        The report, as `studycli.losses.gradcheck.report.Report.as_json` gives it.

    Raises:
        CodeError: The file cannot be used, or running it failed: it does not parse, lacks the function, raised,
            exited, looped, needed too much memory or input, or printed too much.
    """
    read = read_spec(spec)
    path = os.path.abspath(read.file)
    task = {
        "task": "gradcheck",
        "file": path,
        "loss": read.loss,
        "gradient": read.gradient,
        "shape": list(shape),
        "seed": seed,
        "name": f"{os.path.basename(path)}: {read.gradient}",
    }
    done = run(task, limits)
    if done.failure:
        raise CodeError(f"{read.file}: {done.failure.sentence()}.")
    (result,) = done.results
    if "refused" in result:
        raise CodeError(f"{read.file}: {result['refused']}")
    report: dict[str, Any] = result["report"]
    return report
