"""A year of answers as a grid: a column for each week, a row for each day of it, darker where more was done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from studycli.terminal.report.sheet import month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

SHADES = "░▒▓█"
"""A quarter of the active days each, from the least answers to the most."""

NOTHING = "·"
MOST_WEEKS = 53

_WEEK = 7  # days
_MONTH = 4  # cells of a month's name with the blank behind it
_LABELS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


class HeatMap(NamedTuple):
    """The grid of a year.

    Attributes:
        labels: What stands before each row: the names of some days of the week, all of one width.
        rows: A sign for each week.
        below: The names of the months, and what the shades stand for.
    """

    labels: tuple[str, ...]
    rows: tuple[str, ...]
    below: tuple[str, str]


def heat_map(answers: Mapping[date, int], today: date, width: int) -> HeatMap:
    """Return a day of the week as a row, Monday first, a week as a column.

    Args:
        answers: How many on each day that has any.
        today: The last day that is shown.
        width: Cells; the oldest weeks are left out where they do not fit.
    """
    labels = tuple(f"{label:<4}" for label in _LABELS)
    weeks = min(width - len(labels[0]), MOST_WEEKS)
    monday = today - timedelta(days=today.weekday() + _WEEK * (weeks - 1))
    shown = sorted(count for day, count in answers.items() if monday <= day <= today)
    bounds = _bounds(shown)
    rows = tuple(
        "".join(_sign(answers, day, today, bounds) for day in _row(monday, at, weeks)) for at in range(_WEEK)
    )
    return HeatMap(labels, rows, (_months(monday, weeks), _legend(shown, bounds)))


def _row(monday: date, weekday: int, weeks: int) -> list[date]:
    return [monday + timedelta(days=_WEEK * week + weekday) for week in range(weeks)]


def _bounds(counts: Sequence[int]) -> list[int]:
    """Return the most answers that each shade stands for: the quarters of the active days, each bound once."""
    if not counts:
        return []
    shades = len(SHADES)
    return sorted({counts[-(-len(counts) * quarter // shades) - 1] for quarter in range(1, shades + 1)})


def _sign(answers: Mapping[date, int], day: date, today: date, bounds: Sequence[int]) -> str:
    if day > today:
        return " "
    count = answers.get(day, 0)
    return SHADES[sum(bound < count for bound in bounds)] if count else NOTHING


def _months(monday: date, weeks: int) -> str:
    """Return the names of the months below the weeks in which they begin, where there is room."""
    line = ""
    for week in range(weeks - _MONTH + 2):
        last = monday + timedelta(days=_WEEK * week + _WEEK - 1)
        if last.day <= _WEEK and len(line) <= week:
            line = f"{line:<{week}}{month(last)} "
    return line.rstrip()


def _legend(counts: Sequence[int], bounds: Sequence[int]) -> str:
    firsts = [counts[0] if counts else 0, *(bound + 1 for bound in bounds)]
    shades = (
        f"{shade} {first}–{bound}" if first < bound else f"{shade} {bound}"
        for shade, first, bound in zip(SHADES, firsts, bounds, strict=False)
    )
    return "  ".join((f"{NOTHING} none", *shades))
