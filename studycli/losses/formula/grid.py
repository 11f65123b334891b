"""Arrays whose axes have names: what is combined is aligned by them, and never by position."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.losses.formula.problems import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from studycli.losses.model import Array

POINTS = "*"
"""The axis of the points at which a formula is evaluated all at once; it is first, and never reduced."""

LARGEST = 2_000_000
"""Entries of an array; formulas with more indices than the notes have would exceed it."""


class Grid(NamedTuple):
    """An array and the names of its axes: axes of the variables, or the indices that run along them."""

    values: Array
    axes: tuple[str, ...]

    def named(self, old: str, new: str) -> Grid:
        """Return it with another name for an axis."""
        return self._replace(axes=tuple(new if axis == old else axis for axis in self.axes))

    def reduced(self, how: Callable[..., Array], axes: Iterable[str]) -> Grid:
        """Return it without some axes, over which ``how`` was taken."""
        over = [axis for axis in axes if axis in self.axes]
        places = tuple(self.axes.index(axis) for axis in over)
        if not places:
            return self
        return Grid(how(self.values, axis=places), tuple(axis for axis in self.axes if axis not in over))

    def spread(self, axes: tuple[str, ...]) -> Array:
        """Return the values with these axes in this order, of length 1 where it has none."""
        order = [self.axes.index(axis) for axis in axes if axis in self.axes]
        moved = self.values.transpose(order)
        return moved[tuple(slice(None) if axis in self.axes else None for axis in axes)]


def aligned(grids: Iterable[Grid], runs: Mapping[str, str]) -> tuple[list[Array], tuple[str, ...]]:
    """Return arrays that can be combined, and the axes that they share.

    An axis without an index, beside an index that runs along the same one, is that index: y - p_i is y_i - p_i.

    Args:
        grids: What is combined.
        runs: For each index, the axis that it runs along.

    Raises:
        FormulaError: The result would be too large, or an index runs along axes of two lengths.
    """
    found = list(grids)
    present = dict.fromkeys(axis for grid in found for axis in grid.axes)
    for axis in list(present):
        indices = [index for index in present if runs.get(index) == axis]
        if len(indices) == 1:
            found = [grid if indices[0] in grid.axes else grid.named(axis, indices[0]) for grid in found]
    axes = tuple(dict.fromkeys(axis for grid in found for axis in grid.axes))
    axes = tuple(sorted(axes, key=lambda axis: axis != POINTS))
    arrays = [grid.spread(axes) for grid in found]
    if np.prod([float(size) for size in _shape(arrays, axes)]) > LARGEST:
        raise wrong("indices", meant="4")
    return arrays, axes


def _shape(arrays: list[Array], axes: tuple[str, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError as error:  # one index runs along axes of two lengths
        raise wrong("shapes", meant=", ".join(axis for axis in axes if axis != POINTS)) from error
