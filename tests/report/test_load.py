"""Load by hand: days, streaks, time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.load import load_part, longest_streak, minutes_per_card, seconds_per_answer, streak
from studycli.report.model import Card, Day, DayAhead, DayRow, LoadPart

TODAY = date(2026, 3, 1).toordinal()
NEW = Card("new", "a.md", (), 0, 0, 0, 2.5, 0, 0, False, False, 0.0, 0.0, 0, 0, 0, 0.0)
SEEN = NEW._replace(id="seen", interval=1, seconds=90.0)


def row(day: int, answers: int = 4, seconds: float = 60.0, timed: int = 4) -> DayRow:
    return DayRow(TODAY + day, answers, 2, 1, 1, 1, seconds, 0.5, 1, timed)


def test_an_empty_log_gives_an_empty_section() -> None:
    assert load_part([], TODAY, []) == LoadPart(
        days=(),
        today=Day(date(2026, 3, 1), 0, 0, 0, 0, 0, 0.0),
        due_today=0,
        new_today=0,
        streak=0,
        longest_streak=0,
        active_days=0,
        seconds_per_answer=None,
        minutes_per_day=None,
        minutes_per_card=None,
        ahead=(),
        backlog=0,
    )


def test_the_section_holds_history_and_what_was_handed_in() -> None:
    ahead = (DayAhead(date(2026, 3, 1), 3.5, 1.0, 2.0),)
    found = load_part([row(0), row(-1, 8, 180.0, 8)], TODAY, [SEEN, NEW], ahead, 5, 3, 2)
    assert found == LoadPart(
        days=(Day(date(2026, 2, 28), 8, 2, 1, 1, 1, 180.0), Day(date(2026, 3, 1), 4, 2, 1, 1, 1, 60.0)),
        today=Day(date(2026, 3, 1), 4, 2, 1, 1, 1, 60.0),
        due_today=5,
        new_today=3,
        streak=2,
        longest_streak=2,
        active_days=2,
        seconds_per_answer=20.0,  # 240 s over 12 answers
        minutes_per_day=2.0,  # 4 min over 2 days
        minutes_per_card=1.5,  # 90 s over the one card seen
        ahead=ahead,
        backlog=2,
    )


def test_a_day_of_another_time_zone_is_history_and_no_streak() -> None:
    found = load_part([row(-1), row(0), row(1)], TODAY, [])
    assert [day.day for day in found.days] == [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]
    assert (found.streak, found.longest_streak, found.active_days) == (2, 2, 3)


def test_a_day_without_an_answer_is_none() -> None:
    """Undoing a day's only answer may leave a row of nothing."""
    found = load_part([row(0, 0, 0.0)], TODAY, [])
    assert (found.days, found.streak, found.active_days) == ((), 0, 0)


def test_today_breaks_no_streak_before_it_is_over() -> None:
    assert streak([TODAY - 2, TODAY - 1], TODAY) == 2
    assert streak([TODAY - 1, TODAY], TODAY) == 2
    assert streak([TODAY - 3, TODAY - 2], TODAY) == 0
    assert streak([TODAY], TODAY) == 1
    assert streak([], TODAY) == 0


def test_the_longest_streak_may_be_long_ago() -> None:
    assert longest_streak([1, 2, 3, 7, 8]) == 3
    assert longest_streak([7]) == 1
    assert longest_streak([]) == 0


@given(st.sets(st.integers(1, 40)), st.integers(1, 40))
def test_a_streak_is_the_longest_run_that_ends_today_or_yesterday(days: set[int], today: int) -> None:
    found = streak(sorted(days), today)
    runs = [
        length
        for end in (today, today - 1)
        for length in range(1, 41)
        if days.issuperset(range(end - length + 1, end + 1))
    ]
    assert found == max(runs, default=0)
    assert found <= longest_streak(sorted(days))


def test_answers_without_a_time_do_not_shorten_the_mean() -> None:
    assert seconds_per_answer([row(0, 4, 60.0, 3), row(-1, 100, 0.0, 0)]) == pytest.approx(
        20.0
    )  # 60 s over 3
    assert seconds_per_answer([row(0, 4, 0.0, 0)]) is None


def test_time_of_a_card_is_a_mean_over_those_seen() -> None:
    assert minutes_per_card([SEEN, SEEN._replace(seconds=30.0), NEW]) == pytest.approx(1.0)
    assert minutes_per_card([NEW]) is None
