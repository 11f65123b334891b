"""Anki's gaps in a text: ``{{c1::hidden}}``, ``{{c1::hidden::hint}}``, one in another, several of one number."""

from __future__ import annotations

import re

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters around what a card hides, in HTML on its way to Markdown
BLANK_OPEN, BLANK_CLOSE = "\ufdd2", "\ufdd3"  # and around what stands in its place
_TOKEN = re.compile(r"\{\{c(\d{1,3})::|\}\}")
_HINT = "::"


def blanked(html: str, number: int) -> str:
    """Return a text with the gaps of one number closed: in their places stand ``…`` or their hints, between marks."""
    return _read(html, number, asks=True)


def revealed(html: str, number: int) -> str:
    """Return a text with the gaps of one number between marks; it is empty where there is no such gap."""
    return _read(html, number, asks=False)


def _read(html: str, number: int, *, asks: bool) -> str:
    """Return the text, gaps of other numbers as plain text; '' where none has the number: so does Anki."""
    open_: list[tuple[int, list[str]]] = [(-1, [])]
    found = False
    at = 0
    for match in _TOKEN.finditer(html):
        open_[-1][1].append(html[at : match.start()])
        at = match.end()
        if match[1]:
            found = found or int(match[1]) == number
            open_.append((int(match[1]), []))
        elif len(open_) > 1:
            own, parts = open_.pop()
            open_[-1][1].append(_gap("".join(parts), hides=own == number, asks=asks))
        else:
            open_[-1][1].append("}}")
    open_[-1][1].append(html[at:])
    while len(open_) > 1:  # a gap that is not closed is plain text
        own, parts = open_.pop()
        open_[-1][1].append(f"{{{{c{own}::{''.join(parts)}")
    return "".join(open_[0][1]) if found else ""


def _gap(inner: str, *, hides: bool, asks: bool) -> str:
    words, _, hint = inner.partition(_HINT)
    if not hides:
        return words
    if asks:
        return f"{BLANK_OPEN}{hint or '…'}{BLANK_CLOSE}"
    return f"{OPEN}{words}{CLOSE}"
