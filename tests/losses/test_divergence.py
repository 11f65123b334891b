"""The divergences against mpmath, at zeros, and by what holds for all of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import log

from studycli.errors import LossInputError
from studycli.losses.kernel import load

LN2 = float(np.log(2))


def kl(p: Any, q: Any) -> Any:
    return sum(a * log(a / b) for a, b in zip(np.ravel(p), np.ravel(q), strict=True) if a != 0)


def js(p: Any, q: Any) -> Any:
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


FORMULAS: dict[str, Callable[..., Any]] = {
    "kl": lambda prediction, target: kl(target, prediction),
    "kl-reverse": lambda prediction, target: kl(p=prediction, q=target),
    "jensen-shannon": lambda prediction, target: js(target, prediction),
}
ORDINARY = [[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]], [[0.1, 0.7, 0.2], [0.25, 0.25, 0.5]]
FAR = [[1 - 1e-9, 1e-9], [1e-200, 1.0]], [[1e-12, 1 - 1e-12], [1.0, 1e-300]]
NEAR = [[0.3, 0.7]], [[0.3 + 1e-3, 0.7 - 2e-3]]


@pytest.mark.parametrize("key", FORMULAS)
@pytest.mark.parametrize("pair", [ORDINARY, NEAR, FAR])
def test_values_and_gradients_are_exact(key: str, pair: tuple[Any, Any], exact: Any) -> None:
    exact(key, FORMULAS[key], {"prediction": np.array(pair[0]), "target": np.array(pair[1])})


def test_jensen_shannon_keeps_its_digits_for_distributions_that_nearly_agree(exact: Any) -> None:
    """The textbook's form has no digit left here: both logarithms cancel to 1e-14."""
    p = np.array([[0.3, 0.7], [0.5, 0.5]])
    exact(
        "jensen-shannon",
        FORMULAS["jensen-shannon"],
        {"prediction": p + np.array([[1e-7, -1e-7]]), "target": p},
    )


@pytest.mark.parametrize("key", FORMULAS)
def test_equal_distributions_have_no_divergence_zeros_included(key: str) -> None:
    rows = [[0.2, 0.8, 0.0], [0.0, 0.0, 1.0]]
    assert load(key).value(rows, rows, reduction="none").tolist() == [0.0, 0.0]


def test_a_target_of_zero_adds_nothing_and_pulls_nothing() -> None:
    loss = load("kl")
    assert loss.value([[0.25, 0.75]], [[0.0, 1.0]]) == pytest.approx(np.log(1 / 0.75), rel=1e-15)
    assert loss.gradient
    assert loss.gradient([[0.25, 0.75]], [[0.0, 1.0]])["prediction"].tolist() == [[0.0, -1 / 0.75]]
    assert loss.gradient([[0.0, 1.0]], [[0.0, 1.0]])["prediction"].tolist() == [[0.0, -1.0]]


def test_what_the_prediction_rules_out_counts_as_the_smallest_normal_number() -> None:
    """Instead of infinity: log(1 / 2.2e-308) in float64, log(1 / 1.2e-38) in float32."""
    for dtype, cost in ((np.float64, 708.3964185322641), (np.float32, 87.33654)):
        rows = np.array([[0.0, 1.0]], dtype), np.array([[1.0, 0.0]], dtype)
        assert load("kl").value(*rows) == pytest.approx(cost, rel=1e-6)
        gradient = load("kl").gradient
        assert gradient
        assert all(np.isfinite(array).all() for array in gradient(*rows).values())


def test_jensen_shannon_of_disjoint_distributions_is_log_2_and_pulls_no_further() -> None:
    loss = load("jensen-shannon")
    assert loss.value([[0.0, 1.0]], [[1.0, 0.0]]) == LN2
    assert loss.gradient
    gradient = loss.gradient([[0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]])["prediction"]
    assert gradient[0, 1:] == pytest.approx([LN2 / 2, 0.0])
    assert np.isfinite(gradient).all()


def test_one_distribution_may_be_given_without_an_axis_of_samples() -> None:
    assert load("kl").value([0.5, 0.5], [0.25, 0.75]) == load("kl").value([[0.5, 0.5]], [[0.25, 0.75]])


def test_a_negative_probability_is_an_error_that_says_where() -> None:
    with pytest.raises(LossInputError, match=r"^target is -0.5 at index \(0, 1\), expected at least 0\.$"):
        load("kl").value([[0.5, 0.5]], [[1.5, -0.5]])
    with pytest.raises(LossInputError, match="rows of probabilities"):
        load("kl").value(0.5, 0.5)


rows = st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda row: sum(row) > 0.1)


@given(rows, rows)
def test_divergences_are_never_negative_and_jensen_shannon_is_symmetric_and_bounded(
    first: list[float], second: list[float]
) -> None:
    p, q = (np.array(row) / sum(row) for row in (first, second))
    assert load("kl").value(q, p) >= -1e-15
    assert load("kl").value(q, p) == load("kl-reverse").value(p, q)
    found = float(load("jensen-shannon").value(q, p))
    assert found == pytest.approx(float(load("jensen-shannon").value(p, q)), rel=1e-12, abs=1e-300)
    assert -1e-15 <= found <= LN2 * (1 + 1e-15)
