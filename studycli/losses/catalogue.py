"""All losses by their keys. Imports no NumPy: names and properties are read without it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from studycli.errors import UnknownLossError

if TYPE_CHECKING:
    from studycli.losses.model import Facts

FAMILIES = (
    "regression",
    "classification",
    "divergence",
    "segmentation",
    "boxes",
    "sequence",
    "ranking",
    "preference",
    "policy",
    "penalty",
    "multi_task",
)
"""Modules of `studycli.losses.facts`, in the order in which the catalogue is shown."""


@cache
def catalogue() -> dict[str, Facts]:
    """Return what is known of every loss, by its key, family by family."""
    return {entry.key: entry for family in FAMILIES for entry in _family(family)}


def facts(name: str) -> Facts:
    """Return what is known of a loss.

    Args:
        name: Its key, or any of its names as a note would write it, with 'loss' behind it or without.

    Raises:
        UnknownLossError: There is no such loss; the sentence gives the nearest names.
    """
    from studycli.losses.names import key_of, nearest

    key = name if name in catalogue() else key_of(name) or key_of(f"{name} loss")
    if key is None:
        near = nearest(name)
        guess = f" Did you mean {' or '.join(near)}?" if near else " `study losses` lists all."
        raise UnknownLossError(f"There is no loss '{name}'.{guess}")
    return catalogue()[key]


def _family(family: str) -> tuple[Facts, ...]:
    """Return the losses of a family."""
    entries: tuple[Facts, ...] = import_module(f"studycli.losses.facts.{family}").FACTS
    return entries
