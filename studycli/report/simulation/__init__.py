"""Study days played many times over: what a course of study asks of a person, and what it leaves in memory.

In every simulation and on every study day the cards due are asked, the most overdue for their interval first and
no more than the day's limit, and the day's new cards. Memory follows FSRS-6 with its published default parameters
(`schedule.memory` has its recall; the step below is that of ``fsrs``'s scheduler), and SM-2 sets the dates
(`schedule.sm2`); both are the same formulas as there, over arrays. An answer is a pass with the chance that FSRS
foretells for that day, or, for the forecast of load, with the retention seen at such intervals. An answer below
good is repeated on the same day until it is good, which FSRS counts and SM-2 does not.

With a date the course is the plan of `schedule.plan`: cards that would pass the date are brought forward, and
the last day is light.

Arrays hold a block of simulations, card by card: what happens to a card is much the same in all of them, so the
elements that a day touches lie together. Only the cards asked on a day are computed. No array has more than `BLOCK`
elements, or the cards of `TOGETHER` simulations where those are more.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from studycli.report.model import Card, Range
from studycli.report.simulation.course import Array, Course, Simulated, new_by_day
from studycli.report.simulation.days import Block, Start

__all__ = ["Course", "Simulated", "means", "ranges", "simulate"]

BLOCK = 300_000  # elements of an array: about a megabyte, which the processor's cache holds
TOGETHER = 16  # simulations that an array has at least: what lies together is fetched together


def simulate(cards: Sequence[Card], course: Course, groups: Sequence[Sequence[int]] = ()) -> Simulated:
    """Play a course; see the module.

    Args:
        cards: All cards; suspended ones are never asked.
        course: What is done.
        groups: Indexes of cards whose share recalled is wanted.
    """
    start = Start(cards)
    rng = np.random.default_rng(course.seed)
    members = [np.asarray(group, np.int64) for group in groups]
    blocks = [
        Block(start, course, size, rng, bool(groups)).play(members)
        for size in _sizes(course.simulations, len(cards))
    ]
    reviews, answers, shares = (np.concatenate(parts, axis=1) for parts in zip(*blocks, strict=True))
    return Simulated(reviews, answers, new_by_day(course, len(start.new)), shares)


def ranges(rows: Array) -> tuple[Range, ...]:
    """Return the mean and the 5th and 95th of a hundred of each row."""
    lows, highs = np.percentile(rows, [5, 95], axis=1)
    return tuple(map(Range, rows.mean(axis=1).tolist(), lows.tolist(), highs.tolist()))


def means(rows: Array) -> list[float]:
    """Return the mean of each row."""
    return rows.mean(axis=1).tolist()  # type: ignore[no-any-return]


def _sizes(simulations: int, cards: int) -> Iterator[int]:
    """Return how many simulations each block has."""
    most = min(max(BLOCK // max(cards, 1), TOGETHER), np.iinfo(np.uint16).max)
    for done in range(0, simulations, most):
        yield min(most, simulations - done)
