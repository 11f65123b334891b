"""Mastery and recall by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule.mastery import mastery, note_mastery, recall_today
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


def test_recall_falls_to_nine_tenths_at_the_interval() -> None:
    assert recall_today(card(10), DAY) == 1
    assert recall_today(card(10), DAY + timedelta(days=10)) == pytest.approx(0.9)
    assert recall_today(card(10), DAY + timedelta(days=20)) == pytest.approx(0.81)
    assert recall_today(card(10), DAY - timedelta(days=1)) == 1
    assert [recall_today(None, DAY), recall_today(card(0), DAY)] == [0, 0]


def test_a_notes_mastery_is_the_mean_with_new_cards_as_nothing() -> None:
    assert note_mastery([card(30), card(15), None]) == 0.57  # (0.9 + 0.81 + 0) / 3
    assert note_mastery([]) == 0


@given(st.lists(st.none() | st.builds(card, st.integers(1, 1000)), max_size=9))
def test_mastery_lies_between_nothing_and_everything(states: list[Schedule | None]) -> None:
    assert 0 <= note_mastery(states) <= 1
