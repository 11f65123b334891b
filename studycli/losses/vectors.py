"""Rows as vectors: their lengths, directions and angles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.errors import LossInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.losses.model import Array

ROWS = "(n, d): vectors in rows"
"""What an argument of vectors must be, as words for `arrays.require_axes`."""


def lengths(rows: Array) -> Array:
    """Return the Euclidean length of each row; one of 0 has the length 0."""
    scale, scaled = _scaled(rows)
    return np.asarray((scale * _root(scaled))[..., 0])


def directions(name: str, rows: Array) -> tuple[Array, Array]:
    """Return each row divided by its length, and the lengths with an axis for the entries.

    Raises:
        LossInputError: A row of the argument of this name is 0: it has no direction.
    """
    zero = (rows == 0).all(-1)
    if zero.any():
        raise LossInputError(f"{name} is 0 in row {int(np.argmax(zero))}, which gives it no direction.")
    scale, scaled = _scaled(rows)
    root = _root(scaled)
    return scaled / root, scale * root


def across(vector: Array, direction: Array) -> Array:
    """Return what of each vector is at a right angle to a direction: the part that turns a view."""
    return np.asarray(vector - direction * (vector * direction).sum(-1, keepdims=True))


def drawn(rng: np.random.Generator, sizes: Mapping[str, int], count: int) -> list[Array]:
    """Draw so many arrays of n vectors of d entries, for the sample of a loss."""
    shape = (sizes.get("n", 6), sizes.get("d", 4))
    return [rng.normal(size=shape) for _ in range(count)]


def _scaled(rows: Array) -> tuple[Array, Array]:
    """Return the largest size of an entry of each row (1 for a row of 0), and the row divided by it.

    No square of such a row overflows or vanishes.
    """
    largest = abs(rows.real).max(-1, keepdims=True)
    scale = np.where(largest == 0, largest.dtype.type(1), largest)
    return scale, rows / scale


def _root(rows: Array) -> Array:
    """Return the root of the sum of squares of each row, with an axis for the entries."""
    return np.asarray(np.sqrt((rows * rows).sum(-1, keepdims=True)))
