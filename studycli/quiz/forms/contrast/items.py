"""Contrasts inside one answer: a list of two items whose labels are opposites."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import bare, plain
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.forms.contrast.found import Asked, Contrast, Piece, Side, fill, names_of
from studycli.quiz.opposites import are_opposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Item, ItemList
    from studycli.quiz.source import Source

_LABELS = lazy(
    r"^[> \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+((?:\*\*|__)?[^\s：:$`][^：:$`\n]{0,40}?)(?:[：:]|\*\*|__)",
    re.MULTILINE,
)


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's lists of two, in order, a list at most once."""
    for card in source.cards:
        if not card.answer_lines or card.kind in ("basic", "reversed", "cloze"):
            continue
        answer = source.answer(card)
        if _may_contrast(answer.text) and fitness.stands_alone(answer):
            for each in answer.lists:
                if _contrasts(each, card.prompt):
                    names = names_of(item.label for item in each.items)
                    yield Contrast(card, each.first, names, partial(_ask, source, card, each))


def _may_contrast(text: str) -> bool:
    """Tell whether the labels of two items that follow each other are opposites; a look before a list is read."""
    labels = _LABELS.findall(text)
    return any(are_opposed(one, other) for one, other in pairwise(map(bare, labels)))


def _contrasts(found: ItemList, prompt: str) -> bool:
    """Tell whether a list has two items, each with its label and text, the labels are opposites, and no question of its own."""
    if len(found.items) != 2:  # noqa: PLR2004 - a contrast has two sides
        return False
    one, other = found.items
    if asking.asks_plainly(prompt) and not prompt.startswith(("什么是", "What is")):
        return False
    return bool(one.body and other.body) and are_opposed(one.label, other.label)


def _ask(source: Source, card: Card, found: ItemList) -> Asked:
    language = source.language(card)
    names = [item.label for item in found.items]
    both = wording.joined(names, language)
    above = source.heading(card)
    if above not in both and any(map(wording.is_vague, names)):
        both = fill(language, "within", both=both, context=above)
    sides = tuple(Side(item.label, (_piece(source, card, item),)) for item in found.items)
    return Asked(fill(language, "differ", both=both), sides)


def _piece(source: Source, card: Card, item: Item) -> Piece:
    below = source.answer(card).slice(item.first + 1, item.last) if item.nested else ""
    text = f"{item.body}\n\n{below}" if below else item.body
    points = (plain(item.body), *(plain(each.text) for each in item.nested))
    return Piece("", text, (item.first, item.last), points, points[:1])
