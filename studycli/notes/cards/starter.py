"""A line of a section's text on which a card begins."""

from studycli.notes.records import NamedTuple

QUESTION, LABEL, STOP = "question", "label", "stop"


class Starter(NamedTuple):
    """A line on which a card begins.

    Attributes:
        kind: ``question``, ``label``, or ``stop`` for a label that only ends the part before it.
        line: Line of the prompt, counted from 0.
        prompt: The question or label without markup.
        body: First line on which the answer can stand.
        start: Offset at which the answer begins on that line; -1 where it begins with the line.
        behind: The line behind the answer where that is known; -1 where the next starter ends it.
    """

    kind: str
    line: int
    prompt: str
    body: int
    start: int
    behind: int
