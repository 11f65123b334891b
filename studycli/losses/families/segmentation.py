"""Overlap of a predicted and a true region, softly: from probabilities of pixels.

All pixels that are given make one region, whatever their axes (a whole batch, too, which is how most code sums);
so each loss is one number under every reduction. For the mean over images, call it for each. With TP, FP and FN
the sums of p y, p (1 - y) and (1 - p) y, every loss here is

    1 - N / (N + E) = E / (N + E),    N = k TP + s,    E = a FP + b FN

with k = 2, a = b = 1 for Dice; k = 1, a = b = 1 for IoU; k = 1 for Tversky. The form on the right adds up what is
wrong, and does not cancel where the prediction is nearly right. ``smooth``, s, decides what an empty region
predicted as empty costs: 0; without it (``smooth=0``) that is 0 / 0, NaN. A ``mask`` leaves pixels out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.arrays import check_reduction, number, reduce, same_shape, spread, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.losses.model import Array, Gradients


class _Kind(NamedTuple):
    """What tells the losses apart: the factors of TP, FP and FN, and s."""

    hit: float
    false_positive: float
    false_negative: float
    smooth: float


def dice(
    prediction: Any, target: Any, *, smooth: Any = 1e-6, mask: Any = None, reduction: str = "mean"
) -> Array:
    """Return 1 - (2 TP + s) / (sum p + sum y + s); V-Net squares p and y below the fraction, this does not."""
    return _loss(prediction, target, _kind(2.0, 1.0, 1.0, smooth), mask, reduction)


def dice_gradient(
    prediction: Any, target: Any, *, smooth: Any = 1e-6, mask: Any = None, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `dice`: ((2 TP + s) - 2 y (sum p + sum y + s)) / (sum p + sum y + s)^2."""
    return _gradient(prediction, target, _kind(2.0, 1.0, 1.0, smooth), mask, reduction)


def dice_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw probabilities of pixels and a region that has at least one pixel and leaves one out."""
    n = sizes.get("n", 12)
    target = rng.integers(0, 2, n).astype(float)
    target[:2] = [1.0, 0.0][: len(target[:2])]
    return {"prediction": rng.uniform(0.05, 0.95, n), "target": target}


def tversky(
    prediction: Any,
    target: Any,
    *,
    alpha: Any = 0.3,
    beta: Any = 0.7,
    smooth: Any = 1e-6,
    mask: Any = None,
    reduction: str = "mean",
) -> Array:
    """Return 1 - (TP + s) / (TP + alpha FP + beta FN + s)."""
    return _loss(prediction, target, _tversky(alpha, beta, smooth), mask, reduction)


def tversky_gradient(
    prediction: Any,
    target: Any,
    *,
    alpha: Any = 0.3,
    beta: Any = 0.7,
    smooth: Any = 1e-6,
    mask: Any = None,
    reduction: str = "mean",
) -> Gradients:
    """Return the gradient of `tversky`: (N dE - E dN) / (N + E)^2 with dN = y, dE = alpha (1 - y) - beta y."""
    return _gradient(prediction, target, _tversky(alpha, beta, smooth), mask, reduction)


def tversky_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw a prediction and a region, and both factors."""
    alpha = float(rng.uniform(0.1, 0.9))
    return dice_sample(rng, sizes) | {"alpha": alpha, "beta": 1 - alpha}


def soft_iou(
    prediction: Any, target: Any, *, smooth: Any = 1e-6, mask: Any = None, reduction: str = "mean"
) -> Array:
    """Return 1 - (TP + s) / (sum p + sum y - TP + s)."""
    return _loss(prediction, target, _kind(1.0, 1.0, 1.0, smooth), mask, reduction)


def soft_iou_gradient(
    prediction: Any, target: Any, *, smooth: Any = 1e-6, mask: Any = None, reduction: str = "mean"
) -> Gradients:
    """Return the gradient of `soft_iou`: ((1 - y) (TP + s) - y (U + s)) / (U + s)^2 with U = sum p + sum y - TP."""
    return _gradient(prediction, target, _kind(1.0, 1.0, 1.0, smooth), mask, reduction)


soft_iou_sample = dice_sample


def _kind(hit: float, false_positive: float, false_negative: float, smooth: Any) -> _Kind:
    """Return the factors of a loss, with s checked."""
    return _Kind(hit, false_positive, false_negative, number("smooth", smooth, "nonnegative"))


def _tversky(alpha: Any, beta: Any, smooth: Any) -> _Kind:
    """Return the factors of the Tversky loss."""
    return _kind(1.0, number("alpha", alpha, "nonnegative"), number("beta", beta, "nonnegative"), smooth)


def _loss(prediction: Any, target: Any, kind: _Kind, mask: Any, reduction: str) -> Array:
    """Return E / (N + E)."""
    check_reduction(reduction)
    right, wrong = _parts(*_regions(prediction, target), kind, mask)
    return np.asarray(wrong / (right + wrong))


def _gradient(prediction: Any, target: Any, kind: _Kind, mask: Any, reduction: str) -> Gradients:
    """Return (N dE - E dN) / (N + E)^2 for each pixel, 0 for those that the mask leaves out."""
    check_reduction(reduction)
    p, y = _regions(prediction, target)
    right, wrong = _parts(p, y, kind, mask)
    change = kind.false_positive * (1 - y) - kind.false_negative * y
    total = right + wrong
    slope = (right / total * change - wrong / total * (kind.hit * y)) / total
    return {"prediction": spread(slope, reduction="sum", mask=mask)}


def _parts(p: Array, y: Array, kind: _Kind, mask: Any) -> tuple[Array, Array]:
    """Return N and E."""
    hits = reduce(p * y, "sum", None, mask)
    wrong = kind.false_positive * p * (1 - y) + kind.false_negative * (1 - p) * y
    right = kind.hit * hits + kind.smooth
    return right.astype(hits.dtype), reduce(wrong, "sum", None, mask)  # NumPy 1 widens a float32 of no axes


def _regions(prediction: Any, target: Any) -> tuple[Array, Array]:
    """Return prediction and target after their checks: probabilities, for soft targets count too."""
    p, y = same_shape(prediction=prediction, target=target)
    return within("prediction", p, "probability"), within("target", y, "probability")
