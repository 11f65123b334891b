"""A contrast as it is found in a note, before it is a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.names import key_of, mentions
from studycli.notes.inline import identity
from studycli.quiz.templates import say
from studycli.quiz.wording import padded, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from studycli.notes.model import Card


_FORM_OF = {"bce": "softmax-ce", "bce-logits": "softmax-ce", "focal-binary": "focal", "smooth-l1": "huber"}


class Piece(NamedTuple):
    """What the note says of one side under one label.

    Attributes:
        label: The label, such as ``特点``; '' for text without one.
        text: Markdown.
        lines: First and last line in the note, counted from 1.
        points: Its key points.
        brief: The heads of its list items, where there is little room; its key points without a list.
    """

    label: str
    text: str
    lines: tuple[int, int]
    points: tuple[str, ...]
    brief: tuple[str, ...]


class Side(NamedTuple):
    """One side of a contrast: its name, and what the note says of it."""

    name: str
    pieces: tuple[Piece, ...]


class Asked(NamedTuple):
    """A contrast as it is asked and answered.

    Attributes:
        shown: The question.
        sides: What the note says of either; () where the card's whole answer tells the difference.
    """

    shown: str
    sides: tuple[Side, ...] = ()


class Contrast(NamedTuple):
    """Two or more things that a note sets against each other.

    Attributes:
        card: The card that it schedules.
        line: The note's line that it is about.
        names: What is contrasted, as keys of the catalogue or identities of names.
        ask: Words the question and gathers both sides; it reads the answers closely, so it is done last.
        evidence: Keys of two curves that show the difference; () for none.
    """

    card: Card
    line: int
    names: frozenset[str]
    ask: Callable[[], Asked]
    evidence: tuple[str, ...] = ()


def names_of(words: Iterable[str]) -> frozenset[str]:
    """Return what identifies things that are contrasted, whatever they are called.

    The two-class and the multi-class form of a loss are one thing, unless these two are contrasted.
    """
    keys = [key_of(word) or _only_mention(word) or identity(word) for word in words]
    forms = frozenset(_FORM_OF.get(key, key) for key in keys)
    return forms if len(forms) > 1 else frozenset(keys)


def _only_mention(words: str) -> str:
    """Return the key of the one loss that a longer name mentions, 'PPO 方式的 RLHF'; '' for none or several."""
    found = {mention.key for mention in mentions(words)}
    return found.pop() if len(found) == 1 else ""


def fill(language: str, name: str, **values: str) -> str:
    """Return a wording of the form with names filled in, spaced as its language has it."""
    spaced = {key: padded(value, language) for key, value in values.items()}
    return tidy(say(language, "contrast", name, **spaced))
