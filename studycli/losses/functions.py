"""Softmax, log-softmax, logsumexp, sigmoid, log-sigmoid and softplus, stable for logits of any size.

Each has its Jacobian products at a point ``x``: ``<name>_jvp(x, tangent)`` is J t, how the value moves when x
moves along t; ``<name>_vjp(x, cotangent)`` is c J, the gradient of a loss whose gradient with respect to the value
is c. Those that sum over an axis take ``axis``, the last one by default. All continue analytically to complex x,
on the branch of the real part.

Softmax and its kin work relative to the largest logit m: with s the sum of exp(x_j - m) over all others,
softmax is exp(x - m) / (1 + s) and logsumexp is m + log1p(s). No exponential overflows, and what is left of 1
beside a probability near 1 (s / (1 + s), log1p(s)) keeps its digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.arrays import floats, log1p, positive_part, quiet, same_shape

if TYPE_CHECKING:
    from studycli.losses.model import Array


class Relative(NamedTuple):
    """Logits relative to the largest one along an axis.

    Attributes:
        shifted: x - m.
        others: exp(x - m), and 0 in the place of the largest.
        top: Index of the largest, with the axis kept.
        rest: s, the sum of the others, with the axis kept.
        largest: m, with the axis kept.
    """

    shifted: Array
    others: Array
    top: Array
    rest: Array
    largest: Array


def relative(x: Array, axis: int = -1) -> Relative:
    """Return logits relative to the largest real part along an axis; where several are, to the first."""
    top = np.expand_dims(x.real.argmax(axis), axis)
    largest = np.take_along_axis(x, top, axis)
    shifted = x - largest
    others = np.exp(shifted)
    np.put_along_axis(others, top, 0.0, axis)
    return Relative(shifted, others, top, others.sum(axis, keepdims=True), largest)


@quiet
def softmax(x: Any, axis: int = -1) -> Array:
    """Return exp(x) / sum exp(x) along an axis."""
    (x,) = floats(x=x)
    return probabilities(relative(x, axis), axis)


@quiet
def softmax_jvp(x: Any, tangent: Any, axis: int = -1) -> Array:
    """Return p (t - sum p t), where p is the softmax of x."""
    x, tangent = same_shape(x=x, tangent=tangent)
    parts = relative(x, axis)
    # t less its entry at the largest logit: where p is nearly 1, t - sum p t would cancel
    moved = tangent - np.take_along_axis(tangent, parts.top, axis)
    p = probabilities(parts, axis)
    return np.asarray(p * (moved - (p * moved).sum(axis, keepdims=True)))


softmax_vjp = softmax_jvp  # its Jacobian, diag(p) - p p^T, is symmetric


@quiet
def log_softmax(x: Any, axis: int = -1) -> Array:
    """Return log softmax(x) along an axis, as (x - m) - log1p(s): never the logarithm of a rounded softmax."""
    (x,) = floats(x=x)
    return log_probabilities(relative(x, axis))


@quiet
def log_softmax_jvp(x: Any, tangent: Any, axis: int = -1) -> Array:
    """Return t - sum p t, where p is the softmax of x."""
    x, tangent = same_shape(x=x, tangent=tangent)
    parts = relative(x, axis)
    moved = tangent - np.take_along_axis(tangent, parts.top, axis)  # as in softmax_jvp
    return np.asarray(moved - (probabilities(parts, axis) * moved).sum(axis, keepdims=True))


@quiet
def log_softmax_vjp(x: Any, cotangent: Any, axis: int = -1) -> Array:
    """Return c - p sum c, where p is the softmax of x, as c (1 - p) - p (sum c - c), so that 1 - p keeps its digits."""
    x, cotangent = same_shape(x=x, cotangent=cotangent)
    parts = relative(x, axis)
    others = cotangent.sum(axis, keepdims=True) - cotangent
    return np.asarray(cotangent * complements(parts, axis) - probabilities(parts, axis) * others)


@quiet
def logsumexp(x: Any, axis: int = -1) -> Array:
    """Return log sum exp(x) along an axis, which goes."""
    (x,) = floats(x=x)
    parts = relative(x, axis)
    return np.asarray((parts.largest + log1p(parts.rest)).squeeze(axis))


@quiet
def logsumexp_jvp(x: Any, tangent: Any, axis: int = -1) -> Array:
    """Return sum p t along the axis, where p is the softmax of x: the gradient of logsumexp is softmax."""
    x, tangent = same_shape(x=x, tangent=tangent)
    return np.asarray((softmax(x, axis) * tangent).sum(axis))


@quiet
def logsumexp_vjp(x: Any, cotangent: Any, axis: int = -1) -> Array:
    """Return c p, where p is the softmax of x; c has the shape of the value."""
    p = softmax(x, axis)
    along = p.sum(axis)
    cotangent, _ = same_shape(cotangent=cotangent, value=along)
    return np.asarray(np.expand_dims(cotangent, axis) * p)


@quiet
def sigmoid(x: Any) -> Array:
    """Return 1 / (1 + exp(-x)); for negative x as exp(x) / (1 + exp(x)), so that nothing overflows."""
    (x,) = floats(x=x)
    decay = _decay(x)
    return np.asarray(np.where(x.real < 0, decay, x.dtype.type(1)) / (1 + decay))


@quiet
def sigmoid_jvp(x: Any, tangent: Any) -> Array:
    """Return sigma (1 - sigma) t, as exp(-|x|) / (1 + exp(-|x|))^2, where 1 - sigma would cancel."""
    x, tangent = same_shape(x=x, tangent=tangent)
    decay = _decay(x)
    return np.asarray(decay / ((1 + decay) * (1 + decay)) * tangent)


sigmoid_vjp = sigmoid_jvp  # acts entry by entry: its Jacobian is diagonal


@quiet
def softplus(x: Any) -> Array:
    """Return log(1 + exp(x)), as max(x, 0) + log1p(exp(-|x|))."""
    (x,) = floats(x=x)
    return np.asarray(positive_part(x) + log1p(_decay(x)))


@quiet
def softplus_jvp(x: Any, tangent: Any) -> Array:
    """Return sigma(x) t."""
    x, tangent = same_shape(x=x, tangent=tangent)
    return np.asarray(sigmoid(x) * tangent)


softplus_vjp = softplus_jvp  # acts entry by entry


def log_sigmoid(x: Any) -> Array:
    """Return log sigma(x), as -softplus(-x)."""
    (x,) = floats(x=x)
    return -softplus(-x)


@quiet
def log_sigmoid_jvp(x: Any, tangent: Any) -> Array:
    """Return sigma(-x) t: 1 - sigma(x) without cancelling."""
    x, tangent = same_shape(x=x, tangent=tangent)
    return np.asarray(sigmoid(-x) * tangent)


log_sigmoid_vjp = log_sigmoid_jvp  # acts entry by entry


def probabilities(parts: Relative, axis: int = -1) -> Array:
    """Return the softmax of relative logits."""
    p = parts.others / (1 + parts.rest)
    np.put_along_axis(p, parts.top, 1 / (1 + parts.rest), axis)
    return np.asarray(p)


def complements(parts: Relative, axis: int = -1) -> Array:
    """Return 1 - softmax of relative logits, with its digits where a probability is nearly 1: s / (1 + s)."""
    q = (1 + parts.rest - parts.others) / (1 + parts.rest)
    np.put_along_axis(q, parts.top, parts.rest / (1 + parts.rest), axis)
    return np.asarray(q)


def log_probabilities(parts: Relative) -> Array:
    """Return the log-softmax of relative logits."""
    return np.asarray(parts.shifted - log1p(parts.rest))


def _decay(x: Array) -> Array:
    """Return exp(-|x|), at most 1; continued from the right side at a real part of 0."""
    return np.asarray(np.exp(np.where(x.real < 0, x, -x)))
