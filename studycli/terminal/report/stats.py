"""One card's history: where it stands, each answer with what was foretold for it, and the days ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.schedule.sm2 import PASS
from studycli.terminal.counting import several
from studycli.terminal.notetext import one_line
from studycli.terminal.report.bars import sparkline
from studycli.terminal.report.sheet import NONE, Sheet, name, number, tidy
from studycli.terminal.wording import duration, interval

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import Console

    from studycli.report.model import CardAnswer, CardStats, Point


def print_stats(console: Console, stats: CardStats, today: date) -> None:
    """Print a card's history.

    Args:
        console: Where it is printed.
        stats: The card.
        today: The study day.
    """
    sheet = Sheet(console)
    sheet.sentence(one_line(stats.prompt), "study.prompt")
    place = f"{tidy(stats.note)}:{stats.line}"
    sheet.line((place, "study.path"), "  ", (stats.card, "study.id"))
    sheet.line()
    _print_standing(sheet, stats, today)
    _print_answers(sheet, stats)
    if stats.curve:
        _print_curve(sheet, stats.curve)


def _print_standing(sheet: Sheet, stats: CardStats, today: date) -> None:
    sheet.fact("Mastery", f"{number(stats.mastery)} · recall today {number(stats.recall)}")
    if stats.due is None or stats.interval is None:
        sheet.fact("Due", "new: never asked yet")
        return
    sheet.fact(
        "Due", f"{stats.due}, {_when((stats.due - today).days)}; interval {several(stats.interval, 'day')}"
    )
    sheet.fact("SM-2", f"ease {number(stats.ease)}, {several(stats.lapses, 'lapse')}")
    sheet.fact(
        "FSRS-6",
        f"stability {_one_digit(stats.stability)} days, difficulty {_one_digit(stats.difficulty)} of 10",
    )


def _when(days: int) -> str:
    if days == 0:
        return "today"
    return f"in {several(days, 'day')}" if days > 0 else f"{several(-days, 'day')} ago"


def _one_digit(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def _print_answers(sheet: Sheet, stats: CardStats) -> None:
    """Write a row for each answer; a dash where no model foretold anything."""
    if not stats.answers:
        return
    total = f"{len(stats.answers)} in {duration(stats.seconds)}, with the recall foretold"
    sheet.heading("Answers", total)
    heads = f"{'day':<10} {'kind':<8} {'form':<10}{'grade':>6}{'time':>6}{'after':>6}{'SM-2':>6}{'FSRS':>6}"
    sheet.line((heads, "study.label"))
    for answer in stats.answers:
        sheet.line((_row(answer), "" if answer.grade >= PASS else "study.notice"))


def _row(answer: CardAnswer) -> str:
    time = NONE if answer.seconds is None else f"{answer.seconds:.0f} s"
    after = NONE if answer.interval is None else interval(answer.interval)
    return (
        f"{answer.day} {name(answer.kind, 8)} {name(answer.form or NONE, 10)}{answer.grade:>6}{time:>6}{after:>6}"
        f"{number(answer.sm2):>6}{number(answer.fsrs):>6}"
    )


def _print_curve(sheet: Sheet, curve: Sequence[Point]) -> None:
    sheet.heading("Recall ahead", "if it is not reviewed, by FSRS-6")
    sheet.line((sparkline([point.value for point in curve], 1.0), "study.id"))
    first, last = curve[0], curve[-1]
    sheet.line(f"{number(first.value)} on {first.day}, {number(last.value)} on {last.day}")
