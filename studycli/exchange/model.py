"""The values of an import: what a source holds, and what a reader makes of it."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - read when what is logged crosses from one process to another
from typing import TYPE_CHECKING, NamedTuple

from studycli.clock import DAY_START

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from studycli.clock import Clock
    from studycli.collection.values import Problem
    from studycli.notes.meta import Difficulty
    from studycli.notes.model import CardOptions
    from studycli.repair import Repair
    from studycli.schedule.sm2 import Schedule, State
    from studycli.store.entry import Entry


class Item(NamedTuple):
    """One file of a source.

    Attributes:
        path: Within the source, with ``/``; of a single file its name.
        size: In bytes, uncompressed; -1 where it is not known (standard input).
        modified: When it was last changed, in seconds since 1970 UTC; None where that is not known.
        read: Returns its bytes. Raises `ImportFailed` where it cannot be read or is larger than allowed.
        file: Its path on the disk; '' for one inside a zip or of standard input.
    """

    path: str
    size: int
    modified: float | None
    read: Callable[[], bytes]
    file: str = ""


class Source(NamedTuple):
    """What was named on the command line, as files.

    Attributes:
        name: Its name without folders and without the ending of an archive; ``stdin`` for standard input.
        label: As the person named it, for sentences.
        root: Absolute path on the disk; '' for standard input.
        shape: ``file``, ``folder``, ``zip`` or ``stdin``.
        items: The files, sorted by path; hidden ones of a folder included (``.obsidian``, ``.git`` is not).
        problems: What was left out and why (links, paths that leave the folder, files that are too large).
    """

    name: str
    label: str
    root: str
    shape: str
    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()


class ReadOptions(NamedTuple):
    """How a source is read.

    Attributes:
        clock: The study day, and the zone of times that have none.
        cards: The vault's settings on what becomes a card.
        into: Folder of the vault that paths of arrivals are relative to, with ``/``; '' for its root.
        columns: Names or numbers of the columns of a table, as ``--columns`` gives them; '' for its header's.
        split: Whether one long list of questions becomes a note for each heading.
        told: Is called with how many parts of how many are done.
        whole: Makes an arrival whole, given where it is to stand. A reader that shares its work out to processes may
            have it done by them (`Arrival.ahead`), so that a text crosses from one to another once. None to leave it.
        day_start: When a study day begins, 'HH:MM'.
    """

    clock: Clock
    cards: CardOptions
    into: str = ""
    columns: str = ""
    split: bool = False
    told: Callable[[int, int], object] = lambda _done, _of: None
    whole: Callable[[Arrival, str], Whole] | None = None
    day_start: str = DAY_START


class Answer(NamedTuple):
    """One line of a source's history of a card.

    Attributes:
        at: When, with an offset from UTC.
        kind: ``review`` (it changed the schedule), ``repeat`` (a further answer of the same day, a step of learning),
            ``cram`` (outside of the schedule) or ``move`` (another due date, without an answer).
        grade: 0 to 5; None for a ``move``.
        seconds: Time taken; None where it is not known.
        state: The card's schedule after it.
    """

    at: datetime
    kind: str
    grade: int | None
    seconds: float | None
    state: State


class Track(NamedTuple):
    """What a source knows of one card.

    Attributes:
        card: The id that the note's text sets for it (``<!-- study: ID -->``); '' where it sets none.
        line: Else the line of its prompt in the arrival's text, counted from 1; 0 for every card of the note.
        place: Which of the cards on that line, counted from 0.
        state: Its schedule now; None for a new card.
        at: When that state came about; None for the day of its last answer.
        suspended: Whether it is set aside.
        buried: The first day on which it is asked again; None where it is not buried.
        flag: A remark to flag it with; '' for none.
        answers: Its history, oldest first.
        entries: Its history as entries of the log, where the reader makes these itself, in place of `answers`.
    """

    card: str = ""
    line: int = 0
    place: int = 0
    state: Schedule | None = None
    at: datetime | None = None
    suspended: bool = False
    buried: date | None = None
    flag: str = ""
    answers: tuple[Answer, ...] = ()
    entries: Sequence[Entry] = ()


class Asked(NamedTuple):
    """A card as the log names it.

    Attributes:
        id: Its id.
        prompt: What is asked.
        line: Line of the prompt, counted from 1; 0 where only the id counts.
    """

    id: str
    prompt: str
    line: int = 0


class Logged(NamedTuple):
    """The schedules and histories of a note's cards, as the log will have them.

    Attributes:
        note: The note that the entries name: its path in the vault.
        lines: Lines of the log, in the order of their ids.
        scheduled: How many cards have a schedule.
        events: How many answers and other events of the past there are.
        last: Day of the last answer; None where there is no schedule.
        due: First day on which a card is due that is not suspended; None where there is none.
        answered: How often the cards were answered; those without a history, how often at least.
        mastery: Of the note, 0.0 to 1.0.
    """

    note: str
    lines: bytes
    scheduled: int
    events: int
    last: date | None
    due: date | None
    answered: int
    mastery: float


class Arrival(NamedTuple):
    """One note on its way into the vault.

    Attributes:
        key: What identifies it in its source from one import to the next: a path, or an id with its kind before it.
        path: Where it is to stand, relative to `ReadOptions.into`, with ``/`` and ``.md``.
        text: Its Markdown, with the frontmatter that the source has, or none: what is missing is added later.
        created: When it was made, where the source says so.
        tags: Beside those of its frontmatter, without ``#``.
        difficulty: Where it is marked; '' otherwise.
        tracks: The schedules of its cards.
        logged: The same as lines of the log, where the reader has made these; None otherwise.
        cards: How many cards it has, where the reader knows that; None to find them in the text.
        encoding: In which encoding its bytes were found; '' for UTF-8.
        repairs: What was put in place of damaged text; lines are those of `text`.
        remarks: What else was done to it or was not understood: short sentences without the note's name.
        ahead: The note made whole already, by its reader or by several processes; None otherwise, and once anything else of
            it is changed.
    """

    key: str
    path: str
    text: str
    created: date | None = None
    tags: tuple[str, ...] = ()
    difficulty: Difficulty = ""
    tracks: tuple[Track, ...] = ()
    logged: Logged | None = None
    cards: int | None = None
    encoding: str = ""
    repairs: tuple[Repair, ...] = ()
    remarks: tuple[str, ...] = ()
    ahead: Whole | None = None


class Whole(NamedTuple):
    """An arrival as it is imported.

    Attributes:
        text: With its frontmatter made whole.
        logged: What its source knows of its cards; None for nothing.
        cards: How many cards it has.
        mapped: Which foreign keys of its frontmatter gave which of ours a value, in words.
    """

    text: str
    logged: Logged | None
    cards: int
    mapped: tuple[str, ...] = ()


class Attachment(NamedTuple):
    """A file that notes show: its place relative to `ReadOptions.into`, and where its bytes come from."""

    path: str
    item: Item


class Batch(NamedTuple):
    """All that a reader found in a source.

    Attributes:
        notes: In the order of the source.
        attachments: Files that the notes need.
        problems: What could not be taken, each with path within the source and line (0: none).
    """

    notes: list[Arrival]
    attachments: list[Attachment]
    problems: list[Problem]
