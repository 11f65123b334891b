"""What is simulated, and what comes of it."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FIRST_PASS = 0.9  # share of new cards whose first answer is a pass, where nothing is known of it
ALL_GOOD = (0.0, 1.0, 0.0)


class Course(NamedTuple):
    """What is done on the days that are simulated.

    Attributes:
        today: Ordinal of the first day.
        days: How many days are simulated, today first.
        reviews_per_day: Most reviews a day; one number, or one for each day. The plan may take more or less of
            them (`plan.plan_limit`).
        new_per_day: New cards a day; one number, or one for each day. They are taken in the order of the cards.
        date: Ordinal of the interview, for which the plan brings cards forward; 0 for none.
        pass_new: Share of new cards whose first answer is a pass, 0 to 1.
        pass_grades: How the passes divide into hard, good and easy; they sum to 1.
        chance: Chance of a pass at a review: FSRS's, or the retention of each of `CLASSES`, 0 to 1.
        simulations: How many.
        seed: The same one gives the same result.
    """

    today: int
    days: int
    reviews_per_day: int | Sequence[int]
    new_per_day: int | Sequence[int]
    date: int = 0
    pass_new: float = FIRST_PASS
    pass_grades: tuple[float, float, float] = ALL_GOOD
    chance: Literal["fsrs"] | tuple[float, ...] = "fsrs"
    simulations: int = 200
    seed: int = 0


class Simulated(NamedTuple):
    """What the simulations came to.

    Attributes:
        reviews: Cards reviewed, days x simulations.
        answers: The same with new cards and with the repeats of the same day, days x simulations.
        new: New cards learnt, by day; chance does not touch them.
        shares: Share of the cards recalled on the day after the last, groups x simulations; each card is recalled
            or not by its chance. A card that is still new is not; a group without cards has 0.
    """

    reviews: Array
    answers: Array
    new: Array
    shares: Array


def each_day(number: int | Sequence[int], days: int) -> list[int]:
    """Return the number of each day."""
    return [number] * days if isinstance(number, int) else list(number)


def new_by_day(course: Course, cards: int) -> Array:
    """Return how many of the new cards are learnt on each day."""
    until = np.minimum(np.cumsum(np.maximum(each_day(course.new_per_day, course.days), 0)), cards)
    by_day: Array = np.diff(until, prepend=0)
    return by_day
