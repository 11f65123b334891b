"""Frontmatter values replaced in place: every byte but theirs stays.

A value keeps its form (see ``forms``) and its place; a missing key is added as one line at the end of the
frontmatter. What was changed can be put back exactly: ``restore(update(text, new), raw_values(text, new))``
is ``text``. A note whose frontmatter cannot be changed safely is returned as it is: every change is parsed
again, and is refused unless all other values are what they were.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from studycli.notes.frontmatter.fields import READERS, Wrong
from studycli.notes.frontmatter.forms import Value, has_form, is_date, spelled
from studycli.notes.frontmatter.slots import Pair, Slot, emptied, filled, indent, pairs, slot_of, without_line
from studycli.notes.split import front_span

WRITTEN_KEYS = ("last_reviewed", "next_review", "review_count", "mastery_level")
"""The keys that the program changes."""

_DOCUMENT_END = "..."


class Block(NamedTuple):
    """A frontmatter that can be changed: the note around it, its YAML, its values and its node."""

    before: str
    source: str
    after: str
    data: dict[Any, Any]
    root: Any

    @property
    def found(self) -> dict[str, Pair]:
        """Where the keys and values stand; looked for only when it is asked for."""
        return _pairs(self.source, self.root)


_pairs = lru_cache(maxsize=4)(pairs)


def update(text: str, values: Mapping[str, Value]) -> str:
    """Replace frontmatter values.

    A value that already says the same, in whatever form, stays as it is.

    Args:
        text: The whole note.
        values: New values by key. A key that is missing in the note is added, unless its value is None.

    Returns:
        The note with the values; as it was when it has no frontmatter or one that cannot be changed safely.
    """
    block = changeable(text)
    if block is None:
        return text
    sources = {key: spelled_like(block, key, new) for key, new in values.items() if _is_new(block, key, new)}
    source = block.source
    for _, slot, key in _last_first(block, sources):
        source = filled(source, slot, sources[key])
    return accepted(text, block, source + added_lines(block, sources), values)


def raw_values(text: str, keys: Iterable[str]) -> dict[str, str | None]:
    """Return the source of each value, quotes included.

    '' is a key with nothing behind its colon; None is a missing key, or a value that cannot be replaced.
    """
    block = changeable(text)
    raw: dict[str, str | None] = dict.fromkeys(keys)
    return raw if block is None else {key: _source_of(block, key) for key in raw}


def restore(text: str, raw: Mapping[str, str | None]) -> str:
    """Put back the sources of values as ``raw_values`` gave them.

    None takes the key's line away. A key that is no longer there is not added again.
    """
    block = changeable(text)
    if block is None:
        return text
    source = block.source
    for start, slot, key in _last_first(block, raw):
        before = raw[key]
        if before is None:
            source = without_line(source, start, slot)
        else:
            source = filled(source, slot, before) if before else emptied(source, slot)
    return accepted(text, block, source, raw)


@lru_cache(maxsize=4)  # who changes a note has mostly read it before
def obstacles(source: str, root: Any) -> list[Wrong]:
    """Return why the values of a YAML mapping, given its node, cannot be replaced.

    '' is the key of an obstacle to all of them.
    """
    if root is None:
        return []
    if root.flow_style:
        return [Wrong("", "flow-frontmatter", "one key: value a line, without braces")]
    if _DOCUMENT_END in source and any(line.rstrip() == _DOCUMENT_END for line in source.splitlines()):
        return [
            Wrong("", "early-end", "no line of three dots: a line of three hyphens closes the frontmatter")
        ]
    nodes = {key.value: (key, value) for key, value in root.value}
    return [
        Wrong(key, "fixed-value", f"{key} and one value on the same line, without anchor, alias or type")
        for key in WRITTEN_KEYS
        if key in nodes and slot_of(source, *nodes[key]) is None
    ]


@lru_cache(maxsize=8)  # one answer asks several times of a note as it was and as it will be
def changeable(text: str) -> Block | None:
    """Return a note's frontmatter, or None when there is none that can be changed safely."""
    span = front_span(text)
    if span is None:
        return None
    start, end, _ = span
    source = text[start:end]
    values = _changeable(source)
    return None if values is None else Block(text[:start], source, text[end:], *values)


@lru_cache(maxsize=4)  # and of notes that differ in their bodies only
def _changeable(source: str) -> tuple[dict[Any, Any], Any] | None:
    """Return the values of a YAML mapping and its node, or None when it cannot be changed safely."""
    from studycli.notes.frontmatter.frontmatter_yaml import BrokenYamlError, load_cached  # slow: YAML

    try:
        root, data = load_cached(source)
    except BrokenYamlError:
        return None
    return None if obstacles(source, root) else (data, root)


def accepted(text: str, block: Block, source: str, keys: Iterable[str]) -> str:
    """Return the note with its new YAML when all values but those of ``keys`` are unchanged, else as it was."""
    if source == block.source:
        return text
    changed = block.before + source + block.after
    now = changeable(changed)
    if now is None or _others(now, keys) != _others(block, keys) or now.after != block.after:
        return text
    return changed


def _others(block: Block, keys: Iterable[str]) -> dict[Any, Any]:
    left_out = set(keys)
    return {key: value for key, value in block.data.items() if key not in left_out}


def _last_first(block: Block, keys: Iterable[str]) -> list[tuple[int, Slot, str]]:
    """Return start, slot and name of the keys that can be changed, so that a change moves none still to come."""
    places = block.found
    found = ((places[key], key) for key in keys if key in places)
    return sorted(
        ((pair.start, pair.slot, key) for pair, key in found if pair.slot is not None), reverse=True
    )


def _is_new(block: Block, key: str, value: Value) -> bool:
    """Tell whether a value is to be written: not when what stands there already means it."""
    if key not in block.found:
        return value is not None
    try:
        return bool(READERS[key](block.data[key]) != value)
    except (KeyError, ValueError):
        return True


def _source_of(block: Block, key: str) -> str | None:
    pair = block.found.get(key)
    return None if pair is None or pair.slot is None else block.source[pair.slot.start : pair.slot.end]


def spelled_like(block: Block, key: str, value: Value) -> str:
    """Write a value as the one before; a date in place of nothing as the note's other dates."""
    source = _source_of(block, key) or ""
    if isinstance(value, date) and not has_form(source):
        sources = (_source_of(block, other) or "" for other in block.found)
        source = next(filter(is_date, sources), "")
    return spelled(value, source)


def added_lines(block: Block, sources: Mapping[str, str]) -> str:
    """Return a line for each key that is missing, ending as the frontmatter's first line does."""
    line_break = "\r\n" if block.before.endswith("\r\n") else block.before[-1]
    found = block.found
    margin = indent(block.source, found)
    return "".join(
        f"{margin}{key}: {source}{line_break}" for key, source in sources.items() if key not in found
    )
