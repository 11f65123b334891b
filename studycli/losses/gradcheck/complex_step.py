"""Derivatives by a complex step: f'(x) = Im f(x + ih) / h, exact to rounding, for there is no difference to take.

It holds for functions that are written so that they continue analytically: no absolute value, maximum or comparison
that drops the imaginary part. Whether one is cannot be seen, so the checker compares with a difference.

Source: "Using complex variables to estimate derivatives of real functions" (1998).
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from studycli.losses.gradcheck.lines import Line
    from studycli.losses.model import Array

STEP = 2.0**-332  # about 1e-100: its square is 0 beside any value, and dividing by a power of two is exact


class NotAnalytic(Exception):
    """The function does not take complex numbers, or gives a real one for them."""


def differentiate(line: Line) -> Array:
    """Return the derivative of a line at 0.

    Args:
        line: Called with an imaginary number.

    Raises:
        NotAnalytic: The function fails for complex numbers, or drops their imaginary part.
    """
    value = _evaluate(line, complex(0.0, STEP))
    if value.dtype.kind != "c":
        raise NotAnalytic
    return np.asarray(value.imag / STEP)


def _evaluate(line: Line, t: complex) -> Array:
    """Return the line's value; a cast that drops the imaginary part warns in NumPy and is an error here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        try:
            return line(t)
        except Exception as error:  # whatever a person's function raises: it does not take complex numbers
            raise NotAnalytic from error
