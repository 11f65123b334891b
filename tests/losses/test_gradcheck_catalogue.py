"""Every loss of the catalogue: its gradients are right, and each planted mistake is caught and named.

The cases are the cells of a table, losses by kinds of mistakes; a loss that joins the catalogue joins the table.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from studycli.errors import NoGradientError
from studycli.losses.catalogue import catalogue
from studycli.losses.gradcheck import Report
from studycli.losses.gradcheck.catalogued import check_argument, check_loss, mistakes
from studycli.losses.gradcheck.second import check_symmetry
from studycli.losses.kernel import load

KEYS = [key for key, facts in catalogue().items() if facts.differentiable]
ARGUMENTS = [(key, name) for key in KEYS for name in catalogue()[key].differentiable]
SEED = 3


class Planted(NamedTuple):
    """A wrong gradient, and the diagnoses that name its mistake."""

    gradient: np.ndarray
    kinds: set[str]
    factor: float | None = None


@cache
def point(key: str) -> dict[str, Any]:
    return load(key).sample(np.random.default_rng(SEED), {})


@cache
def right(key: str) -> dict[str, np.ndarray]:
    gradient = load(key).gradient
    assert gradient
    return gradient(**point(key))


def batch(key: str, name: str) -> int:
    axes = {argument.name: argument.shape.split() for argument in catalogue()[key].arguments}
    return len(point(key)[name]) if axes[name][:1] == ["n"] else 0


def sign(key: str, name: str) -> Planted:
    return Planted(-right(key)[name], {"sign"})


def twice(key: str, name: str) -> Planted:
    return Planted(2 * right(key)[name], {"factor"}, 2.0)


def half(key: str, name: str) -> Planted:
    return Planted(right(key)[name] / 2, {"factor"}, 0.5)


def summed(key: str, name: str) -> Planted | None:
    """The 1/n of the mean is missing."""
    n = batch(key, name)
    return Planted(right(key)[name] * n, {"factor"}, float(n)) if n > 1 else None


def transposed(key: str, name: str) -> Planted | None:
    gradient = right(key)[name]
    return Planted(gradient.T.copy(), {"transposed"}) if gradient.ndim > 1 else None


def exchanged(key: str, name: str) -> Planted | None:
    """Prediction and target in each other's place; with the same value up to the sign it is a sign."""
    found = dict(mistakes(load(key), point(key), name)).get("exchanged")
    if found is None or np.allclose(found, right(key)[name], rtol=1e-6):
        return None
    return Planted(found, {"exchanged", "sign", "factor"})


def no_sigmoid(key: str, name: str) -> Planted | None:
    """The gradient for p = sigma(z), given as that for z."""
    z = point(key)[name]
    if name not in ("logits", "score") or z.ndim != 1:
        return None
    slope = 1 / ((1 + np.exp(-z)) * (1 + np.exp(z)))
    return Planted(right(key)[name] / slope, {"sigmoid", "entry"})


def no_softmax(key: str, name: str) -> Planted | None:
    """A gradient for the probabilities, given as that for the logits."""
    z = point(key)[name]
    gradient = right(key)[name]
    if name != "logits" or z.ndim < 2 or abs(gradient.sum(axis=-1)).max() > 1e-12:
        return None
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return Planted(gradient * e.sum(axis=-1, keepdims=True) / e, {"softmax"})


def no_mask(key: str, name: str) -> Planted | None:
    """Rows that a mask leaves out have a gradient: of the sum, for the mean counts other rows as well."""
    facts = catalogue()[key]
    whole = key == "rmse" or facts.family == "segmentation"  # one number for the batch, no sum over rows
    if whole or "mask" not in {argument.name for argument in facts.arguments}:
        return None
    return Planted(right(key)[name] * batch(key, name), {"mask", "clip", "entry"})


def entry(key: str, name: str) -> Planted:
    """The largest entry is off by a thousandth."""
    wrong = right(key)[name].copy()
    wrong.flat[np.abs(wrong).argmax()] *= 1.001
    return Planted(wrong, {"entry"} if wrong.size > 1 else {"factor"})


def exchanged_entries(key: str, name: str) -> Planted | None:
    """The largest and the smallest entry stand in each other's place."""
    wrong = right(key)[name].copy()
    one, other = int(wrong.argmax()), int(wrong.argmin())
    if wrong.flat[one] - wrong.flat[other] <= 1e-3 * np.abs(wrong).max():
        return None
    wrong.flat[[one, other]] = wrong.flat[[other, one]]
    return Planted(wrong, {"exchanged-entries", "sign", "transposed"})


def row(key: str, name: str) -> Planted | None:
    """The row with the largest entry is off by 1 %."""
    wrong = right(key)[name].copy()
    if wrong.ndim < 2:
        return None
    largest = np.unravel_index(np.abs(wrong).argmax(), wrong.shape)[0]
    wrong[largest] *= 1.01
    return Planted(wrong, {"row", "entry", "entries", "column", "factor"})


TRACED_EACH = 5  # coverage is measured by each fifth planted mistake: the others run the same lines
KINDS: dict[str, Callable[[str, str], Planted | None]] = {
    "sign": sign,
    "twice": twice,
    "half": half,
    "sum-for-mean": summed,
    "transposed": transposed,
    "exchanged": exchanged,
    "no-sigmoid": no_sigmoid,
    "no-softmax": no_softmax,
    "no-mask": no_mask,
    "entry": entry,
    "exchanged-entries": exchanged_entries,
    "row": row,
}
PLANTED = [
    (key, name, kind)
    for key, name in ARGUMENTS
    for kind, plant in KINDS.items()
    if plant(key, name) is not None
]
TABLE = [
    pytest.param(*row, id="-".join(row), marks=[] if number % TRACED_EACH == 0 else [pytest.mark.no_cover])
    for number, row in enumerate(PLANTED)
]


def masked(key: str, name: str) -> dict[str, Any]:
    """The point with a mask that leaves out the row of the largest entry."""
    gradient = np.abs(right(key)[name])
    mask = np.ones(len(gradient))
    mask[gradient.reshape(len(gradient), -1).max(axis=1).argmax()] = 0
    return point(key) | {"mask": mask}


def checked(key: str, name: str, kind: str, planted: Planted, directions: int) -> Report:
    if kind != "no-mask":
        return check_argument(load(key), point(key), name, planted.gradient, directions=directions, seed=SEED)
    loss = load(key)
    summing = loss._replace(value=lambda **how: loss.value(**{"reduction": "sum", **how}))
    return check_argument(
        summing, masked(key, name), name, planted.gradient, directions=directions, seed=SEED
    )


@pytest.mark.parametrize("directions", [0, 5])
@pytest.mark.parametrize("key", KEYS)
def test_its_gradients_are_right(key: str, directions: int) -> None:
    """Of every loss, with respect to every argument, at three points."""
    for seed in range(3):
        reports = check_loss(load(key), seed=seed, directions=directions)
        assert [report.name for report in reports] == [
            f"{key}: {name}" for name in catalogue()[key].differentiable if name in point(key)
        ]
        assert {(report.verdict, report.method) for report in reports} == {("right", "complex step")}


@pytest.mark.parametrize(("key", "name", "kind"), TABLE)
def test_each_planted_mistake_is_caught(key: str, name: str, kind: str) -> None:
    """By all entries and by five directions alike; the worst entry is really wrong, and the mistake is named."""
    planted = KINDS[kind](key, name)
    assert planted
    for directions in (0, 5):
        report = checked(key, name, kind, planted, directions)
        assert report.verdict == "wrong"
        if planted.gradient.shape == np.shape(point(key)[name]):
            assert report.worst
            assert report.worst.given == planted.gradient[report.worst.place]
            assert report.worst.given != report.worst.expected
        assert report.diagnosis
        assert report.diagnosis.kind in planted.kinds
        if planted.factor is not None:
            assert report.diagnosis.factor == planted.factor


def test_the_table_has_every_kind_and_every_loss() -> None:
    """No row and no column of it is empty."""
    assert {value.values[2] for value in TABLE} == set(KINDS)
    assert {(value.values[0], value.values[1]) for value in TABLE} == set(ARGUMENTS)
    assert len(TABLE) > 350


@pytest.mark.parametrize("shape", [{"n": 64, "c": 100, "d": 100, "t": 6}, {"n": 2, "c": 2, "d": 2, "t": 2}])
@pytest.mark.parametrize("key", KEYS)
def test_sizes_are_those_of_the_axes(key: str, shape: dict[str, int]) -> None:
    axes = {argument.name: argument.shape.split() for argument in catalogue()[key].arguments}
    for report in check_loss(load(key), shape, directions=2):
        names = axes[report.name.split(": ")[1]]
        assert report.shape == tuple(int(name) if name.isdecimal() else shape[name] for name in names)
        assert report.verdict in ("right", "undecided")


@pytest.mark.parametrize(("key", "name"), ARGUMENTS)
def test_its_second_derivatives_are_symmetric(key: str, name: str) -> None:
    """For all u and v, u H v = v H u; undecided where the Hessian is 0, for a loss that is straight between its kinks."""
    gradient = load(key).gradient
    assert gradient
    arguments = point(key)
    report = check_symmetry(lambda x: gradient(**{**arguments, name: x})[name], arguments[name], directions=2)
    assert report.worst
    assert report.verdict == "right" or (report.reason, report.worst.given) == ("saturated", 0.0)


def test_a_loss_without_a_gradient_says_why() -> None:
    with pytest.raises(NoGradientError) as error:
        check_loss(load("zero-one"))
    assert str(error.value).startswith("zero-one has no gradient to check: at a score of 0")


def test_points_differ_by_seed() -> None:
    one, other = (check_loss(load("mse"), seed=seed)[0].worst for seed in (0, 1))
    assert one != other
