"""Where time comes from, and which study day it belongs to."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.clock import Clock, clock_from, study_day
from studycli.errors import ClockError

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("hour", "minute", "day_start", "expected"),
    [
        (3, 59, "04:00", 22),
        (4, 0, "04:00", 23),
        (23, 59, "04:00", 23),
        (0, 0, "00:00", 23),
        (4, 29, "04:30", 22),
        (4, 30, "04:30", 23),
        (12, 0, "20:00", 22),
    ],
)
def test_a_study_day_begins_at_day_start(hour: int, minute: int, day_start: str, expected: int) -> None:
    assert study_day(datetime(2026, 11, 23, hour, minute, tzinfo=UTC), day_start) == date(2026, 11, expected)


@given(st.datetimes().filter(lambda now: 1 < now.year < 9999), st.times())
def test_a_study_day_is_today_or_yesterday_and_never_goes_back(now: datetime, start: object) -> None:
    day_start = str(start)[:5]
    assert study_day(now, day_start) in (now.date(), now.date() - timedelta(days=1))
    assert study_day(now, day_start) <= study_day(now + timedelta(minutes=1), day_start)


def test_today_fixes_the_day_and_its_noon() -> None:
    clock = clock_from("2026-11-23", {"STUDY_NOW": "2020-01-01T08:00"})
    assert clock.today == date(2026, 11, 23)
    assert clock.now().isoformat().startswith("2026-11-23T12:00:00")
    assert clock.now().tzinfo is not None


def test_today_is_the_study_day_however_late_a_day_begins() -> None:
    assert clock_from("2026-11-23", {}, "20:00").today == date(2026, 11, 23)


def test_study_now_fixes_the_time_in_its_own_offset() -> None:
    clock = clock_from(None, {"STUDY_NOW": "2026-11-23T03:00:00+08:00"})
    assert clock.now() == datetime(2026, 11, 23, 3, tzinfo=BEIJING)
    assert clock.now().isoformat() == "2026-11-23T03:00:00+08:00"
    assert clock.today == date(2026, 11, 22)


def test_study_now_without_an_offset_is_local() -> None:
    clock = clock_from(None, {"STUDY_NOW": " 2026-11-23T05:00 "})
    assert clock.now().isoformat().startswith("2026-11-23T05:00:00")
    assert clock.now().tzinfo is not None
    assert clock.today == date(2026, 11, 23)


def test_study_now_as_a_date_is_its_noon() -> None:
    clock = clock_from(None, {"STUDY_NOW": "2026-11-23"})
    assert (clock.today, clock.now().hour) == (date(2026, 11, 23), 12)


def test_without_either_the_systems_time_runs() -> None:
    before = datetime.now(UTC)
    clock = clock_from(None, {"STUDY_NOW": ""}, "00:00")
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() is not None
    assert abs(clock.today - before.date()) <= timedelta(days=1)


def test_a_clock_keeps_its_day() -> None:
    """A session that passes day_start ends on the day it began."""
    assert Clock(date(2020, 1, 1)).today == date(2020, 1, 1)


@pytest.mark.parametrize(
    "text", ["tomorrow", "20261123", "2026-W48-1", "2026-02-30", "2026-1-1", "", " 2026-11-23"]
)
def test_a_wrong_today_is_named(text: str) -> None:
    with pytest.raises(ClockError) as error:
        clock_from(text, {})
    assert str(error.value) == f"--today is '{text}'; it must be a date such as 2026-11-23."


@pytest.mark.parametrize("text", ["noon", "25:00", "2026-11-23T25:00"])
def test_a_wrong_study_now_is_named(text: str) -> None:
    with pytest.raises(ClockError) as error:
        clock_from(None, {"STUDY_NOW": text})
    assert str(error.value) == f"STUDY_NOW is '{text}'; it must be a time such as 2026-11-23T08:30."


def test_a_day_without_a_local_time_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoZone(datetime):
        def astimezone(self, tz: object = None) -> datetime:  # type: ignore[override]
            raise OverflowError(tz)

    monkeypatch.setattr("studycli.clock.datetime", NoZone)
    with pytest.raises(
        ClockError, match=r"^--today is '2026-11-23'; that is beyond the calendar of this system\.$"
    ):
        clock_from("2026-11-23", {})
