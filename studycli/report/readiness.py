"""Whether a person will be ready on the day of an interview: the plan played many times, and the same without it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from studycli.report.model import PlanDay, ReadyPart, TopicReady
from studycli.schedule.plan import new_quota

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.report.model import Card
    from studycli.report.simulation import Simulated

SIMULATIONS = 200
_MINUTE = 60  # seconds


def ready_part(
    cards: Sequence[Card],
    today: int,
    interview: int,
    tags: Sequence[tuple[str, Sequence[int]]],
    seconds_per_answer: float,
    pass_new: float,
    pass_grades: tuple[float, float, float],
    reviews_per_day: int,
    new_done_today: int = 0,
    simulations: int = SIMULATIONS,
    seed: int = 0,
) -> ReadyPart:
    """Return the section on readiness.

    Args:
        cards: All that can be asked, new ones in the order in which the plan takes them.
        today: Ordinal of the study day.
        interview: Ordinal of the day of the interview, after today.
        tags: Names with the indexes of their cards, in the order in which they are told.
        seconds_per_answer: Mean time that an answer takes.
        pass_new: Share of new cards whose first answer is a pass, 0 to 1.
        pass_grades: How the passes divide into hard, good and easy; they sum to 1.
        reviews_per_day: The settings' limit.
        new_done_today: New cards learnt today.
        simulations: How many.
        seed: The same one gives the same result.
    """
    from studycli.report.simulation import Course, means, ranges, simulate

    new = list(_new_by_day(cards, today, interview, new_done_today))
    followed = Course(
        today,
        interview - today,
        reviews_per_day,
        new,
        interview,
        pass_new,
        pass_grades,
        simulations=simulations,
        seed=seed,
    )
    nothing = Course(today, interview - today, 0, 0, simulations=simulations, seed=seed)
    groups = [range(len(cards)), *(places for _, places in tags)]
    found = simulate(cards, followed, groups)
    shares = list(zip(ranges(found.shares), ranges(simulate(cards, nothing, groups).shares), strict=True))
    plan = _plan(found, today, seconds_per_answer)
    return ReadyPart(
        date=date.fromordinal(interview),
        days=interview - today,
        simulations=simulations,
        followed=shares[0][0],
        nothing=shares[0][1],
        topics=tuple(
            TopicReady(name, len(places), *share)
            for (name, places), share in zip(tags, shares[1:], strict=True)
        ),
        plan=plan,
        reviews_per_day=sum(day.reviews.mean + day.new for day in plan) / len(plan),
        minutes_per_day=sum(means(found.answers)) * seconds_per_answer / _MINUTE / len(plan),
        unseen=sum(map(_is_to_learn, cards)) - int(found.new.sum()),
    )


def _is_to_learn(card: Card) -> bool:
    return card.is_new and not card.suspended


def _new_by_day(cards: Sequence[Card], today: int, interview: int, done_today: int) -> Iterator[int]:
    """Yield how many new cards the plan takes on each day."""
    left, last = sum(map(_is_to_learn, cards)), date.fromordinal(interview)
    for day in range(today, interview):
        quota = min(new_quota(left, done_today if day == today else 0, date.fromordinal(day), last), left)
        left -= quota
        yield quota


def _plan(found: Simulated, today: int, seconds_per_answer: float) -> tuple[PlanDay, ...]:
    from studycli.report.simulation import means, ranges

    rows = zip(found.new.tolist(), ranges(found.reviews), means(found.answers), strict=True)
    return tuple(
        PlanDay(date.fromordinal(today + number), float(new), reviews, answers * seconds_per_answer / _MINUTE)
        for number, (new, reviews, answers) in enumerate(rows)
    )
