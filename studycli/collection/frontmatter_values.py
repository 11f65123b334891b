"""What a note's frontmatter says of its cards: four values, made of their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.frontmatter import read_meta, update

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from studycli.collection.commit import After
    from studycli.collection.rewrite import Change


def next_review(cards: Collection[After]) -> date | None:
    """Return the earliest due date of the cards that are scheduled and not suspended."""
    return min((card.state.due for card in cards if card.state and not card.suspended), default=None)


def after_answer(cards: Collection[After], today: date, count: int, mastery: float) -> Change:
    """Return the change of a note of whose cards one was graded.

    Args:
        cards: All cards of the note as they are after the answer.
        today: The study day.
        count: How many graded answers there were to them.
        mastery: The note's mastery, as `studycli.collection.note_mastery` computes it.
    """
    values = {
        "last_reviewed": today,
        "next_review": next_review(cards),
        "review_count": count,
        "mastery_level": mastery,
    }
    return lambda text: update(text, values)


def after_move(cards: Collection[After]) -> Change:
    """Return the change of a note of whose cards some have another due date or are set aside."""
    following = next_review(cards)
    return lambda text: update(text, {"next_review": following})


def recomputed(cards: Collection[After], mastery: float) -> Change:
    """Return the change of a note of which an answer was taken back that is not the last change of the note.

    Args:
        cards: All cards of the note as they are then.
        mastery: The note's mastery then.
    """
    following = next_review(cards)

    def change(text: str) -> str:
        count = max(read_meta(text).review_count - 1, 0)
        return update(text, {"next_review": following, "review_count": count, "mastery_level": mastery})

    return change
