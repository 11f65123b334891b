"""Taking back the last import, and accepting its doubtful repairs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.notes.frontmatter import WRITTEN_KEYS, raw_values, restore
from studycli.store import changes, doubts
from studycli.store.files import write_atomic
from studycli.store.imported import Imported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection import Collection
    from studycli.store.changes import Before


class Undone(NamedTuple):
    """What taking back an import did.

    Attributes:
        what: The import, as its journal names it.
        deleted: Notes and attachments that it had made.
        restored: Notes that have their former text again.
        kept: What was edited since and stays, with the reason.
    """

    what: str
    deleted: tuple[str, ...]
    restored: tuple[str, ...]
    kept: tuple[Problem, ...]


def undo(collection: Collection) -> Undone:
    """Take back the last import that is not taken back yet.

    Answers given since stay in the log; the values that the program wrote into a note since are no edit.

    Raises:
        ImportFailed: There is none.
        WriteError: A file cannot be written or deleted; the rest can be taken back later.
        LogError: Its journal is damaged.
    """
    root = str(collection.root)
    with collection.alone():
        journal = changes.last_journal(root)
        if journal is None:
            raise ImportFailed("No import is left to take back.")
        imported = Imported(root)
        deleted: list[str] = []
        restored: list[str] = []
        kept: list[Problem] = []
        for before in changes.files_of(journal):
            fate = _take_back(root, before, imported)
            if fate == "kept":
                meant = "delete or mend it by hand"
                kept.append(Problem(before.path, 0, "edited-since", "it was edited since the import", meant))
            elif fate and not changes.is_own(before.path):
                (restored if before.was is not None else deleted).append(before.path)
        changes.forget(journal)
    return Undone(journal.action.what, tuple(sorted(deleted)), tuple(sorted(restored)), tuple(sorted(kept)))


def _take_back(root: str, before: Before, imported: Imported) -> str:
    """Give one file its former content: ``done``, ``kept`` where a person has edited it, '' where nothing is to do."""
    now = changes.content(root, before.path)
    if now is None or now == before.was:
        return ""
    was = before.was
    if not changes.is_own(before.path) and changes.digest(now) != before.after:
        if not _is_only_reviewed(now, before, imported):
            return "kept"
        was = was and restore(was.decode(), raw_values(now.decode(), WRITTEN_KEYS)).encode()
    changes.put_back(root, before.path, was)
    return "done"


def _is_only_reviewed(now: bytes, before: Before, imported: Imported) -> bool:
    """Tell whether only the program has changed a note since the import: the values that an answer writes."""
    kept = imported.at(before.path)
    values = before.values or (raw_values(kept.kept.text, WRITTEN_KEYS) if kept else {})
    try:
        return changes.digest(restore(now.decode(), values).encode()) == before.after
    except UnicodeDecodeError:
        return False


def accept(collection: Collection, notes: Sequence[str]) -> int:
    """Take the doubtful repairs of notes for right, of all notes where none is named; return how many.

    Raises:
        ImportFailed: A note is named that has none.
        WriteError: The disk is full or read-only.
    """
    root = str(collection.root)
    with collection.alone():
        known = doubts.read_doubts(root)
        has = {doubt.note for doubt in known}
        for note in notes:
            if note not in has:
                listed = ", ".join(sorted(has)) or "no note"
                raise ImportFailed(f"{note} has no doubtful repair; these have: {listed}.")
        left = [doubt for doubt in known if notes and doubt.note not in notes]
        open_before = [placed.doubt for placed in doubts.open_doubts(root)]
        if len(left) != len(known):
            write_atomic(os.path.join(root, doubts.FILE), doubts.encoded(left))
    return sum(doubt not in left for doubt in open_before)
