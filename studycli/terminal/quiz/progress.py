"""Where a round of a quiz stands, as a value: every step gives a new one, so that undo is going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from studycli.schedule.sm2 import PASS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studycli.quiz.model import Question


class Outcome(NamedTuple):
    """An answer that was saved.

    Attributes:
        question: What was asked.
        grade: SM-2's, 0 to 5.
        seconds: From the question to the answer.
        topics: What its card is about: its tags, or its note's title.
    """

    question: Question
    grade: int
    seconds: float
    topics: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it passes: graded 3 or better."""
        return self.grade >= PASS


class Round(NamedTuple):
    """Where a round stands.

    Attributes:
        place: How many of the drawn questions are dealt with: answered, or passed over.
        outcomes: The answers, in their order.
        aside: Ids of the cards that are not asked any more: suspended, buried or gone.
    """

    place: int = 0
    outcomes: tuple[Outcome, ...] = ()
    aside: frozenset[str] = frozenset()

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(outcome.right for outcome in self.outcomes)

    @property
    def missed(self) -> tuple[Question, ...]:
        """The questions whose answer was not right, in their order."""
        return tuple(outcome.question for outcome in self.outcomes if not outcome.right)

    @property
    def seconds(self) -> float:
        """The time that the answers took."""
        return sum(outcome.seconds for outcome in self.outcomes)

    def answered(self, outcome: Outcome, aside: Iterable[str] = ()) -> Self:
        """Return the round after an answer, with the cards that it set aside."""
        rest = self.without(aside)
        return rest._replace(place=self.place + 1, outcomes=(*self.outcomes, outcome))

    def with_questions(self, found: Mapping[str, Question]) -> Self:
        """Return the round with questions as their notes give them now, by their ids."""
        return self._replace(
            outcomes=tuple(
                each._replace(question=found.get(each.question.id, each.question)) for each in self.outcomes
            )
        )

    def passed(self) -> Self:
        """Return the round after a question that cannot be asked."""
        return self._replace(place=self.place + 1)

    def set_aside(self, card: str) -> Self:
        """Return the round after a card was suspended or buried."""
        return self.without([card])

    def without(self, cards: Iterable[str]) -> Self:
        """Return the round without these cards."""
        return self._replace(aside=self.aside.union(cards))

    def renamed(self, old: str, new: str) -> Self:
        """Return the round with a card's new id, after its note was edited."""
        return self._replace(aside=frozenset(new if card == old else card for card in self.aside))

    def with_first(self, card: str) -> Self:
        """Return the round in which a card may be asked again."""
        return self._replace(aside=self.aside - {card})
