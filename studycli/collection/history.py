"""What the log says: of one card, or of late."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycli.collection.desk import Desk
    from studycli.store.entry import Entry


def latest(desk: Desk, limit: int | None) -> list[Entry]:
    """Return the last entries, oldest first; all without a limit."""
    return list(islice(desk.log.recent(), limit))[::-1]


def of_card(desk: Desk, card_id: str) -> list[Entry]:
    """Return the entries on a card and on the cards that became it, oldest first."""
    names = {card_id}
    found = []
    for entry in desk.log.recent():  # newest first, so that a relink names the former id before its entries
        if entry.card in names:
            found.append(entry)
            if entry.kind == "relink":
                names.add(entry.source)
    return found[::-1]
