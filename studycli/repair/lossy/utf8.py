"""Characters of UTF-8 of which bytes were lost: all that they may have been.

The first byte of a character says how many follow. Where fewer stand there, the rest were lost, and only bytes that
the damage loses can fill the gaps.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product
from math import comb
from typing import NamedTuple

FOLLOWING = range(0x80, 0xC0)
"""Bytes that are not the first of a character."""
FIRSTS = {2: range(0xC2, 0xE0), 3: range(0xE0, 0xF0), 4: range(0xF0, 0xF5)}
"""First bytes of characters, by how many bytes they have."""
REPLACED = -1
"""Stands for one byte that a program replaced by U+FFFD."""

_NEVER = frozenset({"Cc", "Cn", "Co", "Cs"})
_TAGS = "\U000e0000"  # from here on characters that can't be seen
_USUAL = re.compile("[\u2010-\u2044\u2190-\u22ff\u2460-\u27bf\u3000-\u30ff\u4e00-\u9fff\uff01-\uffe5]")
_SIZES = {first: size for size, firsts in FIRSTS.items() for first in firsts}


class Place(NamedTuple):
    """A character that was mangled.

    Attributes:
        start: Where what is left of it begins.
        end: Where that ends.
        choices: All that it may have been, in order; one where nothing of it was lost, none where it has no reading.
    """

    start: int
    end: int
    choices: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it may have been several characters."""
        return len(self.choices) > 1

    @property
    def is_intact(self) -> bool:
        """Whether it is whole and a usual one of three bytes, Chinese or a sign: hardly any sound text has those."""
        return len(self.choices) == 1 and bool(_USUAL.match(self.choices[0]))


def read(values: Sequence[int], lost: frozenset[int], most: int) -> Iterator[Place]:
    """Yield the characters of a row of bytes and `REPLACED`, of which `lost` ones may be missing.

    One that could be filled in more than `most` ways counts as having no reading.
    """
    at = 0
    while at < len(values):
        start, first = at, values[at]
        size = _SIZES.get(first, 1)
        at += 1
        while at < len(values) and at - start < size and (values[at] in FOLLOWING or values[at] == REPLACED):
            at += 1
        yield Place(start, at, _choices(size, first, tuple(values[start + 1 : at]), lost, most))


@cache
def _choices(
    size: int, first: int, left: tuple[int, ...], lost: frozenset[int], most: int
) -> tuple[str, ...]:
    """Return the characters of `size` bytes whose first is given, with those `left` among the others, in order."""
    if size == 1:
        return (chr(first),) if 0 <= first < FOLLOWING.start else ()
    gaps = size - 1 - len(left)
    if comb(size - 1, gaps) * len(lost) ** (gaps + left.count(REPLACED)) > most:
        return ()
    found: set[str] = set()
    for where in combinations(range(size - 1), gaps):
        rest = iter(left)
        row = (REPLACED if at in where else next(rest) for at in range(size - 1))
        slots = [lost if byte == REPLACED else (byte,) for byte in row]
        found.update(bytes([first, *filling]).decode("utf-8", errors="ignore") for filling in product(*slots))
    return tuple(sorted(char for char in found if char and _is_text(char)))


def _is_text(char: str) -> bool:
    return char < _TAGS and unicodedata.category(char) not in _NEVER
