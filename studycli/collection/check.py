"""Everything that is wrong: in the notes, in the log, and between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.collection.values import ORPHAN, Problem
from studycli.store.doubts import open_doubts
from studycli.store.queries import issues, orphans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.collection.desk import Desk


def check(desk: Desk) -> list[Problem]:
    """Return all problems by path and line."""
    return sorted((*_in_notes(desk), *_orphaned(desk), *_in_log(desk), *_doubtful(desk)))


def _in_notes(desk: Desk) -> Iterator[Problem]:
    for issue in issues(desk.index):
        yield Problem(*issue)


def _orphaned(desk: Desk) -> Iterator[Problem]:
    """Yield the states whose card is gone and was matched to no other."""
    for orphan in orphans(desk.index):
        yield Problem(
            orphan.note,
            0,
            ORPHAN,
            f"the schedule of a card that is gone: '{orphan.prompt}'",
            "the former heading brings it back; a card deleted on purpose needs nothing",
        )


def _in_log(desk: Desk) -> Iterator[Problem]:
    for problem in desk.log.entries()[1]:
        yield Problem(*problem)


def _doubtful(desk: Desk) -> Iterator[Problem]:
    """Yield the places of imported notes whose repair nobody has looked at yet."""
    for line, doubt in open_doubts(desk.root):
        other = f", or '{doubt.next_best}'" if doubt.next_best else ""
        yield Problem(
            doubt.note,
            line,
            "doubtful-repair",
            f"'{doubt.found}' was restored as '{doubt.put}' ({doubt.certainty:.0%} certain){other}",
            "mend the line, or say that it is right with `study import --accept`",
        )
