"""UTF-8 that was read as a single-byte code page.

A code page leaves some bytes undefined, and programs drop what they stand for, or put U+FFFD; soft hyphens and controls
are dropped as well.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from studycli.repair.lossy.utf8 import FOLLOWING, REPLACED, Place, read

PAGES = (
    "cp1252", "cp1254", "latin-1", "iso8859-15", "iso8859-9", "iso8859-2", "cp1250", "cp1251", "cp1253", "cp1255",
    "cp1256", "cp1257", "cp1258", "iso8859-5", "iso8859-7", "cp874",
)  # fmt: skip
"""Code pages that lose bytes, and are looked for; of equally good ones the first is named."""
SOFT_HYPHEN = "\xad"
MARK = "\ufffd"
"""Stands for one undefined byte where a program did not drop it."""

_HIGH = range(0x80, 0x100)
_BEYOND = re.compile(r"[^\x00-\x7f]+")


class Page(NamedTuple):
    """A code page as damage.

    Attributes:
        name: Python's name.
        byte: Byte of each of its characters beyond ASCII that the text keeps.
        lost: Following bytes of UTF-8 whose characters were dropped or replaced.
    """

    name: str
    byte: dict[str, int]
    lost: frozenset[int]


@cache
def page(name: str, invisible: str) -> Page:
    """Return a code page of which characters that can't be seen were dropped, but for those kept.

    Args:
        name: Python's name of it.
        invisible: Signs of what the text kept: a control, as undefined bytes may be read, or a soft hyphen.
    """
    byte = {}
    for number in _HIGH:
        char = bytes([number]).decode(name, errors="ignore") or chr(number)
        if kind(char) in invisible:
            byte[char] = number
    return Page(name, byte, frozenset(FOLLOWING) - frozenset(byte.values()))


def kind(char: str) -> str:
    """Return a sign for a control or a soft hyphen; '' for what can be seen."""
    if char == SOFT_HYPHEN:
        return "s"
    return "c" if unicodedata.category(char) == "Cc" else ""


def line_places(line: str, page: Page) -> list[Place] | None:
    """Return the mangled characters of a line; None where a character in it has no reading."""
    found = []
    for run in _BEYOND.finditer(line):
        values = [page.byte.get(char, REPLACED if char == MARK else 0) for char in run[0]]
        for start, end, choices in read(values, page.lost):
            if not choices or not values[start]:
                return None
            found.append(Place(run.start() + start, run.start() + end, choices))
    return found
