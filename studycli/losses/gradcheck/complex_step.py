"""Derivatives by a complex step: f'(x) = Im f(x + ih) / h, exact to rounding, for there is no difference to take.

It holds for functions that are written so that they continue analytically: no absolute value, maximum or comparison
that drops the imaginary part. Whether one is cannot be seen, so the checker compares with a difference.

Source: "Using complex variables to estimate derivatives of real functions" (1998).
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    try:
        value = line(complex(0.0, STEP))
    except Exception as error:  # whatever a person's function raises: it does not take complex numbers
        raise NotAnalytic from error
    if value.dtype.kind != "c":
        raise NotAnalytic
    return np.asarray(value.imag / STEP)


def slope(line: Line) -> float:
    """Return the derivative at 0 of a line whose values are single numbers; otherwise as `differentiate`."""
    return float(differentiate(line).reshape(()))


@contextmanager
def strict() -> Iterator[None]:
    """Make an error of the warning with which NumPy drops an imaginary part; around all calls, for it takes time."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        yield
