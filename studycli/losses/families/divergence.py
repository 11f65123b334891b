"""Divergences between distributions, from their probabilities: each row (the last axis) is one distribution.

Entries of 0 count by continuity: 0 log(0 / q) is 0. Where the limit is infinite, in p log(p / 0) and in the
gradients, a 0 inside of a logarithm or below a fraction counts as the smallest normal number of its type (2.2e-308
in float64, log -708.4; 1.2e-38 in float32): results stay finite, and are exact for every other probability.

That a row adds up to 1 is not checked, and the gradient treats its entries as free, so that one of them can be
varied by itself. All take ``weights`` and a ``mask``, one entry for each row; logarithms are natural.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import Reducing, log1p, reduce, require_axes, same_shape, spread, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_NEAR = 0.5  # relative difference below which a logarithm of a ratio comes from log1p


def kl(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return KL(target || prediction), the sum of p log(p / q) over each row, reduced."""
    q, p = _distributions(prediction, target)
    return reduce(_divergence(p, q), **reducing)


def kl_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradients of `kl`: -p / q for the prediction, log(p / q) + 1 for the target."""
    q, p = _distributions(prediction, target)
    outer, inner = _divergence_gradients(p, q)
    return {"prediction": spread(inner, 1, **reducing), "target": spread(outer, 1, **reducing)}


def kl_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw rows of probabilities, none near 0."""
    n, c = sizes.get("n", 4), sizes.get("c", 5)
    return {"prediction": _rows(rng, n, c), "target": _rows(rng, n, c)}


def kl_reverse(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return KL(prediction || target), the sum of q log(q / p) over each row, reduced."""
    q, p = _distributions(prediction, target)
    return reduce(_divergence(q, p), **reducing)


def kl_reverse_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradients of `kl_reverse`: log(q / p) + 1 for the prediction, -q / p for the target."""
    q, p = _distributions(prediction, target)
    outer, inner = _divergence_gradients(q, p)
    return {"prediction": spread(outer, 1, **reducing), "target": spread(inner, 1, **reducing)}


kl_reverse_sample = kl_sample


def jensen_shannon(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2, for each row, reduced.

    Where p is near q both parts cancel: there it is the sum of m/2 (log(1 - u^2) + u log((1 + u) / (1 - u)))
    with u = (p - q) / (p + q), whose second term is twice the first and of the other sign.
    """
    q, p = _distributions(prediction, target)
    middle = (p + q) / 2
    u = _contrast(p, q)
    near = abs(u.real) < _NEAR
    v = np.where(near, u, u.dtype.type(0))
    close = middle * (log1p(-v * v) + v * (log1p(v) - log1p(-v)))
    far = p * _over_middle(p, q) + q * _over_middle(q, p)
    return reduce(np.where(near, close, far).sum(-1) / 2, **reducing)


def jensen_shannon_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradients of `jensen_shannon`: log(q / m) / 2 for the prediction, log(p / m) / 2 for the target."""
    q, p = _distributions(prediction, target)
    slopes = {"prediction": _over_middle(q, p) / 2, "target": _over_middle(p, q) / 2}
    return {name: spread(slope, 1, **reducing) for name, slope in slopes.items()}


jensen_shannon_sample = kl_sample


def _distributions(prediction: Any, target: Any) -> tuple[Array, Array]:
    """Return prediction and target after their checks."""
    q, p = same_shape(prediction=prediction, target=target)
    if q.ndim == 0:
        require_axes("prediction", q, 1, "rows of probabilities, (n, c) or (c,)")
    return within("prediction", q, "nonnegative"), within("target", p, "nonnegative")


def _divergence(p: Array, q: Array) -> Array:
    """Return the sum of p log(p / q) over each row."""
    return np.asarray((p * _log_ratio(p, q)).sum(-1))


def _divergence_gradients(p: Array, q: Array) -> tuple[Array, Array]:
    """Return the gradients of the sum of p log(p / q) with respect to p and to q."""
    return _log_ratio(p, q) + 1, -p / _above_zero(q)


def _log_ratio(p: Array, q: Array) -> Array:
    """Return log(p / q); where p is near q as log1p((p - q) / q), whose difference is exact."""
    p, q = _above_zero(p), _above_zero(q)
    ratio = p / q
    near = abs(ratio.real - 1) < _NEAR
    return np.where(near, log1p(np.where(near, (p - q) / q, p.dtype.type(0))), np.log(ratio))


def _over_middle(p: Array, q: Array) -> Array:
    """Return log(p / m) for m = (p + q) / 2; where p is near q as log1p((p - q) / (p + q)). 0 where both are 0."""
    p, q = _above_zero(p), _above_zero(q)
    u = _contrast(p, q)
    near = abs(u.real) < _NEAR
    return np.where(near, log1p(np.where(near, u, u.dtype.type(0))), np.log(2 * (p / (p + q))))


def _contrast(p: Array, q: Array) -> Array:
    """Return (p - q) / (p + q); 0 where both are 0."""
    return (p - q) / _above_zero(p + q)


def _above_zero(x: Array) -> Array:
    """Return x, with the smallest normal number in place of 0 and what is below it."""
    smallest = np.finfo(x.dtype).tiny
    return np.where(x.real < smallest, x.dtype.type(smallest), x)


def _rows(rng: np.random.Generator, n: int, c: int) -> Array:
    """Draw rows of probabilities, each at least a tenth of an even share."""
    return 0.9 * rng.dirichlet(np.ones(c), n) + 0.1 / c
