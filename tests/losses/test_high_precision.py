"""The check against mpmath that the tests of the kernel share catches what is wrong."""

from typing import Any

import numpy as np
import pytest

POINT = {"prediction": np.array([0.5, -2.0]), "target": np.array([1.5, 1.0])}


def squares(prediction: Any, target: Any) -> Any:
    return sum((prediction - target) ** 2)


def test_it_passes_a_right_loss(exact: Any) -> None:
    exact("mse", squares, POINT)


@pytest.mark.parametrize("factor", [1 + 1e-11, 1 - 1e-11])
def test_it_catches_a_value_that_is_off_in_the_eleventh_digit(factor: float, exact: Any) -> None:
    with pytest.raises(AssertionError, match=r"10\.0"):
        exact("mse", lambda prediction, target: factor * squares(prediction, target), POINT)


def test_it_catches_a_gradient_of_another_loss_that_has_the_same_value(exact: Any) -> None:
    """The squares of sums are those of the differences where the target is 0; their slopes are, too, but for it."""
    point = POINT | {"target": np.zeros(2)}
    with pytest.raises(AssertionError, match=r"1\.0, '0\.0'"):
        exact("mse", lambda prediction, target: sum((abs(np.array([0.5, -2.0])) - target) ** 2), point)
