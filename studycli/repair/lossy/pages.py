"""UTF-8 that was read as a single-byte code page.

A code page leaves some bytes undefined, and programs drop what they stand for, or put U+FFFD; soft hyphens and controls
are dropped as well.
"""

import re
import unicodedata
from functools import cache, cached_property

from studycli.repair.lossy.utf8 import FIRSTS, FOLLOWING, REPLACED, Place, read

PAGES = {"cp1252": 0.0, "latin-1": -1.0, "cp1254": -1.0} | dict.fromkeys(
    (
        "iso8859-15", "iso8859-9", "iso8859-2", "cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "cp1257", "cp1258",
        "iso8859-5", "iso8859-7", "cp874",
    ),
    -4.0,
)  # fmt: skip
"""Code pages that lose bytes, and for each how seldom text is read as it, in nats."""
SOFT_HYPHEN = "\xad"
MARK = "\ufffd"
"""Stands for one undefined byte where a program did not drop it."""

_MOST_WAYS = 40_000  # of an emoji that lost three bytes of 33 kinds: 35,937
_HIGH = range(0x80, 0x100)


class Page:
    """A code page as damage.

    Attributes:
        name: Python's name.
        prior: How seldom text is read as it, in nats.
        byte: Byte of each of its characters beyond ASCII that the text keeps.
        lost: Following bytes of UTF-8 whose characters were dropped or replaced.
    """

    def __init__(self, name: str, invisible: str) -> None:
        """Take a code page of which characters that can't be seen were dropped, but for those kept.

        Args:
            name: Python's name of it.
            invisible: Signs of what the text kept: a control, as undefined bytes may be read, or a soft hyphen.
        """
        chars = {bytes([number]).decode(name, errors="ignore") or chr(number): number for number in _HIGH}
        self.name = name
        self.prior = PAGES[name]
        self.byte = {char: number for char, number in chars.items() if kind(char) in invisible}
        self.lost = frozenset(FOLLOWING) - frozenset(self.byte.values())
        self._known: dict[str, tuple[str, ...]] = {}

    @cached_property
    def remains(self) -> re.Pattern[str]:
        """The pattern of what is left of a character, or of one character beyond ASCII that can't be such."""
        following = self._class(FOLLOWING) + MARK
        kinds = (f"[{self._class(firsts)}][{following}]{{0,{size - 1}}}" for size, firsts in FIRSTS.items())
        return re.compile("|".join((*kinds, r"[^\x00-\x7f]")))

    def choices(self, remains: str) -> tuple[str, ...]:
        """Return the characters of which that may be left; none if there are none."""
        if remains not in self._known:
            values = [self.byte.get(char, REPLACED if char == MARK else 0) for char in remains]
            self._known[remains] = next(read(values, self.lost, _MOST_WAYS)).choices if values[0] else ()
        return self._known[remains]

    def line_places(self, line: str) -> list[Place] | None:
        """Return the mangled characters of a line; None where a character in it has no reading."""
        places = [Place(*left.span(), self.choices(left[0])) for left in self.remains.finditer(line)]
        return places if all(place.choices for place in places) else None

    def _class(self, numbers: range) -> str:
        return re.escape("".join(char for char, number in self.byte.items() if number in numbers))


@cache
def page(name: str, invisible: str) -> Page:
    """Return a code page; see `Page`."""
    return Page(name, invisible)


def kind(char: str) -> str:
    """Return a sign for a control or a soft hyphen; '' for what can be seen."""
    if char == SOFT_HYPHEN:
        return "s"
    return "c" if unicodedata.category(char) == "Cc" else ""
