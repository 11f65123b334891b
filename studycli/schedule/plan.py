"""The plan to the day of an interview: what each day takes, besides what SM-2 has due on it.

New cards are spread so that all are seen in time to come back once or twice. A card that SM-2 would ask only on the
last day or after it is brought forward, once, to one of the last full days. The last day before the interview is
light. Everything depends on the day and the cards as they are now, not on the days before: so a missed day is
spread over the rest. Only the queue follows the plan; an answer is scheduled as SM-2 says.

Full days are those from today to the one before the last day; they take new cards and cards brought forward.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil, inf
from typing import Protocol, TypeVar

from studycli.schedule.fuzz import chance

SETTLE = 7  # days between the last new card and the interview: it comes back after 1 day and after 6 more
REFRESH = 14  # full days before the last day on which cards that pass the date are brought forward
LIGHT = 10  # cards that are not too many for the last day


class Tagged(Protocol):
    """What has tags."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags, nested ones with '/'."""


T = TypeVar("T", bound=Tagged)


def full_days(today: date, interview: date) -> int:
    """Return how many full days are left, today included; 0 on the last day."""
    return max((interview - today).days - 1, 0)


def new_days(today: date, interview: date) -> int:
    """Return on how many days, from today on, new cards are asked; 0 on the last day.

    They end `SETTLE` days before the interview; with fewer days left, halfway to it.
    """
    left = full_days(today, interview)
    if left == 0:
        return 0
    return left - SETTLE if left > SETTLE else max((left + 1) // 2, 1)


def new_quota(left: int, done_today: int, today: date, interview: date) -> int:
    """Return how many new cards are still asked today.

    Args:
        left: New cards that are left.
        done_today: New cards that were learnt today.
        today: The study day.
        interview: The day of the interview, after today.
    """
    days = new_days(today, interview)
    return max(ceil((left + done_today) / days) - done_today, 0) if days else 0


def refresh_begins(interview: date) -> date:
    """Return the first day on which cards are brought forward; one answered since needs it no more."""
    return interview - timedelta(days=1 + REFRESH)


def passes(due: date, interview: date) -> bool:
    """Tell whether SM-2 would ask a card only on the last day or later."""
    return due >= interview - timedelta(days=1)


def forward_share(today: date, interview: date) -> float:
    """Return the chance that a card that passes the date is brought forward to today: 1 / full days left.

    So each is brought forward once, and all days take about the same. 0 before `refresh_begins`, and on the last day.
    """
    days = full_days(today, interview)
    return 1 / days if days and today >= refresh_begins(interview) else 0.0


def is_forward(card: str, last: date, due: date, today: date, interview: date) -> bool:
    """Tell whether a card is brought forward to today; it depends on the card's id and the day alone.

    Args:
        card: Id of the card.
        last: Day of its last answer.
        due: Day on which SM-2 asks it.
        today: The study day.
        interview: The day of the interview.
    """
    share = forward_share(today, interview)
    if not share or last >= refresh_begins(interview) or not passes(due, interview):
        return False
    return chance(card, today.toordinal()) < share


def plan_limit(reviews_per_day: int, waiting: int, today: date, interview: date) -> int:
    """Return the most reviews of a full day: the day's limit, or more where the plan would not be done otherwise.

    Args:
        reviews_per_day: The settings' limit.
        waiting: Cards that are overdue or that the plan asks before the last day.
        today: The study day, before the last one.
        interview: The day of the interview.
    """
    return max(reviews_per_day, ceil(waiting / full_days(today, interview)))


def last_day_limit(reviews_per_day: int, lately: int) -> int:
    """Return the most reviews of the last day, which is light: half of what the days before took, `LIGHT` at least.

    Args:
        reviews_per_day: The settings' limit; half of it is never passed.
        lately: Cards answered since `refresh_begins`, so that a day took `lately` / `REFRESH` or more.
    """
    return min(max(ceil(lately / REFRESH / 2), LIGHT), reviews_per_day // 2)


def by_weakness(cards: Sequence[T], weakness: Mapping[str, float]) -> list[T]:
    """Sort new cards so that those of the tag that is known least come first; else their order stays.

    Args:
        cards: New cards.
        weakness: Of each tag how well its cards are known, 0 to 1. A card is of its weakest tag.
    """

    def order(card: T) -> tuple[float, str]:
        return min(((weakness.get(tag, inf), tag) for tag in card.tags), default=(inf, ""))

    return sorted(cards, key=order)
