"""Bars and sparklines: how long they are, and where their signs stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.model import Range, Standing
from studycli.terminal.report.bars import amount_bar, range_bar, scale, sparkline, standing_bar

SHARES = st.floats(0, 1)
WIDTHS = st.integers(1, 80)


@pytest.mark.parametrize(
    ("standing", "bar"),
    [
        (Standing(10, 10, 0, 0.9, 1.0), "━━━━━━━━━━"),
        (Standing(10, 8, 2, 0.5, 0.75), "━━━━━━──··"),
        (Standing(10, 3, 7, 0.0, 0.0), "───·······"),
        (Standing(10, 0, 10, None, None), "··········"),
        (Standing(0, 0, 0, None, None), "··········"),
    ],
)
def test_a_standing_is_what_is_recalled_then_what_was_seen_then_what_is_new(
    standing: Standing, bar: str
) -> None:
    assert standing_bar(standing, 10).plain == bar


@given(cards=st.integers(0, 100_000), seen=SHARES, recall=SHARES, width=WIDTHS)
def test_a_bar_of_a_standing_fills_its_width(cards: int, seen: float, recall: float, width: int) -> None:
    known = int(cards * seen)
    bar = standing_bar(Standing(cards, known, cards - known, recall, recall), width).plain
    assert len(bar) == width
    assert bar == "".join(sorted(bar, key="━─·".index))


@pytest.mark.parametrize(
    ("spread", "mark", "bar"),
    [
        (Range(0.5, 0.3, 0.7), None, "───━━●━━──"),
        (Range(0.5, 0.5, 0.5), 0.0, "○────●────"),
        (Range(1.0, 0.9, 1.0), 1.0, "─────────●"),
        (None, 0.95, "─────────○"),
        (None, None, "──────────"),
    ],
)
def test_a_range_has_a_dot_at_its_mean_and_a_ring_at_what_it_is_compared_with(
    spread: Range | None, mark: float | None, bar: str
) -> None:
    assert range_bar(spread, 10, mark).plain == bar


@given(shares=st.tuples(SHARES, SHARES, SHARES).map(sorted), mark=st.none() | SHARES, width=WIDTHS)
def test_a_range_fills_its_width_and_holds_its_mean(
    shares: list[float], mark: float | None, width: int
) -> None:
    low, mean, high = shares
    bar = range_bar(Range(mean, low, high), width, mark).plain
    assert len(bar) == width
    assert bar.index("●") == min(int(mean * width), width - 1)


def test_amounts_share_the_width_with_the_largest_of_them() -> None:
    assert amount_bar(6, 4, 20, 20).plain == "━━━━━━────"
    assert amount_bar(15, 5, 20, 20).plain == "━━━━━━━━━━━━━━━─────"
    assert amount_bar(0, 0, 0, 20).plain == ""


@given(reviews=SHARES, new=SHARES, more=SHARES, width=WIDTHS)
def test_no_amount_is_longer_than_the_width(reviews: float, new: float, more: float, width: int) -> None:
    assert len(amount_bar(reviews, new, reviews + new + more, width).plain) <= width


def test_a_sparkline_is_as_high_as_its_values_and_a_dot_for_nothing() -> None:
    assert sparkline([0, 1, 4, 8]) == "·▂▅█"
    assert sparkline([0.0, 0.1, 0.5, 1.0], 1.0) == "·▁▅█"
    assert sparkline([0, 0]) == "··"
    assert sparkline([]) == ""


def test_a_scale_names_ends_and_middle_where_there_is_room() -> None:
    assert scale(20) == "0 %    50 %    100 %"
    assert scale(8) == ""
