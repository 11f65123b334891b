"""A package as notes: its decks cut into parts, which several processes make notes of."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count, groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Arrival, Batch
from studycli.exchange.readers.anki.archive import collection_of, members, opened, unpacked_collection
from studycli.exchange.readers.anki.collection import contents
from studycli.exchange.readers.anki.making import KIND, Left, Lost, Made, Making, Part, tags_of
from studycli.exchange.readers.anki.media import Media
from studycli.exchange.readers.anki.own import own_notes
from studycli.exchange.readers.anki.rows import decks
from studycli.store.forking import shared_out

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from studycli.exchange.model import ReadOptions, Source
    from studycli.exchange.readers.anki.collection import Contents
    from studycli.exchange.readers.anki.rows import Place

NOTES_A_FILE = 500
_MANY = 2_000  # cards from which on several processes are worth it
_SHOWN = 60  # characters of a note in a sentence
_LOST = "Lost cards"
_MISSING_NAMED = 3
_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Made)


def read_package(source: Source, options: ReadOptions) -> Batch:
    """Read a package; see the package's module.

    Raises:
        ImportFailed: It is damaged, or of a version that is not known.
    """
    files = members(source)
    with unpacked_collection(source, files) as path:
        with opened(path) as database:
            base = contents(database, source.label)
        try:
            return _Reading(path, base, Media(files), options).batch(collection_of(files))
        except (TypeError, AttributeError) as error:
            raise ImportFailed(f"The notes of {source.label} cannot be read ({error}).") from None


class _Reading:
    """The reading of one package."""

    def __init__(self, path: str, base: Contents, media: Media, options: ReadOptions) -> None:
        self._decks = base.decks
        self._places = decks(path)
        self._making = Making(path, base, media, options)
        self._media = media
        self._options = options

    def batch(self, name: str) -> Batch:
        """Return all that the package holds; `name` is what its collection is called."""
        own = self._making.own([place for deck in self._places.values() for place in deck])
        notes = list(own_notes(list(own.values()), tags_of, self._options.cards))
        left = [self._making.left()]
        used = self._media.take()
        parts = list(self._parts(own))
        made = self._made(parts)
        for each in (used, *(each.used for each in made)):
            self._media.add(each)
        left += (each.left for each in made)
        notes += (_arrival(part, each) for part, each in zip(parts, made, strict=True) if each.text)
        said = (*_lost(left), *_lost_media(self._media))
        problems = [Problem(name, 0, code, found[:_SHOWN], meant) for code, found, meant in said]
        return Batch(notes, self._media.attachments(), problems)

    def _parts(self, own: Container[Place]) -> Iterator[Part]:
        """Cut the decks, in the order of their names, where another file begins: behind so many notes."""
        for deck, did in sorted((self._decks.get(did) or (_LOST,), did) for did in self._places):
            places = sorted(place for place in self._places[did] if place not in own)
            by_note = groupby(places, key=attrgetter("note"))
            for number in count(1):
                part = [place for _, group in islice(by_note, NOTES_A_FILE) for place in group]
                if not part:
                    break
                yield Part(deck, did, number, part)

    def _made(self, parts: Sequence[Part]) -> list[Made]:
        """Make the notes of the parts, by several processes where there are many cards."""
        cards = sum(len(part.cards) for part in parts)
        making = self._making

        def begin(share: Sequence[int]) -> None:
            making.read(place for number in share for place in parts[number].cards)

        def work(number: int) -> tuple[int, bytes, bytes]:
            """Return what was made, the lines of the log by themselves: they are most of it, and would be copied again."""
            each = making.made(parts[number])
            lines = each.logged.lines if each.logged else b""
            return number, _encoder.encode(_with_lines(each, b"")), lines

        made: dict[int, Made] = {}
        done = 0
        for number, data, lines in shared_out(work, range(len(parts)), begin, large=cards >= _MANY):
            made[number] = _with_lines(_decoder.decode(data), lines)
            done += len(parts[number].cards)
            self._options.told(done, cards)
        return [made[number] for number in range(len(parts))]


def _with_lines(made: Made, lines: bytes) -> Made:
    return made._replace(logged=made.logged._replace(lines=lines)) if made.logged else made


def _arrival(part: Part, made: Made) -> Arrival:
    """Return the note of a part."""
    return Arrival(
        key=f"{KIND}:{part.id}{f':{part.number}' if part.number > 1 else ''}",
        path=part.path,
        text=made.text,
        created=_created(part.cards[0].note),
        logged=made.logged,
        cards=made.cards,
    )


def _created(nid: int) -> date | None:
    """Return the day on which a note was made: its id is that time in milliseconds."""
    try:
        return datetime.fromtimestamp(nid / 1000, UTC).date()
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _lost(left: Iterable[Left]) -> Iterator[Lost]:
    """Yield what of the cards could not be taken; of those that hide parts of a picture their number."""
    occlusions = 0
    for each in left:
        yield from each.lost
        occlusions += each.occlusions
    if occlusions:
        yield Lost(
            "occlusions",
            f"{occlusions} cards that hide parts of a picture",
            "Markdown has no such cards; they were left out",
        )


def _lost_media(media: Media) -> Iterator[Lost]:
    """Yield what of the files could not be taken."""
    if media.wrong:
        yield Lost("bad-media-list", media.wrong, "no pictures and sounds were taken")
    if media.missing:
        named = ", ".join(list(media.missing)[:_MISSING_NAMED])
        others = len(media.missing) - _MISSING_NAMED
        more = f" and {others} more" if others > 0 else ""
        yield Lost("missing-media", f"{named}{more}", "cards show it, and the package has no such file")
