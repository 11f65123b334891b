"""A hint to a question: enough to set memory going, and never the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.quiz.model import LETTERS, Checklist, Choice, Names
from studycli.terminal.graphemes import graphemes
from studycli.terminal.hints import hint

if TYPE_CHECKING:
    from studycli.quiz.model import Question


def hint_of(question: Question) -> str:
    """Return the question's own hint; else by its key: labels, first letters, an option that is wrong.

    '' where any hint would be the answer.
    """
    key = question.key
    if question.hint:
        return question.hint
    if isinstance(key, Checklist):
        return hint(question.answer)
    if isinstance(key, Names):
        return " · ".join(_first_letter(wordings[0]) for wordings in key.items)
    if isinstance(key, Choice):
        return f"It is not {_wrong(question, key)}."
    return ""


def _first_letter(name: str) -> str:
    """Return the first letter of a name and a sign that more follows; a sign alone for a name of one letter."""
    parts = graphemes(name)
    return f"{parts[0]}…" if len(parts) > 1 and parts[0].isalnum() else "…"


def _wrong(question: Question, key: Choice) -> str:
    """Return the letter of a wrong option, the same each time."""
    others = [letter for at, letter in enumerate(LETTERS[: len(question.options)]) if at != key.correct]
    return others[len(question.id) % len(others)]
