"""The values that a collection hands out: counts, rows, contents, and what an action did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from studycli.schedule.sm2 import Schedule, State

LEECH_TAG = "leech"
"""Tag that a card carries from its ``leech_lapses``-th lapse on; it exists in no file."""


class QueueOptions(NamedTuple):
    """What to ask, and in which way.

    Attributes:
        tag: Only cards with this tag or one nested below it (``a`` fits ``a/b``); '' for all.
        note: Only cards of the note with this path, file name, or title; '' for all.
        path: Only cards of notes in this folder or file, relative to the vault; '' for all.
        new: Whether new cards are asked.
        limit: At most this many cards in all; None for the daily limits alone.
        ahead: Also cards that fall due within this many days from today.
        cram: Every card that fits, due or not, beyond all limits; the schedule stays as it is.
        include_empty: Also questions without an answer.
        seed: Decides the order among equals; the same day and seed give the same order.
        planned: Follow the plan to an interview, which also brings cards forward and has limits of its own.
        plan: Day of the interview; None for the settings'.
    """

    tag: str = ""
    note: str = ""
    path: str = ""
    new: bool = True
    limit: int | None = None
    ahead: int = 0
    cram: bool = False
    include_empty: bool = False
    seed: int = 0
    planned: bool = False
    plan: date | None = None


class LinkOptions(NamedTuple):
    """What is linked.

    Attributes:
        notes: Notes or folders; () for all.
        top: Most notes that one is linked to.
        dry_run: Whether nothing is written.
    """

    notes: tuple[str, ...] = ()
    top: int = 5
    dry_run: bool = False


class TagOptions(NamedTuple):
    """What is tagged.

    Attributes:
        notes: Notes or folders; () for all.
        apply: Whether the tags are written.
        dry_run: Whether they are not written, but what would be is given.
    """

    notes: tuple[str, ...] = ()
    apply: bool = False
    dry_run: bool = False


class QuizOptions(NamedTuple):
    """What a quiz asks.

    Attributes:
        tag: Only cards with this tag or one nested below it; '' for all.
        note: Only cards of the note with this path, file name, or title; '' for all.
        path: Only cards of notes in this folder or file, relative to the vault; '' for all.
        forms: The forms that are wanted; () for all.
        due: Only cards that are due.
        weak: Only weak cards; with `due` cards that are either.
        seed: The same seed gives the same questions of the same notes; None for the study day's.
    """

    tag: str = ""
    note: str = ""
    path: str = ""
    forms: tuple[str, ...] = ()
    due: bool = False
    weak: bool = False
    seed: int | None = None


class Counts(NamedTuple):
    """How many cards there are of each sort today.

    Attributes:
        due: Reviews that would be asked now, within today's limit.
        new: New cards that would be asked now, within today's limit.
        due_total: All cards due today or before.
        new_total: All cards never graded that have an answer.
        suspended: Cards set aside until they are unsuspended.
        buried: Cards set aside until tomorrow.
        empty: Questions without an answer.
        cards: All cards, whatever their state.
        notes: Notes that have a card.
    """

    due: int = 0
    new: int = 0
    due_total: int = 0
    new_total: int = 0
    suspended: int = 0
    buried: int = 0
    empty: int = 0
    cards: int = 0
    notes: int = 0


class CardRow(NamedTuple):
    """A card with its place in the vault and its state.

    Attributes:
        id: The card's id.
        note: Path of its note, relative to the vault, with '/'.
        title: Title of its note.
        line: Line of the prompt, counted from 1 in the file.
        answer_lines: First and last line of the answer; None for a question without one.
        start: Offset of the answer's first character in the note's text; -1 without an answer.
        end: Offset behind the answer's last character; -1 without an answer.
        kind: ``question``, ``concept``, ``part``, ``basic``, ``reversed`` or ``cloze``.
        prompt: What is asked.
        heading_path: Headings above the prompt, outermost first.
        tags: Tags of note and card, and ``leech`` for a card that lapsed too often.
        anchor: What identifies the card in its note.
        state: Its schedule; None when it is new.
        suspended: Whether it is set aside until unsuspended.
        buried: The first day on which it is asked again; None when it is not buried today.
        empty: Whether it is a question without an answer.
        flag: The latest flag's remark (``-`` for a flag without one); '' when it has no flag.
    """

    id: str
    note: str
    title: str
    line: int
    answer_lines: tuple[int, int] | None
    start: int
    end: int
    kind: str
    prompt: str
    heading_path: tuple[str, ...]
    tags: tuple[str, ...]
    anchor: str
    state: State
    suspended: bool = False
    buried: date | None = None
    empty: bool = False
    flag: str = ""

    @property
    def lapses(self) -> int:
        """How often the card was failed after it had been passed."""
        return self.state.lapses if self.state else 0

    @property
    def flagged(self) -> bool:
        """Whether the person flagged the card for later."""
        return bool(self.flag)

    @property
    def leech(self) -> bool:
        """Whether the card lapsed so often that its note should be rewritten."""
        return LEECH_TAG in self.tags


class Content(NamedTuple):
    """A card's text, read from its note now.

    Attributes:
        card: The card as it stands in the note now.
        prompt: What is asked.
        answer: The answer as Markdown; '' for a question without one.
        section: The Markdown of the whole section in which the card stands, its heading included.
    """

    card: CardRow
    prompt: str
    answer: str
    section: str


class Answered(NamedTuple):
    """What one answer did.

    Attributes:
        entry: Id of the log entry.
        card: Id of the card.
        kind: ``review``, ``repeat`` (the day's second asking), ``cram`` or ``practice`` (a quiz's answer that
            leaves the schedule).
        grade: The grade, 0 to 5.
        schedule: The card's schedule after the answer; None for a new card that was crammed or practised.
        repeat: Whether the card is to be asked again in this session.
        note_written: Whether the note's frontmatter was written.
        warning: A sentence for the person, or ''.
        leech: Whether this answer made (or left, by a further lapse) the card a leech.
        suspended: Whether the card is suspended now.
        buried: Ids of the siblings that were buried with this answer.
    """

    entry: str
    card: str
    kind: str
    grade: int
    schedule: State
    repeat: bool
    note_written: bool
    warning: str = ""
    leech: bool = False
    suspended: bool = False
    buried: tuple[str, ...] = ()


class Changed(NamedTuple):
    """What an action other than an answer did (suspend, unsuspend, bury, flag, catchup).

    Attributes:
        cards: Ids of the cards that it changed, in the order of the log; empty when there was nothing to do.
        warning: A sentence for the person, or ''.
    """

    cards: tuple[str, ...] = ()
    warning: str = ""


class Undone(NamedTuple):
    """What one step of undo took back.

    Attributes:
        kind: Kind of the action taken back: ``review``, ``suspend``, ``move``, ``relink``...
        cards: Ids of the cards that have their former state again, the action's main card first.
        prompt: Prompt of the main card, as the log has it.
        day: Study day of the action.
        grade: The grade taken back; None when the action was no answer.
        warning: A sentence for the person, or ''.
    """

    kind: str
    cards: tuple[str, ...]
    prompt: str
    day: date
    grade: int | None = None
    warning: str = ""


ORPHAN = "orphan"
"""The code of a problem that may be none: a schedule whose card is gone."""


class Problem(NamedTuple):
    """Something wrong in a note, in the log or between them.

    Attributes:
        path: Path relative to the vault.
        line: Counted from 1; 0 for the file as a whole.
        code: A stable slug for programs.
        found: What stands there.
        meant: What was probably meant, or what to do.
    """

    path: str
    line: int
    code: str
    found: str
    meant: str

    @property
    def asks_for_work(self) -> bool:
        """Whether something is to be mended: a card that was deleted on purpose leaves only word of its schedule."""
        return self.code != ORPHAN


Accepted = tuple[tuple[str, str], ...]
"""Wordings that the person says are right: pairs of an item's own wording and the one that was typed."""

Confused = tuple[str, str]
"""Of a choice answered wrong: the right option and the one that was chosen, each as one line."""

Choices = dict[int, "Schedule"]
"""The schedule that each grade, 0 to 5, would give."""
