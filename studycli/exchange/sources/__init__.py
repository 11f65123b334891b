"""A file, a folder, a zip or standard input as named pieces of bytes. Nothing is ever written to a source."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from studycli.errors import ImportFailed
from studycli.exchange.model import Item, Source
from studycli.exchange.sources.archive import is_zip, open_archive
from studycli.exchange.sources.folder import files_of
from studycli.exchange.sources.reading import LARGEST_FILE, file_item, nothing_in, said, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN = "-"
_ARCHIVES = (".zip", ".apkg", ".colpkg")


@contextmanager
def open_source(named: str, stdin: BinaryIO) -> Iterator[Source]:
    """Open what was named on the command line; a zip stays open as long as the context.

    Args:
        named: Path of a file, folder or zip; ``-`` for standard input.
        stdin: Standard input.

    Raises:
        ImportFailed: It is not there, cannot be read, is damaged, encrypted, empty, or larger than allowed.
    """
    if named == STDIN:
        with _of_bytes(_all_of(stdin)) as source:
            yield source
        return
    path = os.path.abspath(os.path.expanduser(named))
    found = _found(path, named)
    if stat.S_ISDIR(found.st_mode):
        yield _folder(path, named)
    elif not stat.S_ISREG(found.st_mode):
        raise ImportFailed(f"{named} is a device, pipe or socket; name a file, a folder or a zip, or '-'.")
    else:
        with _file(path, named, found) as source:
            yield source


def _found(path: str, named: str) -> os.stat_result:
    """Return what the disk says of a source.

    Raises:
        ImportFailed: It is not there, or cannot be looked at.
    """
    try:
        return os.stat(path)
    except FileNotFoundError:
        raise ImportFailed(f"{named} is not there; name a file, a folder or a zip.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise said(named, error) from None


def _folder(path: str, named: str) -> Source:
    items, problems = files_of(path, named)
    if not items:
        raise nothing_in(named, "folder", problems)
    return Source(os.path.basename(path), named, path, "folder", tuple(items), tuple(problems))


@contextmanager
def _file(path: str, named: str, found: os.stat_result) -> Iterator[Source]:
    """Open a file that was named: a zip by its content, else one file."""
    if not found.st_size:
        raise ImportFailed(f"{named} is empty; there is nothing to import.")
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise said(named, error) from None
    with file:
        if is_zip(file):
            with open_archive(file, _stem(path), named, path) as source:
                yield source
            return
    if path.lower().endswith(_ARCHIVES):
        raise ImportFailed(f"{named} is no zip, though its name says so; get it again.")
    if found.st_size > LARGEST_FILE:
        raise too_large(named, found.st_size)
    item = file_item(path, os.path.basename(path), found)
    yield Source(_without_ending(path), named, path, "file", (item,))


def _all_of(stdin: BinaryIO) -> bytes:
    """Read standard input, to the limit.

    Raises:
        ImportFailed: It cannot be read, is empty, or larger than allowed.
    """
    try:
        data = stdin.read(LARGEST_FILE + 1)
    except OSError as error:
        raise said("Standard input", error) from None
    if len(data) > LARGEST_FILE:
        raise ImportFailed(
            f"Standard input is larger than {LARGEST_FILE >> 20} MiB; split it, or name a file."
        )
    if not data:
        raise ImportFailed("Standard input is empty; there is nothing to import.")
    return data


@contextmanager
def _of_bytes(data: bytes) -> Iterator[Source]:
    """Open what standard input brought: a zip by its content, else one file."""
    if is_zip(BytesIO(data)):
        with open_archive(BytesIO(data), "stdin", STDIN, "") as source:
            yield source
    else:
        yield Source("stdin", STDIN, "", "stdin", (Item("stdin", len(data), None, lambda: data),))


def _without_ending(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _stem(path: str) -> str:
    """Return an archive's name without its ending."""
    name = os.path.basename(path)
    return _without_ending(name) if name.lower().endswith(_ARCHIVES) else name
