"""Sentences that several commands say."""

from datetime import date

from studycli.collection import Counts
from studycli.schedule.sm2 import State
from studycli.terminal.counting import several


def due_sentences(today: date, counts: Counts) -> list[str]:
    """Say what is due today, and what waits besides, if anything does."""
    waiting = [
        several(counts.due_total - counts.due, "more review"),
        several(counts.new_total - counts.new, "more new card"),
        f"{counts.suspended} suspended",
        f"{counts.buried} buried until tomorrow",
        f"{counts.empty} without an answer",
    ]
    rest = ", ".join(part for part in waiting if not part.startswith("0 "))
    now = f"{today}: {several(counts.due, 'review')} and {several(counts.new, 'new card')} to do"
    if not counts.due + counts.new:
        now = f"{today}: nothing to do"
    total = f", of {several(counts.cards, 'card')} in {several(counts.notes, 'note')}."
    return [now + total, *([f"Besides: {rest}."] if rest else [])]


def next_time(state: State, today: date) -> str:
    """Say when a card that was just graded is asked next."""
    return f"due {state.due}, in {several((state.due - today).days, 'day')}" if state else "new"
