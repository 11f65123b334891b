"""A question's whole answer, with what NumPy adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycli.quiz.model import Question


def whole_answer(question: Question) -> str:
    """Return the answer as Markdown; below it, where two losses are compared, the table of both in numbers."""
    if not question.evidence:
        return question.answer
    from studycli.quiz.evidence import evidence

    return f"{question.answer.rstrip()}\n\n{evidence(question.evidence, question.language)}"
