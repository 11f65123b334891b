"""From a gradient and its estimate to a verdict, which is never 'right' where the estimate cannot decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.losses.gradcheck import differences
from studycli.losses.gradcheck.differences import EXACT, Noise
from studycli.losses.gradcheck.report import COMPLEX_STEP, RIGHT, UNDECIDED, WRONG, Worst
from studycli.losses.gradcheck.subject import RESOLUTION, SLACK

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.gradcheck.estimates import Estimates
    from studycli.losses.gradcheck.lines import Line
    from studycli.losses.model import Array

PRECISION = 1e-11  # relative, of an entry by complex step: more is asked of neither side
_NOISE = 64.0  # times the rounding that was measured
_ROUNDS = 8  # entries at most whose rounding is measured
REFUTED = "refuted"


class Comparison(NamedTuple):
    """Two sides and a way to look closer.

    Attributes:
        given: Entries of the gradient, or its products with directions.
        estimates: The same from the loss alone.
        line: Gives for an index of ``given`` the line that it is the derivative along, and the line's scale.
        noise: Gives for an index what rounding does to either side there.
        precision: Relative difference that is none.
        loss_noise: How far values on a line may be off.
    """

    given: Array
    estimates: Estimates
    line: Callable[[tuple[int, ...]], tuple[Line, float]]
    noise: Callable[[tuple[int, ...]], float]
    precision: float = PRECISION
    loss_noise: Noise = EXACT


class Verdict(NamedTuple):
    """What a comparison came to.

    Attributes:
        word: One of ``report``'s verdicts, or `REFUTED`: differences speak for the gradient against complex steps.
        reason: Key of ``report.REASONS``.
        undecided: How many entries could not be decided.
        worst: Where the sides are furthest apart, in units of what is allowed.
        wrong: Which entries are off by more than is allowed.
    """

    word: str
    reason: str
    undecided: int
    worst: Worst | None
    wrong: Array


def decide(comparison: Comparison, doubt: str) -> Verdict:
    """Return the verdict.

    Args:
        comparison: Both sides.
        doubt: Key of ``report.REASONS``: why a complex step may be no derivative; '' for none.
    """
    floor = 0.0
    for _ in range(_ROUNDS):
        allowed = _allowed(comparison, floor)
        wrong = _wrong(comparison, allowed)
        index = _worst_index(comparison, allowed)
        if not wrong.any():
            return _without_wrong(comparison, doubt, floor, wrong, index)
        word, noise = _look_closer(comparison, index, doubt)
        if word:
            reason = (doubt or "saturated") if word == UNDECIDED else ""
            return Verdict(word, reason, int(wrong.sum()) if reason else 0, _worst(comparison, index), wrong)
        floor = max(floor, _NOISE * noise)
    return Verdict(UNDECIDED, "saturated", int(wrong.sum()), _worst(comparison, index), wrong)


def _without_wrong(
    comparison: Comparison, doubt: str, floor: float, wrong: Array, index: tuple[int, ...] | None
) -> Verdict:
    """Return right, unless the estimates are too coarse to tell."""
    lost = _undecided(comparison, floor)
    worst = _worst(comparison, index)
    if lost.any():
        return Verdict(UNDECIDED, doubt or _why(comparison, lost), int(lost.sum()), worst, wrong)
    if doubt:
        return Verdict(UNDECIDED, doubt, lost.size, worst, wrong)
    return Verdict(RIGHT, "", 0, worst, wrong)


def _allowed(comparison: Comparison, floor: float) -> Array:
    """Return how far apart the sides may be: relative to the larger one, with the estimate's error as a floor."""
    size = np.maximum(np.abs(comparison.given), np.abs(comparison.estimates.value))
    return np.asarray(comparison.precision * size + SLACK * comparison.estimates.error + floor)


def _wrong(comparison: Comparison, allowed: Array) -> Array:
    """Tell which entries are too far apart, or given as no number where there is one."""
    known = np.isfinite(comparison.estimates.value)
    off = np.abs(comparison.given - comparison.estimates.value) > allowed
    return np.asarray(known & (off | ~np.isfinite(comparison.given)))


def _undecided(comparison: Comparison, floor: float) -> Array:
    """Tell which entries have an error that is not small beside the largest entry: all, where that is 0."""
    value, error = comparison.estimates.value, comparison.estimates.error
    largest = float(np.max(np.abs(value), initial=0.0, where=np.isfinite(value)))
    return ~(np.maximum(error, floor) <= RESOLUTION * largest) | (largest == 0)


def _why(comparison: Comparison, lost: Array) -> str:
    """Return why entries were not decided."""
    estimates = comparison.estimates
    if (estimates.jump[lost] > 0).any():
        return "kink"
    if not np.isfinite(estimates.value[lost]).all():
        return "overflow"
    value = np.abs(estimates.value)
    return "saturated" if (estimates.error >= value)[lost].all() else "steps"


def _worst_index(comparison: Comparison, allowed: Array) -> tuple[int, ...] | None:
    """Return the index at which the sides are furthest apart in units of what is allowed."""
    off = np.abs(comparison.given - comparison.estimates.value)
    tiny = np.finfo(np.float64).tiny
    excess = np.where(np.isfinite(comparison.given), off / np.maximum(allowed, tiny), np.inf)
    excess = np.where(np.isfinite(comparison.estimates.value), excess, -1.0)
    place = int(np.argmax(excess))
    if excess.flat[place] < 0:
        return None
    return tuple(int(i) for i in np.unravel_index(place, excess.shape))


def _worst(comparison: Comparison, index: tuple[int, ...] | None) -> Worst | None:
    if index is None:
        return None
    estimates = comparison.estimates
    return Worst(
        index, float(comparison.given[index]), float(estimates.value[index]), float(estimates.error[index])
    )


def _look_closer(comparison: Comparison, index: tuple[int, ...] | None, doubt: str) -> tuple[str, float]:
    """Return the verdict on one entry that looks wrong, or '' with the rounding that explains it.

    Rounding of the gradient explains a small difference. Else differences are believed, for they have their own
    error; a complex step is compared with them: they may contradict the gradient, or the complex step, or be too
    coarse to tell.
    """
    assert index is not None  # noqa: S101 - where something is wrong, something is known
    given, expected = float(comparison.given[index]), float(comparison.estimates.value[index])
    if not np.isfinite(given):
        return WRONG, 0.0
    noise = comparison.noise(index)
    if abs(given - expected) <= _NOISE * noise:
        return "", noise
    if comparison.estimates.method != COMPLEX_STEP:
        return WRONG, 0.0
    line, scale = comparison.line(index)
    found = differences.differentiate(
        line, abs(given - expected) * scale / SLACK**2, noise=comparison.loss_noise
    )
    value, error = float(found.value) / scale, SLACK * float(found.error) / scale
    if abs(expected - value) > error:
        return REFUTED, 0.0
    return (UNDECIDED if doubt and abs(given - value) <= error else WRONG), 0.0
