"""The checker of gradients: right, wrong or undecided, for losses of every kind."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import LossInputError
from studycli.losses.gradcheck import Report, Rows, check

Function = Callable[[np.ndarray], Any]

N, C = 64, 100


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


class Entropy:
    """Mean cross-entropy behind a softmax, written here anew: value, rows and gradient."""

    def __init__(self, n: int = N, c: int = C, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.z = rng.normal(size=(n, c))
        self.y = rng.integers(0, c, n)

    def rows(self, z: np.ndarray) -> np.ndarray:
        shifted = z - z.real.max(axis=1, keepdims=True)
        return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(z)), self.y]

    def value(self, z: np.ndarray) -> np.ndarray:
        return self.rows(z).mean()

    def gradient(self, z: np.ndarray) -> np.ndarray:
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        p[np.arange(len(z)), self.y] -= 1
        return p / len(z)


def planted(entropy: Entropy, rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """The seven mistakes that a check of five directions must find."""
    right = entropy.gradient(entropy.z)
    n, c = right.shape
    largest = np.abs(right).max()

    def entry() -> tuple[int, int]:
        return int(rng.integers(n)), int(rng.integers(c))

    for share in (1e-3, 1e-6):
        wrong = right.copy()
        wrong[entry()] += share * largest
        yield f"one entry off by {share:g} of the largest", wrong
    wrong = right.copy()
    wrong[rng.integers(n)] *= 1.01
    yield "one row off by 1 %", wrong
    yield "no 1/n", right * n
    wrong = right.copy()
    row = int(rng.integers(n))
    wrong[row, entropy.y[row]] += 1 / n
    yield "a label's -1 missing in one row", wrong
    wrong = right.copy()
    one, other = entry(), entry()
    wrong[one], wrong[other] = right[other], right[one]
    yield "two entries exchanged", wrong
    wrong = right.copy()
    wrong[np.unravel_index(np.abs(right).argmin(), right.shape)] *= 2
    yield "the smallest entry doubled", wrong


@pytest.mark.parametrize("by_rows", [True, False])
@pytest.mark.parametrize("directions", [0, 5])
def test_a_right_gradient_is_right(directions: int, by_rows: bool) -> None:
    entropy = Entropy(6, 7)
    rows = entropy.rows if by_rows else None
    report = check(entropy.value, entropy.gradient, entropy.z, rows=rows, directions=directions, name="ce")
    assert (report.verdict, report.method, report.reason) == ("right", "complex step", "")
    assert (report.name, report.shape, report.directions, report.undecided) == ("ce", (6, 7), directions, 0)
    assert report.diagnosis is None


@pytest.mark.parametrize("seed", range(5))
def test_five_directions_find_each_planted_mistake_and_nothing_else(seed: int) -> None:
    """``tests/benchmarks/planted.py`` does it a hundred times."""
    entropy = Entropy(seed=seed)
    rng = np.random.default_rng(seed)
    verdicts = {
        name: check(entropy.value, wrong, entropy.z, directions=5, seed=seed).verdict
        for name, wrong in planted(entropy, rng)
    }
    assert set(verdicts.values()) == {"wrong"}, verdicts
    assert len(verdicts) == 7
    right = check(entropy.value, entropy.gradient, entropy.z, directions=5, seed=seed)
    assert right.verdict == "right"


def test_all_entries_are_exact_to_the_last_place() -> None:
    """The estimate of each entry is within 1e-15 of the largest: the gradient p - y is exact to rounding."""
    entropy = Entropy()
    right = entropy.gradient(entropy.z)
    report = check(entropy.value, entropy.gradient, entropy.z, rows=entropy.rows)
    assert report.worst
    assert abs(report.worst.given - report.worst.expected) <= 1e-15 * np.abs(right).max()


@pytest.mark.parametrize("directions", [0, 5])
def test_a_wrong_entry_is_found_with_both_values(directions: int) -> None:
    entropy = Entropy(9, 8)
    wrong = entropy.gradient(entropy.z)
    wrong[4, 2] += 1e-4
    report = check(entropy.value, wrong, entropy.z, directions=directions)
    assert report.verdict == "wrong"
    assert report.worst
    assert report.worst.place == (4, 2)
    assert report.worst.given == wrong[4, 2]
    assert report.worst.expected == pytest.approx(wrong[4, 2] - 1e-4, abs=1e-16)
    assert report.diagnosis
    assert (report.diagnosis.kind, report.diagnosis.places) == ("entry", ((4, 2),))


def test_bisection_finds_what_is_too_large_to_look_at_entry_by_entry() -> None:
    """With directions alone: one entry, two that are exchanged, one row, and a factor throughout."""
    entropy = Entropy()
    right = entropy.gradient(entropy.z)
    wrongs = {kind: right.copy() for kind in ("entry", "exchanged-entries", "row", "factor")}
    wrongs["entry"][50, 99] += 1e-5
    wrongs["exchanged-entries"][3, 4], wrongs["exchanged-entries"][60, 0] = right[60, 0], right[3, 4]
    wrongs["row"][63] *= 1.01
    wrongs["factor"] *= 0.5
    calls = 0

    def value(z: np.ndarray) -> np.ndarray:
        nonlocal calls
        calls += 1
        return entropy.value(z)

    for kind, wrong in wrongs.items():
        calls = 0
        report = check(value, wrong, entropy.z, directions=5)
        assert report.diagnosis
        assert report.diagnosis.kind == kind
        assert report.worst
        assert report.worst.given == wrong[report.worst.place]
        assert report.worst.expected == pytest.approx(right[report.worst.place], rel=1e-10)
        assert calls < 300  # of 6400 entries


def test_rows_are_looked_at_with_one_evaluation_a_column() -> None:
    entropy = Entropy(6, 5)
    calls = 0

    def rows(z: np.ndarray) -> np.ndarray:
        nonlocal calls
        calls += np.iscomplexobj(z)
        return entropy.rows(z)

    assert check(entropy.value, entropy.gradient, entropy.z, rows=rows).verdict == "right"
    assert calls == 5


def test_rows_that_depend_on_each_other_are_not_taken_for_rows() -> None:
    """A loss whose rows see the whole batch is checked entry by entry, and a wrong gradient of it is found."""
    x = np.random.default_rng(0).normal(size=(5, 3))

    def rows(x: np.ndarray) -> np.ndarray:
        return (x * x.mean(axis=0)).sum(axis=1)

    def gradient(x: np.ndarray) -> np.ndarray:
        return 2 * np.broadcast_to(x.mean(axis=0), x.shape) / 5

    assert check(lambda x: rows(x).mean(), gradient, x, rows=rows).verdict == "right"
    assert check(lambda x: rows(x).mean(), x / 5, x, rows=rows).verdict == "wrong"


@pytest.mark.parametrize(
    "rows",
    [
        lambda x: (x * x).sum(),  # no rows
        lambda x: (x * x).sum(axis=0),  # the columns
        lambda x: 0 * x[:, 0],  # adds up to nothing
        Rows(lambda x: (x * x).sum(axis=1), copies=1),
        Rows(lambda x: (x * x).sum(axis=1), copies=2),  # the last group is not full
        Rows(lambda x: x * x, copies=4),  # each entry is a row
    ],
)
def test_rows_of_any_shape_do_no_harm(rows: Function | Rows) -> None:
    x = np.random.default_rng(0).normal(size=(4, 3))
    assert check(lambda x: (x * x).sum(), lambda x: 2 * x, x, rows=rows).verdict == "right"
    assert check(lambda x: (x * x).sum(), lambda x: 2.001 * x, x, rows=rows).verdict == "wrong"


def test_rows_by_differences() -> None:
    """Where the loss takes no complex numbers, each row still has a step of its own."""
    x = np.random.default_rng(0).normal(size=(4, 3)) * np.array([[1e-6], [1.0], [1e3], [1.0]])

    def rows(x: np.ndarray) -> np.ndarray:
        return np.abs(x.real).sum(axis=1)

    report = check(lambda x: rows(x).mean(), lambda x: np.sign(x) / 4, x, rows=rows)
    assert (report.verdict, report.method) == ("right", "central differences")
    assert check(lambda x: rows(x).mean(), lambda x: np.sign(x) / 3.99, x, rows=rows).verdict == "wrong"


# Losses as people write them, which complex steps cannot differentiate; with their gradients.
PLAIN: dict[str, tuple[Function, Function]] = {
    "modulus": (lambda x: np.abs(x).mean(), lambda x: np.sign(x) / x.size),
    "maximum": (lambda x: float(np.maximum(0, x).sum()), lambda x: (x > 0) * 1.0),
    "Huber": (
        lambda x: float(np.where(np.abs(x) < 1, x * x / 2, np.abs(x) - 0.5).sum()),
        lambda x: np.clip(x, -1, 1),
    ),
    "norm": (np.linalg.norm, lambda x: x / np.linalg.norm(x)),
    "largest": (lambda x: float(x.max()), lambda x: (x == x.max()) * 1.0),
    "tenth power": (lambda x: float((x.real**10).sum()), lambda x: 10 * x**9),
    "waves": (lambda x: float(np.sin(1e3 * x.real).sum()), lambda x: 1e3 * np.cos(1e3 * x)),
    "small": (lambda x: float((x.real**2).sum() * 1e-8), lambda x: 2e-8 * x),
    "math": (lambda x: math.fsum(math.exp(v) for v in x.ravel()), np.exp),
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", PLAIN)
def test_losses_as_people_write_them(name: str, seed: int) -> None:
    """By differences: right, also along directions, and wrong by 1 % in the entry that matters most."""
    value, gradient = PLAIN[name]
    x = np.random.default_rng(seed).normal(size=(8, 5) if seed % 2 else 7) * (1 + 4 * (seed == 3))
    for directions in (0, 5):
        report = check(value, gradient, x, seed=seed, directions=directions)
        assert (report.verdict, report.method) == ("right", "central differences")
    wrong = gradient(x)
    wrong.flat[np.abs(wrong).argmax()] *= 1.01
    assert check(value, wrong, x, seed=seed).verdict == "wrong"


# Losses that are computed with few digits: never a false alarm, gross mistakes are found.
COARSE: dict[str, tuple[Function, Function]] = {
    "float32": (lambda x: float(np.sum(x.astype(np.float32) ** 2)), lambda x: 2 * x),
    "float32 within": (
        lambda x: float(np.mean(np.exp(x.astype(np.float32)).astype(float))),
        lambda x: np.exp(x) / x.size,
    ),
    "six digits": (lambda x: np.round((x.real**2).sum(), 6), lambda x: 2 * x),
}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", COARSE)
def test_losses_of_few_digits_are_right_or_undecided(name: str, seed: int) -> None:
    value, gradient = COARSE[name]
    x = np.random.default_rng(seed).normal(size=12)
    for directions in (0, 5):
        report = check(value, gradient, x, seed=seed, directions=directions)
        assert report.verdict in ("right", "undecided")
        assert check(value, -gradient(x), x, seed=seed, directions=directions).verdict == "wrong"


def hinge(x: np.ndarray) -> np.ndarray:
    """Sum of max(x, 0), continued analytically."""
    return np.where(x.real < 0, 0 * x, x).sum()


KINKS: dict[str, tuple[Function, Function, list[float]]] = {
    "modulus": (lambda x: np.abs(x).sum(), np.sign, [0.5, -1.0, 2.0, 0.0]),
    "hinge": (hinge, lambda x: (x > 0) * 1.0, [0.5, 0.0]),
    "ties": (lambda x: x.max(), lambda x: (x == x.max()) * 1.0, [1.0, 1.0, 0.3]),
}


@pytest.mark.parametrize("directions", [0, 5])
@pytest.mark.parametrize("name", KINKS)
def test_at_a_kink_a_gradient_is_undecided(name: str, directions: int) -> None:
    value, gradient, x = KINKS[name]
    report = check(value, gradient, np.array(x), directions=directions)
    assert (report.verdict, report.reason) == ("undecided", "kink")
    assert report.undecided >= 1


@pytest.mark.parametrize("name", ["modulus", "hinge"])
def test_a_mistake_away_from_the_kink_is_still_wrong(name: str) -> None:
    value, gradient, x = KINKS[name]
    report = check(value, lambda x: -gradient(x), np.array(x))
    assert report.verdict == "wrong"
    assert report.worst
    assert x[report.worst.place[0]] != 0


def test_a_kink_of_the_second_derivative_is_no_kink() -> None:
    value, gradient = PLAIN["Huber"]
    assert check(value, gradient, np.array([1.0, 0.3, -1.0])).verdict == "right"


def squared_sigmoid(z: np.ndarray) -> np.ndarray:
    return ((sigmoid(z) - 1) ** 2).sum()


def squared_sigmoid_gradient(z: np.ndarray) -> np.ndarray:
    return 2 * (sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z))


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0])
@pytest.mark.parametrize("z", [-40.0, 40.0])
def test_where_rounding_hides_the_gradient_it_is_undecided(z: float, factor: float) -> None:
    """The squared error behind a sigmoid at -40: the loss is 1 to the last place, the gradient is -8e-18."""
    report = check(squared_sigmoid, lambda z: factor * squared_sigmoid_gradient(z), np.array([z]))
    assert (report.verdict, report.reason) == ("undecided", "saturated")


def test_where_rounding_hides_the_gradient_a_gross_mistake_is_wrong() -> None:
    assert check(squared_sigmoid, np.ones_like, np.array([-40.0])).verdict == "wrong"


def test_a_small_gradient_that_can_be_told_is_told() -> None:
    """At -10 the squared error behind a sigmoid has a gradient of 9e-5."""
    z = np.array([-10.0])
    assert check(squared_sigmoid, squared_sigmoid_gradient, z).verdict == "right"
    assert check(squared_sigmoid, lambda z: 1.001 * squared_sigmoid_gradient(z), z).verdict == "wrong"


@pytest.mark.parametrize("lead", [16.0, 23.0, 30.0, 35.0, 40.0])
def test_a_certain_prediction_is_never_a_false_alarm(lead: float) -> None:
    """The difference p - y cancels to a few digits where p is nearly 1: that is rounding, and no mistake."""
    entropy = Entropy(1, 3)
    entropy.y[:] = 0
    z = np.array([[lead, 0.0, -1.0]])
    assert check(entropy.value, entropy.gradient, z).verdict in ("right", "undecided")


@pytest.mark.parametrize(
    ("value", "x"),
    [
        (lambda x: np.exp(x).sum(), [800.0]),
        (lambda x: np.exp(x).sum(), [709.7]),
        (lambda x: np.log(x).sum(), [-1.0, 2.0]),
        (lambda x: np.log(x).sum(), [0.0, 2.0]),
        (lambda x: (x * x).sum(), [np.nan]),
        (lambda x: float(np.sqrt(x.real).sum()), [0.0]),
    ],
)
def test_overflow_is_undecided(value: Function, x: list[float]) -> None:
    report = check(value, np.ones_like, np.array(x))
    assert (report.verdict, report.reason) == ("undecided", "overflow")


def test_what_is_beyond_the_reach_of_any_step_is_undecided() -> None:
    """A jump at the point, and a loss that is drowned by a constant."""
    jump = check(lambda x: np.where(x.real > 1, x, x + 5).sum(), np.ones_like, np.array([1.0, 2.0]))
    assert jump.verdict == "undecided"
    drowned = check(lambda x: (x * x).sum() + 1e12, lambda x: 2 * x, np.array([1.0, 2.0]))
    assert drowned.verdict == "undecided"
    constant = check(lambda x: 3.7, np.zeros_like, np.array([1.0, 2.0]))
    assert (constant.verdict, constant.reason) == ("undecided", "saturated")
    assert check(lambda x: 3.7, np.ones_like, np.array([1.0, 2.0])).verdict == "wrong"


def test_a_complex_step_that_is_not_the_derivative_is_refuted() -> None:
    """The imaginary part is dropped in one term only, too small for the first look: differences decide."""
    x = np.random.default_rng(0).normal(size=50)

    def value(x: np.ndarray) -> np.ndarray:
        return (x[1:] ** 2).sum() + 1e-7 * x.real[0] ** 2

    def gradient(x: np.ndarray) -> np.ndarray:
        return np.append(2e-7 * x[0], 2 * x[1:])

    assert check(value, gradient, x).verdict == "right"
    assert check(value, lambda x: gradient(x) * 1.001, x).verdict == "wrong"


def test_a_function_that_fails_for_some_complex_numbers_is_checked_by_differences() -> None:
    def value(x: np.ndarray) -> np.ndarray:
        if np.count_nonzero(x.imag) == 1:
            raise TypeError("no complex numbers, please")
        return (x * x).sum()

    report = check(value, lambda x: 2 * x, np.array([1.0, 2.0]))
    assert (report.verdict, report.method) == ("right", "central differences")


def test_probabilities_near_the_border_stay_within() -> None:
    p = np.array([1e-12, 0.3, 1 - 1e-9])

    def value(p: np.ndarray) -> np.ndarray:
        if ((p.real <= 0) | (p.real >= 1)).any():
            raise ValueError("not a probability")
        return -(np.log(p) + 2 * np.log(1 - p)).sum()

    assert check(value, lambda p: -1 / p + 2 / (1 - p), p).verdict == "right"


def test_a_gradient_that_is_no_number_is_wrong() -> None:
    report = check(lambda x: (x * x).sum(), lambda x: np.array([2 * x[0], np.nan]), np.array([1.0, 2.0]))
    assert report.verdict == "wrong"
    assert report.worst
    assert report.worst.place == (1,)
    assert report.diagnosis
    assert report.diagnosis.kind == "not-finite"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda g: g.T, "transposed"),
        (lambda g: g[..., None], "shape"),
        (np.ravel, "shape"),
        (lambda g: g.sum(), "shape"),
    ],
)
def test_a_gradient_of_another_shape_is_wrong(change: Function, kind: str) -> None:
    x = np.random.default_rng(0).normal(size=(2, 3))
    report = check(lambda x: (x * x).sum(), lambda x: change(2 * x), x)
    assert report.verdict == "wrong"
    assert report.diagnosis
    assert report.diagnosis.kind == kind


def test_functions_may_change_their_argument() -> None:
    def value(x: np.ndarray) -> np.ndarray:
        x *= x
        return x.sum()

    def gradient(x: np.ndarray) -> np.ndarray:
        x *= 2
        return x

    point = np.array([[1.0, -2.0], [3.0, 4.0]])
    report = check(value, gradient, point, rows=lambda x: (x * x).sum(axis=1))
    assert report.verdict == "right"
    assert point.tolist() == [[1.0, -2.0], [3.0, 4.0]]


def test_a_number_is_a_point_too() -> None:
    assert check(lambda x: x**3, lambda x: 3 * x**2, 2.0).verdict == "right"
    report = check(lambda x: x**3, lambda x: -3 * x**2, 2)
    assert report.verdict == "wrong"
    assert report.worst
    assert report.worst.place == ()
    assert report.worst.relative == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("value", "gradient", "point", "sentence"),
    [
        (lambda x: x * x, lambda x: 2 * x, [1.0, 2.0], "The loss gives an array of shape (2,), expected one"),
        (lambda x: x.sum(), np.ones_like, [], "The point has shape (0,) and type float64, expected real"),
        (
            lambda x: x.sum(),
            np.ones_like,
            [1j],
            "The point has shape (1,) and type complex128, expected real",
        ),
        (lambda x: x.sum(), lambda x: ["one"], [1.0], "Expected numbers, found an array of type <U3."),
        (lambda x: "one", np.ones_like, [1.0], "Expected numbers, found an array of type <U3."),
    ],
)
def test_what_cannot_be_checked_is_told(
    value: Function, gradient: Function, point: list[Any], sentence: str
) -> None:
    with pytest.raises(LossInputError) as error:
        check(value, gradient, np.array(point))
    assert str(error.value).startswith(sentence)


def test_an_error_of_the_loss_itself_is_not_swallowed() -> None:
    def broken(x: np.ndarray) -> np.ndarray:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        check(broken, np.ones_like, np.ones(2))
    with pytest.raises(ValueError, match="mine"):
        check(lambda x: x.sum(), broken, np.ones(2))


@given(
    st.integers(0, 10_000),
    st.sampled_from([1e-6, 1e-3, 1.0, 1e3, 1e6]),
    st.sampled_from([1e-4, 1.0, 1e5]),
    st.integers(0, 5),
)
def test_the_verdict_does_not_depend_on_units(seed: int, size: float, unit: float, directions: int) -> None:
    """A quadratic form at any scale: right is right, and an entry that is off by 1e-4 of the largest is wrong."""
    rng = np.random.default_rng(seed)
    matrix, x = rng.normal(size=(4, 4)), size * rng.normal(size=4)
    right = unit * (matrix + matrix.T) @ x

    def value(x: np.ndarray) -> np.ndarray:
        return unit * x @ matrix @ x

    assert check(value, right, x, seed=seed, directions=directions).verdict == "right"
    wrong = right.copy()
    wrong[seed % 4] += 1e-4 * np.abs(right).max()
    assert check(value, wrong, x, seed=seed, directions=directions).verdict == "wrong"


def test_the_same_seed_gives_the_same_report() -> None:
    entropy = Entropy(5, 4)
    one, same, other = (
        check(entropy.value, entropy.gradient, entropy.z, directions=3, seed=seed) for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other


def test_a_report_is_values_that_json_has() -> None:
    report = check(
        lambda x: (x * x).sum(), lambda x: np.array([2 * x[0], np.nan]), np.array([1.0, 2.0]), name="mine"
    )
    assert report.as_json() == {
        "name": "mine",
        "verdict": "wrong",
        "method": "complex step",
        "shape": [2],
        "directions": 0,
        "reason": None,
        "undecided": 0,
        "worst": {"index": [1], "given": None, "expected": 4.0, "error": 16 * 2.0**-52 * 4, "relative": None},
        "diagnosis": {
            "kind": "not-finite",
            "factor": 1.0,
            "places": [[1]],
            "sentence": "It is infinite or no number at [1].",
        },
    }
    undecided = Report("mine", "undecided", "central differences", (2,), 0, "kink", 2)
    assert undecided.as_json()["reason"] == "the loss has a kink within the step, where there is no gradient"
    assert undecided.as_json()["worst"] is None


@pytest.mark.parametrize("kept", [True, False], ids=["as float32", "as float64"])
@pytest.mark.parametrize("directions", [0, 5])
@pytest.mark.parametrize("seed", range(5))
def test_a_gradient_in_single_precision_is_right_to_its_precision(
    seed: int, directions: int, kept: bool
) -> None:
    """Its rounding is measured; an entry that is off by a thousandth is still found."""
    entropy = Entropy(12, 7, seed)

    def single(z: np.ndarray) -> np.ndarray:
        gradient = entropy.gradient(z.astype(np.float32)).astype(np.float32)
        return gradient if kept else gradient.astype(np.float64)

    def wrong(z: np.ndarray) -> np.ndarray:
        gradient = single(z)
        gradient.flat[np.abs(entropy.gradient(entropy.z)).argmax()] *= 1.001
        return gradient

    assert check(entropy.value, single, entropy.z, directions=directions).verdict == "right"
    assert check(entropy.value, wrong, entropy.z, directions=directions).verdict == "wrong"


def test_a_gradient_in_single_precision_of_a_loss_that_is_not_analytic() -> None:
    x = np.random.default_rng(0).normal(size=20)

    def single(x: np.ndarray) -> np.ndarray:
        return np.sign(x) * np.exp(np.abs(x)).astype(np.float32).astype(np.float64)

    assert check(lambda x: float(np.exp(np.abs(x)).sum()), single, x).verdict == "right"
