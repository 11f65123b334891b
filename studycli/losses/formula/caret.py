"""An error in a formula, shown below the place where it stands."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycli.errors import FormulaError

_WIDE = ("F", "W")
_MARGIN = 60
"""Characters that are shown on either side of the place, in a line that is longer."""


def caret(text: str, error: FormulaError) -> str:
    """Return the line of a formula in which an error stands, and below it a caret at the place."""
    start = min(error.start, len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)].replace("\t", " ")
    place, stop = start - first, max(min(error.end - first, len(line)), start - first + 1)
    if len(line) > 2 * _MARGIN:
        cut = max(0, place - _MARGIN)
        line, place, stop = line[cut : cut + 2 * _MARGIN], place - cut, min(stop - cut, 2 * _MARGIN)
    under = " " * _width(line[:place]) + "^" * max(1, _width(line[place:stop]))
    return f"{line}\n{under}"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in _WIDE)
        for sign in text
    )
