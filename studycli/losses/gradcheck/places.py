"""Mistakes in a gradient that are told by where they are: one entry, one row, what a mask should have hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from studycli.losses.model import Array

    Places = tuple[tuple[int, ...], ...]

MOST = 3  # entries or rows that are a slip; more are no matter of places
_SMALL = 1e-3  # of the largest entry: smaller ones are compared as if they were that large
_CLOSE = 1e-5  # relative; differences of two entries that are this close are the same
_NONE = ("", ())


def told_by_places(given: Array, right: Array, batch: int, tolerance: float) -> tuple[str, Places]:
    """Return the kind of the mistake and where it is; '' for none that is known.

    Args:
        given: The wrong gradient.
        right: The right one, of its shape.
        batch: n of the mean; 0 where there is none.
        tolerance: Difference, relative to an entry, that is none.
    """
    off = np.asarray(given - right)
    wrong = _wrong(off, right, tolerance)
    for found in (
        _not_zero(given, right, tolerance),
        _labels(off, wrong, batch),
        _exchanged(given, right, wrong, tolerance),
        _in_one_place(wrong),
        _offset(off, wrong),
    ):
        if found[0]:
            return found
    return _NONE


def few(where: Array) -> Places:
    """Return the indices of true entries if they are few, else ()."""
    found = np.argwhere(where)
    return _tuples(found) if len(found) <= MOST else ()


def _tuples(places: Array) -> Places:
    return tuple(tuple(int(i) for i in place) for place in places)


def _wrong(off: Array, right: Array, tolerance: float) -> Array:
    """Tell which entries are wrong; the most different one where all differ by less than the tolerance."""
    size = np.abs(right)
    wrong = np.abs(off) > tolerance * np.maximum(size, _SMALL * np.max(size, initial=0.0))
    return np.asarray(wrong if wrong.any() else np.abs(off) == np.max(np.abs(off)))


def _not_zero(given: Array, right: Array, tolerance: float) -> tuple[str, Places]:
    """Return a missing mask or clip: entries that should be 0, while the others are right but for a factor."""
    zero = right == 0
    extra = zero & (given != 0)
    if not extra.any() or zero.all():
        return _NONE
    ratio = given[~zero] / right[~zero]
    if np.max(np.abs(ratio - ratio[0])) > tolerance * abs(ratio[0]):
        return _NONE
    if right.ndim > 1:
        rows = extra.reshape(len(extra), -1).any(axis=1)
        if zero.reshape(len(zero), -1)[rows].all():
            return "mask", few(rows)
    return "clip", few(extra)


def _labels(off: Array, wrong: Array, batch: int) -> tuple[str, Places]:
    """Return a label's -1 that is missing: one entry of a row too large by 1/n, or by 1."""
    matrix = off.ndim > 1
    if not matrix or (wrong.reshape(len(wrong), -1).sum(axis=1) > 1).any():
        return _NONE
    steps = (1.0, 1.0 / batch if batch else 1.0)
    if any(np.allclose(off[wrong], step, rtol=_CLOSE, atol=0.0) for step in steps):
        return "label", few(wrong)
    return _NONE


def _exchanged(given: Array, right: Array, wrong: Array, tolerance: float) -> tuple[str, Places]:
    """Return two entries that stand in each other's place."""
    if np.count_nonzero(wrong) != 2:  # noqa: PLR2004 - two are exchanged
        return _NONE
    off = np.abs(given[wrong] - right[wrong][::-1])
    return ("exchanged-entries", few(wrong)) if np.all(off <= tolerance * np.max(np.abs(right))) else _NONE


def _in_one_place(wrong: Array) -> tuple[str, Places]:
    """Return entries that are few, or all in one row or column."""
    where = np.argwhere(wrong)
    if len(where) == 1 and wrong.size > 1:
        return "entry", _tuples(where)
    if wrong.ndim > 1 and len(wrong) > 1 and len({row for row, *_ in where}) == 1:
        return "row", ((int(where[0][0]),),)
    if wrong.ndim > 1 and wrong[0].size > 1 and len({tuple(index[1:]) for index in where}) == 1:
        return "column", _tuples(where[:1, 1:])
    return ("entries", _tuples(where)) if len(where) <= MOST < wrong.size else _NONE


def _offset(off: Array, wrong: Array) -> tuple[str, Places]:
    """Return a constant that was added to every entry."""
    same = wrong.size > 1 and wrong.all() and np.allclose(off, off.flat[0], rtol=_CLOSE, atol=0.0)
    return ("offset", ()) if same else _NONE
