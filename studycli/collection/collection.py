"""The collection: notes, review log and index as one thing to ask, answer and undo.

The methods are thin; each job has its module beside this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from studycli.clock import Clock
    from studycli.collection.values import (
        Answered,
        CardRow,
        Changed,
        Choices,
        Content,
        Counts,
        Problem,
        QueueOptions,
        Undone,
    )
    from studycli.settings import Settings
    from studycli.store.review_log import Entry


class Collection:
    """A vault's cards with their states, ready to be asked.

    Attributes:
        root: The vault's folder.
        settings: The vault's settings.
        clock: Tells the time of the entries.
        today: The study day on which the collection was opened.
        warnings: Sentences about what was met while opening, for the person to read once.
        written: Paths of the notes that this collection wrote, in the order of their first writing.
    """

    root: Path
    settings: Settings
    clock: Clock
    today: date
    warnings: list[str]
    written: list[str]

    @classmethod
    def open(cls, root: Path, settings: Settings, clock: Clock, environ: Mapping[str, str]) -> Self:
        """Refresh the index, read what the log has new, match orphans, follow edits by hand."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index. Nothing is left to be saved: every answer is on disk already."""
        raise NotImplementedError

    # Asking

    def counts(self, options: QueueOptions | None = None) -> Counts:
        """Count the cards that fit the options' filters (all, by default)."""
        raise NotImplementedError

    def queue(self, options: QueueOptions | None = None) -> list[str]:
        """Return the ids of the cards to ask now, in their order.

        Raises:
            FilterError: A tag, note or path matches nothing; the sentence names the nearest ones.
        """
        raise NotImplementedError

    def cards(self, path: str | None = None) -> list[CardRow]:
        """Return all cards (of a note or folder), by path and place in the note.

        Raises:
            FilterError: The path matches no note.
        """
        raise NotImplementedError

    def card(self, ref: str) -> CardRow:
        """Return the card with this id, or with an id that alone begins so (4 digits or more).

        Raises:
            CardError: No card or several fit.
        """
        raise NotImplementedError

    def content(self, card_id: str) -> Content:
        """Return the card's text from its note; a note that changed on disk is read again first.

        Raises:
            NoteError: The note vanished or cannot be read.
            CardError: The card is no longer in its note.
        """
        raise NotImplementedError

    def reload(self, card_id: str) -> CardRow | None:
        """Read the card's note again after an edit and return the card that it is now.

        A reworded heading is matched to its old card (a relink); None when the card is gone.
        """
        raise NotImplementedError

    def choices(self, card_id: str) -> Choices:
        """Return the schedule that each grade, 0 to 5, would give the card now."""
        raise NotImplementedError

    # Acting

    def answer(
        self,
        card_id: str,
        grade: int,
        seconds: float | None = None,
        form: str = "recall",
        *,
        cram: bool = False,
    ) -> Answered:
        """Grade a card: log (fsync), then note, then index.

        Raises:
            GradeError: The grade is not 0 to 5.
            CardError: There is no such card.
            WriteError: The answer could not be logged; nothing changed.
        """
        raise NotImplementedError

    def undo(self) -> Undone | None:
        """Take back the last action that is not undone yet; None when there is none."""
        raise NotImplementedError

    def suspend(self, card_id: str) -> Changed:
        """Set a card aside until it is unsuspended."""
        raise NotImplementedError

    def unsuspend(self, card_id: str) -> Changed:
        """Ask a card again that was set aside (suspended or buried)."""
        raise NotImplementedError

    def bury(self, card_id: str) -> Changed:
        """Set a card aside until the next study day."""
        raise NotImplementedError

    def flag(self, card_id: str, remark: str = "") -> Changed:
        """Flag a card with a remark for later."""
        raise NotImplementedError

    def catchup(self, days: int) -> Changed:
        """Spread the reviews that are overdue over the next days, weakest first."""
        raise NotImplementedError

    # Reporting

    def tags(self) -> list[str]:
        """Return every tag that a card carries, sorted."""
        raise NotImplementedError

    def tomorrow(self) -> int:
        """Count the reviews that fall due by tomorrow (what is left of today's included)."""
        raise NotImplementedError

    def check(self) -> list[Problem]:
        """Return all problems of notes, orphaned states and log, by path and line."""
        raise NotImplementedError

    def history(self, card_id: str) -> list[Entry]:
        """Return the log's entries on a card, its former ids included, oldest first."""
        raise NotImplementedError

    def log(self, limit: int | None = None) -> Sequence[Entry]:
        """Return the last entries of the log (all, by default), oldest first."""
        raise NotImplementedError
