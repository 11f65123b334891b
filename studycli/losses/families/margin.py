"""Losses of the margin: how far, and on which side, the score lies from the boundary.

For two classes the margin is m = y z, with labels y of -1 and 1; each entry is a sample. All take ``weights`` and
a ``mask``, one for each sample, as `studycli.losses.arrays.reduce` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import (
    Reducing,
    classes,
    floats,
    number,
    positive_part,
    reduce,
    require_axes,
    same_shape,
    spread,
    within,
)
from studycli.losses.functions import sigmoid, softplus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_CLEAR = 0.05  # distance of a sampled margin from a kink


def logistic(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return log(1 + exp(-m)) of each sample, reduced, as softplus(-m)."""
    margin, _ = _margin(score, target)
    return reduce(softplus(-margin), **reducing)


def logistic_gradient(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `logistic`: -y sigma(-m), times the sample's share."""
    margin, y = _margin(score, target)
    return {"score": spread(-y * sigmoid(-margin), **reducing)}


def hinge(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return max(0, 1 - m) of each sample, reduced."""
    margin, _ = _margin(score, target)
    return reduce(positive_part(1 - margin), **reducing)


def hinge_gradient(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `hinge`: -y where m < 1, else 0, times the sample's share.

    At m = 1 every value from -y to 0 is a subgradient; it is 0.
    """
    margin, y = _margin(score, target)
    return {"score": spread(-y * (margin.real < 1), **reducing)}


def squared_hinge(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return max(0, 1 - m)^2 of each sample, reduced."""
    margin, _ = _margin(score, target)
    short = positive_part(1 - margin)
    return reduce(short * short, **reducing)


def squared_hinge_gradient(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `squared_hinge`: -2 y max(0, 1 - m), times the sample's share."""
    margin, y = _margin(score, target)
    return {"score": spread(-2 * y * positive_part(1 - margin), **reducing)}


def exponential(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return exp(-m) of each sample, reduced; infinite for margins below about -709, in float64."""
    margin, _ = _margin(score, target)
    return reduce(np.exp(-margin), **reducing)


def exponential_gradient(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `exponential`: -y exp(-m), times the sample's share."""
    margin, y = _margin(score, target)
    return {"score": spread(-y * np.exp(-margin), **reducing)}


def zero_one(score: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return 1 for each sample on the wrong side, else 0, reduced; a score of 0 decides nothing and is wrong.

    It has no gradient: its derivative is 0 wherever it has one.
    """
    margin, _ = _margin(score, target)
    kind = margin.real.dtype.type
    wrong = np.where(margin.real <= 0, kind(1), kind(0))
    return reduce(np.where(np.isnan(margin.real), margin.real, wrong), **reducing)


def multiclass_hinge(logits: Any, target: Any, *, margin: Any = 1.0, **reducing: Unpack[Reducing]) -> Array:
    """Return the sum of max(0, z_c - z_y + margin) over the wrong classes c of each sample, reduced.

    This is the sum over all classes that violate the margin (Weston and Watkins), not the worst one alone
    (Crammer and Singer); torch's multi_margin divides it by the number of classes.

    Args:
        logits: Of shape (n, c).
        target: Indices of classes, of shape (n,).
        margin: By how much the true class must lead.
        **reducing: ``weights`` and ``mask`` of shape (n,), ``reduction``.
    """
    short, _ = _shortfall(logits, target, margin)
    return reduce(positive_part(short).sum(axis=-1), **reducing)


def multiclass_hinge_gradient(
    logits: Any, target: Any, *, margin: Any = 1.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `multiclass_hinge`, times the sample's share.

    It is 1 for each class that violates the margin, and for the true class minus their number; where a class
    is at the margin exactly, 0.
    """
    short, target = _shortfall(logits, target, margin)
    slope = (short.real > 0).astype(short.real.dtype)
    np.put_along_axis(slope, target[:, None], -slope.sum(axis=-1, keepdims=True), -1)
    return {"logits": spread(slope, 1, **reducing)}


def logistic_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw scores, and labels; no margin is near 0 or 1, where other losses of the margin have kinks."""
    n = sizes.get("n", 8)
    margin = rng.choice([-2.0, 0.0, 1.0], n) + rng.uniform(_CLEAR, 1 - _CLEAR, n)
    target = rng.choice([-1.0, 1.0], n)
    return {"score": target * margin, "target": target}


hinge_sample = squared_hinge_sample = exponential_sample = zero_one_sample = logistic_sample


def multiclass_hinge_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits on a grid and a little beside it, and classes: no lead is near the margin of 1."""
    n, c = sizes.get("n", 8), sizes.get("c", 5)
    logits = rng.integers(-3, 4, (n, c)) / 2 + rng.uniform(-0.1, 0.1, (n, c))
    target = rng.integers(0, c, n)
    logits[np.arange(n), target] += 0.25  # leads are now quarters, give or take 0.2, off the margin
    return {"logits": logits, "target": target}


def _margin(score: Any, target: Any) -> tuple[Array, Array]:
    """Return margins and labels."""
    score, target = same_shape(score=score, target=target)
    return np.asarray(within("target", target, "sign") * score), target


def _shortfall(logits: Any, target: Any, margin: Any) -> tuple[Array, Array]:
    """Return what each class lacks to keep the margin, negative where it keeps it and for the true class; the classes."""
    (z,) = floats(logits=logits)
    require_axes("logits", z, 2, "(n, c): samples by classes")
    target = classes("target", target, z.shape[:1], z.shape[1])
    short = z - np.take_along_axis(z, target[:, None], -1) + number("margin", margin, "positive")
    np.put_along_axis(short, target[:, None], -1, -1)
    return short, target
