"""Contrast: why one and not the other, how two differ, which one when.

A contrast is found once in a note and belongs to one card, the one that it schedules: the card of the heading that
compares, or that of its first side.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studycli.quiz import fitness
from studycli.quiz.forms.contrast import compose, headings, items, sections, sentences
from studycli.quiz.making import answer_span, question_id
from studycli.quiz.model import Checklist, Offer, Question
from studycli.quiz.points import key_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.forms.contrast.found import Contrast
    from studycli.quiz.source import Source


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer the contrasts that a card schedules."""
    for found in source.once("contrasts", _by_card).get(card.id, ()):
        yield Offer("contrast", partial(_question, source, found))


def _by_card(source: Source) -> dict[str, list[Contrast]]:
    """Return the contrasts of a note by the card that each belongs to, what is contrasted twice only once."""
    taken: list[frozenset[str]] = []
    kept: dict[str, list[Contrast]] = {}
    for find in (headings.find, sections.find, items.find, sentences.find):
        for contrast in find(source):
            if not any(contrast.names <= names for names in taken):
                taken.append(contrast.names)
                kept.setdefault(contrast.card.id, []).append(contrast)
    return kept


def _question(source: Source, found: Contrast) -> Question:
    card, (shown, sides) = found.card, found.ask()
    answer = fitness.up_to_next_question(source.answer(card))
    return Question(
        id=question_id(card, "contrast", "›".join(sorted(found.names))),
        card=card.id,
        note=source.path,
        line=found.line,
        form="contrast",
        language=source.language(card),
        shown=shown,
        answer=compose.answer(sides) if sides else answer.text,
        answer_lines=compose.lines(sides) if sides else answer_span(card, answer),
        key=Checklist(compose.points(sides) if sides else key_points(answer)),
        evidence=found.evidence,
    )
