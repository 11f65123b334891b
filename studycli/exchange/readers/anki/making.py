"""Cards of a collection as notes: the text of each, what is known of its cards, and what could not be taken.

A maker works for one process. What it makes of a part of a deck does not depend on the parts before, so that several
makers can share the parts; and it is made of plain values, so that it can cross to the process that asked.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from studycli.exchange.history import Known, logged
from studycli.exchange.model import Asked, Logged
from studycli.exchange.naming import safe_name
from studycli.exchange.readers.anki.markdown import Markdown
from studycli.exchange.readers.anki.media import Used  # noqa: TC001 - read when it crosses between processes
from studycli.exchange.readers.anki.own import OwnCard, exact, is_own, own_card
from studycli.exchange.readers.anki.rows import Place, Rows, rows
from studycli.exchange.readers.anki.schedule import Calendar, track
from studycli.exchange.readers.anki.templates import Maker
from studycli.exchange.readers.anki.text import Draft, draft, note_text
from studycli.exchange.scribe import Scribe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studycli.exchange.model import ReadOptions, Track
    from studycli.exchange.readers.anki.collection import Contents
    from studycli.exchange.readers.anki.media import Media
    from studycli.exchange.readers.anki.schedule import Row

KIND = "anki"
_ID_BYTES = 6
_NO_TAG = re.compile(r"[^\w/-]+")
_HAS_LETTER = re.compile(r"[^\W\d_]")


class Part(NamedTuple):
    """So much of a deck as becomes one note.

    Attributes:
        deck: The deck's names, from the topmost.
        id: The deck's id.
        number: Which part of the deck, counted from 1.
        cards: In the order of their notes.
    """

    deck: tuple[str, ...]
    id: int
    number: int
    cards: Sequence[Place]

    @property
    def folder(self) -> tuple[str, ...]:
        """The path of the deck in the vault."""
        return tuple(map(safe_name, self.deck))

    @property
    def more(self) -> str:
        """What stands behind the deck's name from the second part on."""
        return f" {self.number}" if self.number > 1 else ""

    @property
    def path(self) -> str:
        """The path of the note that it becomes."""
        return f"{'/'.join(self.folder)}{self.more}.md"


class Lost(NamedTuple):
    """Something that could not be taken: a code, what was found, what it means."""

    code: str
    found: str
    meant: str


class Left(NamedTuple):
    """What could not be taken of some cards: each, and how many of them hide parts of a picture."""

    lost: list[Lost]
    occlusions: int


class Made(NamedTuple):
    """What was made of a part.

    Attributes:
        text: The note; '' where no card of it can be taken.
        cards: How many cards it has.
        logged: What is known of them; None for nothing.
        used: The files that it shows.
        left: What could not be taken.
    """

    text: str
    cards: int
    logged: Logged | None
    used: Used
    left: Left


class Making:
    """Makes notes of parts of decks.

    Args:
        path: The collection.
        base: What it holds beside its rows.
        media: Its files.
        options: How it is read.
    """

    def __init__(self, path: str, base: Contents, media: Media, options: ReadOptions) -> None:
        self._path, self._base, self._media, self._options = path, base, media, options
        self._calendar = Calendar(options.clock, base)
        strong = "__" if options.cards.bold_clozes else "**"
        self._markdown = Markdown(media.picture, media.sound, strong).of
        self._makers = {key: Maker(each) for key, each in base.types.items()}
        self._tags: dict[str, str] = {}
        self._rows = Rows({}, {}, {})
        self._lost: list[Lost] = []
        self._occlusions = 0

    def read(self, places: Iterable[Place]) -> None:
        """Read the rows of the cards that are to be made."""
        self._rows = rows(self._path, (place.card for place in places))

    def left(self) -> Left:
        """Return what could not be taken since the last time."""
        left = Left(self._lost, self._occlusions)
        self._lost, self._occlusions = [], 0
        return left

    def own(self, places: Iterable[Place]) -> dict[Place, tuple[OwnCard, Track | None]]:
        """Return the cards that `study export` gave out, with what is known of them, in the order of their notes."""
        types = {key for key, each in self._base.types.items() if is_own(each.name, each.fields)}
        if not types:
            return {}
        places = sorted(places)
        self.read(places)
        found = {}
        for place in places:
            note, row = self._rows.notes.get(place.note), self._rows.cards[place.card]
            if note and note.type in types:
                card = own_card(note.fields, note.tags, self._markdown, self._media)
                if card:
                    known = self._track(card.pair.id, row)
                    found[place] = card, exact(known, row, empty=not card.pair.answer)
        return found

    def made(self, part: Part) -> Made:
        """Make the note of a part."""
        self._media.stand_in(part.folder)
        drafts: list[Draft] = []
        known: list[Known] = []
        for place in part.cards:
            row = self._rows.cards[place.card]
            card = self._card(place.note, row, part.deck)
            if card:
                drafts.append(card)
                track = self._track(card.id, row)
                if track:
                    known.append(Known(Asked(card.id, card.words), track))
        text = note_text(part.deck[-1] + part.more, drafts, self._options.cards) if drafts else ""
        note = "/".join(filter(None, (self._options.into, part.path)))
        made = logged(note, known, KIND, self._options.day_start) if known else None
        return Made(text, len(drafts), made, self._media.take(), self.left())

    def _card(self, nid: int, row: Row, deck: tuple[str, ...]) -> Draft | None:
        note = self._rows.notes.get(nid)
        maker = self._makers.get(note.type) if note else None
        if note is None or maker is None:
            meant = "its note or note type is not in the package; it was left out"
            self._lost.append(Lost("lost-card", f"card {row.id}", meant))
            return None
        if maker.type.is_occlusion:
            self._occlusions += 1
            return None
        sides = maker.sides(note.fields, row.ord, note.tags.strip(), deck)
        if sides is None:
            meant = f"{maker.type.name} has no template for it; it was left out"
            self._lost.append(Lost("lost-card", f"card {row.id}", meant))
            return None
        front, back = map(self._markdown, sides)
        return draft(card_id(note.guid, row.ord), front, back, self._tags_of(note.tags), deck[-1])

    def _track(self, card: str, row: Row) -> Track | None:
        lines = self._rows.lines.get(row.id, ())
        try:
            scribe = Scribe(card, KIND, self._options.day_start)
            return track(card, row, lines, self._calendar, scribe)
        except (ValueError, TypeError, OverflowError, AttributeError, LookupError, RecursionError) as error:
            meant = "its schedule cannot be read; it comes in as a new card"
            self._lost.append(Lost("bad-schedule", f"card {row.id}: {error}", meant))
            return None

    def _tags_of(self, raw: str) -> str:
        """Return a note's tags as they stand in a heading."""
        found = self._tags.get(raw)
        if found is None:
            found = self._tags[raw] = "".join(f" #{tag}" for tag in dict.fromkeys(tags_of(raw)))
        return found


def card_id(guid: str, place: int) -> str:
    """Return an id that the card of a note has wherever it is exported to."""
    return blake2b(f"{guid}\0{place}".encode(errors="surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def tags_of(raw: str) -> tuple[str, ...]:
    """Return a note's tags in the form of Obsidian's."""
    return tuple(tag for each in raw.split() if (tag := _tag(each)))


def _tag(tag: str) -> str:
    """Return a tag with ``/`` between its levels and at least one letter; '' where nothing is left."""
    name = _NO_TAG.sub("-", tag.replace("::", "/")).strip("-/")
    if not name:
        return ""
    return name if _HAS_LETTER.search(name) else f"tag-{name}"
