"""Is a typed formula right: every equivalent form is, every near miss is not and gets its diagnosis."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.losses.formula.comparison import compare, declared, is_wrong, valued
from studycli.losses.formula.mistakes import Mistake
from studycli.losses.formula.points import choices, random_points, sizes

PAIR = declared([("y", "n", "real"), ("yhat", "n", "real")])
LABELS = declared([("y", "n", "binary"), ("yhat", "n", "probability")])
CLASSES = declared([("y", "n c", "onehot"), ("yhat", "n c", "simplex")])
LOGITS = declared([("z", "n c", "real"), ("y", "n c", "onehot"), ("p", "n c", "=softmax(z)")])
FOCAL = declared([("yhat", "", "probability"), ("alpha", "", "probability"), ("gamma", "", "positive")])
SINGLE = declared([("y", "", "real"), ("yhat", "", "real"), ("delta", "", "positive")])
WEIGHTS = declared([("w", "d", "real"), ("lambda", "", "positive")])

MSE = r"L = \frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2"
BCE = r"-\frac{1}{n}\sum_{i=1}^{n}[y_i\log(\hat{y}_i) + (1-y_i)\log(1-\hat{y}_i)]"
CE = r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{c=1}^{C}y_{i,c}\log(\hat{y}_{i,c})"
FL = r"-\alpha(1-\hat{y})^\gamma \log(\hat{y})"
HUBER = (
    r"\begin{cases}\frac{1}{2}(y-\hat{y})^2 & |y-\hat{y}| \leq \delta \\"
    r"\delta|y-\hat{y}| - \frac{1}{2}\delta^2 & |y-\hat{y}| > \delta\end{cases}"
)

RIGHT = [
    (MSE, PAIR, "mean((y - yhat)^2)"),
    (MSE, PAIR, "MSE = 1/n * sum((y - y_hat)**2)"),
    (MSE, PAIR, "1/n Σᵢ (yᵢ − ŷᵢ)²"),
    (MSE, PAIR, "1/N sum_{i=1}^N (y_i - p_i)^2"),
    (MSE, PAIR, "np.mean((y_true - y_pred)**2)"),
    (MSE, PAIR, r"\frac1n\|y - \hat y\|_2^2"),
    (MSE, PAIR, r"\frac1n\sum_i (y_i^2 - 2 y_i p_i + p_i^2)"),
    (MSE, PAIR, r"\mathbb{E}[(y - \hat{y})^2]"),
    (MSE, PAIR, "（1/n）·sum（（ŷ－y）^2）"),
    (BCE, LABELS, "-mean(y*log(p) + (1-y)*log(1-p))"),
    (BCE, LABELS, "mean(-y ln p - (1-y) ln(1-p))"),
    (BCE, LABELS, r"-\frac1n\sum_i \ln(y_i p_i + (1-y_i)(1-p_i))"),
    (BCE, LABELS, "-1/n sum(log(1-|y-p|))"),
    (CE, CLASSES, "-mean(sum(y*log(p), axis=1))"),
    (CE, CLASSES, "-1/n sum(y*log(p))"),
    (CE, CLASSES, "-mean(sum(y*log(p)))"),
    (CE, CLASSES, "-1/n sum_i sum_c y_ic log p_ic"),
    (CE, CLASSES, "-1/n sum_i log p_{i,y_i}"),
    (CE, CLASSES, "-mean(log(p_y))"),
    (FL, FOCAL, "-α(1−ŷ)^γ log ŷ"),
    (FL, FOCAL, "-alpha * (1-p)**gamma * ln(p)"),
    (HUBER, SINGLE, "where(|y-p| <= delta, (y-p)^2/2, delta*(|y-p| - delta/2))"),
    (HUBER, SINGLE, "min(|y-p|, δ) * (|y-p| - min(|y-p|, δ)/2)"),
    ("lambda*sum(w^2)", WEIGHTS, r"\lambda\|w\|_2^2"),
    ("lambda*sum(w^2)", WEIGHTS, "λ‖w‖²"),
    ("lambda*sum(|w|)", WEIGHTS, r"\lambda\lVert w\rVert_1"),
    ("(softmax(z) - y)/n", LOGITS, "(p - y)/n"),
    ("(softmax(z) - y)/n", LOGITS, "1/n (p_ij - y_ij)"),
    ("(softmax(z) - y)/n", LOGITS, r"1/n(e^{z_ij}/\sum_k e^{z_ik} - y_ij)"),
    ("(softmax(z) - y)/n", LOGITS, r"\frac{1}{n}(\text{softmax}(z_i)_c - y_{i,c})"),
]


@pytest.mark.parametrize(("reference", "variables", "typed"), RIGHT)
def test_an_equivalent_form_is_right(reference: str, variables: Any, typed: str) -> None:
    assert compare(typed, reference, variables).verdict == "right"


WRONG = [
    (MSE, PAIR, "sum((y-p)^2)", Mistake("sum", "n")),
    (MSE, PAIR, "-mean((y-p)^2)", Mistake("sign", factor=-1.0)),
    (MSE, PAIR, "-sum((y-p)^2)", Mistake("sum", "n", -1.0)),
    (MSE, PAIR, "1/2 mean((y-p)^2)", Mistake("factor", factor=0.5)),
    (MSE, PAIR, "(y-p)^2", Mistake("unreduced", "n")),
    (MSE, PAIR, "mean(|y-p|)", Mistake("absolute", r"(y_i - \hat{y}_i)^2")),
    (MSE, PAIR, "mean(y-p)", Mistake("power", r"(y_i - \hat{y}_i)^2")),
    (MSE, PAIR, "mean((y+p)^2)", Mistake("sign-of-term", "y_i")),
    (MSE, PAIR, "mean((y-p)^2) + 1", Mistake("constant", factor=1.0)),
    (BCE, LABELS, "-mean(y*log2(p) + (1-y)*log2(1-p))", Mistake("base", "2", 1 / np.log(2))),
    (BCE, LABELS, "-mean(y*log(p))", Mistake("missing-term", r"(1-y_i)\log(1-\hat{y}_i)")),
    (BCE, LABELS, "-mean(y*log(p) + (1-y)*log(p))", Mistake("complement", r"1-\hat{y}_i")),
    (BCE, LABELS, "-mean(y*log(p) - (1-y)*log(1-p))", Mistake("sign-of-term", r"(1-y_i)\log(1-\hat{y}_i)")),
    (CE, CLASSES, "-mean(y*log(p))", Mistake("mean", "c")),
    (CE, CLASSES, "-sum(y*log(p))", Mistake("sum", "n")),
    (FL, FOCAL, "-(1-p)^gamma log p", Mistake("missing-factor", r"\alpha")),
    (FL, FOCAL, "-alpha p^gamma log p", Mistake("complement", r"1-\hat{y}")),
    (FL, FOCAL, "-alpha (1-p)^gamma", Mistake("missing-factor", r"\log(\hat{y})")),
    (FL, FOCAL, "-alpha (1-p)^gamma p", Mistake("function", r"\log(\hat{y})")),
    ("y/yhat", declared([("y", "n", "positive"), ("yhat", "n", "positive")]), "yhat/y", Mistake("exchanged", "y yhat")),
    ("(softmax(z) - y)/n", LOGITS, "softmax(z) - y", Mistake("sum", "n")),
    ("(softmax(z) - y)/n", LOGITS, "(y - p)/n", Mistake("sign", factor=-1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "variables", "typed", "mistake"), WRONG)
def test_a_near_miss_is_wrong_and_gets_its_diagnosis(
    reference: str, variables: Any, typed: str, mistake: Mistake
) -> None:
    found = compare(typed, reference, variables)
    assert found.verdict == "wrong"
    assert found.mistake
    assert found.mistake[:2] == mistake[:2]
    assert found.mistake.factor == pytest.approx(mistake.factor)


def test_the_counterexample_has_the_fewest_and_simplest_numbers() -> None:
    found = compare("-mean((y-p)^2)", MSE, PAIR).counterexample
    assert found
    assert (found.values, found.expected, found.got) == ({"y": [0.0], "yhat": [1.0]}, 1.0, -1.0)


def test_a_counterexample_of_a_sum_for_a_mean_has_two_samples() -> None:
    found = compare("sum((y-p)^2)", MSE, PAIR).counterexample
    assert found
    assert len(found.values["y"]) == 2  # type: ignore[arg-type]
    assert found.got == 2 * found.expected  # type: ignore[operator]


@pytest.mark.parametrize("typed", ["0.333*x", "0.3334 x"])
def test_a_rounded_constant_is_undecided_and_not_right(typed: str) -> None:
    assert compare(typed, "x/3", declared([("x", "", "real")])).verdict == "undecided"


def test_an_epsilon_in_a_logarithm_is_forgiven_and_a_large_one_is_not_right() -> None:
    assert compare("-mean(y*log(p+1e-12) + (1-y)*log(1-p+1e-12))", BCE, LABELS).verdict == "right"
    assert compare("-mean(y*log(p+1e-5) + (1-y)*log(1-p+1e-5))", BCE, LABELS).verdict == "undecided"


def test_a_reference_without_a_finite_value_is_undecided() -> None:
    assert compare("x", "x/(x-x)", declared([("x", "", "real")])).verdict == "undecided"


def test_of_several_right_sides_each_has_to_be_right() -> None:
    one = declared([("w", "d", "real")])
    assert compare("R = ||w||_1 = sum(|w|)", "sum(|w|)", one).verdict == "right"
    assert compare("R = ||w||_1 = sum(w)", "sum(|w|)", one).verdict == "wrong"
    assert compare("R = sum(w) = ||w||_1", "sum(|w|)", one).verdict == "wrong"


def test_the_same_seed_gives_the_same_result_and_others_the_same_verdict() -> None:
    first, again = (compare("sum((y-p)^2)", MSE, PAIR, 3) for _ in range(2))
    assert first == again
    assert {compare("mean((y-p)^2)", MSE, PAIR, seed).verdict for seed in range(20)} == {"right"}


TERMS = st.sampled_from(["y", "yhat", "(1-y)", "(y-yhat)^2", "y*yhat", "exp(yhat)", "2*y"])


@given(st.lists(TERMS, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_terms_and_factors_commute(pieces: list[str], chance: Any) -> None:
    moved = pieces.copy()
    chance.shuffle(moved)
    for sign in "+*":
        assert compare(f"mean({sign.join(moved)})", f"mean({sign.join(pieces)})", PAIR).verdict == "right"


@given(st.lists(TERMS, min_size=1, max_size=4), st.sampled_from([0.5, 2.0, -1.0, 3.0, 1.1, 0.9]))
def test_a_factor_is_never_right(pieces: list[str], factor: float) -> None:
    right = f"mean({'+'.join(pieces)})"
    assert compare(f"{factor}*{right}", right, PAIR).verdict == "wrong"


def test_values_are_those_of_numpy() -> None:
    # the independent source: the formula written in NumPy here
    for number in choices():
        point = random_points(CLASSES, sizes(CLASSES, number), 5, np.random.default_rng(1))
        y, p = point.values["y"], point.values["yhat"]
        expected = -(y * np.log(p)).sum(-1).mean(-1)
        np.testing.assert_allclose(valued(CE, CLASSES)(point).values, expected, rtol=1e-14)


@pytest.mark.parametrize(
    "typed", ["mean((y - yhat)^2)", "mean((y + yhat)^2)", "sum((y - yhat)^2)", "mean(y^2)"]
)
def test_the_short_question_agrees_with_the_comparison(typed: str) -> None:
    """Whether a formula is wrong for certain is the comparison's verdict, without what is wrong."""
    assert is_wrong(typed, MSE, PAIR) == (compare(typed, MSE, PAIR).verdict == "wrong")
