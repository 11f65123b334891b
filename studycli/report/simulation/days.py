"""The days of a block of simulations: who is asked, how it goes, and what is left of it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np

from studycli.report.model import CLASSES, Card
from studycli.report.simulation.course import ALL_GOOD, Array, Course, each_day, new_by_day
from studycli.report.simulation.fsrs_arrays import LOWEST_STABILITY, first_memory, recall, remember, repeat
from studycli.report.simulation.sm2_arrays import UNIT, reschedule
from studycli.schedule.memory import from_schedule
from studycli.schedule.plan import forward_share, full_days, last_day_limit, plan_limit, refresh_begins
from studycli.schedule.sm2 import BUTTONS, REPEAT_BELOW

_NEVER = np.iinfo(np.int32).max  # the due day of a card that is not asked: new, or suspended
_ROUNDING = np.float32(1e-5)  # by which a quotient in float32 may be off, and more
_AGAIN, _HARD, _GOOD, _EASY = np.array([*BUTTONS.values()], np.int32)
_FIRST_DAYS = np.array([first for first, _ in CLASSES[1:]])  # where an interval class begins


class Start:
    """The cards before the first day, a column each; `new` has the indexes of those still to be learnt, in order."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = cards
        self.interval = self._column("interval", np.int32)
        self.repetitions = self._column("repetitions", np.int32)
        self.units = np.rint(self._column("ease", np.float64) * UNIT).astype(np.int32)
        is_new, aside = self.interval == 0, self._column("suspended", np.bool_)
        self.due = np.where(is_new | aside, _NEVER, self._column("due", np.int32))
        self.new = np.flatnonzero(is_new & ~aside)

    def _column(self, name: str, kind: Any) -> Array:
        """Return an attribute of all cards."""
        values = map(itemgetter(Card._fields.index(name)), self._cards)
        return np.fromiter(values, kind, len(self._cards))

    @cached_property
    def last(self) -> Array:
        """Day of the last graded answer."""
        return self._column("last", np.int32)

    @cached_property
    def memory(self) -> tuple[Array, Array, Array]:
        """Stability (0 for a new card), difficulty, and the day of the last answer.

        A card of which the log has no answer has the memory that its schedule tells of.
        """
        stability = np.where(self.interval, self._column("stability", np.float32), np.float32(0))
        difficulty, seen = self._column("difficulty", np.float32), self._column("seen", np.int32)
        for index in np.flatnonzero((self.interval > 0) & (stability <= 0)).tolist():
            card = self._cards[index]
            stability[index], difficulty[index], seen[index] = from_schedule(
                card.interval, card.ease, card.last
            )
        return stability, difficulty, seen


class Block:
    """Some simulations at once; element i of an array is card i // size in simulation i % size."""

    def __init__(
        self, start: Start, course: Course, size: int, rng: np.random.Generator, follows: bool
    ) -> None:
        self.start, self.course, self.size, self.rng = start, course, size, rng
        self.follows = follows or course.chance == "fsrs"
        self.cards = len(start.due)
        self.simulation = np.tile(np.arange(size, dtype=np.uint16), self.cards)  # of each element
        # where whole arrays are written to; new ones each time would take half as long again
        self.masks = np.empty((2, self.cards * size), np.bool_)
        self.numbers = np.empty((2, self.cards * size), np.float32)
        self.due, self.interval, self.units, self.repetitions = (
            column.repeat(size) for column in (start.due, start.interval, start.units, start.repetitions)
        )
        if self.follows:
            self.stability, self.difficulty, self.seen = (column.repeat(size) for column in start.memory)
        self.interview = date.fromordinal(course.date) if course.date else None
        if self.interview:
            self.begins = refresh_begins(self.interview).toordinal()
            # brought forward no more, or not asked at all
            self.settled = ((start.last >= self.begins) | (start.due == _NEVER)).repeat(size)
            waits = (self.due[::size] < course.date - 1) | ~self.settled[::size]
            self.waiting = np.full(size, np.count_nonzero(waits))  # cards to be asked before the last day

    def play(self, groups: Sequence[Array]) -> tuple[Array, Array, Array]:
        """Play all days; return reviews and answers, days x simulations, and shares, groups x simulations."""
        course, learnt = self.course, 0
        reviews = np.zeros((course.days, self.size), np.int32)
        answers = np.zeros_like(reviews)
        limits = each_day(course.reviews_per_day, course.days)
        for number, new in enumerate(new_by_day(course, len(self.start.new)).tolist()):
            day = course.today + number
            asked, reviews[number] = self._asked(day, limits[number])
            answers[number] = reviews[number] + self._count(self._review(asked, day))
            if new:
                fresh = self._all(self.start.new[learnt : learnt + new])
                answers[number] += new + self._count(self._learn(fresh, day))
                learnt += new
        return reviews, answers, self._shares(groups)

    def _count(self, indexes: Array) -> Array:
        """Return how many of the indexes each simulation has."""
        return np.bincount(self.simulation.take(indexes), minlength=self.size)

    def _all(self, cards: Array) -> Array:
        """Return the indexes of cards in all simulations."""
        indexes: Array = (cards[:, None] * self.size + np.arange(self.size)).ravel()
        return indexes

    def _asked(self, day: int, limit: int) -> tuple[Array, Array]:
        """Return the indexes of the cards that are reviewed on a day, ascending, and how many each simulation has."""
        if limit <= 0 and not self.interview:
            return np.empty(0, np.int64), np.zeros(self.size, np.int64)
        asked = np.less_equal(self.due, day, out=self.masks[0])
        if self.interview and (share := forward_share(date.fromordinal(day), self.interview)):
            passes = np.greater_equal(self.due, self.course.date - 1, out=self.masks[1])
            forward = np.flatnonzero(
                np.greater(passes, self.settled, out=passes)
            )  # passes, and is not settled
            asked[forward[self.rng.random(len(forward), np.float32) < share]] = True
        return self._within(asked, day, self._limits(day, limit))

    def _limits(self, day: int, limit: int) -> Array:
        """Return the most reviews of a day in each simulation; the plan's own, where one is followed."""
        if not self.interview:
            return np.full(self.size, limit)
        today = date.fromordinal(day)
        if full_days(today, self.interview):
            return np.array(
                [plan_limit(limit, many, today, self.interview) for many in self.waiting.tolist()]
            )
        lately = (self.settled & (self.due < _NEVER)).reshape(self.cards, self.size).sum(axis=0)
        return np.array([last_day_limit(limit, many) for many in lately.tolist()])

    def _within(self, asked: Array, day: int, limits: Array) -> tuple[Array, Array]:
        """Return the indexes of the cards asked that are within the limits, and how many each simulation has.

        Args:
            asked: A mask of those that are due.
            day: Ordinal of the day.
            limits: Of each simulation.
        """
        places = self._likely(asked, day, limits)
        simulation = self.simulation.take(places)
        counts = np.bincount(simulation, minlength=self.size)
        if (counts <= limits).all():
            return places, counts
        overdue = self._overdue(places, day)
        return places[most_overdue(overdue, simulation, limits)], np.minimum(counts, limits)

    def _likely(self, asked: Array, day: int, limits: Array) -> Array:
        """Return the indexes of the cards asked that may be among the most overdue of their simulation.

        Simulations are much alike: a third more than the first one takes shows how much overdue that is. Where
        some simulation then lacks cards, all are likely.
        """
        first, most = np.flatnonzero(asked[:: self.size]) * self.size, int(limits[0]) * 4 // 3
        if len(first) > most > 0:
            mark = np.partition(self._overdue(first, day), -most)[-most]
            mark -= abs(mark) * _ROUNDING
            days, least = self.numbers
            np.subtract(day, self.due, out=days, dtype=np.float32)
            np.multiply(self.interval, mark, out=least, dtype=np.float32)
            above = np.greater_equal(days, least, out=self.masks[1])
            likely = np.flatnonzero(np.logical_and(asked, above, out=above))
            if (self._count(likely) >= limits).all():
                return likely
        return np.flatnonzero(asked)

    def _overdue(self, places: Array, day: int) -> Array:
        """Return the days since cards were due over their interval."""
        overdue = (day - self.due.take(places)).astype(np.float32)
        overdue /= self.interval.take(places).astype(np.float32)
        return overdue

    def _review(self, asked: Array, day: int) -> Array:
        """Answer cards that were learnt before; return those that were repeated."""
        if not self.follows:
            return self._dated(asked, day, self._grades(self._retention(asked)))
        stability, seen = self.stability.take(asked), self.seen.take(asked)
        days = np.maximum(day - seen, 0).astype(np.float32)
        grade = self._grades(
            recall(stability, days) if self.course.chance == "fsrs" else self._retention(asked)
        )
        self._keep(asked, day, grade, remember(stability, self.difficulty.take(asked), days, grade))
        return self._dated(asked, day, grade)

    def _retention(self, asked: Array) -> Array:
        """Return the retention of the cards' interval classes."""
        group = np.searchsorted(_FIRST_DAYS, self.interval.take(asked), "right")
        return np.array(self.course.chance, np.float32).take(group)

    def _learn(self, fresh: Array, day: int) -> Array:
        """Answer new cards; return those that were repeated."""
        if self.interview:
            self.waiting += len(fresh) // self.size
        grade = self._grades(np.full(len(fresh), self.course.pass_new, np.float32))
        if self.follows:
            self._keep(fresh, day, grade, first_memory(grade))
        return self._dated(fresh, day, grade)

    def _grades(self, chance: Array) -> Array:
        """Draw the quality of answers that are passed with a chance."""
        passed = self.rng.random(len(chance), np.float32) < chance
        grade: Array = np.where(passed, _GOOD, _AGAIN)
        if self.course.pass_grades != ALL_GOOD:
            hard, good, _ = self.course.pass_grades
            draw = self.rng.random(len(chance))
            grade[passed & (draw < hard)] = _HARD
            grade[passed & (draw >= hard + good)] = _EASY
        return grade

    def _keep(self, asked: Array, day: int, grade: Array, memory: tuple[Array, Array]) -> None:
        """Write down the memory after answers, and after the repeats of those below good."""
        stability, difficulty = memory
        again = np.flatnonzero(grade < REPEAT_BELOW)
        stability[again], difficulty[again] = repeat(stability[again], difficulty[again])
        self.stability[asked], self.difficulty[asked], self.seen[asked] = stability, difficulty, day

    def _dated(self, asked: Array, day: int, grade: Array) -> Array:
        """Write down the dates after answers; return the indexes of those that were repeated."""
        dates = reschedule(
            self.repetitions.take(asked), self.interval.take(asked), self.units.take(asked), grade, day
        )
        self.repetitions[asked], self.interval[asked], self.units[asked], self.due[asked] = dates
        if self.interview:
            self.settled[asked] = day >= self.begins
            if day >= self.begins:
                self.waiting -= self._count(asked[dates.due >= self.course.date - 1])
        again: Array = asked[grade < REPEAT_BELOW]
        return again

    def _shares(self, groups: Sequence[Array]) -> Array:
        """Draw which cards are recalled on the day after the last; return the share of each group."""
        if not groups:
            return np.empty((0, self.size))
        days = np.maximum(self.course.today + self.course.days - self.seen, 0).astype(np.float32)
        chance = recall(np.maximum(self.stability, LOWEST_STABILITY), days) * (self.stability > 0)
        recalled = (self.rng.random(len(chance), np.float32) < chance).reshape(self.cards, self.size)
        return np.array([recalled[group].sum(axis=0) / max(len(group), 1) for group in groups])


def most_overdue(overdue: Array, simulation: Array, limits: Array) -> Array:
    """Return a mask with the largest values of each simulation, of equal ones the first.

    Args:
        overdue: Of each card asked.
        simulation: The simulation it is in, uint16.
        limits: How many each simulation takes.
    """
    places = np.argsort(simulation, kind="stable")
    ends = np.cumsum(np.bincount(simulation, minlength=len(limits)))[:-1]
    mask = np.zeros(len(overdue), np.bool_)
    for part, limit in zip(np.split(places, ends), limits.tolist(), strict=True):
        mask[part[_largest(overdue[part], limit)]] = True
    return mask


def _largest(values: Array, limit: int) -> Array:
    """Return a mask with so many of the largest values, of equal ones the first."""
    if limit >= len(values):
        return np.ones(len(values), np.bool_)
    if limit == 0:
        return np.zeros(len(values), np.bool_)
    least = np.partition(values, len(values) - limit)[len(values) - limit]
    mask: Array = values > least
    mask[np.flatnonzero(values == least)[: limit - np.count_nonzero(mask)]] = True
    return mask
