"""Decks of hashcards: their cards with the hashes that its database knows them by.

As hashcards (https://github.com/eudoxia0/hashcards, ``src/parser.rs`` and ``src/types/card.rs``) reads them: ``Q:``, ``A:``
and ``C:`` begin at the margin, ``---`` ends a card. A card's hash is BLAKE3 over

    Basic <question> <answer>                          both without blanks around them
    Cloze <text> <start> <end>                         for each deletion

in UTF-8, where the text has no brackets, and the offsets of a deletion's first and last byte in it are numbers of eight
bytes, the lowest first.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.split import front_span

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _CLOSE, _IMAGE, _ESCAPE = b"[]!\\"
_MARKS = ("Q:", "A:", "C:")
_RULE = "---"


class DeckCard(NamedTuple):
    """A card of a deck.

    Attributes:
        line: Of its mark, counted from 1.
        words: What a deletion hides, as it is written; '' of a question.
        hash: 64 hexadecimal digits.
    """

    line: int
    words: str
    hash: str


class _Part(NamedTuple):
    """A mark, its line from 1, and what stands behind it up to the next one, without blanks around it."""

    mark: str
    line: int
    text: str


def deck_cards(text: str) -> list[DeckCard]:
    r"""Return the cards of a deck in their order; what hashcards would refuse is passed over.

    Newer versions take ``\[`` for a bracket that is no deletion: such a cloze is returned as either reads it.

    Args:
        text: The whole file.
    """
    found: list[DeckCard] = []
    question: _Part | None = None
    for part in _parts(text):
        if part.mark == "A:" and question:
            found.append(
                DeckCard(
                    question.line, "", _hash(f"Basic{question.text}{part.text}".encode(errors="replace"))
                )
            )
        elif part.mark == "C:":
            cloze = part.text.encode(errors="replace")
            found += _clozes(cloze, part.line, escapes=True)
            if b"\\[" in cloze or b"\\]" in cloze:
                found += _clozes(cloze, part.line, escapes=False)
        question = part if part.mark == "Q:" else None
    return found


def front_lines(text: str) -> int:
    """Return how many lines a deck's frontmatter has, its marks included: hashcards has it in TOML."""
    span = front_span(text)
    if span:
        return text.count("\n", 0, span[2])
    lines = [line.strip() for line in text.split("\n")]
    return lines.index(_RULE, 1) + 1 if lines[0] == _RULE and _RULE in lines[1:] else 0


def _parts(text: str) -> Iterator[_Part]:
    skipped = front_lines(text)
    mark, first, kept = "", 0, list[str]()
    for number, raw in enumerate([*text.split("\n"), _RULE], 1):
        line = raw.removesuffix("\r")
        if number <= skipped:
            continue
        if line.startswith(_MARKS) or line.strip() == _RULE:
            yield _Part(mark, first, "\n".join(kept).strip())
            mark = line[:2] if line.startswith(_MARKS) else ""
            first, kept = number, [line[2:].strip()]
        else:
            kept.append(line)


def _clozes(text: bytes, line: int, *, escapes: bool) -> Iterator[DeckCard]:
    clean = bytearray()
    places: list[tuple[int, int, bytes]] = []  # first byte and the one behind the last in `clean`; as written
    start = inner = -1
    image = escaped = False
    for at, byte in enumerate(text):
        following = text[at + 1 : at + 2]
        if byte in (_OPEN, _CLOSE) and (image or escaped):
            clean.append(byte)
            image = image and byte == _OPEN
            escaped = False
        elif byte == _OPEN:
            start, inner = len(clean), at + 1
        elif byte == _CLOSE:
            if -1 < start < len(clean):
                places.append((start, len(clean), text[inner:at]))
            start = -1
        elif byte == _ESCAPE and escapes and following in (b"[", b"]"):
            escaped = True
        else:
            image = image or (byte == _IMAGE and following == b"[")
            clean.append(byte)
    for first, behind, words in places:
        data = b"Cloze" + clean + struct.pack("<QQ", first, behind - 1)
        yield DeckCard(line, words.decode(), _hash(data))


def _hash(data: bytes) -> str:
    from blake3 import blake3  # compiled; only decks with a database need it

    return blake3(data).hexdigest()
