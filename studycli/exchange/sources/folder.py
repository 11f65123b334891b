"""The files of a folder: no link is followed, and what belongs to other programs is left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studycli.collection.values import Problem
from studycli.exchange.sources.reading import LARGEST_FILE, file_item, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.exchange.model import Item

SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".study", ".trash", "node_modules", "__MACOSX", "__pycache__", ".venv"}
)
MARKS = frozenset({".obsidian"})  # hidden folders whose presence tells what a source is


def files_of(root: str, named: str) -> tuple[list[Item], list[Problem]]:
    """Return the files of a folder by path, and what was left out that a person would miss.

    Raises:
        ImportFailed: The folder itself cannot be read.
    """
    items: list[Item] = []
    problems: list[Problem] = []
    try:
        os.scandir(root).close()
    except OSError as error:
        raise said(named, error) from None
    for entry, within in _walk(root, "", problems):
        if entry.stat(follow_symlinks=False).st_size > LARGEST_FILE:
            problems.append(
                _left_out(within, "a file of more than half a gibibyte", "split it, or leave it out")
            )
        else:
            items.append(file_item(entry.path, within))
    return sorted(items, key=lambda item: item.path), problems


def _walk(folder: str, within: str, problems: list[Problem]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield the files below a folder with their paths in the source."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(
            _left_out(within, f"a folder that cannot be read ({error.strerror})", "allow reading it")
        )
        return
    for entry in entries:
        path = f"{within}{entry.name}"
        if not _is_utf8(path):
            shown = os.fsencode(path).decode(errors="backslashreplace")
            problems.append(_left_out(shown, "a name that is not UTF-8", "rename the file"))
        elif entry.is_symlink():
            problems.append(
                _left_out(path, "a link, which is not followed", "name what it leads to, to import it")
            )
        elif entry.is_dir():
            if not _is_hidden(entry.name):
                yield from _walk(entry.path, f"{path}/", problems)
        elif entry.is_file():
            if not _is_hidden(entry.name):
                yield entry, path
        else:
            problems.append(_left_out(path, "a device, pipe or socket", "leave it out"))


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_hidden(name: str) -> bool:
    return name in SKIPPED or (name.startswith(".") and name not in MARKS)


def _left_out(path: str, found: str, meant: str) -> Problem:
    return Problem(path, 0, "left-out", found, meant)
