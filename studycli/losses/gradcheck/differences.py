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

EPSILON = float(np.finfo(np.float64).eps)
FIRST_STEP = 2.0**-8  # in units of the line, which moves each entry by about its own size
_SHRINK = 8.0
_STEPS = 9  # from 4e-3 down to 2e-10
_SAFETY = 2.0  # times the difference of two estimates
_ROUNDING = 2.0  # times the noise of a value: how far it may be off
_SIGNIFICANT = 16.0  # times that: from here on a second difference is no accident
_GROWN = 2.0  # times: an error that grew so much
_MOSTLY = 0.125  # and of which this share is rounding will grow with every smaller step
_CURVED = 0.05  # share of the second difference that smooth functions stay below when the step is halved


class Noise(NamedTuple):
    """How far values of a function may be off.

    Attributes:
        share: Of the value.
        unit: Size of the numbers that a value is made of: their rounding stays in one that is smaller, such as the
            logarithm of a probability near 1.
    """

    share: float = EPSILON
    unit: float = 0.0


EXACT = Noise()
"""That of double precision, with nothing cancelled."""


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
    noise: Noise = EXACT,
    first: float = FIRST_STEP,
    halvings: int = 2,
    least: int = 2,
) -> Estimate:
    """Return the derivative of a line at 0 by differences.

    Args:
        line: Its values are real; NaN where it cannot be evaluated.
        enough: Absolute error that is small enough.
        precision: Relative error that is small enough; smaller steps are tried until all entries have either.
        middle: The line's value at 0, where it is known.
        noise: How far its values may be off.
        first: The first step; each further one is an eighth.
        halvings: How often a step is halved; 1 takes less time and overrates the error, as that of D.
        least: How many steps are compared at least; one alone may agree with its halves by chance.
    """
    value = line(0.0) if middle is None else np.asarray(middle)
    best, _ = _at_step(line, value, first, halvings, noise)
    last = best
    for number in range(1, _STEPS):
        if number >= least and np.all(
            np.minimum(best.error, last.error) <= np.maximum(enough, precision * np.abs(last.value))
        ):
            break
        found, rounding = _at_step(line, value, first / _SHRINK**number, halvings, noise)
        # a value that a small step does not change at all, and a larger one did, is rounded to few digits
        coarse = (found.value == 0) & (np.abs(best.value) > best.error)
        doubted = _doubted(last, found, np.where(coarse, np.inf, rounding))
        best = doubted if number == 1 else _better(best, doubted)
        if np.all(coarse | (found.error > _GROWN * doubted.error) & (rounding > _MOSTLY * found.error)):
            return best
        last = found._replace(error=np.where(coarse, np.inf, found.error))
    return _better(best, last)


def _at_step(line: Line, middle: Array, step: float, halvings: int, noise: Noise) -> tuple[Estimate, Array]:
    """Return the estimate of a step and its halves, and the part of its error that rounding makes."""
    steps = [step / 2**i for i in range(halvings + 1)]
    sides = [(line(h), line(-h)) for h in steps]
    slopes = [_double(up - down) / (2 * h) for (up, down), h in zip(sides, steps, strict=True)]
    better = [(4 * half - whole) / 3 for whole, half in pairwise(slopes)]
    before, fine = ([slopes[-1], *better])[-2:]
    values = [middle, *(value for pair in sides for value in pair)]
    off = _ROUNDING * noise.share * np.maximum(reduce(np.maximum, map(np.abs, values)), noise.unit)
    rounding = 2 * off / steps[-1]  # 2: (4 + 1/2) / 3, and more
    jump = _jump([_double(up + down - 2 * middle) for up, down in sides[-2:]], steps[-2], off)
    error = _SAFETY * np.abs(fine - before) + rounding + jump
    known = np.isfinite(error) & np.isfinite(fine)
    return Estimate(
        np.where(known, fine, np.nan), np.where(known, error, np.inf), np.where(known, jump, 0.0)
    ), rounding


def _doubted(last: Estimate, found: Estimate, rounding: Array) -> Estimate:
    """Return an estimate, seen from one with a smaller step.

    Its error covers what the other one says, as far as rounding does not explain it: steps that are longer than the
    waves of a function agree with each other by chance. Its jump is none if the other's error has grown: that is
    rounding, which grows as the step shrinks, and a kink's jump stays.
    """
    apart = np.abs(found.value - last.value) - rounding
    error = np.where(apart > last.error, apart, last.error)
    return Estimate(last.value, error, np.where(found.error > _GROWN * error, 0.0, last.jump))


def _jump(bends: list[Array], step: float, off: Array) -> Array:
    """Return the jump of the slope, from the second differences f(h) + f(-h) - 2 f(0) at a step and its half.

    Halving the step divides a smooth function's by four, and that of a kink by two.
    """
    whole, half = bends
    excess = np.abs(whole - 4 * half)
    smooth = _SIGNIFICANT * off + _CURVED * np.abs(whole)
    return np.where(excess > smooth, excess / step, 0.0)


def _double(values: Array) -> Array:
    return values.real.astype(np.float64)


def _better(one: Estimate, other: Estimate) -> Estimate:
    """Return for each entry the estimate with the smaller error."""
    closer = other.error < one.error
    return Estimate(*(np.where(closer, b, a) for a, b in zip(one, other, strict=True)))
