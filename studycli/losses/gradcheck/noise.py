"""How exactly a loss is computed, measured by the loss itself: in double or in single precision, or rounded to digits.

The k-th differences of equally spaced values shrink with k where they are smooth, and only grow by known factors
where they are noise. The first three orders that agree on a deviation give it.

Source: "Estimating computational noise" (2011).
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from studycli.losses.gradcheck.lines import Line
    from studycli.losses.model import Array

_SPACINGS = (2.0**-24, 2.0**-20, 2.0**-17)  # in units of the line
_VALUES = 8  # at each spacing
_RANGE = 0.1  # of the largest value: over a wider range they move, whatever their noise
_ALIKE = 4.0  # times: deviations that are closer agree
_AGREE = 3  # orders that must


def deviation(line: Line) -> float:
    """Return the standard deviation of the noise of a line's values, the largest of three spacings; 0 for none."""
    return max(
        _of_values(np.array([_number(line(i * spacing)) for i in range(_VALUES)])) for spacing in _SPACINGS
    )


def _number(value: Array) -> float:
    return float(value.real.reshape(()))


def _of_values(values: Array) -> float:
    """Return the deviation that differences of consecutive orders agree on; 0 where none do."""
    if not np.isfinite(values).all() or np.ptp(values) > _RANGE * np.max(np.abs(values)):
        return 0.0
    found = []
    for order in range(1, _VALUES - 1):
        values = np.diff(values)
        found.append(float(np.sqrt(np.mean(values * values) / comb(2 * order, order))))
    for i in range(1, len(found) - _AGREE + 1):
        group = found[i : i + _AGREE]
        if max(group) <= _ALIKE * min(group):
            return group[0]
    return 0.0
