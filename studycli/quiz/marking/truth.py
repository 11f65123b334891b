"""Marking true or false."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.quiz.model import Mark
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from studycli.quiz.model import Truth

_TRUE = frozenset(
    ["t", "true", "y", "yes", "right", "correct", "对", "是", "真", "正确", "对的", "是的", "没错", "成立", "√", "✓", "✔", "✅", "1"]
)  # fmt: skip
_FALSE = frozenset(
    ["f", "false", "n", "no", "wrong", "incorrect", "not_true", "错", "否", "假", "错误", "错的", "不对", "不是", "不正确", "不成立", "×", "✗", "✘", "❌", "x", "0"]
)  # fmt: skip
_REASON = lazy(r"[\s,，。.;；:：!！(（—-]")


def mark(key: Truth, typed: str, language: str = "en") -> Mark:
    """Mark a verdict; the reason behind it is the person's to compare.

    Args:
        key: Whether the statement holds.
        typed: ``t``, ``false``, ``yes``, ``对``, ``错误``, ``√``, ``×`` and the like in any case and width, with
            a reason behind it or not.
        language: Of the remark: ``zh`` or ``en``.

    Returns:
        ``unread`` where it cannot be told which was meant.
    """
    said = _verdict(typed)
    if said is None:
        return Mark("unread", 0.0, (say(language, "true-false", "unread"),))
    if said == key.is_true:
        return Mark("right", 1.0)
    return Mark("wrong", 0.0, (say(language, "true-false", "is-true" if key.is_true else "is-false"),))


def _verdict(typed: str) -> bool | None:
    """Return what was said: of the whole, or of the words before the reason; None where neither says it."""
    folded = unicodedata.normalize("NFKC", typed).casefold().strip().replace("not true", "not_true")
    for words in (folded.rstrip(".。!"), _REASON.sub("\n", folded).partition("\n")[0]):
        if words in _TRUE or words in _FALSE:
            return words in _TRUE
    return None
