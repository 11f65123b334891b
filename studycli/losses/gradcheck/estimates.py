"""The gradient at a point, estimated from the loss alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.losses.gradcheck import complex_step, differences, rows
from studycli.losses.gradcheck.differences import Estimate
from studycli.losses.gradcheck.lines import along, entry_line
from studycli.losses.gradcheck.report import COMPLEX_STEP
from studycli.losses.gradcheck.subject import RESOLUTION, SLACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.gradcheck.lines import Line
    from studycli.losses.gradcheck.subject import Probe, Subject
    from studycli.losses.model import Array

EPSILON = float(np.finfo(np.float64).eps)
FLOOR = 16 * EPSILON  # of the largest entry: what cancellation within a loss may leave in a small one
_DIFFERENCE_PRECISION = 1e-9  # relative, at which no smaller step is tried
_SUM_PRECISION = 1e-12  # of a sum over rows against the loss itself, by complex step


class Estimates(NamedTuple):
    """The derivatives that a gradient is compared with.

    Attributes:
        value: Of the shape of the point, or one for each direction; NaN where there is none.
        error: How far each may be off.
        jump: By how much the slope jumps at each.
        method: ``report.COMPLEX_STEP`` or ``report.DIFFERENCES``.
    """

    value: Array
    error: Array
    jump: Array
    method: str


def gradient(subject: Subject, probed: Probe, method: str) -> Estimates:
    """Return all entries of the gradient; row by row where the loss is the sum or mean of its rows."""
    by_rows = _by_rows(subject, method)
    if by_rows is not None and _adds_up(by_rows, probed):
        return by_rows
    return _entries(subject, method)


def directions(subject: Subject, probed: Probe, chosen: Sequence[Array], method: str) -> Estimates:
    """Return the derivatives along directions."""
    lines = [along(subject.value, subject.point, direction) for direction in chosen]
    if method == COMPLEX_STEP:
        slopes = [
            probed.exact if direction is probed.direction else complex_step.slope(line)
            for line, direction in zip(lines, chosen, strict=True)
        ]
        size = np.abs(subject.given)
        sizes = np.array([float(np.vdot(size, np.abs(direction))) for direction in chosen])
        return Estimates(np.array(slopes), FLOOR * sizes, np.zeros(len(lines)), method)
    found = [
        differences.differentiate(line, 0.0, _DIFFERENCE_PRECISION, noise=subject.noise) for line in lines
    ]
    return _put_together(found, (len(lines),), method)


def line_of_entry(subject: Subject, index: tuple[int, ...]) -> tuple[Line, float]:
    """Return the line that moves one entry, and by how much at a unit of t."""
    scale = float(subject.scale[index])
    return entry_line(subject.value, subject.point, index, scale), scale


def _entries(subject: Subject, method: str) -> Estimates:
    """Return the gradient entry by entry."""
    found = [entry(subject, index, method) for index in np.ndindex(subject.point.shape)]
    return _put_together(found, subject.point.shape, method)


def entry(subject: Subject, index: tuple[int, ...], method: str) -> Estimate:
    """Return derivative, error and jump of one entry."""
    if method == COMPLEX_STEP:
        slope = complex_step.differentiate(entry_line(subject.value, subject.point, index, 1.0))
        return Estimate(slope, np.zeros_like(slope), np.zeros_like(slope))
    line, scale = line_of_entry(subject, index)
    value, error, jump = differences.differentiate(
        line, _enough(subject) * scale, _DIFFERENCE_PRECISION, noise=subject.noise
    )
    return Estimate(value / scale, error / scale, jump / scale)


def _by_rows(subject: Subject, method: str) -> Estimates | None:
    """Return the gradient made of the derivatives of rows; None where it cannot be."""
    found = subject.rows and rows.slopes(subject, method, _enough(subject))
    return found and _with_floor(found, method)


def _put_together(found: Sequence[Estimate], shape: tuple[int, ...], method: str) -> Estimates:
    """Return the estimates of numbers as arrays of a shape."""
    parts = (
        np.array([float(part.reshape(())) for part in parts]).reshape(shape)
        for parts in zip(*found, strict=True)
    )
    return _with_floor(Estimate(*parts), method)


def _with_floor(found: Estimate, method: str) -> Estimates:
    """Return estimates with the floor of the error that complex steps have."""
    value, error, jump = found
    if method == COMPLEX_STEP:
        error = np.full(value.shape, FLOOR * float(np.max(np.abs(value), initial=0.0)))
    return Estimates(value, error, jump, method)


def _adds_up(found: Estimates, probed: Probe) -> bool:
    """Tell whether a gradient made of rows gives the loss's own derivative in a random direction.

    It does not where rows depend on each other, or where the loss is no sum of them.
    """
    terms = found.value * probed.direction
    exact = found.method == COMPLEX_STEP
    slope, error = (probed.exact, 0.0) if exact else (float(probed.slope.value), float(probed.slope.error))
    off = abs(float(np.sum(terms)) - slope)
    own = float(np.sum(found.error * np.abs(probed.direction)))
    return bool(off <= SLACK * (error + own) + _SUM_PRECISION * float(np.sum(np.abs(terms))))


def _enough(subject: Subject) -> float:
    """Return an error that lets no entry of the given gradient go unseen."""
    known = np.abs(subject.given[np.isfinite(subject.given)])
    return RESOLUTION * 1e-6 * float(np.max(known, initial=0.0))
