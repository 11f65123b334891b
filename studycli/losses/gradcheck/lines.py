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

_SMALL_SHARE = 0.1  # of the root mean square; what entries near zero are moved by, at a unit of t


def scales(point: Array) -> Array:
    """Return by how much each entry is moved at a unit of t: its own size, so that a step stays in the domain.

    An entry near zero takes a tenth of the root mean square of all, a point of zeros takes ones.
    """
    size = np.abs(point)
    typical = np.sqrt(np.mean(size * size))
    return np.asarray(np.maximum(size, _SMALL_SHARE * typical) if typical > 0 else np.ones_like(size))


def along(function: Function, point: Array, direction: Array) -> Line:
    """Return the line through a point in a direction."""

    def line(t: complex) -> Array:
        return evaluate(function, point + t * direction)

    return line


def column(function: Function, point: Array, entry: tuple[int, ...], scale: float | Array = 1.0) -> Line:
    """Return the line that moves one entry of each row at once.

    Args:
        function: Takes arrays of the shape of ``point``.
        point: Of shape (rows..., columns...).
        entry: Index among the axes of the columns: all of them for a function that gives a loss a row; an index
            of the whole point for a function that gives one number.
        scale: By how much the entries are moved at a unit of t; one number, or one for each row.
    """
    where: Any = (..., *entry)

    def line(t: complex) -> Array:
        moved = point.astype(complex if isinstance(t, complex) else float)
        moved[where] += t * scale
        return evaluate(function, moved)

    return line


def evaluate(function: Function, point: Array) -> Array:
    """Return a function's value as an array; NaN where the point lies outside of its domain.

    Overflow and invalid operations do not warn here: the checker looks for their infinities and NaN.
    """
    with np.errstate(all="ignore"):
        try:
            return np.asarray(function(point))
        except (ArithmeticError, ValueError):  # math.log of a negative number, a domain that is checked
            if np.iscomplexobj(point):
                raise
            return np.asarray(np.nan)
