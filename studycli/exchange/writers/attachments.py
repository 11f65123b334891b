"""The files of a vault that its notes show or lead to: pictures, papers, whatever is no note."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCES = re.compile(
    r"\]\(\s*<([^<>\n]+)>"  # [words](<a path with blanks>)
    r"|\]\(\s*((?:[^()\s]|\([^()\s]*\))+)"  # ![words](path (1).png "title")
    r"|\[\[([^\[\]\n|#]+)"  # ![[file|300]]
    r"|\bsrc\s*=\s*[\"']([^\"'\n]+)"  # <img src="path">
)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")


class Attachments:
    """The files of one vault.

    Args:
        root: The vault.
    """

    def __init__(self, root: str) -> None:
        self._root = os.path.realpath(root)

    def of(self, note: str, text: str) -> list[str]:
        """Return the files that a note refers to, relative to the vault, in their order, each once."""
        found = (self.find(note, next(filter(None, match))) for match in _REFERENCES.findall(text))
        return list(dict.fromkeys(filter(None, found)))

    def find(self, note: str, target: str) -> str | None:
        """Return the file that a reference in a note means, relative to the vault; None for no file of it.

        It is looked for from the note's folder, from the vault, and by its name alone, as Obsidian does.
        """
        if _ELSEWHERE.match(target):
            return None
        for path in self._places(note, target.strip()):
            whole = os.path.realpath(os.path.join(self._root, path))
            inner = os.path.relpath(whole, self._root).replace(os.sep, "/")
            if not _is_shown(inner):
                continue
            if os.path.isfile(whole):
                return inner
        return None

    def _places(self, note: str, target: str) -> Iterator[str]:
        folder = note.rpartition("/")[0]
        for spelled in dict.fromkeys((target, unquote(target), unquote(target).partition("#")[0])):
            yield os.path.join(folder, spelled.lstrip("/") if not folder else spelled)
            yield spelled.lstrip("/")
        name = unquote(target)
        if "/" not in name and name in self._by_name:
            yield self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The files of the vault by their name; of several the one nearest to the root."""
        found: dict[str, str] = {}
        for folder, folders, names in os.walk(self._root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inner = os.path.relpath(folder, self._root)
            for name in sorted(names):
                found.setdefault(name, os.path.normpath(os.path.join(inner, name)))
        return found


def _is_shown(path: str) -> bool:
    """Tell whether a path is within the vault, not hidden and no note."""
    return not path.lower().endswith(".md") and not any(part.startswith(".") for part in path.split("/"))
