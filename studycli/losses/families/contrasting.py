"""Losses that tell each vector's partner (each row one) among all others of the batch.

As every row is a wrong answer for every other, there are no weights and no mask: a row that is left out would
still count as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import number, reduce, require_axes, same_shape, spread
from studycli.losses.functions import Relative, complements, log_probabilities, probabilities, relative
from studycli.losses.vectors import ROWS, across, directions, drawn, lengths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.losses.model import Array, Gradients


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
    queries, keys = drawn(rng, sizes, 2)
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
    each = across((slope + slope.T) @ views, views) / size
    return {"first": each[: len(each) // 2], "second": each[len(each) // 2 :]}


def nt_xent_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw two views of each sample."""
    first, second = drawn(rng, sizes, 2)
    return {"first": first, "second": second}


def _scored(queries: Any, keys: Any, temperature: Any) -> tuple[Array, Array, float]:
    """Return queries, keys and the temperature after their checks."""
    queries, keys = same_shape(queries=queries, keys=keys)
    require_axes("queries", queries, 2, ROWS)
    return queries, keys, number("temperature", temperature, "positive")


def _views(first: Any, second: Any) -> tuple[Array, Array]:
    """Return the directions of both views, the first ones on top, and their lengths."""
    first, second = same_shape(first=first, second=second)
    require_axes("first", first, 2, ROWS)
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
