"""A point with the interval that the truth is likely in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.page import svg

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from studycli.page.axes import Frame
    from studycli.report.model import Share

_CAP = 4  # half the width of a whisker's end


def draw(root: Element, frame: Frame, x: float, share: Share, css: str, radius: float, hint: str) -> None:
    """Draw a share at `x` with its Wilson interval; nothing where there is none.

    Args:
        root: The drawing.
        frame: Where its height is read.
        x: Place, in the drawing's units.
        share: What is drawn.
        css: Class of the colour, ``a`` or ``b``.
        radius: Of the point.
        hint: What a pointer is told.
    """
    if share.share is None or share.low is None or share.high is None:
        return
    low, high = frame.y(share.low), frame.y(share.high)
    svg.line(root, (x, low), (x, high), f"whisker {css}-line")
    for y in (low, high):
        svg.line(root, (x - _CAP, y), (x + _CAP, y), f"whisker {css}-line")
    svg.add(root, "circle", css, hint, cx=x, cy=frame.y(share.share), r=radius)
