"""The forms of questions, a module each: ``offers(source, card, seed)`` tells what can be asked of a card.

An offer is cheap; what costs (numbers, NumPy, a proof by the kernel) is done when it is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from studycli.quiz.model import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.notes.model import Card
    from studycli.quiz.model import Offer
    from studycli.quiz.source import Source


def offers(source: Source, card: Card, seed: int = 0, forms: Iterable[str] = FORMS) -> Iterator[Offer]:
    """Return what can be asked of a card, form by form in the order of `FORMS`, nothing of it made yet.

    Args:
        source: The card's note.
        card: One of its cards, with an answer.
        seed: Decides numbers, gaps, distractors and their order; the same seed gives the same questions.
        forms: The forms that are wanted.
    """
    wanted = set(forms)
    for form in FORMS:
        if form in wanted:
            module = import_module(f"studycli.quiz.forms.{form.replace('-', '_')}")
            yield from module.offers(source, card, seed)
