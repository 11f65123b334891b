"""Small exercises on the losses of the catalogue: numbers that a person can work with, and what comes of them.

Each computes its loss from the printed definition, in plain Python: the kernel's value and gradient are compared with
that, and an exercise on which the two differ is not asked.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from studycli.quiz.exercises.model import Slope, Value


class _Family(Protocol):
    """A module of exercises."""

    VALUES: tuple[Value, ...]
    SLOPES: tuple[Slope, ...]


FAMILIES = ("regression", "classification", "divergence", "regions", "ranking", "penalty")
"""Modules of exercises."""


@cache
def values() -> dict[str, Value]:
    """Return the exercises on a loss's value, by the loss's key."""
    return {each.key: each for family in FAMILIES for each in _module(family).VALUES}


@cache
def slopes() -> dict[str, Slope]:
    """Return the exercises on a loss's gradient at a point, by the loss's key."""
    return {each.key: each for family in FAMILIES for each in _module(family).SLOPES}


def _module(family: str) -> _Family:
    return cast("_Family", import_module(f"studycli.quiz.exercises.{family}"))
