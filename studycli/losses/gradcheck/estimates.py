"""The gradient at a point, estimated from the loss alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.gradcheck import complex_step, differences
from studycli.losses.gradcheck.differences import Estimate
from studycli.losses.gradcheck.lines import along, column, evaluate
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
    """Return all entries of the gradient; rows by rows where the loss is the sum or mean of its rows."""
    by_rows = _by_rows(subject, method)
    if by_rows is not None and _adds_up(by_rows, probed):
        return by_rows
    return _entries(subject, method)


def directions(subject: Subject, chosen: Sequence[Array], method: str) -> Estimates:
    """Return the derivatives along directions."""
    lines = [along(subject.value, subject.point, direction) for direction in chosen]
    if method == COMPLEX_STEP:
        slopes = np.array([float(complex_step.differentiate(line).reshape(())) for line in lines])
        sizes = [float(np.sum(np.abs(subject.given * direction))) for direction in chosen]
        return Estimates(slopes, FLOOR * np.array(sizes), np.zeros(len(lines)), method)
    found = [differences.differentiate(line, precision=_DIFFERENCE_PRECISION) for line in lines]
    return _finished(found, (len(lines),), method)


def entry_line(subject: Subject, index: tuple[int, ...]) -> tuple[Line, float]:
    """Return the line that moves one entry, and by how much at a unit of t."""
    scale = float(subject.scale[index])
    return column(subject.value, subject.point, index, scale), scale


def _entries(subject: Subject, method: str) -> Estimates:
    """Return the gradient entry by entry."""
    found = [entry(subject, index, method) for index in np.ndindex(subject.point.shape)]
    return _finished(found, subject.point.shape, method)


def entry(subject: Subject, index: tuple[int, ...], method: str) -> Estimate:
    """Return derivative, error and jump of one entry."""
    if method == COMPLEX_STEP:
        return _exact(column(subject.value, subject.point, index), 1.0)
    line, scale = entry_line(subject, index)
    return _times(differences.differentiate(line, _enough(subject) * scale, _DIFFERENCE_PRECISION), 1 / scale)


def _exact(line: Line, factor: float) -> Estimate:
    """Return a factor times the derivative by complex step; what its error is, the whole gradient will tell."""
    slopes = complex_step.differentiate(line) * factor
    nothing = np.zeros_like(slopes)
    return Estimate(slopes, nothing, nothing)


def _times(found: Estimate, factor: float | Array) -> Estimate:
    """Return an estimate times a factor."""
    size = np.abs(factor)
    return Estimate(found.value * factor, found.error * size, found.jump * size)


def _by_rows(subject: Subject, method: str) -> Estimates | None:
    """Return the gradient with one evaluation a column, each of which moves an entry of every row.

    It holds if each row's loss depends on its own entries only; whether it does is for the caller to see.
    None where the loss of the rows does not have the leading axes of the point, or adds up to nothing.
    """
    rows = subject.rows and evaluate(subject.rows, subject.point)
    if rows is None or rows.shape != subject.point.shape[: rows.ndim] or not rows.ndim:
        return None
    total = float(rows.real.sum())
    if not np.isfinite(total) or total == 0:
        return None
    share = _share(subject.middle / total, rows.size)
    found = [
        _one_column(subject, index, method, share) for index in np.ndindex(subject.point.shape[rows.ndim :])
    ]
    return _finished(found, subject.point.shape, method)


def _one_column(subject: Subject, index: tuple[int, ...], method: str, share: float) -> Estimate:
    """Return the derivatives of one entry in every row, each row counting a share of its loss."""
    assert subject.rows is not None  # noqa: S101 - the caller has looked
    if method == COMPLEX_STEP:
        return _exact(column(subject.rows, subject.point, index), share)
    where: Any = (..., *index)
    scale = subject.scale[where]
    line = column(subject.rows, subject.point, index, scale)
    enough = float(np.min(scale)) * _enough(subject) / abs(share)
    return _times(differences.differentiate(line, enough, _DIFFERENCE_PRECISION), share / scale)


def _share(share: float, count: int) -> float:
    """Return what each row counts in the loss; that of a mean exactly, freed of the rounding of a quotient."""
    for exact in (1.0, 1.0 / count):
        if abs(share - exact) <= 16 * EPSILON * count * exact:
            return exact
    return share


def _finished(found: Sequence[Estimate], shape: tuple[int, ...], method: str) -> Estimates:
    """Return estimates put together, with the floor of the error that complex steps have."""
    value, error, jump = (
        np.stack([estimate[part] for estimate in found], axis=-1).reshape(shape) for part in range(3)
    )
    if method == COMPLEX_STEP:
        error = np.full(shape, FLOOR * float(np.max(np.abs(value), initial=0.0)))
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
