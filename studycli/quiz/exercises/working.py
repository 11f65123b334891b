r"""How an exercise is worked out, as lines of LaTeX: the numbers put in, each term computed, the result."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.quiz.exercises.writing import added, equals, number, shown

if TYPE_CHECKING:
    from studycli.quiz.exercises.model import Point, Slope, Value
    from studycli.quiz.model import Numbers


def value_steps(exercise: Value, point: Point) -> list[str]:
    """Return the lines from the numbers to the loss."""
    before = exercise.before(point) if exercise.before else []
    terms = exercise.terms(point)
    put_in = _outer(exercise, [term.written for term in terms])
    computed = _outer(exercise, [number(term.value) for term in terms])
    chain = [put_in] if len(terms) == 1 or put_in == computed else [put_in, computed]
    return [*before, f"{_left(exercise.formula)} = {' = '.join(chain)} {equals(exercise.value(point))}"]


def slope_steps(exercise: Slope, point: Point, key: Numbers) -> list[str]:
    """Return the rule of a gradient, and its entries with the numbers put in."""
    partial = partial_of(exercise)
    entries = ",\\ ".join(exercise.steps(point))
    return [rf"{partial}: \quad {exercise.rule}", rf"{partial} = \left[{entries}\right] {_result(key)}"]


def partial_of(exercise: Slope) -> str:
    r"""Return the gradient's sign: ``\frac{\partial L}{\partial z}``."""
    return rf"\frac{{\partial {exercise.top}}}{{\partial {exercise.variable}}}"


def entries_of(key: Numbers) -> list[str]:
    """Return the entries of a gradient as they are written, an interval at a kink."""
    bounds = key.either or (None,) * len(key.values)
    return [shown(each) if each else number(value) for value, each in zip(key.values, bounds, strict=True)]


def _result(key: Numbers) -> str:
    exact = all(
        math.isclose(float(number(value)), value, rel_tol=1e-12, abs_tol=1e-15) for value in key.values
    )
    return f"{'=' if exact else chr(92) + 'approx'} [{', '.join(entries_of(key))}]"


def _outer(exercise: Value, terms: list[str]) -> str:
    inner = added(terms)
    if exercise.outer == "sum" or len(terms) == 1:
        return inner
    mean = rf"\frac{{1}}{{{len(terms)}}}\left({inner}\right)"
    return rf"\sqrt{{{mean}}}" if exercise.outer == "root" else mean


def _left(formula: str) -> str:
    return formula.partition(" = ")[0]
