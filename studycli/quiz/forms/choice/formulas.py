"""Which formula is it: the note's own, beside such with one planted mistake that is really wrong by value."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from studycli.losses.names import mentions
from studycli.notes.patterns import lazy
from studycli.quiz import wording
from studycli.quiz.distractors import MOST
from studycli.quiz.forms import formula
from studycli.quiz.forms.choice.picks import Pick
from studycli.quiz.model import Expression
from studycli.quiz.mutants import mutants, right_side
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.model import Offer
    from studycli.quiz.source import Source

_DEFINING = lazy(r"公式|定义|形式|formula|definition|form\b", re.IGNORECASE)
_FORM = lazy(r"形式$|\bform$", re.IGNORECASE)
_COUNTS = ("TP", "FP", "TN", "FN")
"""What a mistake in a rate may bring in."""
_LONGEST = 160  # signs of LaTeX that are still compared at a glance
_ENDING = lazy(r"(?:\s*(?:的?(?:公式|数学形式|定义)|计算|formula))+$", re.IGNORECASE)


def asked(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Yield the offers to write a formula, which a choice can be made of."""
    yield from formula.offers(source, card, seed)


def pick(source: Source, card: Card, offer: Offer) -> Pick | None:
    """Return the choice among a formula and mistakes in it; None where it cannot be written, or too few are wrong."""
    question = offer.make()
    if question is None or not isinstance(question.key, Expression):
        return None
    right = right_side(question.key.reference)
    if not right or len(right) > _LONGEST:
        return None
    options = tuple(f"${each}$" for each in islice(wrong(right, question.key), MOST))
    language = source.language(card)
    symbols = question.shown.partition("\n\n")[2] if question.key.loss else ""
    subject = subject_of(source, card, question.key.loss)
    name = "form" if _FORM.search(subject) else "formula"
    first = wording.tidy(say(language, "choice", name, subject=wording.padded(subject, language)))
    return Pick(
        f"{first}\n\n{symbols}" if symbols else first, f"${right}$", options, question.answer_lines, "formula"
    )


def subject_of(source: Source, card: Card, loss: str) -> str:
    """Return what a formula is of: the loss that a part's prompt names, or the heading."""
    words = wording.short(wording.stem(source, card))
    words = _ENDING.sub("", words) or words
    if card.kind != "part" or _DEFINING.search(words):
        return words
    named = (each for each in mentions(card.prompt) if each.key == loss)
    return next((card.prompt[each.start : each.end] for each in named), words)


def wrong(right: str, key: Expression) -> Iterator[str]:
    """Yield mistakes in a formula that change its value."""
    from studycli.errors import FormulaError
    from studycli.losses.formula.comparison import is_wrong
    from studycli.losses.formula.variables import Declared

    declared = tuple(Declared(name, tuple(axes.split()), domain) for name, axes, domain in key.variables)
    known = {each.name for each in declared}
    declared += tuple(Declared(name, (), "positive") for name in _COUNTS if name not in known)
    for each in mutants(right):
        try:
            if is_wrong(each, key.reference, declared):
                yield each
        except FormulaError:
            continue
