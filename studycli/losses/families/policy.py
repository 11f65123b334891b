"""Losses of policy gradients. All take ``weights`` and a ``mask``, one entry for each action or row of logits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import Reducing, floats, number, reduce, require_axes, same_shape, spread
from studycli.losses.functions import log_probabilities, probabilities, relative

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_AWAY = 0.02  # the log ratio of a sample is at least so far from the kinks


def ppo_clip(
    log_probs: Any,
    old_log_probs: Any,
    advantages: Any,
    *,
    epsilon: Any = 0.2,
    **reducing: Unpack[Reducing],
) -> Array:
    """Return -min(r A, clip(r, 1 - epsilon, 1 + epsilon) A) of each action, r = exp(new - old), reduced.

    The minimum clips r from above where A >= 0 and from below where A < 0, never from both sides. It is told by the
    logarithm of r, so that the exponential of a ratio that is clipped is never taken and cannot overflow.
    """
    log_ratio, advantages, epsilon = _steps(log_probs, old_log_probs, advantages, epsilon)
    clipped, bound = _clipped(log_ratio, advantages, epsilon)
    ratio = np.where(clipped, bound, np.exp(_unless(clipped, log_ratio)))
    return reduce(-ratio * advantages, **reducing)


def ppo_clip_gradient(
    log_probs: Any,
    old_log_probs: Any,
    advantages: Any,
    *,
    epsilon: Any = 0.2,
    **reducing: Unpack[Reducing],
) -> Gradients:
    """Return the gradient of `ppo_clip`: -r A, and 0 where r is clipped; at the bound itself it is -r A."""
    log_ratio, advantages, epsilon = _steps(log_probs, old_log_probs, advantages, epsilon)
    clipped, _ = _clipped(log_ratio, advantages, epsilon)
    slope = -np.exp(_unless(clipped, log_ratio)) * advantages
    return {"log_probs": spread(_unless(clipped, slope), **reducing)}


def ppo_clip_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw actions whose ratios lie on both sides of both bounds, and advantages of both signs."""
    n = sizes.get("n", 8)
    ratio = rng.choice([-1.0, 1.0], n) * rng.choice([0.05, 0.35], n) + rng.uniform(-_AWAY, _AWAY, n)
    old = rng.uniform(-3.0, -1.0, n)
    advantages = rng.uniform(0.1, 2.0, n) * rng.choice([-1.0, 1.0], n)
    return {"log_probs": old + ratio, "old_log_probs": old, "advantages": advantages}


def entropy_bonus(logits: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return the negative entropy, sum p log p with p = softmax(logits), of each row, reduced.

    It is what is added to a loss, times a coefficient, to reward entropy: the least is -log c, at even odds.
    """
    parts = _rows(logits)
    return reduce((probabilities(parts) * log_probabilities(parts)).sum(-1), **reducing)


def entropy_bonus_gradient(logits: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `entropy_bonus`: p (log p + H), H the entropy of the row."""
    parts = _rows(logits)
    p, log_p = probabilities(parts), log_probabilities(parts)
    slope = p * (log_p - (p * log_p).sum(-1, keepdims=True))
    return {"logits": spread(slope, 1, **reducing)}


def entropy_bonus_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits."""
    return {"logits": rng.normal(size=(sizes.get("n", 4), sizes.get("c", 5)))}


def _steps(log_probs: Any, old_log_probs: Any, advantages: Any, epsilon: Any) -> tuple[Array, Array, float]:
    """Return the log of the ratio, the advantages and epsilon after their checks."""
    new, old, advantages = same_shape(log_probs=log_probs, old_log_probs=old_log_probs, advantages=advantages)
    return new - old, advantages, number("epsilon", epsilon, "(0, 1)")


def _clipped(log_ratio: Array, advantages: Array, epsilon: float) -> tuple[Array, Array]:
    """Tell where the ratio is clipped, and return the bound that it would be clipped at."""
    positive = advantages.real >= 0
    above, below = float(np.log1p(epsilon)), float(np.log1p(-epsilon))
    clipped = np.where(positive, log_ratio.real > above, log_ratio.real < below)
    return clipped, np.where(positive, 1 + epsilon, 1 - epsilon).astype(log_ratio.dtype)


def _unless(left_out: Array, x: Array) -> Array:
    """Return x, and 0 where it is left out."""
    return np.where(left_out, x.dtype.type(0), x)


def _rows(logits: Any) -> Any:
    """Return rows of logits relative to the largest of each."""
    (logits,) = floats(logits=logits)
    if logits.ndim == 0:
        require_axes("logits", logits, 1, "rows of logits, (n, c) or (c,)")
    return relative(logits)
