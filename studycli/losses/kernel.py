"""Losses that can be computed: the functions of a family, found by the catalogue's entry."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from studycli.losses.arrays import quiet
from studycli.losses.catalogue import facts
from studycli.losses.model import Loss


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
        value=quiet(getattr(module, function)),
        gradient=gradient and quiet(gradient),
        sample=getattr(module, f"{function}_sample"),
    )
