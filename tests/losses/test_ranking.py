"""The losses of comparisons against mpmath, at their kinks, and by their invariances."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import exp, log, sqrt

from studycli.errors import LossInputError
from studycli.losses.kernel import load

Arrays = dict[str, Any]


def dot(a: Any, b: Any) -> Any:
    return sum(x * y for x, y in zip(a, b, strict=True))


def length(a: Any) -> Any:
    return sqrt(dot(a, a))


def cosine(a: Any, b: Any) -> Any:
    return dot(a, b) / length(a) / length(b)


def triplet(anchor: Any, positive: Any, negative: Any, margin: Any) -> Any:
    rows = zip(anchor, positive, negative, strict=True)
    return sum(max(0, length(a - p) - length(a - n) + margin) for a, p, n in rows)


def contrastive(first: Any, second: Any, label: Any, margin: Any) -> Any:
    rows = [(length(a - b), y) for a, b, y in zip(first, second, label, strict=True)]
    return sum(d**2 if y == 1 else max(0, margin - d) ** 2 for d, y in rows) / 2


def cosine_embedding(first: Any, second: Any, label: Any, margin: Any) -> Any:
    rows = [(cosine(a, b), y) for a, b, y in zip(first, second, label, strict=True)]
    return sum(1 - c if y == 1 else max(0, c - margin) for c, y in rows)


def info_nce(queries: Any, keys: Any, temperature: Any) -> Any:
    scores = [[dot(q, k) / temperature for k in keys] for q in queries]
    return sum(log(sum(exp(s - row[i]) for s in row)) for i, row in enumerate(scores))


def nt_xent(first: Any, second: Any, temperature: Any) -> Any:
    views = [*first, *second]
    total = 0
    for i, view in enumerate(views):
        mate = cosine(view, views[(i + len(first)) % len(views)])
        others = (cosine(view, other) for j, other in enumerate(views) if j != i)
        total += log(sum(exp((c - mate) / temperature) for c in others))
    return total


def margin_ranking(first: Any, second: Any, label: Any, margin: Any) -> Any:
    return sum(max(0, -y * (a - b) + margin) for a, b, y in zip(first, second, label, strict=True))


def bpr(positive: Any, negative: Any) -> Any:
    return sum(-log(1 / (1 + exp(n - p))) for p, n in zip(positive, negative, strict=True))


def vectors(seed: int, scale: float = 1.0) -> Any:
    return np.random.default_rng(seed).normal(scale=scale, size=(4, 3))


BASE = vectors(1)
SCORES = np.array([0.3, -2.0, 40.0, -700.0, 1e4, -1e4, 1e-9])
SIGNS = np.array([1.0, -1.0, 1.0, -1.0])
POINTS: dict[str, tuple[str, Callable[..., Any], Arrays]] = {
    "triplet": (
        "triplet",
        triplet,
        {"anchor": BASE, "positive": vectors(2), "negative": vectors(3), "margin": 1.0},
    ),
    "triplet, huge and tiny": (
        "triplet",
        triplet,
        {
            "anchor": np.array([[1e200, 0.0], [1e-200, 0.0]]),
            "positive": np.array([[-1e200, 3e199], [0.0, 1e-200]]),
            "negative": np.array([[9e199, 2e199], [-2e-200, 0.0]]),
            "margin": 0.5,
        },
    ),
    "contrastive": (
        "contrastive",
        contrastive,
        {"first": BASE, "second": BASE + vectors(5, 0.3), "label": np.array([1, 0, 1, 0]), "margin": 1.0},
    ),
    "contrastive, nearly equal": (
        "contrastive",
        contrastive,
        {"first": BASE, "second": BASE + 2.0**-30, "label": np.array([1, 0, 1, 0]), "margin": 1.0},
    ),
    "cosine-embedding": (
        "cosine-embedding",
        cosine_embedding,
        {"first": BASE, "second": vectors(3), "label": SIGNS, "margin": 0.0},
    ),
    "cosine-embedding, huge and tiny": (
        "cosine-embedding",
        cosine_embedding,
        {"first": BASE * 1e200, "second": vectors(3) * 1e-200, "label": SIGNS, "margin": -0.5},
    ),
    "cosine-embedding, nearly parallel": (
        "cosine-embedding",
        cosine_embedding,
        {"first": BASE, "second": 3 * BASE + 1e-3 * vectors(4), "label": SIGNS, "margin": 0.2},
    ),
    "info-nce": ("info-nce", info_nce, {"queries": BASE, "keys": vectors(2), "temperature": 0.5}),
    "info-nce, cold": ("info-nce", info_nce, {"queries": BASE, "keys": vectors(2), "temperature": 1e-4}),
    "info-nce, sure": (
        "info-nce",
        info_nce,
        {"queries": 9 * np.eye(3), "keys": np.eye(3), "temperature": 0.2},
    ),
    "nt-xent": (
        "nt-xent",
        nt_xent,
        {"first": BASE[:3, :2], "second": vectors(2)[:3, :2], "temperature": 0.5},
    ),
    "nt-xent, cold": (
        "nt-xent",
        nt_xent,
        {"first": BASE[:3, :2] * 1e150, "second": vectors(2)[:3, :2], "temperature": 1e-2},
    ),
    "margin-ranking": (
        "margin-ranking",
        margin_ranking,
        {
            "first": np.array([1.0, 2.0, 1e8]),
            "second": np.array([1.5, 2.5, -1.0]),
            "label": -SIGNS[:3],
            "margin": 0.75,
        },
    ),
    "bpr": ("bpr", bpr, {"positive": SCORES, "negative": SCORES[::-1].copy()}),
    "bpr, one far ahead": ("bpr", bpr, {"positive": SCORES, "negative": np.zeros(7)}),
}
OF_SCORES = ("margin-ranking", "bpr")


@pytest.mark.no_cover  # nearly all of the time is the formulas' with fifty digits
@pytest.mark.parametrize("point", POINTS)
def test_values_and_gradients_are_exact(point: str, exact: Any) -> None:
    """Where it is a difference of vectors, a gradient's entries are held to 1e-12 of the largest of them."""
    key, formula, arguments = POINTS[point]
    exact(key, formula, arguments, floor=0.0 if key in OF_SCORES else 1e-12)


def test_at_a_kept_margin_nothing_pulls() -> None:
    triplet, contrastive, ranking = (load(key) for key in ("triplet", "contrastive", "margin-ranking"))
    assert triplet.gradient
    assert contrastive.gradient
    assert ranking.gradient
    far = [[0.0, 0.0]], [[1.0, 0.0]], [[0.0, 2.0]]
    assert triplet.value(*far) == 0
    assert not any(array.any() for array in triplet.gradient(*far).values())
    assert contrastive.value([[0.0]], [[1.0]], [0]) == 0
    assert not contrastive.gradient([[0.0]], [[1.0]], [0])["first"].any()
    assert ranking.value([2.0], [1.0], [1], margin=1.0) == 0
    assert not ranking.gradient([2.0], [1.0], [1], margin=1.0)["first"].any()


def test_vectors_that_are_equal_have_no_direction_and_pull_nowhere() -> None:
    """The distance has a kink there: 0 is one of its subgradients."""
    triplet, contrastive = load("triplet"), load("contrastive")
    assert triplet.gradient
    assert contrastive.gradient
    here = [[1.0, 2.0]]
    assert triplet.value(here, here, here) == 1.0
    assert not triplet.gradient(here, here, here)["anchor"].any()
    assert contrastive.value(here, here, [0]) == 0.5
    assert not contrastive.gradient(here, here, [0])["first"].any()


def test_a_vector_of_zero_is_an_error_where_an_angle_is_needed() -> None:
    zero, other = [[1.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]]
    with pytest.raises(LossInputError, match=r"^first is 0 in row 1, which gives it no direction\.$"):
        load("cosine-embedding").value(zero, other, [1, 1])
    with pytest.raises(LossInputError, match=r"^second is 0 in row 1, which gives it no direction\.$"):
        load("nt-xent").value(other, zero)


def test_labels_of_the_other_convention_are_errors() -> None:
    rows = [[1.0, 0.0]]
    with pytest.raises(LossInputError, match=r"^label is -1 at index 0, expected 0 or 1\.$"):
        load("contrastive").value(rows, rows, [-1])
    for key, arguments in (("cosine-embedding", (rows, rows)), ("margin-ranking", ([1.0], [2.0]))):
        with pytest.raises(LossInputError, match=r"^label is 0 at index 0, expected -1 or 1\.$"):
            load(key).value(*arguments, [0])


def test_parallel_vectors_cost_nothing_and_opposite_ones_two() -> None:
    value = load("cosine-embedding").value
    assert value([[1.0, 2.0]], [[2.0, 4.0]], [1]) == 0.0
    assert value([[1.0, 2.0]], [[-1.0, -2.0]], [1]) == pytest.approx(2.0, rel=1e-15)
    assert value([[1.0, 0.0]], [[0.0, 1.0]], [1]) == 1.0


def test_one_sample_alone_has_no_negatives_and_costs_nothing() -> None:
    for key in ("info-nce", "nt-xent"):
        loss = load(key)
        assert loss.gradient
        assert loss.value([[1.0, 2.0]], [[2.0, 1.0]]) == 0.0
        assert not any(array.any() for array in loss.gradient([[1.0, 2.0]], [[2.0, 1.0]]).values())


def test_nt_xent_has_a_loss_for_each_view() -> None:
    each = load("nt-xent").value(BASE, vectors(2), reduction="none")
    assert each.shape == (8,)
    swapped = load("nt-xent").value(vectors(2), BASE, reduction="none")
    np.testing.assert_allclose(swapped, np.roll(each, 4), rtol=1e-14)


@given(st.integers(0, 1000), st.floats(0.01, 100))
def test_losses_of_angles_do_not_see_the_lengths_of_vectors(seed: int, factor: float) -> None:
    """So the gradient is at a right angle to each vector."""
    first, second = vectors(seed), vectors(seed + 1)
    for key, more in (("nt-xent", ()), ("cosine-embedding", (SIGNS,))):
        loss = load(key)
        plain, scaled = loss.value(first, second, *more), loss.value(factor * first, second, *more)
        assert scaled == pytest.approx(float(plain), rel=1e-12, abs=1e-15)
        assert loss.gradient
        slope = loss.gradient(first, second, *more)["first"]
        np.testing.assert_allclose((slope * first).sum(-1), 0, atol=1e-14)
