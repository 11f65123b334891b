"""The first state of cards that were reviewed before the review log began, from their note's frontmatter."""

from datetime import date

from studycli.schedule.sm2 import SECOND_INTERVAL, Schedule, State, first_ease


def state_from_frontmatter(
    last_reviewed: date | None, next_review: date | None, review_count: int, difficulty: str
) -> State:
    """Return the state that a note's frontmatter gives its cards, or None (new) where it gives none.

    The interval is `next_review` - `last_reviewed`, so both are needed, and in this order. The repetitions are
    `review_count`, but never fewer than the interval shows: six days or more are I(2) at least, so that the
    next pass does not go back to six days. The factor comes from the difficulty. The cards count as passed,
    without lapses.
    """
    if last_reviewed is None or next_review is None or next_review <= last_reviewed:
        return None
    interval = (next_review - last_reviewed).days
    repetitions = max(review_count, 2 if interval >= SECOND_INTERVAL else 1)
    return Schedule(repetitions, interval, first_ease(difficulty), next_review, last_reviewed, 0, passed=True)
