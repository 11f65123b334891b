"""Section ``load``: what was done, what a year of it looks like, and what the next days and months will bring."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from studycli.terminal.counting import several
from studycli.terminal.report.bars import NEW, REVIEWS, amount_bar, sparkline
from studycli.terminal.report.heatmap import heat_map
from studycli.terminal.report.sheet import NONE, dated, month
from studycli.terminal.wording import duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from studycli.report.model import DayAhead, LoadPart, Report
    from studycli.terminal.report.sheet import Sheet

_DAYS = 30  # of history and of forecast that are shown day by day
_INDENT = "  "
_MINUTE = 60  # seconds


def print_load(sheet: Sheet, report: Report, _top: int) -> None:
    """Write the section: history, heat map, and the forecasts by day and by month."""
    load = report.load
    sheet.heading("Load")
    _print_history(sheet, load)
    if load.days:
        _print_year(sheet, load)
    legend = f"{REVIEWS} reviews  {NEW} new"
    sheet.heading(f"Next {_DAYS} days", legend)
    _print_amounts(sheet, [(dated(day.day), [day]) for day in load.ahead[:_DAYS]])
    sheet.heading("Next 365 days", f"by month  {legend}")
    _print_amounts(sheet, _by_month(load.ahead[1:]))


def _print_year(sheet: Sheet, load: LoadPart) -> None:
    sheet.heading("Past year", "answers a day")
    answers = {day.day: day.answers for day in load.days}
    labels, rows, below = heat_map(answers, load.today.day, sheet.width - len(_INDENT))
    for label, row in zip(labels, rows, strict=True):
        sheet.line((f"{_INDENT}{label}", "study.label"), (row, "study.id"))
    for line in below:
        sheet.line((f"{_INDENT}{' ' * len(labels[0])}{line}", "study.label"))


def _print_history(sheet: Sheet, load: LoadPart) -> None:
    today = load.today
    days = {day.day: day.answers for day in load.days}
    last = [days.get(day, 0) for day in _until(today.day, _DAYS)]
    sheet.fact("30 days", (sparkline(last), "study.id"), f"  most {max(last)}, mean {sum(last) / _DAYS:.0f}")
    sheet.fact(
        "Today",
        f"{several(today.answers, 'answer')} in {duration(today.seconds)}: {several(today.reviews, 'review')},"
        f" {today.new} new, {today.practised} practised; {today.wrong} wrong",
    )
    sheet.fact("Left", f"{several(load.due_today, 'review')} and {load.new_today} new today")
    if load.backlog:
        sheet.fact("Waiting", f"{load.backlog} overdue beyond today's limit (`study catchup`)")
    sheet.fact(
        "Time",
        f"{_minutes(load.minutes_per_day)} a day · {_minutes(load.minutes_per_card)} a card ·"
        f" {_seconds(load.seconds_per_answer)} an answer",
    )
    sheet.fact(
        "Streak",
        f"{several(load.streak, 'day')}, longest {load.longest_streak};"
        f" {several(load.active_days, 'day')} with an answer in all",
    )


def _until(last: date, days: int) -> Iterable[date]:
    return (last - timedelta(days=ago) for ago in reversed(range(days)))


def _minutes(minutes: float | None) -> str:
    return NONE if minutes is None else duration(minutes * _MINUTE)


def _seconds(seconds: float | None) -> str:
    return NONE if seconds is None else duration(seconds)


def _by_month(days: Sequence[DayAhead]) -> list[tuple[str, list[DayAhead]]]:
    """Return the days of each month, the first and the last of which may be parts."""
    months = groupby(days, key=lambda day: (day.day.year, day.day.month))
    groups = (list(group) for _, group in months)
    return [(f"{month(group[0].day)} {group[0].day.year}", group) for group in groups]


def _print_amounts(sheet: Sheet, rows: Sequence[tuple[str, Sequence[DayAhead]]]) -> None:
    """Write what each row's days bring together, with a bar."""
    sums = [
        (
            label,
            sum(day.reviews for day in days),
            sum(day.new for day in days),
            sum(day.minutes for day in days),
        )
        for label, days in rows
    ]
    most = max((reviews + new for _, reviews, new, _ in sums), default=0.0)
    sheet.line((f"  {'':<14}{'reviews':>9}{'new':>5}{'time':>13}", "study.label"))
    for label, reviews, new, minutes in sums:
        row = f"  {label:<14}{reviews:>9.0f}{new:>5.0f}{_rough(minutes):>13}  "
        sheet.line(row, amount_bar(reviews, new, most, max(sheet.width - len(row), 8)))


def _rough(minutes: float) -> str:
    """Return a time that is only foretold: to the minute."""
    hours, rest = divmod(round(minutes), _MINUTE)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
