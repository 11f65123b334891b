"""How a run ended where it did not end well, as a value with its sentence."""

from __future__ import annotations

from typing import NamedTuple

from studycli.quiz.templates import say

RAISED = "raised"
SYNTAX = "syntax"
MISSING = "missing"
INPUT = "input"
EXITED = "exited"
MEMORY = "memory"
TIMEOUT = "timeout"
KILLED = "killed"
FLOODED = "flooded"


class Failure(NamedTuple):
    """Why there is no result.

    Attributes:
        kind: ``raised`` (an exception), ``syntax``, ``missing`` (the file has no such function), ``input`` (it waited for
            what is typed), ``exited``, ``memory``, ``timeout``, ``killed`` (by a signal) or ``flooded`` (it printed
            too much).
        error: The exception with its message, the exit code, the signal's name, or the limit that was passed.
        line: The line of the person's file where it happened, counted from 1; 0 where that is not known.
        source: That line, without its indentation.
        meant: Of a missing function: what the file has instead.
    """

    kind: str
    error: str = ""
    line: int = 0
    source: str = ""
    meant: str = ""

    def sentence(self, language: str = "en") -> str:
        """Return what happened as a sentence: ``zh`` or ``en``."""
        told = say(language, "sandbox", self.kind, error=self.error)
        if self.meant:
            told += say(language, "sandbox", "meant", meant=self.meant)
        if not self.line:
            return told
        return say(language, "sandbox", "place", told=told, line=self.line, source=self.source)
