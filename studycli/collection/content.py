"""A card's text, read from its note when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.collection.rewrite import read, why
from studycli.collection.rows import rows
from studycli.collection.values import Content
from studycli.errors import NoteError
from studycli.notes.blocks import Document
from studycli.notes.cards import answer_text
from studycli.notes.cards.sections import Outline
from studycli.notes.model import Card
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from studycli.collection.desk import Desk
    from studycli.store.queries import IndexedCard


def content(desk: Desk, card: IndexedCard) -> Content:
    """Return a card's text; the index knows its note as it is on disk.

    Raises:
        NoteError: The note vanished or cannot be read.
    """
    try:
        text = read(desk, card.note).text
    except (OSError, UnicodeDecodeError) as error:
        raise NoteError(f"{card.note} cannot be read: {why(error)}.") from None
    row = rows(desk, [card])[0]
    return Content(row, card.prompt, answer_text(text, as_parsed(card)), section(text, card.line))


def as_parsed(card: IndexedCard) -> Card:
    """Return the card as the parser gave it."""
    return Card(
        card.id,
        card.kind,
        card.line,
        card.answer_lines,
        card.start,
        card.end,
        card.heading_path,
        card.prompt,
        card.tags,
        card.anchor,
    )


def section(text: str, line: int) -> str:
    """Return the section that a line (from 1) stands in, its heading and sub-sections included."""
    front = front_span(text)
    body = front[2] if front else 0
    document = Document(text, body)
    outline = Outline(document)
    place = max(number for number, each in enumerate(outline.sections) if each.line < line)
    found = outline.sections[place]
    first = found.line if found.level else text.count("\n", 0, body)
    return "\n".join(document.lines[first : outline.line_of(found.end)]).strip("\r\n") + "\n"
