"""What a cloze is made of: a text with a gap, and whether what is hidden can be read off the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.inline import has_chinese, identity
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP = "____"
BOX = r"\boxed{?}"
"""How a gap is shown in words, and in a formula."""

_LATIN_WORD = lazy(r"[^\W\d_]+")
_SPACE = lazy(r"\s+")
_STEM = 5
"""Letters by which two English words are held for one: regular, regularised."""
_FAMILIAR = 0.4
"""Share of a Chinese name's pairs of characters that may not stand in the text that is to bring it to mind."""


class Blank(NamedTuple):
    """A text with one gap.

    Attributes:
        text: The text with the gap, as Markdown.
        hidden: What the gap hides, as the note has it.
        wordings: What is accepted for it, the note's own words first.
    """

    text: str
    hidden: str
    wordings: tuple[str, ...]


def cut(text: str, start: int, end: int, wordings: Iterable[str] = ()) -> Blank:
    """Return a text with a gap in words instead of a range of its characters.

    Args:
        text: Markdown on one line.
        start: First character that is hidden.
        end: Behind the last one.
        wordings: What is accepted beside the hidden words themselves.
    """
    hidden = text[start:end]
    before, behind = text[:start], text[end:]
    left = " " if before[-1:].isalnum() else ""
    right = " " if behind[:1].isalnum() else ""
    return Blank(f"{before}{left}{GAP}{right}{behind}", hidden, tuple(dict.fromkeys((hidden, *wordings))))


def leaks(shown: str, wordings: Iterable[str]) -> bool:
    """Tell whether a text says one of some wordings.

    Args:
        shown: All that is seen, gap included.
        wordings: What is accepted for the gap.
    """
    return any(_says(shown, wording) for wording in wordings)


def _says(shown: str, wording: str) -> bool:
    if "$" in wording or "\\" in wording or not any(map(str.isalnum, wording)):
        return _SPACE.sub("", wording.strip("$")) in _SPACE.sub("", shown.replace(BOX, ""))
    name = identity(wording)
    if has_chinese(wording):
        return name in identity(shown)
    return re.search(rf"(?<![^\W_]){re.escape(wording.casefold())}", shown.casefold()) is not None or (
        len(name) > _STEM and name in identity(shown)
    )


def reminds(text: str, name: str) -> bool:
    """Tell whether a text holds so much of a name that it gives the name away.

    Args:
        text: What describes the name.
        name: The hidden name, in Chinese or English.
    """
    folded = text.casefold()
    stems = [word[:_STEM].casefold() for word in _LATIN_WORD.findall(name) if not has_chinese(word)]
    if any(len(stem) >= _STEM and stem in folded for stem in stems):
        return True
    signs = "".join(sign for sign in name if has_chinese(sign))
    pairs = [signs[at : at + 2] for at in range(len(signs) - 1)]
    return bool(pairs) and sum(pair in text for pair in pairs) >= _FAMILIAR * len(pairs)
