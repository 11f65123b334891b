"""Figures as the page writes them; what cannot be computed is a dash."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycli.page.words import Words
    from studycli.report.model import Range, Share

NONE = "–"


def percent(value: float | None) -> str:
    """Return a share as whole per cent: '62%'."""
    return NONE if value is None else f"{100 * value:.0f}%"


def fraction(value: float | None, digits: int = 2) -> str:
    """Return a value with a fixed number of decimals: '0.62'."""
    return NONE if value is None else f"{value:.{digits}f}"


def amount(value: float | None) -> str:
    """Return how many, rounded, with a comma at thousands: '1,204'; below ten and not whole, one decimal."""
    if value is None:
        return NONE
    return f"{value:,.1f}" if value < 10 and value != round(value) else f"{value:,.0f}"  # noqa: PLR2004 - two digits


def span(low: float | None, high: float | None) -> str:
    """Return a range of shares: '58–66%'."""
    return NONE if low is None or high is None else f"{100 * low:.0f}–{100 * high:.0f}%"


def with_range(value: Range) -> str:
    """Return what simulations came to: '71% (66–75%)'."""
    return f"{percent(value.mean)} ({span(value.low, value.high)})"


def with_interval(share: Share) -> str:
    """Return a share with its Wilson interval: '91% (86–94%)', or a dash where there is nothing."""
    return NONE if share.share is None else f"{percent(share.share)} ({span(share.low, share.high)})"


def days(first: int, last: int | None, say: Words) -> str:
    """Return an interval class: '1–6 d', '60+ d'."""
    return say("unit.class", days=f"{first}+" if last is None else f"{first}–{last}")
