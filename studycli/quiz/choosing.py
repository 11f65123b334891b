"""Which question comes next: the forms varied, one question a card as long as there are cards."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from studycli.quiz.model import Offer, Question

    Offers = Callable[[str, str], Sequence[Offer]]
    """From a card's id and a form to what can be asked of it in that form."""

QUICK_TO_MAKE = ("recall", "list")
"""Forms that read nothing but the card: a quiz begins with one of them, so that nobody waits for it."""
TRIES = 4
"""How many offers of one form are made before another form is tried: most vetoes fall on all of a card's offers."""


def choose(cards: Iterable[str], offers: Offers, forms: Sequence[str], seed: int) -> Iterator[Question]:
    """Return the questions of a quiz, each made when it is asked for.

    Of a card the form is taken that was asked least so far; chance, which belongs to seed and card, decides among
    equals. Once every card gave a question they are gone through again for others. Two questions of one card
    never follow each other, and no question comes twice.

    Args:
        cards: Ids in the order in which they are to be asked; read as far as needed.
        offers: What can be asked of a card in a form.
        forms: Those that are wanted.
        seed: Decides among equals.
    """
    return _Chooser(offers, forms, seed).run(cards)


class _Chooser:
    def __init__(self, offers: Offers, forms: Sequence[str], seed: int) -> None:
        self._offers, self._forms, self._seed = offers, forms, seed
        self._used: Counter[str] = Counter()
        self._asked: set[str] = set()

    def run(self, cards: Iterable[str]) -> Iterator[Question]:
        """Yield one question a card, then go through those that gave one again."""
        waiting = cards
        last = ""
        while True:
            gave: list[str] = []
            for card in waiting:
                question = self._one(card) if card != last else None
                if question:
                    last = card
                    yield question
                if question or card == last:
                    gave.append(card)
            if set(gave) <= {last}:
                return
            waiting = gave

    def _one(self, card: str) -> Question | None:
        """Return a question of a card that was not asked yet; None where it has none."""
        for form in self._in_turn(card):
            for offer in self._mixed(card, form)[:TRIES]:
                question = offer.make()
                if question and question.id not in self._asked:
                    self._asked.add(question.id)
                    self._used[form] += 1
                    return question
        return None

    def _in_turn(self, card: str) -> list[str]:
        """Return the forms, the least used first."""
        first = not self._asked
        return sorted(
            self._forms,
            key=lambda form: (
                first and form not in QUICK_TO_MAKE,
                self._used[form],
                self._chance(card, form),
            ),
        )

    def _mixed(self, card: str, form: str) -> list[Offer]:
        """Return a card's offers of a form in the order of chance."""
        found = list(self._offers(card, form))
        return [
            offer
            for _, offer in sorted(enumerate(found), key=lambda pair: self._chance(card, f"{form}/{pair[0]}"))
        ]

    def _chance(self, card: str, what: str) -> int:
        return crc32(f"{self._seed}/{card}/{what}".encode("utf-8", "surrogatepass"))
