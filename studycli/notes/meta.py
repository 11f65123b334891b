"""What a note's frontmatter says, as values."""

from datetime import date

from studycli.notes.model import Issue
from studycli.notes.records import NamedTuple

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from typing import Literal

    Difficulty = Literal["easy", "medium", "hard", ""]
else:
    Difficulty = str


class Meta(NamedTuple):
    """The frontmatter of a note, understood.

    Attributes:
        title: '' where the frontmatter gives none.
        tags: In the order of the note, without ``#``, each once.
        difficulty: '' where none is given.
        last_reviewed: The date as written; a time beside it is left out.
        next_review: As ``last_reviewed``.
        review_count: 0 or more.
        mastery: 0.0 to 1.0, or None where none is given.
        study: False where the note asks to be left out (``study: false``).
        writable: Whether values can be replaced in place. False without frontmatter, for broken YAML,
            and where a value that would be replaced is written over several lines or with an anchor.
        issues: What could not be understood, each with its line.
    """

    title: str = ""
    tags: tuple[str, ...] = ()
    difficulty: Difficulty = ""
    last_reviewed: date | None = None
    next_review: date | None = None
    review_count: int = 0
    mastery: float | None = None
    study: bool = True
    writable: bool = True
    issues: tuple[Issue, ...] = ()


EMPTY_META = Meta(writable=False)
"""Of a note without frontmatter: nothing is known, and no block is ever added to it."""
