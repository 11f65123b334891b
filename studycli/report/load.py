"""How much work the cards make: what was done each day, the streak, the time it takes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from studycli.report.model import Card, Day, DayAhead, DayRow, LoadPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUTE = 60  # seconds


def load_part(
    rows: Iterable[DayRow],
    today: int,
    cards: Iterable[Card],
    ahead: tuple[DayAhead, ...] = (),
    due_today: int = 0,
    new_today: int = 0,
    backlog: int = 0,
) -> LoadPart:
    """Return the section on load.

    Days after today, of a log from another time zone, stay in the history and count as active; a streak ends
    with today.

    Args:
        rows: Sums of each day, in any order.
        today: Ordinal of the study day.
        cards: All that can be asked.
        ahead: Today and the days after it, simulated.
        due_today: Reviews due and not done yet, within today's limit.
        new_today: New cards that today's limit leaves.
        backlog: Cards overdue beyond what today's limit takes.
    """
    done = sorted(row for row in rows if row.answers)
    seconds = sum(row.seconds for row in done)
    until_today = [row.day for row in done if row.day <= today]
    return LoadPart(
        days=tuple(map(_day, done)),
        today=next((_day(row) for row in done if row.day == today), _empty(today)),
        due_today=due_today,
        new_today=new_today,
        streak=streak(until_today, today),
        longest_streak=longest_streak(until_today),
        active_days=len(done),
        seconds_per_answer=seconds_per_answer(done),
        minutes_per_day=seconds / len(done) / MINUTE if done else None,
        minutes_per_card=minutes_per_card(cards),
        ahead=ahead,
        backlog=backlog,
    )


def streak(days: Sequence[int], today: int) -> int:
    """Return how many days in a row, up to today or yesterday, are among `days`; 0 where neither is.

    A day that is not over does not break a streak.
    """
    active = set(days)
    day = today if today in active else today - 1
    length = 0
    while day - length in active:
        length += 1
    return length


def longest_streak(days: Sequence[int]) -> int:
    """Return the length of the longest run of days in a row; `days` are ordinals in ascending order, each once."""
    longest = length = 0
    for at, day in enumerate(days):
        length = length + 1 if at and days[at - 1] == day - 1 else 1
        longest = max(longest, length)
    return longest


def seconds_per_answer(rows: Iterable[DayRow]) -> float | None:
    """Return the mean time of an answer (seconds) over those whose time was measured; None where none was."""
    counted = [(row.seconds, row.timed) for row in rows]
    timed = sum(count for _, count in counted)
    return sum(seconds for seconds, _ in counted) / timed if timed else None


def minutes_per_card(cards: Iterable[Card]) -> float | None:
    """Return the mean time (minutes) spent so far on a card that was seen; None where none was."""
    seconds = [card.seconds for card in cards if not card.is_new]
    return sum(seconds) / len(seconds) / MINUTE if seconds else None


def _day(row: DayRow) -> Day:
    return Day(
        date.fromordinal(row.day),
        row.answers,
        row.reviews,
        row.new,
        row.practised,
        row.wrong,
        row.seconds,
    )


def _empty(today: int) -> Day:
    return Day(date.fromordinal(today), 0, 0, 0, 0, 0, 0.0)
