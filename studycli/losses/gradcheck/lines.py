"""Lines through a point, along which a function is differentiated.

A line is a function of one number t, real for differences or imaginary for a complex step. Its value is an array
of any shape: one loss, the losses of all rows, or a whole gradient, each entry differentiated by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.model import Array

    Function = Callable[[Array], Any]
    Line = Callable[[complex], Array]

_SMALL_SHARE = 1e-6  # of the root mean square: what entries near zero are moved by at least, at a unit of t
_ZERO_SHARE = 0.1  # of the root mean square: what a zero is moved by


def scales(point: Array) -> Array:
    """Return by how much each entry is moved at a unit of t: its own size, so that a step stays in the domain.

    A zero has no size and takes a part of that of the others, a point of zeros takes ones.
    """
    size = np.abs(point)
    typical = np.sqrt(np.mean(size * size))
    if typical == 0:
        return np.ones_like(size)
    return np.asarray(np.where(size == 0, _ZERO_SHARE * typical, np.maximum(size, _SMALL_SHARE * typical)))


def along(function: Function, point: Array, direction: Array) -> Line:
    """Return the line through a point in a direction."""

    def line(t: complex) -> Array:
        if np.iscomplexobj(t):
            moved = point.astype(complex)
            moved.imag = t.imag * direction
        else:
            moved = point + t * direction
        return or_nan(function, moved)

    return line


def entry_line(function: Function, point: Array, index: tuple[int, ...], scale: float) -> Line:
    """Return the line that moves one entry, by ``scale`` at a unit of t."""

    def line(t: complex) -> Array:
        moved = point.astype(complex if np.iscomplexobj(t) else float)
        moved[index] += t * scale
        return or_nan(function, moved)

    return line


def evaluate(function: Function, point: Array) -> Array:
    """Return a function's value as an array."""
    return np.asarray(function(point))


def or_nan(function: Function, point: Array) -> Array:
    """Return a function's value, NaN where a real point lies outside of its domain."""
    try:
        return evaluate(function, point)
    except (ArithmeticError, ValueError):  # math.log of a negative number, a domain that is checked
        if np.iscomplexobj(point):
            raise
        return np.asarray(np.nan)
