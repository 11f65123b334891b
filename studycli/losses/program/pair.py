"""A person's loss and gradient, two functions of their own, checked against each other at a random point."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.gradcheck.checking import check
from studycli.losses.gradcheck.diagnosis import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.model import Array

_MATRIX = 2  # axes: rows of scores of classes


def check_pair(
    loss: Callable[..., Any],
    gradient: Callable[..., Any],
    shape: tuple[int, ...],
    seed: int,
    name: str = "",
) -> dict[str, Any]:
    """Check ``gradient(x)`` against ``loss(x)``, or both with (x, y), and return the report as JSON has it.

    Args:
        loss: Gives one number.
        gradient: Gives an array of the shape of x.
        shape: Of x, whose entries are drawn from the standard normal distribution. A function that needs a second
            argument gets y: one-hot rows of that shape for an x of two axes, else 0 or 1 for each entry.
        seed: Of the point.
        name: For the report.

    Raises:
        LossInputError: The loss is not one number.
        Exception: Whatever the two raise at this point.
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape)
    y = _targets(rng, shape)
    of_loss, of_gradient = (_of_x(function, y) for function in (loss, gradient))
    # the checker takes an exception for a point outside of the domain; here it is the person's own
    of_loss(x.copy())
    of_gradient(x.copy())
    context = Context(batch=shape[0] if shape else 0, point=x)
    report = check(of_loss, of_gradient, x, seed=seed, name=name, context=lambda: context)
    return report.as_json()


def _targets(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    if len(shape) == _MATRIX:
        return np.asarray(np.eye(shape[1])[rng.integers(0, shape[1], shape[0])])
    return rng.integers(0, 2, shape).astype(float)


def _of_x(function: Callable[..., Any], y: Array) -> Callable[[Array], Any]:
    """Return a function of x alone."""
    if _needed(function) < _MATRIX:
        return function
    return lambda x: function(x, y.copy())


def _needed(function: Callable[..., Any]) -> int:
    """Return how many arguments a function must be given by position; 1 where that cannot be read."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 1
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(each.kind in by_position and each.default is each.empty for each in parameters)
