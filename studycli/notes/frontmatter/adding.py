"""Keys that a frontmatter lacks, each added as one line at its end; what stands there keeps every byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studycli.notes.frontmatter.lists import spelled_item
from studycli.notes.frontmatter.rewriting import accepted, added_lines, changeable, spelled_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studycli.notes.frontmatter.forms import Value


def values_of(text: str) -> Mapping[Any, Any] | None:
    """Return the values of a note's frontmatter as text, lists and mappings.

    None where there is no frontmatter, or one that cannot be changed safely. It is not to be changed.
    """
    block = changeable(text)
    return None if block is None else block.data


def add(text: str, values: Mapping[str, Value | str]) -> str:
    """Add the keys that a frontmatter lacks.

    Args:
        text: The whole note.
        values: By key: a value, written in the form of the note's others (None is ``null``), or a YAML source.

    Returns:
        The note with the keys; as it was when it has no frontmatter or one that cannot be changed safely.
    """
    block = changeable(text)
    if block is None or values.keys() <= block.data.keys():
        return text
    found = block.found
    sources = {
        key: value if isinstance(value, str) else spelled_like(block, key, value)
        for key, value in values.items()
        if key not in found
    }
    return accepted(text, block, block.source + added_lines(block, sources), sources)


def flow_list(words: Iterable[str]) -> str:
    """Return the YAML source of a list of words, in brackets."""
    return f"[{', '.join(map(spelled_item, words))}]"
