"""From the values of a frontmatter to its meaning, and what in it could not be understood."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from studycli.notes.frontmatter import values
from studycli.notes.meta import Meta


class Field(NamedTuple):
    """How one attribute of ``Meta`` is read.

    Attributes:
        keys: Where it may stand; the first that is there counts.
        read: Understands the value, or raises ``ValueError``.
        code: Slug of the issue where it does not.
        meant: What can be written there.
    """

    keys: tuple[str, ...]
    read: Callable[[Any], Any]
    code: str
    meant: str


_DATE_FORMS = "a date such as 2025-10-19, or null"

FIELDS: Mapping[str, Field] = {
    "title": Field(("title",), values.text_of, "bad-title", "a line of text"),
    "tags": Field(
        ("tags", "tag"), values.tags_of, "bad-tags", "a list of words, such as [optimisation, 深度学习]"
    ),
    "difficulty": Field(
        ("difficulty",), values.difficulty_of, "bad-difficulty", "easy, medium or hard, or 1 to 5"
    ),
    "last_reviewed": Field(("last_reviewed",), values.date_of, "bad-date", _DATE_FORMS),
    "next_review": Field(("next_review",), values.date_of, "bad-date", _DATE_FORMS),
    "review_count": Field(("review_count",), values.count_of, "bad-count", "a whole number, 0 or more"),
    "mastery": Field(
        ("mastery_level",), values.mastery_of, "bad-mastery", "a share of 0 to 1, or a percentage"
    ),
    "study": Field(("study",), values.study_of, "bad-study", "true or false"),
}

READERS: Mapping[str, Callable[[Any], Any]] = {
    key: field.read for field in FIELDS.values() for key in field.keys
}
"""What understands the value of each key."""


class Wrong(NamedTuple):
    """A value that could not be understood: its key, the slug of the issue, what was meant."""

    key: str
    code: str
    meant: str


def understand(data: Mapping[Any, Any]) -> tuple[Meta, list[Wrong]]:
    """Read every field that is there; what is not understood keeps its default."""
    known: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name, field in FIELDS.items():
        for key in field.keys:
            if key not in data:
                continue
            try:
                known[name] = field.read(data[key])
            except values.PartlyUnderstoodError as error:
                known[name] = error.known
                wrong.append(Wrong(key, field.code, field.meant))
            except ValueError:
                wrong.append(Wrong(key, field.code, field.meant))
            break
    return Meta(**known), wrong
