"""A note's mastery, as its frontmatter says it: by SM-2's intervals, or by FSRS with ``mastery = "fsrs"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.schedule import mastery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycli.collection.commit import After
    from studycli.collection.desk import Desk


def after_grade(desk: Desk, cards: Mapping[str, After], card_id: str, grade: int) -> float:
    """Return the mastery (0 to 1, two decimals) that a note has after an answer, before this is logged.

    Args:
        desk: The vault; its index has all answers before this one.
        cards: All cards of the note, by id, as they are after the answer.
        card_id: The one that was answered.
        grade: 0 to 5.
    """
    if not _by_memory(desk):
        return mastery.note_mastery(card.state for card in cards.values())
    from studycli.collection.memories import answered, masteries, memories

    before = memories(desk, cards)
    after = {**before, card_id: answered(desk, card_id, before.get(card_id), grade)}
    return mastery.note_mean(masteries(cards, after))


def without_entry(desk: Desk, cards: Mapping[str, After], entry: str) -> float:
    """Return the mastery (0 to 1, two decimals) that a note has once an answer is taken back.

    Args:
        desk: The vault; its index has the answer still.
        cards: All cards of the note, by id, as they are then.
        entry: Id of the answer's entry.
    """
    if not _by_memory(desk):
        return mastery.note_mastery(card.state for card in cards.values())
    from studycli.collection.memories import masteries, memories

    return mastery.note_mean(masteries(cards, memories(desk, cards, {entry})))


def _by_memory(desk: Desk) -> bool:
    return desk.settings.mastery == "fsrs"
