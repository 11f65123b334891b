"""A claim: what a note says, and the same made false."""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """A statement and its false twin, alike in everything but what is claimed.

    Attributes:
        topic: What it is about, readable without the note; it may be a question.
        true: The statement as plain text.
        false: The false one.
        lines: Spans of the note that say it.
        others: Spans of the note that what was exchanged comes from; () where a word was turned.
        right: What is told where the false one was shown; the true statement where it is ''.
    """

    topic: str
    true: str
    false: str
    lines: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...] = ()
    right: str = ""
