"""Marking a formula, or a gradient as an expression: by its value at random points, whatever its form.

What is wrong gets the usual mistake that explains it, and the simplest numbers at which it differs. What cannot be
read gets the place, and may be written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.errors import FormulaError
from studycli.quiz.model import Mark
from studycli.quiz.symbols import given, number, shown
from studycli.quiz.templates import say, wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.formula.comparison import Counterexample, Valued
    from studycli.losses.formula.mistakes import Mistake
    from studycli.losses.formula.variables import Declared
    from studycli.quiz.model import Expression


def mark(key: Expression, typed: str, language: str = "en") -> Mark:
    """Mark a formula.

    Args:
        key: The right one, and what it may be written with.
        typed: LaTeX or plain text, with or without a left side.
        language: Of the remarks: ``zh`` or ``en``.

    Returns:
        ``unread`` where it cannot be read, has no value anywhere, or agrees only roughly.
    """
    from studycli.losses.formula.comparison import compare, declared

    text, variables = typed.strip(), declared(key.variables)
    try:
        found = compare(text, key.reference, variables, truth=_truth(key, variables))
    except FormulaError as error:
        return Mark("unread", 0.0, (_problem(text, error, language),))
    if found.verdict == "right":
        return Mark("right", 1.0)
    if found.verdict == "undecided":
        return Mark("unread", 0.0, (say(language, "expression", "undecided"),))
    told = _mistake(found.mistake, language) if found.mistake else _diagnosis(key, text, variables, language)
    example = _example(key, found.counterexample, language) if found.counterexample else ""
    return Mark("wrong", 0.0, tuple(filter(None, (told, example))))


def _truth(key: Expression, variables: Sequence[Declared]) -> Valued | None:
    """Return the numeric gradient that decides; None for a value, and for a loss that the kernel has not."""
    if not key.gradient_of or not key.loss:
        return None
    from studycli.losses.formula.slopes import numeric

    return numeric(key.loss, variables, key.gradient_of)


def _diagnosis(key: Expression, text: str, variables: Sequence[Declared], language: str) -> str:
    """Return what the gradient checker takes a wrong gradient for; '' for a value, or where it knows nothing."""
    if not key.gradient_of:
        return ""
    from studycli.losses.formula.comparison import valued
    from studycli.losses.formula.slopes import diagnose

    found = diagnose(text, valued(key.reference, variables), variables, key.gradient_of)
    return found.say(language) if found else ""


def _mistake(mistake: Mistake, language: str) -> str:
    """Return a mistake as a sentence."""
    piece = mistake.piece
    if mistake.kind == "exchanged":
        one, other = map(shown, piece.split())
        return say(language, "expression", "exchanged", one=one, other=other)
    if mistake.kind in ("sum", "mean", "unreduced"):
        axes = "、".join(piece.split()) if language == "zh" else " and ".join(piece.split())
        told = say(language, "expression", mistake.kind, axis=axes)
        return told + _besides(mistake.factor, language)
    if mistake.kind in ("factor", "constant"):
        return say(language, "expression", mistake.kind, factor=number(mistake.factor))
    return say(language, "expression", mistake.kind, piece=" ".join(piece.split()))


def _besides(factor: float, language: str) -> str:
    """Return what is wrong besides a sum that stands for a mean."""
    if abs(factor - 1) < 1e-6:  # noqa: PLR2004 - rounding
        return ""
    gap = "" if language == "zh" else " "
    if abs(factor + 1) < 1e-6:  # noqa: PLR2004 - rounding
        return gap + say(language, "expression", "sign")
    return gap + say(language, "expression", "factor", factor=number(factor))


def _example(key: Expression, example: Counterexample, language: str) -> str:
    values = given(example.values, [name for name, _, _ in key.variables])
    return say(
        language,
        "expression",
        "example",
        values=values,
        expected=number(example.expected),
        got=number(example.got),
    )


def _problem(text: str, error: FormulaError, language: str) -> str:
    """Return why a formula cannot be read, with the place below it."""
    from studycli.losses.formula.caret import caret

    told = wordings(language)["expression"].get(f"problem-{error.problem}")
    sentence = told.format(found=error.found, meant=_meant(error.meant, language)) if told else str(error)
    return f"{sentence}\n{caret(text, error)}" if text else sentence


def _meant(meant: str, language: str) -> str:
    """Return what was expected, in the language of the remark."""
    return wordings(language)["expression"].get(f"meant-{meant}", shown(meant))
