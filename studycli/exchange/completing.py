"""An arrival made whole: its cards found or counted, its frontmatter completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.exchange import history
from studycli.exchange.frontmatter import Facts, complete
from studycli.exchange.model import Asked, Whole
from studycli.notes.cards import count_cards, parse_note
from studycli.notes.frontmatter import read_meta

if TYPE_CHECKING:
    from datetime import date

    from studycli.exchange.model import Arrival, Logged
    from studycli.notes.model import CardOptions


class Completer:
    """Makes arrivals whole: those of one import, whether a reader asks for it or the plan.

    Args:
        cards: The vault's settings on what becomes a card.
        today: The study day.
        tags: Tags that every note gets.
        kind: The kind of the source, which the log's entries carry.
        day_start: When a study day begins.
    """

    def __init__(
        self, cards: CardOptions, today: date, tags: tuple[str, ...], kind: str, day_start: str
    ) -> None:
        self._options = cards
        self._today = today
        self._tags = tags
        self._kind = kind
        self._day_start = day_start

    def whole(self, arrival: Arrival, path: str) -> Whole:
        """Complete an arrival. What the frontmatter gains moves lines, and no card's id.

        Args:
            arrival: The arrival.
            path: Where it is to stand.
        """
        logged, cards = self._cards(arrival, path)
        facts = Facts(
            created=arrival.created or self._today,
            tags=(*arrival.tags, *self._tags),
            difficulty=arrival.difficulty,
            last_reviewed=logged.last if logged else None,
            next_review=logged.due if logged else self._today,
            review_count=logged.answered if logged else 0,
            mastery=logged.mastery if logged else 0.0,
        )
        completed = complete(arrival.text, facts)
        mapped = tuple(f"{theirs} gives {own}" for theirs, own in completed.mapped)
        return Whole(completed.text, logged, cards, mapped)

    def _cards(self, arrival: Arrival, path: str) -> tuple[Logged | None, int]:
        """Return what the source knows of the cards, None for nothing, and how many there are."""
        logged = arrival.logged and history.renamed(arrival.logged, path)
        if arrival.cards is not None:
            return logged, arrival.cards
        if not arrival.tracks:
            return logged, count_cards(path, arrival.text, self._options)
        found = parse_note(path, arrival.text, read_meta(arrival.text), self._options).cards
        asked = [Asked(card.id, card.prompt, card.line) for card in found]
        known = history.tracked(asked, arrival.tracks)
        return history.logged(path, known, self._kind, self._day_start), len(found)
