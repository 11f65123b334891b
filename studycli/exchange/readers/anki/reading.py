"""A package as notes: cards by deck, each with its text and its schedule."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Arrival, Asked, Batch
from studycli.exchange.naming import safe_name
from studycli.exchange.readers.anki.archive import collection_of, members, opened
from studycli.exchange.readers.anki.collection import contents
from studycli.exchange.readers.anki.markdown import Markdown
from studycli.exchange.readers.anki.media import Media
from studycli.exchange.readers.anki.own import OwnCard, exact, is_own, own_card, own_notes
from studycli.exchange.readers.anki.schedule import Calendar, Line, Row, track
from studycli.exchange.readers.anki.templates import Maker
from studycli.exchange.readers.anki.text import Draft, draft, note_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import date

    from studycli.exchange.model import Item, ReadOptions, Source, Track
    from studycli.exchange.readers.anki.collection import Contents

NOTES_A_FILE = 500
_CARDS = """SELECT nid, ord, id, did, type, queue, due, ivl, factor, reps, lapses, odue, odid, flags, mod, data
FROM cards"""
_REVLOG = "SELECT cid, id, ease, ivl, factor, time, type FROM revlog ORDER BY id"
_NOTES = "SELECT id, guid, mid, tags, flds FROM notes"
_FIELD_END = "\x1f"
_ID_BYTES = 6
_NO_TAG = re.compile(r"[^\w/-]+")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_SHOWN = 60  # characters of a note in a sentence
_LOST = "Lost cards"
_MISSING_NAMED = 3


class _Note(NamedTuple):
    """A note of the collection."""

    id: int
    guid: str
    type: int
    tags: str
    fields: list[str]


class _Rows(NamedTuple):
    """The rows of the collection: cards by deck with their notes' ids, notes and lines of the revlog by id."""

    decks: dict[int, list[tuple[int, Row]]]
    notes: dict[int, _Note]
    lines: dict[int, list[Line]]


def read_package(source: Source, options: ReadOptions) -> Batch:
    """Read a package; see the package's module.

    Raises:
        ImportFailed: It is damaged, or of a version that is not known.
    """
    files = members(source)
    name = collection_of(files)
    base, rows = _contents(source, files)
    return _Reading(base, rows, Media(files), options, name).batch()


def _contents(source: Source, files: dict[str, Item]) -> tuple[Contents, _Rows]:
    """Return all that is read from the package's database.

    Raises:
        ImportFailed: It cannot be read.
    """
    with opened(source, files) as database:
        base = contents(database, source.label)
        try:
            return base, _rows(database)
        except (TypeError, AttributeError) as error:
            raise ImportFailed(f"The notes of {source.label} cannot be read ({error}).") from None


def _rows(database: sqlite3.Connection) -> _Rows:
    notes = {
        row[0]: _Note(row[0], row[1], row[2], row[3], row[4].split(_FIELD_END))
        for row in database.execute(_NOTES)
    }
    decks: dict[int, list[tuple[int, Row]]] = {}
    for nid, *rest in database.execute(_CARDS):
        row = Row(*rest)
        decks.setdefault(row.odid or row.did, []).append((nid, row))
    return _Rows(decks, notes, _lines(database))


def _lines(database: sqlite3.Connection) -> dict[int, list[Line]]:
    """Return the lines of the revlog by card, oldest first; a package without a history has no such table."""
    found: dict[int, list[Line]] = defaultdict(list)
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'revlog'").fetchone():
        for line in database.execute(_REVLOG):
            found[line[0]].append(line)
    return found


class _Reading:
    """The reading of one package."""

    def __init__(self, base: Contents, rows: _Rows, media: Media, options: ReadOptions, name: str) -> None:
        self._base, self._rows, self._media, self._options, self._name = base, rows, media, options, name
        self._calendar = Calendar(options.clock, base)
        strong = "__" if options.cards.bold_clozes else "**"
        self._markdown = Markdown(media.picture, media.sound, strong).of
        self._makers = {key: Maker(each) for key, each in base.types.items()}
        self._tags: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._occlusions = 0
        self._done = 0
        self._all = sum(map(len, rows.decks.values()))

    def batch(self) -> Batch:
        """Return all that the package holds."""
        own = list(own_notes(self._own(), self._plain_tags, self._options.cards))
        decks = sorted((self._base.decks.get(did) or (_LOST,), did) for did in self._rows.decks)
        notes = [arrival for deck, did in decks for arrival in self._deck(deck, did)]
        self._report()
        return Batch([*own, *notes], self._media.attachments(), self._problems)

    def _own(self) -> list[tuple[OwnCard, Track | None]]:
        """Take the cards that `study export` gave out, in the order of their notes."""
        types = {key for key, each in self._base.types.items() if is_own(each.name, each.fields)}
        found: list[tuple[int, OwnCard, Track | None]] = []
        for did, cards in self._rows.decks.items() if types else ():
            rest = []
            for nid, row in cards:
                note = self._rows.notes.get(nid)
                card = (
                    note
                    and note.type in types
                    and own_card(note.fields, note.tags, self._markdown, self._media)
                )
                if card:
                    track = exact(self._track(card.pair.id, row), row, empty=not card.pair.answer)
                    found.append((nid, card, track))
                else:
                    rest.append((nid, row))
            self._rows.decks[did] = rest
        return [each[1:] for each in sorted(found, key=lambda each: each[0])]

    def _deck(self, deck: tuple[str, ...], did: int) -> Iterator[Arrival]:
        """Yield the notes of a deck: its cards in the order of their notes, so many to a file."""
        path = tuple(safe_name(part) for part in deck)
        self._media.stand_in(path)
        cards = sorted(self._rows.decks[did], key=lambda each: (each[0], each[1].ord))
        for number, part in enumerate(_parts(cards), start=1):
            arrival = self._arrival(deck, path, did, part, number)
            if arrival:
                yield arrival
            self._done += len(part)
            self._options.told(self._done, self._all)

    def _arrival(
        self,
        deck: tuple[str, ...],
        path: tuple[str, ...],
        did: int,
        cards: Sequence[tuple[int, Row]],
        number: int,
    ) -> Arrival | None:
        drafts: list[Draft] = []
        tracks: list[Track] = []
        for nid, row in cards:
            card = self._card(nid, row, deck)
            if card:
                drafts.append(card)
                known = self._track(card.id, row)
                if known:
                    tracks.append(known)
        if not drafts:
            return None
        more = f" {number}" if number > 1 else ""
        return Arrival(
            key=f"anki:{did}{':' + str(number) if number > 1 else ''}",
            path=f"{'/'.join(path)}{more}.md",
            text=note_text(deck[-1] + more, drafts, self._options.cards),
            created=_created(cards[0][0]),
            tracks=tuple(tracks),
            cards=tuple(Asked(each.id, each.words) for each in drafts),
        )

    def _card(self, nid: int, row: Row, deck: tuple[str, ...]) -> Draft | None:
        note = self._rows.notes.get(nid)
        maker = self._makers.get(note.type) if note else None
        if note is None or maker is None:
            self._problem(
                "lost-card", f"card {row.id}", "its note or note type is not in the package; it was left out"
            )
            return None
        if maker.type.is_occlusion:
            self._occlusions += 1
            return None
        sides = maker.sides(note.fields, row.ord, note.tags.strip(), deck)
        if sides is None:
            self._problem(
                "lost-card", f"card {row.id}", f"{maker.type.name} has no template for it; it was left out"
            )
            return None
        front, back = map(self._markdown, sides)
        return draft(card_id(note.guid, row.ord), front, back, self._tags_of(note.tags), deck[-1])

    def _track(self, card: str, row: Row) -> Track | None:
        lines = self._rows.lines.get(row.id, ())
        try:
            return track(card, row, lines, self._calendar)
        except (ValueError, TypeError, OverflowError, AttributeError, LookupError, RecursionError) as error:
            self._problem(
                "bad-schedule",
                f"card {row.id}: {error}",
                "its schedule cannot be read; it comes in as a new card",
            )
            return None

    @staticmethod
    def _plain_tags(raw: str) -> tuple[str, ...]:
        return tuple(tag for each in raw.split() if (tag := _tag(each)))

    def _tags_of(self, raw: str) -> str:
        """Return a note's tags as they stand in a heading."""
        found = self._tags.get(raw)
        if found is None:
            tags = (tag for each in raw.split() if (tag := _tag(each)))
            found = self._tags[raw] = "".join(f" #{tag}" for tag in dict.fromkeys(tags))
        return found

    def _problem(self, code: str, found: str, meant: str) -> None:
        self._problems.append(Problem(self._name, 0, code, found[:_SHOWN], meant))

    def _report(self) -> None:
        """Say what of the whole package could not be taken."""
        if self._occlusions:
            self._problem(
                "occlusions", f"{self._occlusions} cards that hide parts of a picture",
                "Markdown has no such cards; they were left out",
            )  # fmt: skip
        if self._media.wrong:
            self._problem("bad-media-list", self._media.wrong, "no pictures and sounds were taken")
        missing = self._media.missing
        if missing:
            named = ", ".join(list(missing)[:_MISSING_NAMED])
            more = f" and {len(missing) - _MISSING_NAMED} more" if len(missing) > _MISSING_NAMED else ""
            self._problem(
                "missing-media", f"{named}{more}", "cards show it, and the package has no such file"
            )


def _parts(cards: Sequence[tuple[int, Row]]) -> Iterator[Sequence[tuple[int, Row]]]:
    """Cut cards where another file begins: behind so many notes."""
    start, notes, last = 0, 0, None
    for at, (nid, _) in enumerate(cards):
        if nid != last:
            last = nid
            notes += 1
            if notes > NOTES_A_FILE:
                yield cards[start:at]
                start, notes = at, 1
    yield cards[start:]


def card_id(guid: str, place: int) -> str:
    """Return an id that the card of a note has wherever it is exported to."""
    return blake2b(f"{guid}\0{place}".encode(errors="surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def _tag(tag: str) -> str:
    """Return a tag in the form of Obsidian's: levels with ``/``, at least one letter; '' where nothing is left."""
    name = _NO_TAG.sub("-", tag.replace("::", "/")).strip("-/")
    if not name:
        return ""
    return name if _HAS_LETTER.search(name) else f"tag-{name}"


def _created(nid: int) -> date | None:
    """Return the day on which a note was made: its id is that time in milliseconds."""
    try:
        return datetime.fromtimestamp(nid / 1000, UTC).date()
    except (ValueError, OverflowError, OSError, TypeError):
        return None
