"""Addresses that open a note in the program that the person keeps notes with."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote


class Links:
    """Makes the address of a note.

    Args:
        root: Absolute path of the vault.
        vault: Name of the vault, as Obsidian calls it.
        obsidian: Whether Obsidian opens the notes; otherwise whatever opens a file.
    """

    def __init__(self, root: str, vault: str, *, obsidian: bool) -> None:
        self._root = PurePath(root)
        self._vault = quote(vault, safe="")
        self._obsidian = obsidian

    def to(self, note: str) -> str:
        """Return the address of a note by its path in the vault; every character that HTML minds is escaped."""
        if self._obsidian:
            return f"obsidian://open?vault={self._vault}&file={quote(note, safe='')}"
        return (self._root / note).as_uri()
