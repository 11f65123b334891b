"""The frame of a chart: where values stand in it, its axes with their units, and its grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.page import svg
from studycli.page.figures import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from xml.etree.ElementTree import Element

_STEPS = (1, 2, 5, 10)
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Marks of an axis of shares."""


class Frame(NamedTuple):
    """The area of a chart within its drawing, and the values at its lower and upper edge.

    Attributes:
        left: Distance of the area from the drawing's left edge.
        top: Distance from the upper edge.
        width: Of the area.
        height: Of the area.
        low: Value at the lower edge.
        high: Value at the upper edge; more than `low`.
    """

    left: float
    top: float
    width: float
    height: float
    low: float = 0.0
    high: float = 1.0

    @property
    def right(self) -> float:
        """The area's right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The area's lower edge."""
        return self.top + self.height

    def x(self, share: float) -> float:
        """Return the place of a share of the width, from the left."""
        return self.left + share * self.width

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * self.height


def draw(
    root: Element, frame: Frame, ticks: Iterable[float], title: str, say: Callable[[float], str] = percent
) -> None:
    """Draw the vertical axis with its grid, its title above it, and the line that the values stand on.

    Args:
        root: The drawing.
        frame: The area.
        ticks: Values with a line and a figure.
        title: What the axis measures, with the unit.
        say: Writes a value.
    """
    svg.write(root, 0, frame.top - 12, title, "quiet")
    for tick in ticks:
        y = frame.y(tick)
        svg.line(root, (frame.left, y), (frame.right, y), "grid")
        svg.write(root, frame.left - 6, y + 4, say(tick), "quiet end")
    svg.line(root, (frame.left, frame.bottom), (frame.right, frame.bottom), "axis")


def below(root: Element, frame: Frame, labels: Sequence[tuple[float, str]], title: str = "") -> None:
    """Write labels below the area, each centred at its share of the width, and the axis's title under them."""
    for share, label in labels:
        svg.write(root, frame.x(share), frame.bottom + 18, label, "quiet mid")
    if title:
        svg.write(root, frame.x(0.5), frame.bottom + 38, title, "quiet mid")


def scale(largest: float, parts: int = 4) -> tuple[float, ...]:
    """Return round values from 0 to `largest` or just above it, at most about `parts` steps apart.

    The step is 1, 2 or 5 times a power of ten, and not below 1: what is counted is whole.
    """
    step = 1.0
    while largest / step > parts:
        step = _next(step)
    count = max(1, -int(-largest // step))
    return tuple(step * index for index in range(count + 1))


def _next(step: float) -> float:
    """Return the round step after a round one."""
    power = 10.0 ** (len(str(int(step))) - 1)
    return power * next(factor for factor in _STEPS if factor * power > step)
