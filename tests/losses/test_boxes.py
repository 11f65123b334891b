"""The losses of boxes against mpmath, at touching and equal edges, and by their invariances."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from studycli.errors import LossInputError
from studycli.losses.kernel import load

Array = NDArray[np.float64]


def area(x1: Any, y1: Any, x2: Any, y2: Any) -> Any:
    return max(x2 - x1, 0) * max(y2 - y1, 0)


def iou_of(a: Any, b: Any) -> tuple[Any, Any]:
    """Intersection and union, as they are defined."""
    common = area(max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    return common, area(*a) + area(*b) - common


def box_iou(prediction: Any, target: Any) -> Any:
    pairs = [iou_of(a, b) for a, b in zip(prediction, target, strict=True)]
    return sum(1 - common / union for common, union in pairs)


def giou(prediction: Any, target: Any) -> Any:
    total = box_iou(prediction, target)
    for a, b in zip(prediction, target, strict=True):
        around = area(min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        total += (around - iou_of(a, b)[1]) / around
    return total


TRUE = [1.0, 2.0, 4.0, 3.5]
BOXES = {
    "overlapping": [0.5, 2.5, 3.0, 5.0],
    "inside": [1.5, 2.25, 3.0, 3.0],
    "around": [0.0, 1.0, 5.0, 4.0],
    "a cross": [2.0, 1.0, 3.0, 4.0],
    "beside": [6.0, 2.5, 7.0, 3.0],
    "in a corner": [-3.0, -2.0, 0.5, 1.0],
    "a speck far away": [1e8, -1e8, 1e8 + 1, -1e8 + 1],
    "nearly equal": [1.0 + 1e-9, 2.0 - 1e-9, 4.0 - 1e-9, 3.5 + 1e-9],
    "a hair's breadth apart": [4.0 + 1e-9, 2.5, 5.0, 3.0],
    "tiny": [1.5, 2.5, 1.5 + 1e-9, 2.5 + 1e-9],
    "thin": [0.5, 2.5, 4.5, 2.5 + 1e-7],
}


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize(("key", "formula"), [("box-iou", box_iou), ("giou", giou)])
def test_values_and_gradients_are_exact(key: str, formula: Any, box: str, exact: Any) -> None:
    exact(key, formula, {"prediction": np.array([BOXES[box]]), "target": np.array([TRUE])})


def test_boxes_that_do_not_overlap_have_a_gradient_under_giou_only() -> None:
    """The predicted box lies to the right: GIoU draws its left edge to the target."""
    apart = [BOXES["beside"]], [TRUE]
    plain, generalized = load("box-iou"), load("giou")
    assert plain.gradient
    assert generalized.gradient
    assert plain.value(*apart) == 1.0
    assert plain.gradient(*apart)["prediction"].tolist() == [[0.0, 0.0, 0.0, 0.0]]
    assert generalized.value(*apart) > 1.0
    assert generalized.gradient(*apart)["prediction"][0, 0] > 0


@pytest.mark.parametrize("key", ["box-iou", "giou"])
def test_at_equal_boxes_the_gradient_is_that_of_a_prediction_that_grows(key: str) -> None:
    """1 - U / (U + h e) grows by h / U where an edge of length h moves out by e."""
    gradient = load(key).gradient
    assert load(key).value([TRUE], [TRUE]) == 0.0
    assert gradient
    assert gradient([TRUE], [TRUE])["prediction"][0] == pytest.approx([-1 / 3, -1 / 1.5, 1 / 3, 1 / 1.5])


@pytest.mark.parametrize("key", ["box-iou", "giou"])
def test_what_is_no_box_is_an_error_that_gives_the_edges(key: str) -> None:
    loss = load(key)
    with pytest.raises(LossInputError, match=r"^prediction has y1 = 3 and y2 = 2, expected y1 < y2\.$"):
        loss.value([[0, 3, 1, 2]], [TRUE])
    with pytest.raises(LossInputError, match=r"^target has x1 = 1 and x2 = 1, expected x1 < x2\.$"):
        loss.value([TRUE], [[1, 0, 1, 2]])
    with pytest.raises(LossInputError, match=r"^prediction has shape \(1, 3\), expected \(n, 4\)"):
        loss.value([[0, 1, 2]], [[0, 1, 2]])


@st.composite
def boxes(draw: st.DrawFn) -> Array:
    low = np.array([draw(st.floats(-5, 5)), draw(st.floats(-5, 5))])
    size = np.array([draw(st.floats(0.1, 5)), draw(st.floats(0.1, 5))])
    return np.concatenate([low, low + size])[None]


@given(boxes(), boxes())
def test_losses_are_symmetric_bounded_and_the_same_at_any_scale(a: Array, b: Array) -> None:
    plain, generalized = load("box-iou").value, load("giou").value
    assert 0 <= plain(a, b) <= 1
    assert plain(a, b) <= generalized(a, b) < 2
    assert generalized(a, b) == pytest.approx(float(generalized(b, a)), rel=1e-12, abs=1e-15)
    assert generalized(4 * a, 4 * b) == generalized(a, b)
    assert generalized(a[:, [1, 0, 3, 2]], b[:, [1, 0, 3, 2]]) == pytest.approx(
        float(generalized(a, b)), rel=1e-12, abs=1e-15
    )
