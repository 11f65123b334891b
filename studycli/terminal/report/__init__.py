"""The report in a terminal, from its values alone; piped, the same text without colour.

overview    one screen
mastery     tags, folders and notes; a year of mastery
retention   what was recalled when it was due; the models that foretell it
load        history, heat map, forecasts
heatmap     the grid of a year
weak        cards, forms and confusions to work on
ready       the day of the interview
plan        each day until it, for ``study plan``
stats       one card, for ``study stats``
topics      rows of topics
bars        bars and sparklines
sheet       lines, numbers, days and names
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.terminal.report.load import print_load
from studycli.terminal.report.mastery import print_mastery
from studycli.terminal.report.overview import SECTIONS, print_head, print_overview
from studycli.terminal.report.plan import print_plan
from studycli.terminal.report.ready import print_ready
from studycli.terminal.report.retention import print_retention
from studycli.terminal.report.sheet import Sheet
from studycli.terminal.report.stats import print_stats
from studycli.terminal.report.weak import print_weak

if TYPE_CHECKING:
    from rich.console import Console

    from studycli.report.model import Report

__all__ = ["print_plan", "print_report", "print_stats"]

_PRINT = {
    "mastery": print_mastery,
    "retention": print_retention,
    "load": print_load,
    "weak": print_weak,
    "ready": print_ready,
}


def print_report(console: Console, report: Report, section: str, top: int) -> None:
    """Print a report.

    Args:
        console: Where it is printed.
        report: What it says.
        section: '' for the overview, ``all``, or one of `overview.SECTIONS`.
        top: How long each list is at most.
    """
    sheet = Sheet(console)
    if not section:
        print_overview(sheet, report, top)
        return
    print_head(sheet, report)
    for each in SECTIONS if section == "all" else (section,):
        _PRINT[each](sheet, report, top)
