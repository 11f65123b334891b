"""Cards as an Anki package, with pictures, schedule and history.

genanki gives the schema, the note type and the decks; notes, cards and reviews are written beside it, for it knows no schedule.
A note's GUID is made of its card's id, and note type and decks have fixed ids: Anki brings the notes of an
earlier export up to date and makes none twice.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.exchange.writers import ankischedule, ankitype
from studycli.exchange.writers.ankihtml import Html, Pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import Any, BinaryIO

    from markdown_it import MarkdownIt

    from studycli.collection import CardRow
    from studycli.exchange.exporting import Event

_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_CARD = "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)"
_REVIEW = "INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COMPRESSION = 1  # zlib's fastest; the text of cards gets little smaller by the others


class Content(NamedTuple):
    """What a package is made of.

    Attributes:
        cards: The cards.
        answers: Each with its answer, Markdown; None for a question without one. In the order of `cards`.
        events: What happened to them.
    """

    cards: Sequence[CardRow]
    answers: Iterable[tuple[CardRow, str | None]]
    events: Iterable[Event]


def write(
    file: BinaryIO,
    root: str,
    content: Content,
    parser: MarkdownIt,
    now: datetime,
) -> None:
    """Write a package.

    Args:
        file: Where to; it can be sought.
        root: The vault, where the pictures are.
        content: The cards.
        parser: Parses their Markdown; see `Html`.
        now: The time of the export: in Anki the later text of a note stands.

    Raises:
        OSError: The disk is full or read-only.
    """
    pictures = Pictures(root)
    with tempfile.TemporaryDirectory(prefix="study-") as folder:
        path = os.path.join(folder, "collection.anki2")
        database = sqlite3.connect(path)
        try:
            with database:
                _fill(database, content, Html(parser, pictures), now)
        finally:
            database.close()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as package:
            package.write(path, "collection.anki2")
            _add_pictures(package, root, pictures)


def _add_pictures(package: zipfile.ZipFile, root: str, pictures: Pictures) -> None:
    names = dict(enumerate(dict.fromkeys(pictures.names.values())))
    paths = {name: path for path, name in pictures.names.items()}
    package.writestr("media", msgspec.json.encode({str(number): name for number, name in names.items()}))
    for number, name in names.items():
        package.write(os.path.join(root, paths[name]), str(number))


def _fill(
    database: sqlite3.Connection,
    content: Content,
    html: Html,
    now: datetime,
) -> None:
    first = int(now.timestamp() * 1000)
    ids = {card.id: first + place for place, card in enumerate(content.cards)}
    decks = {
        name: ankitype.stable_id(name)
        for name in sorted({ankitype.deck(card.note) for card in content.cards})
    }
    _make_collection(database, decks, now)
    answers: Counter[str] = Counter()
    database.executemany(_REVIEW, _reviews(content.events, ids, answers))
    seconds = int(now.timestamp())
    for place, (card, answer) in enumerate(content.answers, 1):
        database.execute(_NOTE, _note(card, answer or "", html, ids[card.id], seconds))
        plan = ankischedule.scheduled(card, place, answers[card.id])
        row = (ids[card.id], ids[card.id], decks[ankitype.deck(card.note)], seconds)
        database.execute(_CARD, (*row, *plan))


def _reviews(
    events: Iterable[Event], ids: dict[str, int], answers: Counter[str]
) -> Iterator[ankischedule.Logged]:
    """Yield the lines of the review log, and count the answers to each card."""
    for event in events:
        answers[event.card] += event.entry.grade is not None
        line = ankischedule.logged(event, ids[event.card])
        if line:
            yield line


def _note(card: CardRow, answer: str, html: Html, note_id: int, seconds: int) -> tuple[Any, ...]:
    import genanki

    front, back = html.render(card.note, card.prompt), html.render(card.note, answer)
    fields = ankitype.fields_of(card, answer, front, back)
    tags = "".join(f" {ankitype.tag(tag)}" for tag in card.tags)
    guid = genanki.guid_for(ankitype.NAME, card.id)
    return note_id, guid, _MODEL_ID, seconds, f"{tags} ", "\x1f".join(fields), fields[0]


_MODEL_ID = ankitype.stable_id("note type")


def _make_collection(database: sqlite3.Connection, decks: dict[str, int], now: datetime) -> None:
    """Make the tables, with the note type and the decks."""
    import genanki

    model = genanki.Model(
        _MODEL_ID,
        ankitype.NAME,
        fields=[{"name": name} for name in ankitype.FIELDS],
        templates=[{"name": ankitype.NAME, "qfmt": ankitype.QUESTION, "afmt": ankitype.ANSWER}],
        css=ankitype.CSS,
    )
    top = genanki.Deck(ankitype.stable_id(ankitype.NAME), ankitype.NAME)
    top.add_model(model)
    genanki.Package(top).write_to_db(database.cursor(), now.timestamp(), count())
    known = msgspec.json.decode(database.execute("SELECT decks FROM col").fetchone()[0])
    known |= {str(deck_id): genanki.Deck(deck_id, name).to_json() for name, deck_id in decks.items()}
    settings = msgspec.json.decode(database.execute("SELECT conf FROM col").fetchone()[0])
    made = ankischedule.created(now)
    offset = made.utcoffset()
    assert offset is not None  # noqa: S101 - the clock's time has one
    settings |= {
        "schedVer": 2,
        "creationOffset": -int(offset.total_seconds()) // 60,
        "rollover": ankischedule.ROLLOVER,
    }
    database.execute(
        "UPDATE col SET crt = ?, decks = ?, conf = ?",
        (int(made.timestamp()), msgspec.json.encode(known).decode(), msgspec.json.encode(settings).decode()),
    )
