"""What is coming: reviews and new cards of the next thirty days, and of the next year by month."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from studycli.page import svg
from studycli.page.charts import bars
from studycli.page.charts.bars import Bar
from studycli.page.figures import amount
from studycli.page.parts import Chart, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.page.words import Words
    from studycli.report.model import DayAhead

_DAYS = 30
_YEAR = 365


def month(ahead: Sequence[DayAhead], say: Words) -> Chart | None:
    """Return the next thirty days, today first."""
    days = ahead[:_DAYS]
    if not any(day.reviews + day.new for day in days):
        return None
    headings = ("table.day", "table.reviews", "table.new", "table.minutes")
    rows = [(str(day.day), amount(day.reviews), amount(day.new), amount(day.minutes)) for day in days]
    busiest = max(days, key=lambda day: day.reviews + day.new)
    told = say(
        "forecast.desc",
        sum=amount(sum(day.reviews + day.new for day in days)),
        most=amount(busiest.reviews + busiest.new),
        day=busiest.day,
    )
    root = svg.drawing("forecast", svg.WIDTH, bars.HEIGHT, say("forecast.title"), told)
    shown = [
        Bar(f"{day.day:%m-%d}", _hint(*row[:3], say), day.reviews, day.new)
        for day, row in zip(days, rows, strict=True)
    ]
    bars.draw(root, shown, say("forecast.axis"))
    return Chart(
        "forecast",
        say("forecast.title"),
        say("forecast.note"),
        svg.markup(root),
        legend(say),
        Table(tuple(map(say, headings)), tuple(rows)),
    )


def year(ahead: Sequence[DayAhead], say: Words) -> Chart | None:
    """Return the next 365 days by month, each as cards a day: the first month and the last are not whole."""
    days = ahead[:_YEAR]
    if len(days) <= _DAYS or not any(day.reviews + day.new for day in days):
        return None
    shown, rows = [], []
    for name, group in groupby(days, key=lambda day: f"{day.day:%Y-%m}"):
        part = list(group)
        reviews, new = (sum(getattr(day, field) for day in part) for field in ("reviews", "new"))
        minutes = sum(day.minutes for day in part)
        rows.append((name, str(len(part)), amount(reviews), amount(new), amount(minutes)))
        hint = _hint(name, amount(reviews / len(part)), amount(new / len(part)), say)
        shown.append(Bar(name, hint, reviews / len(part), new / len(part)))
    told = say("year.desc", sum=amount(sum(day.reviews + day.new for day in days)))
    root = svg.drawing("year", svg.WIDTH, bars.HEIGHT, say("year.title"), told)
    bars.draw(root, shown, say("year.axis"))
    headings = ("table.month", "table.days", "table.reviews", "table.new", "table.minutes")
    return Chart(
        "year",
        say("year.title"),
        say("year.note"),
        svg.markup(root),
        legend(say),
        Table(tuple(map(say, headings)), tuple(rows)),
    )


def legend(say: Words) -> tuple[tuple[str, str], ...]:
    """Return what the two parts of a bar are."""
    return ("a", say("table.reviews")), ("b", say("table.new"))


def _hint(day: str, reviews: str, new: str, say: Words) -> str:
    return say("forecast.hint", day=day, reviews=reviews, new=new)
