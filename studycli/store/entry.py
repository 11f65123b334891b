"""One line of the review log: its fields, and how it is written to and read from bytes.

A line is a JSON object. Fields that hold their default are left out, unknown ones are skipped, so that a
later version can add fields; one that changes the meaning of the present ones raises `VERSION`.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, NamedTuple, TypeVar

import msgspec

from studycli.errors import LogError
from studycli.schedule.sm2 import Schedule, State

VERSION = 1
PROMPT_LENGTH = 200  # characters of the prompt that an entry keeps, enough to match an orphan

T = TypeVar("T")
Version = Annotated[int, msgspec.Meta(le=VERSION)]


class LoggedState(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A card's schedule as an entry holds it; the fields are those of `Schedule`."""

    repetitions: int
    interval: int
    ease: float
    due: date
    last: date
    lapses: int = 0
    passed: bool = False

    @classmethod
    def of(cls, state: State) -> "LoggedState | None":
        """Return the logged form of a state; a new card has none."""
        return None if state is None else cls(*state)

    def schedule(self) -> Schedule:
        """Return the schedule that was logged."""
        return Schedule(*msgspec.structs.astuple(self))


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened to one card, and the card's state after it.

    The last entry of a card, by id, is its state: each one carries schedule, suspension and burial as they
    stand after it, an undo too.

    Attributes:
        id: Twelve hexadecimal digits of UTC milliseconds, four of a counter, '-' and the device. Ids are
            the order of entries over all devices. '' until the entry is appended.
        at: Time with offset, ISO 8601.
        day: Study day.
        kind: ``review``, ``repeat`` (asked again the same day: the schedule stays), ``cram`` and ``practice``
            (an answer in a quiz to a card that was not due; neither does it change), ``suspend``, ``unsuspend``, ``bury``, ``flag``, ``move`` (another due date),
            ``adopt`` (first state, taken from the frontmatter), ``import`` (a state that another program had),
            ``relink`` or ``undo``.
        card: Id of the card.
        note: Path of its note.
        prompt: Its prompt, cut at `PROMPT_LENGTH`.
        form: In which form it was asked.
        question: Id of the question (``study quiz``).
        accepted: What the person says is right although it was marked wrong: pairs of the item's own wording and
            the one that was typed, which is accepted for the question from then on.
        confused: Of a choice answered wrong: the right option and the one chosen, each cut at `PROMPT_LENGTH`.
        grade: 0 to 5; None when nothing was graded.
        seconds: Time taken.
        state: Schedule after the entry; None when the card is new.
        adopted: Schedule before a graded entry, where it was only in the note's frontmatter until then.
        suspended: Whether the card is set aside after the entry.
        buried: The first day on which it is asked again.
        batch: Id of the first entry of the same action; '' for that entry itself.
        source: The card's former id (``relink``).
        undoes: Id of the entry taken back (``undo``).
        remark: The person's words (``flag``).
        imported: The kind of source that the entry comes from (``anki``); '' for what happened here.
        wrote: Frontmatter values before and after, as they stand in the file; None for an absent key.
        v: Version of the format.
    """

    id: str
    at: str
    day: date
    kind: str
    card: str
    note: str = ""
    prompt: str = ""
    form: str = ""
    grade: int | None = None
    seconds: float | None = None
    state: LoggedState | None = None
    adopted: LoggedState | None = None
    suspended: bool = False
    buried: date | None = None
    batch: str = ""
    source: str = ""
    undoes: str = ""
    remark: str = ""
    question: str = ""
    accepted: tuple[tuple[str, str], ...] = ()
    confused: tuple[str, str] | None = None
    imported: str = ""
    wrote: dict[str, tuple[str | None, str | None]] | None = None
    v: Version = VERSION


class Change(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A value's source before and after: a pair that, unlike a tuple, costs the garbage collector nothing."""

    before: str | None
    after: str | None


class WroteDate(msgspec.Struct, frozen=True, gc=False):
    """Of the values written into a note, the one that tells an edit by hand: next_review before, after."""

    next_review: Change | None = None


class Step(msgspec.Struct, frozen=True, gc=False):
    """The fields of an entry that decide states: all that replay decodes. Same names as in `Entry`."""

    id: str
    day: date
    kind: str
    card: str
    note: str = ""
    prompt: str = ""
    form: str = ""
    grade: int | None = None
    seconds: float | None = None
    state: LoggedState | None = None
    adopted: LoggedState | None = None
    suspended: bool = False
    buried: date | None = None
    source: str = ""
    undoes: str = ""
    remark: str = ""
    question: str = ""
    accepted: tuple[tuple[str, str], ...] = ()
    confused: tuple[str, str] | None = None
    wrote: WroteDate | None = None
    v: Version = VERSION


class LogProblem(NamedTuple):
    """A line of a log that is not an entry: path relative to the vault, line counted from 1."""

    path: str
    line: int
    code: str
    found: str
    meant: str


_encoder = msgspec.json.Encoder()
_entries = msgspec.json.Decoder(Entry)
_steps = msgspec.json.Decoder(Step)


def next_review(step: Step | Entry) -> tuple[str | None, str | None] | None:
    """Return the source of the note's next_review before and after the entry; None where it was not written."""
    if isinstance(step.wrote, WroteDate):
        change = step.wrote.next_review
        return (change.before, change.after) if change else None
    return step.wrote.get("next_review") if step.wrote else None


def encode(entry: Entry) -> bytes:
    """Return the entry's line, its line end included."""
    return _encoder.encode(entry) + b"\n"


def encode_all(entries: list[Entry]) -> bytes:
    """Return the lines of some entries."""
    return _encoder.encode_lines(entries)


def decode_all(lines: bytes) -> list[Entry]:
    """Return the entries of lines that were made here."""
    return _entries.decode_lines(lines)


Line = Callable[[], int]
"""Counts the number of a line: only where something is wrong behind it, for that reads the log up to there."""


def first_line() -> int:
    """Return the number of a log's first line."""
    return 1


def decode_entries(data: bytes, path: str, line: Line = first_line) -> tuple[list[Entry], list[LogProblem]]:
    """Return the entries in `data`, whole, and what else stands there.

    Args:
        data: Bytes of a log from the start of a line.
        path: Names the log in problems, relative to the vault.
        line: Counts the number of the first line of `data`.

    Raises:
        LogError: An entry is of a newer version.
    """
    return _decode(_entries, data, path, line)


def decode_steps(data: bytes, path: str, line: Line = first_line) -> tuple[list[Step], list[LogProblem]]:
    """Return what `replay` needs of the entries in `data`; else as `decode_entries`."""
    return _decode(_steps, data, path, line)


def _decode(
    decoder: msgspec.json.Decoder[T], data: bytes, path: str, line: Line
) -> tuple[list[T], list[LogProblem]]:
    """Decode all lines at once; one by one only where something is wrong with one of them."""
    try:
        return decoder.decode_lines(data), []
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _decode_each(decoder, data, path, line)


def _decode_each(
    decoder: msgspec.json.Decoder[T], data: bytes, path: str, line: Line
) -> tuple[list[T], list[LogProblem]]:
    found: list[T] = []
    problems: list[LogProblem] = []
    for number, raw in enumerate(data.split(b"\n"), line()):
        try:
            if raw.strip():
                found.append(decoder.decode(raw))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            problems.append(_problem(raw, path, number))
    return found, problems


def _problem(raw: bytes, path: str, line: int) -> LogProblem:
    """Tell a torn line from a foreign one.

    Raises:
        LogError: the line is an entry of a newer version.
    """
    shown = raw[:60].decode("utf-8", "replace")
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if raw.startswith(b"{") and not raw.rstrip().endswith(b"}"):
            return LogProblem(
                path, line, "torn-line", shown, "an entry whose writing was interrupted; it is skipped"
            )
        return LogProblem(path, line, "foreign-line", shown, "one JSON object a line; it is skipped")
    version = value.get("v") if isinstance(value, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise LogError(f"{path}:{line} was written by a newer version of study; update study to go on.")
    return LogProblem(path, line, "foreign-line", shown, "an entry of the review log; it is skipped")
