"""Section ``ready``: what will be recalled on the day of the interview, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.terminal.counting import several
from studycli.terminal.report.bars import DOT, FILLED, MARK, range_bar, scale
from studycli.terminal.report.overview import NO_DATE
from studycli.terminal.report.sheet import dated, name, percent, percents
from studycli.terminal.wording import duration

if TYPE_CHECKING:
    from studycli.report.model import Range, ReadyPart, Report, TopicReady
    from studycli.terminal.report.sheet import Sheet

_MINUTE = 60  # seconds
_NUMBERS = 24  # cells of the two shares and the range before a bar
_NAME = 0.5  # part of the rest that the name has; the bar has the other
_BLANKS = 3  # before and behind the name, and before the bar
_SCALE = 20  # cells of a bar from which on its numbers have room


def print_ready(sheet: Sheet, report: Report, _top: int) -> None:
    """Write the section: the plan followed and nothing done, all cards and each tag, and the plan in a sentence."""
    part = report.ready
    if part is None:
        sheet.heading("Readiness")
        sheet.sentence(no_date())
        return
    sheet.heading(f"Readiness on {dated(part.date)}", f"in {several(part.days, 'day')}: cards recalled")
    sheet.line((f"  {DOT} plan followed  {FILLED} its range  {MARK} nothing done", "study.label"))
    sheet.line()
    _print_rows(sheet, part)
    sheet.line()
    sheet.sentence(sentence(part))
    sheet.sentence(f"{effort(part)} `study plan` tells each day.")


def no_date() -> str:
    """Return how to say when the interview is."""
    return f"No interview ahead is known: {NO_DATE}."


def sentence(part: ReadyPart) -> str:
    """Return what will be recalled on the day, with and without the plan."""
    return (
        f"On {dated(part.date)}, {_range(part.followed)} of all cards are recalled if the plan is followed,"
        f" {_range(part.nothing)} if nothing is done. The ranges hold 90 % of {part.simulations} simulations."
    )


def effort(part: ReadyPart) -> str:
    """Return what the plan takes a day, and which cards it cannot bring in."""
    minutes = duration(part.minutes_per_day * _MINUTE)
    said = f"That is {several(round(part.reviews_per_day), 'card')} and {minutes} a day."
    if part.unseen:
        said += f" There is no time any more for {several(part.unseen, 'new card')}."
    return said


def _range(spread: Range) -> str:
    return f"{percent(spread.mean)} ({percents(spread.low, spread.high)})"


def _print_rows(sheet: Sheet, part: ReadyPart) -> None:
    wide, bar = _columns(sheet.width)
    sheet.line((f"  {'':<{wide}}{'plan':>6}{'range':>10}{'nothing':>8}", "study.label"))
    _print_row(sheet, "all cards", part.followed, part.nothing)
    for topic in part.topics:
        _print_topic(sheet, topic)
    if bar >= _SCALE:
        sheet.line((" " * (wide + _NUMBERS + _BLANKS) + scale(bar), "study.label"))


def _print_topic(sheet: Sheet, topic: TopicReady) -> None:
    _print_row(sheet, topic.name, topic.followed, topic.nothing)


def _print_row(sheet: Sheet, label: str, followed: Range, nothing: Range) -> None:
    wide, bar = _columns(sheet.width)
    between = percents(followed.low, followed.high)
    numbers = f"{percent(followed.mean):>6}{between:>10}{percent(nothing.mean):>8}"
    sheet.line(f"  {name(label, wide)}{numbers} ", range_bar(followed, bar, nothing.mean))


def _columns(width: int) -> tuple[int, int]:
    """Return the cells of a name and of a bar."""
    rest = max(width - _NUMBERS - _BLANKS, 16)
    wide = round(rest * _NAME)
    return wide, rest - wide
