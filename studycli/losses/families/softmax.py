"""Losses of several classes, from logits of shape (n, c): the last axis holds the classes, each row is a sample.

All take a ``mask``, and all but `weighted_ce` take ``weights``, one for each row. A class that the mask leaves out is
not looked at, so that padding such as -100 may stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.errors import LossInputError
from studycli.losses.arrays import (
    Reducing,
    classes,
    floats,
    number,
    power,
    reduce,
    require_shape,
    spread,
    within,
)
from studycli.losses.functions import Relative, complements, log_probabilities, probabilities, relative

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_SUM_TOLERANCE = 1e-4  # of a row of soft labels, which may come as float32


def softmax_ce(logits: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return -log softmax(z) at the true class, or -sum y log softmax(z) for one-hot or soft labels, reduced.

    Args:
        logits: Of shape (n, c).
        target: Indices of classes of shape (n,), or one-hot or soft labels of shape (n, c), whose rows add up to 1.
        **reducing: ``weights`` and ``mask`` of shape (n,), ``reduction``.

    Raises:
        LossInputError: A shape, a class, a probability or the sum of a row is wrong.
    """
    z = _logits(logits)
    target = _target(z, target, reducing.get("mask"))
    return reduce(_cross_entropy(relative(z), target), **reducing)


def softmax_ce_gradient(logits: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `softmax_ce`: softmax(z) - y, times the sample's share."""
    z = _logits(logits)
    target = _target(z, target, reducing.get("mask"))
    return {"logits": spread(_difference(relative(z), target), 1, **reducing)}


def weighted_ce(
    logits: Any, target: Any, class_weights: Any, *, mask: Any = None, reduction: str = "mean"
) -> Array:
    """Return the cross-entropy of each sample times the weight of its class, reduced.

    The mean is divided by the sum of the weights of the samples' classes, as in torch.

    Args:
        logits: Of shape (n, c).
        target: Indices of classes, of shape (n,).
        class_weights: At least 0, of shape (c,).
        mask: Of shape (n,).
        reduction: ``mean``, ``sum`` or ``none``.
    """
    z = _logits(logits)
    target = _classes(z, target, mask)
    weights = _class_weights(z, class_weights)[target]
    return reduce(_cross_entropy(relative(z), target), reduction, weights, mask)


def weighted_ce_gradient(
    logits: Any, target: Any, class_weights: Any, *, mask: Any = None, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `weighted_ce`: softmax(z) - y, times the share of the sample's class weight."""
    z = _logits(logits)
    target = _classes(z, target, mask)
    weights = _class_weights(z, class_weights)[target]
    slope = _difference(relative(z), target)
    return {"logits": spread(slope, 1, reduction=reduction, weights=weights, mask=mask)}


def label_smoothing(logits: Any, target: Any, *, smoothing: Any = 0.1, **reducing: Unpack[Reducing]) -> Array:
    """Return the cross-entropy with (1 - epsilon) of the true class and epsilon / C of every class, reduced."""
    z = _logits(logits)
    target = _classes(z, target, reducing.get("mask"))
    parts = relative(z)
    epsilon = number("smoothing", smoothing, "[0, 1]")
    even = -log_probabilities(parts).mean(axis=-1)
    return reduce((1 - epsilon) * _cross_entropy(parts, target) + epsilon * even, **reducing)


def label_smoothing_gradient(
    logits: Any, target: Any, *, smoothing: Any = 0.1, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `label_smoothing`: softmax(z) - q, q the smoothed labels, times the sample's share."""
    z = _logits(logits)
    target = _classes(z, target, reducing.get("mask"))
    parts = relative(z)
    epsilon = number("smoothing", smoothing, "[0, 1]")
    even = probabilities(parts) - 1 / z.shape[-1]
    slope = (1 - epsilon) * _difference(parts, target) + epsilon * even
    return {"logits": spread(slope, 1, **reducing)}


def focal(
    logits: Any, target: Any, *, alpha: Any = 1.0, gamma: Any = 2.0, **reducing: Unpack[Reducing]
) -> Array:
    """Return -alpha (1 - p)^gamma log p of each sample, reduced; p is the probability of its true class."""
    z = _logits(logits)
    target = _classes(z, target, reducing.get("mask"))
    parts = relative(z)
    alpha, gamma = number("alpha", alpha, "nonnegative"), number("gamma", gamma, "nonnegative")
    miss = _at(complements(parts), target)
    return reduce(alpha * power(miss, gamma) * _cross_entropy(parts, target), **reducing)


def focal_gradient(
    logits: Any, target: Any, *, alpha: Any = 1.0, gamma: Any = 2.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `focal`, times the sample's share.

    It is alpha q^gamma (1 - gamma p log(p) / q) (softmax(z) - y), q = 1 - p; -log(p) / q tends to 1 where q vanishes.
    """
    z = _logits(logits)
    target = _classes(z, target, reducing.get("mask"))
    parts = relative(z)
    alpha, gamma = number("alpha", alpha, "nonnegative"), number("gamma", gamma, "nonnegative")
    miss = _at(complements(parts), target)
    loss = _cross_entropy(parts, target)
    ratio = np.where(miss == 0, 1, loss / np.where(miss == 0, 1, miss))
    factor = alpha * power(miss, gamma) * (1 + gamma * _at(probabilities(parts), target) * ratio)
    slope = factor[..., None] * _difference(parts, target)
    return {"logits": spread(slope, 1, **reducing)}


def softmax_ce_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits, and classes."""
    n, c = sizes.get("n", 8), sizes.get("c", 5)
    return {"logits": 2 * rng.normal(size=(n, c)), "target": rng.integers(0, c, n)}


def weighted_ce_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits, classes, and weights of the classes from 0.5 to 2."""
    point = softmax_ce_sample(rng, sizes)
    return point | {"class_weights": rng.uniform(0.5, 2.0, point["logits"].shape[1])}


label_smoothing_sample = focal_sample = softmax_ce_sample


def _logits(logits: Any) -> Array:
    """Return logits after a check that they have an axis of classes."""
    (z,) = floats(logits=logits)
    if z.ndim == 0:
        raise LossInputError("logits has shape (), expected (n, c): samples by classes.")
    return z


def _target(z: Array, target: Any, mask: Any) -> Array:
    """Return indices of classes, or labels of the shape of the logits as floating point."""
    if np.shape(target) != z.shape:
        return _classes(z, target, mask)
    labels = within("target", floats(target=target, logits=z)[0], "probability")
    sums = labels.sum(axis=-1)
    if (abs(sums - 1) > _SUM_TOLERANCE).any():
        worst = abs(sums - 1).argmax()
        raise LossInputError(f"target has a row that adds up to {sums.flat[worst]:g}, expected 1.")
    return labels


def _classes(z: Array, target: Any, mask: Any) -> Array:
    """Return indices of classes; those that the mask leaves out become 0."""
    if mask is not None and np.shape(target) == np.shape(mask):
        target = np.where(np.asarray(mask, bool), target, 0)
    return classes("target", target, z.shape[:-1], z.shape[-1])


def _class_weights(z: Array, class_weights: Any) -> Array:
    """Return the weights of the classes after their check."""
    weights, _ = floats(class_weights=class_weights, logits=z)
    require_shape("class_weights", weights, z.shape[-1:], "one for each class")
    return within("class_weights", weights, "nonnegative")


def _cross_entropy(parts: Relative, target: Array) -> Array:
    """Return the cross-entropy of each row."""
    log_p = log_probabilities(parts)
    if target.ndim < log_p.ndim:
        return -_at(log_p, target)
    return np.asarray(-(target * log_p).sum(axis=-1))


def _difference(parts: Relative, target: Array) -> Array:
    """Return softmax - y; 1 - softmax, where y is 1, as the sum of the others, which keeps its digits."""
    p, q = probabilities(parts), complements(parts)
    if target.ndim == p.ndim:
        return np.where(target == 1, -q, p - target)
    np.put_along_axis(p, target[..., None], -_at(q, target)[..., None], -1)
    return p


def _at(array: Array, target: Array) -> Array:
    """Return the entry of each row at its class."""
    return np.take_along_axis(array, target[..., None], -1)[..., 0]
