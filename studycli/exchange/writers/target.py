"""Where an export may go, and how it takes its place there: whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from studycli.errors import WriteError
from studycli.store.files import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


class Format(NamedTuple):
    """A format of export.

    Attributes:
        name: What ``--to`` takes.
        default: The file or folder that it goes to where none is named.
        ending: Of its files; '' for a folder.
        printed: Whether ``-`` can stand for its file.
    """

    name: str
    default: str
    ending: str = ""
    printed: bool = False


FORMATS = {
    each.name: each
    for each in (
        Format("anki", "study.apkg", ".apkg"),
        Format("csv", "study.csv", ".csv", printed=True),
        Format("json", "study.json", ".json", printed=True),
        Format("markdown", "study-vault"),
        Format("obsidian", "study-obsidian"),
    )
}
STDOUT = "-"


def check(to: Format, dest: str, root: str) -> None:
    """See whether an export may go somewhere.

    Raises:
        WriteError: It may not: the sentence says why.
    """
    if dest == STDOUT:
        if not to.printed:
            raise WriteError(f"{to.name} cannot be printed; name a {'file' if to.ending else 'folder'}.")
    elif to.ending:
        _check_file(to, dest)
    else:
        _check_folder(dest, root)


def _check_file(to: Format, dest: str) -> None:
    if os.path.isdir(dest):
        raise WriteError(f"{dest} is a folder; name a file that ends with {to.ending}.")
    if not dest.lower().endswith(to.ending):
        raise WriteError(f"{dest} does not end with {to.ending}; name a file that does.")


def _check_folder(dest: str, root: str) -> None:
    if os.path.exists(dest) and not os.path.isdir(dest):
        raise WriteError(f"{dest} is there already and is no folder; name another one.")
    inner, vault = os.path.realpath(dest), os.path.realpath(root)
    try:
        common = os.path.commonpath([inner, vault])
    except ValueError:  # on two drives
        return
    if common == vault:
        raise WriteError(
            f"{dest} lies in the vault {root}, whose cards its notes would become; name a folder outside of it."
        )
    if common == inner:
        raise WriteError(f"{dest} holds the vault {root} itself; name another folder.")


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """Give a file to write into that takes a path's place when all of it is written, and not before.

    Raises:
        WriteError: The disk is full or read-only; what stood there is as it was.
    """
    target = os.path.realpath(path)
    temporary = beside(target)
    try:
        try:
            with open(temporary, "xb+") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if os.path.exists(target):
                os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
            os.replace(temporary, target)
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)
    except OSError as error:
        raise unwritten(path, error) from None


@contextmanager
def staged(folder: str) -> Iterator[str]:
    """Give a folder to write into that takes the place of one that is empty or not there, when all is written.

    Raises:
        WriteError: The disk is full or read-only; there is no folder then.
    """
    target = os.path.realpath(folder)
    temporary = beside(target)
    try:
        os.makedirs(temporary)
        try:
            yield temporary
            _put_in_place(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise unwritten(folder, error) from None


def _put_in_place(temporary: str, target: str) -> None:
    """Give a folder its place; an empty one that is there stays, for a person may be in it."""
    if not os.path.isdir(target):
        os.replace(temporary, target)
        return
    for name in sorted(os.listdir(temporary)):
        os.replace(os.path.join(temporary, name), os.path.join(target, name))


def beside(target: str) -> str:
    """Return a path for what is to take a target's place, on the same disk."""
    return os.path.join(os.path.dirname(target), f"{TEMPORARY}{os.urandom(6).hex()}.tmp")


def unwritten(path: str, error: OSError) -> WriteError:
    """Return the sentence for an export that could not be written."""
    return WriteError(f"{path} cannot be written: {error.strerror or error}. Nothing was exported.")
