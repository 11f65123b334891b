"""The notes of cards that ``study export --to obsidian`` puts beside the notes: their schedules belong to those."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from studycli.exchange.model import Track
from studycli.exchange.readers.own_vault import placed
from studycli.exchange.writers.obsidian_page import KEY, Kept, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.exchange.model import Arrival, Item
    from studycli.notes.model import CardOptions


class OwnPages:
    """Such notes of a source.

    Args:
        items: Its notes.

    Attributes:
        paths: Their paths.

    Raises:
        ImportFailed: One of them cannot be read.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self.paths: set[str] = set()
        self._known: dict[str, tuple[str, list[Kept]]] = {}
        for item in items:
            data = item.read()
            found = read(data.decode(errors="replace")) if KEY.encode() in data else None
            if found:
                note, kept = found
                self.paths.add(item.path)
                beside = posixpath.join(posixpath.dirname(item.path), posixpath.basename(note))
                self._known[beside] = note, kept

    def tracks(self, note: Arrival, options: CardOptions) -> Iterator[Track]:
        """Yield the schedules of a note's cards.

        Args:
            note: The note; its key is its path in the source.
            options: The settings on what becomes a card.
        """
        if note.key not in self._known:
            return
        path, kept = self._known[note.key]
        states = {each.id: each.state for each in kept}
        for card, place in placed(path, note.text, options):  # as it was named then
            if states.get(card.id):
                yield Track(line=card.line, place=place, state=states[card.id])
