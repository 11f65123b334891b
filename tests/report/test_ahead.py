"""The load ahead, by hand where nothing is left to chance, and its size."""

from datetime import date, timedelta

import pytest

from studycli.report.ahead import ahead
from studycli.report.model import CLASSES, Card

DAY = date(2026, 3, 1)
TODAY = DAY.toordinal()
NEW = Card("new", "a.md", (), 0, 0, 0, 2.5, 0, 0, False, False, 0.0, 0.0, 0, 0, 0, 0.0)
KNOWN = NEW._replace(
    interval=6, repetitions=2, due=TODAY, last=TODAY - 6, seen=TODAY - 6, stability=6.0, difficulty=5.0
)
ALWAYS = (1.0,) * len(CLASSES)
NEVER = (0.0,) * len(CLASSES)


def test_today_comes_first_and_each_day_has_its_date() -> None:
    found = ahead([KNOWN], TODAY, 7, 10, 0, ALWAYS)
    assert [day.day for day in found] == [DAY + timedelta(days=number) for number in range(8)]


def test_a_card_that_is_always_passed_comes_back_as_sm2_says() -> None:
    """Interval 6 with EF 2.5 becomes 15."""
    found = ahead([KNOWN], TODAY, 20, 10, 0, ALWAYS, seconds_per_answer=30.0)
    assert [number for number, day in enumerate(found) if day.reviews] == [0, 15]
    assert found[0].minutes == 0.5
    assert found[1].minutes == 0.0


def test_a_card_that_always_fails_comes_back_each_day_and_takes_two_answers() -> None:
    found = ahead([KNOWN], TODAY, 3, 10, 0, NEVER, seconds_per_answer=30.0)
    assert [(day.reviews, day.minutes) for day in found] == [(1.0, 1.0)] * 4


def test_limits_hold_today_and_on_the_days_after_it() -> None:
    found = ahead([KNOWN] * 10, TODAY, 3, [1, 3, 3, 3], 0, ALWAYS)
    assert [day.reviews for day in found] == [1.0, 3.0, 3.0, 3.0]


def test_new_cards_are_brought_in_until_none_is_left() -> None:
    found = ahead([NEW] * 5, TODAY, 3, 10, [0, 2, 2, 2], ALWAYS)
    assert [day.new for day in found] == [0.0, 2.0, 2.0, 1.0]


def test_where_nothing_was_seen_nine_of_ten_are_passed() -> None:
    """4000 cards fail 400 times, within four standard errors of five simulations."""
    found = ahead([KNOWN] * 4000, TODAY, 1, 9000, 0, [None] * 4)
    assert found[1].reviews == pytest.approx(400, abs=4 * (4000 * 0.09 / 5) ** 0.5)


def test_suspended_cards_are_left_out() -> None:
    cards = [card._replace(suspended=True) for card in (KNOWN, NEW)]
    assert not any(day.reviews or day.new for day in ahead(cards, TODAY, 30, 10, 5))


def test_without_cards_the_days_are_empty() -> None:
    assert [(day.reviews, day.new, day.minutes) for day in ahead([], TODAY, 2, 10, 5)] == [
        (0.0, 0.0, 0.0)
    ] * 3


def test_the_same_seed_gives_the_same_days() -> None:
    cards = [KNOWN._replace(due=TODAY + i % 9) for i in range(200)]
    assert ahead(cards, TODAY, 30, 10, 0, seed=3) == ahead(cards, TODAY, 30, 10, 0, seed=3)
    assert ahead(cards, TODAY, 30, 10, 0, seed=3) != ahead(cards, TODAY, 30, 90, 0, seed=4)
