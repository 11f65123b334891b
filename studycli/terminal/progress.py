"""How far a session is, as a value: what is still to ask, what was asked, and how well it went.

Every step gives a new value, so that undo within a session is going back to an earlier one.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Self

from studycli.collection.values import Answered
from studycli.schedule.sm2 import PASS


class Progress(NamedTuple):
    """Where a session stands.

    Attributes:
        queue: Ids of the cards still to be asked; the first is on the screen.
        again: Those of them that were asked already and come back.
        seen: Ids of the cards that are dealt with: answered at least once, or set aside.
        answers: How many answers were graded, repeats included.
        first: How many of them were the first answer to their card.
        right: How many first answers were graded 3 or better.
        seconds: Time from prompt to grade, in all.
    """

    queue: tuple[str, ...]
    again: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    answers: int = 0
    first: int = 0
    right: int = 0
    seconds: float = 0.0

    @property
    def total(self) -> int:
        """How many cards the session has, each counted once."""
        return len(self.seen.union(self.queue))

    @property
    def position(self) -> int:
        """Place of the first card of the queue among them, from 1; a card that comes back has no new place."""
        return len(self.seen.union(self.queue[:1]))

    def left(self, new_cards: AbstractSet[str]) -> tuple[int, int, int]:
        """Return how many new cards, due cards and cards that come back are still in the queue.

        Args:
            new_cards: Those that were new when the session met them.
        """
        waiting = [card for card in self.queue if card not in self.again]
        new = sum(card in new_cards for card in waiting)
        return new, len(waiting) - new, len(self.queue) - len(waiting)

    def answered(self, answer: Answered, seconds: float) -> Self:
        """Return the progress after an answer to the first card of the queue."""
        first = answer.card not in self.seen
        rest = self.without([answer.card, *answer.buried])
        comes_back = answer.repeat and not answer.suspended
        return rest._replace(
            queue=rest.queue + ((answer.card,) if comes_back else ()),
            again=rest.again | {answer.card} if comes_back else rest.again,
            seen=rest.seen | {answer.card},
            answers=self.answers + 1,
            first=self.first + first,
            right=self.right + (first and answer.grade >= PASS),
            seconds=self.seconds + seconds,
        )

    def set_aside(self, card: str) -> Self:
        """Return the progress after a card was suspended or buried."""
        rest = self.without([card])
        return rest._replace(seen=rest.seen | {card})

    def without(self, cards: Iterable[str]) -> Self:
        """Return the progress without these cards: gone, or set aside with another."""
        gone = set(cards)
        queue = tuple(card for card in self.queue if card not in gone)
        return self._replace(queue=queue, again=self.again - gone)

    def with_first(self, card: str) -> Self:
        """Return the progress with a card moved or added to the front of the queue."""
        queue = (card, *(other for other in self.queue if other != card))
        return self._replace(queue=queue, seen=self.seen - {card}, again=self.again - {card})

    def renamed(self, old: str, new: str) -> Self:
        """Return the progress with a card's new id, after its note was edited."""
        names = {old: new}
        return self._replace(
            queue=tuple(names.get(card, card) for card in self.queue),
            again=frozenset(names.get(card, card) for card in self.again),
            seen=frozenset(names.get(card, card) for card in self.seen),
        )
