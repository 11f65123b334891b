"""Readiness: the share recalled on the day of the interview, as a range, if the plan is followed and if not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.page import axes, svg
from studycli.page.charts import bars, forecast
from studycli.page.charts.bars import Bar
from studycli.page.figures import amount, percent, with_range
from studycli.page.parts import Chart, short, table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from studycli.page.words import Words
    from studycli.report.model import PlanDay, Range, ReadyPart

_TOPICS = 20
"""Tags of the drawing at most, the weakest."""

_DAYS = 60
"""Days of the plan that are drawn and listed."""

_ROW = 34
_TOP = 28
_LEFT = 128
_LENGTH = svg.WIDTH - _LEFT - 20
_LETTER = 7.2


class _Row(NamedTuple):
    name: str
    cards: int
    followed: Range
    nothing: Range


def chart(part: ReadyPart, say: Words) -> Chart:
    """Return the ranges of the vault and of its weakest tags."""
    whole = _Row(say("ready.all"), 0, part.followed, part.nothing)
    tags = [_Row(short(topic.name), topic.cards, topic.followed, topic.nothing) for topic in part.topics]
    shown = [whole, *tags[:_TOPICS]]
    told = say(
        "ready.desc", day=part.date, followed=with_range(part.followed), nothing=with_range(part.nothing)
    )
    root = svg.drawing("ready", svg.WIDTH, _TOP + len(shown) * _ROW + 26, say("ready.title"), told)
    _axis(root, _TOP + len(shown) * _ROW)
    for index, row in enumerate(shown):
        _draw(root, _TOP + index * _ROW, row, say)
    headings = ("table.topic", "table.cards", "ready.followed", "ready.nothing")
    note = say("ready.note", n=part.simulations)
    if len(tags) > _TOPICS:
        note += " " + say("ready.weakest", shown=_TOPICS, of=len(tags))
    return Chart(
        "ready",
        say("ready.title"),
        note,
        svg.markup(root),
        (("a", say("ready.followed")), ("b", say("ready.nothing"))),
        table(map(say, headings), (whole, *tags), _cells, say),
    )


def _cells(row: _Row) -> tuple[str, ...]:
    cards = f"{row.cards:,}" if row.cards else ""
    return row.name, cards, with_range(row.followed), with_range(row.nothing)


def plan(part: ReadyPart, say: Words) -> Chart | None:
    """Return the plan, a bar a day."""
    days = part.plan[:_DAYS]
    if not any(day.new + day.reviews.mean for day in days):
        return None
    told = say(
        "plan.desc",
        n=part.days,
        day=part.date,
        reviews=amount(part.reviews_per_day),
        minutes=amount(part.minutes_per_day),
    )
    root = svg.drawing("plan", svg.WIDTH, bars.HEIGHT, say("plan.title"), told)
    bars.draw(root, [_bar(day, say) for day in days], say("forecast.axis"))
    headings = ("table.day", "table.new", "table.reviews", "plan.range", "table.minutes")
    return Chart(
        "plan",
        say("plan.title"),
        told,
        svg.markup(root),
        forecast.legend(say),
        table(map(say, headings), days, _plan_row, say, hidden=len(part.plan) - len(days)),
    )


def _axis(root: Element, bottom: float) -> None:
    """Draw the grid of shares with its figures above and below."""
    for tick in axes.SHARES:
        x = _LEFT + _LENGTH * tick
        svg.line(root, (x, _TOP - 6), (x, bottom), "grid")
        svg.write(root, x, _TOP - 12, percent(tick), "quiet mid")
        svg.write(root, x, bottom + 18, percent(tick), "quiet mid")


def _draw(root: Element, y: float, row: _Row, say: Words) -> None:
    """Draw both ranges of a row, the one with the plan above the other."""
    svg.write_cut(root, 0, y + 21, row.name, int((_LEFT - 24) / _LETTER))
    _range(root, y + 6, row.followed, "a", f"{say('ready.followed')}: {with_range(row.followed)}")
    _range(root, y + 19, row.nothing, "b", f"{say('ready.nothing')}: {with_range(row.nothing)}")


def _range(root: Element, y: float, value: Range, css: str, hint: str) -> None:
    """Draw a range as a bar from the 5th to the 95th of a hundred, with the mean as a point."""
    left, right = _LEFT + _LENGTH * value.low, _LEFT + _LENGTH * value.high
    svg.add(root, "rect", f"{css} pale", hint, x=left, y=y, width=max(1.0, right - left), height=9)
    svg.add(root, "circle", css, hint, cx=_LEFT + _LENGTH * value.mean, cy=y + 4.5, r=4.5)


def _bar(day: PlanDay, say: Words) -> Bar:
    new, reviews = amount(day.new), amount(day.reviews.mean)
    hint = say("forecast.hint", day=day.day, reviews=reviews, new=new)
    return Bar(f"{day.day:%m-%d}", hint, day.reviews.mean, day.new)


def _plan_row(day: PlanDay) -> tuple[str, ...]:
    low, high = amount(day.reviews.low), amount(day.reviews.high)
    return str(day.day), amount(day.new), amount(day.reviews.mean), f"{low}–{high}", amount(day.minutes)
