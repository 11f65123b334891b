"""The answers of many cards: each note is read once."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING, cast

from studycli.notes.cards import answer_text
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.collection.values import CardRow
    from studycli.notes.model import Card


def with_answers(
    root: str | os.PathLike[str], rows: Iterable[CardRow]
) -> Iterator[tuple[CardRow, str | None]]:
    """Give each card with its answer as Markdown; None for a question without one.

    Args:
        root: The vault.
        rows: Cards, those of a note together.
    """
    for note, cards in groupby(rows, key=lambda row: row.note):
        text = _text(os.path.join(root, note))
        for card in cards:
            # a row has the span that a card has, and no more is looked at
            yield card, answer_text(text, cast("Card", card)) if card.answer_lines else None


def _text(path: str) -> str:
    """Return a note's text; '' for one that vanished just now."""
    try:
        return read_bytes(path).decode(errors="replace")
    except OSError:
        return ""
