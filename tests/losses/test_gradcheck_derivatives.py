"""Derivatives along a line: complex steps, differences with their error, and the noise of a function."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.losses.gradcheck import complex_step, differences, noise
from studycli.losses.gradcheck.differences import Noise
from studycli.losses.gradcheck.lines import along, entry_line, scales

# A function of one number, its derivative, and where: independent formulas of calculus.
SMOOTH = {
    "exp": (np.exp, math.exp, 1.3),
    "log": (np.log, lambda x: 1 / x, 0.7),
    "log near 0": (np.log, lambda x: 1 / x, 1e-9),
    "sin": (np.sin, math.cos, 2.0),
    "tenth power": (lambda x: x**10, lambda x: 10 * x**9, -1.7),
    "fast wave": (lambda x: np.sin(1e5 * x), lambda x: 1e5 * math.cos(1e5 * x), 1.0),
    "logistic": (lambda x: 1 / (1 + np.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2, -4.0),
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Leave infinities and NaN to be looked for, as `check` does around all of this."""
    with np.errstate(all="ignore"):
        yield


def line_through(function: Callable[[np.ndarray], object], x: float) -> Callable[[complex], np.ndarray]:
    """The line through a number, moved by its own size."""
    return entry_line(function, np.array(x), (), abs(x))


@pytest.mark.parametrize("name", SMOOTH)
def test_a_complex_step_is_exact_to_rounding(name: str) -> None:
    function, derivative, x = SMOOTH[name]
    found = complex_step.slope(line_through(function, x)) / abs(x)
    assert found == pytest.approx(derivative(x), rel=1e-14)


@pytest.mark.parametrize("name", SMOOTH)
def test_differences_are_no_further_off_than_their_error_says(name: str) -> None:
    function, derivative, x = SMOOTH[name]
    found = differences.differentiate(line_through(function, x))
    assert abs(found.value / abs(x) - derivative(x)) <= found.error / abs(x)
    assert found.error <= 1e-7 * abs(found.value)
    assert found.jump <= found.error


@given(st.floats(-3, 3), st.lists(st.floats(-2, 2), min_size=2, max_size=5))
def test_differences_bound_their_error_for_polynomials(x: float, coefficients: list[float]) -> None:
    polynomial = np.polynomial.Polynomial(coefficients)
    found = differences.differentiate(line_through(polynomial, x))
    assert abs(found.value - abs(x) * polynomial.deriv()(x)) <= 4 * found.error


def test_each_entry_has_a_step_of_its_own() -> None:
    """The logarithms of 1e-7 and of 1e7, moved by the same amounts, need steps that differ as much."""
    point = np.array([1e-7, 1.0, 1e7])
    found = differences.differentiate(along(np.log, point, np.ones(3)))
    assert (abs(found.value - 1 / point) <= found.error).all()
    assert (found.error[:2] <= 1e-3 / point[:2]).all()


def test_a_kink_is_seen_by_the_jump_of_the_slope() -> None:
    found = differences.differentiate(lambda t: np.asarray(abs(t)))
    assert float(found.jump) == pytest.approx(2.0)
    assert found.error >= 1.0


def test_a_kink_beyond_the_smallest_steps_does_no_harm() -> None:
    found = differences.differentiate(lambda t: np.asarray(abs(t - 1e-4)), precision=1e-9)
    assert abs(found.value + 1) <= found.error <= 1e-6
    assert found.jump <= found.error


def test_a_kink_of_the_second_derivative_is_none() -> None:
    """Huber's loss at its delta has a slope."""
    found = differences.differentiate(lambda t: np.asarray(t * t / 2 + t + 0.5 if t < 0 else t + 0.5))
    assert abs(found.value - 1) <= found.error <= 1e-5


def test_where_no_step_stays_in_the_domain_nothing_is_known() -> None:
    found = differences.differentiate(entry_line(math.sqrt, np.array(0.0), (), 1.0))
    assert np.isnan(found.value)
    assert found.error == np.inf


def test_a_value_of_few_digits_is_not_called_flat() -> None:
    """Steps below the last digit change nothing, which is no slope of 0."""
    found = differences.differentiate(lambda t: np.asarray(np.round(5 + 3 * t, 4)))
    assert abs(found.value - 3) <= found.error


def test_what_cancelled_is_as_rounded_as_what_it_was_made_of() -> None:
    """log(1 + 1e-15 e^t) comes in steps of 2e-16; the unit says so, and the error covers the slope of 1e-15."""

    def line(t: complex) -> np.ndarray:
        return np.asarray(np.log(1 + 1e-15 * np.exp(t)))

    found = differences.differentiate(line, noise=Noise(unit=1.0))
    assert abs(found.value - 1e-15) <= found.error


@pytest.mark.parametrize(
    "function",
    [
        np.abs,
        lambda x: x.real**2,
        lambda x: float(x.real),
        math.exp,
    ],
    ids=["modulus", "real part", "float", "math.exp"],
)
def test_a_function_that_drops_the_imaginary_part_is_not_analytic(function: Callable[..., object]) -> None:
    with pytest.raises(complex_step.NotAnalytic), complex_step.strict():
        complex_step.slope(line_through(function, 0.5))


def test_a_cast_that_drops_the_imaginary_part_is_not_analytic() -> None:
    def function(x: np.ndarray) -> np.ndarray:
        result = np.zeros(1)
        result[0] = x
        return result

    with pytest.raises(complex_step.NotAnalytic), complex_step.strict():
        complex_step.slope(line_through(function, 0.5))


@pytest.mark.parametrize(
    ("cast", "share"),
    [(np.float64, 2.0**-53), (np.float32, 2.0**-24), (lambda x: np.round(x, 6), 1e-6)],
    ids=["float64", "float32", "six digits"],
)
def test_noise_is_that_of_the_precision(cast: Callable[..., object], share: float) -> None:
    """The deviation of a rounded number is 0.29 of its last place; a loss has a few of them."""
    point = np.random.default_rng(0).normal(size=20)
    line = along(lambda x: np.asarray(cast(np.exp(x).mean()), float), point, point)
    assert share / 20 <= noise.deviation(line) <= 4 * share


@pytest.mark.parametrize(
    "line",
    [
        lambda t: np.asarray(3.0),
        lambda t: np.asarray(np.nan),
        lambda t: np.asarray(math.sin(1e6 * t)),
        lambda t: np.asarray(2 * t),
    ],
    ids=["constant", "no number", "fast wave", "from zero"],
)
def test_what_is_no_noise_is_not_called_so(line: Callable[..., np.ndarray]) -> None:
    assert noise.deviation(line) <= 1e-15


def test_scales_follow_each_entry_and_leave_none_at_zero() -> None:
    assert scales(np.array([3.0, -4.0])).tolist() == [3.0, 4.0]
    assert scales(np.zeros(3)).tolist() == [1.0, 1.0, 1.0]
    tiny, zero, large = scales(np.array([1e-12, 0.0, 3.0**0.5]))
    assert (tiny, zero, large) == (pytest.approx(1e-6), pytest.approx(0.1), pytest.approx(3**0.5))
