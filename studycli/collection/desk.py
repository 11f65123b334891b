"""What every action works with: the vault's settings, clock, index and log, and one program at a time."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studycli.collection.ledger import Ledger
from studycli.errors import CardError, WriteError
from studycli.store.files import ensure_study_dir
from studycli.store.queries import card as find_card
from studycli.store.review_log import ReviewLog, device_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from filelock import FileLock

    from studycli.clock import Clock
    from studycli.settings import Settings
    from studycli.store.entry import Entry
    from studycli.store.index import Index
    from studycli.store.queries import IndexedCard

LOCK_SECONDS = 20
"""How long an action waits for another program's action on the same vault."""


class Desk:
    """The tools of one opened vault.

    Attributes:
        root: The vault's folder.
        settings: Its settings.
        clock: Tells the study day and the time of entries.
        index: The index, refreshed.
        warnings: Sentences for the person to read once.
        written: Paths of the notes written so far, in the order of their first writing.
        log: The review log; for writing see `writable_log`.
        ledger: Its entries that still count.
        actions: Batch ids of the actions of this program that are not undone, oldest first.
    """

    def __init__(
        self, root: str, settings: Settings, clock: Clock, index: Index, environ: Mapping[str, str]
    ) -> None:
        self.root = root
        self.settings = settings
        self.clock = clock
        self.index = index
        self.warnings: list[str] = []
        self.written: list[str] = []
        self.actions: list[str] = []
        self._environ = environ
        self.log = ReviewLog(self.study, "")
        self.ledger = Ledger(self.log, index)
        self._lock: FileLock | None = None

    @property
    def today(self) -> date:
        """The study day."""
        return self.clock.today

    @property
    def study(self) -> str:
        """The vault's ``.study`` folder."""
        return os.path.join(self.root, ".study")

    def writable_log(self) -> ReviewLog:
        """Return the log after its folder and this device's name were made where they are missing.

        Raises:
            WriteError: The vault is read-only, or the disk is full.
        """
        if not self.log.device:
            ensure_study_dir(self.root)
            self.log.device = device_name(self.study, self._environ)
        return self.log

    def card(self, card_id: str) -> IndexedCard:
        """Return a card by its whole id.

        Raises:
            CardError: There is none.
        """
        found = find_card(self.index, card_id)
        if found is None:
            raise CardError(f"There is no card {card_id}.")
        return found

    def did(self, first: Entry) -> None:
        """Remember an action, by its first entry, for undo."""
        if first.kind != "undo":
            self.actions.append(first.id)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the vault's lock: between reading a state and writing its successor no other program writes.

        Raises:
            WriteError: The vault is read-only, or another program holds the lock too long.
        """
        lock = self._acquired()
        try:
            yield
        finally:
            lock.release()

    def _acquired(self) -> FileLock:
        from filelock import FileLock, Timeout

        path = os.path.join(self.study, "vault.lock")
        try:
            if self._lock is None:
                ensure_study_dir(self.root)
                self._lock = FileLock(path, timeout=LOCK_SECONDS)
            self._lock.acquire()
        except Timeout:
            raise WriteError(f"Another program has held {path} for {LOCK_SECONDS} seconds.") from None
        except OSError as error:
            raise WriteError(f"{path} cannot be written: {error.strerror}. Nothing was saved.") from None
        return self._lock

    def close(self) -> None:
        """Give log and index free."""
        self.log.close()
        self.index.close()
