"""What became of UTF-8 that was read as a single-byte code page and lost characters on the way.

A code page leaves some bytes undefined, and programs drop what they stand for, or put U+FFFD; soft hyphens and controls
are dropped as well. The first byte of a character in UTF-8 says how many follow; where fewer stand there, the rest were
lost, and only lost bytes can fill the gaps: this module lists, for each character, all that it may have been.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

PAGES = (
    "cp1252", "cp1254", "latin-1", "iso8859-15", "iso8859-9", "iso8859-2", "cp1250", "cp1251", "cp1253", "cp1255",
    "cp1256", "cp1257", "cp1258", "iso8859-5", "iso8859-7", "cp874",
)  # fmt: skip
"""Code pages that lose bytes, and are looked for; of equally good ones the first is named."""
SOFT_HYPHEN = "\xad"
REPLACED = "\ufffd"
"""Stands for one undefined byte where a program did not drop it."""
INTACT = 0.1
"""Least share of the mangled characters of a text of which nothing was lost: the sign that it is such damage."""

_HIGH = range(0x80, 0x100)
_FOLLOWING = range(0x80, 0xC0)
_SIZES = [1] * 0xC2 + [2] * 0x1E + [3] * 0x10 + [4] * 5 + [1] * 11
"""By byte, how many bytes a character that begins with it has in UTF-8; 1 where none does."""
_NEVER = frozenset({"Cc", "Cn", "Co", "Cs"})
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


class Place(NamedTuple):
    """A character that was mangled.

    Attributes:
        start: Where what is left of it begins in the damaged text.
        end: Where that ends.
        choices: All that it may have been, in order; one where nothing of it was lost.
    """

    start: int
    end: int
    choices: tuple[str, ...]


class Damage(NamedTuple):
    """A damaged text: the code page that it was read as, and its mangled characters in order."""

    page: Page
    places: list[Place]


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
        if _kind(char) in invisible:
            byte[char] = number
    return Page(name, byte, frozenset(_FOLLOWING) - frozenset(byte.values()))


def _kind(char: str) -> str:
    """Return a sign for a control or a soft hyphen; '' for what can be seen."""
    if char == SOFT_HYPHEN:
        return "s"
    return "c" if unicodedata.category(char) == "Cc" else ""


def find(text: str) -> Damage | None:
    """Return the damage of a text; None for text that is sound, or in which nothing was lost.

    Lines that the damage does not explain are left alone. Of code pages that explain as much, the one that loses most kinds
    of bytes is taken: it allows for every reading that the others allow for.
    """
    beyond = {char for char in text if not char.isascii()} - {REPLACED}
    if not beyond:
        return None
    invisible = "".join(sorted(set(map(_kind, beyond))))
    pages = [page(name, invisible) for name in PAGES]
    pages = [some for some in pages if beyond.issubset(some.byte)] or pages
    found = [Damage(some, list(_explained(text, some))) for some in pages]
    best = max(found, key=lambda damage: (len(damage.places), len(damage.page.lost)))
    return best if _is_certain(best.places) and any(len(place.choices) > 1 for place in best.places) else None


def _is_certain(places: Sequence[Place]) -> bool:
    alone = sum(place.end - place.start == 1 for place in places)
    return _intact(places) > INTACT * len(places) and 2 * alone < len(places)


def _intact(places: Sequence[Place]) -> int:
    """Count the mangled characters that are whole and of three bytes or more, as no sound text has them."""
    return sum(place.end - place.start > 2 and len(place.choices) == 1 for place in places)  # noqa: PLR2004


def _explained(text: str, page: Page) -> Iterator[Place]:
    """Yield the places of the lines that are explained; in a text that has others, of those that are clearly damaged."""
    lines = [_line(match, page) for match in re.finditer(r"[^\n]*[^\x00-\x7f][^\n]*", text)]
    every = None not in lines
    for places in lines:
        if places and (every or _intact(places)):
            yield from places


def _line(line: re.Match[str], page: Page) -> list[Place] | None:
    """Return the places of a line; None where a character in it has no reading."""
    found = []
    for run in _BEYOND.finditer(line[0]):
        for start, end, choices in _run(run[0], page):
            if not choices:
                return None
            shift = line.start() + run.start()
            found.append(Place(shift + start, shift + end, choices))
    return found


def _run(run: str, page: Page) -> Iterator[Place]:
    """Yield the characters of a run beyond ASCII, with no choices where they have no reading."""
    values = [page.byte.get(char, -1 if char == REPLACED else 0) for char in run]
    at = 0
    while at < len(run):
        start, first = at, values[at]
        size = _SIZES[max(first, 0)]
        at += 1
        while at < len(run) and at - start < size and (values[at] in _FOLLOWING or values[at] < 0):
            at += 1
        yield Place(start, at, _readings(size, first, tuple(values[start + 1 : at]), page.lost))


@cache
def _readings(size: int, first: int, left: tuple[int, ...], lost: frozenset[int]) -> tuple[str, ...]:
    """Return the characters of `size` bytes whose first is given, with `left` among the others, in order.

    What is left may be negative for a byte that was replaced. The gaps are filled with lost bytes.
    """
    gaps = size - 1 - len(left)
    if size == 1:
        return ()
    found: set[str] = set()
    for where in combinations(range(size - 1), gaps):
        rest = iter(left)
        slots = [
            (lost if byte < 0 else (byte,))
            for byte in (-1 if at in where else next(rest) for at in range(size - 1))
        ]
        found.update(bytes([first, *filling]).decode("utf-8", errors="ignore") for filling in product(*slots))
    return tuple(sorted(char for char in found if char and unicodedata.category(char) not in _NEVER))
