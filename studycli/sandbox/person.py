"""A person's file in the child: loaded, its functions found and called, what it raises told with its line."""

from __future__ import annotations

import linecache
import os
import sys
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import TYPE_CHECKING, Any

from studycli.sandbox.failure import EXITED, INPUT, MEMORY, MISSING, RAISED, SYNTAX, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MODULE = "study_answer"
_LONGEST = 300  # characters of an exception's message


class Failed(Exception):
    """A person's code failed.

    Args:
        failure: How.
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind)
        self.failure = failure


def load(path: str, names: Mapping[str, object] | None = None) -> ModuleType:
    """Run a file as a module; what stands beside it can be imported.

    Args:
        path: The file.
        names: What it finds without an import.

    Raises:
        Failed: It does not parse, or fails while it is run.
    """
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    module = sys.modules[_MODULE] = ModuleType(_MODULE)
    module.__file__ = path
    vars(module).update(names or {})
    attempt(path, lambda: SourceFileLoader(_MODULE, path).exec_module(module))
    return module


def function(module: ModuleType, name: str) -> Callable[..., Any]:
    """Return a function of the file.

    Raises:
        Failed: There is none of that name.
    """
    found = getattr(module, name, None)
    if callable(found):
        return found  # type: ignore[no-any-return]
    from difflib import get_close_matches

    own = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
    meant = "".join(get_close_matches(name, own, n=1, cutoff=0.5))
    raise Failed(Failure(MISSING, name, meant=meant))


def attempt(path: str, call: Callable[[], Any]) -> Any:
    """Call something of a person's file.

    Raises:
        Failed: It raised anything, SystemExit and KeyboardInterrupt included.
    """
    try:
        return call()
    except Failed:
        raise
    except BaseException as error:  # noqa: BLE001 - a person's code may raise anything
        raise Failed(told(error, path)) from None


def told(error: BaseException, path: str) -> Failure:
    """Return an exception as a failure, with the last line of the person's file that it passed."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return Failure(SYNTAX, str(error.msg), error.lineno or 0, (error.text or "").strip())
    line = _line(error, path)
    source = linecache.getline(path, line).strip() if line else ""
    if isinstance(error, SystemExit):
        code = error.code if error.code is not None else 0
        return Failure(EXITED, str(code)[:_LONGEST], line, source)
    return Failure(_kind(error), _message(error), line, source)


def _kind(error: BaseException) -> str:
    if isinstance(error, EOFError) and "reading a line" in str(error):
        return INPUT
    return MEMORY if isinstance(error, MemoryError) else RAISED


def _message(error: BaseException) -> str:
    """Return an exception as Python prints it, on one line and not too long."""
    try:
        words = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - its own __str__ may fail
        words = ""
    name = type(error).__name__
    return f"{name}: {words}"[:_LONGEST] if words else name


def _line(error: BaseException, path: str) -> int:
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == path:
            line = step.tb_lineno
        step = step.tb_next
    return line
