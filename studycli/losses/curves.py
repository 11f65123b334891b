"""Loss and derivative of one sample over the margin, the residual or the weight; and two losses side by side.

Over the **margin** the sample is of the class 1 and the margin is its logit z (of two classes, the logit of the
true class, the other being 0): a loss of probabilities is drawn behind a sigmoid, and so are the squared and the
absolute error, as when they are used to classify: (sigma(z) - 1)^2. Over the **residual** it is prediction -
target, over the **weight** one parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.arrays import floats
from studycli.losses.catalogue import facts
from studycli.losses.functions import sigmoid, sigmoid_jvp
from studycli.losses.kernel import load

if TYPE_CHECKING:
    from studycli.losses.model import Array, Loss

RANGES = {"margin": (-10.0, 10.0), "residual": (-5.0, 5.0), "weight": (-3.0, 3.0)}
"""What a plot shows of each axis."""

_SQUASHED = ("mse", "mae")  # losses of regression that notes compare with cross-entropy
_FACTORS = {"focal-binary": {"alpha": 1.0}}  # so that what is seen is the focusing, not the class's weight
_MARGINS = (-10.0, -5.0, -2.0, -1.0, 0.0, 1.0, 2.0, 5.0, 10.0)
_EASY = (
    -2.0,
    0.0,
    1.0,
    2.0,
    3.0,
    4.0,
    5.0,
)  # margins: probabilities of 0.12, 0.5, 0.73, 0.88, 0.95, 0.98, 0.993
_RESIDUALS = (0.01, 0.1, 0.5, 1.0, 2.0, 5.0, 100.0)  # the last one is an outlier
_WEIGHTS = (0.001, 0.01, 0.1, 0.5, 1.0, 2.0, 5.0)
_POINTS = {"margin": _MARGINS, "residual": _RESIDUALS, "weight": _WEIGHTS}


class Row(NamedTuple):
    """Two losses at one point.

    Attributes:
        point: The margin, residual or weight.
        first: Loss of the first.
        first_slope: Its derivative; NaN where it has no gradient.
        second: Loss of the second.
        second_slope: Its derivative.
    """

    point: float
    first: float
    first_slope: float
    second: float
    second_slope: float


def axes(key: str) -> tuple[str, ...]:
    """Return what a loss can be drawn over: its own axis first; () where it cannot be drawn.

    Raises:
        UnknownLossError: There is no such loss.
    """
    entry = facts(key)
    own = (entry.curve,) if entry.curve else ()
    return (*own, "margin") if entry.key in _SQUASHED else own


def common_axis(first: str, second: str) -> str:
    """Return the axis that two losses can both be drawn over; '' for none.

    Raises:
        UnknownLossError: One of them does not exist.
    """
    return next((axis for axis in axes(first) if axis in axes(second)), "")


def parameters(key: str) -> dict[str, float]:
    """Return the parameters that a loss is drawn with: its defaults, and an alpha of 1 for the focal loss."""
    entry = facts(key)
    defaults = {a.name: a.default for a in entry.arguments if a.default is not None}
    return defaults | _FACTORS.get(entry.key, {})


def curve(key: str, points: Any, axis: str = "") -> tuple[Array, Array]:
    """Return loss and derivative of one sample at each of some points.

    Args:
        key: Key of the loss, or any of its names.
        points: Margins, residuals or weights, of shape (k,).
        axis: One of `axes`; '' for the first.

    Returns:
        Two arrays of shape (k,); the derivative is NaN for a loss without gradient.

    Raises:
        ValueError: The loss cannot be drawn over that axis.
        UnknownLossError: There is no such loss.
    """
    loss = load(key)
    possible = axes(key)
    axis = axis or (possible[0] if possible else "")
    if axis not in possible:
        raise ValueError(f"{loss.facts.key} is not drawn over '{axis}'")
    (points,) = floats(points=points)
    return _DRAW[axis](loss, points)


def table(first: str, second: str, axis: str = "") -> tuple[Row, ...]:
    """Return two losses side by side at telling points.

    Over margins from -10 to 10, or where one is a focal loss from a hard sample to easy ones; over residuals up to
    an outlier of 100; over weights from 0.001.

    Args:
        first: Key of a loss.
        second: Key of another.
        axis: What they are compared over; '' for `common_axis`.

    Returns:
        A row for each point; () where the losses have no axis in common.

    Raises:
        UnknownLossError: One of them does not exist.
    """
    axis = axis or common_axis(first, second)
    if not axis:
        return ()
    focal = axis == "margin" and any("focal" in facts(key).key for key in (first, second))
    points = _EASY if focal else _POINTS[axis]
    columns = (np.array(points), *curve(first, points, axis), *curve(second, points, axis))
    return tuple(Row(*row) for row in np.stack(columns, axis=1).tolist())


def _over_margin(loss: Loss, points: Array) -> tuple[Array, Array]:
    """Return loss and derivative of samples of the class 1 with these logits."""
    names = {argument.name for argument in loss.facts.arguments}
    if "score" in names:
        return _evaluated(loss, "score", points, target=np.ones_like(points))
    if "logits" not in names:
        name = "probability" if "probability" in names else "prediction"
        value, slope = _evaluated(loss, name, sigmoid(points), target=np.ones_like(points))
        return value, sigmoid_jvp(points, slope)
    if loss.facts.arguments[0].shape == "n":
        return _evaluated(loss, "logits", points, target=np.ones_like(points))
    return _over_two_classes(loss, points)


def _over_two_classes(loss: Loss, points: Array) -> tuple[Array, Array]:
    """Return loss and derivative with the logits (z, 0) of which the first is the true class's."""
    logits = np.stack([points, np.zeros_like(points)], axis=1)
    equal = {"class_weights": np.ones(2, points.dtype)} if loss.facts.key == "weighted-ce" else {}
    value, slope = _evaluated(loss, "logits", logits, target=np.zeros(len(points), int), **equal)
    return value, slope[:, 0]


def _over_residual(loss: Loss, points: Array) -> tuple[Array, Array]:
    """Return loss and derivative of predictions that are off by this much."""
    return _evaluated(loss, "prediction", points, target=np.zeros_like(points))


def _over_weight(loss: Loss, points: Array) -> tuple[Array, Array]:
    """Return the penalty of each parameter by itself, and its derivative."""
    values = [loss.value(parameters=point) for point in points[:, None]]
    return np.array(values, points.dtype), _slope(loss, "parameters", points, {"parameters": points})


def _evaluated(loss: Loss, name: str, points: Array, **others: Array) -> tuple[Array, Array]:
    """Return the loss of each sample and its derivative with respect to an argument."""
    arguments = parameters(loss.facts.key) | {name: points} | others
    return loss.value(**arguments, reduction="none"), _slope(loss, name, points, arguments)


def _slope(loss: Loss, name: str, points: Array, arguments: dict[str, Any]) -> Array:
    """Return the derivative of each sample's loss; NaN where there is none."""
    if loss.gradient is None:
        return np.full_like(points, np.nan)
    return loss.gradient(**arguments, reduction="none")[name] + 0.0  # -0.0 becomes 0.0


_DRAW = {"margin": _over_margin, "residual": _over_residual, "weight": _over_weight}
