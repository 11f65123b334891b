"""States whose card is gone, given to the cards that they became; every match is logged and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studycli.collection.commit import After, commit, entry_for
from studycli.collection.matching import Known, match
from studycli.store.queries import notes, orphans, recent_cards, unlogged_cards, written_date

if TYPE_CHECKING:
    from studycli.collection.desk import Desk
    from studycli.collection.matching import Pair
    from studycli.store.entry import Entry
    from studycli.store.queries import IndexedCard, Orphan


def relink(desk: Desk, *, exact: bool) -> list[Pair]:
    """Match orphans to the cards that appeared, log the matches as one action, and return them.

    Args:
        desk: The vault; its lock is held.
        exact: Whether the index was built anew, so that every card seems to have just appeared.

    Raises:
        WriteError: The matches cannot be logged; nothing changed.
    """
    appeared = unlogged_cards if exact else recent_cards
    fresh = {card.id: card for card in appeared(desk.index)}
    lost = {orphan.card: orphan for orphan in orphans(desk.index)} if fresh else {}
    if not lost:
        return []
    pairs = match(
        [Known(*orphan[:3]) for orphan in lost.values()],
        [Known(card.id, card.note, card.prompt) for card in fresh.values()],
        {note.path for note in notes(desk.index)},
        exact=exact,
    )
    entries = [_entry(desk, lost[old], fresh[new]) for old, new in pairs]
    if entries:
        commit(desk, entries)
    return pairs


def _entry(desk: Desk, orphan: Orphan, card: IndexedCard) -> Entry:
    entry = entry_for(desk, "relink", card, After(orphan.state, orphan.suspended, orphan.buried))
    seen = written_date(desk.index, orphan.note) if orphan.note != card.note else None
    wrote = {"next_review": (seen, seen)} if seen else None  # the moved note's own date is no edit by hand
    return msgspec.structs.replace(entry, source=orphan.card, wrote=wrote)
