"""The report on one screen of 80 columns and 24 lines: where a person stands, what is weak, what is coming."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from studycli.report.model import DayAhead
from studycli.terminal.counting import several
from studycli.terminal.report.bars import sparkline, standing_bar
from studycli.terminal.report.sheet import LABEL, NONE, dated, number, percent, percents, tidy, weekday
from studycli.terminal.report.topics import print_topics
from studycli.terminal.wording import duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studycli.report.model import LoadPart, ReadyPart, Report, RetentionPart, Standing
    from studycli.terminal.report.sheet import Sheet

NO_DATE = "--date DAY, or [interview] date in study.toml, sets the day"
SECTIONS = ("mastery", "retention", "load", "weak", "ready")

_DAYS = 8  # today and the next seven
_WEEK = 7  # days
_SHORTEST = 8  # cells of the bar of all cards
_LABEL = 9  # cells of the words before the next days
_DATED = 8  # cells of a day from which on its number has room besides its name


def print_head(sheet: Sheet, report: Report) -> None:
    """Write which notes the report is of, and what is to be known of them before any figure."""
    limits = (
        f"#{tidy(report.tag)}" if report.tag else "",
        tidy(report.note),
        f"since {report.since}" if report.since else "",
    )
    shown = " · ".join(filter(None, (dated(report.today), *limits)))
    sheet.line((tidy(report.vault), "bold"), f" · {shown}")
    for remark in report.remarks:
        sheet.sentence(remark, "study.notice")


def print_overview(sheet: Sheet, report: Report, top: int) -> None:
    """Write the one screen."""
    print_head(sheet, report)
    sheet.line()
    _print_facts(sheet, report)
    if weakest := report.mastery.weakest[:top]:
        print_topics(sheet, "Weakest topics", ((topic.name, 0, topic.standing) for topic in weakest))
    _print_coming(sheet, report.load)
    sheet.line()
    sheet.line(("More: ", "study.label"), "--section ", ("|".join((*SECTIONS, "all")), "study.key"))


def _print_facts(sheet: Sheet, report: Report) -> None:
    _print_mastery(sheet, report.mastery.vault)
    sheet.fact("Retention", _retention(report.retention))
    sheet.fact("Done", _done(report.load))
    if report.load.backlog:
        sheet.fact("Waiting", f"{report.load.backlog} overdue beyond today's limit (`study catchup`)")
    sheet.fact("Ready", _ready(report.ready))


def _print_mastery(sheet: Sheet, vault: Standing) -> None:
    shown = (
        f"{number(vault.mastery)} of {several(vault.seen, 'card')} seen; {vault.new} new"
        f" · recall today {number(vault.recall)}"
    )
    room = sheet.width - LABEL - len(shown) - 2
    bar = ("  ", standing_bar(vault, room)) if room >= _SHORTEST else ()
    sheet.fact("Mastery", shown, *bar)


def _retention(part: RetentionPart) -> str:
    total = part.total
    if not total.of:
        return f"{NONE}  no review that was due was answered yet"
    between = percents(total.low, total.high)
    return f"{percent(total.share)} of {several(total.of, 'due review')} passed ({between})"


def _done(load: LoadPart) -> str:
    week = [day for day in load.days if 0 <= (load.today.day - day.day).days < _WEEK]
    answers, seconds = sum(day.answers for day in week), sum(day.seconds for day in week)
    return (
        f"{several(load.today.answers, 'answer')} today, {answers} in {_WEEK} days ({duration(seconds)})"
        f" · streak {several(load.streak, 'day')}"
    )


def _ready(part: ReadyPart | None) -> str:
    if part is None:
        return f"{NONE}  {NO_DATE}"
    followed, nothing = part.followed, part.nothing
    return (
        f"{percents(followed.low, followed.high)} recalled on {part.date} with the plan,"
        f" {percents(nothing.low, nothing.high)} without"
    )


def _print_coming(sheet: Sheet, load: LoadPart) -> None:
    """Write today and the next days side by side: how much it is, and of what."""
    days = _coming(load)
    cells = (sheet.width - _LABEL) // _DAYS
    most = max((day.reviews + day.new for day in days), default=0.0)
    bars = (sparkline([day.reviews + day.new], most) * 3 for day in days)
    sheet.line()
    sheet.line((f"{'Coming':<{_LABEL}}", "bold"), (_row(_names(days, cells), cells), "study.label"))
    sheet.line((f"{'':<{_LABEL}}{_row(bars, cells)}", "study.id"))
    sheet.line((f"{'reviews':<{_LABEL}}", "study.label"), _row((f"{day.reviews:.0f}" for day in days), cells))
    sheet.line((f"{'new':<{_LABEL}}", "study.label"), _row((f"{day.new:.0f}" for day in days), cells))


def _coming(load: LoadPart) -> list[DayAhead]:
    """Return today, as far as it is not done yet, and the days after it."""
    today = DayAhead(load.today.day, load.due_today, load.new_today, 0.0)
    last = today.day + timedelta(days=_DAYS - 1)
    return [today, *(day for day in load.ahead if today.day < day.day <= last)]


def _names(days: Sequence[DayAhead], cells: int) -> Iterable[str]:
    for day in days:
        number = f" {day.day.day}" if cells >= _DATED else ""
        yield "today" if day is days[0] else f"{weekday(day.day)}{number}"


def _row(values: Iterable[str], cells: int) -> str:
    return "".join(f"{value:>{cells}}" for value in values)
