"""A note's formula as a right answer: its variables are found, and the kernel agrees or it is none."""

from typing import Any

import numpy as np
import pytest

from studycli.losses.catalogue import catalogue, facts
from studycli.losses.formula.comparison import compare, declared
from studycli.losses.formula.known import WAYS, Way, arguments, kernel
from studycli.losses.formula.points import random_points, sizes
from studycli.losses.formula.reference import understand
from studycli.losses.formula.slopes import diagnose, numeric
from studycli.losses.kernel import load

WRITTEN = {
    "mse": r"L = \frac{1}{n}\sum_i (y_i - \hat{y}_i)^2",
    "rmse": r"\sqrt{\frac{1}{n}\sum_{i=1}^n (y_i - \hat{y}_i)^2}",
    "mae": r"\frac1n\sum_{i=1}^n |y_i - \hat y_i|",
    "log-cosh": r"\frac1n\sum_{i=1}^n \log\cosh(y_i - \hat y_i)",
    "huber": r"L_\delta(e) = \begin{cases} e^2/2 & |e| \le \delta \\ \delta(|e| - \delta/2) & |e| > \delta \end{cases}",
    "smooth-l1": r"\begin{cases} 0.5 x^2 & |x| < 1 \\ |x| - 0.5 & \text{otherwise} \end{cases}",
    "quantile": r"L_\tau(e) = \max(\tau e, (\tau - 1) e)",
    "gaussian-nll": r"\frac1n\sum_{i=1}^n \frac12\left(\log v_i + \frac{(y_i - \hat y_i)^2}{v_i}\right)",
    "poisson-nll": r"\frac1n\sum_{i=1}^n (e^{s_i} - y_i s_i)",
    "bce": r"-\frac1n\sum_{i=1}^n [y_i\ln p_i + (1-y_i)\ln(1-p_i)]",
    "bce-logits": r"\ell(z, y) = \max(z, 0) - zy + \ln(1 + e^{-|z|})",
    "softmax-ce": r"-\sum_{c=1}^C y_c\log p_c",
    "focal-binary": r"FL = -\alpha_t(1 - p_t)^\gamma\log(p_t)",
    "logistic": r"\frac1n\sum_{i=1}^n \log(1 + e^{-y_i z_i})",
    "hinge": r"\max(0, 1 - yz)",
    "squared-hinge": r"\max(0, 1 - y z)^2",
    "exponential": r"e^{-y z}",
    "kl": r"D_{KL}(P\|Q) = \sum_i P(i)\log\frac{P(i)}{Q(i)}",
    "dice": r"1 - \frac{2\sum_i y_i p_i}{\sum_i y_i + \sum_i p_i}",
    "soft-iou": r"1 - \frac{\sum_i y_i p_i + s}{\sum_i y_i + \sum_i p_i - \sum_i y_i p_i + s}",
    "l1": r"R(w) = \lambda\|w\|_1 = \lambda\sum_i|w_i|",
    "l2": r"\lambda\|w\|_2^2",
    "elastic-net": r"\rho\|w\|_1 + (1-\rho)\|w\|_2^2",
    "uncertainty-weighting": r"\sum_{t=1}^T \frac{1}{2\sigma_t^2}L_t + \log\sigma_t",
}


@pytest.mark.parametrize(("key", "latex"), WRITTEN.items())
def test_the_kernel_agrees_with_a_loss_as_a_textbook_writes_it(key: str, latex: str) -> None:
    found = understand(latex, key)
    assert found
    assert found.way
    assert found.way.key == key
    assert found.factor == 1


@pytest.mark.no_cover  # read as in the test above
@pytest.mark.parametrize(("key", "latex"), WRITTEN.items())
def test_the_kernel_refuses_the_same_formula_with_one_mistake(key: str, latex: str) -> None:
    head, equals, right = latex.rpartition(" = ")
    assert understand(f"{head}{equals}1.01({right})", key) is None
    assert understand(f"{head}{equals}1 + {right}", key) is None


def test_every_loss_that_notes_write_has_a_formula_here() -> None:
    assert {way.key for way in WAYS} == WRITTEN.keys()


@pytest.mark.parametrize("key", sorted(WRITTEN.keys() - {"gaussian-nll"}))
def test_the_catalogues_own_formula_is_understood(key: str) -> None:
    assert understand(facts(key).formula, key) or key in (
        "focal-binary",
        "elastic-net",
        "uncertainty-weighting",
    )


def test_a_half_before_a_loss_is_told() -> None:
    found = understand(r"\frac{1}{2n}\sum_{i=1}^n (y_i - \hat{y}_i)^2", "mse")
    assert found
    assert (found.factor, found.reduction) == (0.5, "mean")


@pytest.mark.parametrize(
    ("latex", "key", "reduction"),
    [
        (WRITTEN["mse"], "mse", "mean"),
        (r"\sum_{i=1}^n (y_i - \hat y_i)^2", "mse", "sum"),
        (r"(y - \hat y)^2", "mse", "single"),
        (r"\sum_i w_i^2", "l2", "whole"),
        (WRITTEN["kl"], "kl", "whole"),
    ],
)
def test_the_reduction_is_found(latex: str, key: str, reduction: str) -> None:
    found = understand(latex, key)
    assert found
    assert found.reduction == reduction


def test_domains_come_from_the_loss() -> None:
    found = understand(WRITTEN["bce"], "bce")
    assert found
    assert [variable[:3] for variable in found.variables] == [
        ("y", ("n",), "binary"),
        ("p", ("n",), "probability"),
    ]


def test_a_formula_of_no_loss_gets_domains_on_which_it_has_a_value() -> None:
    found = understand(r"IDF = \log\frac{N}{n_t + 1}")
    assert found
    assert {variable.domain for variable in found.variables} == {"positive"}
    assert found.has_log


@pytest.mark.parametrize(
    "latex",
    [
        "a = b",  # nothing to write
        r"x = \sum_{k=0}^{\infty} \gamma^k r_k",
        r"h = W^\top x + b",
        r"s = \frac{\sum_j e^{f(q, k_j)}}{n + 1}",  # what f gives depends on the index
        r"c = \sum_{b=1}^B \frac{n_b}{n} a_b",  # n is another thing than n_b, and no index says so
        r"f = \sqrt{-x^2 - y^2 - 1}",  # no value anywhere
        "+" * 30,
    ],
)  # fmt: skip
def test_what_cannot_be_marked_is_no_reference(latex: str) -> None:
    assert understand(latex) is None


def test_the_n_of_a_mean_is_the_size_of_the_axis_and_no_variable() -> None:
    found = understand(r"B = \frac1n\sum_i (\hat p_i - y_i)^2")
    assert found
    assert [variable.name for variable in found.variables] == ["phat", "y"]
    assert compare("mean((p - y)^2)", found.latex, found.variables).verdict == "right"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.key}-{'-'.join(v.name for v in way.variables)}")
def test_the_kernels_value_at_points_is_that_of_the_loss(way: Way) -> None:
    point = random_points(way.variables, sizes(way.variables, 0), 3, np.random.default_rng(0))
    value = kernel(way)(point).values
    for at in range(3):
        assert value[at] == pytest.approx(float(load(way.key).value(**arguments(way, point, at))))


SLOPES: list[tuple[str, list[tuple[str, str, str]], str, str]] = [
    ("mse", [("y", "n", "real"), ("yhat", "n", "real")], "yhat", "prediction"),
    ("bce-logits", [("y", "n", "binary"), ("z", "n", "real")], "z", "logits"),
    ("softmax-ce", [("y", "n c", "onehot"), ("z", "n c", "real")], "z", "logits"),
    ("l2", [("w", "d", "real")], "w", "parameters"),
]


@pytest.mark.parametrize(("key", "variables", "name", "argument"), SLOPES)
def test_the_numeric_gradient_is_the_kernels(key: str, variables: Any, name: str, argument: str) -> None:
    given = declared(variables)
    point = random_points(given, sizes(given, 1), 2, np.random.default_rng(3))
    gradient = numeric(key, given, name)
    assert gradient
    found = gradient(point).values
    way = next(
        way for way in WAYS if way.key == key and {v.name for v in way.variables} == {v.name for v in given}
    )
    loss = load(key)
    assert loss.gradient
    for at in range(2):
        expected = loss.gradient(**arguments(way, point, at))[argument]
        np.testing.assert_allclose(found[at], expected, rtol=1e-12, atol=1e-15)


def test_a_loss_that_nobody_knows_how_to_write_has_no_numeric_gradient() -> None:
    assert numeric("dpo", declared([("h", "", "real")]), "h") is None
    assert numeric("mse", declared([("h", "", "real")]), "h") is None


def test_a_gradient_that_is_like_no_usual_mistake_has_no_diagnosis() -> None:
    given = declared([("y", "n", "real"), ("yhat", "n", "real")])
    right = numeric("mse", given, "yhat")
    assert right
    assert diagnose("cosh(y) - yhat", right, given, "yhat") is None


def test_the_table_names_losses_of_the_catalogue_and_their_arguments() -> None:
    for way in WAYS:
        known = {argument.name for argument in catalogue()[way.key].arguments}
        assert {name for name, _ in way.arguments} <= known
