"""The frontmatter of a note that comes in: added where there is none, completed where keys are missing.

What other programs call these values is understood and stays beside ours: ``sr-due``, ``due`` and 下次复习 give
``next_review``, ``sr-interval`` gives the day before it on which the note was last reviewed, ``sr-ease`` the difficulty.
A value of ours that is there wins over both. Every byte that is there stays, those of the body too.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.notes.frontmatter import add, flow_list, list_of, read_meta, values_of, with_list
from studycli.notes.frontmatter.values import count_of, date_of, difficulty_of, mastery_of, tags_of, text_of
from studycli.notes.split import front_span, is_unclosed
from studycli.schedule.sm2 import EASE_BY_DIFFICULTY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from studycli.notes.frontmatter import Value
    from studycli.notes.meta import Difficulty

KEYS = (
    "created",
    "last_reviewed",
    "next_review",
    "review_count",
    "difficulty",
    "mastery_level",
    "tags",
    "related_outlines",
)
_SCHEDULE = ("last_reviewed", "next_review", "review_count", "mastery_level")
_INTERVALS = ("sr_interval", "interval")
_EASES = ("sr_ease", "ease")
_MARK = "\ufeff"
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_LARGEST_EASE = 10  # a larger factor is written in percent
_LONGEST = 36_500  # days


class Facts(NamedTuple):
    """What is known of a note beside its text.

    Attributes:
        created: When it was made.
        tags: Added to those that it has.
        difficulty: '' where it is not marked.
        last_reviewed: None where the source has no schedule of its cards.
        next_review: When its first card is due.
        review_count: How often its cards were answered.
        mastery: 0.0 to 1.0; None where it is not known.
    """

    created: date
    tags: tuple[str, ...]
    difficulty: Difficulty
    last_reviewed: date | None
    next_review: date | None
    review_count: int
    mastery: float | None


class Completed(NamedTuple):
    """A note with its frontmatter.

    Attributes:
        text: The note.
        added: The keys that were added, and ``tags`` where it gained some.
        mapped: Which foreign key gave which of ours its value.
    """

    text: str
    added: tuple[str, ...]
    mapped: tuple[tuple[str, str], ...]


class _Foreign(NamedTuple):
    """A value of another program: its key as it is written, and what it means."""

    key: str
    value: Any


def complete(text: str, facts: Facts) -> Completed:
    """Return a note with all keys of ours in its frontmatter.

    Never raises. A frontmatter that is broken, or that cannot be changed safely, is left as it is. Doing it twice is
    doing it once.
    """
    facts = facts._replace(tags=_clean(facts.tags))
    span = front_span(text)
    if span and not facts.tags and _has_all(text[span[0] : span[1]]):
        return Completed(text, (), ())
    data = values_of(text)
    if data is None:
        if span or is_unclosed(text):
            return Completed(text, (), ())
        return _with_new(text, facts)
    mapped = _mapped(data, facts)
    if facts.last_reviewed is None and ("last_reviewed" in data or "last_reviewed" in mapped):
        facts = facts._replace(next_review=None)  # a date that nothing says would make up an interval
    values = _values(facts) | {own: foreign.value for own, foreign in mapped.items()}
    tags_key = "tag" if "tag" in data and "tags" not in data else "tags"
    if tags_key != "tags":
        del values["tags"]
    changed = _with_tags(add(text, values), tags_key, facts.tags)
    if changed == text:
        return Completed(text, (), ())
    now = values_of(changed) or {}
    added = [key for key in KEYS if key in now and key not in data]
    if tags_key in data and now.get(tags_key) != data[tags_key]:
        added.append(tags_key)
    return Completed(
        changed, tuple(added), tuple((foreign.key, own) for own, foreign in mapped.items() if own in added)
    )


def _has_all(source: str) -> bool:
    """Tell whether a frontmatter has all keys of ours, without parsing it.

    A line of a quoted value that looks like a key is taken for one: that one is not added then.
    """
    lines = f"\n{source}"
    return all(f"\n{key}:" in lines for key in KEYS)


def _with_new(text: str, facts: Facts) -> Completed:
    """Put a frontmatter before a note, in the form of a new note's."""
    mark = _MARK if text.startswith(_MARK) else ""
    found = _LINE_BREAK.search(text)
    lines = [f"{key}: {_source(value)}" for key, value in _values(facts).items()]
    front = "".join(line + (found[0] if found else "\n") for line in ("---", *lines, "---"))
    return Completed(mark + front + text[len(mark) :], KEYS, ())


def _values(facts: Facts) -> dict[str, Value | str]:
    """Return the value of each key of ours: a list and a word as YAML source."""
    return {
        "created": facts.created,
        "last_reviewed": facts.last_reviewed,
        "next_review": facts.next_review,
        "review_count": facts.review_count,
        "difficulty": facts.difficulty or "medium",
        "mastery_level": facts.mastery,
        "tags": flow_list(facts.tags),
        "related_outlines": "[]",
    }


def _source(value: Value | str) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return str(round(value, 2))
    return str(value) if isinstance(value, (int, str)) else f"'{value}'"


def _with_tags(text: str, key: str, tags: tuple[str, ...]) -> str:
    """Add tags to those that a note has; a list that cannot be changed safely stays."""
    if not tags:
        return text
    there = list_of(text, key)
    before = read_meta(text).tags
    known = {tag.casefold() for tag in before}
    new = [tag for tag in tags if tag.casefold() not in known]
    if there is None or not new:
        return text
    changed = with_list(text, key, [*there, *new])
    return changed if read_meta(changed).tags == (*before, *new) else text


def _clean(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags without signs that YAML cannot hold, each once."""
    found: dict[str, str] = {}
    for tag in tags:
        words = text_of("".join(filter(str.isprintable, tag)).strip("# /"))
        if words:
            found.setdefault(words.casefold(), words)
    return tuple(found.values())


def _mapped(data: Mapping[Any, Any], facts: Facts) -> dict[str, _Foreign]:
    """Return what foreign keys say, by the key of ours that is missing.

    Where the source has a schedule of the cards, that one counts, not what the note says of itself.
    """
    missing = [key for key in _READERS if key not in data]
    if facts.last_reviewed is not None:
        missing = [key for key in missing if key not in _SCHEDULE]
    if facts.difficulty:
        missing = [key for key in missing if key != "difficulty"]
    if "tag" in data:
        missing = [key for key in missing if key != "tags"]
    if not missing:
        return {}
    folded = {_folded(key): _Foreign(key, value) for key, value in data.items() if isinstance(key, str)}
    found = {key: _first(folded, (key, *_NAMES[key]), _READERS[key]) for key in missing}
    if found.get("last_reviewed", _NOTHING) is None:
        found["last_reviewed"] = _reviewed_before(folded)
    if found.get("difficulty", _NOTHING) is None:
        found["difficulty"] = _first(folded, _EASES, _difficulty_of_ease)
    mapped = {key: foreign for key, foreign in found.items() if foreign}
    if "tags" in mapped:
        words = _clean((*mapped["tags"].value, *facts.tags))
        mapped["tags"] = mapped["tags"]._replace(value=flow_list(words))
    return mapped


_NOTHING = _Foreign("", None)


def _first(
    folded: Mapping[str, _Foreign], names: Iterable[str], read: Callable[[Any], Any]
) -> _Foreign | None:
    """Return the first of some keys whose value is understood, with what it means."""
    for name in names:
        if name in folded:
            try:
                value = read(folded[name].value)
            except ValueError:
                continue
            if value not in (None, "", ()):
                return _Foreign(folded[name].key, value)
    return None


@lru_cache(maxsize=256)  # the notes of one source mostly have the same keys
def _folded(key: str) -> str:
    """Return what the spellings of a key share: case, hyphens and blanks make no difference."""
    return re.sub(r"[\s_-]+", "_", key.strip()).casefold()


def _reviewed_before(folded: Mapping[str, _Foreign]) -> _Foreign | None:
    """Return the day of the last review: an interval before the date on which the note is due."""
    interval = _first(folded, _INTERVALS, count_of)
    due = _first(folded, ("next_review", *_NAMES["next_review"]), date_of)
    if interval is None or due is None or not 0 < interval.value <= min(_LONGEST, due.value.toordinal() - 1):
        return None
    return interval._replace(value=due.value - timedelta(interval.value))


def _difficulty_of_ease(value: Any) -> Difficulty:
    """Return the difficulty whose first factor is nearest on this side of the medium one: 2.6 is easy, 2.3 hard."""
    ease = float(text_of(value) or "nan")
    ease = ease / 100 if ease > _LARGEST_EASE else ease
    if ease >= EASE_BY_DIFFICULTY["easy"]:
        return "easy"
    if not ease > 0:
        return ""
    return "hard" if ease <= EASE_BY_DIFFICULTY["hard"] else "medium"


def _count(value: Any) -> int | None:
    words = text_of(value)
    return count_of(words.rstrip(" 次遍回")) if words else None


def _mastery(value: Any) -> float | None:
    """Return a share; '3' is none, for it may be one of five steps as well as three percent."""
    words = text_of(value)
    if words in ("2", "3", "4", "5"):
        return None
    return mastery_of(words)


_NAMES: Mapping[str, tuple[str, ...]] = {
    "created": (
        "created_at",
        "date_created",
        "creation_date",
        "创建时间",
        "创建日期",
        "date",
        "日期",
    ),
    "last_reviewed": ("last_review", "reviewed", "上次复习", "上次复习时间", "上次复习日期"),
    "next_review": ("sr_due", "due", "due_date", "下次复习", "下次复习时间", "下次复习日期"),
    "review_count": ("reviews", "repetitions", "复习次数"),
    "difficulty": ("难度",),
    "mastery_level": ("mastery", "掌握程度", "掌握度"),
    "tags": ("标签",),
}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "created": date_of,
    "last_reviewed": date_of,
    "next_review": date_of,
    "review_count": _count,
    "difficulty": difficulty_of,
    "mastery_level": _mastery,
    "tags": tags_of,
}
