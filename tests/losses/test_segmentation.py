"""Dice, Tversky and soft IoU against mpmath, at their ends, and against each other."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import LossInputError
from studycli.losses.kernel import load


def dice(prediction: Any, target: Any, smooth: Any) -> Any:
    hits = (prediction * target).sum()
    return 1 - (2 * hits + smooth) / (prediction.sum() + target.sum() + smooth)


def tversky(prediction: Any, target: Any, smooth: Any, alpha: Any, beta: Any) -> Any:
    hits = (prediction * target).sum()
    wrong = alpha * (prediction * (1 - target)).sum() + beta * ((1 - prediction) * target).sum()
    return 1 - (hits + smooth) / (hits + wrong + smooth)


def iou(prediction: Any, target: Any, smooth: Any) -> Any:
    hits = (prediction * target).sum()
    return 1 - (hits + smooth) / (prediction.sum() + target.sum() - hits + smooth)


FORMULAS: dict[str, tuple[Callable[..., Any], dict[str, float]]] = {
    "dice": (dice, {}),
    "tversky": (tversky, {"alpha": 0.3, "beta": 0.7}),
    "soft-iou": (iou, {}),
}
POINTS = {
    "ordinary": ([0.2, 0.9, 0.6, 0.4, 0.1], [0.0, 1.0, 1.0, 0.0, 0.0]),
    "soft target": ([0.2, 0.9, 0.6], [0.25, 0.75, 1.0]),
    "nearly right": ([1e-12, 1 - 1e-12, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]),
    "all wrong": ([1.0, 0.0], [0.0, 1.0]),
    "nothing there": ([1e-9, 1e-200], [0.0, 0.0]),
}


@pytest.mark.parametrize("smooth", [1e-6, 1.0])
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("key", FORMULAS)
def test_values_and_gradients_are_exact(key: str, point: str, smooth: float, exact: Any) -> None:
    formula, parameters = FORMULAS[key]
    prediction, target = (np.array(array) for array in POINTS[point])
    exact(key, formula, {"prediction": prediction, "target": target, "smooth": smooth, **parameters})


@pytest.mark.parametrize("key", FORMULAS)
def test_a_right_prediction_costs_nothing_an_empty_one_of_an_empty_region_too(key: str) -> None:
    assert load(key).value([1.0, 0.0], [1, 0]) == 0.0
    assert load(key).value([0.0, 0.0], [0, 0]) == 0.0
    assert load(key).value([0.0, 1.0], [1, 0], smooth=0) == 1.0


@pytest.mark.parametrize("key", FORMULAS)
def test_nothing_found_of_nothing_without_smoothing_is_nan(key: str) -> None:
    assert np.isnan(load(key).value([0.0, 0.0], [0, 0], smooth=0))


@pytest.mark.parametrize("key", FORMULAS)
def test_all_pixels_make_one_region_whatever_their_axes(key: str) -> None:
    prediction, target = np.linspace(0.1, 0.9, 12), np.arange(12) % 2
    flat = load(key).value(prediction, target)
    for reduction in ("mean", "sum", "none"):
        assert load(key).value(prediction.reshape(3, 4), target.reshape(3, 4), reduction=reduction) == flat
    gradient = load(key).gradient
    assert gradient
    np.testing.assert_array_equal(
        gradient(prediction.reshape(3, 4), target.reshape(3, 4))["prediction"].ravel(),
        gradient(prediction, target)["prediction"],
    )


@pytest.mark.parametrize("key", FORMULAS)
def test_a_masked_pixel_is_as_if_it_were_not_there(key: str) -> None:
    prediction, target, mask = np.array([0.2, np.nan, 0.7]), np.array([0, 1, 1]), [1, 0, 1]
    kept = [0.2, 0.7], [0, 1]
    gradient = load(key).gradient
    assert gradient
    assert load(key).value(prediction, target, mask=mask) == load(key).value(*kept)
    found = gradient(prediction, target, mask=mask)["prediction"]
    assert found[1] == 0
    np.testing.assert_array_equal(found[[0, 2]], gradient(*kept)["prediction"])


def test_what_is_no_probability_is_an_error() -> None:
    with pytest.raises(LossInputError, match=r"^prediction is 1.5 at index 0, expected between 0 and 1\.$"):
        load("dice").value([1.5], [1])


probabilities = st.lists(st.floats(0, 1), min_size=4, max_size=4)


@given(probabilities, st.lists(st.integers(0, 1), min_size=4, max_size=4), st.floats(1e-6, 2))
def test_tversky_has_dice_and_iou_as_special_cases(
    prediction: list[float], target: list[int], smooth: float
) -> None:
    """With alpha = beta = 1/2 and half of s it is Dice, with 1 and 1 IoU; and D = 2 J / (1 + J) of the scores."""
    tversky, dice, iou = (load(key).value for key in ("tversky", "dice", "soft-iou"))
    d, j = dice(prediction, target, smooth=smooth), iou(prediction, target, smooth=smooth / 2)
    half = tversky(prediction, target, alpha=0.5, beta=0.5, smooth=smooth / 2)
    assert half == pytest.approx(d, rel=1e-12)
    assert tversky(prediction, target, alpha=1, beta=1, smooth=smooth / 2) == pytest.approx(j, rel=1e-12)
    assert 0 <= d <= j <= 1
    hard, soft = dice(prediction, target, smooth=0.0), iou(prediction, target, smooth=0.0)
    if not np.isnan(hard):
        assert 1 - hard == pytest.approx(2 * (1 - soft) / (2 - soft), abs=1e-12)
