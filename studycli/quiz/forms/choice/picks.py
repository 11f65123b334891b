"""A choice before its options are put in order: what is asked, what is right, what may stand beside it."""

from __future__ import annotations

from typing import NamedTuple


class Pick(NamedTuple):
    """A question and its options.

    Attributes:
        asked: The question.
        right: The right option.
        wrong: What is false and of the same kind, the nearest first.
        lines: Spans of the note that the answer stands in.
        what: What tells it from the card's other choices, whatever the seed.
    """

    asked: str
    right: str
    wrong: tuple[str, ...]
    lines: tuple[tuple[int, int], ...]
    what: str
