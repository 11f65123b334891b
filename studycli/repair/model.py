"""The values of a repair."""

from typing import NamedTuple


class NotText(ValueError):
    """Bytes that are no text; its sentence says what they seem to be, as in 'a PDF'."""


class Decoded(NamedTuple):
    """Bytes as text.

    Attributes:
        text: Without a byte-order mark; line endings as they were.
        encoding: Python's name of the encoding (``utf-8``, ``utf-8-sig``, ``utf-16``, ``gb18030`` …).
        certain: False where another encoding gives sensible text as well, or bytes of it could not be read.
        broken: Lines, counted from 1, where U+FFFD stands for bytes that are none of the encoding.
    """

    text: str
    encoding: str
    certain: bool
    broken: tuple[int, ...] = ()


class Repair(NamedTuple):
    """One damaged run of text and what was put in its place.

    Attributes:
        line: Line of the repaired text, counted from 1.
        column: Column of its first character there, counted from 1.
        found: What stood there.
        put: What stands there now.
        certainty: Chance that all of it is right, 0 to 1; 1.0 where the damage was lossless.
        next_best: What else it may have been; '' where nothing else could.
    """

    line: int
    column: int
    found: str
    put: str
    certainty: float
    next_best: str


class Mended(NamedTuple):
    """Text after its repair.

    Attributes:
        text: The text.
        damage: How it was damaged, as a sentence names it (``UTF-8 read as cp1254``); '' for sound text.
        lossless: Whether all that was lost in it could be computed back.
        repaired: Characters that stand in the place of damaged ones.
        certain: How many of them have a certainty of `THRESHOLD` or more.
        repairs: The places, in their order; of a lossless repair of the whole text none.
    """

    text: str
    damage: str
    lossless: bool
    repaired: int
    certain: int
    repairs: tuple[Repair, ...]


THRESHOLD = 0.9
"""Certainty below which a repair is listed for the person to look at."""
