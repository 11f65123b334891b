"""`study dedupe`: groups of cards that ask the same in different notes, and what was decided of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.answers import with_answers
from studycli.collection.rows import rows
from studycli.likeness.duplicates import THRESHOLD, Card, groups, pairs
from studycli.store.kept_both import Kept, add_kept, read_kept
from studycli.store.links import Links
from studycli.store.queries import cards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.values import CardRow


class Duplicates(NamedTuple):
    """Cards that ask the same.

    Attributes:
        likeness: Of the two that are most alike, 0 to 1.
        cards: The one with the longest interval first, then by note and line.
        answers: Their answers as Markdown, in the same order; '' without one.
    """

    likeness: float
    cards: tuple[CardRow, ...]
    answers: tuple[str, ...]


def duplicates(desk: Desk, threshold: float | None) -> list[Duplicates]:
    """Return the groups of cards that ask the same, the likest first.

    A card that is set aside is in none, nor are two cards of which the person said that both are kept.
    """
    found = [(row, answer or "") for row, answer in with_answers(desk.root, _asked(desk))]
    answers = [answer for _, answer in found]
    all_pairs = pairs(
        [Card(row.note, row.prompt) for row, _ in found],
        answers.__getitem__,
        THRESHOLD if threshold is None else threshold,
    )
    kept = _Kept(desk)
    left = [pair for pair in all_pairs if not kept.has(found[pair.one][0].id, found[pair.other][0].id)]
    return [_group([found[place] for place in places], likeness) for places, likeness in groups(left)]


def _asked(desk: Desk) -> list[CardRow]:
    return rows(desk, [card for card in cards(desk.index) if not card.suspended])


def _group(members: Sequence[tuple[CardRow, str]], likeness: float) -> Duplicates:
    ordered = sorted(members, key=lambda member: (_learnt(member[0]), member[0].note, member[0].line))
    return Duplicates(likeness, tuple(row for row, _ in ordered), tuple(answer for _, answer in ordered))


def _learnt(row: CardRow) -> int:
    return -row.state.interval if row.state else 0


def keep_all(desk: Desk, card_ids: Sequence[str]) -> None:
    """Remember that these cards are all kept.

    Raises:
        WriteError: It cannot be saved.
    """
    with desk.alone():
        add_kept(desk.root, Kept(tuple(sorted(card_ids)), desk.today.isoformat()))


class _Kept:
    """The pairs that are kept; a card that got another id since counts by its history."""

    def __init__(self, desk: Desk) -> None:
        self._links = Links(desk.index)
        self._groups = [
            frozenset().union(*(self._links.kin(card) for card in kept.cards))
            for kept in read_kept(desk.root)
        ]

    def has(self, one: str, other: str) -> bool:
        """Tell whether two cards are both kept."""
        return any(one in group and other in group for group in self._groups)
