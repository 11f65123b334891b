"""Losses of comparisons: of vectors (each row one) by distance or angle, and of scores.

All take ``weights`` and a ``mask``, one entry for each loss, but those in which every row is compared with every
other: there a row that is left out would still count as a wrong answer. Two ways to say that something is similar are in use:
`contrastive` has labels 1 and 0, `cosine_embedding` and `margin_ranking` have 1 and -1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import (
    Reducing,
    floats,
    number,
    positive_part,
    reduce,
    require_axes,
    require_shape,
    same_shape,
    spread,
    within,
)
from studycli.losses.functions import (
    Relative,
    complements,
    log_probabilities,
    probabilities,
    relative,
    sigmoid,
    softplus,
)
from studycli.losses.vectors import directions, lengths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_ROWS = "(n, d): vectors in rows"
_AWAY = 0.05  # a sample is at least so far from its kinks


def triplet(
    anchor: Any, positive: Any, negative: Any, *, margin: Any = 1.0, **reducing: Unpack[Reducing]
) -> Array:
    """Return max(0, |a - p| - |a - n| + margin) of each row, reduced.

    The distance is Euclidean, as in torch (which adds 1e-6 to each difference); FaceNet takes its square.
    """
    to_positive, to_negative = _triples(anchor, positive, negative)
    lead = lengths(to_positive) - lengths(to_negative) + number("margin", margin, "nonnegative")
    return reduce(positive_part(lead), **reducing)


def triplet_gradient(
    anchor: Any, positive: Any, negative: Any, *, margin: Any = 1.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradients of `triplet`: unit vectors along the distances, 0 once the margin is kept.

    At a distance of 0 its own part is 0, at the margin itself all are 0: subgradients both.
    """
    to_positive, to_negative = _triples(anchor, positive, negative)
    near, far = lengths(to_positive), lengths(to_negative)
    active = (near - far).real + number("margin", margin, "nonnegative") > 0
    pull, push = (
        spread(np.where(active[:, None], unit, unit.dtype.type(0)), 1, **reducing)
        for unit in (_over(to_positive, near), _over(to_negative, far))
    )
    return {"anchor": pull - push, "positive": -pull, "negative": push}


def triplet_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw triples; the margin of each is kept or missed by at least 0.05."""
    anchor, positive, negative = _vectors(rng, sizes, 3)
    lead = lengths(anchor - positive) - lengths(anchor - negative) + 1.0
    # a negative on the brink is moved: away from the anchor its distance only grows
    brink = abs(lead) < _AWAY
    negative[brink] += (negative - anchor)[brink] * (3 * _AWAY / lengths(anchor - negative)[brink, None])
    return {"anchor": anchor, "positive": positive, "negative": negative}


def contrastive(
    first: Any, second: Any, label: Any, *, margin: Any = 1.0, **reducing: Unpack[Reducing]
) -> Array:
    """Return (y d^2 + (1 - y) max(0, margin - d)^2) / 2 of each pair, d its Euclidean distance, reduced.

    A label of 1 is a similar pair; the paper that introduced the loss has it the other way round.
    """
    first, second, label = _labelled(first, second, label, "binary")
    distance = lengths(first - second)
    missing = positive_part(number("margin", margin, "nonnegative") - distance)
    return reduce(0.5 * np.where(label == 1, distance * distance, missing * missing), **reducing)


def contrastive_gradient(
    first: Any, second: Any, label: Any, *, margin: Any = 1.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradients of `contrastive`.

    Of a similar pair the difference; of a dissimilar one within the margin the unit vector inwards, times what the
    distance lacks. At a distance of 0, where all directions are alike, it is 0.
    """
    first, second, label = _labelled(first, second, label, "binary")
    difference = first - second
    distance = lengths(difference)
    missing = positive_part(number("margin", margin, "nonnegative") - distance)
    push = -missing[:, None] * _over(difference, distance)
    each = spread(np.where(label[:, None] == 1, difference, push), 1, **reducing)
    return {"first": each, "second": -each}


def contrastive_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw pairs of both labels; the margin of each is kept or missed by at least 0.05."""
    first, second = _vectors(rng, sizes, 2)
    label = np.arange(len(first)) % 2
    distance = lengths(first - second)
    wanted = np.where(label == 0, rng.choice([0.5, 1.5], len(first)), distance)
    second = first + (second - first) * (wanted / distance)[:, None]
    return {"first": first, "second": second, "label": label}


def cosine_embedding(
    first: Any, second: Any, label: Any, *, margin: Any = 0.0, **reducing: Unpack[Reducing]
) -> Array:
    """Return 1 - cos of each pair with label 1, max(0, cos - margin) of one with label -1, reduced.

    1 - cos is half of the squared difference of the directions, which keeps its digits for pairs nearly parallel.
    """
    first, second, label = _labelled(first, second, label, "sign")
    (a, _), (b, _) = directions("first", first), directions("second", second)
    apart = ((a - b) * (a - b)).sum(-1) / 2
    excess = positive_part((a * b).sum(-1) - number("margin", margin, "[-1, 1]"))
    return reduce(np.where(label == 1, apart, excess), **reducing)


def cosine_embedding_gradient(
    first: Any, second: Any, label: Any, *, margin: Any = 0.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradients of `cosine_embedding`.

    That of the cosine is (b - a cos) / |first| with the directions a and b; it counts negative for a similar pair,
    positive for a dissimilar one above the margin, and not at all at the margin and below it.
    """
    first, second, label = _labelled(first, second, label, "sign")
    (a, a_length), (b, b_length) = directions("first", first), directions("second", second)
    above = (a * b).sum(-1).real > number("margin", margin, "[-1, 1]")
    sides = np.where(label == 1, -label, np.where(above, -label, label.dtype.type(0)))[:, None]
    slopes = {"first": _across(b, a) / a_length, "second": _across(a, b) / b_length}
    return {name: spread(sides * slope, 1, **reducing) for name, slope in slopes.items()}


def cosine_embedding_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw pairs of both labels, with a cosine that is at least 0.05 off the margin of 0."""
    first, second = _vectors(rng, sizes, 2)
    label = np.where(np.arange(len(first)) % 2, 1.0, -1.0)
    cosine = (first * second).sum(-1) / lengths(first) / lengths(second)
    second[abs(cosine) < 2 * _AWAY] += first[abs(cosine) < 2 * _AWAY]
    return {"first": first, "second": second, "label": label}


def info_nce(queries: Any, keys: Any, *, temperature: Any = 0.07, reduction: str = "mean") -> Array:
    """Return the cross-entropy of telling each query's key (its row) among all keys, reduced.

    Similarity is the dot product over the temperature; for that of cosines, give vectors of length 1.
    """
    queries, keys, scale = _scored(queries, keys, temperature)
    chosen = np.arange(len(queries))
    return reduce(-log_probabilities(relative(queries @ keys.T / scale))[chosen, chosen], reduction)


def info_nce_gradient(
    queries: Any, keys: Any, *, temperature: Any = 0.07, reduction: str = "mean"
) -> Gradients:
    """Return the gradients of `info_nce`: (P - 1) K and (P - 1)^T Q over the temperature, P the softmax of rows."""
    queries, keys, scale = _scored(queries, keys, temperature)
    parts = relative(queries @ keys.T / scale)
    slope = _less_target(parts, np.arange(len(queries)))
    slope = spread(slope, 1, reduction=reduction) / scale
    return {"queries": slope @ keys, "keys": slope.T @ queries}


def info_nce_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw queries and keys of length 1."""
    queries, keys = _vectors(rng, sizes, 2)
    return {
        "queries": queries / lengths(queries)[:, None],
        "keys": keys / lengths(keys)[:, None],
        "temperature": 0.5,
    }


def nt_xent(first: Any, second: Any, *, temperature: Any = 0.5, reduction: str = "mean") -> Array:
    """Return the cross-entropy of telling each view's other view among all views but itself, reduced.

    Similarity is the cosine over the temperature. There are 2n losses: of all first views, then of all second.
    """
    views, _ = _views(first, second)
    parts = _similarities(views, number("temperature", temperature, "positive"))
    rows = np.arange(len(views))
    return reduce(-log_probabilities(parts)[rows, _others(len(views))], reduction)


def nt_xent_gradient(
    first: Any, second: Any, *, temperature: Any = 0.5, reduction: str = "mean"
) -> Gradients:
    """Return the gradients of `nt_xent`: of the softmax and cosines, then across each view over its length."""
    views, size = _views(first, second)
    scale = number("temperature", temperature, "positive")
    parts = _similarities(views, scale)
    slope = spread(_less_target(parts, _others(len(views))), 1, reduction=reduction) / scale
    each = _across((slope + slope.T) @ views, views) / size
    return {"first": each[: len(each) // 2], "second": each[len(each) // 2 :]}


def nt_xent_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw two views of each sample."""
    first, second = _vectors(rng, sizes, 2)
    return {"first": first, "second": second}


def margin_ranking(
    first: Any, second: Any, label: Any, *, margin: Any = 0.0, **reducing: Unpack[Reducing]
) -> Array:
    """Return max(0, margin - y (first - second)) of each pair of scores, reduced; y = 1: the first ranks higher."""
    first, second, label = same_shape(first=first, second=second, label=label)
    lead = within("label", label, "sign") * (first - second)
    return reduce(positive_part(number("margin", margin, "nonnegative") - lead), **reducing)


def margin_ranking_gradient(
    first: Any, second: Any, label: Any, *, margin: Any = 0.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradients of `margin_ranking`: -y and y; 0 once the margin is kept, and at the margin itself."""
    first, second, label = same_shape(first=first, second=second, label=label)
    lead = (within("label", label, "sign") * (first - second)).real
    active = number("margin", margin, "nonnegative") - lead > 0
    each = spread(np.where(active, label, label.dtype.type(0)), **reducing)
    return {"first": -each, "second": each}


def margin_ranking_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw pairs of scores that differ by at least 0.05, and which of them ranks higher."""
    n = sizes.get("n", 8)
    second = rng.normal(size=n)
    first = second + rng.uniform(_AWAY, 2.0, n) * rng.choice([-1.0, 1.0], n)
    return {"first": first, "second": second, "label": rng.choice([-1.0, 1.0], n)}


def bpr(positive: Any, negative: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return -log sigma(positive - negative) of each pair of scores, reduced, as softplus(negative - positive)."""
    positive, negative = same_shape(positive=positive, negative=negative)
    return reduce(softplus(negative - positive), **reducing)


def bpr_gradient(positive: Any, negative: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradients of `bpr`: -sigma(negative - positive) for the positive score, the same rising for the other."""
    positive, negative = same_shape(positive=positive, negative=negative)
    each = spread(sigmoid(negative - positive), **reducing)
    return {"positive": -each, "negative": each}


def bpr_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw scores of items that a user took, and of items that they did not."""
    n = sizes.get("n", 8)
    return {"positive": rng.normal(size=n), "negative": rng.normal(size=n)}


def _triples(anchor: Any, positive: Any, negative: Any) -> tuple[Array, Array]:
    """Return anchor - positive and anchor - negative."""
    anchor, positive, negative = same_shape(anchor=anchor, positive=positive, negative=negative)
    require_axes("anchor", anchor, 2, _ROWS)
    return anchor - positive, anchor - negative


def _labelled(first: Any, second: Any, label: Any, domain: str) -> tuple[Array, Array, Array]:
    """Return two arrays of vectors and one label for each pair, after their checks."""
    first, second, label = floats(first=first, second=second, label=label)
    require_axes("first", first, 2, _ROWS)
    require_shape("second", second, first.shape, "the shape of first")
    require_shape("label", label, first.shape[:1], "one for each pair")
    return first, second, within("label", label, domain)


def _scored(queries: Any, keys: Any, temperature: Any) -> tuple[Array, Array, float]:
    """Return queries, keys and the temperature after their checks."""
    queries, keys = same_shape(queries=queries, keys=keys)
    require_axes("queries", queries, 2, _ROWS)
    return queries, keys, number("temperature", temperature, "positive")


def _views(first: Any, second: Any) -> tuple[Array, Array]:
    """Return the directions of both views, the first ones on top, and their lengths."""
    first, second = same_shape(first=first, second=second)
    require_axes("first", first, 2, _ROWS)
    parts = directions("first", first), directions("second", second)
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _similarities(views: Array, scale: float) -> Relative:
    """Return the cosines of all views over the temperature, relative to each row's largest; no view with itself."""
    cosines = views @ views.T / scale
    np.fill_diagonal(cosines, -np.inf)
    return relative(cosines)


def _others(count: int) -> Array:
    """Return for each of 2n views the row of the other view of its sample."""
    return np.roll(np.arange(count), count // 2)


def _less_target(parts: Relative, target: Array) -> Array:
    """Return the softmax of rows less 1 at the target of each, with the digits of what is left of 1."""
    slope = probabilities(parts)
    rows = np.arange(len(slope))
    slope[rows, target] = -complements(parts)[rows, target]
    return slope


def _across(vector: Array, direction: Array) -> Array:
    """Return what of each vector is at a right angle to a direction: the part that turns a view."""
    return np.asarray(vector - direction * (vector * direction).sum(-1, keepdims=True))


def _over(difference: Array, distance: Array) -> Array:
    """Return the unit vector of each difference, 0 for one of 0."""
    one = distance.dtype.type(1)
    return np.asarray(difference / np.where(distance == 0, one, distance)[:, None])


def _vectors(rng: np.random.Generator, sizes: Mapping[str, int], count: int) -> list[Array]:
    """Draw so many arrays of vectors."""
    shape = (sizes.get("n", 6), sizes.get("d", 4))
    return [rng.normal(size=shape) for _ in range(count)]
