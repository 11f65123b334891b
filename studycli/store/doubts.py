"""Places of imported notes whose repair is doubtful, kept in ``.study/doubts.jsonl`` until a person has looked.

A place is known by its whole line: as long as the note has that line, it is doubtful; an edit of it is an answer.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = os.path.join(".study", "doubts.jsonl")


class Doubt(msgspec.Struct, frozen=True, gc=False):
    """One place.

    Attributes:
        note: Path of the note, relative to the vault.
        context: The line as it was imported.
        found: What stood in the source.
        put: What stands there now.
        next_best: What else it may have been; '' for nothing.
        certainty: Chance that it is right, 0 to 1.
    """

    note: str
    context: str
    found: str
    put: str
    next_best: str
    certainty: float


class Placed(NamedTuple):
    """A doubt and the line of its note on which it stands, counted from 1."""

    line: int
    doubt: Doubt


def read_doubts(root: str) -> list[Doubt]:
    """Return the doubts of a vault; none where there is no file or it is damaged, for it is only a reminder."""
    try:
        return msgspec.json.Decoder(Doubt).decode_lines(read_bytes(os.path.join(root, FILE)))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return []


def encoded(doubts: Iterable[Doubt]) -> bytes:
    """Return the file's content."""
    return msgspec.json.Encoder().encode_lines(list(doubts))


def open_doubts(root: str) -> Iterator[Placed]:
    """Yield the doubts that still stand in their notes, by note, in the order of the file."""
    lines: dict[str, dict[str, int]] = {}
    for doubt in read_doubts(root):
        if doubt.note not in lines:
            lines[doubt.note] = _lines(os.path.join(root, doubt.note))
        line = lines[doubt.note].get(doubt.context)
        if line is not None:
            yield Placed(line, doubt)


def _lines(path: str) -> dict[str, int]:
    """Return the number of each line of a note; of equal ones the first."""
    try:
        text = read_bytes(path).decode(errors="replace")
    except OSError:
        return {}
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        found.setdefault(line, number)
    return found
