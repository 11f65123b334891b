"""The schedule and history of cards as Anki's tables have them: ``cards`` and ``revlog`` of schema 11.

Anki's numbers: a due date in days since the collection was made, an interval in days, a factor in thousandths, times
in milliseconds.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from studycli.exchange.exporting import ANSWERS
from studycli.schedule.sm2 import PASS

if TYPE_CHECKING:
    from studycli.collection import CardRow
    from studycli.exchange.exporting import Event
    from studycli.schedule.sm2 import State

FIRST_DAY = date(2010, 1, 1)
"""The day that the exported collection is said to be made on: due dates are counted from it."""

ROLLOVER = 4  # o'clock, Anki's default beginning of a day

_NEW, _REVIEW = 0, 2
_SUSPENDED, _BURIED = -1, -3
_LEARNING, _REVIEWED, _RELEARNING, _FILTERED, _MANUAL = range(5)
"""Types of lines; one of a filtered deck without a factor is an answer that left the schedule."""

_THOUSANDTHS = 1000
_FLAG = 1  # red
_EASE = {3: 2, 4: 3, 5: 4}
"""Anki's button by grade: again below 3, then hard, good, easy."""


class Scheduled(NamedTuple):
    """The columns of a card that hold its schedule; the names are Anki's."""

    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    flags: int
    data: str


class Logged(NamedTuple):
    """A line of ``revlog``; the names are Anki's."""

    id: int
    cid: int
    usn: int
    ease: int
    ivl: int
    last_ivl: int
    factor: int
    time: int
    type: int


def created(now: datetime) -> datetime:
    """Return when the collection is said to be made: `FIRST_DAY`, as the clock's zone has it."""
    moment = datetime.combine(FIRST_DAY, time(ROLLOVER))
    return moment.astimezone() if now.tzinfo is None else moment.replace(tzinfo=now.tzinfo)


def scheduled(card: CardRow, position: int, answers: int) -> Scheduled:
    """Return the schedule of a card.

    Args:
        card: The card. A question without an answer is suspended, so that Anki does not ask it either.
        position: Its place among the cards, for the order of new ones.
        answers: How often it was answered.
    """
    state = card.state
    aside = _SUSPENDED if card.suspended or card.empty else _BURIED if card.buried else None
    flags = _FLAG if card.flag else 0
    if state is None:
        return Scheduled(_NEW, _NEW if aside is None else aside, position, 0, 0, answers, 0, flags, "")
    return Scheduled(
        _REVIEW,
        _REVIEW if aside is None else aside,
        (state.due - FIRST_DAY).days,
        state.interval,
        factor(state),
        answers,
        state.lapses,
        flags,
        _custom_data(state, answers),
    )


def factor(state: State) -> int:
    """Return the factor EF in thousandths; 0 for a new card."""
    return round(state.ease * _THOUSANDTHS) if state else 0


def _custom_data(state: State, answers: int) -> str:
    """Return what Anki has no column for, as its custom data: of at most 100 bytes, with keys of at most 8.

    It holds as long as ``reps`` is what is said here: until the card is answered in Anki.
    """
    assert state is not None  # noqa: S101 - of a scheduled card
    own = {
        "reps": answers,
        "n": state.repetitions,
        "last": state.last,
        "ease": state.ease,
        "passed": int(state.passed),
    }
    custom = msgspec.json.encode({"study": own}).decode()
    return msgspec.json.encode({"cd": custom}).decode()


def logged(event: Event, card: int) -> Logged | None:
    """Return an entry as a line of the review log; None for one that was no answer and moved no date.

    Args:
        event: The entry.
        card: The card's id in the collection.
    """
    entry = event.entry
    if entry.kind not in (*ANSWERS, "move"):
        return None
    state = entry.state.schedule() if entry.state else None
    kind = _kind(event)
    return Logged(
        event.milliseconds,
        card,
        -1,
        0 if entry.grade is None else _button(entry.grade),
        state.interval if state else 0,
        event.before.interval if event.before else 0,
        0 if kind == _FILTERED else factor(state),
        round((entry.seconds or 0) * 1000),
        kind,
    )


def _button(grade: int) -> int:
    return 1 if grade < PASS else _EASE[grade]


def _kind(event: Event) -> int:
    kind: dict[str, Any] = {
        "review": _REVIEWED if event.before else _LEARNING,
        "repeat": _RELEARNING,
        "cram": _FILTERED,
        "practice": _FILTERED,
        "move": _MANUAL,
    }
    found: int = kind[event.entry.kind]
    return found
