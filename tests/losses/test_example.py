"""A loss at a small point, in plain numbers."""

import math
from typing import Any

import numpy as np
import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.example import example
from studycli.losses.kernel import load

KEYS = list(catalogue())


def leaves(value: Any) -> list[Any]:
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("key", KEYS)
def test_each_loss_has_an_example_of_plain_numbers(key: str) -> None:
    """Arguments of two digits, with their value and gradients, which anyone can compute again."""
    found = example(key)
    numbers = leaves(list(found.arguments.values()))
    assert {type(number) for number in numbers} <= {int, float}
    assert [number for number in numbers if round(number, 2) != number] == []
    assert math.isfinite(found.value)
    assert tuple(found.gradients) == tuple(
        name for name in catalogue()[key].differentiable if name in found.arguments
    )
    again = load(key).value(**{name: np.array(value) for name, value in found.arguments.items()})
    assert float(again) == found.value


def test_an_example_is_worked_out_by_hand() -> None:
    """(0.13^2 + 0.05^2) / 2, whose gradient is twice the residual over 2."""
    found = example("均方误差")
    first, second = found.arguments["prediction"]
    third, fourth = found.arguments["target"]
    assert found.value == pytest.approx(((first - third) ** 2 + (second - fourth) ** 2) / 2)
    assert found.gradients["prediction"] == pytest.approx([first - third, second - fourth])


def test_the_seed_decides() -> None:
    assert example("mse") == example("mse", seed=0)
    assert example("mse") != example("mse", seed=1)
