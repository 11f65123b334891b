"""The day on which a file of a source was last changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from studycli.exchange.model import Item, ReadOptions


def day_of(item: Item, options: ReadOptions) -> date | None:
    """Return a file's day in the zone of the clock; None where its time is not known or is none."""
    try:
        return (
            None
            if item.modified is None
            else datetime.fromtimestamp(item.modified, options.clock.now().tzinfo).date()
        )
    except (ValueError, OverflowError, OSError):
        return None
