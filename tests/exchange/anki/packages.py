"""Small Anki packages built by hand: of the old schema by plain SQLite, of the new one by tables, protobuf and zstd."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import zstandard

from studycli.exchange.model import Item, Source

CREATED_S = 1_577_836_800 + 4 * 3600  # 2020-01-01, 04:00 UTC
DAY_S = 86_400
_TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, conf text, models text, decks text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, mod integer, type integer,
    queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, odue integer, odid integer,
    flags integer, data text);
"""
_REVLOG = """CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, ivl integer, factor integer,
    time integer, type integer)"""
_NEW_TABLES = """
CREATE TABLE config (key text PRIMARY KEY, val blob);
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, config blob,
    PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
"""


class Kind(NamedTuple):
    """A note type: its fields, and the front and back of each card."""

    name: str = "Basic"
    fields: Sequence[str] = ("Front", "Back")
    sides: Sequence[tuple[str, str]] = (("{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"),)
    cloze: bool = False
    stock: int = 1


BASIC = Kind()
REVERSED = Kind(
    "Reversed", BASIC.fields, (*BASIC.sides, ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"))
)
CLOZE = Kind("Cloze", ("Text", "Extra"), (("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Extra}}"),), cloze=True)


class Note(NamedTuple):
    """A note with the numbers (``ord``) of its cards."""

    fields: Sequence[str]
    kind: int = 1
    tags: str = ""
    deck: int = 1
    cards: Sequence[int] = (0,)
    guid: str = ""


class Card(NamedTuple):
    """What the row of a card has that is not new; the names are Anki's."""

    type: int = 0
    queue: int = 0
    due: int = 0
    ivl: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    odue: int = 0
    odid: int = 0
    flags: int = 0
    mod: int = 0
    data: str = "{}"


NEW = Card()


class Content(NamedTuple):
    """A collection: notes in order, rows of cards by (note, card), lines of the revlog by the same."""

    notes: Sequence[Note]
    kinds: Sequence[Kind] = (BASIC,)
    decks: Sequence[str] = ("Deck",)
    cards: dict[tuple[int, int], Card] = {}  # noqa: RUF012
    revlog: dict[tuple[int, int], Sequence[tuple[int, int, int, int, int, int]]] = {}  # noqa: RUF012
    conf: dict[str, object] = {"creationOffset": 0}  # noqa: RUF012


def card_row_id(note: int, place: int) -> int:
    """Return the id of the row of a card."""
    return 10_000 + 100 * note + place


def note_row_id(note: int) -> int:
    """Return the id of the row of a note: a time in 2021."""
    return 1_609_459_200_000 + 1000 * note


def _database(content: Content) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    database.executescript(_TABLES + _REVLOG)
    for at, note in enumerate(content.notes):
        row = (note_row_id(at), note.guid or f"guid{at}", note.kind, note.tags, "\x1f".join(note.fields))
        database.execute("INSERT INTO notes VALUES (?,?,?,?,?)", row)
        for place in note.cards:
            card = content.cards.get((at, place), NEW)
            own = (card_row_id(at, place), note_row_id(at), note.deck, place, card.mod, *card[:-2], card.data)
            database.execute("INSERT INTO cards VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", own)
    for (note, place), lines in content.revlog.items():
        for line in lines:
            database.execute(
                "INSERT INTO revlog VALUES (?,?,?,?,?,?,?)", (line[0], card_row_id(note, place), *line[1:])
            )
    return database


def old_collection(content: Content) -> bytes:
    """Return a collection of the old schema."""
    models = {
        str(at): {
            "name": kind.name, "type": int(kind.cloze), "originalStockKind": kind.stock,
            "flds": [{"name": name, "ord": place} for place, name in enumerate(kind.fields)],
            "tmpls": [{"name": f"Card {place + 1}", "ord": place, "qfmt": front, "afmt": back}
                      for place, (front, back) in enumerate(kind.sides)],
        }
        for at, kind in enumerate(content.kinds, start=1)
    }  # fmt: skip
    decks = {str(at): {"name": name} for at, name in enumerate(content.decks, start=1)}
    database = _database(content)
    row = (1, CREATED_S, json.dumps(content.conf), json.dumps(models), json.dumps(decks))
    database.execute("INSERT INTO col VALUES (?,?,?,?,?)", row)
    database.commit()
    return database.serialize()


def new_collection(content: Content) -> bytes:
    """Return a collection of the new schema, not packed."""
    database = _database(content)
    database.executescript(_NEW_TABLES)
    database.execute("INSERT INTO col VALUES (1, ?, '', '', '')", (CREATED_S,))
    for key, value in content.conf.items():
        database.execute("INSERT INTO config VALUES (?,?)", (key, json.dumps(value).encode()))
    for at, name in enumerate(content.decks, start=1):
        database.execute("INSERT INTO decks VALUES (?,?)", (at, name.replace("::", "\x1f")))
    for at, kind in enumerate(content.kinds, start=1):
        config = (field(1, 1) if kind.cloze else b"") + field(3, b"css") + field(9, kind.stock)
        database.execute("INSERT INTO notetypes VALUES (?,?,?)", (at, kind.name, config))
        for place, name in enumerate(kind.fields):
            database.execute("INSERT INTO fields VALUES (?,?,?)", (at, place, name))
        for place, (front, back) in enumerate(kind.sides):
            sides = field(1, front.encode()) + field(2, back.encode())
            database.execute("INSERT INTO templates VALUES (?,?,?,?)", (at, place, f"Card {place}", sides))
    database.commit()
    return database.serialize()


def field(number: int, value: int | bytes) -> bytes:
    """Return a field of a protobuf message."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def old_files(content: Content, media: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the members of a package of the old format."""
    media = media or {}
    names = {str(at): name for at, name in enumerate(media)}
    files = {str(at): data for at, data in enumerate(media.values())}
    return {"collection.anki2": old_collection(content), "media": json.dumps(names).encode(), **files}


def new_files(content: Content, media: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the members of a package of the new format."""
    media = media or {}
    entries = (
        field(1, name.encode()) + field(2, len(data)) + field(3, b"sha1") for name, data in media.items()
    )
    listed = b"".join(field(1, entry) for entry in entries)
    return {
        "meta": field(1, 3),
        "collection.anki21b": packed(new_collection(content)),
        "collection.anki2": old_collection(Content([Note(("Please update", "Anki"))])),
        "media": packed(listed),
        **{str(at): packed(data) for at, data in enumerate(media.values())},
    }


def packed(data: bytes) -> bytes:
    """Return bytes as zstd packs them."""
    return zstandard.ZstdCompressor().compress(data)


def source(files: dict[str, bytes]) -> Source:
    """Return a package of these members."""
    items = (Item(name, len(data), None, lambda data=data: data) for name, data in sorted(files.items()))
    return Source("deck", "deck.apkg", "", "zip", tuple(items))


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a package as a file has it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def day_ms(day: int, hour: float = 12) -> int:
    """Return the time of an hour (UTC) on a day of the collection, in milliseconds."""
    return int((CREATED_S + day * DAY_S + (hour - 4) * 3600) * 1000)


def fronts(*sides: str) -> Iterable[Note]:
    """Yield notes with these fronts."""
    return (Note((side, "an answer")) for side in sides)
