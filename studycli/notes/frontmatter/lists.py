"""A list of words in the frontmatter, changed in place: items that stay keep their bytes, whatever form they have.

A list may be written in brackets, one item a line, or as a single word; a missing one is added as a line at the end.
As with single values, a change that cannot be made safely is not made: the note is returned as it is.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from studycli.notes.frontmatter.rewriting import Block, accepted, changeable
from studycli.notes.frontmatter.slots import indent
from studycli.notes.frontmatter.values import text_of

_PLAIN = re.compile(r"[^\W\d_](?:[\w/.+-]|[ ](?=[\w/.+-]))*")
_NO_WORD = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_NO_FORM = ("&", "*", "!", "|", ">")


class _Item(NamedTuple):
    """An item of a list: its words, and where its source stands, quotes included."""

    words: str
    start: int
    end: int


class _List(NamedTuple):
    """A list as it stands in the YAML.

    Attributes:
        items: Its items.
        start: Offset of the value.
        end: Offset behind it.
        form: ``flow`` in brackets, ``block`` an item a line, ``word`` a single word, ``empty`` nothing.
    """

    items: list[_Item]
    start: int
    end: int
    form: str


def list_of(text: str, key: str) -> list[str] | None:
    """Return the items of a list; None where it is none, or cannot be changed safely.

    Args:
        text: The whole note.
        key: A key of the frontmatter; a missing one is an empty list.
    """
    block = changeable(text)
    if block is None:
        return None
    found = _found(text, key)
    if found is None:
        return [] if key not in block.found else None
    return [item.words for item in found.items]


def with_list(text: str, key: str, items: Sequence[str]) -> str:
    """Make a list have these items.

    Args:
        text: The whole note.
        key: A key of the frontmatter; a missing one is added, unless there are no items.
        items: What the list has then. Items that stay keep their place, the others follow in this order.

    Returns:
        The note with the list; as it was when it has no frontmatter or one that cannot be changed safely.
    """
    block = changeable(text)
    there = list_of(text, key)
    if block is None or there is None or set(there) == set(items):
        return text
    found = _found(text, key)
    new = [item for item in items if item not in there]
    if found is None:
        source = block.source + _new_line(block, key, new, _margin(text, block, key))
    else:
        margin = _margin(text, block, key)
        source = _changed(block.source, found, set(there) - set(items), new, margin)
    changed = accepted(text, block, source, [key])
    kept = [item for item in there if item in items]
    return changed if list_of(changed, key) == kept + new else text


def _found(text: str, key: str) -> _List | None:
    """Return a list as it stands; None where the key is missing or its value is of another form."""
    block = changeable(text)
    there = None if block is None else _nodes(block.source).get(key)
    return None if block is None or there is None else _list(block.source, *there)


@lru_cache(maxsize=4)  # one change asks several times of a note as it was and as it will be
def _nodes(source: str) -> dict[str, tuple[Any, Any]]:
    """Return the nodes of the keys and values of a YAML mapping, by key; of a key that is there twice the last one."""
    from studycli.notes.frontmatter.frontmatter_yaml import load_cached  # slow: YAML

    root = load_cached(source).root
    return {key.value: (key, value) for key, value in root.value} if root else {}


def _list(source: str, key: Any, value: Any) -> _List | None:
    start, end = value.start_mark.index, value.end_mark.index
    if start < key.end_mark.index or source.startswith(_NO_FORM, start):
        return None
    if not source[key.end_mark.index : start].lstrip(" \t").startswith(":"):
        return None
    if value.id == "scalar":
        return _of_word(source, start, end, value.value)
    return _of_items(source, value) if value.id == "sequence" else None


def _of_items(source: str, value: Any) -> _List | None:
    if any(item.id != "scalar" for item in value.value):
        return None
    items = [
        _Item(text_of(item.value), item.start_mark.index, item.end_mark.index)
        for item in value.value
        if item.end_mark.index > item.start_mark.index
    ]
    if any(
        source.startswith(_NO_FORM, item.start) or "\n" in source[item.start : item.end] for item in items
    ):
        return None
    if not value.flow_style and any(_dash(source, item) < 0 for item in items):
        return None
    return _List(items, value.start_mark.index, value.end_mark.index, "flow" if value.flow_style else "block")


def _of_word(source: str, start: int, end: int, words: str) -> _List | None:
    if not text_of(words):
        return _List([], start, end, "empty")
    if re.search(r"[\r\n,，、;；#\[\]{}]", source[start:end]):
        return None
    return _List([_Item(words, start, end)], start, end, "word")


def _dash(source: str, item: _Item) -> int:
    """Return the offset of the dash before an item on the same line, or -1."""
    before = source[_line_start(source, item.start) : item.start]
    return item.start - len(before) + before.index("-") if before.strip(" ") == "-" else -1


def _line_start(source: str, at: int) -> int:
    return max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1


def _line_end(source: str, at: int) -> int:
    """Return the offset behind the end of the line that `at` is on."""
    match = re.compile(r"\r\n|\n|\r").search(source, at)
    return match.end() if match else len(source)


def _changed(source: str, found: _List, gone: set[str], new: list[str], margin: str | None) -> str:
    """Return the YAML with items taken out of a list and others added.

    Args:
        source: The YAML.
        found: The list.
        gone: Items to be taken out.
        new: Items to be added.
        margin: What stands before an item of the frontmatter's other lists, where they have an item a line.
    """
    kept = [item for item in found.items if item.words not in gone]
    added = [spelled_item(words, found, source) for words in new]
    if added and not found.items and margin is not None:
        return _filled_block(source, found, margin, added)
    if found.form == "block" and (kept or added):
        return _changed_block(source, found, gone, added)
    if found.form == "block":
        return _emptied_block(source, found)
    if found.form == "flow" and not gone and found.items:
        at = found.items[-1].end
        return source[:at] + "".join(f", {words}" for words in added) + source[at:]
    if "#" in _between(source, found):
        return source
    inner = ", ".join([*(source[item.start : item.end] for item in kept), *added])
    gap = " " if found.start and source[found.start - 1] not in " \t" else ""
    return f"{source[: found.start]}{gap}[{inner}]{source[found.end :]}"


def _filled_block(source: str, found: _List, margin: str, added: list[str]) -> str:
    """Write the items of an empty list a line each."""
    before = source[: found.start].rstrip(" ")
    line_break = _line_break(source)
    return before + "".join(f"{line_break}{margin}{words}" for words in added) + source[found.end :]


def _margin(text: str, block: Block, key: str) -> str | None:
    """Return what stands before the items of another list; None where no other has an item a line."""
    lists = [other for other, (_, value) in _nodes(block.source).items() if value.id == "sequence"]
    for other in lists:
        found = _found(text, other) if other != key else None
        if found is not None and found.form == "block":
            first = found.items[0].start
            return block.source[_line_start(block.source, first) : first]
    return None


def _line_break(source: str) -> str:
    match = re.search(r"\r\n|\n|\r", source)
    return match[0] if match else "\n"


def _between(source: str, found: _List) -> str:
    """Return what stands in brackets besides the items."""
    ends = [found.start, *(item.end for item in found.items)]
    starts = [*(item.start for item in found.items), found.end]
    return "".join(source[end:start] for end, start in zip(ends, starts, strict=True))


def _changed_block(source: str, found: _List, gone: set[str], added: list[str]) -> str:
    last = found.items[-1]
    margin = source[_line_start(source, last.start) : last.start]
    at = _line_end(source, last.end)
    line_break = _line_break(source)
    new = "".join(f"{margin}{words}{line_break}" for words in added)
    source = source[:at] + new + source[at:]
    for item in reversed(found.items):
        if item.words in gone:
            source = source[: _line_start(source, item.start)] + source[_line_end(source, item.end) :]
    return source


def _emptied_block(source: str, found: _List) -> str:
    first, last = found.items[0], found.items[-1]
    start, end = _line_start(source, first.start), _line_end(source, last.end)
    if "#" in _between(source, found):
        return source
    head = source[:start]
    key_line = head.rstrip("\r\n \t")
    return f"{key_line} []{head[len(key_line) :]}{source[end:]}"


def spelled_item(words: str, found: _List | None = None, source: str = "") -> str:
    """Write an item: quoted as the others of its list are, plain where that is safe."""
    signs = {source[item.start] for item in found.items} if found else set()
    if _PLAIN.fullmatch(words) and words.lower() not in _NO_WORD and not (signs and signs <= {"'", '"'}):
        return words
    if signs == {"'"} and '"' not in words:
        return "'" + words.replace("'", "''") + "'"
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _new_line(block: Block, key: str, items: Sequence[str], margin: str | None) -> str:
    """Return the lines of a key that is missing, ending as the frontmatter's first line does."""
    if not items:
        return ""
    line_break = "\r\n" if block.before.endswith("\r\n") else block.before[-1]
    words = [spelled_item(item) for item in items]
    head = f"{indent(block.source, block.found)}{key}:"
    if margin is None:
        return f"{head} [{', '.join(words)}]{line_break}"
    return f"{head}{line_break}" + "".join(f"{margin}{word}{line_break}" for word in words)
