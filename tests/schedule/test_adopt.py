"""The first state of a note that was reviewed elsewhere."""

from datetime import date

import pytest

from studycli.schedule.adopt import state_from_frontmatter
from studycli.schedule.sm2 import Schedule, review

LAST, NEXT = date(2026, 3, 1), date(2026, 3, 16)


def test_a_state_is_derived_from_both_dates() -> None:
    assert state_from_frontmatter(LAST, NEXT, 3, "hard") == Schedule(3, 15, 2.3, NEXT, LAST, 0, passed=True)


@pytest.mark.parametrize("dates", [(None, NEXT), (LAST, None), (None, None), (LAST, LAST), (NEXT, LAST)])
def test_without_two_dates_in_order_the_cards_are_new(dates: tuple[date | None, date | None]) -> None:
    assert state_from_frontmatter(*dates, 3, "easy") is None


def test_a_long_interval_never_falls_back_to_six_days() -> None:
    """A count of one or none beside fifteen days is taken as two repetitions: 15 * 2.5 = 37.5."""
    state = state_from_frontmatter(LAST, NEXT, 0, "")
    assert state is not None
    assert (state.repetitions, review(state, 4, NEXT).interval) == (2, 38)


def test_a_first_interval_is_the_first_repetition() -> None:
    state = state_from_frontmatter(LAST, date(2026, 3, 2), 0, "medium")
    assert state is not None
    assert (state.repetitions, review(state, 4, NEXT).interval) == (1, 6)
