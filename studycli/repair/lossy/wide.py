"""UTF-8 that was read as GBK: two bytes a character, so that one may hold the end of one and the beginning of the next.

A run with an odd number of bytes loses the last; pairs that GBK does not define lose one or two.
"""

import re
from itertools import pairwise

from studycli.repair.lossy.pages import MARK
from studycli.repair.lossy.utf8 import FOLLOWING, REPLACED, Place, read

NAME = "GBK"
"""The encoding, as a sentence names it."""

_LOST = frozenset(FOLLOWING)
_RUN = re.compile(r"[^\x00-\x7f]+")
_EURO = "€"  # byte 80 of code page 936
FEWEST = 3
"""Fewest mangled characters of a text: fewer may be there by chance."""
LEAST = 0.2
"""Least share of the characters beyond ASCII that must belong to clearly mangled ones."""
_SIGNS = re.compile("[\u2010-\u22ff\u3000-\u303f\uff01-\uff5e]")
_MOST_WAYS = 4096  # of two bytes
_LONG = 3  # bytes of a Chinese character in UTF-8


def line_places(line: str, least: int) -> list[Place]:
    """Return the mangled characters of a line, of the runs beyond ASCII that can be read and have `least` whole ones."""
    return [place for run in _RUN.finditer(line) for place in _run_places(run[0], run.start(), least)]


def _run_places(run: str, shift: int, least: int) -> list[Place]:
    """Return the mangled characters of a run; a character of it that belongs to two of them stands with the first."""
    values: list[int] = []
    owners: list[int] = []
    for at, char in enumerate(run):
        some = _bytes(char)
        values += some
        owners += [at] * len(some)
    found = [_likely(place, values) for place in read(values, _LOST, _MOST_WAYS)]
    if sum(place.is_intact for place in found) < least or not all(place.choices for place in found):
        return []
    shared = [False, *(before == after for before, after in pairwise(owners))]
    starts = [owners[place.start] + shared[place.start] for place in found]
    rows = zip(starts, [*starts[1:], len(run)], found, strict=True)
    return [Place(shift + start, shift + end, place.choices) for start, end, place in rows]


def _bytes(char: str) -> list[int]:
    if char == MARK:
        return [REPLACED]
    return [FOLLOWING.start] if char == _EURO else list(char.encode("gb18030"))


def _likely(place: Place, values: list[int]) -> Place:
    """Return a character with its likely readings: ASCII, or of three bytes or more of which one is missing at most.

    Two may be missing where a mark stands for them, and of a sign at the end of a run: its 80 is no first byte of GBK,
    and its last has no second one.
    """
    size = len(place.choices[0].encode()) if place.choices else 0
    marks = values[place.start : place.end].count(REPLACED)
    missing = size - (place.end - place.start) + marks
    if size == 1 or (size >= _LONG and missing <= 1 + bool(marks)):
        return place
    is_last = place.end == len(values) and missing == _LONG - 1
    return place._replace(choices=tuple(filter(_SIGNS.match, place.choices)) if is_last else ())
