"""Bars and sparklines of characters: told apart without colour, with their numbers beside them.

A share is a heavy line on a light one, a range a heavy stretch with a dot at its mean, an amount as long as
it is much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.report.model import Range, Standing

FILLED, REST, UNSEEN = "━", "─", "·"
"""Recalled, seen but not recalled, and new, in a bar of a standing."""

DOT, MARK = "●", "○"
"""Where a range has its mean, and the other value that it is compared with."""

REVIEWS, NEW = "━", "─"
"""Reviews and new cards in a bar of amounts."""

_STEPS = "▁▂▃▄▅▆▇█"
_NONE = "·"
_BAR, _TRACK = "study.id", "study.label"


def standing_bar(standing: Standing, width: int) -> Text:
    """Return all cards of a group as a bar: those recalled today, the others that were seen, those that are new."""
    cards = standing.cards or 1
    seen = round(width * standing.seen / cards)
    recalled = min(round(width * standing.seen * (standing.recall or 0.0) / cards), seen)
    return Text.assemble(
        (FILLED * recalled, _BAR), (REST * (seen - recalled), _BAR), (UNSEEN * (width - seen), _TRACK)
    )


def range_bar(spread: Range | None, width: int, mark: float | None = None) -> Text:
    """Return a scale from 0 to 1 with a range on it, a dot at its mean, and a ring at another value.

    Args:
        spread: Shares from 0 to 1; None for nothing but the scale.
        width: Cells.
        mark: The other value, 0 to 1; the dot hides it where both are in one cell.
    """
    signs = [REST] * width
    if spread:
        first, last = _cell(spread.low, width), _cell(spread.high, width)
        signs[first : last + 1] = FILLED * (last - first + 1)
    if mark is not None:
        signs[_cell(mark, width)] = MARK
    if spread:
        signs[_cell(spread.mean, width)] = DOT
    bar = Text()
    for sign in signs:
        bar.append(sign, _TRACK if sign == REST else _BAR)
    return bar


def _cell(share: float, width: int) -> int:
    return min(int(share * width), width - 1)


def scale(width: int) -> str:
    """Return the numbers below a bar that goes from 0 to 1."""
    return f"0 %{'50 %':^{width - 8}}100 %" if width > len("0 %50 %100 %") else ""


def amount_bar(reviews: float, new: float, most: float, width: int) -> Text:
    """Return reviews and new cards one after the other, `most` of both together filling the width."""
    if not most:
        return Text()
    first, both = round(width * reviews / most), round(width * (reviews + new) / most)
    return Text.assemble((REVIEWS * first, _BAR), (NEW * (both - first), _BAR))


def sparkline(values: Sequence[float], most: float | None = None) -> str:
    """Return a character for each value, as high as it is; a dot for nothing.

    Args:
        values: From 0.
        most: What the highest character stands for; the largest value unless given.
    """
    top = max(values, default=0.0) if most is None else most
    return "".join(_step(value, top) for value in values)


def _step(value: float, top: float) -> str:
    return _STEPS[min(int(value / top * len(_STEPS)), len(_STEPS) - 1)] if value > 0 else _NONE
