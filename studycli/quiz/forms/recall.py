"""Recall: the card as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.quiz.making import answer_span, question_id
from studycli.quiz.model import Checklist, Offer, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer the card, where it has an answer."""
    if card.answer_lines:
        yield Offer("recall", lambda: _question(source, card))


def _question(source: Source, card: Card) -> Question:
    return Question(
        id=question_id(card, "recall"),
        card=card.id,
        note=source.path,
        line=card.line,
        form="recall",
        language=source.language(card),
        shown=card.prompt,
        answer=source.answer(card).text,
        answer_lines=answer_span(card),
        key=Checklist(()),
    )
