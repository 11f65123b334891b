"""A note's text changed by a function: read, changed, written whole, under the vault's lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.filters import notes_below, notes_named
from studycli.collection.rewrite import ATTEMPTS, Found, read, why
from studycli.collection.values import Problem
from studycli.errors import FilterError, WriteError
from studycli.store.files import replace_all, write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.rewrite import Change
    from studycli.store.files import Stamp

UNWRITTEN = "not-written"
"""The code of a problem: a note that is to change could not be read or written."""


class Edit(NamedTuple):
    """A note's text before and after a change; the same where there was nothing to change."""

    note: str
    before: str
    after: str


def edit(desk: Desk, note: str, change: Change, *, dry_run: bool) -> Edit | Problem:
    """Change a note; one that another program changes meanwhile is read again.

    Args:
        desk: Of the vault.
        note: The note's path.
        change: From its text to its new text.
        dry_run: Whether it is only said what would change.

    Raises:
        WriteError: Another program holds the vault.
    """
    try:
        if dry_run:
            text = read(desk, note).text
            return Edit(note, text, change(text))
        return _written(desk, note, change)
    except (OSError, UnicodeDecodeError) as error:
        return _unread(note, error)


def look(desk: Desk, note: str) -> Found | Problem:
    """Read a note that is to change."""
    try:
        return read(desk, note)
    except (OSError, UnicodeDecodeError) as error:
        return _unread(note, error)


def _unread(note: str, error: Exception) -> Problem:
    return Problem(note, 0, UNWRITTEN, why(error), "a note that can be read and written")


def write_all(desk: Desk, notes: Sequence[tuple[str, bytes, Stamp]]) -> list[bool | Problem]:
    """Write many notes; the vault's lock is held.

    Args:
        desk: Of the vault.
        notes: Path, new content, and the stamp of the file as it was read, of each.

    Returns:
        Whether each was written: it was not where it changed since it was read; or why it cannot be.
    """
    done = replace_all([(os.path.join(desk.root, note), data, stamp) for note, data, stamp in notes])
    return [
        outcome if isinstance(outcome, bool) else _refused(note, outcome)
        for (note, *_), outcome in zip(notes, done, strict=True)
    ]


def _refused(note: str, error: WriteError) -> Problem:
    return Problem(note, 0, UNWRITTEN, str(error), "a disk and a note that can be written")


def _written(desk: Desk, note: str, change: Change) -> Edit | Problem:
    path = os.path.join(desk.root, note)
    with desk.alone():
        for _ in range(ATTEMPTS):
            found = read(desk, note)
            new = change(found.text)
            if new == found.text:
                return Edit(note, new, new)
            try:
                if write_atomic(path, new.encode(), expected=found.stamp, lasting=False):
                    return Edit(note, found.text, new)
            except WriteError as error:
                return _refused(note, error)
    return Problem(note, 0, UNWRITTEN, "another program keeps changing it", "run the command again")


def named_notes(titles: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    """Return the paths of the notes that are named, or that stand in a folder that is; all without a name.

    Args:
        titles: Title of each note by its path.
        names: Paths, file names or titles of notes, or folders.

    Raises:
        FilterError: A name fits no note; the sentence names the nearest.
    """
    if not names:
        return sorted(titles)
    return sorted(set().union(*(_named(titles, name) for name in names)))


def _named(titles: Mapping[str, str], name: str) -> set[str]:
    try:
        return notes_below(titles, name)
    except FilterError:
        return notes_named(titles, name)
