"""Reading the files of a source within limits, and the sentences where that fails."""

from __future__ import annotations

import os
from functools import partial

from studycli.errors import ImportFailed
from studycli.exchange.model import Item

LARGEST_FILE = 512 << 20  # bytes: a collection of Anki with its history; a text of that size is no note
LARGEST_TEXT = 64 << 20  # bytes: what is read of a single note


def file_item(path: str, within: str) -> Item:
    """Return a file on the disk as an item.

    Args:
        path: The file.
        within: Its path within the source, with ``/``.

    Raises:
        OSError: It cannot be looked at.
    """
    found = os.stat(path)
    return Item(within, found.st_size, found.st_mtime, partial(_read, path, within), path)


def _read(path: str, within: str) -> bytes:
    """Return a file's bytes.

    Raises:
        ImportFailed: It vanished, cannot be read, or is larger than allowed.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise said(within, error) from None
    if len(data) > LARGEST_FILE:
        raise too_large(within, os.path.getsize(path))
    return data


def said(named: str, error: OSError) -> ImportFailed:
    """Return the error of a file that cannot be read."""
    return ImportFailed(f"{named} cannot be read: {error.strerror or error}.")


def too_large(named: str, size: int) -> ImportFailed:
    """Return the error of a file beyond the limit."""
    return ImportFailed(
        f"{named} is too large ({size >> 20:,} MiB; {LARGEST_FILE >> 20} MiB is the most that is read); leave it out, or split it."
    )
