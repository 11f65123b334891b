"""Readiness: shares of which the chance is known, the plan's days, and what cannot be brought in any more."""

from datetime import date, timedelta
from math import sqrt

import pytest

from studycli.report.model import Card, ReadyPart
from studycli.report.readiness import ready_part
from studycli.schedule.memory import recall
from studycli.schedule.plan import new_quota

DAY = date(2026, 3, 1)
TODAY = DAY.toordinal()
NEW = Card("new", "a.md", (), 0, 0, 0, 2.5, 0, 0, False, False, 0.0, 0.0, 0, 0, 0, 0.0)
SURE = 1e12  # days: so stable that it is recalled in any case


def known(due: int, interval: int = 30, stability: float = 30.0) -> Card:
    last = TODAY + due - interval
    return NEW._replace(
        interval=interval,
        repetitions=3,
        due=TODAY + due,
        last=last,
        seen=last,
        stability=stability,
        difficulty=5.0,
    )


def ready(cards: list[Card], days: int, **other: object) -> ReadyPart:
    """Return readiness for an interview in so many days, with 200 reviews a day and half a minute an answer."""
    given = {"tags": [], "seconds_per_answer": 30.0, "pass_new": 0.9, "pass_grades": (0.0, 1.0, 0.0)}
    return ready_part(cards, TODAY, TODAY + days, **({"reviews_per_day": 200, "seed": 1} | given | other))  # type: ignore[arg-type]


def test_what_nothing_leaves_is_what_fsrs_foretells() -> None:
    """A mean of 200 draws of 500 cards lies within four standard errors of their chance."""
    chance = recall(30.0, 30 + 20)  # asked in 30 days for the first time, and the interview is in 20
    cards = [known(0)] * 500
    found = ready(cards, 20).nothing
    assert found.mean == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / 100_000))
    spread = 1.645 * sqrt(chance * (1 - chance) / 500)
    assert (found.low, found.high) == pytest.approx((chance - spread, chance + spread), abs=0.01)


def test_following_the_plan_leaves_more_than_doing_nothing() -> None:
    found = ready([known(due % 9) for due in range(100)] + [NEW] * 50, 40)
    assert found.followed.low > found.nothing.high
    assert found.followed.low <= found.followed.mean <= found.followed.high


def test_cards_that_are_always_recalled_are_a_share_of_one() -> None:
    """The new card is never recalled if nothing is done, so half of the tag is."""
    found = ready([known(5, stability=SURE), NEW], 30, tags=[("a", [0]), ("b", [0, 1]), ("c", [1])])
    assert [(topic.name, topic.cards, topic.nothing.mean) for topic in found.topics] == [
        ("a", 1, 1.0),
        ("b", 2, 0.5),
        ("c", 1, 0.0),
    ]
    assert found.topics[0].followed.mean == 1.0
    assert found.nothing.mean == 0.5


def test_the_plan_has_each_day_until_the_interview() -> None:
    found = ready([known(due % 30) for due in range(90)] + [NEW] * 60, 60)
    assert [day.day for day in found.plan] == [DAY + timedelta(days=number) for number in range(60)]
    assert (found.date, found.days, found.simulations) == (DAY + timedelta(days=60), 60, 200)
    assert sum(day.new for day in found.plan) == 60
    assert found.unseen == 0
    assert found.plan[-1].new == 0


def test_new_cards_come_in_as_the_plan_says_day_by_day() -> None:
    found = ready([NEW] * 100, 20, new_done_today=3)
    left, interview = 100, DAY + timedelta(days=20)
    for number, day in enumerate(found.plan):
        assert day.new == new_quota(left, 0 if number else 3, DAY + timedelta(days=number), interview)
        left -= int(day.new)
    assert left == 0


def test_the_means_of_the_plan_are_those_of_its_days() -> None:
    """Nothing fails here, so each answer is a review or a new card, of half a minute."""
    found = ready([known(due % 30, stability=SURE) for due in range(90)], 30)
    reviews = [day.reviews.mean for day in found.plan]
    assert found.reviews_per_day == pytest.approx(sum(reviews) / 30)
    assert [day.minutes for day in found.plan] == pytest.approx([mean / 2 for mean in reviews])
    assert found.minutes_per_day == pytest.approx(sum(reviews) / 60)


def test_each_card_that_passes_the_date_is_asked_once() -> None:
    """It is due after the interview, and in 15 days there are 14 full ones."""
    found = ready([known(20, stability=SURE)] * 140, 15)
    assert sum(day.reviews.mean for day in found.plan) == pytest.approx(140)
    assert found.plan[-1].reviews.high == 0
    assert all(day.reviews.mean == pytest.approx(10, abs=1) for day in found.plan[:-1])


def test_an_interview_tomorrow_leaves_half_of_the_reviews_and_no_new_cards() -> None:
    found = ready([known(0)] * 30 + [NEW] * 4, 1, reviews_per_day=20)
    assert [(day.new, day.reviews.mean) for day in found.plan] == [(0.0, 10.0)]
    assert found.unseen == 4


def test_suspended_cards_are_neither_asked_nor_waited_for() -> None:
    cards = [known(0)._replace(suspended=True), NEW._replace(suspended=True)]
    found = ready(cards, 1)
    assert (found.plan[0].reviews.high, found.plan[0].new, found.unseen) == (0.0, 0.0, 0)


def test_without_cards_there_is_nothing_to_recall() -> None:
    found = ready([], 5)
    assert (found.followed.mean, found.nothing.mean, found.reviews_per_day) == (0.0, 0.0, 0.0)


def test_the_same_seed_gives_the_same_readiness() -> None:
    cards = [known(due % 9) for due in range(40)] + [NEW] * 9
    assert ready(cards, 30) == ready(cards, 30)
    assert ready(cards, 30).followed != ready(cards, 30, seed=2).followed
