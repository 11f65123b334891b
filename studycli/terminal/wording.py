"""Numbers, times and places, in the few words that every view uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

if TYPE_CHECKING:
    from studycli.collection.values import CardRow

_MONTH = 30.4  # days
_IN_DAYS = 100  # days below which an interval is given in days, so that two grades can be told apart
_YEAR = 365  # days
_MINUTE = 60  # seconds
_HOUR = 3600  # seconds


def interval(days: int) -> str:
    """Return an interval in days, months or years, as short as a button must have it."""
    if days < _IN_DAYS:
        return f"{days}d"
    if days < _YEAR:
        return f"{days / _MONTH:.1f}mo".replace(".0", "")
    return f"{days / _YEAR:.1f}y".replace(".0", "")


def duration(seconds: float) -> str:
    """Return a time in seconds, minutes or hours."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def place(card: CardRow, prompt: str, *, line: bool = False) -> str:
    """Return the note, with the line if asked for, and the headings that say more than title and prompt do."""
    shown = [
        heading for heading in card.heading_path if heading not in prompt and not _is_title(heading, card)
    ]
    return " › ".join([f"{card.note}:{card.line}" if line else card.note, *shown])


def _is_title(heading: str, card: CardRow) -> bool:
    return heading in (card.title, card.note.rpartition("/")[2].removesuffix(".md"))


def head(text: str, width: int) -> str:
    """Return the beginning of a text that fits into so many cells, before '…' where something was cut."""
    if cell_len(text) <= width:
        return text
    spans = split_graphemes(text)[0]
    while spans and sum(cells for _, _, cells in spans) > width - 1:
        del spans[-1]
    return f"{text[: spans[-1][1]] if spans else ''}…" if width > 0 else ""


def tail(text: str, width: int) -> str:
    """Return the end of a text that fits into so many cells, after '…' where something was cut."""
    if cell_len(text) <= width:
        return text
    spans = split_graphemes(text)[0]
    while spans and sum(cells for _, _, cells in spans) > width - 1:
        del spans[0]
    return f"…{text[spans[0][0] :] if spans else ''}" if width > 0 else ""
