"""What rounding does to a derivative, measured where nothing else would make it bend.

Over a step of a millionth of the point's size a smooth derivative is straight to about 1e-12 of itself. What its
second difference has beyond that is rounding: that of 1 - p for a p near 1, say, or of single precision, which no
formula of the result shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.gradcheck import complex_step
from studycli.losses.gradcheck.lines import along, evaluate
from studycli.losses.gradcheck.report import COMPLEX_STEP

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.gradcheck.subject import Subject
    from studycli.losses.model import Array

_STEPS = (2.0**-20, 1.5 * 2.0**-20, 2.25 * 2.0**-20)  # in units of the line: one alone may round to nothing


def of_slope(subject: Subject, direction: Array, along_which: Array, method: str) -> float:
    """Return the rounding of the gradient's product with a direction, and of the complex step along it.

    Args:
        subject: What is checked.
        direction: The direction of the derivative.
        along_which: The direction in which the point is moved to see it change.
        method: `COMPLEX_STEP`, or `DIFFERENCES`, which know their rounding themselves.
    """

    def estimated(point: Array) -> float:
        return complex_step.slope(along(subject.value, point, direction))

    def given(point: Array) -> float:
        if subject.gradient is None:
            return 0.0
        return float(np.sum(evaluate(subject.gradient, point).real * direction))

    sides = (estimated, given) if method == COMPLEX_STEP else (given,)
    return max(bend(side, subject.point, along_which) for side in sides)


def bend(function: Callable[[Array], float], point: Array, direction: Array) -> float:
    """Return the largest second difference of a derivative over small steps in a direction; 0 where it is no number."""
    middle = function(point)
    found = [
        abs(function(point + step * direction) + function(point - step * direction) - 2 * middle)
        for step in _STEPS
    ]
    return max((size for size in found if np.isfinite(size)), default=0.0)
