"""What the losses do where a textbook leaves a choice: kinks, certain probabilities, labels, reductions."""

from typing import Any

import numpy as np
import pytest

from studycli.errors import LossInputError
from studycli.losses.kernel import load


def gradient(key: str, *args: Any, **options: Any) -> list[Any]:
    loss = load(key)
    assert loss.gradient
    return loss.gradient(*args, **options)[loss.facts.differentiable[0]].tolist()


def test_a_certain_mistake_costs_100_and_certainty_that_is_right_nothing() -> None:
    p, y = [0.0, 1.0, 0.0, 1.0], [1, 0, 0, 1]
    assert load("bce").value(p, y, reduction="none").tolist() == [100.0, 100.0, 0.0, 0.0]
    assert gradient("bce", p, y, reduction="sum") == [0.0, 0.0, 1.0, -1.0]


def test_the_clamp_of_the_logarithm_holds_in_float32_too() -> None:
    p, y = np.array([0.0, 1.0, 1e-45], np.float32), [1, 0, 1]
    value = load("bce").value(p, y, reduction="none")
    assert value.tolist() == [100.0, 100.0, 100.0]
    assert np.isfinite(gradient("bce", p, y)).all()


def test_probabilities_outside_of_zero_and_one_are_errors() -> None:
    with pytest.raises(LossInputError, match=r"^probability is 1\.2 at index 1, expected between 0 and 1\.$"):
        load("bce").value([0.5, 1.2], [0, 1])
    with pytest.raises(LossInputError, match=r"^target is 2 at index 0, expected between 0 and 1\.$"):
        load("bce-logits").value([0.5], [2])
    with pytest.raises(LossInputError, match=r"^target is 0\.5 at index 0, expected 0 or 1\.$"):
        load("focal-binary").value([0.5], [0.5])
    with pytest.raises(LossInputError, match=r"^target is 0 at index 0, expected -1 or 1\.$"):
        load("hinge").value([0.5], [0])


@pytest.mark.parametrize(
    ("key", "args", "expected"),
    [
        ("mae", ([1.0, 3.0], [1.0, 1.0]), [0.0, 1.0]),
        ("rmse", ([1.0, 2.0], [1.0, 2.0]), [0.0, 0.0]),
        ("quantile", ([1.0], [1.0]), [0.0]),
        ("huber", ([1.0, -1.0], [0.0, 0.0]), [1.0, -1.0]),
        ("hinge", ([1.0, -1.0], [1, -1]), [0.0, 0.0]),
        ("squared-hinge", ([1.0], [1]), [0.0]),
        ("l1", ([0.0, -2.0],), [0.0, -1.0]),
        ("elastic-net", ([0.0],), [0.0]),
        ("multiclass-hinge", ([[1.0, 0.0, 3.0]], [0]), [[-1.0, 0.0, 1.0]]),
    ],
)
def test_at_a_kink_the_subgradient_is_the_documented_one(
    key: str, args: tuple[Any, ...], expected: list[Any]
) -> None:
    assert gradient(key, *args, reduction="sum") == expected


def test_the_zero_one_loss_has_no_gradient_and_counts_a_tie_as_wrong() -> None:
    loss = load("zero-one")
    assert loss.gradient is None
    assert loss.value([2.0, -2.0, 0.0], [1, 1, 1], reduction="none").tolist() == [0.0, 1.0, 1.0]
    assert loss.value([2.0, -2.0, 0.0, 1.0], [1, 1, 1, 1]) == 0.5


def test_one_hot_soft_and_integer_labels_agree() -> None:
    loss = load("softmax-ce")
    rng = np.random.default_rng(2)
    logits, target = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    by_class = loss.value(logits, target)
    assert loss.value(logits, np.eye(4)[target]) == by_class
    assert loss.value(logits, np.eye(4, dtype=int)[target]) == by_class
    half = loss.value(logits[:1], [[0.5, 0.5, 0.0, 0.0]])
    sides = [loss.value(logits[:1], [each]) for each in (0, 1)]
    np.testing.assert_allclose(half, np.mean(sides), rtol=1e-14)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ([[0.5, 0.2], [0.5, 0.5]], "target has a row that adds up to 0.7, expected 1."),
        ([[1.5, -0.5], [0.5, 0.5]], "target is 1.5 at index (0, 0), expected between 0 and 1."),
        ([0, 2], "target has class 2, expected 0 to 1."),
        ([0], "target has shape (1,), expected (2,), one index for each row of logits."),
        ([[0], [1]], "target has shape (2, 1), expected (2,), one index for each row of logits."),
    ],
)
def test_labels_that_do_not_fit_the_logits_are_told(target: Any, sentence: str) -> None:
    with pytest.raises(LossInputError) as error:
        load("softmax-ce").value(np.zeros((2, 2)), target)
    assert str(error.value) == sentence


def test_logits_without_classes_are_an_error() -> None:
    with pytest.raises(LossInputError, match=r"^logits has shape \(\), expected \(n, c\)"):
        load("softmax-ce").value(1.0, 0)


def test_one_row_of_logits_may_come_alone() -> None:
    loss = load("softmax-ce")
    assert loss.value([1.0, 2.0], 1) == loss.value([[1.0, 2.0]], [1])


def test_a_masked_class_may_be_padding() -> None:
    loss = load("softmax-ce")
    logits = np.arange(6.0).reshape(3, 2)
    padded = loss.value(logits, [0, -100, 1], mask=[1, 0, 1])
    assert padded == loss.value(logits[[0, 2]], [0, 1])
    assert gradient("softmax-ce", logits, [0, -100, 1], mask=[1, 0, 1])[1] == [0.0, 0.0]


def test_equal_class_weights_change_nothing_and_a_weight_of_zero_drops_a_class() -> None:
    logits, target = np.arange(6.0).reshape(3, 2), [0, 1, 1]
    weighted, plain = load("weighted-ce"), load("softmax-ce")
    assert weighted.value(logits, target, [3.0, 3.0]) == pytest.approx(plain.value(logits, target), rel=1e-15)
    assert weighted.value(logits, target, [0.0, 2.0]) == pytest.approx(
        plain.value(logits[1:], [1, 1]), rel=1e-15
    )
    with pytest.raises(LossInputError, match="leave no sample"):
        weighted.value(logits[1:], [1, 1], [1.0, 0.0])
    with pytest.raises(LossInputError, match=r"^class_weights has shape \(3,\), expected \(2,\)"):
        weighted.value(logits, target, [1.0, 1.0, 1.0])


def test_losses_with_a_parameter_contain_those_without() -> None:
    rng = np.random.default_rng(5)
    logits, target = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    entropy = load("softmax-ce").value(logits, target)
    assert load("focal").value(logits, target, gamma=0.0) == pytest.approx(entropy, rel=1e-14)
    assert load("label-smoothing").value(logits, target, smoothing=0.0) == pytest.approx(entropy, rel=1e-14)
    x, y = rng.normal(size=(2, 6))
    assert load("quantile").value(x, y) == pytest.approx(load("mae").value(x, y) / 2, rel=1e-14)
    assert load("huber").value(x, y, delta=100.0) == pytest.approx(load("mse").value(x, y) / 2, rel=1e-14)
    assert load("smooth-l1").value(x, y) == pytest.approx(load("huber").value(x, y), rel=1e-14)
    assert load("rmse").value(x, y) == pytest.approx(np.sqrt(load("mse").value(x, y)), rel=1e-14)
    assert load("gaussian-nll").value(x, y, np.ones(6)) == pytest.approx(
        load("mse").value(x, y) / 2, rel=1e-14
    )
    assert load("elastic-net").value(x, ratio=1.0) == load("l1").value(x)
    signs = np.sign(y)
    assert load("logistic").value(x, signs) == pytest.approx(
        load("bce-logits").value(x, (signs + 1) / 2), rel=1e-14
    )


def test_a_hand_made_example_of_each_reduction() -> None:
    """(1 - 0.8)^2 and (0 - 0.3)^2: 0.04 and 0.09, their mean 0.065."""
    loss = load("mse")
    np.testing.assert_allclose(loss.value([0.8, 0.3], [1, 0]), 0.065, rtol=1e-14)
    np.testing.assert_allclose(loss.value([0.8, 0.3], [1, 0], reduction="sum"), 0.13, rtol=1e-14)
    np.testing.assert_allclose(gradient("mse", [0.8, 0.3], [1, 0]), [-0.2, 0.3], rtol=1e-14)
    np.testing.assert_allclose(gradient("mse", [0.8, 0.3], [1, 0], reduction="sum"), [-0.4, 0.6], rtol=1e-14)


def test_overflow_is_infinite_without_a_warning() -> None:
    assert load("exponential").value([-1e4], [1]) == np.inf
    assert load("mse").value([1e200], [0.0]) == np.inf
    assert load("poisson-nll").value([1e4], [1.0]) == np.inf
