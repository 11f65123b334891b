"""A year as a map of its days: a column a week, a row a weekday, the darker the more answers."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from statistics import quantiles
from typing import TYPE_CHECKING

from studycli.page import svg
from studycli.page.parts import Chart, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from studycli.page.words import Words
    from studycli.report.model import Day

_DAYS = 365
_WEEK = 7  # days
_CELL = 11
_PITCH = 13
_LEFT = 36
_TOP = 20


def chart(days: Sequence[Day], today: date, say: Words) -> Chart | None:
    """Return the map of the last 365 days."""
    first = today - timedelta(days=_DAYS - 1)
    counts = {day.day: day.answers for day in days if first <= day.day <= today and day.answers}
    if not counts:
        return None
    monday = first - timedelta(days=first.weekday())
    weeks = [monday + timedelta(days=at) for at in range(0, (today - monday).days + 1, _WEEK)]
    limits = levels(list(counts.values()))
    most = max(counts, key=lambda day: (counts[day], day))
    told = say("heatmap.desc", answers=sum(counts.values()), days=len(counts), most=counts[most], day=most)
    root = svg.drawing(
        "heatmap", _LEFT + len(weeks) * _PITCH, _TOP + _WEEK * _PITCH, say("heatmap.title"), told
    )
    _names(root, weeks, say)
    for column, week in enumerate(weeks):
        _week(
            root, column, [week + timedelta(days=row) for row in range(_WEEK)], counts, limits, first, today
        )
    legend = [("h0", "0")] + [(f"h{level}", words) for level, words in enumerate(_ranges(limits), 1)]
    return Chart(
        "heatmap",
        say("heatmap.title"),
        say("heatmap.note"),
        svg.markup(root),
        tuple(legend),
        _table(weeks, counts, first, today, say),
        is_wide=True,
    )


def levels(counts: list[int]) -> list[int]:
    """Return the highest count of each shade, ascending: the quarters of the active days, at most four."""
    if len(counts) == 1:
        return counts
    return sorted({*(int(limit) for limit in quantiles(counts, n=4, method="inclusive")), max(counts)})


def _ranges(limits: list[int]) -> list[str]:
    """Return what each shade stands for: '1–8', '9', '10–31'."""
    starts = [1, *(limit + 1 for limit in limits)]
    return [
        f"{start}–{limit}" if start < limit else f"{limit}"
        for start, limit in zip(starts, limits, strict=False)
    ]


def _names(root: Element, weeks: Sequence[date], say: Words) -> None:
    """Write the weekdays at the left and the months above the weeks that they begin in."""
    for row in range(0, _WEEK, 2):
        svg.write(root, 0, _TOP + row * _PITCH + 10, say(f"weekday.{row}"), "quiet")
    last = -3
    for column, week in enumerate(weeks):
        begins = column == 0 or week.month != weeks[column - 1].month
        if begins and column - last >= 3:  # noqa: PLR2004 - columns that a name needs
            svg.write(root, _LEFT + column * _PITCH, 12, say(f"month.{week.month}"), "quiet")
            last = column


def _week(
    root: Element,
    column: int,
    week: Sequence[date],
    counts: Mapping[date, int],
    limits: list[int],
    first: date,
    today: date,
) -> None:
    """Draw the days of a week that are within the year."""
    for row, day in enumerate(week):
        if first <= day <= today:
            count = counts.get(day, 0)
            level = bisect_left(limits, count) + 1 if count else 0
            place = {"x": _LEFT + column * _PITCH, "y": _TOP + row * _PITCH, "width": _CELL, "height": _CELL}
            svg.add(root, "rect", f"h{level}", f"{day}: {count}", **place)


def _table(weeks: Sequence[date], counts: Mapping[date, int], first: date, today: date, say: Words) -> Table:
    """Return the same as a table: a row a week, the latest first, a column a weekday."""
    headings = [say("heatmap.week"), *(say(f"weekday.{row}") for row in range(_WEEK)), say("heatmap.sum")]
    rows = []
    for week in reversed(weeks):
        days = [week + timedelta(days=row) for row in range(_WEEK)]
        cells = [str(counts.get(day, 0)) if first <= day <= today else "" for day in days]
        rows.append((str(week), *cells, str(sum(counts.get(day, 0) for day in days))))
    return Table(tuple(headings), tuple(rows))
