"""The order in which the cards of a day are asked.

Due reviews come first, the most overdue relative to its interval first; new cards are mixed in evenly; two
cards of one note do not follow each other while a card of another note is left.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from zlib import crc32


class DueCard(NamedTuple):
    """A card to be reviewed: its id, its note, the day it is due on, its interval in days."""

    id: str
    note: str
    due: date
    interval: int


class NewCard(NamedTuple):
    """A card that was never graded: its id and its note."""

    id: str
    note: str


class Limits(NamedTuple):
    """How many cards may still be asked today (0 or less for none)."""

    new: int
    reviews: int


def build_queue(
    due: Iterable[DueCard], new: Sequence[NewCard], limits: Limits, day: date, seed: int | str = 0
) -> list[str]:
    """Return the ids of the cards to ask on `day`, in order; the same for the same day and seed.

    Args:
        due: the cards to be reviewed, in any order.
        new: the new cards in the order in which they are to be learnt; the first ones are taken.
        limits: how many of each.
        day: the study day.
        seed: changes the order of cards that are equally overdue.
    """
    most = max(limits.reviews, 0)
    reviews = most_overdue_first(nearly_first(most, list(due), day), day, seed)[:most]
    return [card.id for card in _apart(_mixed(reviews, new[: max(limits.new, 0)]))]


def most_overdue_first(cards: Iterable[DueCard], day: date, seed: int | str = 0) -> list[DueCard]:
    """Sort cards by the days since they were due over their interval, the largest first.

    Equals are shuffled, in an order that depends on day, seed and id only.
    """
    today = day.toordinal()

    def order(card: DueCard) -> tuple[float, int, str]:
        return -_overdue(card, today), crc32(f"{seed}/{today}/{card.id}".encode()), card.id

    return sorted(cards, key=order)


def _overdue(card: DueCard, today: int) -> float:
    """Return the days since the card was due over its interval."""
    return (today - card.due.toordinal()) / (card.interval or 1)


def nearly_first(most: int, cards: list[DueCard], day: date) -> list[DueCard]:
    """Return the `most` cards that are most overdue, in any order, and all that equal the last of them.

    After a long holiday this leaves little to sort: it takes a quarter of the time.
    """
    if most == 0 or most >= len(cards):
        return cards[:most]
    today = day.toordinal()
    overdue = [_overdue(card, today) for card in cards]
    least = sorted(overdue)[-most]
    return [card for card, value in zip(cards, overdue, strict=True) if value >= least]


def _mixed(reviews: Sequence[DueCard], new: Sequence[NewCard]) -> list[DueCard | NewCard]:
    """Put the new cards between the reviews at even distances, beginning with a review."""
    queue: list[DueCard | NewCard] = []
    taken = 0
    for number, card in enumerate(new, 1):
        until = -(-number * len(reviews) // (len(new) + 1))  # rounded up
        queue += reviews[taken:until]
        queue.append(card)
        taken = until
    return [*queue, *reviews[taken:]]


def _apart(cards: Iterable[DueCard | NewCard]) -> list[DueCard | NewCard]:
    """Move a card that follows one of its own note behind the next card of another note.

    Only cards of the note asked last ever wait, and one is taken as soon as another note stood between: so
    the order is kept but for them, in linear time.
    """
    queue: list[DueCard | NewCard] = []
    waiting: deque[DueCard | NewCard] = deque()
    for card in cards:
        if queue and queue[-1].note == card.note:
            waiting.append(card)
            continue
        queue.append(card)
        if waiting:
            queue.append(waiting.popleft())
    return [*queue, *waiting]
