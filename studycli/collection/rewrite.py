"""A note's frontmatter brought up to date with its cards' states, and back again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from studycli.errors import WriteError
from studycli.notes.frontmatter import WRITTEN_KEYS, raw_values, read_meta, restore
from studycli.notes.split import front_span
from studycli.store.files import stamp, write_atomic
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from studycli.collection.desk import Desk
    from studycli.store.files import Stamp

Change = Callable[[str], str]
"""From a note's text to its new text."""

UNCHANGED: Change = str
"""The change that leaves a text as it is."""

Raw = dict[str, str | None]
Wrote = dict[str, tuple[str | None, str | None]]
"""Sources of frontmatter values before and after."""

LOGGED = " The log has it."
UNSAFE = "its frontmatter cannot be changed safely; `study check` says why"
ATTEMPTS = 5
"""How often a note that another program changes at the same moment is read and written again."""


class Found(NamedTuple):
    """A note as it was read: its text and the file's stamp before the reading."""

    text: str
    stamp: Stamp


class Rewrite(NamedTuple):
    """A change of a note, planned before it is logged and carried out after.

    Attributes:
        note: The note's path.
        change: From the note's text to its new text.
        found: The note as it was planned on; None when it could not be read.
        new: The new text.
        wrote: What changes, as the log keeps it; None for nothing.
        warning: Why the note cannot be written, or ''.
    """

    note: str
    change: Change
    found: Found | None = None
    new: str = ""
    wrote: Wrote | None = None
    warning: str = ""


def read(desk: Desk, note: str) -> Found:
    """Read a note.

    Raises:
        OSError: It is gone or cannot be read.
        UnicodeDecodeError: It is not UTF-8.
    """
    path = os.path.join(desk.root, note)
    found = stamp(path)
    return Found(read_bytes(path).decode(), found)


def plan(desk: Desk, note: str, change: Change) -> Rewrite:
    """Plan a change of a note's four values; with ``write_notes = false`` a plan that changes nothing."""
    try:
        found = read(desk, note)
    except (OSError, UnicodeDecodeError) as error:
        return Rewrite(note, change, warning=_unwritten(note, error))
    if front_span(found.text) is None:
        return Rewrite(note, UNCHANGED, found, found.text)
    if not desk.settings.write_notes:
        change = UNCHANGED
    before, new = raw_values(found.text, WRITTEN_KEYS), change(found.text)
    if new == found.text:
        refused = desk.settings.write_notes and not read_meta(new).writable
        warning = f"{note} was not written: {UNSAFE}.{LOGGED}" if refused else ""
        return Rewrite(note, change, found, new, _difference(before, before), warning)
    return Rewrite(note, change, found, new, _difference(before, raw_values(new, WRITTEN_KEYS)))


def _difference(before: Raw, after: Raw) -> Wrote | None:
    """Return what changes, and next_review in any case: it tells a later edit by hand."""
    wrote = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    wrote.setdefault("next_review", (before["next_review"], after["next_review"]))
    return wrote if wrote != {"next_review": (None, None)} else None


class Outcome(NamedTuple):
    """What became of a note.

    Attributes:
        note: The note's path.
        before: Its text before it was written.
        after: The text that was written; the same where it was not.
        warning: Why it could not be written, or ''.
    """

    note: str
    before: str = ""
    after: str = ""
    warning: str = ""


def carry_out(desk: Desk, rewrite: Rewrite) -> Outcome:
    """Write the note; one that changed since it was read is read again first.

    A crash of the system may leave it as it was: the log, which has the answer for good, comes first.
    """
    found, new = rewrite.found, rewrite.new
    if found is None or rewrite.warning:
        return Outcome(rewrite.note, warning=rewrite.warning)
    path = os.path.join(desk.root, rewrite.note)
    try:
        for _ in range(ATTEMPTS):
            if new == found.text or write_atomic(path, new.encode(), expected=found.stamp, lasting=False):
                return Outcome(rewrite.note, found.text, new)
            found = read(desk, rewrite.note)
            new = rewrite.change(found.text)
    except (OSError, UnicodeDecodeError, WriteError) as error:
        return Outcome(rewrite.note, warning=_unwritten(rewrite.note, error))
    return Outcome(
        rewrite.note, warning=f"{rewrite.note} was not written: another program keeps changing it.{LOGGED}"
    )


def put_back(text: str, wrote: Wrote) -> str:
    """Give values their former sources again."""
    return restore(text, {key: old for key, (old, _) in wrote.items()})


def is_as(text: str, raw: Raw) -> bool:
    """Tell whether the sources of values are these."""
    return raw_values(text, raw) == raw


def _unwritten(note: str, error: Exception) -> str:
    """Return the sentence for a note that could not be read or written."""
    if isinstance(error, WriteError):
        return f"{error}{LOGGED}"
    return f"{note} was not written: {why(error)}.{LOGGED}"


def why(error: Exception) -> str:
    """Return in a few words why a file cannot be read or written."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return getattr(error, "strerror", None) or str(error)
