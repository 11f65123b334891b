"""The package: which of its members is the collection, and that as a database on the disk, for reading only."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studycli.errors import ImportFailed
from studycli.exchange.readers.anki import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from studycli.exchange.model import Item, Source

NEWEST, NEW, OLD = "collection.anki21b", "collection.anki21", "collection.anki2"
COLLECTIONS = (NEWEST, NEW, OLD)  # in a newer package the older ones only ask for a newer Anki
_META, _META_VERSION = "meta", 1  # the member that tells the package's version, and in which field
_KNOWN_VERSION = 3
LIMIT = 2 << 30  # bytes of a collection when it is unpacked
_PIECE = 1 << 12  # bytes; at most 128 MB come out of so many
_HEADER = b"SQLite format 3\0"


def members(source: Source) -> dict[str, Item]:
    """Return the files of a package by name."""
    return {item.path: item for item in source.items}


def collection_of(files: dict[str, Item]) -> str:
    """Return the name of the newest collection in a package; '' where there is none."""
    return next((name for name in COLLECTIONS if name in files), "")


@contextmanager
def unpacked_collection(source: Source, files: dict[str, Item]) -> Iterator[str]:
    """Give the path of the package's collection, a file that is gone afterwards.

    Raises:
        ImportFailed: It is damaged, of a version that is not known, or no database. Also where a query in the ``with``
            block finds the database damaged.
    """
    name = collection_of(files)
    _refuse_newer(source, files)
    handle, path = tempfile.mkstemp(prefix="study-anki-", suffix=".db")
    try:
        with os.fdopen(handle, "wb") as file:
            _unpack(source, files[name], file.write, packed=name == NEWEST)
        yield path
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise ImportFailed(
            f"The collection of {source.label} is damaged ({error}). Export it from Anki again: in Anki, "
            "Tools > Check Database mends it."
        ) from None
    finally:
        os.unlink(path)


@contextmanager
def opened(path: str) -> Iterator[sqlite3.Connection]:
    """Give a collection as a database that cannot be written to."""
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        database.create_collation("unicase", _unicase)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA temp_store = MEMORY")
        yield database
    finally:
        database.close()


def _refuse_newer(source: Source, files: dict[str, Item]) -> None:
    """Refuse a package of a version that is not known.

    Raises:
        ImportFailed: It is one.
    """
    if _META not in files:
        return
    try:
        version = wire.number(files[_META].read(), _META_VERSION)
    except ValueError:
        return  # what counts is whether the collection can be read
    if version > _KNOWN_VERSION:
        raise ImportFailed(
            f"{source.label} was written by a newer Anki (package version {version}; study knows up to "
            f"{_KNOWN_VERSION}). Export it with 'Support older Anki versions' ticked."
        )


def _unpack(source: Source, item: Item, write: Callable[[bytes], object], *, packed: bool) -> None:
    """Write a collection out, unpacked.

    Raises:
        ImportFailed: It is no database, or too large.
    """
    data = item.read()
    pieces = unpacked(data, LIMIT, f"{item.path} of {source.label}") if packed else iter((data,))
    first = next(pieces, b"")
    if not first.startswith(_HEADER):
        raise ImportFailed(f"{item.path} of {source.label} is not a collection of Anki: it is no database.")
    write(first)
    for piece in pieces:
        write(piece)


def unpacked(data: bytes, limit: int, name: str) -> Iterator[bytes]:
    """Yield what zstd packed, in pieces.

    Args:
        data: The packed bytes.
        limit: How many bytes may come out of them.
        name: What they are, for a sentence.

    Raises:
        ImportFailed: They are damaged, or more comes out.
    """
    from zstandard import ZstdDecompressor, ZstdError

    total, unpacker = 0, ZstdDecompressor().decompressobj()
    try:
        for at in range(0, len(data), _PIECE):
            piece = unpacker.decompress(data[at : at + _PIECE])
            total += len(piece)
            if total > limit:
                raise ImportFailed(f"{name} is refused: it unpacks to more than {limit >> 20} MB.")
            if piece:
                yield piece
            if unpacker.eof:
                return
    except (ZstdError, MemoryError) as error:
        raise ImportFailed(f"{name} is damaged: it cannot be unpacked ({error}).") from None
    raise ImportFailed(f"{name} is damaged: it cannot be unpacked, for its end is missing.")


def _unicase(first: str, second: str) -> int:
    """Compare without regard to case, as the order that Anki's tables name does; nothing here depends on it."""
    one, other = first.casefold(), second.casefold()
    return (one > other) - (one < other)
