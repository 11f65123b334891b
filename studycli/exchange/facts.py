"""What a source knows of a note beside its text, as frontmatter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.frontmatter import flow_list
from studycli.notes.frontmatter.lists import spelled_item
from studycli.notes.frontmatter.values import difficulty_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studycli.notes.meta import Difficulty

_NO_KEY = re.compile(r"[^\w.-]+")


def front_of(values: Mapping[str, str | Sequence[str]]) -> str:
    """Return frontmatter with these values, or '' for none: one line each, in their order.

    Args:
        values: By key, a text or a list of words. What a key cannot hold becomes ``_``; blanks in a text become one.
    """
    lines = [f"{key}: {_spelled(value)}" for name, value in values.items() if value and (key := key_of(name))]
    return "\n".join(["---", *lines, "---", ""]) if lines else ""


def key_of(name: str) -> str:
    """Return a name as a key of frontmatter."""
    return _NO_KEY.sub("_", name.strip()).strip("_.-")


def _spelled(value: str | Sequence[str]) -> str:
    return spelled_item(" ".join(value.split())) if isinstance(value, str) else flow_list(value)


def difficulty_in(words: str) -> Difficulty:
    """Return the difficulty that words of a source say; '' where they say none."""
    try:
        return difficulty_of(words)
    except ValueError:
        return ""
