"""The collection: notes, review log and index as one thing to ask, answer and undo.

The methods are thin; each job has its module beside this one.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from studycli.collection import actions, answer, check, content, current, history, rows, select, undo
from studycli.collection.current import open_up
from studycli.collection.desk import Desk
from studycli.collection.values import QueueOptions, QuizOptions
from studycli.errors import CardError
from studycli.store import queries
from studycli.store.forking import Threadless
from studycli.store.index import open_index
from studycli.store.refresh import card_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from studycli.clock import Clock
    from studycli.collection.deduping import Duplicates
    from studycli.collection.linking import Links
    from studycli.collection.quiz import Sources
    from studycli.collection.report import ReportOptions
    from studycli.collection.tagging import Tags
    from studycli.collection.values import (
        Accepted,
        Answered,
        CardRow,
        Changed,
        Choices,
        Confused,
        Content,
        Counts,
        LinkOptions,
        Problem,
        TagOptions,
        Undone,
    )
    from studycli.notes.model import CardOptions
    from studycli.quiz.model import Question
    from studycli.report.model import CardStats, Report
    from studycli.settings import Settings
    from studycli.store.entry import Entry
    from studycli.store.queries import IndexedCard


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

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.root = Path(desk.root)
        self.settings = desk.settings
        self.clock = desk.clock
        self.today = desk.today
        self.warnings = desk.warnings
        self.written = desk.written

    @classmethod
    def open(
        cls, root: str | os.PathLike[str], settings: Settings, clock: Clock, environ: Mapping[str, str]
    ) -> Self:
        """Refresh the index, read what the log has new, match orphans, follow edits by hand."""
        folder = os.fspath(root)
        desk = Desk(folder, settings, clock, open_index(folder), environ)
        try:
            open_up(desk)
        except BaseException:
            desk.close()
            raise
        return cls(desk)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index. Nothing is left to be saved: every answer is on disk already."""
        self._desk.close()

    def alone(self) -> AbstractContextManager[None]:
        """Hold the vault's lock, for files that are written besides this collection.

        Raises:
            WriteError: The vault is read-only, or another program holds the lock too long.
        """
        return self._desk.alone()

    @property
    def card_options(self) -> CardOptions:
        """The settings that decide what becomes a card."""
        return card_options(self._desk.index)

    # Asking

    def counts(self, options: QueueOptions | None = None) -> Counts:
        """Count the cards that fit the options' filters (all, by default)."""
        return select.count(self._desk, options or QueueOptions())

    def queue(self, options: QueueOptions | None = None) -> list[str]:
        """Return the ids of the cards to ask now, in their order.

        Raises:
            FilterError: A tag, note or path matches nothing; the sentence names the nearest ones.
        """
        return select.queue(self._desk, options or QueueOptions())

    def cards(self, path: str | None = None) -> list[CardRow]:
        """Return all cards (of a note or folder), by path and place in the note.

        Raises:
            FilterError: The path matches no note.
        """
        return rows.rows(self._desk, select.listed(self._desk, path))

    def fitting(self, options: QueueOptions) -> list[CardRow]:
        """Return all cards that fit the options' filters, due or not, by path and place in the note.

        Raises:
            FilterError: A tag, note or path matches nothing.
        """
        return rows.rows(self._desk, queries.cards(self._desk.index, select.where(self._desk, options)))

    def card(self, ref: str) -> CardRow:
        """Return the card with this id, or with an id that alone begins so (4 digits or more).

        Raises:
            CardError: No card or several fit.
        """
        return rows.find(self._desk, ref)

    def content(self, card_id: str) -> Content:
        """Return the card's text from its note; a note that changed on disk is read again first.

        Raises:
            NoteError: The note vanished or cannot be read.
            CardError: The card is no longer in its note.
        """
        return content.content(self._desk, self._current(card_id))

    def reload(self, card_id: str) -> CardRow | None:
        """Read the card's note again after an edit and return the card that it is now.

        A reworded heading is matched to its old card (a relink); None when the card is gone.
        """
        try:
            row = rows.rows(self._desk, [self._current(card_id)])[0]
        except CardError:
            return None
        return row if (self.root / row.note).exists() else None

    def choices(self, card_id: str) -> Choices:
        """Return the schedule that each grade, 0 to 5, would give the card now."""
        return answer.choices(self._desk, self._desk.card(card_id))

    # The quiz: its modules are imported when one begins

    def quiz(self, options: QuizOptions) -> Iterator[Question]:
        """Return the questions of a quiz, due and weak cards first, each made when it is asked for.

        Raises:
            FilterError: A tag, note or path matches nothing.
        """
        from studycli.collection import quiz

        return quiz.draw(self._desk, self._sources, options)

    def questions(self, options: QuizOptions) -> Iterator[Question]:
        """Return everything that can be asked of the cards that fit, each made when it is asked for.

        Raises:
            FilterError: A tag, note or path matches nothing.
        """
        from studycli.collection import quiz

        return quiz.every_question(self._desk, options)

    def question_again(self, question: Question, card_id: str, seed: int | None) -> Question | None:
        """Return a question as its note gives it now; None where it gives none of its form any more."""
        from studycli.collection import quiz

        seed = quiz.seed_of(self._desk, QuizOptions(seed=seed))
        return quiz.made_again(self._sources, question, card_id, seed)

    def accepted(self, question: str) -> Accepted:
        """Return what the person said is right too, of earlier answers to a question, oldest first."""
        return queries.accepted(self._desk.index, question)

    @cached_property
    def _sources(self) -> Sources:
        from studycli.collection.quiz import Sources

        return Sources(self._desk)

    # Acting

    def answer_question(
        self,
        question: Question,
        grade: int,
        seconds: float | None = None,
        accepted: Accepted = (),
        confused: Confused | None = None,
    ) -> Answered:
        """Grade an answer in a quiz: log (fsync), then note, then index.

        A card that is due, or new and within today's limit, is scheduled by it. One that was answered below 4
        today is counted (``repeat``). Any other answer is ``practice`` and leaves the schedule, but a wrong one
        (`studycli.quiz.grading.WRONG`) brings its card back where the setting ``quiz.reschedule`` says so.

        Args:
            question: What was asked.
            grade: 0 to 5.
            seconds: From the question to the answer.
            accepted: What the person says is right; it is accepted for the question from now on.
            confused: Of a choice answered wrong, the right option and the one chosen; the log keeps them.

        Raises:
            GradeError: The grade is not 0 to 5.
            CardError: There is no such card.
            WriteError: The answer could not be logged; nothing changed.
        """
        return answer.answer_question(self._desk, question, grade, seconds, accepted, confused)

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
        return answer.answer(self._desk, card_id, grade, seconds, form, cram=cram)

    def undo(self) -> Undone | None:
        """Take back the last action that is not undone yet; None when there is none."""
        return undo.undo(self._desk)

    def suspend(self, card_id: str) -> Changed:
        """Set a card aside until it is unsuspended."""
        return actions.suspend(self._desk, card_id)

    def suspend_all(self, card_ids: Sequence[str]) -> Changed:
        """Set cards aside until they are unsuspended, as one action."""
        return actions.suspend_all(self._desk, card_ids)

    def unsuspend(self, card_id: str) -> Changed:
        """Ask a card again that was set aside (suspended or buried)."""
        return actions.unsuspend(self._desk, card_id)

    def bury(self, card_id: str) -> Changed:
        """Set a card aside until the next study day."""
        return actions.bury(self._desk, card_id)

    def flag(self, card_id: str, remark: str = "") -> Changed:
        """Flag a card with a remark for later."""
        return actions.flag(self._desk, card_id, remark)

    def catchup(self, days: int) -> Changed:
        """Spread the reviews that are overdue over the next days, weakest first."""
        return actions.catchup(self._desk, days)

    # Making it a vault: each module is imported when it is asked for

    def link(
        self, options: LinkOptions, told: Callable[[int, int], object] = lambda _done, _all: None
    ) -> Links:
        """Bring the sections of related notes up to date.

        Args:
            options: What is linked.
            told: Is called with how many notes of how many are done.

        Raises:
            FilterError: A name fits no note.
            WriteError: Another program holds the vault.
        """
        with Threadless():
            from studycli.collection import linking

        return linking.link(self._desk, options, told)

    def unlink(
        self,
        notes: tuple[str, ...] = (),
        told: Callable[[int, int], object] = lambda _done, _all: None,
        *,
        dry_run: bool = False,
    ) -> Links:
        """Take the sections of related notes away, of all notes by default.

        Raises:
            FilterError: A name fits no note.
            WriteError: Another program holds the vault.
        """
        from studycli.collection import linking

        return linking.remove(self._desk, notes, told, dry_run=dry_run)

    def tag(self, options: TagOptions, told: Callable[[int, int], object] = lambda _done, _all: None) -> Tags:
        """Suggest tags for notes, and write them where that is asked for.

        Raises:
            FilterError: A name fits no note.
            WriteError: Another program holds the vault.
        """
        with Threadless():
            from studycli.collection import tagging

        return tagging.tag(self._desk, options, told)

    def duplicates(self, threshold: float | None = None) -> list[Duplicates]:
        """Return the groups of cards that ask the same in different notes, and are not settled, the likest first.

        Args:
            threshold: Likeness from which two cards ask the same, 0 to 1; that of the program without one.
        """
        from studycli.collection import deduping

        return deduping.duplicates(self._desk, threshold)

    def keep_all(self, card_ids: Sequence[str]) -> None:
        """Remember that these cards are to be kept, though they ask the same.

        Raises:
            WriteError: It cannot be saved.
        """
        from studycli.collection import deduping

        deduping.keep_all(self._desk, card_ids)

    # Reporting

    def notes(self) -> list[str]:
        """Return the paths of all notes, sorted; those without a card are among them."""
        return [note.path for note in queries.notes(self._desk.index)]

    def tags(self) -> list[str]:
        """Return every tag that a card carries, sorted."""
        return sorted(queries.tags(self._desk.index))

    def tomorrow(self) -> int:
        """Count the reviews that fall due by tomorrow (what is left of today's included)."""
        return queries.tally(self._desk.index, self.today + timedelta(days=1)).due

    def check(self) -> list[Problem]:
        """Return all problems of notes, orphaned states and log, by path and line."""
        return check.check(self._desk)

    def history(self, card_id: str) -> list[Entry]:
        """Return the log's entries on a card, its former ids included, oldest first."""
        return history.of_card(self._desk, card_id)

    def log(self, limit: int | None = None) -> Sequence[Entry]:
        """Return the last entries of the log (all, by default), oldest first."""
        return history.latest(self._desk, limit)

    def named(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield entries, those without a prompt with the one that their card has now."""
        return history.named(self._desk, entries)

    def recent(self) -> Iterator[Entry]:
        """Yield the entries of the log, the newest first, reading only as far as is asked for."""
        return self._desk.log.recent()

    def report(
        self,
        options: ReportOptions | None = None,
        told: Callable[[int, int], object] = lambda _done, _all: None,
    ) -> Report:
        """Return what is known, what is weak, what is coming, and whether the person will be ready.

        Args:
            options: What is reported; all, by default.
            told: Is called with how many cards of how many are read, where a long history is read first.

        Raises:
            FilterError: A tag or note matches nothing.
        """
        from studycli.collection import report

        return report.report(self._desk, options or report.ReportOptions(), told)

    def plan(self, day: date | None = None, tag: str = "") -> Report:
        """Return a report with the plan to an interview, that of the settings by default.

        Raises:
            FilterError: The tag matches nothing.
            InterviewError: There is no interview ahead.
        """
        from studycli.collection import plan
        from studycli.collection.report import ReportOptions

        return self.report(ReportOptions(tag, date=plan.interview_ahead(self._desk, day), section="ready"))

    def stats(self, card_id: str) -> CardStats:
        """Return one card's history, and what is foretold for it.

        Raises:
            CardError: There is no such card.
        """
        from studycli.collection import report

        return report.stats(self._desk, card_id)

    def _current(self, card_id: str) -> IndexedCard:
        """Return a card after a look at its note, which is read again where it changed."""
        found = self._desk.card(card_id)
        if current.is_current(self._desk, found.note):
            return found
        with self._desk.alone():
            return current.current_card(self._desk, card_id)
