"""The figures at the head of the page: how well, how steadily, and whether in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.page.figures import NONE, amount, fraction, percent, span

if TYPE_CHECKING:
    from studycli.page.words import Words
    from studycli.report.model import Report


class Figure(NamedTuple):
    """A figure with its name and what it is of."""

    name: str
    value: str
    note: str


def figures(report: Report, say: Words) -> tuple[Figure, ...]:
    """Return the figures of the overview."""
    return (
        _mastery(report, say),
        _recall(report, say),
        _retention(report, say),
        _today(report, say),
        _streak(report, say),
        _time(report, say),
        _ready(report, say),
    )


def _mastery(report: Report, say: Words) -> Figure:
    standing = report.mastery.vault
    note = say("overview.seen", n=standing.seen, seen=f"{standing.seen:,}", new=f"{standing.new:,}")
    name = say("overview.mastery_fsrs" if report.mastery.model == "fsrs" else "overview.mastery")
    return Figure(name, fraction(standing.mastery), note)


def _recall(report: Report, say: Words) -> Figure:
    return Figure(say("overview.recall"), percent(report.mastery.vault.recall), say("overview.recall_note"))


def _retention(report: Report, say: Words) -> Figure:
    total = report.retention.total
    if not total.of:
        return Figure(say("overview.retention"), NONE, say("overview.no_retention"))
    note = say("overview.retention_note", n=total.of, of=f"{total.of:,}", range=span(total.low, total.high))
    return Figure(say("overview.retention"), percent(total.share), note)


def _today(report: Report, say: Words) -> Figure:
    load = report.load
    note = say("overview.new_today", new=f"{load.new_today:,}")
    if load.backlog:
        note += say("overview.backlog", backlog=f"{load.backlog:,}")
    return Figure(say("overview.due"), f"{load.due_today:,}", note)


def _streak(report: Report, say: Words) -> Figure:
    load = report.load
    note = say("overview.streak_note", longest=load.longest_streak, active=load.active_days)
    return Figure(say("overview.streak"), say("unit.days", n=load.streak), note)


def _time(report: Report, say: Words) -> Figure:
    load = report.load
    if load.minutes_per_day is None:
        return Figure(say("overview.time"), NONE, say("overview.no_time"))
    shown = say("unit.minutes", n=amount(load.minutes_per_day))
    note = say(
        "overview.time_note", card=fraction(load.minutes_per_card, 1), seconds=amount(load.seconds_per_answer)
    )
    return Figure(say("overview.time"), shown, note)


def _ready(report: Report, say: Words) -> Figure:
    part = report.ready
    if part is None:
        return Figure(say("overview.ready"), NONE, say("overview.no_date"))
    followed = part.followed
    note = say(
        "overview.ready_note",
        day=part.date,
        range=span(followed.low, followed.high),
        nothing=percent(part.nothing.mean),
    )
    return Figure(say("overview.ready"), percent(followed.mean), note)
