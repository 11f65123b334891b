"""Losses of regression: prediction and target of one shape, each entry a sample.

All take ``weights`` and a ``mask`` of that shape, as `studycli.losses.arrays.reduce` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import reduce, same_shape, shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.losses.model import Array, Gradients


def mse(
    prediction: Any, target: Any, *, weights: Any = None, mask: Any = None, reduction: str = "mean"
) -> Array:
    """Return the squared error of each sample, reduced."""
    residual = _residual(prediction, target)
    return reduce(residual * residual, reduction, weights, mask)


def mse_gradient(
    prediction: Any, target: Any, *, weights: Any = None, mask: Any = None, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `mse`: 2 (prediction - target), times the sample's share."""
    residual = _residual(prediction, target)
    return {"prediction": 2 * residual * shares(residual, reduction, weights, mask)}


def mse_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw predictions and targets."""
    n = sizes.get("n", 8)
    return {"prediction": rng.normal(size=n), "target": rng.normal(size=n)}


def _residual(prediction: Any, target: Any) -> Array:
    """Return prediction - target."""
    prediction, target = same_shape(prediction=prediction, target=target)
    return np.asarray(prediction - target)
