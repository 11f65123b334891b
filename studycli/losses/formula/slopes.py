"""Gradients that are typed as an expression: the numeric gradient that decides, and what was probably done wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.formula.comparison import readings, samples, side_by_side
from studycli.losses.formula.grid import POINTS, Grid
from studycli.losses.formula.known import arguments, ways
from studycli.losses.kernel import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.formula.comparison import Valued
    from studycli.losses.formula.evaluation import Point
    from studycli.losses.formula.known import Way
    from studycli.losses.formula.variables import Declared
    from studycli.losses.gradcheck.diagnosis import Diagnosis
    from studycli.losses.model import Array

_STEP = 1e-20  # of the complex step: it vanishes beside every value, so nothing cancels


def numeric(key: str, variables: Sequence[Declared], name: str) -> Valued | None:
    """Return the gradient of the kernel's value by complex step, as a function of points.

    Args:
        key: The loss, as a mean over its batch.
        variables: What the question's formulas are written with.
        name: The variable that the gradient is taken for.

    Returns:
        None where nobody knows how the loss is written with these variables.
    """
    free = {each.name for each in variables if not each.domain.startswith("=")}
    way = next((way for way in ways(key) if {each.name for each in way.variables} == free), None)
    return way and _by_complex_step(way, name)


def _by_complex_step(way: Way, name: str) -> Valued:
    loss = load(way.key)

    def gradient(point: Point) -> Grid:
        value = point.values[name]
        found = np.empty(value.shape)
        for index in np.ndindex(value.shape):
            moved = value.astype(complex)
            moved[index] += 1j * _STEP
            at = arguments(way, point._replace(values={**point.values, name: moved}), index[0])
            found[index] = np.sum(loss.value(**at)).imag / _STEP
        return Grid(found, (POINTS, *point.axes[name]))

    return gradient


def diagnose(
    typed: str, right: Valued, variables: Sequence[Declared], name: str, seed: int = 0
) -> Diagnosis | None:
    """Return what the gradient checker takes a wrong gradient for; None where it is like no usual mistake.

    Args:
        typed: What was written; it can be read.
        right: The right gradient.
        variables: What it may be written with.
        name: The variable that the gradient is taken for.
        seed: Decides the points.
    """
    from studycli.losses.gradcheck.diagnosis import Context
    from studycli.losses.gradcheck.diagnosis import diagnose as explain

    way = next(readings(typed, variables))[-1]
    sample = next(samples(way, right, variables, seed))
    expected, given = side_by_side(sample)
    if expected.shape != sample.right.values.shape:
        return None
    logits = _stacked(sample.point.values[name])
    context = Context(batch=sample.point.sizes.get("n", 0), point=logits if name == "z" else None)
    return explain(_stacked(given), _stacked(expected), context)


def _stacked(values: Array) -> Array:
    """Return values at several points as rows of one array."""
    return values.reshape(-1, values.shape[-1]) if values.ndim > 1 else values
