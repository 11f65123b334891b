"""What was imported, as it came in: ``.study/imported/<source>.jsonl``, one note a line.

It is the base of the three-way merge when a source is imported again, and it tells which note of the vault an
arrival became. The files are plain text, for git; losing them costs only the merge.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

FOLDER = os.path.join(".study", "imported")
SUFFIX = ".jsonl"
AT_ONCE = 100  # notes of a piece


class Kept(msgspec.Struct, frozen=True, gc=False):
    """One imported note.

    Attributes:
        path: Where it was put, relative to the vault, with ``/``.
        key: What identifies it in its source.
        text: The text as it was imported.
    """

    path: str
    key: str
    text: str


class Place(NamedTuple):
    """A kept note and the source that it is from."""

    source: str
    kept: Kept


_decoder = msgspec.json.Decoder(Kept)
_encoder = msgspec.json.Encoder()


class Imported:
    """All that was imported into a vault and is still kept.

    Raises:
        LogError: A file of it is damaged.
    """

    def __init__(self, root: str) -> None:
        self._packs = dict(_packs(root))
        self._by_path = {
            kept.path: Place(source, kept) for source, pack in self._packs.items() for kept in pack.values()
        }

    def of(self, source: str, key: str) -> Kept | None:
        """Return what an arrival of a source became the last time."""
        return self._packs.get(source, {}).get(key)

    def at(self, path: str) -> Place | None:
        """Return what stands kept for a note of the vault."""
        return self._by_path.get(path)

    def packs_with(self, arrived: Mapping[str, Iterable[Kept]]) -> dict[str, Callable[[], Iterator[bytes]]]:
        """Return the files (path relative to the vault) that change when notes are kept; each gives its content in pieces.

        A note that another source brought before belongs to the newer one from then on.
        """
        changed = {source: dict(self._packs.get(source, {})) for source in arrived}
        for source, notes in arrived.items():
            for kept in notes:
                former = self._by_path.get(kept.path)
                if former and (former.source, former.kept.key) != (source, kept.key):
                    pack = changed.setdefault(former.source, dict(self._packs[former.source]))
                    pack.pop(former.kept.key, None)
                changed[source][kept.key] = kept
        return {
            file_of(source): partial(_encoded, list(pack.values()))
            for source, pack in changed.items()
            if pack != self._packs.get(source, {})
        }


def _encoded(pack: Sequence[Kept]) -> Iterator[bytes]:
    """Yield the content of a file piece by piece: it is as large as all notes together."""
    for start in range(0, len(pack), AT_ONCE):
        yield _encoder.encode_lines(pack[start : start + AT_ONCE])


def file_of(source: str) -> str:
    """Return the file of a source, relative to the vault."""
    return os.path.join(FOLDER, source + SUFFIX)


def _packs(root: str) -> Iterable[tuple[str, dict[str, Kept]]]:
    folder = os.path.join(root, FOLDER)
    if not os.path.isdir(folder):
        return
    for name in sorted(os.listdir(folder)):
        if name.endswith(SUFFIX):
            yield name.removesuffix(SUFFIX), {kept.key: kept for kept in _read(os.path.join(folder, name))}


def _read(path: str) -> list[Kept]:
    try:
        with open(path, "rb") as file:
            return _decoder.decode_lines(file.read())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LogError(
            f"{path} cannot be read ({getattr(error, 'strerror', None) or 'it is damaged'}). It holds what was imported, "
            "for merges; restore it from a backup, or delete it to import without merging."
        ) from None
