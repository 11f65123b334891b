"""Derivatives by central differences, with a step of its own for each entry and an estimate of the error.

With D(h) = (f(h) - f(-h)) / 2h = f' + a h^2 + b h^4 + ..., Richardson's R(h) = (4 D(h/2) - D(h)) / 3 is free of the
term in h^2. How far R(h/2) is from R(h) measures what is left of truncation; the rounding of f, divided by the step,
is added; so is the jump of the slope where there is a kink. Each entry keeps the step with the smallest such error.

Source: "Approximate calculation by deferred approach to the limit" (1927); "Accurate computation of F'(x) and
F'(x) F''(x)" (1982) for the choice of the step by its error.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from studycli.losses.gradcheck.lines import Line
    from studycli.losses.model import Array

FIRST_STEP = 2.0**-8  # in units of the line, which moves each entry by about its own size
_SHRINK = 8.0
_STEPS = 7  # from 4e-3 down to 1.5e-8
_SAFETY = 2.0  # times the difference of two estimates
_ROUNDING = 2.0  # units in the last place by which a value may be off
_SIGNIFICANT = 16.0  # times its rounding: from here on a second difference is no accident
_GROWN = 2.0  # an error that grew so much is rounding: smaller steps make it worse
_NOISY = 4.0  # a jump that grew so much with a step eight times smaller is rounding: that of a kink stays
_CURVED = 0.05  # share of the second difference that smooth functions stay below when the step is halved


class Estimate(NamedTuple):
    """A derivative, for each entry of the line's value.

    Attributes:
        value: The derivative with respect to t at 0; NaN where no step gave one.
        error: How far it may be off; inf where no step gave one.
        jump: By how much the slope jumps within the step; 0 where no kink was seen.
    """

    value: Array
    error: Array
    jump: Array


def differentiate(
    line: Line,
    enough: float = 0.0,
    precision: float = 1e-9,
    *,
    middle: float | None = None,
    first: float = FIRST_STEP,
    halvings: int = 2,
) -> Estimate:
    """Return the derivative of a line at 0 by differences.

    Args:
        line: Its values are real; NaN where it cannot be evaluated.
        enough: Absolute error that is small enough.
        precision: Relative error that is small enough; smaller steps are tried until all entries have either.
        middle: The line's value at 0, where it is known.
        first: The first step; each further one is an eighth.
        halvings: How often a step is halved; 1 takes less time and overrates the error, as that of D.
    """
    value = line(0.0) if middle is None else np.asarray(middle)
    best = _at_step(line, value, first, halvings)
    for number in range(1, _STEPS):
        if np.all(best.error <= np.maximum(enough, precision * np.abs(best.value))):
            break
        found = _at_step(line, value, first / _SHRINK**number, halvings)
        worse = found.error > _GROWN * best.error
        best = _better(best, found)
        best = best._replace(jump=np.where(found.jump > _NOISY * best.jump, 0.0, best.jump))
        if np.all(worse):
            break
    return best


def _at_step(line: Line, middle: Array, step: float, halvings: int) -> Estimate:
    """Return the estimate of a step and its halves."""
    steps = [step / 2**i for i in range(halvings + 1)]
    sides = [(line(h), line(-h)) for h in steps]
    with np.errstate(all="ignore"):  # inf - inf is the NaN that an entry out of the domain shall have
        slopes = [_double(up - down) / (2 * h) for (up, down), h in zip(sides, steps, strict=True)]
        better = [(4 * half - whole) / 3 for whole, half in pairwise(slopes)]
        before, fine = ([slopes[-1], *better])[-2:]
        rounding = _rounding_of([middle, *(value for pair in sides for value in pair)])
        jump = _jump([_double(up + down - 2 * middle) for up, down in sides[-2:]], steps[-2], rounding)
        error = (
            _SAFETY * np.abs(fine - before) + 2 * rounding / steps[-1] + jump
        )  # 2: (4 + 1/2) / 3, and more
    known = np.isfinite(error) & np.isfinite(fine)
    return Estimate(np.where(known, fine, np.nan), np.where(known, error, np.inf), np.where(known, jump, 0.0))


def _jump(bends: list[Array], step: float, rounding: Array) -> Array:
    """Return the jump of the slope, from the second differences f(h) + f(-h) - 2 f(0) at a step and its half.

    Halving the step divides a smooth function's by four, and that of a kink by two.
    """
    whole, half = bends
    excess = np.abs(whole - 4 * half)
    smooth = _SIGNIFICANT * rounding + _CURVED * np.abs(whole)
    return np.where(excess > smooth, excess / step, 0.0)


def _rounding_of(values: list[Array]) -> Array:
    """Return by how much the largest of some values may be off, in the precision that they have."""
    precision = np.finfo(values[0].dtype if values[0].dtype.kind == "f" else float).eps
    return np.asarray(_ROUNDING * precision * reduce(np.maximum, map(np.abs, values)))


def _double(values: Array) -> Array:
    return values.real.astype(np.float64)


def _better(one: Estimate, other: Estimate) -> Estimate:
    """Return for each entry the estimate with the smaller error."""
    closer = other.error < one.error
    return Estimate(*(np.where(closer, b, a) for a, b in zip(one, other, strict=True)))
