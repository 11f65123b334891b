"""Where arrivals can stand in the vault: names that are taken, by a note or by another arrival, whatever their case."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from studycli.errors import ImportFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_BYTES = 255  # longest name of a file that common file systems take
MAX_TWINS = 10_000
_PLAIN = re.compile(r"(?:[^./\\\0][^/\\\0]{0,59}/)*[^./\\\0][^/\\\0]{0,59}")
"""A path of short visible names: sixty characters take no more than 240 bytes."""


class Shelf:
    """The vault's files by folded path: systems that tell no case apart must be able to hold the vault too.

    Args:
        root: The vault.
        notes: Paths of its notes, for finding one that was moved.
    """

    def __init__(self, root: str, notes: Iterable[str]) -> None:
        self._root = root
        self._folders: dict[str, dict[str, str]] = {}
        self._spelled: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in notes:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)

    def standing(self, path: str) -> str | None:
        """Return the path of what stands on a place already, as it is spelled there; None for a free place."""
        claimed = self._taken.get(folded(path))
        if claimed is not None:
            return claimed
        folder, _, name = path.rpartition("/")
        found = self._names(folder).get(folded(name))
        return None if found is None else f"{folder}/{found}".lstrip("/")

    def claim(self, path: str) -> None:
        """Take a place for an arrival."""
        self._taken[folded(path)] = path

    def is_claimed(self, path: str) -> bool:
        """Tell whether an arrival has taken the place."""
        return folded(path) in self._taken

    def beside(self, path: str) -> str:
        """Return a free place with a number behind the name."""
        stem, dot, ending = path.rpartition(".")
        for number in range(2, MAX_TWINS):
            free = f"{stem} ({number}){dot}{ending}"
            if self.standing(free) is None:
                return free
        raise ImportFailed(f"{path}: there are {MAX_TWINS} notes of this name already.")

    def moved(self, path: str) -> str | None:
        """Return the only note of the same file name, where the vault has just one."""
        found = self._by_name.get(path.rpartition("/")[2], [])
        return found[0] if len(found) == 1 else None

    def _names(self, folder: str) -> dict[str, str]:
        if folder not in self._folders:
            try:
                names = os.listdir(os.path.join(self._root, self._on_disk(folder)))
            except (FileNotFoundError, NotADirectoryError):
                names = []
            self._folders[folder] = {folded(name): name for name in names}
        return self._folders[folder]

    def _on_disk(self, folder: str) -> str:
        """Return a folder's path as it is spelled on the disk, if a folder of these letters stands there."""
        if folder not in self._spelled:
            self._spelled[folder] = self._looked_up(folder)
        return self._spelled[folder]

    def _looked_up(self, folder: str) -> str:
        if not folder or os.path.isdir(os.path.join(self._root, folder)):
            return folder
        parent, _, name = folder.rpartition("/")
        return f"{self._on_disk(parent)}/{self._names(parent).get(folded(name), name)}".lstrip("/")

    def spelled(self, path: str) -> str:
        """Return a path with its folders spelled as on the disk, so that no twin of another case is made."""
        folder, _, name = path.rpartition("/")
        return f"{self._on_disk(folder)}/{name}".lstrip("/")


@lru_cache(maxsize=16)  # a place is looked for, found free and taken
def folded(path: str) -> str:
    """Return what two spellings of a path share that some system takes for the same."""
    return unicodedata.normalize("NFC", path).casefold()


def inside(into: str, path: str) -> str:
    """Return where an arrival stands in the vault.

    Raises:
        ImportFailed: The path leaves the vault, is hidden from it, or is no path that a system takes.
    """
    whole = f"{into}/{path}" if into else path
    if _PLAIN.fullmatch(whole):
        return whole
    parts = [part for part in whole.split("/") if part not in ("", ".")]
    whole = "/".join(parts)
    if ".." in parts or any("\0" in part or "\\" in part for part in parts) or not parts:
        raise ImportFailed(f"{path!r} leads out of the folder that is imported; it was left out.")
    if any(part.startswith(".") for part in parts):
        raise ImportFailed(f"{whole} is hidden, so that study would never show it; it was left out.")
    if any(len(part.encode(errors="surrogateescape")) > NAME_BYTES for part in parts):
        raise ImportFailed(
            f"{whole} has a name of more than {NAME_BYTES} bytes; it was left out: shorten it."
        )
    return whole
