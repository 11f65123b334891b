"""Marking a choice: its letter, or the option typed in full."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.inline import plain
from studycli.notes.patterns import lazy
from studycli.quiz.marking.folding import as_signs
from studycli.quiz.model import LETTERS, Mark
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.quiz.model import Choice

_LETTER = lazy(
    r"(?:(?:我?选项?|答案?是?|option|answer|i choose|choose)\s*)?[(\[]?\s*([a-z])\s*[)\].、:]*$",
    re.IGNORECASE,
)

_LETTERED = lazy(r"[(\[]?\s*([a-z])\s*[)\].、:]\s*(\S.*)$", re.IGNORECASE)


def mark(key: Choice, typed: str, language: str = "en", options: Sequence[str] = ()) -> Mark:
    """Mark the option that was chosen.

    Args:
        key: Which one is right.
        typed: A letter in either case or width, alone or as ``(b)``, ``选 B``, ``B. text``; or an option's text.
        language: Of the remark: ``zh`` or ``en``.
        options: The options as they were shown; without them every letter of `LETTERS` counts as one.

    Returns:
        ``unread`` where no option was named, or more than one.
    """
    chosen = _chosen(typed, options)
    if chosen is None:
        last = LETTERS[len(options) - 1] if options else LETTERS[-1]
        return Mark("unread", 0.0, (say(language, "choice", "unread", last=last),))
    if chosen == key.correct:
        return Mark("right", 1.0)
    return Mark("wrong", 0.0, (say(language, "choice", "wrong", letter=LETTERS[key.correct]),))


def confused(key: Choice, typed: str, options: Sequence[str]) -> tuple[str, str] | None:
    """Return the right option and the wrong one that was chosen, each as one line; None unless it was wrong.

    Args:
        key: Which one is right.
        typed: As for `mark`.
        options: The options as they were shown, Markdown.
    """
    chosen = _chosen(typed, options)
    if chosen is None or chosen == key.correct or not options:
        return None
    return plain(options[key.correct]), plain(options[chosen])


def _chosen(typed: str, options: Sequence[str]) -> int | None:
    """Return the index of the option that was named, or None."""
    texts = [_folded(option) for option in options]
    said = _folded(typed)
    if said in texts:
        return texts.index(said)
    folded = unicodedata.normalize("NFKC", typed).strip()
    lettered = _LETTERED.match(folded)
    if lettered and _folded(lettered[2]) in texts:
        at = texts.index(_folded(lettered[2]))
        return at if LETTERS[at] == lettered[1].upper() else None
    match = _LETTER.match(folded)
    at = LETTERS.find(match[1].upper()) if match else -1
    return at if 0 <= at < (len(options) or len(LETTERS)) else None


def _folded(text: str) -> str:
    """Return an option as it is compared: without case, width, markup, spaces and the mark at its end."""
    return as_signs(plain(text)).casefold()
