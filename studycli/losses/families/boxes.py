"""Losses of boxes: each row is x1, y1, x2, y2 with x1 < x2 and y1 < y2.

With A the predicted box, B the true one, I their intersection, U their union and C the smallest box around both,
1 - I/U and (C - U)/C are made of areas that are added, never subtracted, so that nearly equal boxes keep their
digits. Along each axis the lengths of A and B are split into what they have in common, c (negative: the gap between
them), what only A has, a, and what only B has, b:

    I = cx cy,  A - I = ax (cy + ay) + cx ay,  B - I = bx (cy + by) + cx by,  C - U = ax by + bx ay

and where they do not overlap I = 0 and C - U = ax by + bx ay - cx cy.

All take ``weights`` and a ``mask``, one entry for each box. The gradient is that with respect to the prediction;
where an edge of it lies on an edge of the target, it is the one for an edge that moves outwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.errors import LossInputError
from studycli.losses.arrays import Reducing, reduce, same_shape, spread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_COORDINATES = 4


class _Axis(NamedTuple):
    """The edges of both boxes along one axis.

    Attributes:
        own: Length of A.
        other: Length of B.
        common: Length in common; negative: the gap.
        only_own: What only A has, ``own - common``.
        only_other: What only B has.
        low: Whether A's lower edge bounds the intersection, and so lies inside of C.
        high: Whether A's upper edge does.
    """

    own: Array
    other: Array
    common: Array
    only_own: Array
    only_other: Array
    low: Array
    high: Array


class _Areas(NamedTuple):
    """The areas that the losses are made of.

    Attributes:
        overlaps: Whether the boxes overlap.
        common: I.
        union: U.
        only_own: A - I.
        only_other: B - I.
        gap: C - U.
    """

    overlaps: Array
    common: Array
    union: Array
    only_own: Array
    only_other: Array
    gap: Array


def box_iou(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return 1 - I/U of each box, reduced."""
    areas = _areas(*_axes(prediction, target))
    return reduce(_wrong(areas), **reducing)


def box_iou_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `box_iou`: 0 for boxes that do not overlap."""
    x, y = _axes(prediction, target)
    areas = _areas(x, y)
    return _edges(_iou_outwards(x, y, areas), _iou_outwards(y, x, areas), reducing)


def box_iou_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw boxes, and predictions that overlap them with every edge at least 0.05 off."""
    n = sizes.get("n", 6)
    low = rng.uniform(-2.0, 2.0, (n, 2))
    target = np.hstack([low, low + rng.uniform(1.0, 2.0, (n, 2))])
    off = rng.uniform(0.05, 0.3, (n, _COORDINATES)) * rng.choice([-1.0, 1.0], (n, _COORDINATES))
    return {"prediction": target + off, "target": target}


def giou(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Array:
    """Return 1 - I/U + (C - U)/C of each box, reduced: from 0 for equal boxes towards 2 for boxes far apart."""
    areas = _areas(*_axes(prediction, target))
    return reduce(_wrong(areas) + areas.gap / (areas.union + areas.gap), **reducing)


def giou_gradient(prediction: Any, target: Any, **reducing: Unpack[Reducing]) -> Gradients:
    """Return the gradient of `giou`: boxes that do not overlap are drawn to each other."""
    x, y = _axes(prediction, target)
    areas = _areas(x, y)
    return _edges(_giou_outwards(x, y, areas), _giou_outwards(y, x, areas), reducing)


def giou_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw boxes as `box_iou_sample` does, every other prediction moved away so that it does not overlap."""
    point = box_iou_sample(rng, sizes)
    point["prediction"][1::2] += 4.0
    return point


def _iou_outwards(along: _Axis, across: _Axis, areas: _Areas) -> tuple[Array, Array]:
    """Return how 1 - I/U grows when A's lower and upper edge of an axis move outwards.

    With dA the length h of the edge, and dI the common part of it where the edge bounds I, else 0, it is
    (I dA - (U + I) dI) / U^2; where the edge bounds I that is -cy (ax h + B) / U^2.
    """
    inside = -(across.common / areas.union) * (
        (along.only_own * across.own + along.other * across.other) / areas.union
    )
    outside = (areas.common / areas.union) * (across.own / areas.union)
    low, high = (np.where(edge, inside, outside) for edge in (along.low, along.high))
    apart = inside.dtype.type(0)
    return np.where(areas.overlaps, low, apart), np.where(areas.overlaps, high, apart)


def _giou_outwards(along: _Axis, across: _Axis, areas: _Areas) -> tuple[Array, Array]:
    """Return how the loss grows when A's lower and upper edge of an axis move outwards.

    To `_iou_outwards` comes the change of 1 - U/C, (U dC - C dU) / C^2: where the edge lies inside of C that is
    -dU / C, where it bounds C it is H (B - I - bx h) / C^2 with the height H of C.
    """
    around = areas.union + areas.gap
    grown = np.where(areas.overlaps, across.only_own, across.own)
    inside = -grown / around
    height = across.own + across.only_other
    outside = (height / around) * ((areas.only_other - along.only_other * across.own) / around)
    low, high = _iou_outwards(along, across, areas)
    return low + np.where(along.low, inside, outside), high + np.where(along.high, inside, outside)


def _edges(x: tuple[Array, Array], y: tuple[Array, Array], reducing: Reducing) -> Gradients:
    """Return the gradient of x1, y1, x2, y2: outwards is towards smaller numbers for the first two."""
    gradient = np.stack([-x[0], -y[0], x[1], y[1]], axis=-1)
    return {"prediction": spread(gradient, 1, **reducing)}


def _wrong(areas: _Areas) -> Array:
    """Return 1 - I/U, as what only one box has over the union."""
    return (areas.only_own + areas.only_other) / areas.union


def _areas(x: _Axis, y: _Axis) -> _Areas:
    """Return the areas of boxes from both axes."""
    overlaps = (x.common.real > 0) & (y.common.real > 0)
    common = np.where(overlaps, x.common * y.common, x.common.dtype.type(0))
    own = np.where(overlaps, x.only_own * y.own + x.common * y.only_own, x.own * y.own)
    other = np.where(overlaps, x.only_other * y.other + x.common * y.only_other, x.other * y.other)
    beside = x.only_own * y.only_other + x.only_other * y.only_own
    gap = np.where(overlaps, beside, beside - x.common * y.common)
    return _Areas(overlaps, common, common + own + other, own, other, gap)


def _axes(prediction: Any, target: Any) -> tuple[_Axis, _Axis]:
    """Return what both boxes have along x and along y."""
    a, b = same_shape(prediction=prediction, target=target)
    for name, boxes in (("prediction", a), ("target", b)):
        _require_boxes(name, boxes)
    x, y = (_axis(a[..., i], a[..., i + 2], b[..., i], b[..., i + 2]) for i in (0, 1))
    return x, y


def _axis(a_low: Array, a_high: Array, b_low: Array, b_high: Array) -> _Axis:
    """Return what both boxes have along one axis, from their edges."""
    low, high = a_low.real > b_low.real, a_high.real < b_high.real
    inner_low, inner_high = np.where(low, a_low, b_low), np.where(high, a_high, b_high)
    return _Axis(
        own=a_high - a_low,
        other=b_high - b_low,
        common=inner_high - inner_low,
        only_own=(inner_low - a_low) + (a_high - inner_high),
        only_other=(inner_low - b_low) + (b_high - inner_high),
        low=low,
        high=high,
    )


def _require_boxes(name: str, boxes: Array) -> None:
    """Check that an argument consists of boxes with a width and a height; NaN passes."""
    if boxes.ndim == 0 or boxes.shape[-1] != _COORDINATES:
        raise LossInputError(f"{name} has shape {boxes.shape}, expected (n, 4): x1, y1, x2, y2 in a row.")
    for axis, i in (("x", 0), ("y", 1)):
        wrong = boxes[..., i].real >= boxes[..., i + 2].real
        if wrong.any():
            low, high = boxes[wrong][0].real[[i, i + 2]]
            raise LossInputError(
                f"{name} has {axis}1 = {low:g} and {axis}2 = {high:g}, expected {axis}1 < {axis}2."
            )
