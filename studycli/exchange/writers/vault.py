"""Notes as they are, byte for byte, with the files that they show and the log of their cards: a vault that study opens."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from studycli.exchange.writers.attachments import Attachments
from studycli.settings import FILE_NAME
from studycli.store.files import GITIGNORE
from studycli.store.review_log import log_files
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycli.collection import CardRow, Collection
    from studycli.exchange.writers.folder import File


def files(
    collection: Collection,
    notes: Sequence[str],
    cards: Sequence[CardRow] | None,
    told: Callable[[int, int], object],
) -> Iterator[File]:
    """Yield the files of a vault.

    Args:
        collection: The vault that it is made of.
        notes: The notes that it gets.
        cards: Their cards, whose entries of the log go along; None for the whole log.
        told: Is called with how many notes of how many are done.
    """
    root = str(collection.root)
    yield from notes_and_attachments(root, notes, told)
    yield from _settings(root)
    yield ".study/.gitignore", GITIGNORE.encode()
    wanted = None if cards is None else _with_former_ids(collection, {card.id for card in cards})
    for path in log_files(os.path.join(root, ".study")):
        kept = path if wanted is None else b"".join(_lines_of(path, wanted))
        if kept:
            yield f".study/log/{os.path.basename(path)}", kept


def notes_and_attachments(
    root: str, notes: Sequence[str], told: Callable[[int, int], object]
) -> Iterator[File]:
    """Yield notes, and behind them the files that they refer to; a note that vanished just now is left out."""
    attachments = Attachments(root)
    found: set[str] = set()
    for done, note in enumerate(notes, 1):
        try:
            data = read_bytes(os.path.join(root, note))
        except OSError:
            continue
        found.update(attachments.of(note, data.decode(errors="replace")))
        yield note, data
        told(done, len(notes))
    for path in sorted(found):
        yield path, os.path.join(root, path)


def _settings(root: str) -> Iterator[File]:
    """Yield the settings, which decide what becomes a card, where there are any."""
    path = os.path.join(root, FILE_NAME)
    if os.path.exists(path):
        yield FILE_NAME, path


def _with_former_ids(collection: Collection, cards: set[str]) -> set[str]:
    """Return the ids of cards, and those that they had before."""
    for entry in collection.recent():  # newest first, so that a relink comes before what it followed
        if entry.kind == "relink" and entry.card in cards:
            cards.add(entry.source)
    return cards


class _Card(msgspec.Struct):
    """The card of an entry."""

    card: str = ""


_decode = msgspec.json.Decoder(_Card).decode


def _lines_of(log: str, cards: set[str]) -> Iterator[bytes]:
    """Yield the lines of a log that are entries on certain cards."""
    with open(log, "rb") as file:
        for line in file:
            try:
                if line.endswith(b"\n") and _decode(line).card in cards:
                    yield line
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue  # a foreign line is nobody's
