"""An export that is a folder: made whole, and brought up to date by a later one.

The folder holds a list of what was exported, with digests: so a later export tells its own files from those of the
person, and a file that was changed there since is not overwritten.
"""

from __future__ import annotations

import os
import shutil
from hashlib import blake2b, file_digest
from typing import TYPE_CHECKING

import msgspec

from studycli.errors import WriteError
from studycli.exchange.writers.target import replacing, staged, unwritten
from studycli.store.files import write_atomic
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

LIST = ".study-export.json"
FEW = 3  # names in a sentence

File = tuple[str, bytes | str]
"""Path within the folder, with ``/``, and content; or the path of the file on the disk that is copied."""


def fill(folder: str, files: Callable[[], Iterable[File]], *, force: bool) -> None:
    """Write files into a folder.

    One that is empty or not there appears whole, or after an error not at all. In one that an earlier export made,
    only what changed is written, and what is no longer exported is deleted.

    Args:
        folder: The folder.
        files: Gives the files; it is called twice where there was an earlier export.
        force: Whether files that are none of an earlier export, or were changed since, are overwritten.

    Raises:
        WriteError: There are such files, and `force` is not given; or the disk is full or read-only.
    """
    if not _is_empty(folder):
        earlier = _earlier(folder)
        if earlier is None and not force:
            raise WriteError(
                f"{folder} is there already, is not empty, and was not made by an export; name another folder, "
                "or overwrite what has the same names in it by --force."
            )
        _bring_up_to_date(folder, files, earlier or {}, force=force)
        return
    with staged(folder) as temporary:
        digests = dict(_written(temporary, files()))
        _write(os.path.join(temporary, LIST), _encoded(digests))


def _is_empty(folder: str) -> bool:
    return not os.path.isdir(folder) or not os.listdir(folder)


def _earlier(folder: str) -> dict[str, str] | None:
    """Return the digests of an earlier export's files; None where there was none."""
    try:
        return msgspec.json.decode(read_bytes(os.path.join(folder, LIST)), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return None


def _written(folder: str, files: Iterable[File]) -> Iterator[tuple[str, str]]:
    for path, data in files:
        _write(os.path.join(folder, path), data)
        yield path, digest(data)


def _write(path: str, data: bytes | str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(data, str):
        shutil.copyfile(data, path)
        return
    with open(path, "wb") as file:
        file.write(data)


def _bring_up_to_date(
    folder: str, files: Callable[[], Iterable[File]], earlier: Mapping[str, str], *, force: bool
) -> None:
    digests: dict[str, str] = {}
    for path, data in files():
        digests[path] = digest(data)
    gone = [path for path in earlier if path not in digests]
    edited = [path for path in (*digests, *gone) if _is_edited(folder, path, earlier, digests.get(path))]
    if edited and not force:
        raise WriteError(_sentence(folder, edited))
    try:
        for path, data in files():
            if _digest_there(folder, path) != digests[path]:
                _replace(os.path.join(folder, path), data)
        for path in gone:
            if _digest_there(folder, path) is not None:
                os.unlink(os.path.join(folder, path))
    except OSError as error:
        raise unwritten(folder, error) from None
    write_atomic(os.path.join(folder, LIST), _encoded(digests))


def _replace(path: str, data: bytes | str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(data, bytes):
        write_atomic(path, data, lasting=False)
        return
    with replacing(path) as file, open(data, "rb") as source:
        shutil.copyfileobj(source, file)


def _is_edited(folder: str, path: str, earlier: Mapping[str, str], new: str | None) -> bool:
    """Tell whether a file that is to be written or deleted was changed since the earlier export."""
    return _digest_there(folder, path) not in (None, new, earlier.get(path))


def _digest_there(folder: str, path: str) -> str | None:
    try:
        return digest(os.path.join(folder, path))
    except OSError:
        return None


def _sentence(folder: str, edited: list[str]) -> str:
    names = ", ".join(edited[:FEW]) + (", …" if len(edited) > FEW else "")
    files = "1 file was" if len(edited) == 1 else f"{len(edited)} files were"
    return (
        f"{files} changed in {folder} since the last export ({names}); bring that home by "
        f"`study import {folder}` first, or overwrite it by --force."
    )


def _encoded(digests: dict[str, str]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(dict(sorted(digests.items()))), indent=1) + b"\n"


def digest(data: bytes | str) -> str:
    """Return what tells one content from another; text names the file that holds it.

    Raises:
        OSError: The file cannot be read.
    """
    if isinstance(data, bytes):
        return blake2b(data, digest_size=16).hexdigest()
    with open(data, "rb") as file:
        return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
