"""hashcards: decks of Markdown whose schedule is in a database beside them.

decks       the cards of a deck, with the hashes that the database knows them by
database    the schedules and reviews
"""

from __future__ import annotations

import json
import posixpath
import tomllib
from typing import TYPE_CHECKING

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Attachment, Batch, Track
from studycli.exchange.readers.hashcards.database import NAME, Known, is_database, known_cards
from studycli.exchange.readers.hashcards.decks import DeckCard, deck_cards, front_lines
from studycli.exchange.readers.links import Files, attachments, links
from studycli.exchange.readers.markdown import is_note, read_notes
from studycli.notes.cards import parse_note
from studycli.notes.cards.marked import CLOZE
from studycli.notes.frontmatter import read_meta
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.exchange.model import Arrival, Item, ReadOptions, Source
    from studycli.notes.model import Card

_MACROS = "macros.tex"
_ROOTED = "@/"  # before a path from the collection's root


def fits(source: Source) -> bool:
    """Tell whether a source has Markdown and a database of hashcards."""
    return any(map(is_note, source.items)) and any(map(is_database, source.items))


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the decks of a collection with their schedule, and the media that they show.

    Raises:
        ImportFailed: None of them can be taken.
    """
    reader = _Reader(source, options)
    batch = read_notes(source, [item for item in source.items if is_note(item)], options, reader.made)
    found = attachments(batch.notes, reader.files, reader.files.beside)
    return Batch(batch.notes, [*found, *reader.macros()], [*batch.problems, *reader.problems()])


class _Reader:
    """Gives the decks of one collection their schedules.

    Attributes:
        files: The files of the source.
    """

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.files = Files(source.items)
        self._options = options
        self._items = {item.path: item for item in source.items}
        self._database = min(
            filter(is_database, source.items), key=lambda item: item.path.count("/"), default=None
        )
        self._root = posixpath.dirname(self._database.path) if self._database else ""
        self._problems: list[Problem] = []
        self._known = self._read_database()
        self._left = set(self._known.tracks)

    def _read_database(self) -> Known:
        if self._database is None:
            return Known({}, 0)
        log = self._items.get(f"{self._database.path}-wal")
        try:
            zone = self._options.clock.now().tzinfo
            return known_cards([self._database, *([log] if log else [])], zone)
        except ImportFailed as error:
            self._problems.append(
                Problem(self._database.path, 0, "not-taken", str(error), "see the sentence")
            )
            return Known({}, 0)

    def made(self, note: Arrival) -> Arrival:
        """Return a deck with its frontmatter in YAML, links that a vault can follow, and its tracks."""
        text = _with_yaml(note.text)
        decks = _as_written(self._items[note.key], text)
        self._left -= {card.hash for card in decks}
        known = [card for card in decks if card.hash in self._known.tracks]
        text = self._with_paths(note.key, text)
        cards = parse_note(note.path, text, read_meta(text), self._options.cards).cards if known else ()
        tracks: dict[tuple[int, int], Track] = {}
        for deck_card, place in _placed(known, cards, text):
            if place < 0:
                meant = "study finds no such card in it: its schedule was not taken"
                self._problems.append(Problem(note.key, deck_card.line, "no-card", deck_card.words, meant))
            else:
                track = self._known.tracks[deck_card.hash]
                tracks[deck_card.line, place] = track._replace(line=deck_card.line, place=place)
        return note._replace(text=text, tracks=tuple(tracks.values()))

    def _with_paths(self, note: str, text: str) -> str:
        """Return a deck whose media are named from its own folder, not from the collection's root."""
        found = []
        for link in links(text):
            rooted = link.target.startswith(_ROOTED)
            if rooted or self.files.beside(note, link.target) is None:
                path = posixpath.normpath(posixpath.join(self._root, link.target.removeprefix(_ROOTED)))
                if rooted or path in self.files.items:
                    found.append((link.start, link.end, path))
        for start, end, path in sorted(found, reverse=True):
            text = f"{text[:start]}{posixpath.relpath(path, posixpath.dirname(note) or '.')}{text[end:]}"
        return text

    def macros(self) -> list[Attachment]:
        """Return the collection's macros for formulas, which its notes go on using."""
        path = posixpath.join(self._root, _MACROS)
        item = self._items.get(path)
        return [Attachment(path, item)] if item else []

    def problems(self) -> Iterator[Problem]:
        """Yield what of the database could not be taken."""
        yield from self._problems
        path = self._database.path if self._database else NAME
        if self._left:
            found = f"{len(self._left)} of its cards {'is' if len(self._left) == 1 else 'are'} in no deck"
            yield Problem(
                path, 0, "orphans", found, "the decks were edited since: these schedules were not taken"
            )
        if self._known.unclear:
            found = f"{self._known.unclear} rows have values that make no sense"
            yield Problem(path, 0, "unclear-rows", found, "they were passed over")


def _with_yaml(text: str) -> str:
    """Return a deck with its frontmatter in YAML instead of TOML: ``name`` is the title."""
    behind = front_lines(text)
    if not behind or front_span(text):
        return text
    lines = text.split("\n")
    try:
        values = tomllib.loads("\n".join(line.removesuffix("\r") for line in lines[1 : behind - 1]))
    except tomllib.TOMLDecodeError:
        return text
    end = "\r" if lines[0].endswith("\r") else ""
    yaml = [
        f"{'title' if key == 'name' else key}: {json.dumps(value, ensure_ascii=False, default=str)}{end}"
        for key, value in values.items()
    ]
    return "\n".join([lines[0], *yaml, *lines[behind - 1 :]])


def _as_written(item: Item, text: str) -> list[DeckCard]:
    """Return the cards of a deck: their lines from its text now, their hashes from its bytes."""
    cards = deck_cards(text)
    try:
        written = deck_cards(item.read().decode())
    except UnicodeDecodeError:
        return cards
    if len(written) != len(cards):
        return cards
    return [card._replace(hash=other.hash) for card, other in zip(cards, written, strict=True)]


def _placed(known: Sequence[DeckCard], cards: Sequence[Card], text: str) -> Iterator[tuple[DeckCard, int]]:
    """Yield the cards of a deck, and which of the note's cards on its line each is; -1 for none."""
    taken: set[str] = set()
    for deck_card in known:
        there = [card for card in cards if card.line == deck_card.line]
        fitting = (
            place
            for place, card in enumerate(there)
            if card.id not in taken
            and (card.kind == CLOZE) == bool(deck_card.words)
            and (not deck_card.words or text[card.start : card.end] == deck_card.words)
        )
        place = next(fitting, -1)
        if place >= 0:
            taken.add(there[place].id)
        yield deck_card, place
