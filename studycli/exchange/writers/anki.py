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
from itertools import count, groupby, islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.collection.answers import with_answers
from studycli.exchange.writers import ankischedule, ankitype
from studycli.exchange.writers.ankihtml import Html, Pictures
from studycli.store.forking import shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
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
        root: The vault, where the answers and the pictures are.
        cards: The cards, those of a note together.
        events: What happened to them.
    """

    root: str
    cards: Sequence[CardRow]
    events: Iterable[Event]


def write(
    file: BinaryIO,
    content: Content,
    parser: MarkdownIt,
    now: datetime,
    told: Callable[[int, int], object] = lambda _done, _of: None,
) -> None:
    """Write a package.

    Args:
        file: Where to; it can be sought.
        content: The cards.
        parser: Parses their Markdown; see `Html`.
        now: The time of the export: in Anki the later text of a note stands.
        told: Is called with how many cards of how many are done.

    Raises:
        OSError: The disk is full or read-only.
    """
    pictures = Pictures(content.root)
    with tempfile.TemporaryDirectory(prefix="study-") as folder:
        path = os.path.join(folder, "collection.anki2")
        database = sqlite3.connect(path)
        try:
            with database:
                _fill(database, content, _renderer(content, parser, pictures), now, told)
        finally:
            database.close()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as package:
            package.write(path, "collection.anki2")
            _add_pictures(package, content.root, pictures)


Span = tuple[int, int]
"""Where the cards of a note are among all of them."""

Rendered = tuple[int, list[list[str]]]
"""Where the cards of a note begin, and the fields of each."""


def _renderer(
    content: Content, parser: MarkdownIt, pictures: Pictures
) -> Callable[[Sequence[Span]], Iterator[Rendered]]:
    """Return what makes the fields of the cards of notes, in several processes, in no order."""
    html = Html(parser, pictures)

    def render(span: Span) -> tuple[Any, ...]:
        known = len(pictures.names)
        cards = with_answers(content.root, content.cards[slice(*span)])
        fields = [_fields(card, answer or "", html) for card, answer in cards]
        return span[0], fields, list(islice(pictures.names.items(), known, None))

    def rendered(spans: Sequence[Span]) -> Iterator[Rendered]:
        for start, fields, names in shared_out(render, spans):
            pictures.names.update(names)
            yield start, fields

    return rendered


def _fields(card: CardRow, answer: str, html: Html) -> list[str]:
    front, back = html.render(card.note, card.prompt), html.render(card.note, answer)
    return ankitype.fields_of(card, answer, front, back)


def _add_pictures(package: zipfile.ZipFile, root: str, pictures: Pictures) -> None:
    names = dict(enumerate(dict.fromkeys(pictures.names.values())))
    paths = {name: path for path, name in pictures.names.items()}
    package.writestr("media", msgspec.json.encode({str(number): name for number, name in names.items()}))
    for number, name in names.items():
        package.write(os.path.join(root, paths[name]), str(number))


def _fill(
    database: sqlite3.Connection,
    content: Content,
    rendered: Callable[[Sequence[Span]], Iterator[Rendered]],
    now: datetime,
    told: Callable[[int, int], object],
) -> None:
    cards = content.cards
    first, seconds = int(now.timestamp() * 1000), int(now.timestamp())
    ids = {card.id: first + place for place, card in enumerate(cards)}
    names = sorted({ankitype.deck(card.note) for card in cards})
    decks = {name: ankitype.stable_id(name) for name in names}
    _make_collection(database, decks, now)
    answers: Counter[str] = Counter()
    database.executemany(_REVIEW, _reviews(content.events, ids, answers))
    done = 0
    for start, notes in rendered(list(_spans(cards))):
        for place, fields in enumerate(notes, start):
            card = cards[place]
            database.execute(_NOTE, _note(card, fields, ids[card.id], seconds))
            row = (ids[card.id], ids[card.id], decks[ankitype.deck(card.note)], seconds)
            plan = ankischedule.scheduled(card, place + 1, answers[card.id])
            database.execute(_CARD, (*row, *plan))
        done += len(notes)
        told(done, len(cards))


def _spans(cards: Sequence[CardRow]) -> Iterator[Span]:
    """Yield the places of the cards of each note."""
    start = 0
    for _, group in groupby(cards, key=lambda card: card.note):
        size = sum(1 for _ in group)
        yield start, start + size
        start += size


def _reviews(
    events: Iterable[Event], ids: dict[str, int], answers: Counter[str]
) -> Iterator[ankischedule.Logged]:
    """Yield the lines of the review log, and count the answers to each card."""
    for event in events:
        answers[event.card] += event.entry.grade is not None
        line = ankischedule.logged(event, ids[event.card])
        if line:
            yield line


def _note(card: CardRow, fields: list[str], note_id: int, seconds: int) -> tuple[Any, ...]:
    import genanki

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
