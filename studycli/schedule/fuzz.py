"""Due dates moved a little: fuzz and load balancing.

Cards that were learnt on one day and graded alike would stay together for ever. Fuzz moves each due date
within a small window around SM-2's interval; load balancing takes the day in that window on which the
fewest cards are due. Nothing here is random: the chance is derived from the card and its repetitions, so
the same history gives the same dates.

Both keep 'a better grade never gives an earlier date', since a longer interval's window begins and ends no
earlier and all grades of one answer share one chance:
fuzz takes the same part of each window, in whole numbers; load balancing takes the first day of one fixed
order over all days, and a day first in that order within one window stays so in a later window that still
holds it.
"""

from collections.abc import Mapping
from datetime import date

# The window of Anki's scheduler: an interval of 2.5 days or more moves by one day and, for each day within
# the range, by this part of a day, to both sides.
SHORTEST = 2.5  # days; a shorter interval is not moved
WIDENING = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))  # from day, to day, part

_STEPS = 2**32  # the chance is used in this many steps, as a whole number
_SCATTER = 2_654_435_761  # 2**32 divided by the golden ratio (Knuth): scatters neighbouring days


def chance(card: str, number: int) -> float:
    """Return a chance in [0, 1) that this card has at this number, a repetition or a day, and always the same."""
    from hashlib import blake2b

    digest = blake2b(f"{card}/{number}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / _STEPS


def window(interval: int) -> tuple[int, int]:
    """Return the shortest and longest interval (days) that `interval` may be moved to."""
    if interval < SHORTEST:
        return interval, interval
    reach = 1 + sum(part * max(0.0, min(interval, end) - start) for start, end, part in WIDENING)
    return int(interval - reach + 0.5), int(interval + reach + 0.5)


def moved(interval: int, fuzz: float | None, load: Mapping[date, int] | None, today: date) -> int:
    """Return `interval` (days from `today`) moved within its window.

    Args:
        interval: SM-2's interval.
        fuzz: chance in [0, 1); with a `load` it only breaks ties (None: no chance at all).
        load: how many cards are due on each day, or None for fuzz alone.
        today: the day the interval counts from.
    """
    first, last = window(interval)
    step = int((fuzz or 0.0) * _STEPS)
    if load is None:
        return first + (step * (last - first + 1)) // _STEPS
    return _quietest(range(first, last + 1), step, load, today)


def _quietest(days: range, step: int, load: Mapping[date, int], today: date) -> int:
    """Return the day with the fewest cards due; among equals the order depends on the chance alone."""
    start = today.toordinal()

    def order(days_ahead: int) -> tuple[int, int]:
        day = min(start + days_ahead, date.max.toordinal())
        return load.get(date.fromordinal(day), 0), (day * _SCATTER ^ step) % _STEPS

    return min(days, key=order)
