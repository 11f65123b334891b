"""Losses of two classes, from probabilities or logits of the class 1; each entry a sample.

All take ``weights`` and a ``mask`` of the shape of the logits, as `studycli.losses.arrays.reduce` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import Reducing, log1p, number, power, reduce, same_shape, spread, within
from studycli.losses.functions import sigmoid, softplus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_LEAST_LOG = -100.0  # of a probability, as torch has it: a certain mistake costs 100, not infinity
_LEAST_PROBABILITY = float(np.exp(_LEAST_LOG))


def bce(probability: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return -(y log p + (1 - y) log(1 - p)) of each sample, reduced.

    Probabilities of 0 and 1 are allowed: each logarithm is at least -100.
    """
    p, y = _probabilities(probability, target)
    certain_0, certain_1 = _certain(p)
    log_p = np.where(certain_0, _LEAST_LOG, np.log(np.where(certain_0, 1, p)))
    log_q = np.where(certain_1, _LEAST_LOG, log1p(-np.where(certain_1, 0, p)))
    return reduce(-(y * log_p + (1 - y) * log_q), **reducing)


def bce_gradient(probability: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `bce`: (1 - y) / (1 - p) - y / p, times the sample's share.

    Where a logarithm is held at -100 it is constant, and its part of the gradient is 0: a probability of
    exactly 0 or 1 learns nothing, which is a reason to use logits. (torch gives it a slope of 1e12.)
    """
    p, y = _probabilities(probability, target)
    certain_0, certain_1 = _certain(p)
    up = np.where(certain_1, 0, (1 - y) / np.where(certain_1, 1, 1 - p))
    down = np.where(certain_0, 0, y / np.where(certain_0, 1, p))
    return {"probability": spread(up - down, **reducing)}


def bce_logits(logits: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return log(1 + exp(z)) - y z of each sample, reduced.

    As y softplus(-z) + (1 - y) softplus(z): log sigma(z) = -softplus(-z), and 1 - sigma(z) = sigma(-z).
    """
    z, y = _logits(logits, target)
    return reduce(y * softplus(-z) + (1 - y) * softplus(z), **reducing)


def bce_logits_gradient(logits: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `bce_logits`: sigma(z) - y, times the sample's share.

    As (1 - y) sigma(z) - y sigma(-z), which keeps its digits where sigma(z) is nearly 1.
    """
    z, y = _logits(logits, target)
    return {"logits": spread((1 - y) * sigmoid(z) - y * sigmoid(-z), **reducing)}


def focal(
    logits: Any, target: Any, *, alpha: Any = 0.25, gamma: Any = 2.0, **reducing: Unpack[Reducing]
) -> Array:
    """Return -alpha_t (1 - p_t)^gamma log p_t of each sample, reduced.

    p_t is the probability of the true class, alpha_t is alpha for the class 1 and 1 - alpha for the class 0. With
    m the logit of the true class, 1 - p_t = sigma(-m) and -log p_t = softplus(-m).
    """
    margin, _, weight = _true_class(logits, target, alpha)
    miss = power(sigmoid(-margin), number("gamma", gamma, "nonnegative"))
    return reduce(weight * miss * softplus(-margin), **reducing)


def focal_gradient(
    logits: Any, target: Any, *, alpha: Any = 0.25, gamma: Any = 2.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `focal`, times the sample's share.

    With respect to m it is -alpha_t q^gamma (q - gamma p_t log p_t), q = 1 - p_t.
    """
    margin, sign, weight = _true_class(logits, target, alpha)
    gamma = number("gamma", gamma, "nonnegative")
    miss = sigmoid(-margin)
    slope = power(miss, gamma) * (miss + gamma * sigmoid(margin) * softplus(-margin))
    return {"logits": spread(-sign * weight * slope, **reducing)}


def bce_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw probabilities from 0.05 to 0.95, and classes."""
    n = sizes.get("n", 8)
    return {"probability": rng.uniform(0.05, 0.95, n), "target": rng.integers(0, 2, n).astype(float)}


def bce_logits_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits, and classes."""
    n = sizes.get("n", 8)
    return {"logits": 2 * rng.normal(size=n), "target": rng.integers(0, 2, n).astype(float)}


focal_sample = bce_logits_sample


def _probabilities(probability: Any, target: Any) -> tuple[Array, Array]:
    """Return probabilities and classes after their checks."""
    p, y = same_shape(probability=probability, target=target)
    return within("probability", p, "probability"), within("target", y, "probability")


def _certain(p: Array) -> tuple[Array, Array]:
    """Tell where log p, and where log(1 - p), would fall below the least logarithm."""
    return p.real < _LEAST_PROBABILITY, p.real == 1


def _logits(logits: Any, target: Any) -> tuple[Array, Array]:
    """Return logits and classes after their checks."""
    z, y = same_shape(logits=logits, target=target)
    return z, within("target", y, "probability")


def _true_class(logits: Any, target: Any, alpha: Any) -> tuple[Array, Array, Array]:
    """Return the logit of the true class, its sign in the given logits, and its weight alpha_t."""
    z, y = same_shape(logits=logits, target=target)
    within("target", y, "binary")
    alpha = number("alpha", alpha, "[0, 1]")
    return (2 * y - 1) * z, 2 * y - 1, y * alpha + (1 - y) * (1 - alpha)
