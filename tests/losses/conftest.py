"""What tests of the kernel share: a loss against a formula of its own in mpmath."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from studycli.losses.kernel import load

DIGITS = 1000  # with the step below, of a derivative of 1e-300 more than 50 are left
STEP = mpmath.mpf(10) ** -350  # far below the smallest argument
RELATIVE = 1e-12
SMALLEST = 1e-307  # what is smaller than the smallest normal float64 may be rounded to it

Exact = Callable[..., None]


def numbers(value: Any) -> Any:
    """Floating point as an array of exact numbers; integers as they are."""
    array = np.asarray(value)
    if array.dtype.kind != "f":
        return array
    return np.vectorize(mpmath.mpf, otypes=[object])(array) if array.ndim else mpmath.mpf(float(array))


def assert_near(found: Any, right: Any, floor: Any) -> None:
    """Every entry is within the relative error of the right one, or within an absolute floor."""
    for value, exact in zip(np.ravel(found), np.ravel(right), strict=True):
        error = mpmath.fabs(mpmath.mpf(float(value)) - exact)
        assert error <= RELATIVE * mpmath.fabs(exact) + floor, (float(value), mpmath.nstr(exact, 17))


def derivatives(formula: Callable[..., Any], point: dict[str, Any], name: str) -> Any:
    """The derivative of a formula with respect to each entry of an argument, by central differences."""
    slopes = np.empty(point[name].shape, object)
    for index in np.ndindex(slopes.shape):
        sides = []
        for sign in (1, -1):
            moved = point[name].copy()
            moved[index] += sign * STEP
            sides.append(formula(**(point | {name: moved})))
        slopes[index] = (sides[0] - sides[1]) / (2 * STEP)
    return slopes


@pytest.fixture
def exact() -> Exact:
    """Return a check of a loss, summed over the batch, and its gradients against a formula.

    The formula takes the arguments as arrays of mpmath's numbers and returns the sum. ``floor`` is an error that is
    allowed relative to the largest entry of a gradient: 0, unless entries may cancel by their nature.
    """

    def check(key: str, formula: Callable[..., Any], point: dict[str, Any], floor: float = 0.0) -> None:
        loss = load(key)
        assert loss.gradient
        gradients = loss.gradient(**point, reduction="sum")
        with mpmath.workdps(DIGITS):
            real = {name: numbers(value) for name, value in point.items()}
            assert_near(loss.value(**point, reduction="sum"), formula(**real), SMALLEST)
            for name in loss.facts.differentiable:
                slopes = derivatives(formula, real, name)
                largest = max(mpmath.fabs(slope) for slope in slopes.flat)
                assert_near(gradients[name], slopes, SMALLEST + floor * largest)

    return check
