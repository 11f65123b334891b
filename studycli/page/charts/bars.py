"""Bars a day or a month: reviews, and new cards on top of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.page import axes, svg
from studycli.page.axes import Frame
from studycli.page.figures import amount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

HEIGHT = 230
_GAP = 0.25  # share of a bar's room that stays empty
_ROOM = 52  # units that a label takes


class Bar(NamedTuple):
    """A bar: what stands below it, what a pointer is told, and its two parts, the lower first."""

    label: str
    hint: str
    reviews: float
    new: float


def draw(root: Element, bars: Sequence[Bar], title: str) -> None:
    """Draw the bars with their axes.

    Args:
        root: A drawing of `svg.WIDTH` by `HEIGHT`.
        bars: At least one.
        title: Of the vertical axis.
    """
    ticks = axes.scale(max(bar.reviews + bar.new for bar in bars))
    frame = Frame(44, 30, svg.WIDTH - 52, HEIGHT - 58, high=ticks[-1])
    axes.draw(root, frame, ticks, title, amount)
    room = frame.width / len(bars)
    for index, bar in enumerate(bars):
        _stack(root, frame, frame.left + (index + _GAP / 2) * room, room * (1 - _GAP), bar)
    axes.below(root, frame, _labels(bars, room))


def _stack(root: Element, frame: Frame, x: float, width: float, bar: Bar) -> None:
    """Draw one bar; an empty one leaves nothing."""
    base, joint, top = frame.bottom, frame.y(bar.reviews), frame.y(bar.reviews + bar.new)
    if bar.reviews:
        svg.add(root, "rect", "a", bar.hint, x=x, y=joint, width=width, height=base - joint)
    if bar.new:
        svg.add(root, "rect", "b", bar.hint, x=x, y=top, width=width, height=joint - top)


def _labels(bars: Sequence[Bar], room: float) -> list[tuple[float, str]]:
    """Return the labels that have room, evenly spread, beginning with the first bar's."""
    every = max(1, -int(-_ROOM // room))
    return [((index + 0.5) / len(bars), bars[index].label) for index in range(0, len(bars), every)]
