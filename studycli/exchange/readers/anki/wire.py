"""Reading protobuf's wire format: what Anki's newer packages keep their list of media and their note types in.

Four messages with a few fields each are needed, of a schema that only grows; the format itself has not changed since
2008. Thirty lines read it, where the library (protobuf) would come with a compiler's output for Anki's schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_SHIFT = 63  # bits before the last byte of a number
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED = {_FIXED64: 8, _FIXED32: 4}


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field of a message, in its order: a number, or bytes of what is longer.

    Raises:
        ValueError: The bytes are no message.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            size, at = _varint(message, at)
        elif kind in _FIXED:
            size = _FIXED[kind]
        else:
            raise ValueError("not a field of a protobuf message")
        if at + size > len(message):
            raise ValueError("a protobuf message that is cut off")
        yield key >> 3, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at an offset, and the offset behind it."""
    value = shift = 0
    while at < len(message) and shift <= _MAX_SHIFT:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a number has no high bit
            return value, at
        shift += 7
    raise ValueError("a protobuf number that does not end")


def number(message: bytes, field: int) -> int:
    """Return a field's number, 0 without one."""
    return next((value for key, value in fields(message) if key == field and isinstance(value, int)), 0)


def text(message: bytes, field: int) -> str:
    """Return a field's text, '' without one; UnicodeDecodeError, a ValueError, for bytes that are none."""
    found = (value for key, value in fields(message) if key == field and isinstance(value, bytes))
    return next(found, b"").decode()
