"""What the sections are written on: lines of a width, and the few ways in which numbers, days and names stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from studycli.terminal.notetext import clean
from studycli.terminal.wording import head, tail

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from studycli.report.model import Range, Share

NONE = "–"
"""What stands where there is nothing to compute from."""

LABEL = 10
"""Cells of the word before a fact."""

_NARROWEST = 24  # cells: in fewer, words have no room beside their labels
_WIDEST = 100  # cells: longer bars are no clearer
_TIED = "\ue000"  # stands for the blank before a '%' while lines are broken: it stays with its number
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # whatever the locale
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Part = str | tuple[str, str] | Text
"""A piece of a line: text, text with its style, or a bar."""


class Sheet:
    """A console that is written on line by line, without blanks at the ends of lines.

    Attributes:
        width: Cells of a line.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self.width = min(max(console.width, _NARROWEST), _WIDEST)

    def line(self, *parts: Part) -> None:
        """Write a line; where the console is too narrow for it, its words go on below."""
        self._write(Text.assemble(*parts), 0)

    def heading(self, title: str, remark: str = "") -> None:
        """Write an empty line and the title of what follows, with a remark on how to read it."""
        self.line()
        self.line((title, "bold"), (f"  {remark}" if remark else "", "study.label"))

    def sentence(self, text: str, style: str = "") -> None:
        """Write a sentence over as many lines as it needs."""
        self._write(Text(clean(text), style), 0)

    def fact(self, label: str, *parts: Part) -> None:
        """Write a word and what it is; what does not fit goes on below what it is."""
        self._write(Text.assemble((f"{label:<{LABEL}}", "study.label"), *parts), LABEL)

    def _write(self, text: Text, indent: int) -> None:
        """Write a text; its second line and those after it are indented."""
        for line in [text] if text.cell_len <= self.width else self._broken(text, indent):
            line.rstrip()
            self._console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def _broken(self, text: Text, indent: int) -> list[Text]:
        """Return the lines of a text that is too long for one."""
        text.plain = text.plain.replace(" %", f"{_TIED}%")
        label, rest = text[:indent], text[indent:]
        lines = list(rest.wrap(self._console, self.width - indent))
        for line in lines:
            line.plain = line.plain.replace(_TIED, " ")
        return [label + lines[0], *(Text(" " * indent) + line for line in lines[1:])]


def tidy(text: str) -> str:
    """Return a name out of the notes or the log on one line, without what could drive the terminal."""
    return " ".join(clean(text).split())


def name(text: str, width: int) -> str:
    """Return such a name in exactly so many cells: its beginning, or its end if it has parts, for that tells most."""
    shown = (tail if "/" in text else head)(tidy(text), width)
    return shown + " " * (width - cell_len(shown))


def number(value: float | None) -> str:
    """Return a share with two digits, as mastery and recall are given."""
    return NONE if value is None else f"{value:.2f}"


def percent(value: float | None) -> str:
    """Return a share in percent."""
    return NONE if value is None else f"{100 * value:.0f} %"


def percents(low: float | None, high: float | None) -> str:
    """Return the ends of a range of shares in percent."""
    if low is None or high is None:
        return NONE
    return f"{100 * low:.0f}–{100 * high:.0f} %"


def spread(share: Share) -> Range | None:
    """Return a share and its interval as a range; None where nothing was counted."""
    from studycli.report.model import Range

    if share.share is None or share.low is None or share.high is None:
        return None
    return Range(share.share, share.low, share.high)


def weekday(day: date) -> str:
    """Return the name of a day of the week in three letters."""
    return _WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    """Return the name of a day's month in three letters."""
    return _MONTHS[day.month - 1]


def dated(day: date) -> str:
    """Return a day with its name."""
    return f"{weekday(day)} {day}"
