"""DPO against mpmath, and by what it does not see."""

from typing import Any

import numpy as np
import pytest
from mpmath import exp, log

from studycli.losses.kernel import load


def dpo(
    policy_chosen: Any, policy_rejected: Any, reference_chosen: Any, reference_rejected: Any, beta: Any
) -> Any:
    """-log of the Bradley-Terry probability of the chosen answer under the rewards beta log(pi / ref)."""
    total = 0
    for w, r, u, v in zip(policy_chosen, policy_rejected, reference_chosen, reference_rejected, strict=True):
        chosen, rejected = beta * (w - u), beta * (r - v)
        total -= log(exp(chosen) / (exp(chosen) + exp(rejected)))
    return total


@pytest.mark.parametrize("beta", [0.1, 1.0])
def test_values_and_gradients_are_exact(beta: float, exact: Any) -> None:
    """From even odds to answers that one of the models all but rules out."""
    point = {
        "policy_chosen": np.array([-12.0, -3.0, -10.0, -1e4, -20.0]),
        "policy_rejected": np.array([-15.0, -9.0, -500.0, -20.0, -1e4]),
        "reference_chosen": np.array([-13.0, -3.0, -11.0, -30.0, -25.0]),
        "reference_rejected": np.array([-11.0, -9.0, -20.0, -40.0, -35.0]),
        "beta": beta,
    }
    exact("dpo", dpo, point)


def test_a_policy_that_is_the_reference_costs_log_2_and_pulls_both_answers_alike() -> None:
    chosen, rejected = [-4.0, -7.0], [-5.0, -6.0]
    loss = load("dpo")
    assert loss.gradient
    assert loss.value(chosen, rejected, chosen, rejected) == np.log(2)
    slopes = loss.gradient(chosen, rejected, chosen, rejected, beta=0.5, reduction="sum")
    assert slopes["policy_chosen"].tolist() == [-0.25, -0.25]
    assert slopes["policy_rejected"].tolist() == [0.25, 0.25]
    assert set(slopes) == {"policy_chosen", "policy_rejected"}


def test_what_both_answers_of_a_model_share_changes_nothing() -> None:
    chosen, rejected, reference, other = np.array([[-4.0], [-5.0], [-4.5], [-5.25]])
    value = load("dpo").value
    assert value(chosen - 8, rejected - 8, reference, other) == value(chosen, rejected, reference, other)
