"""Values and gradients of regression, classification and penalties against mpmath.

The formulas are written here anew, as textbooks have them, without any stable form; mpmath evaluates them with 450
digits, enough for 50 to be left where 1 - sigma(745) cancels, and takes their derivatives numerically. What is
smaller than the smallest normal float64 may be rounded to it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import cosh, exp, fabs, log, mpf

from studycli.losses.kernel import load

DIGITS = 450
RELATIVE = 1e-12
SMALLEST = 1e-307

Formula = Callable[..., Any]


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    with mpmath.workdps(DIGITS):
        yield


def square(x: Any, y: Any) -> Any:
    return (x - y) ** 2


def huber(x: Any, y: Any, delta: Any) -> Any:
    r = fabs(x - y)
    return r**2 / 2 if r <= delta else delta * r - delta**2 / 2


def smooth_l1(x: Any, y: Any, beta: Any) -> Any:
    r = fabs(x - y)
    return r**2 / (2 * beta) if r <= beta else r - beta / 2


def pinball(x: Any, y: Any, quantile: Any) -> Any:
    return max(quantile * (y - x), (quantile - 1) * (y - x))


def bce(p: Any, y: Any) -> Any:
    return -(y * log(p) + (1 - y) * log(1 - p))


def sigmoid(z: Any) -> Any:
    return 1 / (1 + exp(-z))


def focal_binary(z: Any, y: Any, alpha: Any, gamma: Any) -> Any:
    p = sigmoid(z)
    hit = -alpha * y * (1 - p) ** gamma * log(p) if y == 1 else 0
    return hit - (1 - alpha) * (1 - y) * p**gamma * log(1 - p) if y == 0 else hit


RESIDUALS = [(0.3, -1.2), (1e-9, 0.0), (1.0, 1.0 + 1e-7), (2.5, 0.1), (-50.0, 3.0), (1e4, -1e4), (1e8, 0.5)]
LOGITS = [0.3, -1.7, 1e-10, 5.0, -5.0, 40.0, -40.0, 700.0, -700.0, 1e4, -1e4]
PROBABILITIES = [0.5, 0.1, 0.9, 1e-9, 1 - 1e-9, 1e-40, 2.0**-53, 1 - 2.0**-53]
MARGINS = [(s, y) for s in (0.3, -1.7, 5.0, -5.0, 40.0, -40.0, 700.0, -700.0) for y in (-1.0, 1.0)]
HARD = [(z, y) for z in LOGITS for y in (0.0, 1.0)]  # the last four at 1e4 and -1e4

# key, formula of one sample, names of its two arrays, their points, parameters
ELEMENTWISE: list[tuple[str, Formula, tuple[str, str], list[tuple[float, float]], dict[str, float]]] = [
    ("mse", square, ("prediction", "target"), [*RESIDUALS, (1e150, 1.0), (1e-150, 0.0)], {}),
    ("mae", lambda x, y: fabs(x - y), ("prediction", "target"), RESIDUALS, {}),
    ("huber", huber, ("prediction", "target"), RESIDUALS, {"delta": 1.5}),
    ("huber", huber, ("prediction", "target"), RESIDUALS, {"delta": 1e-3}),
    ("smooth-l1", smooth_l1, ("prediction", "target"), RESIDUALS, {"beta": 0.11}),
    (
        "log-cosh",
        lambda x, y: log(cosh(x - y)),
        ("prediction", "target"),
        [*RESIDUALS, (0.99, 0.0), (1.0, 0.0), (1.01, 0.0)],
        {},
    ),
    ("quantile", pinball, ("prediction", "target"), RESIDUALS, {"quantile": 0.9}),
    (
        "poisson-nll",
        lambda s, y: exp(s) - y * s,
        ("log_rate", "target"),
        [(0.2, 3.0), (-40.0, 0.0), (-40.0, 7.0), (5.0, 2.0), (300.0, 1e4)],
        {},
    ),
    ("bce", bce, ("probability", "target"), [(p, y) for p in PROBABILITIES for y in (0.0, 1.0, 0.3)], {}),
    (
        "bce-logits",
        lambda z, y: log(1 + exp(z)) - y * z,
        ("logits", "target"),
        [*HARD, *((z, 0.3) for z in LOGITS)],
        {},
    ),
    ("focal-binary", focal_binary, ("logits", "target"), HARD[:-4], {"alpha": 0.25, "gamma": 2.0}),
    ("focal-binary", focal_binary, ("logits", "target"), HARD[:-4], {"alpha": 0.7, "gamma": 0.5}),
    ("logistic", lambda z, y: log(1 + exp(-y * z)), ("score", "target"), MARGINS, {}),
    ("hinge", lambda z, y: max(0, 1 - y * z), ("score", "target"), MARGINS, {}),
    ("squared-hinge", lambda z, y: max(0, 1 - y * z) ** 2, ("score", "target"), MARGINS, {}),
    ("exponential", lambda z, y: exp(-y * z), ("score", "target"), MARGINS, {}),
]


def assert_exact(found: Any, exact: Any) -> None:
    """Each entry within the relative error of the exact one, or within the smallest normal number."""
    for value, right in zip(np.ravel(found), np.ravel(exact), strict=True):
        assert fabs(mpf(float(value)) - right) <= RELATIVE * fabs(right) + SMALLEST, (value, float(right))


@pytest.mark.parametrize(("key", "formula", "names", "points", "parameters"), ELEMENTWISE)
def test_values_and_gradients_of_single_samples_are_exact(
    key: str,
    formula: Formula,
    names: tuple[str, str],
    points: list[tuple[float, float]],
    parameters: dict[str, float],
) -> None:
    loss = load(key)
    arguments: dict[str, Any] = dict(zip(names, np.array(points).T, strict=True))
    exact = {name: mpf(value) for name, value in parameters.items()}
    values = [formula(mpf(x), mpf(y), **exact) for x, y in points]
    slopes = [mpmath.diff(lambda t, y=y: formula(t, mpf(y), **exact), mpf(x)) for x, y in points]
    assert loss.gradient
    assert_exact(loss.value(**arguments, **parameters, reduction="none"), values)
    assert_exact(loss.gradient(**arguments, **parameters, reduction="none")[names[0]], slopes)


def test_focal_loss_at_huge_logits_is_alpha_times_the_logit_or_vanishes() -> None:
    loss = load("focal-binary")
    logits, target = np.array([1e4, 1e4, -1e4, -1e4]), np.array([0.0, 1.0, 0.0, 1.0])
    assert loss.gradient
    assert loss.value(logits, target, alpha=0.25, reduction="none").tolist() == [7500.0, 0.0, 0.0, 2500.0]
    slopes = loss.gradient(logits, target, alpha=0.25, reduction="none")["logits"]
    assert slopes.tolist() == [0.75, 0.0, 0.0, -0.25]


def cross_entropy(z: list[Any], y: list[Any]) -> Any:
    total = log(sum(exp(each) for each in z))
    return sum(weight * (total - each) for each, weight in zip(z, y, strict=True))


def one_hot(z: list[Any], y: int) -> list[int]:
    return [int(index == y) for index in range(len(z))]


def smoothed(z: list[Any], y: int, smoothing: Any) -> Any:
    even = smoothing / len(z)
    return cross_entropy(z, [(1 - smoothing) * hot + even for hot in one_hot(z, y)])


def focal(z: list[Any], y: int, alpha: Any, gamma: Any) -> Any:
    p = exp(z[y]) / sum(exp(each) for each in z)
    return -alpha * (1 - p) ** gamma * log(p)


def multiclass_hinge(z: list[Any], y: int, margin: Any) -> Any:
    return sum(max(0, margin + each - z[y]) for index, each in enumerate(z) if index != y)


ROWS = [
    ([0.2, -1.0, 2.5], 0),
    ([0.2, -1.0, 2.5], 2),
    ([40.0, 0.0, -3.0], 0),
    ([40.0, 0.0, -3.0], 1),
    ([700.0, 3.0, 0.0], 0),
    ([1e4, 0.0, -1e4], 0),
    ([1e4, 0.0, -1e4], 2),
    ([1e4 + 1, 1e4, 1e4 - 2], 1),
    ([3.0, 3.0, 3.0], 1),
]
BY_CLASS: list[tuple[str, Formula, dict[str, float]]] = [
    ("softmax-ce", lambda z, y: cross_entropy(z, one_hot(z, y)), {}),
    ("label-smoothing", smoothed, {"smoothing": 0.1}),
    ("focal", focal, {"alpha": 0.25, "gamma": 2.0}),
    ("focal", focal, {"alpha": 1.0, "gamma": 0.5}),
    ("focal", focal, {"alpha": 1.0, "gamma": 0.0}),
    ("multiclass-hinge", multiclass_hinge, {"margin": 1.25}),
]


def row_gradient(formula: Callable[[list[Any]], Any], row: list[float]) -> list[Any]:
    exact = [mpf(each) for each in row]
    return [
        mpmath.diff(lambda t, k=k: formula([*exact[:k], t, *exact[k + 1 :]]), exact[k])
        for k in range(len(row))
    ]


@pytest.mark.parametrize(("key", "formula", "parameters"), BY_CLASS)
def test_values_and_gradients_of_rows_of_logits_are_exact(
    key: str, formula: Formula, parameters: dict[str, float]
) -> None:
    loss = load(key)
    logits, target = np.array([row for row, _ in ROWS]), np.array([y for _, y in ROWS])
    exact = {name: mpf(value) for name, value in parameters.items()}
    values = [formula([mpf(each) for each in row], y, **exact) for row, y in ROWS]
    slopes = [row_gradient(lambda z, y=y: formula(z, y, **exact), row) for row, y in ROWS]
    assert loss.gradient
    assert_exact(loss.value(logits, target, **parameters, reduction="none"), values)
    assert_exact(loss.gradient(logits, target, **parameters, reduction="none")["logits"], slopes)


def test_soft_labels_are_exact() -> None:
    loss = load("softmax-ce")
    rows = [[0.2, -1.0, 2.5], [40.0, 0.0, -3.0], [1e4, 0.0, -1e4], [1e4, 9e3, 0.0]]
    labels = [[0.25, 0.25, 0.5], [0.75, 0.25, 0.0], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]
    assert loss.gradient
    exact = [[mpf(each) for each in row] for row in labels]
    values = [cross_entropy([mpf(each) for each in row], y) for row, y in zip(rows, exact, strict=True)]
    slopes = [
        row_gradient(lambda z, y=y: cross_entropy(z, y), row) for row, y in zip(rows, exact, strict=True)
    ]
    assert_exact(loss.value(np.array(rows), np.array(labels), reduction="none"), values)
    assert_exact(loss.gradient(np.array(rows), np.array(labels), reduction="none")["logits"], slopes)


def test_weighted_cross_entropy_is_exact_and_divided_by_the_weights_of_its_classes() -> None:
    loss = load("weighted-ce")
    logits, target = np.array([row for row, _ in ROWS]), np.array([y for _, y in ROWS])
    weights = [0.5, 2.0, 0.125]
    total = sum(weights[y] for _, y in ROWS)

    def mean(z: list[list[Any]]) -> Any:
        rows = zip(z, target.tolist(), strict=True)
        return sum(weights[y] * cross_entropy(row, one_hot(row, y)) for row, y in rows) / total

    exact = [[mpf(each) for each in row] for row, _ in ROWS]
    slopes = [
        row_gradient(lambda z, k=k: mean([*exact[:k], z, *exact[k + 1 :]]), ROWS[k][0])
        for k in range(len(ROWS))
    ]
    assert loss.gradient
    assert_exact(loss.value(logits, target, weights), [mean(exact)])
    found = loss.gradient(logits, target, weights)["logits"]
    assert_exact(np.where(abs(found) < 1e-300, 0, found), np.where(abs(found) < 1e-300, 0, slopes))


@pytest.mark.parametrize("scale", [1.0, 1e-200, 1e200])
def test_rmse_is_exact_where_the_squares_would_overflow_or_vanish(scale: float) -> None:
    loss = load("rmse")
    x, y = np.array([0.3, -2.0, 1.5]) * scale, np.array([1.0, 1.0, 1.0]) * scale
    exact = [mpf(a) - mpf(b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    root = mpmath.sqrt(sum(r**2 for r in exact) / 3)
    assert loss.gradient
    assert_exact(loss.value(x, y), [root])
    assert_exact(loss.gradient(x, y)["prediction"], [r / (3 * root) for r in exact])


@pytest.mark.parametrize("variance", [1e-8, 0.5, 1.0, 3.0, 1e8])
def test_gaussian_likelihood_is_exact_in_both_arguments(variance: float) -> None:
    def formula(x: Any, y: Any, v: Any) -> Any:
        return (log(v) + (x - y) ** 2 / v) / 2

    loss = load("gaussian-nll")
    points = [(0.3, -1.2), (2.0, 1.9), (1e4, -1e4)]
    arguments = dict(zip(("prediction", "target"), np.array(points).T, strict=True))
    exact = [(mpf(x), mpf(y), mpf(variance)) for x, y in points]
    assert loss.gradient
    arguments["variance"] = np.full(3, variance)
    assert_exact(loss.value(**arguments, reduction="none"), [formula(*each) for each in exact])
    gradients = loss.gradient(**arguments, reduction="none")
    assert_exact(gradients["prediction"], [mpmath.diff(formula, each, (1, 0, 0)) for each in exact])
    assert_exact(gradients["variance"], [mpmath.diff(formula, each, (0, 0, 1)) for each in exact])


@pytest.mark.parametrize(
    ("key", "formula", "parameters"),
    [
        ("l1", lambda w, strength: strength * fabs(w), {"strength": 0.3}),
        ("l2", lambda w, strength: strength * w**2, {"strength": 0.3}),
        (
            "elastic-net",
            lambda w, strength, ratio: strength * (ratio * fabs(w) + (1 - ratio) * w**2),
            {"strength": 0.3, "ratio": 0.7},
        ),
    ],
)
def test_penalties_are_exact(key: str, formula: Formula, parameters: dict[str, float]) -> None:
    loss = load(key)
    w = [0.5, -2.0, 1e-9, -1e8]
    exact = {name: mpf(value) for name, value in parameters.items()}
    assert loss.gradient
    assert_exact(loss.value(w, **parameters), [sum(formula(mpf(each), **exact) for each in w)])
    slopes = [mpmath.diff(lambda t: formula(t, **exact), mpf(each)) for each in w]
    assert_exact(loss.gradient(w, **parameters)["parameters"], slopes)
