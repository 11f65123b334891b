"""Losses of pairs of scores, of which one should be higher.

All take ``weights`` and a ``mask``, one entry for each pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import Reducing, number, positive_part, reduce, same_shape, spread, within
from studycli.losses.functions import sigmoid, softplus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_AWAY = 0.05  # a sample is at least so far from its kinks


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
