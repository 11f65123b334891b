"""Cards of the index as the rows that a collection hands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.collection.values import LEECH_TAG, CardRow
from studycli.errors import CardError
from studycli.schedule.sm2 import is_leech
from studycli.store.queries import cards_beginning, flags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycli.collection.desk import Desk
    from studycli.store.queries import IndexedCard

SHORTEST_REF = 4
"""Digits of an id that are enough to name a card, where they are unique."""


def rows(desk: Desk, found: Iterable[IndexedCard]) -> list[CardRow]:
    """Return index cards as rows."""
    remarks = flags(desk.index)
    return [_row(desk, card, remarks.get(card.id)) for card in found]


def _row(desk: Desk, card: IndexedCard, remark: str | None) -> CardRow:
    leech = card.state is not None and is_leech(card.state, desk.settings.leech_lapses)
    tag = (LEECH_TAG,) if leech and LEECH_TAG not in card.tags else ()
    buried = card.buried if card.buried and card.buried > desk.today else None
    return CardRow(
        id=card.id,
        note=card.note,
        title=card.title,
        line=card.line,
        answer_lines=card.answer_lines,
        start=card.start,
        end=card.end,
        kind=card.kind,
        prompt=card.prompt,
        heading_path=card.heading_path,
        tags=(*card.tags, *tag),
        anchor=card.anchor,
        state=card.state,
        suspended=card.suspended,
        buried=buried,
        empty=card.empty,
        flag="" if remark is None else remark or "-",
    )


def find(desk: Desk, ref: str) -> CardRow:
    """Return the card with an id, or with an id that alone begins so.

    Raises:
        CardError: No card or several fit.
    """
    wanted = ref.strip()
    found = cards_beginning(desk.index, wanted) if len(wanted) >= SHORTEST_REF else []
    found = [card for card in found if card.id == wanted] or found
    if not found:
        need = f"; an id has at least {SHORTEST_REF} of its digits" if len(wanted) < SHORTEST_REF else ""
        raise CardError(f"There is no card '{ref}'{need}. `study cards` lists all.")
    if len(found) > 1:
        several = ", ".join(f"{card.id} ({card.prompt})" for card in found[:3])
        raise CardError(f"'{ref}' fits several cards: {several}. Give more digits.")
    return rows(desk, found)[0]
