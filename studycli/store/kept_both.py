"""Cards that ask the same and are all to be kept: ``.study/dedupe.jsonl``, a group a line, only ever appended to.

It is plain text, for git; merging two devices is keeping the lines of both, and losing it costs only the asking.
"""

from __future__ import annotations

import os

import msgspec

from studycli.errors import WriteError
from studycli.store.files import ensure_study_dir, write_atomic
from studycli.store.vault import read_bytes

FILE = os.path.join(".study", "dedupe.jsonl")


class Kept(msgspec.Struct, frozen=True, gc=False):
    """A group of cards that are kept.

    Attributes:
        cards: Their ids, sorted.
        day: Study day on which that was decided, YYYY-MM-DD.
    """

    cards: tuple[str, ...]
    day: str


def read_kept(root: str) -> list[Kept]:
    """Return the groups that are kept; a line that cannot be read is left out, for it costs only the asking."""
    try:
        lines = read_bytes(os.path.join(root, FILE)).splitlines()
    except OSError:
        return []
    return [kept for line in lines if (kept := _read(line)) is not None]


def _read(line: bytes) -> Kept | None:
    try:
        return msgspec.json.decode(line, type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def add_kept(root: str, kept: Kept) -> None:
    """Add a group; the vault's lock is held.

    Raises:
        WriteError: The disk is full or read-only; nothing was written.
    """
    ensure_study_dir(root)
    path = os.path.join(root, FILE)
    try:
        before = read_bytes(path)
    except FileNotFoundError:
        before = b""
    except OSError as error:
        raise WriteError(f"{path} cannot be read: {error.strerror}. Nothing was saved.") from None
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    write_atomic(path, before + gap + msgspec.json.encode(kept) + b"\n")
