"""Making vaults and notes: files that are not there yet, and never one that is."""

import os
from datetime import date
from typing import NamedTuple

from studycli.errors import NoteError, VaultError, WriteError
from studycli.notes.templates import example_note, file_name, new_note
from studycli.settings import FILE_NAME, commented_toml
from studycli.store.files import ensure_study_dir, write_new

EXAMPLE = "example.md"


class Made(NamedTuple):
    """A file of a new vault: its path within the vault, and whether it was made now or stood there already."""

    path: str
    new: bool


def make_vault(folder: str, today: date) -> list[Made]:
    """Make what a vault needs and does not have: settings, ``.study/.gitignore``, and a note to begin with.

    The example is left out where a note stands already.

    Raises:
        VaultError: There is a file of that name.
        WriteError: The disk is full or read-only.
    """
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise VaultError(f"{folder} is a file; a vault is a folder.")
    texts = {FILE_NAME: commented_toml()}
    try:
        os.makedirs(folder, exist_ok=True)
        if not _has_note(folder):
            texts[EXAMPLE] = example_note(today)
        kept = os.path.join(".study", ".gitignore")
        ignored = Made(kept, not os.path.exists(os.path.join(folder, kept)))
        ensure_study_dir(folder)
        return [
            *(Made(name, write_new(os.path.join(folder, name), text)) for name, text in texts.items()),
            ignored,
        ]
    except OSError as error:
        raise WriteError(f"{folder}: the vault could not be made: {error.strerror or error}.") from None


def make_note(root: str, folder: str, title: str, today: date) -> str:
    """Write a new note and return its path.

    Args:
        root: The vault.
        folder: Within the vault; '' for the vault itself. It is made where it is missing.
        title: Its heading, and its file's name without what some system forbids.
        today: When it was created, and when it is first to be reviewed.

    Raises:
        NoteError: The title gives no name, or a note of that name exists.
        WriteError: The disk is full or read-only, or the folder is outside the vault.
    """
    title = " ".join(title.split())
    name = file_name(title)
    if not name:
        raise NoteError(f"The title '{title}' has no letter or digit that a file name could be made of.")
    path = os.path.normpath(os.path.join(root, folder, name))
    if os.path.relpath(path, root).startswith(os.pardir):
        raise WriteError(f"{path} is outside the vault {root}: nothing was written.")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        written = write_new(path, new_note(title, today))
    except OSError as error:
        raise WriteError(f"{path} could not be written: {error.strerror or error}.") from None
    if not written:
        raise NoteError(f"{path} exists already: nothing was written.")
    return path


def _has_note(folder: str) -> bool:
    for _, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(name.lower().endswith((".md", ".markdown")) for name in files):
            return True
    return False
