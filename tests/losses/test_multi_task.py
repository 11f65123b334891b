"""The losses of several tasks against mpmath, and their rules for weights by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import exp, fabs

from studycli.errors import LossInputError
from studycli.losses.families.multi_task import gradnorm_targets
from studycli.losses.kernel import load


def uncertainty(losses: Any, log_sigma: Any) -> Any:
    return sum(one / (2 * exp(s) ** 2) + s for one, s in zip(losses, log_sigma, strict=True))


def averaged(losses: Any, previous: Any, earlier: Any, temperature: Any) -> Any:
    rates = [exp(a / b / temperature) for a, b in zip(previous, earlier, strict=True)]
    return sum(len(losses) * r / sum(rates) * one for r, one in zip(rates, losses, strict=True))


def adapted(losses: Any, observed: Any, weights: Any, alpha: Any) -> Any:
    mean = sum(observed) / len(observed)
    grown = [w * exp(-alpha * one / mean) for w, one in zip(weights, observed, strict=True)]
    return sum(w / sum(grown) * one for w, one in zip(grown, losses, strict=True))


LOSSES = np.array([0.5, 2.0, 0.125])
POINTS: dict[str, tuple[str, Callable[..., Any], dict[str, Any]]] = {
    "static": (
        "static-weights",
        lambda losses, weights: (losses * weights).sum(),
        {"losses": LOSSES, "weights": np.array([0.3, 1.0, 1e-9])},
    ),
    "uncertainty": (
        "uncertainty-weighting",
        uncertainty,
        {"losses": LOSSES, "log_sigma": np.array([0.1, -1.5, 3.0])},
    ),
    "uncertainty, sure and unsure": (
        "uncertainty-weighting",
        uncertainty,
        {"losses": LOSSES, "log_sigma": np.array([-300.0, 300.0, 1e4])},
    ),
    "gradnorm": (
        "gradnorm",
        lambda weights, gradient_norms, targets: sum(map(fabs, weights * gradient_norms - targets)),
        {
            "weights": np.array([1.0, 0.5, 2.0]),
            "gradient_norms": np.array([3.0, 1e-8, 1e8]),
            "targets": np.array([2.0, 1.0, 1.0]),
        },
    ),
    "dynamic-weight-average": (
        "dynamic-weight-average",
        averaged,
        {
            "losses": LOSSES,
            "previous": np.array([0.6, 1.5, 0.2]),
            "earlier": np.array([0.8, 1.0, 0.2]),
            "temperature": 2.0,
        },
    ),
    "dynamic-weight-average, one task exploded": (
        "dynamic-weight-average",
        averaged,
        {
            "losses": LOSSES,
            "previous": np.array([1e4, 1.0, 2.0]),
            "earlier": np.array([1.0, 1.0, 1.0]),
            "temperature": 1.0,
        },
    ),
    "adaptive-weights": (
        "adaptive-weights",
        adapted,
        {"losses": LOSSES, "observed": LOSSES, "weights": np.ones(3), "alpha": 0.16},
    ),
    "adaptive-weights, fast": (
        "adaptive-weights",
        adapted,
        {"losses": LOSSES, "observed": LOSSES, "weights": np.array([1.0, 0.1, 1e-9]), "alpha": 1e4},
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_values_and_gradients_are_exact(point: str, exact: Any) -> None:
    exact(*POINTS[point])


def test_without_weights_all_tasks_count_alike() -> None:
    loss = load("static-weights")
    assert loss.gradient
    assert loss.value([1.0, 2.0, 6.0]) == 3.0
    assert loss.gradient([1.0, 2.0, 6.0])["losses"].tolist() == [1 / 3] * 3


def test_uncertainty_is_least_where_sigma_squared_is_the_loss() -> None:
    loss = load("uncertainty-weighting")
    best = 0.5 * np.log(LOSSES)
    assert loss.gradient
    np.testing.assert_allclose(loss.gradient(LOSSES, best)["log_sigma"], 0, atol=1e-15)
    assert loss.value(LOSSES, best) < min(loss.value(LOSSES, best + d) for d in (0.1, -0.1))


def test_gradnorm_wants_a_larger_gradient_of_the_task_that_learned_less() -> None:
    """By hand: norms 2 and 4, mean 3; losses left 1/2 and 1/4, mean 3/8: r = 4/3 and 2/3."""
    targets = gradnorm_targets([2.0, 1.0], [1.0, 4.0], [1.0, 0.5], [2.0, 2.0], alpha=2)
    assert targets == pytest.approx([3 * 16 / 9, 3 * 4 / 9], rel=1e-15)
    loss = load("gradnorm")
    assert loss.value([2.0, 1.0], [1.0, 4.0], targets) == pytest.approx(10 / 3 + 8 / 3, rel=1e-15)
    assert loss.gradient
    assert loss.gradient([2.0, 1.0], [1.0, 4.0], targets)["weights"].tolist() == [-1.0, 4.0]


def test_at_its_target_a_weight_of_gradnorm_stays() -> None:
    gradient = load("gradnorm").gradient
    assert gradient
    assert gradient([2.0], [1.5], [3.0])["weights"].tolist() == [0.0]


def test_dynamic_weights_of_tasks_that_learn_alike_are_all_one() -> None:
    gradient = load("dynamic-weight-average").gradient
    assert gradient
    assert gradient(LOSSES, LOSSES, 2 * LOSSES)["losses"] == pytest.approx([1.0] * 3, rel=1e-15)


def test_an_adaptive_update_is_the_plain_one() -> None:
    """Multiply by exp(-alpha loss / mean), divide by the sum: the rule as it is written down, step by step."""
    weights = np.ones(3) * np.exp(-0.16 * (LOSSES / LOSSES.mean()))
    weights /= weights.sum()
    gradient = load("adaptive-weights").gradient
    assert gradient
    np.testing.assert_allclose(gradient(LOSSES, LOSSES, np.ones(3))["losses"], weights, rtol=1e-15)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=5), st.floats(0, 5))
def test_adaptive_weights_add_up_to_one_and_favour_the_smaller_loss(
    losses: list[float], alpha: float
) -> None:
    gradient = load("adaptive-weights").gradient
    assert gradient
    weights = gradient(losses, losses, np.ones(len(losses)), alpha=alpha)["losses"]
    assert weights.sum() == pytest.approx(1.0, rel=1e-14)
    assert weights[np.argmin(losses)] == weights.max()


def test_losses_that_a_ratio_cannot_be_taken_of_are_errors() -> None:
    with pytest.raises(LossInputError, match=r"^earlier is 0 at index 1, expected above 0\.$"):
        load("dynamic-weight-average").value([1.0, 1.0], [1.0, 1.0], [1.0, 0.0])
    with pytest.raises(LossInputError, match=r"^observed is -1 at index 0, expected above 0\.$"):
        load("adaptive-weights").value([1.0, 1.0], [-1.0, 1.0], [1.0, 1.0])
    with pytest.raises(
        LossInputError, match=r"^losses has shape \(1, 2\), expected \(t,\): one number a task\.$"
    ):
        load("static-weights").value([[1.0, 2.0]])
