"""The gradient of a loss that is a sum or mean over rows, with one evaluation for each column, not for each entry.

An evaluation moves one entry of every row; each row's loss tells its own derivative. Where the rows' losses can be
had for several copies of the point at once, each copy moves another column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.gradcheck import complex_step, differences
from studycli.losses.gradcheck.differences import Estimate
from studycli.losses.gradcheck.lines import evaluate, or_nan
from studycli.losses.gradcheck.report import COMPLEX_STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.gradcheck.lines import Function, Line
    from studycli.losses.gradcheck.subject import Subject
    from studycli.losses.model import Array

_EPSILON = float(np.finfo(np.float64).eps)
_PRECISION = 1e-9  # relative, at which no smaller step is tried


class Rows(NamedTuple):
    """The loss of each row.

    Attributes:
        value: Of an array of the point's shape: the losses, of its shape without the last axes.
        copies: How many copies of the point, one below the other, it takes at once.
    """

    value: Function
    copies: int = 1


def slopes(subject: Subject, method: str, enough: float) -> Estimate | None:
    """Return the derivatives with respect to all entries, of the point's shape.

    They hold if each row's loss depends on its own entries only; whether it does is for the caller to see.

    Args:
        subject: What is checked, with rows.
        method: ``report.COMPLEX_STEP`` or ``report.DIFFERENCES``.
        enough: Absolute error of a derivative that is small enough.

    Returns:
        None where the loss of the rows does not have the leading axes of the point, or adds up to nothing.
    """
    point, rows = subject.point, subject.rows
    each = rows and evaluate(rows.value, point.copy())
    if rows is None or each is None or not each.ndim or each.shape != point.shape[: each.ndim]:
        return None
    total = float(each.real.sum())
    if not np.isfinite(total) or total == 0:
        return None
    share = _share(subject.middle / total, each.size)
    columns = list(np.ndindex(point.shape[each.ndim :]))
    groups = [columns[i : i + rows.copies] for i in range(0, len(columns), rows.copies)]
    found = [_group(subject, rows.value, group, method, enough / abs(share)) for group in groups]
    parts = (np.concatenate(part).reshape(len(columns), *each.shape) for part in zip(*found, strict=True))
    value, error, jump = (np.moveaxis(part, 0, -1).reshape(point.shape) for part in parts)
    return Estimate(value * share, error * abs(share), jump * abs(share))


def _group(
    subject: Subject, function: Function, columns: Sequence[tuple[int, ...]], method: str, enough: float
) -> Estimate:
    """Return the derivatives of each row with respect to its entries in some columns: (columns * rows...)."""
    if method == COMPLEX_STEP:
        line = _line(subject.point, function, columns, [1.0] * len(columns))
        exact = complex_step.differentiate(line)
        return Estimate(exact, np.zeros_like(exact), np.zeros_like(exact))
    wheres: list[Any] = [(..., *index) for index in columns]
    scales = [subject.scale[where] for where in wheres]
    line = _line(subject.point, function, columns, scales)
    found = differences.differentiate(line, enough * float(np.min(scales)), _PRECISION, noise=subject.noise)
    scale = np.concatenate([np.atleast_1d(scale) for scale in scales])
    return Estimate(found.value / scale, found.error / scale, found.jump / scale)


def _line(
    point: Array, function: Function, columns: Sequence[tuple[int, ...]], scales: Sequence[Any]
) -> Line:
    """Return the line that moves one column in each copy of the point."""

    def line(t: complex) -> Array:
        moved = np.empty((len(columns), *point.shape), complex if np.iscomplexobj(t) else float)
        moved[...] = point
        for copy, column, scale in zip(moved, columns, scales, strict=True):
            copy[(..., *column)] += t * scale
        return or_nan(function, moved.reshape(-1, *point.shape[1:]))

    return line


def _share(share: float, count: int) -> float:
    """Return what each row counts in the loss; that of a mean exactly, freed of the rounding of a quotient."""
    for exact in (1.0, 1.0 / count):
        if abs(share - exact) <= 16 * _EPSILON * count * exact:
            return exact
    return share
