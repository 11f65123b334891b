"""A ``next_review`` that a person changed by hand: the hand wins, and the note's cards follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studycli.collection.commit import After, commit, entry_for, note_cards
from studycli.collection.frontmatter_values import next_review
from studycli.collection.rewrite import read
from studycli.notes.frontmatter import WRITTEN_KEYS, raw_values, read_meta, update
from studycli.store.queries import written_dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from studycli.collection.desk import Desk
    from studycli.collection.rewrite import Wrote
    from studycli.store.entry import Entry
    from studycli.store.queries import IndexedCard

COUNT = "review_count"
KEY = "next_review"


def follow_hand_edits(desk: Desk, paths: Sequence[str] = ()) -> list[str]:
    """Move the cards of the notes whose date was changed by hand; return a sentence for each note.

    Args:
        desk: The vault; its lock is held.
        paths: The notes that changed; none for any.

    Raises:
        WriteError: The moves cannot be logged.
    """
    differing = [
        (path, source)
        for path, (there, source) in written_dates(desk.index, paths).items()
        if there and there != as_date(source)
    ]
    return [sentence for path, source in sorted(differing) if (sentence := _follow(desk, path, source))]


def as_date(source: str | None) -> date | None:
    """Return the date that the source of a value means in a frontmatter."""
    return read_meta(f"---\n{KEY}: {source or ''}\n---\n").next_review


def _follow(desk: Desk, path: str, source: str | None) -> str:
    cards = note_cards(desk, path)
    scheduled = [card for card in cards if card.state and not card.suspended and not card.derived]
    earliest = next_review([After.of(card) for card in scheduled])
    try:
        found = read(desk, path)
    except (OSError, UnicodeDecodeError):
        return ""
    day = read_meta(found.text).next_review
    if day is None or earliest in (None, day) or is_former(desk, path, found.text):
        return ""
    moved = _followers(scheduled, day)
    entries = _moves(desk, moved, day)
    wrote = _as_written(found.text, source, earliest)
    commit(desk, [msgspec.structs.replace(entries[0], wrote=wrote), *entries[1:]])
    return f"{path}: next_review was set to {day} by hand; {len(moved)} of its cards follow."


def is_former(desk: Desk, path: str, text: str) -> bool:
    """Tell whether a note's values are those around an earlier answer, its count of answers included.

    Such a note is an older version (another device's is still to arrive, or its writing was interrupted), not
    one edited by hand: whoever changes the date leaves the count as it is.
    """
    now = raw_values(text, WRITTEN_KEYS)
    for entry in desk.log.recent():
        wrote = entry.wrote or {}
        if entry.note == path and COUNT in wrote:
            befores, afters = zip(*wrote.values(), strict=True)
            if tuple(now[key] for key in wrote) in (befores, afters):
                return True
    return False


def _followers(scheduled: Sequence[IndexedCard], day: date) -> list[IndexedCard]:
    """Return the cards that move to the new date: those before it; all, where all are after it."""
    early = [card for card in scheduled if card.state and card.state.due < day]
    return early or list(scheduled)


def _moves(desk: Desk, moved: Sequence[IndexedCard], day: date) -> list[Entry]:
    return [
        entry_for(desk, "move", card, After.of(card)._replace(state=card.state._replace(due=day)))
        for card in moved
        if card.state
    ]


def _as_written(text: str, source: str | None, earliest: date) -> Wrote:
    """Return the hand's value as the new one, and as the old one what the program would have written.

    So undo takes the edit back, and what stands in the note now is known.

    Args:
        text: The note.
        source: The value that the program wrote last.
        earliest: The date that the cards give.
    """
    if as_date(source) != earliest:
        source = raw_values(update(text, {KEY: earliest}), [KEY])[KEY]
    return {KEY: (source, raw_values(text, [KEY])[KEY])}
