"""Wilson's interval against another computation, and at its ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.model import Share
from studycli.report.wilson import Z, share

# scipy 1.17.1: scipy.stats.binomtest(count, of).proportion_ci(method="wilson"); the first four are the examples of
# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998).
KNOWN = [
    (81, 263, 0.2552885198782742, 0.36620957698280004),
    (15, 148, 0.06238639953073629, 0.16048724172330803),
    (0, 20, 0.0, 0.16112515805281935),
    (1, 29, 0.006113214292762667, 0.17175521879320282),
    (8, 10, 0.4901624715366418, 0.9433178485456248),
    (0, 1, 0.0, 0.7934506856227626),
    (1, 1, 0.20654931437723745, 1.0),
    (10, 10, 0.7224672001371109, 1.0),
    (900, 1000, 0.8798480368046515, 0.9170905564069043),
]

counts = st.integers(1, 2_000_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(("count", "of", "low", "high"), KNOWN)
def test_the_interval_is_scipys(count: int, of: int, low: float, high: float) -> None:
    value = share(count, of)
    assert (value.count, value.of, value.share) == (count, of, count / of)
    assert (value.low, value.high) == pytest.approx((low, high), rel=1e-12)


def test_by_hand_of_one_answer_that_was_right() -> None:
    # k = n = 1: (1 + z^2 / 2 - z^2 / 2) / (1 + z^2) = 1 / (1 + 3.841459) = 0.206549
    assert share(1, 1).low == pytest.approx(0.206549, abs=1e-6)


def test_without_answers_there_is_no_share() -> None:
    assert share(0, 0) == Share(0, 0, None, None, None)


@given(counts)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair: tuple[int, int]) -> None:
    count, of = pair
    value = share(count, of)
    assert value.low is not None
    assert value.high is not None
    assert 0 <= value.low <= count / of <= value.high <= 1


@given(counts)
def test_the_share_failed_has_the_mirrored_interval(pair: tuple[int, int]) -> None:
    count, of = pair
    passed, failed = share(count, of), share(of - count, of)
    assert failed.high is not None
    assert passed.low == pytest.approx(1 - failed.high, abs=1e-12)


@given(counts)
def test_the_ends_are_where_the_share_seen_is_z_deviations_away(pair: tuple[int, int]) -> None:
    """The interval's definition: |p - end| = z * sqrt(end * (1 - end) / n)."""
    count, of = pair
    value = share(count, of)
    assert value.low is not None
    assert value.high is not None
    for end in (value.low, value.high):
        distance, deviation = abs(count / of - end), (end * (1 - end) / of) ** 0.5
        assert distance == pytest.approx(Z * deviation, rel=1e-6, abs=1e-7)


@given(st.integers(1, 2_000_000))
def test_none_and_all_have_their_ends_exactly(of: int) -> None:
    assert share(0, of).low == 0
    assert share(of, of).high == 1
