"""Losses of several tasks, weighted into one number, which is the same under every reduction.

Where a method is a rule that updates weights, the loss here is what the network is trained by: the weighted sum with
the updated weights held constant. What the weights come from (earlier losses, the losses that an update saw, the
targets of GradNorm) is an argument of its own, so that each loss is an ordinary function of its arguments and its
gradient can be checked by differences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.arrays import absolute, check_reduction, floats, number, require_axes, same_shape, within
from studycli.losses.functions import softmax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.losses.model import Array, Gradients

_TASKS = "(t,): one number a task"
_AWAY = 0.1  # a sample's gradient norms are at least so far, relatively, from their targets


def static_weights(losses: Any, weights: Any = None, *, reduction: str = "mean") -> Array:
    """Return the sum of weight times loss; without weights, all are 1 / t."""
    check_reduction(reduction)
    losses, weights = _weighted(losses, weights)
    return np.asarray((weights * losses).sum())


def static_weights_gradient(losses: Any, weights: Any = None, *, reduction: str = "mean") -> Gradients:
    """Return the gradient of `static_weights`: the weights."""
    check_reduction(reduction)
    return {"losses": _weighted(losses, weights)[1]}


def static_weights_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw losses and weights."""
    t = sizes.get("t", 3)
    return {"losses": rng.uniform(0.1, 3.0, t), "weights": rng.uniform(0.1, 1.0, t)}


def uncertainty_weighting(losses: Any, log_sigma: Any, *, reduction: str = "mean") -> Array:
    """Return the sum of loss / (2 sigma^2) + log sigma over the tasks.

    sigma is learned as log sigma, which keeps it positive. Code often learns s = log sigma^2 instead:
    (exp(-s) loss + s) / 2, the same number, whose gradient in s is half of that in log sigma.
    """
    check_reduction(reduction)
    losses, log_sigma = _tasks(losses=losses, log_sigma=log_sigma)
    return np.asarray((0.5 * np.exp(-2 * log_sigma) * losses + log_sigma).sum())


def uncertainty_weighting_gradient(losses: Any, log_sigma: Any, *, reduction: str = "mean") -> Gradients:
    """Return the gradients of `uncertainty_weighting`: 1 / (2 sigma^2), and 1 - loss / sigma^2 for log sigma."""
    check_reduction(reduction)
    losses, log_sigma = _tasks(losses=losses, log_sigma=log_sigma)
    precision = np.exp(-2 * log_sigma)
    return {"losses": 0.5 * precision, "log_sigma": 1 - precision * losses}


def uncertainty_weighting_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw losses and the logarithm of each task's sigma."""
    t = sizes.get("t", 3)
    return {"losses": rng.uniform(0.1, 3.0, t), "log_sigma": rng.normal(scale=0.5, size=t)}


def gradnorm(weights: Any, gradient_norms: Any, targets: Any, *, reduction: str = "mean") -> Array:
    """Return the sum of |weight times gradient norm - target|: what the weights of GradNorm are trained by.

    Args:
        weights: (t,), the weight of each task.
        gradient_norms: (t,), the norm of the gradient of each unweighted loss in the last shared layer.
        targets: (t,), constants, as `gradnorm_targets` gives them.
        reduction: Without effect: it is one number.
    """
    check_reduction(reduction)
    weights, norms, targets = _tasks(weights=weights, gradient_norms=gradient_norms, targets=targets)
    return np.asarray(absolute(weights * norms - targets).sum())


def gradnorm_gradient(
    weights: Any, gradient_norms: Any, targets: Any, *, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `gradnorm`: the norm, with the sign of how far it is above its target; 0 at the target."""
    check_reduction(reduction)
    weights, norms, targets = _tasks(weights=weights, gradient_norms=gradient_norms, targets=targets)
    return {"weights": np.sign((weights * norms - targets).real) * norms}


def gradnorm_targets(
    weights: Any, gradient_norms: Any, losses: Any, first_losses: Any, alpha: Any = 1.5
) -> Array:
    """Return the norm that GradNorm wants for each task: the mean of all, times r to the power of alpha.

    r is the task's loss over its first loss, relative to the mean of that over all tasks: a task that has learned
    less than the others gets a larger gradient. alpha is how strongly.
    """
    weights, norms, losses, first = _tasks(
        weights=weights, gradient_norms=gradient_norms, losses=losses, first_losses=first_losses
    )
    left = within("losses", losses, "positive") / within("first_losses", first, "positive")
    return np.asarray(
        (weights * norms).mean() * (left / left.mean()) ** number("alpha", alpha, "nonnegative")
    )


def gradnorm_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw weights, norms and losses, and with them the targets; norms near their target are moved away."""
    t = sizes.get("t", 3)
    weights, norms, losses, first = rng.uniform(0.5, 2.0, (4, t))
    targets = gradnorm_targets(weights, norms, losses, first)
    near = abs(weights * norms / targets - 1) < _AWAY
    return {
        "weights": weights,
        "gradient_norms": norms,
        "targets": np.where(near, targets * (1 + 3 * _AWAY), targets),
    }


def dynamic_weight_average(
    losses: Any, previous: Any, earlier: Any, *, temperature: Any = 2.0, reduction: str = "mean"
) -> Array:
    """Return the sum of weight times loss, the weights t softmax(rate / temperature), rate = previous / earlier.

    Args:
        losses: (t,), the losses now.
        previous: (t,), those of the epoch before.
        earlier: (t,), those of the epoch before that.
        temperature: The higher, the more even the weights.
        reduction: Without effect: it is one number.
    """
    check_reduction(reduction)
    losses, weights = _averaged(losses, previous, earlier, temperature)
    return np.asarray((weights * losses).sum())


def dynamic_weight_average_gradient(
    losses: Any, previous: Any, earlier: Any, *, temperature: Any = 2.0, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `dynamic_weight_average`: the weights."""
    check_reduction(reduction)
    return {"losses": _averaged(losses, previous, earlier, temperature)[1]}


def dynamic_weight_average_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw the losses of three epochs."""
    losses, previous, earlier = rng.uniform(0.2, 2.0, (3, sizes.get("t", 3)))
    return {"losses": losses, "previous": previous, "earlier": earlier}


def adaptive_weights(
    losses: Any, observed: Any, weights: Any, *, alpha: Any = 0.16, reduction: str = "mean"
) -> Array:
    """Return the sum of weight times loss after an update of the weights.

    The update multiplies each weight by exp(-alpha observed / mean of observed), then divides all by their sum.

    Args:
        losses: (t,), the losses that are added up.
        observed: (t,), the losses that the update sees, constants: most often the same numbers.
        weights: (t,), the weights before the update.
        alpha: How fast the weight of a large loss falls.
        reduction: Without effect: it is one number.
    """
    check_reduction(reduction)
    losses, updated = _adapted(losses, observed, weights, alpha)
    return np.asarray((updated * losses).sum())


def adaptive_weights_gradient(
    losses: Any, observed: Any, weights: Any, *, alpha: Any = 0.16, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `adaptive_weights`: the weights after the update."""
    check_reduction(reduction)
    return {"losses": _adapted(losses, observed, weights, alpha)[1]}


def adaptive_weights_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw losses, which the update sees too, and weights."""
    losses, weights = rng.uniform(0.2, 2.0, (2, sizes.get("t", 3)))
    return {"losses": losses, "observed": losses, "weights": weights, "alpha": 0.5}


def _weighted(losses: Any, weights: Any) -> tuple[Array, Array]:
    """Return losses and weights, even ones where none are given."""
    if weights is not None:
        losses, weights = _tasks(losses=losses, weights=weights)
        return losses, weights
    (losses,) = _tasks(losses=losses)
    return losses, np.full_like(losses.real, 1 / len(losses))


def _averaged(losses: Any, previous: Any, earlier: Any, temperature: Any) -> tuple[Array, Array]:
    """Return losses and the weights of `dynamic_weight_average`."""
    losses, previous, earlier = _tasks(losses=losses, previous=previous, earlier=earlier)
    rate = previous / within("earlier", earlier, "positive")
    return losses, len(losses) * softmax(rate / number("temperature", temperature, "positive"))


def _adapted(losses: Any, observed: Any, weights: Any, alpha: Any) -> tuple[Array, Array]:
    """Return losses and the weights of `adaptive_weights` after their update.

    The ratios are taken relative to the least, which the division by the sum takes out again: one of the
    exponentials is 1, and the sum cannot vanish.
    """
    losses, observed, weights = _tasks(losses=losses, observed=observed, weights=weights)
    ratio = within("observed", observed, "positive") / observed.mean()
    grown = within("weights", weights, "positive") * np.exp(
        -number("alpha", alpha, "nonnegative") * (ratio - ratio.min())
    )
    return losses, grown / grown.sum()


def _tasks(**arrays: Any) -> tuple[Array, ...]:
    """Return arguments with one number for each task, after their checks."""
    found = same_shape(**arrays) if len(arrays) > 1 else floats(**arrays)
    require_axes(next(iter(arrays)), found[0], 1, _TASKS)
    return found
