"""Products with the Hessian, and its symmetry."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from studycli.losses import functions
from studycli.losses.gradcheck.second import check_product, check_symmetry

RNG = np.random.default_rng(0)
MATRIX = RNG.normal(size=(4, 4))
X = RNG.normal(size=4)
LOGITS = RNG.normal(size=(3, 5))


def quadratic(x: np.ndarray) -> Any:
    """The gradient of x A x."""
    return (MATRIX + MATRIX.T) @ x


def product(_: np.ndarray, v: np.ndarray) -> Any:
    return (MATRIX + MATRIX.T) @ v


def plain(x: np.ndarray) -> np.ndarray:
    """The gradient of |x|^3 / 3, which takes no complex numbers."""
    return np.array([float(v) * abs(float(v)) for v in x])


def test_a_right_product_is_right() -> None:
    report = check_product(quadratic, product, X, name="quadratic")
    assert (report.name, report.verdict, report.method) == ("quadratic", "right", "complex step")
    assert (report.shape, report.directions) == ((4,), 5)


def test_a_product_by_differences() -> None:
    report = check_product(plain, lambda x, v: 2 * abs(x) * v, X)
    assert (report.verdict, report.method) == ("right", "central differences")
    assert check_product(plain, lambda x, v: 2.002 * abs(x) * v, X).verdict == "wrong"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda _, v: MATRIX @ v,  # half of it
        lambda _, v: 1.0001 * (MATRIX + MATRIX.T) @ v,
        lambda _, v: -(MATRIX + MATRIX.T) @ v,
        lambda x, v: product(x, v) * [1, 1, 1.001, 1],
    ],
)
def test_a_wrong_product_is_wrong(wrong: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
    report = check_product(quadratic, wrong, X)
    assert report.verdict == "wrong"
    assert report.worst
    direction, entry = report.worst.place
    assert direction < 5
    assert entry < 4


def test_the_worst_entry_is_named() -> None:
    report = check_product(quadratic, lambda x, v: product(x, v) + np.array([0, 0, 1e-3, 0]), X)
    assert report.worst
    assert report.worst.place[1] == 2


def test_jacobian_products_of_softmax_are_right() -> None:
    assert check_product(functions.softmax, functions.softmax_jvp, LOGITS).verdict == "right"
    assert check_product(functions.softmax, lambda _, v: v, LOGITS).verdict == "wrong"


def test_a_gradient_has_a_symmetric_hessian() -> None:
    assert check_symmetry(quadratic, X, name="quadratic").verdict == "right"
    assert check_symmetry(functions.softmax, LOGITS).verdict == "right"  # that of logsumexp
    assert check_symmetry(plain, X).verdict == "right"


def test_what_is_the_gradient_of_nothing_is_found_without_a_loss() -> None:
    report = check_symmetry(lambda x: MATRIX @ x, X)
    assert report.verdict == "wrong"
    assert report.worst
    assert report.worst.place[0] < 5


def test_where_there_is_no_second_derivative_it_is_undecided() -> None:
    """A gradient that is constant between kinks, and one that jumps at the point."""
    assert check_symmetry(np.sign, X).verdict == "undecided"
    assert check_product(np.sign, lambda _, v: 0 * v, X).verdict == "undecided"
    at_kink = check_product(lambda x: np.where(x.real < 0, 2 * x, x), lambda x, v: v, np.array([0.0, 1.0]))
    assert (at_kink.verdict, at_kink.reason) == ("undecided", "kink")
