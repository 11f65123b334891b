"""Section ``mastery``: how well tags, folders and notes are known, and how that came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.report.standing import recall_of_all
from studycli.terminal.counting import several
from studycli.terminal.report.bars import sparkline
from studycli.terminal.report.sheet import number
from studycli.terminal.report.topics import print_topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studycli.report.model import Point, Report, Topic
    from studycli.terminal.report.sheet import Sheet
    from studycli.terminal.report.topics import Row

_BY = {"sm2": "SM-2", "fsrs": "FSRS-6"}


def print_mastery(sheet: Sheet, report: Report, top: int) -> None:
    """Write the section: what mastery is, tags and folders as trees, the weakest notes, and the past year."""
    part = report.mastery
    sheet.heading("Mastery", f"recall 30 days after the last review, by {_BY[part.model]}")
    vault = part.vault
    sheet.line(
        f"  {number(vault.mastery)} of {several(vault.seen, 'card')} seen; {vault.new} new"
        f" · recall today {number(vault.recall)}"
    )
    for title, topics in (("Tags", part.tags), ("Folders", part.folders)):
        if topics:
            print_topics(sheet, title, _tree(topics))
    notes = sorted(part.notes, key=lambda topic: (recall_of_all(topic.standing), topic.name))[:top]
    if notes:
        print_topics(sheet, "Weakest notes", ((topic.title, 0, topic.standing) for topic in notes))
    if part.over_time:
        _print_over_time(sheet, part.over_time)


def _tree(topics: Iterable[Topic]) -> Iterable[Row]:
    return ((topic.title, topic.depth, topic.standing) for topic in topics)


def _print_over_time(sheet: Sheet, points: Sequence[Point]) -> None:
    sheet.heading("Over time", "mean mastery of the cards seen by then, weekly")
    ends = (points[0], points[-1]) if points[1:] else points
    sheet.line("  ", (sparkline([point.value for point in points], 1.0), "study.id"))
    sheet.line("  ", ", ".join(f"{number(point.value)} on {point.day}" for point in ends))
