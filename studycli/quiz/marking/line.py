"""Marking the number of a line: spot the bug."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.quiz.model import Mark
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from studycli.quiz.model import Line

_NUMBER = lazy(r"(?<![\w.])(?:line\s*|l|第\s*)?(\d{1,3})(?:\s*行)?(?!\w|\.\d)", 2)  # 2 is re.IGNORECASE
_CHINESE = {sign: str(at) for at, sign in enumerate("零一二三四五六七八九十")}


def mark(key: Line, typed: str, language: str = "en") -> Mark:
    """Mark a line's number.

    Args:
        key: The wrong line.
        typed: Its number, alone or in words: ``4``, ``line 4``, ``第 4 行``; or the mended line itself.
        language: Of the remark: ``zh`` or ``en``.

    Returns:
        ``unread`` where there is no number, or more than one.
    """
    if _same(typed, key.mended):
        return Mark("right", 1.0)
    folded = unicodedata.normalize("NFKC", typed)
    found = {int(number) for number in _NUMBER.findall(_in_digits(folded))}
    if len(found) != 1:
        return Mark("unread", 0.0, (say(language, "bug", "unread"),))
    if found == {key.number}:
        return Mark("right", 1.0)
    return Mark("wrong", 0.0, (say(language, "bug", "wrong", number=key.number),))


def _in_digits(typed: str) -> str:
    """Return 第四行 as 第4行."""
    return "".join(_CHINESE.get(sign, sign) for sign in typed) if "行" in typed else typed


def _same(one: str, other: str) -> bool:
    """Tell whether two lines of code are the same but for spaces."""
    return "".join(one.split()) == "".join(other.split())
