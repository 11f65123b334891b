"""From a card's row and its lines of the revlog to its schedule and history.

A day of Anki's is a number counted from the collection's first day, and begins at the collection's rollover hour. Its four
answers again, hard, good, easy are the grades 1, 3, 4, 5. A schedule has whole days: a card in its steps of
learning or relearning has an interval of at least 1 and the due date of its next step.

Where FSRS is on, a card has a stability and a difficulty in place of a factor, and a line of the revlog has the
difficulty in place of one; `ease_from_memory` turns them into the factor by which a pass lengthens the interval. A line
does not say the stability; there the interval that it gave stands for it.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from studycli.clock import DAY_S
from studycli.exchange.model import Track
from studycli.schedule.memory import ease_from_memory
from studycli.schedule.sm2 import FIRST_EASE, Schedule
from studycli.store.entry import LoggedState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.clock import Clock
    from studycli.exchange.readers.anki.collection import Contents
    from studycli.exchange.scribe import Scribe
    from studycli.schedule.sm2 import State
    from studycli.store.entry import Entry

NEW, LEARNING, REVIEW, RELEARNING = range(4)  # types of a card
_SUSPENDED, _BURIED = -1, (-2, -3)  # queues
_REVIEWED, _FILTERED, _MANUAL = 1, 3, 4  # types of a line; it has no answer from _MANUAL on
_GRADES = (1, 1, 3, 4, 5, 5)  # by Anki's answer, 1 to 4
_LOWEST_FACTOR = 1300  # of SM-2, in thousandths; FSRS's difficulties are written as 100 to 1100
_LOWEST_EASE = _LOWEST_FACTOR / 1000
_FLAGS = ("", "red", "orange", "green", "blue", "pink", "turquoise", "purple")
_LAST_DAY_NUMBER = 100_000_000  # a due date that is larger is a time in seconds
_HOUR_S = 3_600
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_MOMENT_S = 253_370_000_000  # in the year 9998: no zone carries it out of the calendar

Line = tuple[int, int, int, int, int, int, int]
"""A line of the revlog: cid, id (ms), ease, ivl, factor, time (ms), type."""


class Row(NamedTuple):
    """A card as the collection has it; the names are those of its columns."""

    ord: int
    id: int
    did: int
    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    odue: int
    odid: int
    flags: int
    mod: int
    data: str


class Calendar:
    """Which day a time belongs to, and which date a day's number is.

    Times get the offset that the person's zone had then: the system's zone, or where the clock is fixed to another
    offset, that one.
    """

    def __init__(self, clock: Clock, contents: Contents) -> None:
        now = clock.now()
        local = datetime.fromtimestamp(now.timestamp()).astimezone()
        self.zones = _Zones(None if local.utcoffset() == now.utcoffset() else now.utcoffset())
        self.rollover = contents.rollover * _HOUR_S
        self.today = clock.today
        if contents.west is None:
            seconds = contents.created + self.offset(contents.created)
        else:
            seconds = contents.created - contents.west * 60
        self._first = _EPOCH + seconds // DAY_S

    def offset(self, seconds: int) -> int:
        """Return the seconds east of UTC of the zone at a time."""
        offset = self.zones[seconds // DAY_S]
        return self.zones.at(seconds) if offset is None else offset

    def day(self, seconds: int) -> int:
        """Return the ordinal of the day that a time belongs to."""
        return _EPOCH + (seconds + self.offset(seconds) - self.rollover) // DAY_S

    def of_number(self, number: int) -> int:
        """Return the ordinal of the day with a number of the collection's, or of the day of a time in seconds."""
        return self.day(number) if number > _LAST_DAY_NUMBER else self._first + number


class _Dates(dict[int, date]):
    """Days by ordinal, each made once; the calendar's first or last one for what lies beyond it."""

    def __missing__(self, ordinal: int) -> date:
        found = self[ordinal] = date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
        return found


_DATES = _Dates()


class _Zones(dict[int, int | None]):
    """Seconds east of UTC by days since 1970, in UTC; None for a day on which they change."""

    def __init__(self, fixed: timedelta | None) -> None:
        super().__init__()
        self._fixed = fixed  # the offset of all of them; None for the system's zone

    def __missing__(self, day: int) -> int | None:
        first, last = self.at(day * DAY_S), self.at((day + 1) * DAY_S)
        found = self[day] = first if first == last else None
        return found

    def at(self, seconds: int) -> int:
        """Return the seconds east of UTC at a time."""
        offset = self._fixed
        if offset is None:
            moment = min(max(seconds, 0), _LAST_MOMENT_S)  # beyond it no system knows a zone
            offset = datetime.fromtimestamp(moment).astimezone().utcoffset() or timedelta()
        return int(offset.total_seconds())


@lru_cache(maxsize=1 << 16)
def _ease_of_difficulty(written: int, interval: int) -> float:
    """Return the factor EF of a line of the revlog that has FSRS's difficulty in its place."""
    difficulty = (min(max(written, 100), 1100) / 1000 - 0.1) * 9 + 1  # as Anki writes it: 0.1 to 1.1
    return ease_from_memory(float(interval), difficulty, interval)


class _History(NamedTuple):
    """A card's history.

    Attributes:
        entries: The entries of its lines, oldest first.
        repetitions: Passes on different days since the last lapse.
        passed: Whether it was ever passed.
        ease: Its factor after the last answer.
        day: Ordinal of the day of the last answer that counted; 0 for none.
    """

    entries: list[Entry]
    repetitions: int
    passed: bool
    ease: float
    day: int


def _history(  # noqa: C901 - half a million lines: no calls
    lines: Sequence[Line], calendar: Calendar, entry: Callable[..., Entry]
) -> _History:
    """Read a card's lines, oldest first.

    Args:
        lines: The lines.
        calendar: The collection's calendar.
        entry: `Scribe.entry` of the card.

    Raises:
        ValueError: A time lies beyond the calendar.
    """
    zones, dates, rollover = calendar.zones, _DATES, calendar.rollover
    entries: list[Entry] = []
    state: LoggedState | None = None
    repetitions = day_before = lapses = 0
    passed, factor_now = False, FIRST_EASE
    for _, number, ease, ivl, factor, took, kind in lines:
        seconds = number // 1000
        if not 0 < seconds < _LAST_MOMENT_S:
            raise ValueError(f"the time {number} of a line")
        offset = zones[seconds // DAY_S]
        if offset is None:  # they change on this day
            offset = zones.at(seconds)
        day = _EPOCH + (seconds + offset - rollover) // DAY_S
        interval = ivl if ivl > 0 else 1
        if factor >= _LOWEST_FACTOR:
            factor_now = factor / 1000
        elif factor > 0:
            factor_now = _ease_of_difficulty(factor, interval)
        if kind >= _MANUAL or ease <= 0:
            if ivl > 0:
                state = _moved(state, day, ivl, factor_now, lapses)
            elif not factor:  # it was made a new card
                repetitions, passed, factor_now, state = 0, False, FIRST_EASE, None
            entries.append(entry(number, offset, "move", None, None, state))
            continue
        if kind == _FILTERED and not factor:  # a preview: nothing changes
            entries.append(entry(number, offset, "cram", _GRADES[ease], took / 1000, state))
            continue
        if ease > 1:
            passed = True
            if ivl > 0 and (day != day_before or not repetitions):
                repetitions += 1
        else:
            lapses += kind in (_REVIEWED, _FILTERED)
            repetitions = 1
        due = day + ivl if ivl > 0 else calendar.day(seconds - ivl)
        state = LoggedState(
            repetitions if repetitions > 1 else 2 if interval > 1 else 1,
            interval, factor_now, dates[due], dates[day], lapses, passed,
        )  # fmt: skip
        name = "repeat" if day == day_before else "review"
        entries.append(entry(number, offset, name, _GRADES[ease], took / 1000, state))
        day_before = day
    return _History(entries, repetitions, passed, factor_now, day_before)


def _moved(state: LoggedState | None, day: int, ivl: int, ease: float, lapses: int) -> LoggedState:
    """Return a schedule with an interval that was set by hand or by a change of the settings."""
    if state is None:
        return LoggedState(1, ivl, ease, _DATES[day + ivl], _DATES[day], lapses, passed=False)
    return replace(state, interval=ivl, ease=ease, due=_DATES[state.last.toordinal() + ivl])


def track(card: str, row: Row, lines: Sequence[Line], calendar: Calendar, scribe: Scribe) -> Track | None:
    """Return what the collection knows of a card; None for a new card of which there is nothing to say.

    Args:
        card: The id that it gets.
        row: Its row.
        lines: Its lines of the revlog, oldest first.
        calendar: The collection's calendar.
        scribe: Makes the card's entries.

    Raises:
        ValueError: A value lies beyond the calendar.
        TypeError: A value is none of its column's type.
    """
    history = _history(lines, calendar, scribe.entry)
    state = _state(row, history, calendar)
    entries = history.entries
    if entries:
        entries[-1] = replace(entries[-1], state=LoggedState.of(state))
    suspended, buried, flag = row.queue == _SUSPENDED, _buried(row, calendar), _flag(row.flags)
    if state is None and not entries and not suspended and buried is None and not flag:
        return None
    return Track(card=card, state=state, suspended=suspended, buried=buried, flag=flag, entries=entries)


def _state(row: Row, history: _History, calendar: Calendar) -> State:
    """Return a card's schedule now, as its row has it."""
    if row.type == NEW:
        return None
    interval = max(row.ivl, 1)
    due = calendar.of_number(row.odue if row.odid and row.odue > 0 else row.due)
    memory = json.loads(row.data) if len(row.data) > len("{}") else {}
    last = history.day or _last_reviewed(memory, calendar) or due - interval
    if row.odid and row.odue <= 0 and row.type == REVIEW:
        due = last + interval  # a filtered deck has a place in place of the date
    floor = 2 if interval > 1 else 1
    repetitions = history.repetitions if history.entries else row.reps - row.lapses
    return Schedule(
        max(repetitions, floor),
        interval,
        _ease_now(row, memory, interval, history),
        _DATES[max(due, last)],
        _DATES[last],
        row.lapses,
        history.passed or row.type in (REVIEW, RELEARNING),
    )


def _last_reviewed(memory: dict[str, object], calendar: Calendar) -> int:
    """Return the ordinal of the day that FSRS knows as that of the last answer; 0 where it knows none."""
    seconds = memory.get("lrt")
    return calendar.day(seconds) if isinstance(seconds, int) and 0 < seconds < _LAST_MOMENT_S else 0


def _ease_now(row: Row, memory: dict[str, object], interval: int, history: _History) -> float:
    stability, difficulty = memory.get("s"), memory.get("d")
    if isinstance(stability, int | float) and isinstance(difficulty, int | float) and stability > 0:
        return ease_from_memory(float(stability), min(max(float(difficulty), 1.0), 10.0), interval)
    return max(row.factor / 1000, _LOWEST_EASE) if row.factor > 0 else history.ease


def _buried(row: Row, calendar: Calendar) -> date | None:
    """Return the first day on which a buried card is asked again: Anki buries until the next day."""
    if row.queue not in _BURIED:
        return None
    again = _DATES[calendar.day(row.mod) + 1]
    return again if again > calendar.today else None


def _flag(flags: int) -> str:
    colour = _FLAGS[flags & 7]
    return f"{colour} flag" if colour else ""
