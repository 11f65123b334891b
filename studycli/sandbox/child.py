"""What runs in the child: reads its task, confines itself, calls the person's code, writes each result as a line.

Tasks are JSON objects with ``task``, ``file`` and ``limits``:

- ``call``: the function ``name``, in whose file ``np`` is NumPy, with each of ``calls`` (arguments by name); a result is
  ``{"value": ...}``, or ``{"raised": failure}`` for a call that raised.
- ``gradcheck``: ``loss`` and ``gradient`` of the file, at points of ``shape`` drawn by ``seed``; the result is ``{"report": ...}``,
  or ``{"refused": sentence}`` where the loss is not one number.

A failure that ends the run is ``{"failure": ...}``; the last line of a run that came to its end is ``{"done": true}``.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from studycli.losses.program import wire
from studycli.sandbox import person
from studycli.sandbox.confine import confine
from studycli.sandbox.failure import EXITED, MEMORY
from studycli.sandbox.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FATAL = (EXITED, MEMORY)
"""Failures after which no other call is made."""


def main(folder: str) -> None:
    """Do the task of a folder, and end the process without running what the person's code left to run at the end."""
    with open(os.path.join(folder, "task.json"), encoding="utf-8") as file:
        task = json.load(file)
    write = Results(os.path.join(folder, "results"))
    confine(Limits(*task["limits"]))
    work(task, write)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the person's code closed it, or filled it
            continue
    os._exit(0)


class Results:
    """Writes results, a line each, so that those before a failure are kept.

    The file is opened for each line: the person's code may close whatever is open.

    Args:
        path: The file.
    """

    def __init__(self, path: str) -> None:
        self._path, self._process = path, os.getpid()

    def __call__(self, result: dict[str, Any]) -> None:
        """Write one; a copy of the process that the person's code made ends here."""
        if os.getpid() != self._process:
            os._exit(0)
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


def work(task: dict[str, Any], write: Results) -> None:
    """Do a task and write its results."""
    try:
        is_call = task["task"] == "call"
        # a function that is typed line by line comes without the imports that an editor would open with
        module = person.load(task["file"], {"np": sys.modules["numpy"]} if is_call else None)
        for result in _calls(module, task) if is_call else _gradcheck(module, task):
            write(result)
    except person.Failed as failed:
        write({"failure": failed.failure._asdict()})
    else:
        write({"done": True})


def _calls(module: Any, task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Call a function with each set of arguments."""
    function = person.function(module, task["name"])
    for arguments in task["calls"]:
        given = {name: wire.decode(value) for name, value in arguments.items()}
        try:
            value = person.attempt(task["file"], partial(_call, function, given))
        except person.Failed as failed:
            if failed.failure.kind in _FATAL:
                raise
            yield {"raised": failed.failure._asdict()}
        else:
            yield {"value": value}


def _call(function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    return wire.encode(function(**arguments))


def _gradcheck(module: Any, task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Check a gradient of the file against its loss."""
    from studycli.errors import LossInputError
    from studycli.losses.program.pair import check_pair

    loss = person.function(module, task["loss"])
    gradient = person.function(module, task["gradient"])
    shape = tuple(task["shape"])

    def check() -> dict[str, Any]:
        try:
            return {"report": check_pair(loss, gradient, shape, task["seed"], task["name"])}
        except LossInputError as error:  # a sentence about the loss, and no exception of the person's code
            return {"refused": str(error)}

    yield person.attempt(task["file"], check)
