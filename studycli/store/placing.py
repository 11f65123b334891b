"""What the states mean for the cards: due date, interval, suspension and burial beside each card's row.

In SQL alone, so that the fast path can do it without the modules that read the log. A card takes the state
that the log has; where it has a schedule for no card of the note, the frontmatter's dates are the state
(`schedule.adopt` gives the rest of it). So undoing all that the log has on a note gives them back.
"""

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    import sqlite3

LIVE = "NOT EXISTS (SELECT 1 FROM relink WHERE relink.source = state.card AND relink.entry > state.entry)"
"""A state whose card was not relinked to another since its last entry."""

_CLEAR = "UPDATE card SET due = NULL, interval = 0, hold = 0, buried = 0, derived = 0"

_FROM_LOG = (
    """
UPDATE card SET due = state.due, interval = COALESCE(state.interval, 0), hold = state.suspended, buried = state.buried
FROM state WHERE state.card = card.id AND """
    + LIVE
)

_FROM_NOTE = """
UPDATE card SET due = note.next_review, interval = note.next_review - note.last_reviewed, derived = 1
FROM note WHERE note.id = card.note AND note.next_review > note.last_reviewed
AND NOT EXISTS (SELECT 1 FROM state WHERE state.note = note.path AND repetitions IS NOT NULL)
AND note.id NOT IN (
    SELECT logged.note FROM card AS logged JOIN state ON state.card = logged.id WHERE repetitions IS NOT NULL {})"""


def from_note(last: int | None, following: int | None) -> tuple[int | None, int, int]:
    """Return due date, interval and `derived` of a note's cards where the log knows none, as `_FROM_NOTE` does.

    Args:
        last: The frontmatter's last_reviewed.
        following: Its next_review.
    """
    if last is None or following is None or following <= last:
        return None, 0, 0
    return following, following - last, 1


def place_all(db: "sqlite3.Connection") -> None:
    """Give every card its state anew."""
    db.execute(f"{_CLEAR} WHERE due IS NOT NULL OR hold OR buried")
    db.execute(_FROM_LOG)
    db.execute(_FROM_NOTE.format(""))


def place_note(db: "sqlite3.Connection", note: int) -> None:
    """Give the cards of one note their states anew."""
    db.execute(f"{_CLEAR} WHERE note = ?", (note,))
    db.execute(f"{_FROM_LOG} AND card.note = ?", (note,))
    db.execute(f"{_FROM_NOTE.format('AND logged.note = ?')} AND card.note = ?", (note, note))
