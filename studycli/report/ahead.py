"""The load ahead: the reviews, new cards and minutes that the coming days are expected to bring."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from studycli.report.model import CLASSES, DayAhead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.report.model import Card

RETENTION = 0.9  # at intervals of which nothing was seen yet: what SM-2 aims at
ALL_GOOD = (0.0, 1.0, 0.0)

_MOST, _ENOUGH = (
    20,
    100_000,
)  # simulations at most; cards in all of them, after which more of them say little more
_MINUTE = 60  # seconds


def ahead(
    cards: Sequence[Card],
    today: int,
    days: int,
    reviews_per_day: int | Sequence[int],
    new_per_day: int | Sequence[int],
    retention_by_class: Sequence[float | None] = (RETENTION,) * len(CLASSES),
    pass_grades: tuple[float, float, float] = ALL_GOOD,
    seconds_per_answer: float = 0.0,
    seed: int = 0,
) -> tuple[DayAhead, ...]:
    """Return what today and so many days after it bring: the mean of a few simulations of SM-2.

    Reviews are passed with the retention seen at intervals of their class, so this needs no model of memory.

    Args:
        cards: All cards; suspended ones are not asked.
        today: Ordinal of the study day; the first entry.
        days: How many follow it.
        reviews_per_day: Limit of each day; one number, or one for each of today and the days after it (today's
            is what is left of it).
        new_per_day: The same of new cards.
        retention_by_class: Share passed, 0 to 1, of each of `CLASSES`; None where nothing was seen.
        pass_grades: How the passes divide into hard, good and easy; they sum to 1.
        seconds_per_answer: Mean time that an answer takes.
        seed: The same one gives the same result.
    """
    from studycli.report.simulation import Course, means, simulate

    chance = tuple(RETENTION if seen is None else seen for seen in retention_by_class)
    simulations = max(min(_ENOUGH // max(len(cards), 1), _MOST), 1)
    course = Course(
        today,
        days + 1,
        reviews_per_day,
        new_per_day,
        pass_grades=pass_grades,
        chance=chance,
        simulations=simulations,
        seed=seed,
    )
    found = simulate(cards, course)
    rows = zip(means(found.reviews), found.new.tolist(), means(found.answers), strict=True)
    return tuple(
        DayAhead(
            date.fromordinal(today + number), reviews, float(new), answers * seconds_per_answer / _MINUTE
        )
        for number, (reviews, new, answers) in enumerate(rows)
    )
