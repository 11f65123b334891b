"""What the log says: of one card, or of late."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from studycli.store import queries
from studycli.store.entry import PROMPT_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.collection.desk import Desk
    from studycli.store.entry import Entry


def latest(desk: Desk, limit: int | None) -> list[Entry]:
    """Return the last entries, oldest first; all without a limit."""
    return list(islice(desk.log.recent(), limit))[::-1]


def named(desk: Desk, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries, those without names with the note and the prompt that their card has now.

    Of an imported history only the last entry of a card has names.
    """
    for entry in entries:
        card = None if entry.note or entry.prompt else queries.card(desk.index, entry.card)
        yield entry if card is None else replace(entry, note=card.note, prompt=card.prompt[:PROMPT_LENGTH])


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
