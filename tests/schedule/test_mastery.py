"""Mastery and recall by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule.mastery import interval_recall, mastery, note_mastery
from studycli.schedule.sm2 import Schedule

DAY = date(2026, 3, 1)


def card(interval: int, *, passed: bool = True) -> Schedule:
    return Schedule(3, interval, 2.5, DAY + timedelta(days=interval), DAY, 0, passed)


def test_mastery_is_recall_thirty_days_after_the_review() -> None:
    assert mastery(card(30)) == pytest.approx(0.9)
    assert mastery(card(15)) == pytest.approx(0.81)  # 0.9 ** 2
    assert mastery(card(60)) == pytest.approx(0.948683, abs=1e-6)  # the root of 0.9


def test_a_card_never_passed_has_no_mastery() -> None:
    assert mastery(None) == 0
    assert mastery(card(30, passed=False)) == 0
    assert mastery(card(0)) == 0


def test_recall_is_90_percent_after_the_interval_and_81_after_two() -> None:
    assert interval_recall(6, 6) == pytest.approx(0.9)
    assert interval_recall(12, 6) == pytest.approx(0.81)
    assert [interval_recall(0, 6), interval_recall(-2, 6), interval_recall(0, 0)] == [1, 1, 1]


def test_a_notes_mastery_is_the_mean_with_new_cards_as_nothing() -> None:
    assert note_mastery([card(30), card(15), None]) == 0.57  # (0.9 + 0.81 + 0) / 3
    assert note_mastery([]) == 0


@given(st.lists(st.none() | st.builds(card, st.integers(1, 1000)), max_size=9))
def test_mastery_lies_between_nothing_and_everything(states: list[Schedule | None]) -> None:
    assert 0 <= note_mastery(states) <= 1
