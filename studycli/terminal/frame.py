"""A session laid out for a screen: which rows stand on it, at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text

from studycli.terminal.views import bar, body, header

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, RenderableType

    from studycli.terminal.asking import Asking

    Lines = list[Text]

WIDEST = 120  # cells; longer lines are hard to read
_LOW = 10  # rows below which the place of the card is left out

Row = list[Segment]


class View(NamedTuple):
    """What a kind of session looks like: functions of the session and the width in cells.

    Attributes:
        header: The lines above the rule, the most telling first.
        body: What stands between the rules, and scrolls.
        bar: The keys that matter now.
    """

    header: Callable[[Any, int], Lines]
    body: Callable[[Any, int], RenderableType]
    bar: Callable[[Any, int], Text]


REVIEW = View(header, body, bar)


class Frame(NamedTuple):
    """A whole screen.

    Attributes:
        rows: From the top, at most as many as the screen has.
        cursor: Column and row of the terminal's cursor, from 0; None when it is hidden.
        scroll: How many rows of the body are above the screen.
        below: How many are below it.
        page: How many fit on it.
    """

    rows: list[Row]
    cursor: tuple[int, int] | None
    scroll: int
    below: int
    page: int


def compose(console: Console, session: Asking[Any], scroll: int, view: View = REVIEW) -> Frame:
    """Lay the session out for the console's size, the body scrolled by so many rows."""
    width, height = console.size
    inner = max(min(width, WIDEST) - 2, 1)
    top = _top(console, view.header(session, width - 2), width, height)
    end = _end(console, session.notice, view.bar(session, width - 2), width)
    room = max(height - len(top) - len(end) - 1, 1)
    lines = _lines(console, view.body(session, inner), inner)
    scroll = max(min(_to_cursor(lines, scroll, room), len(lines) - room), 0)
    shown = lines[scroll : scroll + room]
    below = len(lines) - scroll - len(shown)
    blank: list[Row] = [[] for _ in range(room - len(shown))]
    rows = [*top, *shown, *blank, _rule(console, width, _more(scroll, below)), *end][:height]
    return Frame(rows, _cursor(rows), scroll, below, room)


def _to_cursor(lines: list[Row], scroll: int, room: int) -> int:
    """Return the scroll at which the cursor, if there is one, is on the screen."""
    cursor = _cursor(lines)
    if cursor is None:
        return scroll
    return max(min(scroll, cursor[1]), cursor[1] - room + 1)


def _top(console: Console, header: Lines, width: int, height: int) -> list[Row]:
    lines = header[: 1 if height < _LOW else 2]
    return [*(row for line in lines for row in _lines(console, line, width - 2)[:1]), _rule(console, width)]


def _end(console: Console, notice: str, keys: Text, width: int) -> list[Row]:
    said = _lines(console, Text(notice, "study.notice"), width - 2) if notice else []
    return [*said, *_lines(console, keys, width - 2)]


def _lines(console: Console, renderable: RenderableType, width: int) -> list[Row]:
    """Render to rows with a margin of one cell on either side."""
    options = console.options.update(width=width + 2, height=None)
    return console.render_lines(Padding(renderable, (0, 1)), options, pad=False)


def _rule(console: Console, width: int, remark: str = "") -> Row:
    text = f" {remark} ─" if remark else ""
    return console.render_lines(Text(text.rjust(width, "─"), "study.rule", no_wrap=True))[0]


def _more(scroll: int, below: int) -> str:
    if below:
        return f"↓ {below} more: space"
    return "↑ end" if scroll else ""


def _cursor(rows: list[Row]) -> tuple[int, int] | None:
    for y, row in enumerate(rows):
        x = 0
        for segment in row:
            if segment.style and segment.style.meta.get("cursor"):
                return x, y
            x += segment.cell_length
    return None
