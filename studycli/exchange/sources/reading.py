"""Reading the files of a source within limits, and the sentences where that fails."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from studycli.errors import ImportFailed
from studycli.exchange.model import Item
from studycli.store.vault import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection.values import Problem

LARGEST_FILE = 512 << 20  # bytes: a collection of Anki with its history; a text of that size is no note
LARGEST_TEXT = 64 << 20  # bytes: what is read of a single note


def file_item(path: str, within: str, found: os.stat_result) -> Item:
    """Return a file on the disk as an item.

    Args:
        path: The file.
        within: Its path within the source, with ``/``.
        found: What the disk says of it.
    """
    return Item(within, found.st_size, found.st_mtime, partial(_read, path, within, found.st_size), path)


def _read(path: str, within: str, size: int) -> bytes:
    """Return a file's bytes.

    Raises:
        ImportFailed: It vanished, became shorter, cannot be read, or is larger than allowed.
    """
    try:
        data = _content(path)
    except OSError as error:
        raise said(within, error) from None
    if len(data) > LARGEST_FILE:
        raise too_large(within, len(data))
    if len(data) < size:
        raise ImportFailed(
            f"{within} became shorter while it was imported; import it again when it is whole."
        )
    return data


def _content(path: str) -> bytes:
    """Return a file's bytes, at most one more than allowed; those of a note by one call, in a fifth of the time."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(fd, BLOCK)
        if len(data) < BLOCK:
            return data
        with open(fd, "rb", closefd=False) as file:
            file.seek(0)
            return file.read(LARGEST_FILE + 1)
    finally:
        os.close(fd)


def said(named: str, error: Exception) -> ImportFailed:
    """Return the error of a file that cannot be read."""
    return ImportFailed(f"{named} cannot be read: {getattr(error, 'strerror', None) or error}.")


def too_large(named: str, size: int, limit: int = LARGEST_FILE) -> ImportFailed:
    """Return the error of a file beyond a limit, both in bytes."""
    return ImportFailed(
        f"{named} is too large ({size / 2**20:,.0f} MiB; {limit >> 20} MiB is the most that is read); leave it out, or split it."
    )


def nothing_in(named: str, kind: str, problems: Sequence[Problem]) -> ImportFailed:
    """Return the error of a folder or zip without any file that can be taken."""
    if not problems:
        return ImportFailed(f"{named} is an empty {kind}; there is nothing to import.")
    first, more = problems[0], len(problems) - 1
    return ImportFailed(
        f"{named} holds nothing that can be imported: {first.path} is {first.found}"
        f"{f' (and {more} more)' if more else ''}; {first.meant}."
    )
