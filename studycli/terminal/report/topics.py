"""Topics as rows: name, bar, and the four numbers of their standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.terminal.report.bars import FILLED, REST, UNSEEN, standing_bar
from studycli.terminal.report.sheet import Sheet, name, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycli.report.model import Standing

    Row = tuple[str, int, Standing]

_HEADS = ("mastery", "recall", "seen", "new")
_CELLS = (8, 7, 7, 6)  # of each number, with the blanks before it
_INDENT = "  "
_DEEPEST = 5  # indents: a name keeps room beside them
_NAME = 0.58  # part of the rest that the name has; the bar has the other
_LEGENDS = (f"  {FILLED} recalled {REST} seen {UNSEEN} new", f"  {FILLED} recalled {UNSEEN} new")


def print_topics(sheet: Sheet, title: str, rows: Iterable[Row]) -> None:
    """Write topics, each with the cards that are recalled today, seen, and new, as a bar.

    Args:
        sheet: Where it is written.
        title: What the topics are.
        rows: What each topic is called, how deep it stands, its standing.
    """
    wide, bar = _columns(sheet.width)
    heads = "".join(f"{head:>{cells}}" for head, cells in zip(_HEADS, _CELLS, strict=True))
    sheet.line()
    room = wide + bar + 1 - len(title)
    legend = next((each for each in _LEGENDS if len(each) <= room), "")
    sheet.line((title, "bold"), (f"{legend:<{room}}{heads}", "study.label"))
    for label, depth, standing in rows:
        indent = _INDENT * min(depth + 1, _DEEPEST)
        shown = name(label, wide - len(indent))
        sheet.line(f"{indent}{shown} ", standing_bar(standing, bar), _numbers(standing))


def _columns(width: int) -> tuple[int, int]:
    """Return the cells of the name and of the bar."""
    rest = max(width - sum(_CELLS) - 1, 16)
    wide = round(rest * _NAME)
    return wide, rest - wide


def _numbers(standing: Standing) -> str:
    shown = (number(standing.mastery), number(standing.recall), str(standing.seen), str(standing.new))
    return "".join(f"{value:>{cells}}" for value, cells in zip(shown, _CELLS, strict=True))
