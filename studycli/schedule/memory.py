"""The memory of a card by FSRS-6: the chance of recalling it on any day.

SM-2 sets the dates; this model only foretells. It is FSRS-6 with its published default parameters, by the package
``fsrs`` (https://github.com/open-spaced-repetition/py-fsrs). A card has a stability S (days after which recall
has fallen to 0.9) and a difficulty D (1 to 10); after t days its recall is

    R(t, S) = (1 + FACTOR * t / S) ** -DECAY,    FACTOR = 0.9 ** (-1 / DECAY) - 1

which is computed here, since a report does so for each card, and most reports need not load the package at all.
What an answer does to S and D is left to the package.
"""

from __future__ import annotations

from functools import cache
from math import exp, expm1
from typing import TYPE_CHECKING, NamedTuple

from studycli.schedule.mastery import HORIZON, RECALL_AT_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from typing import Self

    from fsrs import Card, Rating, Scheduler

DECAY = 0.1542  # w20
FACTOR = RECALL_AT_INTERVAL ** (-1 / DECAY) - 1  # so that recall is 0.9 after S days
LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY = 1.0, 10.0
LOWEST_EASE, HIGHEST_EASE = (
    1.3,
    5.0,
)  # SM-2's lower bound; no scheduler grows an interval by more than five times

W8, W9, W10 = 1.8722, 0.1666, 0.796  # growth of S by a pass: exp(w8) * S ** -w9 * (exp(w10 * (1 - R)) - 1)
_RATINGS = (1, 1, 1, 2, 3, 4)  # FSRS's rating of each grade: again, hard, good, easy
_LAST_DAY = 3_652_058  # ordinal of 9999-12-30: the package adds a day, and the calendar has one more


class Memory(NamedTuple):
    """What FSRS knows of a card that was answered.

    Attributes:
        stability: S in days, above 0: recall is 0.9 after so long.
        difficulty: D, 1 to 10.
        day: ordinal of the day of the last answer.
    """

    stability: float
    difficulty: float
    day: int


def recall(stability: float, days: float) -> float:
    """Return the chance (above 0, at most 1) of recall so many days after the last answer.

    It is R(t, S) of the module; a clock set back, with days below 0, counts as the same day.

    Args:
        stability: S in days, above 0.
        days: t.
    """
    return (1 + FACTOR * days / stability) ** -DECAY if days > 0 else 1.0


def mastery(stability: float) -> float:
    """Return recall (0 to 1) 30 days after the last answer: the same measure as SM-2's `mastery.mastery`."""
    return recall(stability, HORIZON)


def from_schedule(interval: int, ease: float, day: int) -> Memory:
    """Return the memory of a card of which only SM-2's schedule is known, because its answers are in no log.

    S is the interval, after which both models expect a recall of 0.9. D is the one with which a pass at that time
    lengthens S by the factor EF: FSRS's growth is 1 + exp(w8) * (11 - D) * S ** -w9 * (exp(w10 * (1 - R)) - 1),
    solved for D at R = 0.9, as ``memory_state_from_sm2`` of fsrs-rs does.

    Args:
        interval: SM-2's, in days; below 1 counts as 1.
        ease: SM-2's factor EF.
        day: ordinal of the day of the last answer.
    """
    stability = float(max(interval, 1))
    growth = exp(W8) * stability**-W9 * expm1(W10 * (1 - RECALL_AT_INTERVAL))
    difficulty = 11 - (ease - 1) / growth
    return Memory(stability, min(max(difficulty, LOWEST_DIFFICULTY), HIGHEST_DIFFICULTY), day)


def ease_from_memory(stability: float, difficulty: float, interval: int) -> float:
    """Return the factor EF of a card of which only FSRS's memory is known: the inverse of `from_schedule`.

    It is the factor by which a pass on the due date lengthens S, and so the interval: FSRS's growth of S,
    1 + exp(w8) * (11 - D) * S ** -w9 * (exp(w10 * (1 - R)) - 1), at R = R(`interval`, S). Where the interval is S
    (FSRS asks at a recall of 0.9), `from_schedule` gives D back.

    Args:
        stability: S in days, above 0.
        difficulty: D, 1 to 10.
        interval: days from the last answer to the due date; below 1 counts as 1.

    Returns:
        EF with four decimals, 1.3 to 5.0.
    """
    recalled = recall(stability, max(interval, 1))
    growth = exp(W8) * stability**-W9 * expm1(W10 * (1 - recalled))
    ease = 1 + growth * (11 - difficulty)
    return round(float(min(max(ease, LOWEST_EASE), HIGHEST_EASE)), 4)


def follow(
    start: Memory | None, answers: Iterable[tuple[int, int]]
) -> tuple[list[float | None], Memory | None]:
    """Follow a card through its answers.

    Args:
        start: its memory before them; None for a card that was never answered.
        answers: ordinal of the day and grade, 0 to 5, of each, in order. An answer on a day before that of the
            answer before it (a clock set back, a journey west) counts as one on the same day.

    Returns:
        The recall foretold right before each answer, None where there was no memory yet; and the memory after all.
    """
    package = _package()
    card, last = package.card(start), start.day if start else 0
    foretold: list[float | None] = []
    for day, grade in answers:
        stability = card.stability
        foretold.append(None if stability is None else recall(stability, day - last))
        last = day if stability is None or day > last else last
        card, _ = package.scheduler.review_card(card, package.ratings[grade], _midnight(last))
    if card.stability is None or card.difficulty is None:
        return foretold, None
    return foretold, Memory(card.stability, card.difficulty, last)


class _Package(NamedTuple):
    """What is taken from the package: FSRS, its rating of each grade, and its card with a memory."""

    scheduler: Scheduler
    ratings: list[Rating]
    card: Callable[[Memory | None], Card]


@cache
def _package() -> _Package:
    """Return FSRS with its default parameters.

    A day's steps and fuzz are SM-2's business; so is the date, and the shortest interval keeps it in the calendar.
    """
    from fsrs import Card, Rating, Scheduler, State

    class Followed(Card):
        """A card that only `follow` holds: it need not be copied at each answer, which takes a third of the time."""

        def __copy__(self) -> Self:
            return self

    def card(memory: Memory | None) -> Card:
        if memory is None:
            return Followed(card_id=0)  # without an id it waits for a clock to make one
        stability, difficulty, day = memory
        return Followed(0, State.Review, None, stability, difficulty, _midnight(day), _midnight(day))

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=1, enable_fuzzing=False)
    return _Package(scheduler, [Rating(rating) for rating in _RATINGS], card)


@cache
def _midnight(day: int) -> datetime:
    """Return a day as the package wants it: a moment of UTC."""
    from datetime import UTC, datetime

    return datetime.fromordinal(min(max(day, 1), _LAST_DAY)).replace(tzinfo=UTC)
