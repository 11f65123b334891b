"""The exercises on values: the printed formula, plain Python and the kernel give one number, and the working ends in it."""

import math
from random import Random
from typing import Any

import numpy as np
import pytest

from studycli.losses.formula.comparison import valued
from studycli.losses.formula.evaluation import Point as FormulaPoint
from studycli.losses.formula.variables import Declared
from studycli.quiz.exercises import values
from studycli.quiz.exercises.model import Point, Term, Value
from studycli.quiz.exercises.proving import proved_value
from studycli.quiz.exercises.working import value_steps
from studycli.quiz.exercises.writing import added, bracketed, equals, number, shown
from studycli.quiz.templates import wordings

SEEDS = range(25)


def drawn(exercise: Value, seed: int) -> Point:
    """Return the numbers of an exercise."""
    return exercise.draw(Random(seed))  # noqa: S311 - a game of questions, no secret


NAMES = {
    r"\hat{y}": "yhat",
    r"\sigma_t": "sigma",
    "L_t": "L",
    **{
        rf"\{name}": name
        for name in ("delta", "Delta", "beta", "tau", "alpha", "gamma", "epsilon", "lambda", "rho")
    },
}
"""How the reader of formulas names what a prompt gives."""

UNREAD = {
    *("box-iou", "giou"),  # areas
    *("cosine-embedding", "info-nce", "bpr", "dpo"),  # functions of vectors, and names with brackets
    "multiclass-hinge",  # a sum over the classes that are not the true one
    "jensen-shannon",  # a definition beside it
}
"""Losses whose printed formula the reader of formulas does not evaluate: plain Python alone holds against the kernel."""


def by_its_formula(exercise: Value, point: Point) -> float:
    """Return the printed formula's value, read from its LaTeX."""
    axis = "c" if "_c" in exercise.formula else "t" if "_t" in exercise.formula else "n"
    given = {
        NAMES.get(each.symbol, each.symbol): np.asarray(point[each.name], dtype=float)
        for each in exercise.givens
    }
    variables = [Declared(name, (axis,) * array.ndim, "real") for name, array in given.items()]
    at = FormulaPoint(
        {name: array[None] for name, array in given.items()},
        {each.name: each.axes for each in variables},
        {each.name: each.domain for each in variables},
        {axis: max(array.size for array in given.values())},
    )
    return float(valued(exercise.formula, variables)(at).values.ravel()[0])


@pytest.mark.parametrize("key", values())
def test_the_kernel_agrees_with_the_printed_definition(key: str) -> None:
    exercise = values()[key]
    for seed in SEEDS:
        point = drawn(exercise, seed)
        found = proved_value(exercise, point)
        assert found is not None
        assert math.isclose(found.values[0], exercise.value(point), rel_tol=1e-9)


@pytest.mark.parametrize("key", sorted(set(values()) - UNREAD))
def test_the_printed_formula_has_the_value(key: str) -> None:
    exercise = values()[key]
    for seed in (0, 1, 2):
        point = drawn(exercise, seed)
        assert math.isclose(by_its_formula(exercise, point), exercise.value(point), rel_tol=1e-9)


@pytest.mark.parametrize("key", values())
def test_the_working_ends_in_the_value(key: str) -> None:
    exercise = values()[key]
    for seed in SEEDS:
        point = drawn(exercise, seed)
        last = value_steps(exercise, point)[-1]
        assert last.endswith(equals(exercise.value(point)))
        assert last.startswith(exercise.formula.partition(" = ")[0])


@pytest.mark.parametrize("key", values())
def test_each_given_stands_in_the_formula_and_has_words(key: str) -> None:
    exercise = values()[key]
    for given in exercise.givens:
        symbol = given.symbol.removesuffix("_t").removeprefix(r"\ln").replace("s^", "s_i^")
        assert symbol in exercise.formula or key == "multiclass-hinge"  # its class t is told one-hot, as y
        for language in ("zh", "en"):
            assert not given.meaning or wordings(language)["given"][given.meaning]


@pytest.mark.parametrize("key", values())
def test_numbers_are_short_and_differ_by_seed(key: str) -> None:
    exercise = values()[key]
    points = [drawn(exercise, seed) for seed in SEEDS]
    assert points[3] == drawn(exercise, 3)
    assert len({str(point) for point in points}) > 2
    for point in points:
        for value in flat(list(point.values())):
            assert float(number(value)) == value
            assert len(number(abs(value))) <= 4


def flat(value: Any) -> list[float]:
    """Return the numbers of nested lists."""
    return [each for row in value for each in flat(row)] if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("key", "point", "value"),
    [
        ("mse", {"y": [1.0, 0.0], "yhat": [0.8, 0.3]}, 0.065),
        ("bce", {"y": [1.0], "p": [0.9]}, 0.10536051565782628),  # -ln 0.9
        ("kl", {"p": [0.5, 0.5], "q": [0.25, 0.75]}, 0.14384103622589042),  # ln 2 - ln(3) / 2
        ("huber", {"y": [0.0, 0.0], "yhat": [0.5, 3.0], "delta": 1.0}, (0.125 + 2.5) / 2),
        ("elastic-net", {"w": [1.0, -2.0], "rho": 0.5}, 0.5 * 3 + 0.5 * 5),
        ("giou", {"a": [0, 0, 2, 2], "b": [1, 1, 3, 3]}, 1 - 1 / 7 + 2 / 9),
        ("ppo-clip", {"r": [1.5, 0.5], "a": [2.0, -1.0], "epsilon": 0.2}, (2.4 - 0.8) / 2),
    ],
)
def test_known_values(key: str, point: Point, value: float) -> None:
    """Worked out by hand."""
    found = proved_value(values()[key], point)
    assert found is not None
    assert math.isclose(found.values[0], value, rel_tol=1e-12)


def test_an_exercise_that_the_kernel_contradicts_is_vetoed() -> None:
    exercise = values()["mse"]
    point = drawn(exercise, 0)
    summed = exercise._replace(outer="sum")
    absolute = exercise._replace(
        terms=lambda given: [Term("", abs(a - b)) for a, b in zip(given["y"], given["yhat"], strict=True)]
    )
    assert proved_value(summed, point) is None
    assert proved_value(absolute, point) is None


def test_a_value_that_is_not_finite_is_vetoed() -> None:
    exercise = values()["mse"]._replace(terms=lambda _: [Term("", math.inf)])
    assert proved_value(exercise, {"y": [1.0], "yhat": [math.inf]}) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (3.0, "3"), (-0.2, "-0.2"), (0.1 + 0.2, "0.3"), (math.log(2), "0.6931"), (1.2345, "1.2345"),
        (0.00026340128, "0.0002634"), (12345.678, "12346"), (1e-7, "0.0000001"), (100.0, "100"),
    ],
)  # fmt: skip
def test_numbers_print_as_a_person_writes_them(value: float, text: str) -> None:
    assert number(value) == text


def test_rounded_numbers_are_marked_as_such() -> None:
    assert equals(0.065) == "= 0.065"
    assert equals(1 / 3) == r"\approx 0.3333"


def test_negative_numbers_stand_in_brackets_behind_an_operator() -> None:
    assert (bracketed(-2), bracketed(0.5)) == ("(-2)", "0.5")
    assert added(["a", "-b", "c"]) == "a - b + c"
    assert shown([[1.0, 0.5], [-2.0, 0.0]]) == "[[1, 0.5], [-2, 0]]"


@pytest.mark.parametrize("table", ["given", "value", "gradient", "numbers"])
def test_the_languages_have_the_same_wordings(table: str) -> None:
    assert wordings("zh")[table].keys() == wordings("en")[table].keys()
