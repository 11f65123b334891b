"""What a collection holds beside its notes: note types, decks, settings; of the old schema (JSON) and the new (tables)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.errors import ImportFailed
from studycli.exchange.readers.anki import wire

if TYPE_CHECKING:
    import sqlite3

_KIND, _STOCK, _CLOZE, _OCCLUSION = 1, 9, 1, 6  # fields of a note type's message, and their values
_FRONT, _BACK = 1, 2  # fields of a template's message
_LEVEL = "::"  # between the names of decks
_ROLLOVER = 4  # the hour at which a day begins, unless it is set


class Template(NamedTuple):
    """One card of a note type: its name, and the HTML of both sides with fields to fill in."""

    name: str
    front: str
    back: str


class NoteType(NamedTuple):
    """A kind of note.

    Attributes:
        name: Its name.
        fields: Names of the fields, in order.
        templates: By a card's ``ord``; of a cloze type there is one for all cards.
        is_cloze: Whether a card is a number of a gap.
        is_occlusion: Whether it hides parts of a picture.
    """

    name: str
    fields: tuple[str, ...]
    templates: dict[int, Template]
    is_cloze: bool
    is_occlusion: bool


class Contents(NamedTuple):
    """A collection without its notes and cards.

    Attributes:
        created: Seconds since 1970 at which its day 0 began.
        west: Minutes that its time zone was west of UTC then; None where that is not known.
        rollover: The hour at which its days begin.
        types: Note types by id.
        decks: Names of the decks by id, from the topmost to the deck itself.
    """

    created: int
    west: int | None
    rollover: int
    types: dict[int, NoteType]
    decks: dict[int, tuple[str, ...]]


def contents(database: sqlite3.Connection, label: str) -> Contents:
    """Read the collection's note types, decks and settings.

    Args:
        database: The collection.
        label: The package's name, for sentences.

    Raises:
        ImportFailed: A table is missing or holds what cannot be read.
        sqlite3.Error: The database is damaged.
    """
    try:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        missing = sorted({"col", "notes", "cards"} - tables)
        if missing:
            raise ImportFailed(f"{label} is not a collection of Anki: its table '{missing[0]}' is missing.")
        return _by_tables(database) if "notetypes" in tables else _by_json(database)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ImportFailed(
            f"The note types or decks of {label} cannot be read ({type(error).__name__}: {error}); perhaps a newer "
            "Anki wrote it. Export it with 'Support older Anki versions' ticked."
        ) from None


def _by_json(database: sqlite3.Connection) -> Contents:
    row = database.execute("SELECT crt, conf, models, decks FROM col").fetchone()
    created, conf, models, decks = row
    settings = json.loads(conf or "{}")
    return Contents(
        int(created),
        _minutes(settings.get("creationOffset")),
        _hour(settings.get("rollover")),
        {int(key): _json_type(model) for key, model in json.loads(models).items()},
        {int(key): tuple(deck["name"].split(_LEVEL)) for key, deck in json.loads(decks).items()},
    )


def _json_type(model: dict[str, Any]) -> NoteType:
    return NoteType(
        str(model["name"]),
        tuple(str(field["name"]) for field in sorted(model["flds"], key=lambda field: field["ord"])),
        {
            int(each["ord"]): Template(str(each["name"]), str(each["qfmt"]), str(each["afmt"]))
            for each in model["tmpls"]
        },
        model.get("type") == _CLOZE,
        model.get("originalStockKind") == _OCCLUSION,
    )


def _by_tables(database: sqlite3.Connection) -> Contents:
    created = database.execute("SELECT crt FROM col").fetchone()[0]
    settings = {
        key: json.loads(value)
        for key, value in database.execute(
            "SELECT key, val FROM config WHERE key IN ('creationOffset', 'rollover')"
        )
    }
    return Contents(
        int(created),
        _minutes(settings.get("creationOffset")),
        _hour(settings.get("rollover")),
        _table_types(database),
        {key: tuple(name.split("\x1f")) for key, name in database.execute("SELECT id, name FROM decks")},
    )


def _table_types(database: sqlite3.Connection) -> dict[int, NoteType]:
    fields: dict[int, list[str]] = {}
    # Sorted here: the tables' own order is by a collation that only Anki has.
    for key, _, name in sorted(database.execute("SELECT ntid, ord, name FROM fields")):
        fields.setdefault(key, []).append(name)
    templates: dict[int, dict[int, Template]] = {}
    for key, place, name, config in database.execute("SELECT ntid, ord, name, config FROM templates"):
        sides = Template(name, wire.text(config, _FRONT), wire.text(config, _BACK))
        templates.setdefault(key, {})[place] = sides
    return {
        key: NoteType(
            name,
            tuple(fields.get(key, ())),
            templates.get(key, {}),
            wire.number(config, _KIND) == _CLOZE,
            wire.number(config, _STOCK) == _OCCLUSION,
        )
        for key, name, config in database.execute("SELECT id, name, config FROM notetypes")
    }


def _minutes(value: object) -> int | None:
    return value if isinstance(value, int) and abs(value) < 24 * 60 else None


def _hour(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 24 else _ROLLOVER  # noqa: PLR2004 - hours of a day
