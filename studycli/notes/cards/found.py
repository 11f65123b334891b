"""Cards as the walk over a note finds them, before they have ids."""

from studycli.notes.cards.spans import Span
from studycli.notes.inline import has_words
from studycli.notes.records import NamedTuple


class Found(NamedTuple):
    """A card without an id.

    Attributes:
        kind: As of a `Card`.
        line: Of the prompt, counted from 0.
        place: Index of the section that it stands in.
        prompt: As of a `Card`.
        anchor: As of a `Card`, but for its place among twins.
        span: Its answer, or None.
        setting: The id that a comment sets, or nothing.
    """

    kind: str
    line: int
    place: int
    prompt: str
    anchor: str
    span: Span | None
    setting: str = ""


class Finds:
    """The cards found so far."""

    __slots__ = ("cards",)

    def __init__(self) -> None:
        self.cards: list[Found] = []

    def add(self, found: Found) -> None:
        """Keep a card, unless its comment leaves it out or its prompt has no words."""
        if found.setting != "off" and has_words(found.prompt):
            self.cards.append(found)
