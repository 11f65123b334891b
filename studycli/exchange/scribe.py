"""Entries of the review log for answers that were given elsewhere.

An id is made of the time and of the card. A package can hold a million answers, so times are numbers here and not
datetimes, and no text of a day or of a time is made twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache
from hashlib import blake2b
from math import floor
from typing import TYPE_CHECKING

from studycli.clock import DAY_S, study_day_at
from studycli.store.entry import Entry

if TYPE_CHECKING:
    from studycli.store.entry import LoggedState

_TIME_DIGITS = 12  # of an id, hexadecimal


class Scribe:
    """Makes the entries of one card, oldest first.

    Args:
        card: Its id.
        kind: The kind of the source, which the entries carry.
        day_start: When a study day begins.

    Attributes:
        newest: The time in the id of the last entry, in milliseconds since 1970: the next one gets a later one.
    """

    __slots__ = ("_card", "_day_start", "_kind", "_tag", "newest")

    def __init__(self, card: str, kind: str, day_start: str) -> None:
        self._card = card
        self._kind = kind
        self._day_start = day_start
        self._tag = f"{int.from_bytes(blake2b(card.encode(), digest_size=2).digest()):04x}-{kind}"
        self.newest = 0

    def entry(
        self,
        milliseconds: int,
        offset: int,
        what: str,
        grade: int | None,
        seconds: float | None,
        state: LoggedState | None,
    ) -> Entry:
        """Return an entry without names.

        Args:
            milliseconds: When it was, since 1970 in UTC. The id has this time, or the first one that is free.
            offset: Seconds by which the local time was ahead of UTC.
            what: The entry's kind.
            grade: 0 to 5; None when nothing was graded.
            seconds: Time taken; None where it is not known.
            state: Schedule after it; None when the card is new.
        """
        newest = milliseconds if milliseconds > self.newest else self.newest + 1
        self.newest = newest
        local = milliseconds // 1000 + offset
        return Entry(
            id=f"{newest:012x}{self._tag}",
            at=f"{_iso_day(local // DAY_S)}T{_iso_time(local % DAY_S)}{_iso_offset(offset)}",
            day=study_day_at(local, self._day_start),
            kind=what,
            card=self._card,
            grade=grade,
            seconds=seconds,
            state=state,
            imported=self._kind,
        )


def milliseconds_of(entry: Entry) -> int:
    """Return the time in the id of an imported entry."""
    return int(entry.id[:_TIME_DIGITS], 16)


@cache
def _iso_day(days: int) -> str:
    """Return a day, in days since 1970."""
    return (date(1970, 1, 1) + timedelta(days=days)).isoformat()


@cache
def _iso_time(seconds: int) -> str:
    """Return a time of the day, in seconds."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@cache
def _iso_offset(seconds: int) -> str:
    """Return an offset from UTC, in seconds."""
    day = datetime(1970, 1, 1, tzinfo=timezone(timedelta(seconds=seconds))).isoformat()
    return day.removeprefix("1970-01-01T00:00:00")


def moment_of(at: datetime) -> tuple[int, int]:
    """Return a time in milliseconds since 1970 in UTC, and its zone's offset in seconds."""
    return floor(at.timestamp() * 1000), int((at.utcoffset() or timedelta()).total_seconds())
