"""What the page is put together from: tables and charts as values, and how much of a long list is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from studycli.page.words import Words

T = TypeVar("T")

ROWS = 100
"""Rows of a table at most: with more, the page of a large vault would outgrow what can be read and sent."""

LETTERS = 120
"""Characters of a prompt, title or name at most."""


class Link(NamedTuple):
    """A cell that opens a note: its words, where it leads, and what stands small behind it."""

    words: str
    href: str
    place: str


class Table(NamedTuple):
    """A table: the first cell of a row names the row.

    Attributes:
        headings: Of the columns.
        rows: Cells as text, or as links to notes.
        more: A sentence about rows that are not shown; '' when all are.
        words: Columns that hold words, not figures.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str | Link, ...], ...]
    more: str = ""
    words: tuple[int, ...] = (0,)


class Chart(NamedTuple):
    """A drawing with its words.

    Attributes:
        key: Its id on the page.
        title: Heading above it.
        note: How to read it, in a sentence.
        drawing: The SVG.
        legend: Class and meaning of each colour; () where there is one only.
        table: The same in figures.
        is_wide: Whether a phone scrolls it sideways instead of showing it whole.
        is_tall: Whether two others stand beside it where there is room and it is the first.
    """

    key: str
    title: str
    note: str
    drawing: Markup
    legend: tuple[tuple[str, str], ...]
    table: Table
    is_wide: bool = False
    is_tall: bool = False


class Listed(NamedTuple):
    """A table under a heading, with a sentence about it."""

    title: str
    note: str
    table: Table


def table(
    headings: Iterable[str],
    things: Sequence[T],
    row: Callable[[T], tuple[str | Link, ...]],
    say: Words,
    limit: int = ROWS,
    hidden: int = 0,
) -> Table:
    """Return a table of the first things, a row each, with a sentence that says how many more there are.

    Args:
        headings: Of the columns.
        things: All of them.
        row: Makes the row of one.
        say: The page's words.
        limit: How many are shown at most.
        hidden: How many were left out before.
    """
    more = hidden + max(0, len(things) - limit)
    return Table(tuple(headings), tuple(map(row, things[:limit])), say("table.more", n=more) if more else "")


def short(words: str) -> str:
    """Return a text on one line, cut where it is very long."""
    line = " ".join(words.split())
    return line if len(line) <= LETTERS else line[: LETTERS - 1] + "…"
