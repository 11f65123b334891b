"""Losses that can be computed: the functions of a family, found by the catalogue's entry."""

from __future__ import annotations

from functools import cache, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.catalogue import facts
from studycli.losses.model import Loss

if TYPE_CHECKING:
    from collections.abc import Callable


def load(name: str) -> Loss:
    """Return a loss with its value, gradient and sampler.

    Args:
        name: Its key, or any of its names.

    Raises:
        UnknownLossError: There is no such loss.
    """
    return _load(facts(name).key)


@cache
def _load(key: str) -> Loss:
    """Return the loss of a key; its family is imported when it is first needed."""
    entry = facts(key)
    family, function = entry.place.split(":")
    module = import_module(f"studycli.losses.families.{family}")
    gradient = getattr(module, f"{function}_gradient") if entry.differentiable else None
    return Loss(
        facts=entry,
        value=_quiet(getattr(module, function)),
        gradient=gradient and _quiet(gradient),
        sample=getattr(module, f"{function}_sample"),
    )


def _quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose overflow and NaN show in its value alone, not as warnings too."""

    @wraps(function)
    def quiet(*args: Any, **kwargs: Any) -> Any:
        # inf is the right rounding of a square of 1e200, NaN of inf - inf
        with np.errstate(over="ignore", invalid="ignore"):
            return function(*args, **kwargs)

    return quiet
