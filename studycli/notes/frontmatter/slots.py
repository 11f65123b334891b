"""Where a value stands in a frontmatter's YAML, and the YAML with it replaced.

Works on the nodes that the YAML parser composes: their marks count characters of the source.
"""

from functools import lru_cache
from typing import Any, NamedTuple

_NO_FORM = ("&", "!", "|", ">")  # an anchor that others may refer to, a type, a block of lines


class Slot(NamedTuple):
    """The source of one value: from ``start`` to ``end``, the same where nothing stands behind the colon."""

    start: int
    end: int


class Pair(NamedTuple):
    """A key of the frontmatter that counts: where the key begins, and where its value can be replaced.

    The slot is None for a value that cannot: a list of several, a mapping or a text over several lines,
    or a value with an anchor, an alias or an explicit type.
    """

    start: int
    slot: Slot | None


@lru_cache(maxsize=8)  # as often as a frontmatter that can be changed is kept
def pairs(source: str, root: Any) -> dict[str, Pair]:
    """Return the keys of a YAML mapping, given its node (None for an empty source).

    Of a key that is there twice it is the last one, as YAML takes it.
    """
    nodes = root.value if root else ()
    return {key.value: Pair(key.start_mark.index, slot_of(source, key, value)) for key, value in nodes}


def slot_of(source: str, key: Any, value: Any) -> Slot | None:
    """Return where the value of a key can be replaced, given the nodes of both."""
    after = key.end_mark.index
    while True:
        start = value.start_mark.index
        if start < after or source.startswith(_NO_FORM, start):  # an alias has the marks of what it names
            return None
        if value.id != "sequence" or len(value.value) != 1:
            break
        value = value.value[0]
    if not source[after:start].lstrip(" \t").startswith(":"):  # a key behind a question mark
        return None
    if value.id != "scalar" and not source.startswith(("[", "{"), start):
        return None
    return Slot(start, value.end_mark.index)


def filled(source: str, slot: Slot, value: str) -> str:
    """Put a value's source into its slot; ``emptied`` takes it out again."""
    space = " " if slot.start == slot.end else ""
    return source[: slot.start] + space + value + source[slot.end :]


def emptied(source: str, slot: Slot) -> str:
    """Take a value and the space before it away."""
    space = slot.end > slot.start and source.startswith(" ", slot.start - 1)
    return source[: slot.start - space] + source[slot.end :]


def without_line(source: str, key: int, slot: Slot) -> str:
    """Take a key, which begins at an offset, away with its line, unless its value spreads over several."""
    start, end = _line_start(source, key), _next_line(source, key)
    return source if end < slot.end else source[:start] + source[end:]


def _line_start(source: str, at: int) -> int:
    return max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1


def _next_line(source: str, at: int) -> int:
    while at < len(source) and source[at] not in "\r\n":
        at += 1
    return at + (2 if source.startswith("\r\n", at) else 1)


def indent(source: str, found: dict[str, Pair]) -> str:
    """Return the blanks before the frontmatter's keys."""
    start = min((pair.start for pair in found.values()), default=0)
    return source[_line_start(source, start) : start]
