"""After a holiday: a backlog of overdue cards spread over the next days."""

from collections.abc import Iterable
from datetime import date, timedelta

from studycli.schedule.queue import DueCard, most_overdue_first


def spread(cards: Iterable[DueCard], days: int, today: date) -> dict[str, date]:
    """Return the new due date of every card of a backlog, the weakest first.

    The weakest card is the most overdue relative to its interval: the one least likely to be recalled today.
    The days take equal numbers of cards, or one more for some; a backlog smaller than `days` takes one day a
    card.

    Args:
        cards: the backlog; cards that are not due yet are left out of the result.
        days: over how many days, today being the first; 1 or more.
        today: the study day.

    Returns:
        Card id to date, in the order of the cards' weakness. A date may be the one that the card has.
    """
    backlog = most_overdue_first((card for card in cards if card.due <= today), today)
    days = min(days, len(backlog))
    return {
        card.id: today + timedelta(days=number * days // len(backlog)) for number, card in enumerate(backlog)
    }
