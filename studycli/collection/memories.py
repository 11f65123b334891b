"""FSRS's memory of a note's cards, followed through their answers in the index; imported only where it is wanted.

The histories of a note's few cards are followed anew, rather than read from the index's sums: these may be far
behind, for only a report needs them, and an answer should not have to wait until the whole vault is summed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.report.trace import card_days
from studycli.schedule.memory import follow, from_schedule, mastery
from studycli.store.aggregates import histories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from studycli.collection.commit import After
    from studycli.collection.desk import Desk
    from studycli.schedule.memory import Memory
    from studycli.schedule.sm2 import State


def memories(desk: Desk, cards: Iterable[str], without: Collection[str] = ()) -> dict[str, Memory]:
    """Return the memory of those of the cards that were ever answered, entries `without` left out."""
    found = histories(desk.index, set(cards), without)
    followed = ((card, card_days(answers)[1]) for card, answers in found.items())
    return {card: memory for card, memory in followed if memory is not None}


def answered(desk: Desk, card_id: str, before: Memory | None, grade: int) -> Memory | None:
    """Return the memory of a card after an answer of today that is not logged yet.

    Args:
        desk: The vault, with the card's schedule before the answer in its index.
        card_id: The card.
        before: Its memory; None where the log has no answer.
        grade: 0 to 5.
    """
    start = before or _adopted(desk.card(card_id).state)
    return follow(start, [(desk.today.toordinal(), grade)])[1]


def masteries(cards: Mapping[str, After], known: Mapping[str, Memory | None]) -> list[float]:
    """Return the mastery of cards by FSRS: recall 30 days after the last answer; 0 for one never passed.

    Args:
        cards: The cards by id.
        known: The memory of those that were answered; any other that was passed has its schedule from its note.
    """
    return [_mastery(card.state, known.get(card_id)) for card_id, card in cards.items()]


def _mastery(state: State, memory: Memory | None) -> float:
    memory = memory or _adopted(state)
    return mastery(memory.stability) if memory and state and state.passed else 0.0


def _adopted(state: State) -> Memory | None:
    """Return the memory of a card whose schedule was taken from its note's frontmatter; None for a new one."""
    return from_schedule(state.interval, state.ease, state.last.toordinal()) if state else None
