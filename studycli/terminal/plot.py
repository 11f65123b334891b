"""Curves drawn with characters: readable without colour, with both axes and their numbers, at any width.

The first curve is a line of Braille dots, two by four to a cell; the second is circles at every third cell, so that
the two are told apart wherever they run.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINE, CIRCLE = "⠒⠒", "○"
"""What stands for the first and for the second curve in a legend."""

_DOTS_ACROSS, _DOTS_DOWN = 2, 4  # of a Braille cell
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # by column and row of the dot
_BRAILLE = 0x2800
_EVERY = 3  # cells between circles
_LABEL = 8  # cells of the numbers at the left
_STEEP = 25.0  # times what three quarters of the values stay below: a curve that would hide all others
_SHOWN = 4.0  # times the same: how far a steep curve is shown


class Frame(NamedTuple):
    """Where a picture is on the page, and what it shows.

    Attributes:
        width: Cells of the drawing, without the numbers at its left.
        height: Lines of the drawing.
        left: Least number of the axis below.
        right: Largest.
        low: Least number of the axis at the left.
        high: Largest.
    """

    width: int
    height: int
    left: float
    right: float
    low: float
    high: float


def points(left: float, right: float, width: int) -> list[float]:
    """Return where a curve must be known for a picture of a width: one number for each column of dots.

    Args:
        left: Least number of the axis.
        right: Largest.
        width: Cells of the whole picture, its numbers included.
    """
    columns = _drawing(width) * _DOTS_ACROSS
    return [left + (right - left) * i / (columns - 1) for i in range(columns)]


def plot(
    curves: Sequence[Sequence[float]], left: float, right: float, label: str, width: int, height: int
) -> list[str]:
    """Return the lines of a picture of one curve or two.

    Args:
        curves: Values at `points`; no number where a curve is not defined.
        left: Least number of the axis below.
        right: Largest.
        label: What that axis is.
        width: Cells of the whole picture.
        height: Lines of the drawing; three more stand below it.
    """
    low, high = _limits([value for curve in curves for value in curve if isfinite(value)])
    frame = Frame(_drawing(width), height, left, right, low, high)
    cells = _baseline(frame)
    _draw_line(cells, curves[0], frame)
    for curve in curves[1:]:
        _draw_circles(cells, curve, frame)
    return [*_rows(cells, frame), *_axis(frame, label)]


def number(value: float) -> str:
    """Return a number in at most three digits, and fewer where its exponent takes their room."""
    return next(text for digits in (3, 2, 1) if len(text := f"{value:.{digits}g}") <= _LABEL or digits == 1)


def _drawing(width: int) -> int:
    return max(width - _LABEL - 1, _LABEL)


def _limits(values: Sequence[float]) -> tuple[float, float]:
    """Return what the axis at the left shows: 0, and all values that are not far above the others."""
    ordered = sorted(values) or [0.0]
    low, high = min(ordered[0], 0.0), max(ordered[-1], 0.0)
    usual_high = ordered[len(ordered) * 3 // 4]
    usual_low = ordered[len(ordered) // 4]
    high = _SHOWN * usual_high if high > _STEEP * usual_high > 0 else high
    low = _SHOWN * usual_low if low < _STEEP * usual_low < 0 else low
    return (low, high) if low < high else (low - 1.0, high + 1.0)


def _baseline(frame: Frame) -> list[list[str]]:
    """Return empty cells, with dots along the line of 0."""
    zero = _row_of(0.0, frame)
    return [["·" if row == zero else " "] * frame.width for row in range(frame.height)]


def _draw_line(cells: list[list[str]], curve: Sequence[float], frame: Frame) -> None:
    """Set the dots of a curve, those between two columns included where it is steep."""
    bits: dict[tuple[int, int], int] = {}
    before: int | None = None
    for column, value in enumerate(curve):
        dot = _dot_of(value, frame)
        for down in _between(before, dot, frame):
            place = (down // _DOTS_DOWN, column // _DOTS_ACROSS)
            bits[place] = bits.get(place, 0) | _BITS[column % _DOTS_ACROSS][down % _DOTS_DOWN]
        before = dot
    for (row, column), pattern in bits.items():
        cells[row][column] = chr(_BRAILLE + pattern)


def _draw_circles(cells: list[list[str]], curve: Sequence[float], frame: Frame) -> None:
    for column in range(_EVERY // 2, frame.width, _EVERY):
        value = curve[column * _DOTS_ACROSS]
        if isfinite(value) and frame.low <= value <= frame.high:
            cells[_row_of(value, frame)][column] = CIRCLE


def _dot_of(value: float, frame: Frame) -> int | None:
    """Return the dot of a value, counted from the top; outside of the picture it is beyond it."""
    if not isfinite(value):
        return None
    dots = frame.height * _DOTS_DOWN
    down = round((frame.high - value) / (frame.high - frame.low) * (dots - 1))
    return min(max(down, -1), dots)


def _between(before: int | None, dot: int | None, frame: Frame) -> Iterable[int]:
    """Return the dots of a column: its own, and those from halfway to the dot before."""
    if dot is None:
        return ()
    start = dot if before is None else before + (dot > before) - (dot < before)
    low, high = sorted((start, dot))
    return range(max(low, 0), min(high, frame.height * _DOTS_DOWN - 1) + 1)


def _row_of(value: float, frame: Frame) -> int:
    """Return the line of a value that the picture shows."""
    return (_dot_of(value, frame) or 0) // _DOTS_DOWN


def _rows(cells: list[list[str]], frame: Frame) -> Iterable[str]:
    """Return the lines of the drawing behind their numbers: top, bottom and 0."""
    named = {0: frame.high, frame.height - 1: frame.low, _row_of(0.0, frame): 0.0}
    for row, line in enumerate(cells):
        label = number(named[row]) if row in named else ""
        yield f"{label:>{_LABEL}}{'┤' if label else '│'}{''.join(line)}".rstrip()


def _axis(frame: Frame, label: str) -> list[str]:
    """Return the axis below: the line, its numbers at the ends and in the middle, and what it is."""
    middle = frame.width // 2
    marks = ["┴" if column in (0, middle, frame.width - 1) else "─" for column in range(frame.width)]
    centre = number((frame.left + frame.right) / 2)
    numbers = f"{number(frame.left):<{middle - len(centre) // 2}}{centre}"
    numbers += f"{number(frame.right):>{frame.width - len(numbers)}}"
    space = " " * (_LABEL + 1)
    return [" " * _LABEL + "└" + "".join(marks), space + numbers, space + label.center(frame.width).rstrip()]
