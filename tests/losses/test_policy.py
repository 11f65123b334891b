"""PPO's clipped surrogate and the entropy bonus against mpmath, at their kinks and extremes."""

from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import exp, log

from studycli.errors import LossInputError
from studycli.losses.kernel import load


def ppo(log_probs: Any, old_log_probs: Any, advantages: Any, epsilon: Any) -> Any:
    total = 0
    for new, old, a in zip(log_probs, old_log_probs, advantages, strict=True):
        r = exp(new - old)
        total -= min(r * a, min(max(r, 1 - epsilon), 1 + epsilon) * a)
    return total


def negative_entropy(logits: Any) -> Any:
    total = 0
    for row in logits:
        weights = [exp(z - max(row)) for z in row]
        shares = [w / sum(weights) for w in weights]
        total += sum(p * log(p) for p in shares)
    return total


RATIOS = [0.0, 0.05, 0.3, -0.05, -0.3, 5.0, -5.0, -700.0]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_values_and_gradients_of_ppo_are_exact(sign: float, exact: Any) -> None:
    old = np.full(8, -2.0)
    advantages = sign * np.linspace(0.25, 2.0, 8)
    point = {"log_probs": old + RATIOS, "old_log_probs": old, "advantages": advantages, "epsilon": 0.2}
    exact("ppo-clip", ppo, point)


def test_only_one_bound_clips_for_each_sign_of_the_advantage() -> None:
    """A good action is not pushed above 1.2, a bad one not below 0.8; what went wrong may be mended further."""
    loss = load("ppo-clip")
    ratio = np.log([1.5, 0.5, 1.5, 0.5])
    advantages = np.array([1.0, 1.0, -1.0, -1.0])
    assert loss.value(ratio, np.zeros(4), advantages, reduction="none") == pytest.approx(
        [-1.2, -0.5, 1.5, 0.8]
    )
    assert loss.gradient
    slope = loss.gradient(ratio, np.zeros(4), advantages, reduction="none")["log_probs"]
    assert slope == pytest.approx([0.0, -0.5, 1.5, 0.0])


def test_a_ratio_at_the_bound_still_pulls() -> None:
    gradient = load("ppo-clip").gradient
    assert gradient
    edge = [float(np.log1p(0.2))]
    assert gradient(edge, [0.0], [1.0])["log_probs"] == pytest.approx([-1.2])


def test_a_ratio_that_overflows_is_clipped_or_infinite_as_the_sign_has_it() -> None:
    value = load("ppo-clip").value
    assert value([0.0], [-1e4], [1.0]) == -1.2
    assert value([0.0], [-1e4], [0.0]) == 0.0
    assert value([0.0], [-1e4], [-1.0]) == np.inf


LOGITS = [[0.3, -1.0, 2.0], [1e4, 1e4 - 1, -1e4], [40.0, 0.0, -40.0], [0.0, -1e4, 1e4]]


@pytest.mark.parametrize("row", LOGITS)
def test_values_and_gradients_of_the_entropy_are_exact(row: list[float], exact: Any) -> None:
    """What exp(-2e4) makes of a gradient is smaller than any float64: it may be 0."""
    with mpmath.workdps(50):
        exact("entropy-bonus", negative_entropy, {"logits": np.array([row])})


def test_even_odds_have_the_most_entropy_and_certainty_has_none() -> None:
    loss = load("entropy-bonus")
    assert loss.gradient
    assert loss.value([7.0] * 4) == pytest.approx(-np.log(4), rel=1e-15)
    np.testing.assert_allclose(loss.gradient([7.0] * 4)["logits"], 0, atol=1e-16)
    assert loss.value([[0.0, 1e4]]) == 0.0
    assert not loss.gradient([[0.0, 1e4]])["logits"].any()


def test_a_lone_number_is_no_row_of_logits() -> None:
    with pytest.raises(LossInputError, match=r"^logits has shape \(\), expected rows of logits"):
        load("entropy-bonus").value(1.0)
