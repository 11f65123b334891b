"""The exercises on gradients: the kernel's entries, differences of the printed loss, and the expressions agree."""

import math
from random import Random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from studycli.losses.formula.comparison import declared, valued
from studycli.losses.formula.evaluation import Point as FormulaPoint
from studycli.losses.kernel import load
from studycli.quiz.exercises import slopes
from studycli.quiz.exercises.expressions import derived
from studycli.quiz.exercises.model import Point, Slope
from studycli.quiz.exercises.proving import both_sides, proved_slope
from studycli.quiz.exercises.working import entries_of, slope_steps
from studycli.quiz.marking import expression
from studycli.quiz.templates import wordings

SEEDS = range(25)


def drawn(exercise: Slope, seed: int) -> Point:
    """Return the numbers of an exercise."""
    return exercise.draw(Random(seed))  # noqa: S311 - a game of questions, no secret


@pytest.mark.parametrize("key", slopes())
def test_the_kernel_agrees_with_differences_of_the_printed_loss(key: str) -> None:
    exercise = slopes()[key]
    for seed in SEEDS:
        point = drawn(exercise, seed)
        found = proved_slope(exercise, point)
        assert found is not None
        assert len(found.values) == len(exercise.at(point)) == len(exercise.steps(point)) > 1
        assert any(abs(value) > 1e-3 for value in found.values)


@pytest.mark.parametrize("key", slopes())
def test_the_working_gives_the_rule_and_ends_in_the_entries(key: str) -> None:
    exercise = slopes()[key]
    point = drawn(exercise, 0)
    found = proved_slope(exercise, point)
    assert found is not None
    rule, entries = slope_steps(exercise, point, found)
    assert rule.endswith(exercise.rule)
    assert entries.endswith(f"[{', '.join(entries_of(found))}]")


@pytest.mark.parametrize("key", slopes())
def test_the_prompt_does_not_print_the_rule(key: str) -> None:
    assert slopes()[key].rule not in slopes()[key].formula


@pytest.mark.parametrize(
    ("key", "point", "values"),
    [
        ("mse", {"y": [1.0, 0.0], "yhat": [0.8, 0.3]}, (-0.2, 0.3)),
        ("softmax-ce", {"y": [0.0, 1.0, 0.0], "p": [0.7, 0.2, 0.1]}, (0.7, -0.8, 0.1)),
        ("bce", {"y": [1.0, 0.0], "p": [0.5, 0.5]}, (-0.25, 0.25)),
        ("l2", {"w": [2.0, -3.0]}, (4.0, -6.0)),
        ("uncertainty-weighting", {"L": [2.0, 1.0], "sigma": [1.0, 2.0]}, (-1.0, 0.75)),
    ],
)
def test_known_gradients(key: str, point: Point, values: tuple[float, ...]) -> None:
    """Worked out by hand."""
    found = proved_slope(slopes()[key], point)
    assert found is not None
    assert np.allclose(found.values, values, rtol=1e-12)
    assert found.either == ()


def test_a_kink_has_its_interval_of_subgradients() -> None:
    found = proved_slope(slopes()["l1"], {"w": [2.0, -3.0, 0.0]})
    assert found is not None
    assert found.values == (1.0, -1.0, 0.0)
    assert found.either == (None, None, (-1.0, 1.0))


@pytest.mark.parametrize(("y", "interval"), [(1.0, (-1 / 3, 0.0)), (-1.0, (0.0, 1 / 3))])
def test_the_hinge_has_its_kink_at_the_margin(y: float, interval: tuple[float, float]) -> None:
    found = proved_slope(slopes()["hinge"], {"y": [y, 1.0, 1.0], "z": [y, 2.0, 0.5]})
    assert found is not None
    assert found.either[0] is not None
    assert np.allclose(found.either[0], interval, atol=1e-6)
    assert found.either[1:] == (None, None)


def test_an_exercise_that_differences_contradict_is_vetoed() -> None:
    exercise = slopes()["mse"]
    point = drawn(exercise, 0)
    assert proved_slope(exercise._replace(loss=lambda given, at: 2 * exercise.loss(given, at)), point) is None
    assert proved_slope(exercise._replace(kernel="mae"), point) is None


def test_a_loss_without_a_gradient_is_vetoed() -> None:
    exercise = slopes()["hinge"]._replace(kernel="zero-one")
    assert proved_slope(exercise, drawn(exercise, 0)) is None


def test_one_sided_differences_are_exact_to_seven_digits() -> None:
    ((left, right),) = both_sides(lambda at: math.exp(at[0]), [1.0])
    assert abs(left - math.e) < 1e-7
    assert abs(right - math.e) < 1e-7


# Expressions


@pytest.mark.parametrize("key", sorted(set(derived()) - {"dpo"}))
def test_an_expression_is_the_kernels_gradient(key: str) -> None:
    asked = derived()[key].expected
    loss = load(asked.loss)
    assert loss.gradient is not None
    variables = declared(asked.variables)
    for seed in range(5):
        arguments = loss.sample(np.random.default_rng(seed), {"n": 3, "c": 4, "d": 3})
        arguments |= CONSTANTS.get(key, {})
        given = {each.name: as_variable(each.name, arguments) for each in variables}
        lengths = dict(zip("".join(variables[0].axes), given[variables[0].name].shape, strict=True))
        point = FormulaPoint(
            {name: array[None] for name, array in given.items()},
            {each.name: each.axes for each in variables},
            {each.name: each.domain for each in variables},
            lengths,
        )
        wanted = next(iter(loss.gradient(**arguments).values()))
        assert np.allclose(valued(asked.reference, variables)(point).values[0], wanted, rtol=1e-10)


CONSTANTS = {
    "huber": {"delta": 0.4},
    "smooth-l1": {"beta": 0.4},
    "l1": {"strength": 1.0},
    "l2": {"strength": 1.0},
    "elastic-net": {"strength": 1.0, "ratio": 0.3},
}
ARGUMENTS = {
    "y": "target", "yhat": "prediction", "delta": "delta", "beta": "beta", "w": "parameters", "rho": "ratio", "s": "log_rate",
}  # fmt: skip


def as_variable(name: str, arguments: dict[str, Any]) -> NDArray[Any]:
    """Return the kernel's argument that a variable is: logits or scores for z, one-hot rows for classes."""
    if name == "z":
        return np.array(arguments.get("logits", arguments.get("score")), dtype=np.float64)
    value = np.asarray(arguments[ARGUMENTS[name]])
    if value.dtype.kind == "i" and "logits" in arguments and np.ndim(arguments["logits"]) == 2:
        rows: NDArray[Any] = np.eye(np.shape(arguments["logits"])[1])[value]
        return rows
    return value.astype(float)


def test_the_gradient_of_preference_is_its_derivative() -> None:
    """L = -ln σ(βh): by the central difference at h = 0.7, β = 0.5."""
    asked = derived()["dpo"].expected
    point = FormulaPoint(
        {"h": np.array([0.7]), "beta": np.array([0.5])},
        {"h": (), "beta": ()},
        {"h": "real", "beta": "positive"},
        {},
    )
    step = 1e-6
    low, high = (math.log(1 + math.exp(-0.5 * (0.7 + sign * step))) for sign in (-1, 1))
    value = float(valued(asked.reference, declared(asked.variables))(point).values[0])
    assert abs(value - (high - low) / (2 * step)) < 1e-9


@pytest.mark.parametrize("key", derived())
def test_an_expression_is_marked_right_and_its_negative_wrong(key: str) -> None:
    asked = derived()[key]
    assert expression.mark(asked.expected, asked.expected.reference).verdict == "right"
    wrong = expression.mark(asked.expected, f"-({asked.expected.reference})")
    assert wrong.verdict == "wrong"
    assert wrong.remarks[0] == wordings("en")["expression"]["sign"]


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("mse", "2/n * (yhat - y)"), ("mse", r"-\frac{2}{n}(y_i - \hat{y}_i)"), ("bce", "(σ(z)-y)/n"),
        ("bce", "(1/(1+exp(-z)) - y)/n"), ("softmax-ce", "(softmax(z) - y)/n"), ("l2", "2w"), ("l1", "w/|w|"),
        ("huber", "clip(yhat - y, -delta, delta)/n"), ("logistic", "-y/(n*(1+exp(y*z)))"), ("mae", "sign(ŷ - y)/n"),
    ],
)  # fmt: skip
def test_each_way_to_write_a_gradient_is_right(key: str, typed: str) -> None:
    assert expression.mark(derived()[key].expected, typed).verdict == "right"


@pytest.mark.parametrize("key", derived())
def test_the_symbols_have_words(key: str) -> None:
    for given in derived()[key].symbols:
        for language in ("zh", "en"):
            assert not given.meaning or wordings(language)["given"][given.meaning]


@pytest.mark.parametrize("key", derived())
def test_the_prompt_of_an_expression_does_not_hold_it(key: str) -> None:
    assert derived()[key].expected.reference not in derived()[key].formula
