"""The files of a zip, read without unpacking it to the disk, and without trusting what its directory says."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from studycli.errors import ImportFailed
from studycli.exchange.model import Item, Source
from studycli.exchange.sources.folder import LINK, TOO_LARGE, is_hidden, left_out
from studycli.exchange.sources.names import leads_out, name_of
from studycli.exchange.sources.reading import LARGEST_FILE, nothing_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.collection.values import Problem

LARGEST_WHOLE = 8 << 30  # bytes of all files together, unpacked
MOST_FILES = 200_000
LARGEST_RATIO = 200  # times that files may grow; text grows tenfold, a bomb a thousandfold
HARMLESS = 16 << 20  # bytes below which files may grow as they like
BLOCK = 1 << 20  # bytes that are unpacked at once
_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # of a zip with files, and of an empty one
_ENCRYPTED = 0x1
_PACKINGS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # those that are unpacked piece by piece, whatever comes out
_PART = re.compile(r"(?i)(?:.*-)?part-\d+\.zip")  # how Notion parts a large export

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class _Member(NamedTuple):
    """A file of a zip: the zip, its entry, its path as decoded."""

    zip: zipfile.ZipFile
    info: zipfile.ZipInfo
    path: str


def is_zip(file: BinaryIO) -> bool:
    """Tell by its first bytes whether a file is a zip, whatever its name."""
    start = file.read(4)
    file.seek(0)
    return start in _STARTS


@contextmanager
def open_archive(file: BinaryIO, name: str, label: str, root: str) -> Iterator[Source]:
    """Open a zip as a source.

    Raises:
        ImportFailed: It is damaged, encrypted, empty, or would unpack to more than allowed.
    """
    with ExitStack() as stack:
        problems: list[Problem] = []
        members: dict[str, _Member] = {}
        for member in _members(file, label, problems, stack):
            if member.path in members:
                problems.append(left_out(member.path, "two files of one name", "the last of them is taken"))
            members[member.path] = member
        _refuse_bomb(list(members.values()), label, file.seek(0, os.SEEK_END))
        if not members:
            raise nothing_in(label, "zip", problems)
        items = tuple(_item(members[path]) for path in sorted(members))
        yield Source(name, label, root, "zip", items, tuple(problems))


def _members(
    file: BinaryIO, label: str, problems: list[Problem], stack: ExitStack, *, nested: bool = False
) -> Iterator[_Member]:
    """Yield the files of a zip, those of the parts that a large export of Notion consists of included.

    Raises:
        ImportFailed: It is damaged, or holds too many files.
    """
    for member in _entries(file, label, stack):
        if member.info.is_dir() or _is_left_alone(member.path):
            continue
        why = _refused(member)
        if why:
            problems.append(left_out(member.path, *why))
        elif not nested and _PART.fullmatch(member.path.rpartition("/")[2]):
            _refuse_bomb([member], label)
            part = BytesIO(_read(member))
            yield from _members(part, f"{member.path} in {label}", problems, stack, nested=True)
        else:
            yield member


def _entries(file: BinaryIO, label: str, stack: ExitStack) -> list[_Member]:
    """Return what a zip's directory lists.

    Raises:
        ImportFailed: It is damaged, or lists too many files.
    """
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
    except _DAMAGED as error:
        raise ImportFailed(f"{label} is a damaged zip ({error}); get it again.") from None
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise ImportFailed(f"{label} holds {len(infos):,} files; {MOST_FILES:,} is the most that is read.")
    return [_Member(archive, info, name_of(info)) for info in infos]


def _is_left_alone(path: str) -> bool:
    return any(part != ".." and is_hidden(part) for part in path.split("/"))


def _refused(member: _Member) -> tuple[str, str] | None:
    """Say what is wrong with a file of a zip, and what to do; None where it can be taken."""
    info = member.info
    if leads_out(member.path):
        return "a path that leads out of the zip", "get the zip from a source that you trust"
    if info.flag_bits & _ENCRYPTED:
        return "an encrypted file", "unpack the zip with its password, and import the folder"
    if stat.S_ISLNK(info.external_attr >> 16):
        return LINK
    if info.compress_type not in _PACKINGS:
        return "a file packed in an unusual way", "pack the zip again, or unpack it and import the folder"
    if info.file_size > LARGEST_FILE:
        return TOO_LARGE
    return None


def _refuse_bomb(members: list[_Member], label: str, packed: int | None = None) -> None:
    """Refuse a zip that would grow beyond all measure.

    Args:
        members: Its files.
        label: Its name.
        packed: Its size in bytes, which files that share their packed bytes do not add to; None for those of the files.

    Raises:
        ImportFailed: It would.
    """
    whole = sum(member.info.file_size for member in members)
    if whole > LARGEST_WHOLE:
        raise ImportFailed(
            f"{label} would unpack to {whole / 2**30:,.1f} GiB; {LARGEST_WHOLE >> 30} GiB is the most that is read."
        )
    if packed is None:
        packed = sum(member.info.compress_size for member in members)
    grown = [(member.info.file_size, member.info.compress_size) for member in members]
    for size, small in [*grown, (whole, packed)]:
        if size > HARMLESS and size > LARGEST_RATIO * small:
            raise ImportFailed(
                f"{label} would grow more than {LARGEST_RATIO} times when it is unpacked, as a zip bomb does; nothing was read."
            )


def _item(member: _Member) -> Item:
    return Item(member.path, member.info.file_size, _modified(member.info), partial(_read, member))


def _modified(info: zipfile.ZipInfo) -> float | None:
    """Return when a file was changed; a zip has local time."""
    try:
        return datetime(*info.date_time).timestamp()  # noqa: DTZ001 - a zip knows no zone
    except (ValueError, OverflowError, OSError):
        return None


def _read(member: _Member) -> bytes:
    """Unpack a file piece by piece; zipfile gives no more of it than its directory says, which `_refuse_bomb` has seen.

    Raises:
        ImportFailed: It is damaged, or of another size than its directory says.
    """
    try:
        with member.zip.open(member.info) as file:
            data = b"".join(iter(partial(file.read, BLOCK), b""))
    except _DAMAGED as error:
        raise ImportFailed(f"{member.path} in the zip is damaged ({error}); get the zip again.") from None
    if len(data) != member.info.file_size:
        raise ImportFailed(f"{member.path} in the zip is damaged: it is cut off; get the zip again.")
    return data
