"""The files of a zip, read without unpacking it to the disk, and without trusting what its directory says."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Item, Source
from studycli.exchange.sources.folder import MARKS, SKIPPED
from studycli.exchange.sources.reading import LARGEST_FILE, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_WHOLE = 8 << 30  # bytes of all files together, unpacked
MOST_FILES = 200_000
LARGEST_RATIO = 200  # times that a file may grow; text grows tenfold, a bomb a thousandfold
HARMLESS = 16 << 20  # bytes below which a file may grow as it likes
BLOCK = 1 << 20
_UTF8 = 0x800  # flag of a name in UTF-8
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_PART = re.compile(r"(?i)(?:.*-)?part-\d+\.zip")  # how Notion parts a large export

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class _Member(NamedTuple):
    """A file of a zip: the zip, its entry, its name as decoded."""

    zip: zipfile.ZipFile
    info: zipfile.ZipInfo
    name: str


def is_zip(file: BinaryIO) -> bool:
    """Tell whether a file is a zip, whatever its name."""
    start = file.read(4)
    file.seek(0)
    return start.startswith(b"PK") and zipfile.is_zipfile(file)


@contextmanager
def open_archive(file: BinaryIO, name: str, label: str, root: str) -> Iterator[Source]:
    """Open a zip as a source.

    Raises:
        ImportFailed: It is damaged, encrypted, empty, or would unpack to more than allowed.
    """
    with ExitStack() as stack:
        problems: list[Problem] = []
        members = list(_members(file, label, problems, stack))
        _refuse_bomb(members, label)
        items = [_item(member) for member in members]
        if not items and not problems:
            raise ImportFailed(f"{label} is an empty zip; there is nothing to import.")
        yield Source(
            name, label, root, "zip", tuple(sorted(items, key=lambda item: item.path)), tuple(problems)
        )


def _members(
    file: BinaryIO, label: str, problems: list[Problem], stack: ExitStack, *, nested: bool = False
) -> Iterator[_Member]:
    """Yield the files of a zip, those of the parts that a large export of Notion consists of included."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
        infos = archive.infolist()
    except _DAMAGED as error:
        raise ImportFailed(f"{label} is a damaged zip ({error}); get it again.") from None
    if len(infos) > MOST_FILES:
        raise ImportFailed(f"{label} holds {len(infos):,} files; {MOST_FILES:,} is the most that is read.")
    for info in infos:
        member = _Member(archive, info, _name(info))
        if info.is_dir() or _is_left_alone(member.name):
            continue
        why = _refused(member)
        if why:
            problems.append(Problem(member.name, 0, "left-out", *why))
        elif not nested and _PART.fullmatch(member.name.rpartition("/")[2]):
            _refuse_bomb([member], label)
            yield from _members(BytesIO(_read(member)), label, problems, stack, nested=True)
        else:
            yield member


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's path; names without the flag of UTF-8 are those of old or Chinese systems."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_left_alone(name: str) -> bool:
    parts = name.split("/")
    return any(
        part in SKIPPED or (part.startswith(".") and part not in MARKS | {".", ".."}) for part in parts
    )


def _refused(member: _Member) -> tuple[str, str] | None:
    """Say what is wrong with a file of a zip, and what to do; None where it can be taken."""
    info, name = member.info, member.name
    if name.startswith("/") or ".." in name.split("/") or "\\" in name or "\0" in name or _DRIVE.match(name):
        return "a path that leads out of the zip", "get the zip from a source that you trust"
    if info.flag_bits & _ENCRYPTED:
        return "an encrypted file", "unpack the zip with its password, and import the folder"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, which is not followed", "name what it leads to, to import it"
    if info.file_size > LARGEST_FILE:
        return "a file of more than half a gibibyte", "split it, or leave it out"
    return None


def _refuse_bomb(members: list[_Member], label: str) -> None:
    """Refuse a zip that would grow beyond all measure.

    Raises:
        ImportFailed: It would.
    """
    whole = sum(member.info.file_size for member in members)
    if whole > LARGEST_WHOLE:
        raise ImportFailed(
            f"{label} would unpack to {whole >> 30:,} GiB; {LARGEST_WHOLE >> 30} GiB is the most that is read."
        )
    for member in members:
        size, packed = member.info.file_size, max(member.info.compress_size, 1)
        if size > HARMLESS and size / packed > LARGEST_RATIO:
            raise ImportFailed(
                f"{label}: {member.name} would grow {size // packed:,} times when it is unpacked, as a zip bomb does; nothing was read."
            )


def _item(member: _Member) -> Item:
    return Item(member.name, member.info.file_size, _modified(member.info), partial(_read, member))


def _modified(info: zipfile.ZipInfo) -> float | None:
    """Return when a file was changed; a zip has local time."""
    try:
        return datetime(*info.date_time).timestamp()  # noqa: DTZ001 - a zip knows no zone
    except (ValueError, OverflowError, OSError):
        return None


def _read(member: _Member) -> bytes:
    """Unpack a file, and stop where it becomes larger than its directory says.

    Raises:
        ImportFailed: It is damaged, or larger than it says.
    """
    parts: list[bytes] = []
    size = 0
    try:
        with member.zip.open(member.info) as file:
            while block := file.read(BLOCK):
                size += len(block)
                if size > LARGEST_FILE:
                    raise too_large(member.name, size)
                parts.append(block)
    except _DAMAGED as error:
        raise ImportFailed(f"{member.name} in the zip is damaged ({error}).") from None
    return b"".join(parts)
