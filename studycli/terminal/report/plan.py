"""The plan until the interview, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.terminal.counting import several
from studycli.terminal.report.bars import NEW, REVIEWS, amount_bar
from studycli.terminal.report.ready import effort, sentence
from studycli.terminal.report.sheet import Sheet, dated, tidy

if TYPE_CHECKING:
    from rich.console import Console

    from studycli.report.model import PlanDay, Report

NO_CARDS = "There is no card yet to make a plan of."

_INDENT = "  "


def print_plan(console: Console, report: Report) -> None:
    """Print the days until the interview, the tags that come first, and how ready that makes a person.

    The collection sees to it that the interview is ahead; without a card a sentence says that there is none.
    """
    sheet = Sheet(console)
    for remark in report.remarks:
        sheet.sentence(remark, "study.notice")
    part = report.ready
    if part is None:
        sheet.sentence(NO_CARDS)
        return
    sheet.line((f"Plan until {dated(part.date)}", "bold"), f", in {several(part.days, 'day')}")
    sheet.heading("Day by day", f"{REVIEWS} reviews  {NEW} new")
    sheet.line((f"{_INDENT}{'':<14}{'new':>5}{'reviews':>14}{'minutes':>9}", "study.label"))
    most = max((day.reviews.mean + day.new for day in part.plan), default=0.0)
    for day in part.plan:
        _print_day(sheet, day, most)
    if report.mastery.tags:  # without tags the weakest are notes, and no new card comes before another
        sheet.heading("Weak tags first")
        for place, topic in enumerate(report.mastery.weakest, 1):
            sheet.line(f"{_INDENT}{place}. {tidy(topic.name)}")
    sheet.line()
    sheet.sentence(sentence(part))
    sheet.sentence(effort(part))


def _print_day(sheet: Sheet, day: PlanDay, most: float) -> None:
    spread = f"{day.reviews.mean:.0f} ({day.reviews.low:.0f}–{day.reviews.high:.0f})"
    row = f"{_INDENT}{dated(day.day):<14}{day.new:>5.0f}{spread:>14}{day.minutes:>9.0f}  "
    sheet.line(row, amount_bar(day.reviews.mean, day.new, most, max(sheet.width - len(row), 8)))
