"""The marking of answers: one module a kind of key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.quiz.model import (
    Checklist,
    Choice,
    Expression,
    Line,
    Mark,
    Names,
    Numbers,
    Truth,
)

if TYPE_CHECKING:
    from studycli.quiz.model import Question


def mark(question: Question, typed: str, accepted: tuple[tuple[str, str], ...] = ()) -> Mark:
    """Mark what was typed; code is marked by `studycli.sandbox.code`, for it has to run.

    Args:
        question: What was asked.
        typed: The answer as it was typed; for a checklist it ticks the points that it names.
        accepted: For names, what the person said is right of earlier answers.

    Returns:
        The mark; its verdict is ``unread`` where the person may try again.
    """
    key, language = question.key, question.language
    if isinstance(key, Names):
        from studycli.quiz.marking import names

        return names.mark(names.accepted(key, accepted), typed, language)
    if isinstance(key, Checklist):
        from studycli.quiz.grading import verdict_of
        from studycli.quiz.marking import checklist

        hits = checklist.match(key.points, typed)
        share = sum(hits) / len(hits) if hits else 0.0
        return Mark(verdict_of(share), share, hits=hits)
    return _by_kind(question, typed)


def _by_kind(question: Question, typed: str) -> Mark:
    if isinstance(question.key, Choice):
        from studycli.quiz.marking import choice

        return choice.mark(question.key, typed, question.language, question.options)
    from importlib import import_module

    kind = _MODULES[type(question.key)]
    found: Mark = import_module(f"studycli.quiz.marking.{kind}").mark(question.key, typed, question.language)
    return found


_MODULES: dict[type, str] = {
    Truth: "truth",
    Numbers: "numbers",
    Expression: "expression",
    Line: "line",
}
