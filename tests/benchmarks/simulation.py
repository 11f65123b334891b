"""The simulation of study days as a plain Python loop, one card after the other: what NumPy's is measured against.

It does what `studycli.report.simulation` says, and shares no code with it but `Course` and the rules of the plan.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import exp, expm1
from typing import NamedTuple

from studycli.report.model import Card
from studycli.report.simulation import Course
from studycli.schedule.plan import (
    forward_share,
    full_days,
    last_day_limit,
    new_quota,
    plan_limit,
    refresh_begins,
)
from studycli.settings import Settings

DECAY = 0.1542
FACTOR = 0.9 ** (-1 / DECAY) - 1
FIRST_STABILITY = (0.0, 0.212, 1.2931, 2.3065, 8.2956)  # by rating, 1 to 4
FIRST_DIFFICULTY = tuple(min(max(6.4133 - exp(0.8334 * (rating - 1)) + 1, 1.0), 10.0) for rating in range(5))
EASY_DIFFICULTY = 6.4133 - exp(0.8334 * 3) + 1
BONUS = (0.0, 0.0, 0.6014, 1.0, 1.8729)
GROWTH = exp(1.8722)
SHORT_LOSS = exp(0.5425 * 0.0912)
EASE = (0, 0, -1_400, 0, 1_000)  # of EF in ten-thousandths, by rating
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


class Case(NamedTuple):
    """What is simulated: cards, the plan of a course, and groups of cards whose share recalled is wanted."""

    cards: list[Card]
    course: Course
    groups: list[range]


class Played(NamedTuple):
    """Of one simulation: reviews, answers and new cards by day, and the share of each group."""

    reviews: list[int]
    answers: list[int]
    new: list[int]
    shares: list[float]


class Memory:
    """A card in a simulation."""

    __slots__ = ("difficulty", "due", "interval", "last", "repetitions", "seen", "stability", "units")

    def __init__(self, card: Card) -> None:
        self.due, self.last, self.seen = card.due, card.last, card.seen
        self.interval, self.repetitions, self.units = (
            card.interval,
            card.repetitions,
            round(card.ease * 10_000),
        )
        self.stability, self.difficulty = card.stability, card.difficulty

    def learn(self, rating: int, day: int) -> None:
        """Answer it for the first time."""
        self.stability, self.difficulty = FIRST_STABILITY[rating], FIRST_DIFFICULTY[rating]
        self._after(rating, day)

    def review(self, rating: int, day: int, chance: float) -> None:
        """Answer it again."""
        stability, difficulty = self.stability, self.difficulty
        if day <= self.seen:
            self.stability = same_day(stability, rating)
        elif rating == AGAIN:
            power = (stability + 1) ** 0.2629 - 1
            long = 1.4835 * difficulty**-0.0614 * power * exp((1 - chance) * 1.6483)
            self.stability = max(min(long, stability / SHORT_LOSS), 0.001)
        else:
            growth = GROWTH * (11 - difficulty) * stability**-0.1666 * expm1((1 - chance) * 0.796)
            self.stability = stability * (1 + growth * BONUS[rating])
        self.difficulty = next_difficulty(difficulty, rating)
        self._after(rating, day)

    def _after(self, rating: int, day: int) -> None:
        """Repeat it on the same day unless it was good, and set the date."""
        if rating < GOOD:
            self.stability = same_day(self.stability, GOOD)
            self.difficulty = next_difficulty(self.difficulty, GOOD)
        if rating == AGAIN:
            self.repetitions, self.interval = 1, 1
        else:
            self.units = units = max(self.units + EASE[rating], 13_000)
            n = self.repetitions
            self.interval = -(-self.interval * units // 10_000) if n > 1 else 6 if n else 1
            self.repetitions = n + 1
        self.due, self.last, self.seen = day + self.interval, day, day


def same_day(stability: float, rating: int) -> float:
    """Return stability after an answer on the day of the one before."""
    growth = exp(0.5425 * (rating - 3 + 0.0912)) * stability**-0.0658
    return max(stability * (max(growth, 1.0) if rating > AGAIN else growth), 0.001)


def next_difficulty(difficulty: float, rating: int) -> float:
    """Return difficulty after an answer."""
    after = difficulty + 3.0194 * (3 - rating) * (10 - difficulty) / 9
    return min(max(0.001 * EASY_DIFFICULTY + 0.999 * after, 1.0), 10.0)


def play(cards: Sequence[Card], course: Course, groups: Sequence[Sequence[int]]) -> list[Played]:
    """Play all simulations of a course that takes so much on each day, with FSRS's chance."""
    rng = random.Random(course.seed)  # noqa: S311 - the same play for the same seed
    return [Player(cards, course, rng).play(groups) for _ in range(course.simulations)]


class Player:
    """One simulation."""

    def __init__(self, cards: Sequence[Card], course: Course, rng: random.Random) -> None:
        self.course, self.rng = course, rng
        self.memories = [Memory(card) for card in cards]
        free = [memory for memory, card in zip(self.memories, cards, strict=True) if not card.suspended]
        self.known = [memory for memory in free if memory.interval]
        self.unseen = [memory for memory in reversed(free) if not memory.interval]
        self.shares = list(accumulate(course.pass_grades))
        if course.date:
            self.interview = date.fromordinal(course.date)
            self.begins = refresh_begins(self.interview).toordinal()

    def play(self, groups: Sequence[Sequence[int]]) -> Played:
        """Play all days."""
        course, played = self.course, Played([], [], [], [])
        for number in range(course.days):
            day = course.today + number
            asked = self.asked(day, each(course.reviews_per_day, number))
            repeats = sum(self.review(memory, day) for memory in asked)
            new = min(each(course.new_per_day, number), len(self.unseen))
            for _ in range(new):
                repeats += self.learn(self.unseen.pop(), day)
            played.reviews.append(len(asked))
            played.answers.append(len(asked) + new + repeats)
            played.new.append(new)
        end = course.today + course.days
        recalled = [self.is_recalled(memory, end) for memory in self.memories]
        played.shares.extend(
            sum(recalled[index] for index in group) / len(group) if group else 0.0 for group in groups
        )
        return played

    def asked(self, day: int, limit: int) -> list[Memory]:
        """Return the cards that are reviewed on a day."""
        asked = [memory for memory in self.known if memory.due <= day]
        if self.course.date:
            asked += self.forward(day)
            limit = self.limit(day, limit, len(asked))
        if len(asked) > limit:
            asked.sort(key=lambda memory: (memory.due - day) / memory.interval)
            del asked[limit:]
        return asked

    def forward(self, day: int) -> list[Memory]:
        """Return the cards that are brought forward to a day."""
        share = forward_share(date.fromordinal(day), self.interview)
        if not share:
            return []
        chance, begins, last_day = self.rng.random, self.begins, self.course.date - 1
        return [
            memory
            for memory in self.known
            if memory.due >= last_day and memory.last < begins and chance() < share
        ]

    def limit(self, day: int, limit: int, asked: int) -> int:
        """Return the most reviews of a day of the plan."""
        today, begins, last_day = date.fromordinal(day), self.begins, self.course.date - 1
        if not full_days(today, self.interview):
            return last_day_limit(limit, sum(memory.last >= begins for memory in self.known))
        if asked <= limit:
            return limit
        waiting = sum(memory.due < last_day or memory.last < begins for memory in self.known)
        return plan_limit(limit, waiting, today, self.interview)

    def review(self, memory: Memory, day: int) -> bool:
        """Answer a card; tell whether it was repeated."""
        days = day - memory.seen
        chance = (1 + FACTOR * days / memory.stability) ** -DECAY if days > 0 else 1.0
        rating = self.rating(chance)
        memory.review(rating, day, chance)
        return rating < GOOD

    def learn(self, memory: Memory, day: int) -> bool:
        """Answer a new card; tell whether it was repeated."""
        rating = self.rating(self.course.pass_new)
        memory.learn(rating, day)
        self.known.append(memory)
        return rating < GOOD

    def rating(self, chance: float) -> int:
        """Draw how an answer is rated that is passed with a chance."""
        if self.rng.random() >= chance:
            return AGAIN
        if self.course.pass_grades == (0.0, 1.0, 0.0):
            return GOOD
        draw = self.rng.random()
        return HARD if draw < self.shares[0] else GOOD if draw < self.shares[1] else EASY

    def is_recalled(self, memory: Memory, day: int) -> bool:
        """Draw whether a card is recalled on a day."""
        if not memory.stability:
            return False
        days = max(day - memory.seen, 0)
        return self.rng.random() < (1 + FACTOR * days / memory.stability) ** -DECAY


def each(number: int | Sequence[int], place: int) -> int:
    """Return the number of a day."""
    return number if isinstance(number, int) else number[place]


def case(count: int, days: int = 60, tags: int = 20) -> Case:
    """Return so many cards, every second one new and the others learnt, and the plan with the default settings."""
    rng, today = random.Random(1), date(2026, 3, 1)  # noqa: S311 - the same cards each time
    interview, left, new = today + timedelta(days=days), count // 2, []
    for number in range(days):
        new.append(min(new_quota(left, 0, today + timedelta(days=number), interview), left))
        left -= new[-1]
    course = Course(today.toordinal(), days, Settings().reviews_per_day, new, interview.toordinal())
    cards = [_card(number, today.toordinal(), rng) for number in range(count)]
    return Case(cards, course, [range(count), *(range(tag, count, tags) for tag in range(tags))])


def _card(number: int, today: int, rng: random.Random) -> Card:
    new = Card(f"{number:016x}", "a.md", (), 0, 0, 0, 2.5, 0, 0, False, False, 0.0, 0.0, 0, 0, 0, 0.0)
    if number % 2 == 0:
        return new
    interval = rng.choice([1, 6, 15, 38, 95])
    last = today - rng.randint(0, interval)
    return new._replace(
        interval=interval,
        due=last + interval,
        last=last,
        seen=last,
        repetitions=rng.randint(1, 5),
        stability=interval * rng.uniform(0.5, 2),
        difficulty=rng.uniform(1, 10),
    )
