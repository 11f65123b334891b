"""The rows of a collection: which cards stand in which deck, and of some cards all that there is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from studycli.exchange.readers.anki.archive import opened
from studycli.exchange.readers.anki.schedule import Row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from studycli.exchange.readers.anki.schedule import Line

_PLACES = "SELECT CASE WHEN odid THEN odid ELSE did END, nid, ord, id FROM cards"
# What Anki reads as whole numbers though a column may hold others is cast as Anki casts it.
_CARDS = """SELECT ord, id, did, type, queue, CAST(due AS integer), CAST(ivl AS integer), CAST(factor AS integer),
CAST(reps AS integer), CAST(lapses AS integer), CAST(odue AS integer), odid, flags, mod, data
FROM cards WHERE id IN wanted"""
_NOTES = "SELECT id, guid, mid, tags, flds FROM notes WHERE id IN (SELECT nid FROM cards WHERE id IN wanted)"
# '+' keeps SQLite from its index on cid: one pass in the order of time is quicker than half a million look-ups.
_REVLOG = """SELECT cid, id, ease, CAST(ivl AS integer), CAST(factor AS integer), CAST(time AS integer), type
FROM revlog WHERE +cid IN wanted ORDER BY id"""
_FIELD_END = "\x1f"


class Note(NamedTuple):
    """A note of the collection."""

    id: int
    guid: str
    type: int
    tags: str
    fields: list[str]


class Place(NamedTuple):
    """Where a card stands in its deck: its note, which of the note's cards it is, and its id."""

    note: int
    ord: int
    card: int


class Rows(NamedTuple):
    """Rows of some cards: cards by id, notes by id, lines of the revlog by card, oldest first."""

    cards: dict[int, Row]
    notes: dict[int, Note]
    lines: dict[int, list[Line]]


def decks(path: str) -> dict[int, list[Place]]:
    """Return the places of all cards by the id of their deck; cards in a filtered deck stand in their own."""
    found: dict[int, list[Place]] = {}
    with opened(path) as database:
        for did, nid, place, card in database.execute(_PLACES):
            found.setdefault(did, []).append(Place(nid, place, card))
    return found


def rows(path: str, cards: Iterable[int]) -> Rows:
    """Read some cards, with their notes and their lines of the revlog."""
    with opened(path) as database:
        database.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
        database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((card,) for card in cards))
        return Rows(
            {row[1]: Row(*row) for row in database.execute(_CARDS)},
            {
                nid: Note(nid, guid, mid, tags, fields.split(_FIELD_END))
                for nid, guid, mid, tags, fields in database.execute(_NOTES)
            },
            _lines(database),
        )


def _lines(database: sqlite3.Connection) -> dict[int, list[Line]]:
    """Return the lines of the revlog by card; a package without a history has no such table."""
    found: dict[int, list[Line]] = defaultdict(list)
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'revlog'").fetchone():
        for line in database.execute(_REVLOG):
            found[line[0]].append(line)
    return found
