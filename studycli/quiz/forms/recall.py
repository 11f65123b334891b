"""Recall: the card as it is, where its prompt names its subject and its answer can be read by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.quiz import fitness
from studycli.quiz.making import answer_span, question_id
from studycli.quiz.model import Checklist, Offer, Question
from studycli.quiz.points import key_points
from studycli.quiz.templates import say
from studycli.quiz.wording import asks_something, context, ended, is_compound, is_vague, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source

_MARKED = ("basic", "reversed", "cloze")


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer the card, where it has an answer and is fit to ask."""
    if card.answer_lines and _is_fit(source, card):
        yield Offer("recall", lambda: _question(source, card))


def _is_fit(source: Source, card: Card) -> bool:
    """Tell whether a card is fit; what a person has marked as a card only has to say something."""
    answer = source.answer(card)
    if card.kind in _MARKED:
        return not fitness.is_placeless(card.prompt) and fitness.says_something(answer)
    if not fitness.stands_alone(answer) or not asks_something(card) or fitness.is_message(card.prompt):
        return False
    if card.kind == "question":
        return asking.asks_plainly(card.prompt) or not fitness.is_thin(card.prompt)
    if fitness.is_only_code(answer) or fitness.is_handling(answer) or fitness.is_manual(source):
        return False
    if fitness.is_meagre(answer) or fitness.asks_on(answer):
        return False
    return not fitness.is_thin(card.prompt) and (card.kind == "part" or _names_something(source, card))


def _names_something(source: Source, card: Card) -> bool:
    """Tell whether a heading names its subject, alone or by what it belongs to."""
    if fitness.is_index(source.title):
        return False
    lacking = is_vague(card.prompt) and is_compound(card.prompt) and not context(source, card)
    return not lacking


def _asked(shown: str, card: Card, language: str) -> str:
    """Return a heading as a question: with its mark, or with the demand to explain it."""
    if asking.asks_plainly(card.prompt):
        return ended(shown, language)
    return shown if card.kind == "question" else say(language, "recall", "explain", subject=shown)


def _question(source: Source, card: Card) -> Question:
    language = source.language(card)
    shown = stem(source, card)
    if card.kind not in _MARKED and not asking.has_question_mark(shown):
        shown = _asked(shown, card, language)
    return Question(
        id=question_id(card, "recall"),
        card=card.id,
        note=source.path,
        line=card.line,
        form="recall",
        language=language,
        shown=shown,
        answer=source.answer(card).text,
        answer_lines=answer_span(card),
        key=Checklist(key_points(source.answer(card))),
    )
