"""Retention and the measures of forecasts, by hand."""

from math import inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.model import BINS, Bin, Forecaster, ForetoldRow, RetentionPart
from studycli.report.retention import EPSILON, bin_of, log_loss, retention_part
from studycli.report.wilson import share

chances = st.floats(0, 1)
reviews = st.lists(st.tuples(st.integers(0, 3), chances, chances, st.booleans()), min_size=1, max_size=30)


def row(group: int, sm2: float, fsrs: float, passed: bool) -> ForetoldRow:
    """Return the row of one due review."""
    return ForetoldRow(
        group,
        bin_of(sm2),
        bin_of(fsrs),
        1,
        int(passed),
        sm2,
        fsrs,
        (sm2 - passed) ** 2,
        (fsrs - passed) ** 2,
        log_loss(sm2, passed),
        log_loss(fsrs, passed),
    )


def forecaster(part: RetentionPart, model: str) -> Forecaster:
    return next(value for value in part.forecasters if value.model == model)


# Four due reviews: SM-2 gave 0.9 each time; FSRS 0.95, 0.85, 0.55, 0.25. The last was failed.
FOUR = [
    row(0, 0.9, 0.95, True),
    row(0, 0.9, 0.85, True),
    row(1, 0.9, 0.55, True),
    row(3, 0.9, 0.25, False),
]


def test_log_loss_by_hand() -> None:
    assert log_loss(0.9, True) == pytest.approx(0.105361, abs=1e-6)  # -ln 0.9
    assert log_loss(0.9, False) == pytest.approx(2.302585, abs=1e-6)  # -ln 0.1
    assert log_loss(0.5, True) == log_loss(0.5, False) == pytest.approx(0.693147, abs=1e-6)


def test_a_sure_forecast_that_was_wrong_costs_much_but_not_everything() -> None:
    # -ln(2 ** -52) = 52 * ln 2 = 36.043653
    assert log_loss(1.0, False) == log_loss(0.0, True) == pytest.approx(36.043653, abs=1e-6)
    assert log_loss(1.0, True) == log_loss(0.0, False) == pytest.approx(0, abs=1e-15)


@given(chances, st.booleans())
def test_log_loss_is_finite_and_not_negative(chance: float, passed: bool) -> None:
    assert 0 <= log_loss(chance, passed) < inf


def test_a_bin_has_its_lower_limit_and_the_last_one_is_closed() -> None:
    assert [bin_of(chance) for chance in (0, 0.0999, 0.1, 0.5, 0.8999, 0.9, 1.0)] == [0, 0, 1, 5, 8, 9, 9]


@given(st.integers(0, 9))
def test_a_tenth_belongs_to_the_bin_that_it_begins(place: int) -> None:
    """Binary fractions or not: the limits are those that the curve prints."""
    assert bin_of(place / BINS) == place


def test_retention_is_by_the_interval_before_the_answer() -> None:
    part = retention_part(FOUR)
    assert part.total == share(3, 4)
    assert [(one.first, one.last, one.retention) for one in part.intervals] == [
        (1, 6, share(2, 2)),
        (7, 20, share(1, 1)),
        (21, 59, share(0, 0)),
        (60, None, share(0, 1)),
    ]


def test_the_forecasters_come_in_one_order() -> None:
    assert [one.model for one in retention_part(FOUR).forecasters] == ["sm2", "fsrs", "mean", "constant"]


def test_fsrs_by_hand() -> None:
    fsrs = forecaster(retention_part(FOUR), "fsrs")
    # (-ln 0.95 - ln 0.85 - ln 0.55 - ln 0.75) / 4 = (0.051293 + 0.162519 + 0.597837 + 0.287682) / 4
    assert fsrs.log_loss == pytest.approx(0.274833, abs=1e-6)
    # (0.05^2 + 0.15^2 + 0.45^2 + 0.25^2) / 4 = (0.0025 + 0.0225 + 0.2025 + 0.0625) / 4
    assert fsrs.brier == pytest.approx(0.0725)
    # each in a bin of its own: (0.05 + 0.15 + 0.45 + 0.25) / 4
    assert fsrs.calibration_error == pytest.approx(0.225)
    assert [fsrs.bins[place].predicted for place in (2, 5)] == [0.25, 0.55]
    assert [fsrs.bins[place].seen for place in (2, 5)] == [share(0, 1), share(1, 1)]
    assert (fsrs.bins[5].low, fsrs.bins[5].high) == (0.5, 0.6)
    assert fsrs.bins[0] == Bin(0.0, 0.1, None, share(0, 0))


def test_sm2_by_hand() -> None:
    sm2 = forecaster(retention_part(FOUR), "sm2")
    # (-3 * ln 0.9 - ln 0.1) / 4 = (0.316082 + 2.302585) / 4
    assert sm2.log_loss == pytest.approx(0.654667, abs=1e-6)
    assert sm2.brier == pytest.approx(0.21)  # (3 * 0.01 + 0.81) / 4
    assert sm2.calibration_error == pytest.approx(0.15)  # |0.9 - 3 / 4|
    assert sm2.bins[9].predicted == pytest.approx(0.9)
    assert sm2.bins[9].seen == share(3, 4)


def test_the_two_simple_forecasts_by_hand() -> None:
    part = retention_part(FOUR)
    mean, constant = forecaster(part, "mean"), forecaster(part, "constant")
    # the entropy of 3/4: -(3 * ln 0.75 + ln 0.25) / 4 = (0.863046 + 1.386294) / 4; the variance 3/4 * 1/4
    assert mean.log_loss == pytest.approx(0.562335, abs=1e-6)
    assert mean.brier == pytest.approx(0.1875)
    assert (mean.calibration_error, mean.bins) == (0, ())
    # SM-2 foretold 0.9 each time too
    sm2 = forecaster(part, "sm2")
    assert constant.bins == ()
    assert [constant.log_loss, constant.brier, constant.calibration_error] == pytest.approx(
        [sm2.log_loss, sm2.brier, sm2.calibration_error]
    )


def test_nothing_was_foretold_without_answers() -> None:
    part = retention_part([])
    assert part.total == share(0, 0)
    assert [one.retention for one in part.intervals] == [share(0, 0)] * 4
    assert [(one.log_loss, one.brier, one.calibration_error) for one in part.forecasters] == [
        (None, None, None)
    ] * 4
    assert [len(one.bins) for one in part.forecasters] == [10, 10, 0, 0]


def test_where_all_were_passed_always_the_mean_is_never_wrong() -> None:
    mean = forecaster(retention_part([row(0, 0.9, 0.9, True)] * 3), "mean")
    assert [mean.log_loss, mean.brier, mean.calibration_error] == [pytest.approx(0, abs=1e-15), 0, 0]


def test_a_forecast_that_is_too_sure_is_found_out() -> None:
    """Of 100 answers foretold at 0.95 only 80 came: the curve is off by 0.15, and 0.8 always did better."""
    rows = [row(0, 0.95, 0.8, passed=place < 80) for place in range(100)]
    part = retention_part(rows)
    sm2, fsrs, mean = (forecaster(part, model) for model in ("sm2", "fsrs", "mean"))
    assert sm2.calibration_error == pytest.approx(0.15)
    assert fsrs.calibration_error == pytest.approx(0)
    assert sm2.log_loss is not None
    assert mean.log_loss is not None
    assert sm2.log_loss > mean.log_loss
    assert fsrs.log_loss == pytest.approx(mean.log_loss)


@given(reviews)
def test_summed_rows_say_what_single_rows_say(four: list[tuple[int, float, float, bool]]) -> None:
    single = [row(*values) for values in four]
    groups: dict[tuple[int, int, int], list[ForetoldRow]] = {}
    for each in single:
        groups.setdefault(each[:3], []).append(each)
    summed = [
        ForetoldRow(*places, *map(sum, zip(*(each[3:] for each in rows), strict=True)))
        for places, rows in groups.items()
    ]
    ours, theirs = retention_part(single), retention_part(summed)
    assert (ours.total, ours.intervals) == (theirs.total, theirs.intervals)
    for one, other in zip(ours.forecasters, theirs.forecasters, strict=True):
        assert [one.log_loss, one.brier, one.calibration_error] == pytest.approx(
            [other.log_loss, other.brier, other.calibration_error]
        )


@given(reviews)
def test_the_measures_are_means_over_the_answers(many: list[tuple[int, float, float, bool]]) -> None:
    fsrs = forecaster(retention_part(row(*values) for values in many), "fsrs")
    count = len(many)
    losses = [-log(max(chance if passed else 1 - chance, EPSILON)) for _, _, chance, passed in many]
    assert fsrs.log_loss == pytest.approx(sum(losses) / count, abs=1e-12)
    assert fsrs.brier == pytest.approx(sum((chance - passed) ** 2 for _, _, chance, passed in many) / count)
    assert fsrs.calibration_error is not None
    assert 0 <= fsrs.calibration_error <= 1
    assert sum(one.seen.of for one in fsrs.bins) == count


@given(reviews)
def test_no_constant_beats_the_mean(many: list[tuple[int, float, float, bool]]) -> None:
    part = retention_part(row(*values) for values in many)
    mean, constant = forecaster(part, "mean"), forecaster(part, "constant")
    assert mean.log_loss is not None
    assert mean.brier is not None
    assert constant.log_loss is not None
    assert constant.brier is not None
    assert mean.log_loss <= constant.log_loss + 1e-12
    assert mean.brier <= constant.brier + 1e-12
