"""The entries of the log that still count, kept between two steps of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.store.states import NEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.store.entry import Entry
    from studycli.store.index import Index
    from studycli.store.review_log import ReviewLog


class Ledger:
    """What was done and not taken back, oldest first; read when it is first wanted.

    Programs on one vault share the index, and it names the newest entry: as long as that is the newest one
    here, the log has nothing else.
    """

    def __init__(self, log: ReviewLog, index: Index) -> None:
        self._log = log
        self._index = index
        self._entries: list[Entry] = []
        self._newest = ""

    def is_whole(self) -> bool:
        """Tell whether nothing was logged since the entries were read."""
        return self._newest == self._index.meta(NEWEST) != ""

    def entries(self) -> list[Entry]:
        """Return the entries that count."""
        if not self.is_whole():
            self._entries, self._newest = [], self._index.meta(NEWEST)
            self._take(self._log.entries()[0])
        return self._entries

    def add(self, logged: Sequence[Entry]) -> None:
        """Take entries that were just logged; for a ledger that was whole before them."""
        self._take(logged)
        self._newest = logged[-1].id

    def _take(self, entries: Sequence[Entry]) -> None:
        undone = {entry.undoes for entry in entries if entry.kind == "undo"}
        if undone:
            self._entries = [entry for entry in self._entries if entry.id not in undone]
        self._entries += [entry for entry in entries if entry.kind != "undo" and entry.id not in undone]


def action_of(entry: Entry) -> str:
    """Return the id of the action that an entry belongs to."""
    return entry.batch or entry.id
