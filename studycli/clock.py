"""The clock: what time it is, and which study day that belongs to.

A study day is a local date that begins at ``day_start`` instead of midnight, so that an hour of study
after midnight still counts for the evening before. Time is an argument everywhere else in the program:
it is read here and nowhere else.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from studycli.errors import ClockError

DAY_START = "04:00"
DAY_S = 86_400
NOON = time(12)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - of whichever clock


class Clock:
    """A study day and the time within it.

    ``today`` is settled when the clock is made: a session that runs past ``day_start`` ends on the day on
    which it began. ``now()`` of a clock without a fixed time follows the system's.
    """

    __slots__ = ("_fixed", "today")

    def __init__(self, today: date, fixed: datetime | None = None) -> None:
        self.today = today
        self._fixed = fixed

    def now(self) -> datetime:
        """Return the time with its offset from UTC."""
        return self._fixed or _system_now()


def study_day(now: datetime, day_start: str = DAY_START) -> date:
    """Return the study day of a local time, by its wall clock: before ``day_start`` it is still yesterday.

    Args:
        now: local time; its offset is not looked at, so a change to summer time does no harm.
        day_start: 'HH:MM'.
    """
    return study_day_at((now.replace(tzinfo=None) - _EPOCH) // timedelta(seconds=1), day_start)


def study_day_at(local: int, day_start: str = DAY_START) -> date:
    """Return the study day of a local time, in seconds since 1970-01-01T00:00 of the same clock."""
    return _day((local - _seconds(day_start)) // DAY_S)


@lru_cache(maxsize=4)  # an import asks half a million times, of some thousand days
def _seconds(day_start: str) -> int:
    return int(day_start[:2]) * 3600 + int(day_start[3:]) * 60


@lru_cache(maxsize=1 << 14)
def _day(number: int) -> date:
    """Return a date by the days since 1970."""
    return (_EPOCH + timedelta(days=number)).date()


def clock_from(today: str | None, environ: Mapping[str, str], day_start: str = DAY_START) -> Clock:
    """Make the clock of a command: ``--today``, else ``STUDY_NOW``, else the system's.

    Args:
        today: the value of ``--today`` ('YYYY-MM-DD'), which fixes the study day; its time is noon.
        environ: the environment; its ``STUDY_NOW`` is an ISO time. Without an offset it is local; with one,
            that offset is the local one. A date alone means its noon.
        day_start: 'HH:MM', from the settings.

    Raises:
        ClockError: a value is not a date or time.
    """
    if today is not None:
        day = _date(today)
        return Clock(day, _noon(day, today))
    text = environ.get("STUDY_NOW", "").strip()
    if not text:
        return Clock(study_day(_system_now(), day_start))
    now = _moment(text)
    return Clock(study_day(now, day_start), now)


def _system_now() -> datetime:
    return datetime.now().astimezone()  # the naive local time gets its offset


def iso_day(text: str) -> date | None:
    """Read 'YYYY-MM-DD' and no other form of ISO 8601; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _date(text: str) -> date:
    day = iso_day(text)
    if day is None:
        raise ClockError(f"--today is '{text}'; it must be a date such as 2026-11-23.")
    return day


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= len("2026-W48-1"):
            return datetime.combine(moment.date(), NOON).astimezone()
        return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError):
        raise ClockError(f"STUDY_NOW is '{text}'; it must be a time such as 2026-11-23T08:30.") from None


def _noon(day: date, text: str) -> datetime:
    try:
        return datetime.combine(day, NOON).astimezone()
    except (ValueError, OverflowError):  # the system's zone has no rule for the ends of the calendar
        raise ClockError(f"--today is '{text}'; that is beyond the calendar of this system.") from None
