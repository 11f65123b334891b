"""Losses of regression: prediction and target of one shape, each entry a sample, r = prediction - target.

All take ``weights`` and a ``mask`` of that shape, as `studycli.losses.arrays.reduce` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import (
    Reducing,
    absolute,
    check_reduction,
    log1p,
    number,
    reduce,
    same_shape,
    sign,
    spread,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_LOG_2 = float(np.log(2))  # a Python float: it leaves float32 as it is
_SMALL = 1.0  # below it log cosh r comes from sinh r


def mse(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return r^2 of each sample, reduced."""
    residual = _residual(prediction, target)
    return reduce(residual * residual, **reducing)


def mse_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `mse`: 2 r, times the sample's share."""
    residual = _residual(prediction, target)
    return {"prediction": spread(2 * residual, **reducing)}


def rmse(
    prediction: Any, target: Any, *, weights: Any = None, mask: Any = None, reduction: str = "mean"
) -> Array:
    """Return the root of the mean of r^2: one number for the batch under every reduction."""
    check_reduction(reduction)
    return _root_mean_square(_residual(prediction, target), weights, mask)


def rmse_gradient(
    prediction: Any, target: Any, *, weights: Any = None, mask: Any = None, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `rmse`: r over the root, times the sample's share; where all residuals are 0, 0."""
    check_reduction(reduction)
    residual = _residual(prediction, target)
    root = _root_mean_square(residual, weights, mask)
    ratio = residual / np.where(root == 0, residual.dtype.type(1), root)
    return {"prediction": spread(ratio, weights=weights, mask=mask)}


def mae(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return |r| of each sample, reduced."""
    return reduce(absolute(_residual(prediction, target)), **reducing)


def mae_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `mae`: the sign of r, times the share; at r = 0, of all subgradients in [-1, 1], 0."""
    residual = _residual(prediction, target)
    return {"prediction": spread(sign(residual), **reducing)}


def huber(prediction: Any, target: Any, *, delta: Any = 1.0, **reducing: Unpack[Reducing]) -> Array:
    """Return r^2 / 2 where |r| <= delta, else delta (|r| - delta / 2), reduced."""
    residual = _residual(prediction, target)
    return reduce(_huber(residual, number("delta", delta, "positive")), **reducing)


def huber_gradient(
    prediction: Any, target: Any, *, delta: Any = 1.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `huber`: r, at most delta in size, times the sample's share."""
    residual = _residual(prediction, target)
    delta = number("delta", delta, "positive")
    return {"prediction": spread(residual.clip(-delta, delta), **reducing)}


def smooth_l1(prediction: Any, target: Any, *, beta: Any = 1.0, **reducing: Unpack[Reducing]) -> Array:
    """Return r^2 / (2 beta) where |r| <= beta, else |r| - beta / 2, reduced: `huber` over beta."""
    residual = _residual(prediction, target)
    beta = number("beta", beta, "positive")
    return reduce(_huber(residual, beta) / beta, **reducing)


def smooth_l1_gradient(
    prediction: Any, target: Any, *, beta: Any = 1.0, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `smooth_l1`: r / beta, at most 1 in size, times the sample's share."""
    residual = _residual(prediction, target)
    slope = (residual / number("beta", beta, "positive")).clip(-1, 1)
    return {"prediction": spread(slope, **reducing)}


def log_cosh(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return log cosh r of each sample, reduced.

    As |r| + log1p(exp(-2 |r|)) - log 2, which does not overflow; near 0, where that cancels, as
    log1p(sinh(r)^2) / 2.
    """
    size = absolute(_residual(prediction, target))
    small = np.sinh(np.where(size.real < _SMALL, size, size.dtype.type(0)))
    far = size + log1p(np.exp(-2 * size)) - _LOG_2
    return reduce(np.where(size.real < _SMALL, 0.5 * log1p(small * small), far), **reducing)


def log_cosh_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `log_cosh`: tanh r, times the sample's share."""
    residual = _residual(prediction, target)
    return {"prediction": spread(np.tanh(residual), **reducing)}


def quantile(prediction: Any, target: Any, *, quantile: Any = 0.5, **reducing: Unpack[Reducing]) -> Array:
    """Return the pinball loss, reduced: tau |r| where the prediction is too low, (1 - tau) |r| where too high."""
    residual = _residual(prediction, target)
    return reduce(residual * _pinball_slope(residual, quantile), **reducing)


def quantile_gradient(
    prediction: Any, target: Any, *, quantile: Any = 0.5, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradient of `quantile`: -tau where r < 0, 1 - tau where r > 0, times the sample's share.

    At r = 0 every slope from -tau to 1 - tau is a subgradient; it is 0.
    """
    residual = _residual(prediction, target)
    slope = _pinball_slope(residual, quantile) * (residual.real != 0)
    return {"prediction": spread(slope, **reducing)}


def poisson_nll(log_rate: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return exp(s) - y s of each sample with log-rate s and count y, reduced.

    The constant log y! of the likelihood is left out.
    """
    log_rate, target = _counts(log_rate, target)
    return reduce(np.exp(log_rate) - target * log_rate, **reducing)


def poisson_nll_gradient(log_rate: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `poisson_nll`: exp(s) - y, times the sample's share."""
    log_rate, target = _counts(log_rate, target)
    return {"log_rate": spread(np.exp(log_rate) - target, **reducing)}


def gaussian_nll(prediction: Any, target: Any, variance: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return (log v + r^2 / v) / 2 of each sample with variance v, reduced.

    The constant log(2 pi) / 2 of the likelihood is left out.
    """
    residual, variance = _scatter(prediction, target, variance)
    return reduce(0.5 * (np.log(variance) + residual * (residual / variance)), **reducing)


def gaussian_nll_gradient(
    prediction: Any, target: Any, variance: Any, **reducing: Unpack[Reducing]
) -> Gradients:
    """Return the gradients of `gaussian_nll`: r / v, and (1 - r^2 / v) / (2 v), times the sample's share."""
    residual, variance = _scatter(prediction, target, variance)
    ratio = residual / variance
    return {
        "prediction": spread(ratio, **reducing),
        "variance": spread(0.5 * (1 - residual * ratio) / variance, **reducing),
    }


def mse_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw predictions and targets."""
    return _sample(rng, sizes, 0.0, 3.0)


def mae_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw predictions and targets, no two alike: |r| is at least 0.1."""
    return _sample(rng, sizes, 0.1, 3.0)


def huber_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw predictions and targets on both sides of delta = 1, where the second derivative jumps."""
    point = _sample(rng, sizes, 0.1, 0.8)
    far = rng.random(point["target"].size) < 0.5  # noqa: PLR2004 - every other one
    residual = point["prediction"] - point["target"]
    return point | {"prediction": point["prediction"] + np.sign(residual) * far}


rmse_sample = log_cosh_sample = mse_sample
smooth_l1_sample = huber_sample
quantile_sample = mae_sample


def poisson_nll_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw log-rates, and counts of a rate of 2."""
    n = sizes.get("n", 8)
    return {"log_rate": rng.normal(size=n), "target": rng.poisson(2.0, n).astype(float)}


def gaussian_nll_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw predictions, targets and variances from 0.5 to 2."""
    point = _sample(rng, sizes, 0.0, 3.0)
    return point | {"variance": rng.uniform(0.5, 2.0, point["target"].size)}


def _sample(
    rng: np.random.Generator, sizes: Mapping[str, int], nearest: float, farthest: float
) -> dict[str, Any]:
    """Draw targets, and predictions that are off by nearest to farthest on either side."""
    n = sizes.get("n", 8)
    target = rng.normal(size=n)
    off = rng.uniform(nearest, farthest, n) * rng.choice([-1.0, 1.0], n)
    return {"prediction": target + off, "target": target}


def _residual(prediction: Any, target: Any) -> Array:
    """Return prediction - target."""
    prediction, target = same_shape(prediction=prediction, target=target)
    return np.asarray(prediction - target)


def _root_mean_square(residual: Array, weights: Any, mask: Any) -> Array:
    """Return the root of the mean square, of residuals over the largest: no square overflows or vanishes."""
    kept = spread(residual.real, reduction="sum", mask=mask)
    largest = np.fmax.reduce(abs(kept), axis=None)  # NaN only where all are
    scale = residual.real.dtype.type(1) if largest == 0 else largest
    scaled = residual / scale
    return np.asarray(np.sqrt(reduce(scaled * scaled, "mean", weights, mask)) * scale)


def _huber(residual: Array, delta: float) -> Array:
    """Return Huber's loss of each residual."""
    size = absolute(residual)
    return np.where(size.real <= delta, 0.5 * residual * residual, delta * (size - 0.5 * delta))


def _pinball_slope(residual: Array, quantile: Any) -> Array:
    """Return the slope of the pinball loss: 1 - tau where the prediction is too high, else -tau."""
    tau = number("quantile", quantile, "(0, 1)")
    kind = residual.real.dtype.type
    return np.asarray(np.where(residual.real > 0, kind(1 - tau), kind(-tau)))


def _counts(log_rate: Any, target: Any) -> tuple[Array, Array]:
    """Return log-rates and counts."""
    log_rate, target = same_shape(log_rate=log_rate, target=target)
    return log_rate, within("target", target, "nonnegative")


def _scatter(prediction: Any, target: Any, variance: Any) -> tuple[Array, Array]:
    """Return residuals and variances."""
    prediction, target, variance = same_shape(prediction=prediction, target=target, variance=variance)
    return np.asarray(prediction - target), within("variance", variance, "positive")
