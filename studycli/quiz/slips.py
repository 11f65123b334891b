"""Formulas of a note, one of which is written with a mistake: which of them is it?"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.inline import identity
from studycli.quiz.making import chance, question_id
from studycli.quiz.model import Expression, Line, Offer, Question
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source

_OTHERS = 3
"""How many right formulas stand beside the wrong one, at most; two at least."""


class _Named(NamedTuple):
    """A formula that can be told from wrong ones by its value, and what it is of."""

    subject: str
    right: str
    key: Expression
    lines: tuple[tuple[int, int], ...]


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Offer a card's formula with a mistake in it, among others of the note."""
    cards = source.once("formulas", _with_formula)
    if card in cards and len(cards) >= _OTHERS:
        yield Offer("bug", partial(_question, source, card, cards, seed))


def _with_formula(source: Source) -> list[Card]:
    """Return the cards that can be asked for a formula."""
    from studycli.quiz.forms import formula

    return [card for card in source.cards if any(formula.offers(source, card, 0))]


def _question(source: Source, card: Card, cards: list[Card], seed: int) -> Question | None:
    """Plant a mistake that changes the value; None where none does, or there are too few formulas beside it."""
    from studycli.quiz.forms.choice.formulas import wrong

    language = source.language(card)
    own = _named(source, card)
    slip = next(wrong(own.right, own.key), "") if own else ""
    if own is None or not slip:
        return None
    random = chance(card, "bug", seed, own.right)
    others = random.sample([each for each in cards if each != card], len(cards) - 1)
    beside = list(islice(_unlike(source, own, others), _OTHERS))
    if len(beside) < _OTHERS - 1:
        return None
    at = random.randint(1, len(beside) + 1)
    listed = [(each.subject, each.right) for each in beside]
    listed.insert(at - 1, (own.subject, slip))
    rows = [
        say(language, "bug", "formula", number=number, subject=subject, formula=latex)
        for number, (subject, latex) in enumerate(listed, 1)
    ]
    return Question(
        id=question_id(card, "bug", f"formula {own.right}"),
        card=card.id,
        note=source.path,
        line=own.lines[0][0],
        form="bug",
        language=language,
        shown="\n".join([say(language, "bug", "formulas"), "", *rows]),
        answer=say(language, "bug", "right", number=at, formula=own.right),
        answer_lines=own.lines,
        key=Line(at, f"${own.right}$"),
    )


def _named(source: Source, card: Card) -> _Named | None:
    """Return a card's formula, made once for all questions that it stands in; None where it cannot be written."""
    return source.once(f"formula of {card.id}", lambda note: _made(note, card))


def _made(source: Source, card: Card) -> _Named | None:
    from studycli.quiz.forms import formula
    from studycli.quiz.forms.choice.formulas import subject_of
    from studycli.quiz.mutants import right_side

    question = next((offer.make() for offer in formula.offers(source, card, 0)), None)
    if question is None or not isinstance(question.key, Expression):
        return None
    right = right_side(question.key.reference)
    if not right:
        return None
    return _Named(subject_of(source, card, question.key.loss), right, question.key, question.answer_lines)


def _unlike(source: Source, own: _Named, cards: list[Card]) -> Iterator[_Named]:
    """Yield formulas of other subjects and losses than one's own, each once."""
    seen, losses = {identity(own.subject)}, {own.key.loss}
    for card in cards:
        found = _named(source, card)
        if (
            found
            and identity(found.subject) not in seen
            and (not found.key.loss or found.key.loss not in losses)
        ):
            seen.add(identity(found.subject))
            losses.add(found.key.loss)
            yield found
