"""An arrival made whole: its cards found or counted, its frontmatter completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.exchange import history
from studycli.exchange.frontmatter import Facts, complete
from studycli.exchange.model import Asked, Whole
from studycli.notes.cards import count_cards, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.schedule.mastery import note_mastery

if TYPE_CHECKING:
    from datetime import date

    from studycli.exchange.history import Known
    from studycli.exchange.model import Arrival
    from studycli.notes.model import CardOptions


class Completer:
    """Makes arrivals whole: those of one import, whether a reader asks for it or the plan.

    Args:
        cards: The vault's settings on what becomes a card.
        today: The study day.
        tags: Tags that every note gets.
    """

    def __init__(self, cards: CardOptions, today: date, tags: tuple[str, ...]) -> None:
        self._options = cards
        self._today = today
        self._tags = tags

    def whole(self, arrival: Arrival, path: str) -> Whole:
        """Complete an arrival. What the frontmatter gains moves lines, and no card's id.

        Args:
            arrival: The arrival.
            path: Where it is to stand.
        """
        known, cards = self._cards(arrival, path)
        facts = Facts(
            created=arrival.created or self._today,
            tags=(*arrival.tags, *self._tags),
            difficulty=arrival.difficulty,
            last_reviewed=history.last_day(known),
            next_review=history.next_day(known) or (None if known else self._today),
            review_count=history.count(known),
            mastery=note_mastery(each.track.state for each in known) if known else 0.0,
        )
        completed = complete(arrival.text, facts)
        mapped = tuple(f"{theirs} gives {own}" for theirs, own in completed.mapped)
        return Whole(completed.text, known, cards, mapped)

    def _cards(self, arrival: Arrival, path: str) -> tuple[tuple[Known, ...], int]:
        """Return the cards that the source has a schedule of, and how many there are with the others."""
        cards = arrival.cards
        if cards is None:
            meta = read_meta(arrival.text)
            if not arrival.tracks:
                return (), count_cards(path, arrival.text, meta, self._options)
            found = parse_note(path, arrival.text, meta, self._options).cards
            cards = tuple(Asked(card.id, card.prompt, card.line) for card in found)
        return tuple(history.tracked(cards, arrival.tracks)) if arrival.tracks else (), len(cards)
