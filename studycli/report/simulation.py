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
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studycli.report.model import CLASSES, Card, Range
from studycli.schedule.memory import DECAY, FACTOR, HIGHEST_DIFFICULTY, LOWEST_DIFFICULTY, from_schedule
from studycli.schedule.plan import forward_share, plan_limit, refresh_begins
from studycli.schedule.sm2 import BUTTONS, FIRST_INTERVAL, PASS, REPEAT_BELOW, SECOND_INTERVAL

Array = NDArray[Any]

BLOCK = 300_000  # elements of an array: about a megabyte, which the processor's cache holds
TOGETHER = 16  # simulations that an array has at least: what lies together is fetched together
FIRST_PASS = 0.9  # share of new cards whose first answer is a pass, where nothing is known of it
ALL_GOOD = (0.0, 1.0, 0.0)

_NEVER = np.iinfo(np.int32).max  # the due day of a card that is not asked: new, or suspended
_END = date.max.toordinal()
_UNIT = 10_000  # EF is counted in ten-thousandths, as in schedule.sm2
_LOWEST = 13_000
_ROUNDING = np.float32(1e-5)  # by which a quotient in float32 may be off, and more
_AGAIN, _HARD, _GOOD, _EASY = np.array([*BUTTONS.values()], np.int32)
_FIRST_DAYS = np.array([first for first, _ in CLASSES[1:]])  # where an interval class begins

# FSRS-6's published default parameters (fsrs.scheduler.DEFAULT_PARAMETERS); w20 is memory.DECAY
_FIRST_STABILITY = np.array([0.212, 1.2931, 2.3065, 8.2956])  # w0 to w3, by rating less 1
_W4, _W5, _W6, _W7 = 6.4133, 0.8334, 3.0194, 0.001
_W8, _W9, _W10 = 1.8722, 0.1666, 0.796
_W11, _W12, _W13, _W14 = 1.4835, 0.0614, 0.2629, 1.6483
_BONUS = np.array([1.0, 0.6014, 1.0, 1.8729])  # w15 and w16, by rating less 1
_W17, _W18, _W19 = 0.5425, 0.0912, 0.0658
_LOWEST_STABILITY = 0.001  # days


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


def simulate(cards: Sequence[Card], course: Course, groups: Sequence[Sequence[int]] = ()) -> Simulated:
    """Play a course; see the module.

    Args:
        cards: All cards; suspended ones are never asked.
        course: What is done.
        groups: Indexes of cards whose share recalled is wanted.
    """
    start = _Start(cards)
    rng = np.random.default_rng(course.seed)
    members = [np.asarray(group, np.int64) for group in groups]
    blocks = [
        _Block(start, course, size, rng, bool(groups)).play(members)
        for size in _sizes(course.simulations, len(cards))
    ]
    reviews, answers, shares = (np.concatenate(parts, axis=1) for parts in zip(*blocks, strict=True))
    return Simulated(reviews, answers, _new_by_day(course, len(start.new)), shares)


def ranges(rows: Array) -> tuple[Range, ...]:
    """Return the mean and the 5th and 95th of a hundred of each row."""
    lows, highs = np.percentile(rows, [5, 95], axis=1)
    return tuple(map(Range, rows.mean(axis=1).tolist(), lows.tolist(), highs.tolist()))


def means(rows: Array) -> list[float]:
    """Return the mean of each row."""
    return rows.mean(axis=1).tolist()  # type: ignore[no-any-return]


# FSRS-6, over arrays of any floating type


def recall(stability: Array, days: Array | float) -> Array:
    """Return the chance of recall after so many days (0 or more); `schedule.memory.recall` over arrays."""
    chance: Array = np.exp(np.log(FACTOR * days / stability + 1) * -DECAY)
    return chance


def first_memory(grade: Array) -> tuple[Array, Array]:
    """Return stability and difficulty after the first answer ever, of quality 0 to 5."""
    rating = _rating(grade)
    return _FIRST_STABILITY[rating - 1], np.clip(
        _first_difficulty(rating), LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY
    )


def remember(stability: Array, difficulty: Array, days: Array, grade: Array) -> tuple[Array, Array]:
    """Return stability and difficulty after an answer.

    Args:
        stability: S before it, in days.
        difficulty: D before it, 1 to 10.
        days: Since the last answer, 0 or more.
        grade: Quality of the answer, 0 to 5.
    """
    rating = _rating(grade)
    chance = recall(stability, days)
    after = _passed(stability, difficulty, chance, rating)
    failed = np.flatnonzero(rating == 1)
    after[failed] = _failed(stability[failed], difficulty[failed], chance[failed])
    same_day = np.flatnonzero(days < 1)
    after[same_day] = _same_day(stability[same_day], rating[same_day])
    return np.maximum(after, _LOWEST_STABILITY), _next_difficulty(difficulty, rating)


def repeat(stability: Array, difficulty: Array) -> tuple[Array, Array]:
    """Return stability and difficulty after a repeat on the same day that was good."""
    good = np.full(len(stability), _rating(_GOOD))
    return np.maximum(_same_day(stability, good), _LOWEST_STABILITY), _next_difficulty(difficulty, good)


def _rating(grade: Array) -> Array:
    """Return FSRS's rating of a quality: 1 again, 2 hard, 3 good, 4 easy."""
    rating: Array = np.maximum(grade - 1, 1)
    return rating


def _passed(stability: Array, difficulty: Array, chance: Array, rating: Array) -> Array:
    """Return stability after a pass on a later day."""
    growth = np.exp(np.log(stability) * -_W9 + _W8) * (11 - difficulty) * np.expm1((1 - chance) * _W10)
    other = np.flatnonzero(rating != _rating(_GOOD))
    growth[other] *= _BONUS[rating[other] - 1]
    after: Array = stability * (growth + 1)
    return after


def _failed(stability: Array, difficulty: Array, chance: Array) -> Array:
    """Return stability after a fail on a later day."""
    long = (
        np.expm1(np.log(stability + 1) * _W13)
        * np.exp((1 - chance) * _W14 - np.log(difficulty) * _W12)
        * _W11
    )
    after: Array = np.minimum(long, stability / np.exp(_W17 * _W18))
    return after


def _same_day(stability: Array, rating: Array) -> Array:
    """Return stability after an answer on the day of the one before."""
    growth = np.exp((rating.astype(stability.dtype) - 3 + _W18) * _W17 - np.log(stability) * _W19)
    after: Array = stability * np.where(rating > 1, np.maximum(growth, 1), growth)
    return after


def _first_difficulty(rating: Array) -> Array:
    return _W4 - np.exp(_W5 * (rating - 1)) + 1


_EASY_DIFFICULTY = float(_first_difficulty(_rating(_EASY)))  # to which difficulty reverts


def _next_difficulty(difficulty: Array, rating: Array) -> Array:
    """Return difficulty after an answer: a step damped towards 10, then some way back to that of an easy card."""
    step = (_W6 / 9) * (3 - rating).astype(difficulty.dtype) * (10 - difficulty)
    after = (difficulty + step) * (1 - _W7) + _W7 * _EASY_DIFFICULTY
    kept: Array = np.clip(after, LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY)
    return kept


# SM-2, over arrays


class Dates(NamedTuple):
    """What SM-2 knows of cards, each an array: n, the interval in days, EF in ten-thousandths, the day due."""

    repetitions: Array
    interval: Array
    units: Array
    due: Array


def reschedule(repetitions: Array, interval: Array, units: Array, grade: Array, day: int) -> Dates:
    """Return the schedule after an answer; `schedule.sm2.review` over arrays.

    Args:
        repetitions: n before it; 0 for a new card.
        interval: In days before it.
        units: EF in ten-thousandths.
        grade: Quality of the answer, 0 to 5.
        day: Ordinal of the day.
    """
    failed = np.flatnonzero(grade < PASS)
    units = np.where(grade < PASS, units, np.maximum(units + _change(grade), _LOWEST))
    # below 2 ** 53 the product of whole numbers is exact, and so is what is rounded up
    longer = np.ceil(interval.astype(np.float64) * units / _UNIT)
    interval = np.minimum(longer, max(_END - day, 1)).astype(np.int32)
    early = np.flatnonzero(repetitions <= 1)
    interval[early] = np.where(repetitions[early], SECOND_INTERVAL, FIRST_INTERVAL)
    interval[failed] = FIRST_INTERVAL
    repetitions = repetitions + 1
    repetitions[failed] = 1
    return Dates(repetitions, interval, units, np.minimum(interval + day, _END))


def _change(grade: Array) -> Array:
    """Return by how much a pass changes EF, in ten-thousandths."""
    change: Array = 1_000 - (5 - grade) * (800 + (5 - grade) * 200)
    return change


# The days


class _Start:
    """The cards before the first day, a column each; `new` has the indexes of those still to be learnt, in order."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = cards
        self.interval = self._column("interval", np.int32)
        self.repetitions = self._column("repetitions", np.int32)
        self.units = np.rint(self._column("ease", np.float64) * _UNIT).astype(np.int32)
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


class _Block:
    """Some simulations at once; element i of an array is card i // size in simulation i % size."""

    def __init__(
        self, start: _Start, course: Course, size: int, rng: np.random.Generator, follows: bool
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
        limits = _each_day(course.reviews_per_day, course.days)
        for number, new in enumerate(_new_by_day(course, len(self.start.new)).tolist()):
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
        """Return the most reviews of a day in each simulation; a plan takes more where it would not be done else."""
        if not self.interview:
            return np.full(self.size, limit)
        today = date.fromordinal(day)
        return np.array([plan_limit(limit, many, today, self.interview) for many in self.waiting.tolist()])

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
        chance = recall(np.maximum(self.stability, _LOWEST_STABILITY), days) * (self.stability > 0)
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


def _sizes(simulations: int, cards: int) -> Iterator[int]:
    """Return how many simulations each block has."""
    most = min(max(BLOCK // max(cards, 1), TOGETHER), np.iinfo(np.uint16).max)
    for done in range(0, simulations, most):
        yield min(most, simulations - done)


def _each_day(number: int | Sequence[int], days: int) -> list[int]:
    """Return the number of each day."""
    return [number] * days if isinstance(number, int) else list(number)


def _new_by_day(course: Course, cards: int) -> Array:
    """Return how many of the new cards are learnt on each day."""
    until = np.minimum(np.cumsum(np.maximum(_each_day(course.new_per_day, course.days), 0)), cards)
    by_day: Array = np.diff(until, prepend=0)
    return by_day
