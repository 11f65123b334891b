"""Frontmatter values as people write them, understood.

Each function takes a value as YAML gives it without types (text, a list, a mapping) and returns what was
meant. ``ValueError`` says that it could not be understood.
"""

import re
from datetime import date
from typing import Any, Literal

_NULL = frozenset({"~", "null"})
_NOTHING = frozenset({"none", "nan", "n/a", "-"})  # a person's or another tool's null; fine as a title or tag
_YES = frozenset({"true", "yes", "on", "1", "y", "是"})
_NO = frozenset({"false", "no", "off", "0", "n", "否"})

_DIFFICULTIES: dict[Literal["easy", "medium", "hard"], str] = {
    "easy": "1 2 easy simple beginner basic low trivial e 简单 容易 较易 易 低 初级 入门 基础 简易",
    "medium": "3 medium middle moderate normal intermediate mid m 中等 中 一般 普通 中级 适中",
    "hard": "4 5 hard difficult advanced expert high h 困难 较难 很难 难 高 高级 进阶 专家",
}
_DIFFICULTY_OF = {word: name for name, words in _DIFFICULTIES.items() for word in words.split()}
_STARS = re.compile("[★⭐🌟]")

DATE = re.compile(
    r"(\[\[)?"
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\3([0-9]{1,2})|(年)([0-9]{1,2})月([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
    r"(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?[ \t]*(?:[Zz]|[+-][0-9]{1,2}(?::?[0-9]{2})?)?)?"
    r"(?:\]\])?"
)
"""A date in any of the forms that are understood, with a time or in a link's brackets or without."""

_NUMBER = re.compile(r"([0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]+)[ ]?([%％]?)")


class PartlyUnderstoodError(ValueError):
    """Some of the items of a list could not be understood."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("some items are not words")
        self.known = known


def single(value: Any) -> Any:
    """Return the one value inside a list of one, however deep: a property typed as a list by mistake."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


def text_of(value: Any) -> str:
    """Return the words of a value, '' for null."""
    value = single(value)
    if not value:
        return ""
    if not isinstance(value, str):
        raise ValueError("a list or mapping, not one value")  # noqa: TRY004  # wrong in the note, not in the call
    words = value.strip()
    return "" if words.lower() in _NULL else words


def _entry(value: Any) -> str:
    """Return the words of a value that is no prose, '' for nothing."""
    words = text_of(value)
    return "" if words.lower() in _NOTHING else words


def date_of(value: Any) -> date | None:
    """Return the date, None for nothing; a time and its zone are left out, the date stands as written."""
    words = _entry(value)
    if not words:
        return None
    match = DATE.fullmatch(words)
    if match is None:
        raise ValueError("not a date")
    year, month, day = (int(part) for part in match.group(2, 4, 5, 7, 8, 9, 10) if part)
    return date(year, month, day)


def count_of(value: Any) -> int:
    """Return a whole number of 0 or more, 0 for nothing."""
    words = _entry(value)
    if not words:
        return 0
    number, percent = _number(words)
    if percent or number != int(number):
        raise ValueError("not a whole number")
    return int(number)


def mastery_of(value: Any) -> float | None:
    """Return a share of 0.0 to 1.0 from ``0.35``, ``35`` or ``35%``, None for nothing."""
    words = _entry(value)
    if not words:
        return None
    number, percent = _number(words)
    share = number / 100 if percent or number > 1 else number
    if share > 1:
        raise ValueError("more than 100 percent")
    return share


def is_percent(words: str) -> bool:
    """Tell whether a mastery is written on a scale to 100, without a percent sign."""
    match = _NUMBER.fullmatch(words)
    return match is not None and not match[2] and float(match[1]) > 1


def _number(words: str) -> tuple[float, bool]:
    match = _NUMBER.fullmatch(words)
    if match is None:
        raise ValueError("not a number")
    return float(match[1]), bool(match[2])


def difficulty_of(value: Any) -> Literal["easy", "medium", "hard", ""]:
    """Return the difficulty from a word, English or Chinese, from 1 to 5, or from as many stars."""
    words = _entry(value)
    if not words or words in _DIFFICULTY_OF:
        return _DIFFICULTY_OF.get(words, "")
    stars = len(_STARS.findall(words))
    word = str(stars) if stars else re.sub(r"[\W_]+", "", words).lower().removesuffix("难度")
    if word not in _DIFFICULTY_OF:
        raise ValueError("not a difficulty")
    return _DIFFICULTY_OF[word]


def study_of(value: Any) -> bool:
    """Return whether the note is to be studied; nothing means yes."""
    word = _entry(value).lower()
    if word in _NO:
        return False
    if word and word not in _YES:
        raise ValueError("neither true nor false")
    return True


def tags_of(value: Any) -> tuple[str, ...]:
    """Return the tags of a list, or of one string with commas or spaces between them.

    Raises:
        PartlyUnderstoodError: Some items are lists or mappings; the error holds the tags among the others.
    """
    items = (
        [single(item) for item in value if item] if isinstance(value, list) else _split_tags(text_of(value))
    )
    words = [item for item in items if isinstance(item, str)]
    tags = (text_of(word).lstrip("#").strip(" \t/") for word in words)
    known = tuple(dict.fromkeys(tag for tag in tags if tag))
    if len(words) < len(items):
        raise PartlyUnderstoodError(known)
    return known


def _split_tags(words: str) -> list[str]:
    """Split at commas, else at spaces: with commas a tag may have spaces in it."""
    items = re.split("[,，、;；]", words)
    return items if len(items) > 1 else words.split()
