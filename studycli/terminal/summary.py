"""What a session says at its end, and where there is nothing to ask: plain sentences, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.terminal.counting import several
from studycli.terminal.wording import duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.collection import Collection
    from studycli.collection.values import Counts, QueueOptions
    from studycli.terminal.progress import Progress
    from studycli.terminal.session import Session

_LISTED = 10  # notes named before 'and N more'


def summary(session: Session) -> list[str]:
    """Return how many cards, how right, how long, what comes tomorrow, and the notes changed.

    The last notice stands first: no screen showed it any more.
    """
    progress = session.progress
    lines = [session.notice] if session.notice and session.notice not in session.warnings else []
    lines.append(_result(progress))
    if left := len(progress.queue) - len(progress.again):  # a card that was to come back is due tomorrow
        lines.append(f"Left: {several(left, 'card')}; `study review` goes on.")
    lines.append(f"Tomorrow: {several(session.collection.tomorrow(), 'card')}.")
    lines += _changed(session.collection.written)
    return lines + session.warnings


def _result(progress: Progress) -> str:
    if not progress.answers:
        return "No card was answered."
    share = round(100 * progress.right / progress.first) if progress.first else 100
    parts = [f"{several(progress.first, 'card')}, {progress.right} right ({share} %)"]
    if repeats := progress.answers - progress.first:
        parts.append(several(repeats, "repeat"))
    parts.append(duration(progress.seconds))
    return "Answered: " + ", ".join(parts) + "."


def _changed(written: list[str]) -> list[str]:
    if not written:
        return []
    more = len(written) - _LISTED
    return [f"Notes changed: {len(written)}", *(f"  {note}" for note in written[:_LISTED])] + (
        [f"  and {more} more"] if more > 0 else []
    )


def nothing_to_ask(collection: Collection, options: QueueOptions) -> list[str]:
    """Return why there is no card to ask, and what to do next."""
    counts = collection.counts(options)
    if not collection.counts().cards:
        return [
            f"There are no cards in {collection.root} yet.",
            "`study new TITLE` starts a note; a heading that asks is a card, its section the answer.",
        ]
    if not counts.cards:
        return ["No card fits. `study cards` lists them all."]
    return ["Nothing to ask now.", *_reasons(collection, counts, options)]


def _reasons(collection: Collection, counts: Counts, options: QueueOptions) -> Iterator[str]:
    settings = collection.settings
    if counts.due_total > counts.due:
        yield (
            f"Today's limit of {several(settings.reviews_per_day, 'review')} is reached; "
            f"{several(counts.due_total, 'card')} wait. `study catchup` spreads them over the next days."
        )
    if options.new and counts.new_total > counts.new:
        yield (
            f"Today's limit of {several(settings.new_per_day, 'new card')} is reached; "
            f"{counts.new_total} wait. new_per_day in study.toml sets it."
        )
    if not options.new and counts.new_total:
        yield f"New cards that wait: {counts.new_total}; --no-new leaves them out."
    if not counts.new_total:
        yield "No new card waits; `study new TITLE` starts a note."
    yield from _next_due(collection, options)
    if counts.suspended or counts.buried:
        yield f"Set aside: {counts.suspended} suspended, {counts.buried} buried until tomorrow."
    if counts.empty:
        yield f"Without an answer: {several(counts.empty, 'question')}; `study check` lists them."


def _next_due(collection: Collection, options: QueueOptions) -> Iterator[str]:
    """Say when the next card falls due, and how to have it today."""
    due = [row.state.due for row in collection.cards() if row.state and not row.suspended]
    later = [day for day in due if day > collection.today]
    if not later:
        return
    day = min(later)
    ahead = (day - collection.today).days
    yield (
        f"Next: {several(later.count(day), 'card')} on {day} (in {several(ahead, 'day')}); "
        f"`study review --ahead {max(ahead, options.ahead)}` asks them now."
    )
