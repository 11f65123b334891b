"""Losses of vectors (each row one) that are brought together or driven apart, by distance or by angle.

All take ``weights`` and a ``mask``, one entry for each row. Two ways to say that a pair is similar are in use:
`contrastive` has labels 1 and 0, `cosine_embedding` has 1 and -1.
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
from studycli.losses.vectors import ROWS, across, directions, drawn, lengths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

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
    anchor, positive, negative = drawn(rng, sizes, 3)
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
    first, second = drawn(rng, sizes, 2)
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
    slopes = {"first": across(b, a) / a_length, "second": across(a, b) / b_length}
    return {name: spread(sides * slope, 1, **reducing) for name, slope in slopes.items()}


def cosine_embedding_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw pairs of both labels, with a cosine that is at least 0.05 off the margin of 0."""
    first, second = drawn(rng, sizes, 2)
    label = np.where(np.arange(len(first)) % 2, 1.0, -1.0)
    cosine = (first * second).sum(-1) / lengths(first) / lengths(second)
    second[abs(cosine) < 2 * _AWAY] += first[abs(cosine) < 2 * _AWAY]
    return {"first": first, "second": second, "label": label}


def _triples(anchor: Any, positive: Any, negative: Any) -> tuple[Array, Array]:
    """Return anchor - positive and anchor - negative."""
    anchor, positive, negative = same_shape(anchor=anchor, positive=positive, negative=negative)
    require_axes("anchor", anchor, 2, ROWS)
    return anchor - positive, anchor - negative


def _labelled(first: Any, second: Any, label: Any, domain: str) -> tuple[Array, Array, Array]:
    """Return two arrays of vectors and one label for each pair, after their checks."""
    first, second, label = floats(first=first, second=second, label=label)
    require_axes("first", first, 2, ROWS)
    require_shape("second", second, first.shape, "the shape of first")
    require_shape("label", label, first.shape[:1], "one for each pair")
    return first, second, within("label", label, domain)


def _over(difference: Array, distance: Array) -> Array:
    """Return the unit vector of each difference, 0 for one of 0."""
    one = distance.dtype.type(1)
    return np.asarray(difference / np.where(distance == 0, one, distance)[:, None])
