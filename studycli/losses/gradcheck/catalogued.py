"""The gradients of a loss of the catalogue, checked at a random point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.errors import LossInputError, NoGradientError
from studycli.losses.gradcheck.checking import check
from studycli.losses.gradcheck.diagnosis import Context
from studycli.losses.gradcheck.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studycli.losses.gradcheck.report import Report
    from studycli.losses.model import Array, Facts, Loss

_AT_ONCE = 2**15  # numbers of all copies of a point: half a mebibyte as complex numbers, which caches hold


def check_loss(
    loss: Loss, sizes: Mapping[str, int] | None = None, seed: int = 0, directions: int = 0
) -> list[Report]:
    """Check the gradient of a loss with respect to each of its differentiable arguments.

    Args:
        loss: From the catalogue.
        sizes: Of the axes, such as ``{"n": 64, "c": 100}``; the loss has defaults.
        seed: Of the point and of directions.
        directions: So many Gaussian directions; 0 for all entries.

    Returns:
        A report for each differentiable argument.

    Raises:
        NoGradientError: The loss has no gradient.
    """
    gradient = loss.gradient
    if gradient is None:
        raise NoGradientError(f"{loss.facts.key} has no gradient to check: {loss.facts.kinks}.")
    arguments = loss.sample(np.random.default_rng(seed), sizes or {})
    given = gradient(**arguments)
    return [
        check_argument(
            loss, arguments, name, _of(gradient, arguments, name), seed=seed, directions=directions
        )
        for name in given
    ]


def check_argument(
    loss: Loss, arguments: Mapping[str, Any], name: str, gradient: Any, *, seed: int = 0, directions: int = 0
) -> Report:
    """Check any gradient of a loss of the catalogue, its own or another, with respect to one argument.

    Args:
        loss: From the catalogue.
        arguments: All of them, at the point.
        name: The argument.
        gradient: A function of the argument, or its value.
        seed: Of the directions.
        directions: So many Gaussian directions; 0 for all entries.
    """

    def value(point: Array, **how: Any) -> Array:
        return loss.value(**{**arguments, name: point}, **how)

    return check(
        value,
        gradient,
        arguments[name],
        rows=_rows(loss, arguments, name),
        directions=directions,
        seed=seed,
        name=f"{loss.facts.key}: {name}",
        context=lambda: Context(
            batch=_batch(loss.facts, name, arguments), mistakes=mistakes(loss, arguments, name)
        ),
    )


def mistakes(loss: Loss, arguments: Mapping[str, Any], name: str) -> tuple[tuple[str, Array], ...]:
    """Return the gradients that one gets by mistakes that are a loss's own, for ``diagnosis.Context``.

    They are the gradient with prediction and target exchanged, and that for another argument.
    """
    found = [("exchanged", _exchanged(loss, arguments, name))]
    if loss.gradient is not None:
        others = loss.gradient(**arguments)
        found += [("other-argument", array) for other, array in others.items() if other != name]
    return tuple((kind, array) for kind, array in found if array is not None)


def _rows(loss: Loss, arguments: Mapping[str, Any], name: str) -> Rows:
    """Return the loss of each row, for several copies of the point: the other arguments are repeated with it."""
    axes = {argument.name: argument.shape.split() for argument in loss.facts.arguments}
    point = np.asarray(arguments[name])
    repeated = [other for other, value in arguments.items() if axes[other][:1] == ["n"] and value is not None]

    def value(points: Array) -> Array:
        copies = len(points) // len(point) if point.ndim else 1
        same = dict(arguments)
        if copies > 1:
            same |= {other: np.concatenate([np.asarray(arguments[other])] * copies) for other in repeated}
        return loss.value(**{**same, name: points}, reduction="none")

    return Rows(value, max(1, _AT_ONCE // point.size) if name in repeated else 1)


def _of(gradient: Callable[..., Any], arguments: Mapping[str, Any], name: str) -> Callable[[Array], Array]:
    """Return the gradient as a function of one argument."""
    return lambda point: gradient(**{**arguments, name: point})[name]


def _batch(facts: Facts, name: str, arguments: Mapping[str, Any]) -> int:
    """Return n of the mean: the length of the axis n; 0 where the argument has none."""
    shapes = {argument.name: argument.shape.split() for argument in facts.arguments}
    return len(arguments[name]) if shapes.get(name, [])[:1] == ["n"] else 0


def _exchanged(loss: Loss, arguments: Mapping[str, Any], name: str) -> Array | None:
    """Return the gradient with the argument and the target exchanged; None where they cannot be."""
    target: Any = arguments.get("target")
    if loss.gradient is None or np.shape(target) != np.shape(arguments[name]) or name == "target":
        return None
    try:
        found = loss.gradient(**{**arguments, name: np.asarray(target, float), "target": arguments[name]})
    except LossInputError:  # a probability can be a target, a logit cannot
        return None
    return found[name] if np.isfinite(found[name]).all() else None
