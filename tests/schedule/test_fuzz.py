"""Fuzz and load balancing: windows by hand, and what must hold of all of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule.fuzz import chance, moved, window
from studycli.schedule.sm2 import Schedule, review

DAY = date(2026, 3, 1)
chances = st.floats(0, 1, exclude_max=True)


def test_windows_by_hand() -> None:
    """Below 2.5 days nothing moves; then one day, and 15 %, 10 % and 5 % of the days in each range."""
    assert [window(days) for days in (1, 2)] == [(1, 1), (2, 2)]
    assert window(3) == (2, 4)  # 1 + 0.15 * 0.5 = 1.075: 1.925 to 4.075
    assert window(6) == (4, 8)  # 1 + 0.15 * 3.5 = 1.525: 4.475 to 7.525
    assert window(15) == (13, 17)  # 1 + 0.15 * 4.5 + 0.1 * 8 = 2.475: 12.525 to 17.475
    assert window(100) == (93, 107)  # 1 + 0.675 + 1.3 + 0.05 * 80 = 6.975: 93.025 to 106.975


def test_the_chance_takes_its_part_of_the_window() -> None:
    """The lowest chance gives the first day, the middle the middle, the highest the last."""
    assert [moved(15, fuzz, None, DAY) for fuzz in (0.0, 0.5, 0.999)] == [13, 15, 17]


def test_the_chance_is_of_the_card_and_its_repetitions() -> None:
    assert chance("a", 1) == chance("a", 1)
    assert len({chance(card, n) for card in "abc" for n in range(3)}) == 9
    assert all(0 <= chance(str(card), 1) < 1 for card in range(100))


def test_the_chance_never_changes_between_versions() -> None:
    """A pinned value: another one would move the dates of every history."""
    assert chance("card", 3) == 4_203_284_567 / 2**32


def test_the_quietest_day_of_the_window_is_taken() -> None:
    load = {DAY + timedelta(days=day): 5 for day in range(30)} | {DAY + timedelta(days=14): 2}
    assert moved(15, None, load, DAY) == 14
    assert moved(15, 0.7, load, DAY) == 14


def test_equally_quiet_days_are_shared_out_by_chance() -> None:
    assert {moved(15, chance(str(card), 1), {}, DAY) for card in range(100)} == {13, 14, 15, 16, 17}


def test_sm2s_own_interval_is_kept_beside_the_moved_date() -> None:
    state = Schedule(2, 6, 2.5, DAY, DAY - timedelta(days=6), 0, passed=True)
    step = review(state, 4, DAY, fuzz=0.0)
    assert (step.interval, (step.due - step.last).days) == (15, 13)


def test_a_window_at_the_end_of_the_calendar() -> None:
    assert moved(15, 0.5, {}, date.max) in range(13, 18)


@given(st.integers(1, 100_000), chances, st.booleans())
def test_a_date_stays_within_its_window(interval: int, fuzz: float, balanced: bool) -> None:
    first, last = window(interval)
    assert 1 <= first <= moved(interval, fuzz, {} if balanced else None, DAY) <= last


@given(st.integers(1, 3000), chances)
def test_a_longer_interval_never_gives_an_earlier_date(interval: int, fuzz: float) -> None:
    assert moved(interval, fuzz, None, DAY) <= moved(interval + 1, fuzz, None, DAY)


@given(st.integers(1, 300), chances, st.binary(min_size=400, max_size=400))
def test_a_longer_interval_never_gives_an_earlier_quiet_date(
    interval: int, fuzz: float, counts: bytes
) -> None:
    load = {DAY + timedelta(days=day): count % 3 for day, count in enumerate(counts)}
    assert moved(interval, fuzz, load, DAY) <= moved(interval + 1, fuzz, load, DAY)
