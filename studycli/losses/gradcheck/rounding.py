"""What rounding does to a derivative, measured where nothing else would make it bend.

Over a step of 6e-8 of the point's size a smooth derivative is straight to about 1e-15 of itself. What its second
difference has beyond that is rounding: that of 1 - p for a p near 1, say, which no formula of the result shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.gradcheck import complex_step
from studycli.losses.gradcheck.lines import along, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.gradcheck.subject import Subject
    from studycli.losses.model import Array

_STEP = 2.0**-24  # in units of the line


def of_slope(subject: Subject, direction: Array, along_which: Array) -> float:
    """Return the rounding of the derivative along a direction, or of the gradient's product with it.

    Args:
        subject: What is checked.
        direction: The direction of the derivative.
        along_which: The direction in which the point is moved to see it change.
    """

    def estimated(point: Array) -> float:
        return complex_step.slope(along(subject.value, point, direction))

    def given(point: Array) -> float:
        if subject.gradient is None:
            return 0.0
        return float(np.sum(evaluate(subject.gradient, point).real * direction))

    return max(bend(side, subject.point, along_which) for side in (estimated, given))


def bend(function: Callable[[Array], float], point: Array, direction: Array) -> float:
    """Return the second difference of a derivative over a small step in a direction; 0 where it is no number."""
    step = direction * _STEP
    found = abs(function(point + step) + function(point - step) - 2 * function(point))
    return found if np.isfinite(found) else 0.0
