"""Curves of loss and derivative, and two losses side by side."""

import numpy as np
import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.curves import RANGES, axes, common_axis, curve, parameters, table

DRAWN = [(key, axis) for key in catalogue() for axis in axes(key)]


@pytest.mark.parametrize(("key", "axis"), DRAWN)
def test_every_curve_has_its_derivative(key: str, axis: str) -> None:
    """The derivative, against central differences, at points without kinks."""
    points = np.linspace(*RANGES[axis], 37) + 0.012345
    step = 1e-6
    value, slope = curve(key, points, axis)
    assert value.shape == slope.shape == points.shape
    if key == "zero-one":
        assert np.isnan(slope).all()
        assert value.tolist() == (points <= 0).tolist()
        return
    ahead, behind = (curve(key, points + each, axis)[0] for each in (step, -step))
    np.testing.assert_allclose(slope, (ahead - behind) / (2 * step), rtol=1e-6, atol=1e-8)


def test_the_squared_error_behind_a_sigmoid_saturates_at_a_confident_mistake() -> None:
    """At z = -10 with y = 1: 2 (sigma - 1) sigma' = -9.08e-5, where cross-entropy has sigma - 1 = -0.99995."""
    (_, squared), (_, entropy) = curve("mse", [-10.0], "margin"), curve("bce-logits", [-10.0])
    sigma = 1 / (1 + np.exp(10.0))
    np.testing.assert_allclose(squared, [2 * (sigma - 1) * sigma * (1 - sigma)], rtol=1e-12)
    np.testing.assert_allclose(entropy, [sigma - 1], rtol=1e-12)
    assert abs(squared[0]) < 1e-4
    assert abs(entropy[0]) > 0.9999


def test_probabilities_and_logits_and_labels_of_either_kind_draw_one_cross_entropy() -> None:
    points = np.linspace(-10, 10, 41)
    value, slope = curve("bce-logits", points)
    for key in ("bce", "softmax-ce", "weighted-ce", "logistic"):
        np.testing.assert_allclose(curve(key, points)[0], value, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(curve(key, points)[1], slope, rtol=1e-9, atol=1e-12)


def test_the_focal_loss_is_drawn_without_the_weight_of_the_class() -> None:
    assert parameters("focal-binary") == {"alpha": 1.0, "gamma": 2.0}
    np.testing.assert_allclose(curve("focal-binary", [1.5])[0], curve("focal", [1.5])[0], rtol=1e-12)


def test_a_penalty_is_drawn_for_one_weight() -> None:
    value, slope = curve("l1", [-2.0, 0.0, 0.5])
    assert value.tolist() == [2.0, 0.0, 0.5]
    assert slope.tolist() == [-1.0, 0.0, 1.0]


def test_zero_slopes_have_no_sign() -> None:
    assert str(curve("hinge", [3.0])[1][0]) == "0.0"


@pytest.mark.parametrize(
    ("first", "second", "axis"),
    [
        ("mse", "softmax-ce", "margin"),
        ("mse", "mae", "residual"),
        ("mae", "huber", "residual"),
        ("l1", "l2", "weight"),
        ("focal-binary", "softmax-ce", "margin"),
        ("l1", "mse", ""),
        ("ctc", "mse", ""),
    ],
)
def test_the_axis_of_a_comparison(first: str, second: str, axis: str) -> None:
    assert common_axis(first, second) == axis
    rows = table(first, second)
    assert bool(rows) == bool(axis)
    for row in rows:
        for key, value, slope in (
            (first, row.first, row.first_slope),
            (second, row.second, row.second_slope),
        ):
            drawn = curve(key, [row.point], axis)
            assert (value, slope) == (
                pytest.approx(drawn[0][0], rel=1e-12),
                pytest.approx(drawn[1][0], rel=1e-12),
            )


def test_the_evidence_of_each_famous_pair() -> None:
    """The numbers that the comparison is shown for."""
    margins = {row.point: row for row in table("mse", "bce-logits")}
    assert (min(margins), max(margins)) == (-10.0, 10.0)
    assert abs(margins[-10.0].first_slope) < 1e-4
    assert abs(margins[-10.0].second_slope) > 0.9999
    outlier = table("huber", "mse")[-1]
    assert (outlier.point, outlier.first_slope, outlier.second_slope) == (100.0, 1.0, 200.0)
    small = table("l1", "l2")[0]
    assert (small.point, small.first_slope, small.second_slope) == (0.001, 1.0, 0.002)
    easy = table("softmax-ce", "focal-binary")[-1]
    assert easy.second / easy.first < 1e-4


def test_an_axis_that_a_loss_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="hinge is not drawn over 'residual'"):
        curve("hinge", [1.0], "residual")
    with pytest.raises(ValueError, match="ctc is not drawn over ''"):
        curve("ctc", [1.0])
