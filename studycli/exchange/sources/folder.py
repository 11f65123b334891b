"""The files of a folder: no link is followed, and what belongs to other programs is left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studycli.collection.values import Problem
from studycli.exchange.sources.reading import LARGEST_FILE, file_item, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.exchange.model import Item

SKIPPED = frozenset({"node_modules", "__MACOSX", "__pycache__"})
MARKS = frozenset(
    {".obsidian", ".study"}
)  # hidden folders that tell what a source is; the log is in the second
LINK = ("a link, which is not followed", "name what it leads to, to import it")
TOO_LARGE = (f"a file of more than {LARGEST_FILE >> 20} MiB", "split it, or leave it out")


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
    for entry, within in _walk(root, problems):
        try:
            found = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # it was deleted since the folder was listed
        if found.st_size > LARGEST_FILE:
            problems.append(left_out(within, *TOO_LARGE))
        else:
            items.append(file_item(entry.path, within, found))
    problems.sort(key=lambda problem: problem.path)
    return sorted(items, key=lambda item: item.path), problems


def _walk(root: str, problems: list[Problem]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield the files below a folder with their paths in the source."""
    folders = [(root, "")]
    while folders:
        folder, within = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            problems.append(
                left_out(within, f"a folder that cannot be read ({error.strerror})", "allow reading it")
            )
            continue
        for entry in entries:
            path = f"{within}{entry.name}"
            if is_hidden(entry.name):
                continue
            why = _refused(entry)
            if why:
                problems.append(left_out(os.fsencode(path).decode(errors="backslashreplace"), *why))
            elif entry.is_dir():
                folders.append((entry.path, f"{path}/"))
            else:
                yield entry, path


def _refused(entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """Say what is wrong with something in a folder, and what to do; None where it can be taken."""
    if not _is_utf8(entry.name):
        return "a name that is not UTF-8", "rename it"
    if entry.is_symlink():
        return LINK
    if not entry.is_dir() and not entry.is_file():
        return "a device, pipe or socket", "leave it out"
    return None


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder is left out without a word, by its name alone."""
    return name in SKIPPED or (name.startswith(".") and name not in MARKS)


def left_out(path: str, found: str, meant: str) -> Problem:
    """Return the problem of a file that is not taken."""
    return Problem(path, 0, "left-out", found, meant)
