"""Contrasts inside one answer: a list of two items whose labels are opposites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import plain
from studycli.quiz import fitness, wording
from studycli.quiz.forms.contrast.found import Contrast, Piece, Side, fill, names_of
from studycli.quiz.opposites import are_opposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Item, ItemList
    from studycli.quiz.source import Source


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's lists of two, in order, a list at most once."""
    for card in source.cards:
        if card.answer_lines and card.kind not in ("basic", "reversed", "cloze"):
            for each in source.answer(card).lists:
                if _contrasts(each, card.prompt) and fitness.stands_alone(source.answer(card)):
                    yield _contrast(source, card, each)


def _contrasts(found: ItemList, prompt: str) -> bool:
    """Tell whether a list has two items, each with its label and text, the labels are opposites, and no question of its own."""
    if len(found.items) != 2:  # noqa: PLR2004 - a contrast has two sides
        return False
    one, other = found.items
    if asking.asks_plainly(prompt) and not prompt.startswith(("什么是", "What is")):
        return False
    return bool(one.body and other.body) and are_opposed(one.label, other.label)


def _contrast(source: Source, card: Card, found: ItemList) -> Contrast:
    language = source.language(card)
    names = [item.label for item in found.items]
    both = wording.joined(names, language)
    above = source.heading(card)
    if above not in both and any(map(wording.is_vague, names)):
        both = fill(language, "within", both=both, context=above)
    sides = tuple(Side(item.label, (_piece(source, card, item),)) for item in found.items)
    return Contrast(card, found.first, names_of(names), fill(language, "differ", both=both), sides)


def _piece(source: Source, card: Card, item: Item) -> Piece:
    below = source.answer(card).slice(item.first + 1, item.last) if item.nested else ""
    text = f"{item.body}\n\n{below}" if below else item.body
    points = (plain(item.body), *(plain(each.text) for each in item.nested))
    return Piece("", text, (item.first, item.last), points, points[:1])
