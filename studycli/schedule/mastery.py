"""How well cards are known: mastery, and the chance of recall today.

SM-2 aims its interval at about 90 % recall, so recall after t days of an interval I is 0.9 ** (t / I).
"""

from collections.abc import Iterable, Sequence

from studycli.schedule.sm2 import State

RECALL_AT_INTERVAL = 0.9  # the chance of recall that SM-2's interval aims at
HORIZON = 30  # days after the last review at which mastery looks
DECIMALS = 2  # of a note's mastery


def mastery(state: State) -> float:
    """Return the chance (0 to 1) of recalling the card 30 days after its last review; 0 if it was never passed."""
    if state is None or not state.passed or state.interval < 1:
        return 0.0
    return interval_mastery(state.interval)


def interval_mastery(interval: int) -> float:
    """Return 0.9 ** (30 / `interval`), the mastery (0 to 1) of a card that was passed; `interval` is 1 day or more."""
    return float(RECALL_AT_INTERVAL ** (HORIZON / interval))


def interval_recall(days: int, interval: int) -> float:
    """Return the chance of recall (0 to 1) that SM-2 means so many days after an answer: 0.9 ** (days / interval).

    Args:
        days: since the answer; below 0 they count as 0.
        interval: in days; below 1 it counts as 1.
    """
    return float(RECALL_AT_INTERVAL ** (max(days, 0) / max(interval, 1)))


def note_mastery(states: Iterable[State]) -> float:
    """Return the mean mastery of a note's cards, new ones counted as 0, in two decimals; 0 without cards."""
    return note_mean([mastery(state) for state in states])


def note_mean(values: Sequence[float]) -> float:
    """Return a note's mastery from that of its cards, all 0 to 1: the mean in two decimals; 0 without cards."""
    return round(sum(values) / len(values), DECIMALS) if values else 0.0
