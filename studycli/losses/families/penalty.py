"""Penalties on parameters, of any shape: one number under every reduction, for their sum is no mean over samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import absolute, check_reduction, floats, number, sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.losses.model import Array, Gradients


def l1(parameters: Any, *, strength: Any = 1.0, reduction: str = "mean") -> Array:
    """Return lambda sum |w|."""
    return elastic_net(parameters, strength=strength, ratio=1.0, reduction=reduction)


def l1_gradient(parameters: Any, *, strength: Any = 1.0, reduction: str = "mean") -> Gradients:
    """Return lambda sign(w); where w = 0, of all subgradients in [-lambda, lambda], 0."""
    return elastic_net_gradient(parameters, strength=strength, ratio=1.0, reduction=reduction)


def l2(parameters: Any, *, strength: Any = 1.0, reduction: str = "mean") -> Array:
    """Return lambda sum w^2, without the factor 1/2 that some texts have."""
    return elastic_net(parameters, strength=strength, ratio=0.0, reduction=reduction)


def l2_gradient(parameters: Any, *, strength: Any = 1.0, reduction: str = "mean") -> Gradients:
    """Return 2 lambda w."""
    return elastic_net_gradient(parameters, strength=strength, ratio=0.0, reduction=reduction)


def elastic_net(parameters: Any, *, strength: Any = 1.0, ratio: Any = 0.5, reduction: str = "mean") -> Array:
    """Return lambda (rho sum |w| + (1 - rho) sum w^2); scikit-learn has half of the second part."""
    check_reduction(reduction)
    parameters, strength, ratio = _checked(parameters, strength, ratio)
    each = ratio * absolute(parameters) + (1 - ratio) * (parameters * parameters)
    return np.asarray((strength * each).sum())


def elastic_net_gradient(
    parameters: Any, *, strength: Any = 1.0, ratio: Any = 0.5, reduction: str = "mean"
) -> Gradients:
    """Return lambda (rho sign(w) + 2 (1 - rho) w); where w = 0 it is 0, the middle of all subgradients."""
    check_reduction(reduction)
    parameters, strength, ratio = _checked(parameters, strength, ratio)
    each = ratio * sign(parameters) + 2 * (1 - ratio) * parameters
    return {"parameters": strength * each}


def l1_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw parameters of at least 0.1 in size, and a strength."""
    d = sizes.get("d", 8)
    size = rng.uniform(0.1, 2.0, d)
    return {"parameters": size * rng.choice([-1.0, 1.0], d), "strength": float(rng.uniform(0.1, 2.0))}


l2_sample = l1_sample


def elastic_net_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw parameters of at least 0.1 in size, a strength and a ratio."""
    return l1_sample(rng, sizes) | {"ratio": float(rng.uniform(0.1, 0.9))}


def _checked(parameters: Any, strength: Any, ratio: Any) -> tuple[Array, float, float]:
    """Return the arguments after their checks."""
    (parameters,) = floats(parameters=parameters)
    return parameters, number("strength", strength, "nonnegative"), number("ratio", ratio, "[0, 1]")
