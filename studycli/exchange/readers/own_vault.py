"""A source that is a vault of study itself, such as ``study export --to markdown`` makes: its log says the schedules."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from studycli.exchange.exporting import ANSWERS, Followed
from studycli.exchange.model import Answer, Track
from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.store.entry import decode_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.exchange.model import Arrival, Source
    from studycli.notes.model import Card, CardOptions
    from studycli.store.entry import Entry

_LOG = re.compile(r"(.*/)?\.study/log/[^/]+\.jsonl")


class OwnVault:
    """What the logs of a source say of its cards; of a source without a log nothing.

    Args:
        source: The source.

    Raises:
        ImportFailed: A log cannot be read.
        LogError: A log is of a newer version.
    """

    def __init__(self, source: Source) -> None:
        self._entries: dict[str, list[Entry]] = {}  # by card, the newest first
        logs = [(match, item) for item in source.items if (match := _LOG.fullmatch(item.path))]
        self._root = min((match[1] or "" for match, _ in logs), key=len, default="")
        entries = {entry.id: entry for _, item in logs for entry in decode_entries(item.read(), item.path)[0]}
        followed = Followed()
        for entry in sorted(entries.values(), key=lambda entry: entry.id, reverse=True):
            card = followed.follow(entry)
            if card:
                self._entries.setdefault(card, []).append(entry)

    @property
    def has_log(self) -> bool:
        """Whether there is an entry on any card."""
        return bool(self._entries)

    def tracks(self, note: Arrival, options: CardOptions) -> Iterator[Track]:
        """Yield what is known of the cards of a note.

        Args:
            note: The note; its key is its path in the source.
            options: The settings on what becomes a card.
        """
        if not self._entries or not note.key.startswith(self._root):
            return
        for card, place in placed(note.key.removeprefix(self._root), note.text, options):
            if card.id in self._entries:
                yield _track(self._entries[card.id])._replace(line=card.line, place=place)


def placed(path: str, text: str, options: CardOptions) -> Iterator[tuple[Card, int]]:
    """Yield the cards of a note, each with which of the cards on its line it is, counted from 0.

    Args:
        path: The note's path, which its cards' ids are made of.
        text: The note.
        options: The settings on what becomes a card.
    """
    places: dict[int, int] = {}
    for card in parse_note(path, text, read_meta(text), options).cards:
        places[card.line] = places.get(card.line, -1) + 1
        yield card, places[card.line]


def _track(entries: Sequence[Entry]) -> Track:
    """Return what entries on a card, the newest first, say of it."""
    newest = entries[0]
    return Track(
        state=newest.state.schedule() if newest.state else None,
        at=datetime.fromisoformat(newest.at),
        suspended=newest.suspended,
        buried=newest.buried,
        flag=next((entry.remark or "-" for entry in entries if entry.kind == "flag"), ""),
        answers=tuple(_answer(entry) for entry in reversed(entries) if entry.kind in (*ANSWERS, "move")),
    )


def _answer(entry: Entry) -> Answer:
    return Answer(
        datetime.fromisoformat(entry.at),
        "cram" if entry.kind == "practice" else entry.kind,
        entry.grade,
        entry.seconds,
        entry.state.schedule() if entry.state else None,
    )
