"""Code of a note as it is shown by numbered lines: without comments, which would tell what a line should do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Shown(NamedTuple):
    """Code without comments and empty lines.

    Attributes:
        text: The code.
        lines: For each of its lines, the line of the block that it was, counted from 1.
    """

    text: str
    lines: tuple[int, ...]


def without_comments(text: str, kept: Iterable[tuple[int, int]]) -> Shown:
    """Return some lines of a block without comments.

    Args:
        text: A block that is valid Python.
        kept: The spans of lines that are kept, first and last, counted from 1, in order.
    """
    cleaned = _uncommented(text)
    numbers = [
        number for first, last in kept for number in range(first, last + 1) if cleaned[number - 1].strip()
    ]
    return Shown("\n".join(cleaned[number - 1] for number in numbers), tuple(numbers))


def numbered(lines: Sequence[str]) -> str:
    """Return lines with their numbers, from 1, in a fence."""
    width = len(str(len(lines)))
    return "\n".join(["```text", *(f"{at:>{width}}  {line}" for at, line in enumerate(lines, 1)), "```"])


def _uncommented(text: str) -> list[str]:
    from tokenize import COMMENT, generate_tokens

    lines = text.split("\n")
    source = iter([f"{line}\n" for line in lines])
    for token in generate_tokens(lambda: next(source, "")):
        if token.type == COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return lines
