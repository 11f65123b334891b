"""The numbers of an exercise by the kernel, proved by the printed definition in plain Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from studycli.quiz.model import Numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.quiz.exercises.model import Point, Slope, Value

_AGREE = 1e-6  # relative; far below the three digits that are asked for, far above the error of differences
_STEP = 1e-4  # of one-sided differences of second order: their error is about the step squared
_KINK = 1e-3  # by which the slopes to the left and to the right differ at one


def proved_value(exercise: Value, point: Point) -> Numbers | None:
    """Return the value of a loss; None where kernel and printed definition differ, or it is not finite."""
    from studycli.losses.kernel import load

    own = exercise.value(point)
    found = exercise.factor * float(load(exercise.key).value(**exercise.arguments(point)))
    return Numbers((found,)) if _agree(own, found) else None


def proved_slope(exercise: Slope, point: Point) -> Numbers | None:
    """Return a gradient, with the interval of subgradients at a kink; None where kernel and differences differ."""
    from studycli.losses.kernel import load

    gradient = load(exercise.kernel or exercise.key).gradient
    if gradient is None:
        return None
    found = _flat(gradient(**exercise.arguments(point))[exercise.argument].tolist())
    sides = both_sides(lambda at: exercise.loss(point, at), exercise.at(point))
    if not all(_is_between(value, *side) for value, side in zip(found, sides, strict=True)):
        return None
    return Numbers(tuple(value + 0.0 for value in found), either=_intervals(sides))


def both_sides(loss: Callable[[list[float]], float], at: Sequence[float]) -> list[tuple[float, float]]:
    """Return the slope of a loss to the left and to the right, in each coordinate, by one-sided differences."""

    def moved(index: int, step: float) -> float:
        return loss([each + step * (k == index) for k, each in enumerate(at)])

    here = loss(list(at))
    found = []
    for index in range(len(at)):
        left, right = (
            (4 * moved(index, step) - moved(index, 2 * step) - 3 * here) / (2 * step)
            for step in (-_STEP, _STEP)
        )
        found.append((left, right))
    return found


def _intervals(sides: list[tuple[float, float]]) -> tuple[tuple[float, float] | None, ...]:
    """Return the interval of subgradients for each entry at a kink; () where there is none."""
    found = tuple(
        (round(min(side), 6), round(max(side), 6)) if abs(side[0] - side[1]) > _KINK else None
        for side in sides
    )
    return found if any(found) else ()


def _is_between(value: float, left: float, right: float) -> bool:
    slack = _AGREE * max(1.0, abs(left), abs(right))
    return min(left, right) - slack <= value <= max(left, right) + slack


def _agree(one: float, other: float) -> bool:
    return math.isfinite(other) and abs(one - other) <= _AGREE * max(abs(one), abs(other))


def _flat(values: Any) -> list[float]:
    """Return the numbers of a list, or of the one row of a matrix."""
    return [number for row in values for number in row] if isinstance(values[0], list) else values
