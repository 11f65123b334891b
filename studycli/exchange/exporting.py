"""What an export holds: the cards that fit, their answers, and what happened to them.

chosen(collection, options)           the cards
answered(collection, cards)           each with its answer, note by note
happened(collection, ids)             the entries of the log that count, the newest first
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import LEECH_TAG
from studycli.schedule.sm2 import is_leech

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from studycli.collection import CardRow, Collection, QueueOptions
    from studycli.schedule.sm2 import State
    from studycli.store.entry import Entry

ANSWERS = ("review", "repeat", "cram", "practice")
TOLD = (*ANSWERS, "move", "adopt", "import")
"""Kinds of entries that belong to a card's history: answers, and what else gave it a schedule."""


class Event(NamedTuple):
    """One entry of the history of a card.

    Attributes:
        card: The card that it belongs to today.
        entry: The entry.
        milliseconds: When it was, since 1970 UTC; no two entries of the log have the same.
        before: The card's schedule before it; None for a new card.
    """

    card: str
    entry: Entry
    milliseconds: int
    before: State


def chosen(collection: Collection, options: QueueOptions) -> list[CardRow]:
    """Return the cards that fit the options' filters, by path and place in the note.

    They are without the tag `LEECH_TAG` that is in no note.

    Raises:
        FilterError: A tag, note or path matches nothing.
    """
    lapses = collection.settings.leech_lapses
    return [_without_leech(card, lapses) for card in collection.fitting(options)]


def _without_leech(card: CardRow, lapses: int) -> CardRow:
    if card.state is None or not is_leech(card.state, lapses) or card.tags[-1:] != (LEECH_TAG,):
        return card
    return card._replace(tags=card.tags[:-1])


def answered(collection: Collection, cards: Sequence[CardRow]) -> Iterator[tuple[CardRow, str | None]]:
    """Give each card with its answer as Markdown; None for a question without one."""
    from studycli.collection.answers import with_answers

    return with_answers(collection.root, cards)


def happened(collection: Collection, cards: Container[str]) -> Iterator[Event]:
    """Yield what happened to cards; of each card the newest first.

    Left out is what was taken back. Entries on a card's former ids are the card's.
    """
    now = Followed()
    moments: set[int] = set()
    waiting: dict[str, tuple[Entry, int]] = {}  # until the state before it is known
    for entry in collection.recent():
        card = now.follow(entry)
        if not card:
            continue
        milliseconds = _moment(entry, moments)
        if card not in cards:
            continue
        if card in waiting:
            newer, at = waiting.pop(card)
            yield Event(card, newer, at, _before(newer, entry))
        if entry.kind in TOLD:
            waiting[card] = entry, milliseconds
    for card, (entry, milliseconds) in waiting.items():
        yield Event(card, entry, milliseconds, _before(entry, None))


def _before(entry: Entry, older: Entry | None) -> State:
    state = entry.adopted or (older.state if older else None)
    return state.schedule() if state else None


class Followed:
    """Which card an entry belongs to today, of entries that come the newest first."""

    def __init__(self) -> None:
        self._undone: set[str] = set()
        self._names: dict[str, str] = {}

    def follow(self, entry: Entry) -> str:
        """Return the id of the entry's card; '' for an entry that was taken back, or that takes back."""
        if entry.kind == "undo":
            self._undone.add(entry.undoes)
        if entry.kind == "undo" or entry.id in self._undone:
            return ""
        card = self._names.get(entry.card, entry.card)
        if entry.kind == "relink":
            self._names[entry.source] = card
        return card


def _moment(entry: Entry, taken: set[int]) -> int:
    """Return the time of an entry in milliseconds, made unique.

    An entry's id has the milliseconds, but of the system's clock; its time is the one that it was given.
    """
    milliseconds = int(datetime.fromisoformat(entry.at).timestamp()) * 1000 + _fraction(entry.id)
    while milliseconds in taken:
        milliseconds -= 1
    taken.add(milliseconds)
    return milliseconds


def _fraction(entry_id: str) -> int:
    try:
        return int(entry_id[:12], 16) % 1000
    except ValueError:  # an id by another program's hand
        return 0
