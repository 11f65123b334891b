"""The plan to an interview: what each day takes."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule.plan import (
    REFRESH,
    by_weakness,
    forward_share,
    full_days,
    is_forward,
    last_day_limit,
    new_days,
    new_quota,
    passes,
    plan_limit,
    refresh_begins,
)

DAY = date(2026, 6, 30)


def before(days: int) -> date:
    """Return the day so many days before the interview."""
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "full", "new"),
    [(60, 59, 52), (20, 19, 12), (9, 8, 1), (8, 7, 4), (5, 4, 2), (3, 2, 1), (2, 1, 1), (1, 0, 0)],
)
def test_new_cards_end_a_week_before_the_interview_or_halfway_to_it(days: int, full: int, new: int) -> None:
    assert (full_days(before(days), DAY), new_days(before(days), DAY)) == (full, new)


def test_a_days_new_cards_are_an_even_share_of_what_is_left() -> None:
    # 100 cards on 12 days are 9 a day, rounded up; with 4 done today 5 are left of them
    assert new_quota(100, 0, before(20), DAY) == 9
    assert new_quota(96, 4, before(20), DAY) == 5
    assert new_quota(90, 10, before(20), DAY) == 0
    assert new_quota(100, 0, before(1), DAY) == 0


@given(st.integers(2, 90), st.integers(0, 500))
def test_all_new_cards_are_seen_before_the_last_day_at_even_steps(days: int, left: int) -> None:
    quotas = []
    for ahead in range(days, 0, -1):
        quotas.append(new_quota(left, 0, before(ahead), DAY))
        left -= quotas[-1]
    assert left == 0
    assert quotas[-1] == 0
    assert quotas == sorted(quotas, reverse=True)


def test_cards_are_brought_forward_in_the_last_fortnight_of_full_days() -> None:
    assert refresh_begins(DAY) == before(15)
    assert forward_share(before(16), DAY) == 0
    assert forward_share(before(15), DAY) == 1 / 14
    assert forward_share(before(2), DAY) == 1
    assert forward_share(before(1), DAY) == 0


@given(st.text(min_size=1, max_size=12), st.integers(16, 400), st.integers(0, 300))
def test_a_card_that_passes_the_date_is_brought_forward_once(card: str, last: int, later: int) -> None:
    due = before(1) + timedelta(days=later)
    asked, answered = [], before(last)
    for ahead in range(40, 0, -1):
        if is_forward(card, answered, due, before(ahead), DAY):
            asked.append(ahead)
            answered = before(ahead)
    assert len(asked) == 1
    assert 2 <= asked[0] <= REFRESH + 1


def test_the_days_take_about_the_same() -> None:
    days = [0] * 16
    for card in range(14_000):
        ahead = next(
            n for n in range(15, 0, -1) if is_forward(f"{card:012x}", before(50), DAY, before(n), DAY)
        )
        days[ahead] += 1
    # 1,000 a day are expected, with a standard deviation of 30.5
    assert all(abs(count - 1000) < 4.5 * 30.5 for count in days[2:])
    assert sum(days[2:]) == 14_000


def test_a_card_that_comes_before_the_last_day_or_was_answered_lately_is_not_brought_forward() -> None:
    assert not passes(before(2), DAY)
    assert passes(before(1), DAY)
    assert not is_forward("card", before(50), before(2), before(2), DAY)
    assert is_forward("card", before(50), before(1), before(2), DAY)
    assert not is_forward("card", before(15), before(1), before(2), DAY)


def test_the_limit_of_a_full_day_rises_where_the_plan_needs_it() -> None:
    assert plan_limit(200, 900, before(10), DAY) == 200
    assert plan_limit(200, 2700, before(10), DAY) == 300


def test_the_last_day_takes_half_of_a_day_before_it() -> None:
    # 560 cards on 14 days are 40 a day
    assert last_day_limit(200, 560) == 20
    assert last_day_limit(200, 561) == 21
    assert last_day_limit(200, 0) == last_day_limit(200, 100) == 10
    assert last_day_limit(200, 28_000) == 100
    assert last_day_limit(6, 560) == 3


class Thing(NamedTuple):
    """A card with tags."""

    name: str
    tags: tuple[str, ...]


def test_new_cards_of_the_weakest_tag_come_first_in_their_own_order() -> None:
    cards = [Thing("a", ("known",)), Thing("b", ()), Thing("c", ("known", "weak")), Thing("d", ("weak",))]
    assert [card.name for card in by_weakness(cards, {"known": 0.9, "weak": 0.2})] == ["c", "d", "a", "b"]
