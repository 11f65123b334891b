"""An export from end to end: what fits, in the format that is asked for, where it belongs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.filters import notes_below
from studycli.exchange.exporting import answered, chosen, happened
from studycli.exchange.writers.target import STDOUT, check, replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from markdown_it import MarkdownIt

    from studycli.collection import CardRow, Collection, QueueOptions
    from studycli.exchange.writers.folder import File
    from studycli.exchange.writers.target import Format


class Request(NamedTuple):
    """What is to be exported.

    Attributes:
        to: The format.
        dest: The file or folder; `STDOUT` for standard output.
        options: Which cards: those that fit its filters.
        force: Whether a folder's files that were not exported, or changed since, are overwritten.
    """

    to: Format
    dest: str
    options: QueueOptions
    force: bool = False


class Exported(NamedTuple):
    """How many cards were exported, and notes that they are of."""

    cards: int
    notes: int


def export(
    collection: Collection,
    request: Request,
    out: BinaryIO,
    parser: Callable[[], MarkdownIt],
    told: Callable[[int, int], object] = lambda _done, _of: None,
) -> Exported:
    """Write an export.

    Args:
        collection: The vault.
        request: What is to be exported.
        out: Standard output.
        parser: Gives what parses the notes' Markdown, for HTML; see `ankihtml.Html`.
        told: Is called with how many cards or notes of how many are done.

    Raises:
        FilterError: A tag, note or path matches nothing.
        WriteError: It may not go there, or the disk is full or read-only.
    """
    check(request.to, request.dest, str(collection.root))
    cards = chosen(collection, request.options)
    if not request.to.ending:
        notes = _notes(collection, request.options, cards)
        _write_folder(collection, request, cards, notes, told)
        return Exported(len(cards), len(notes))
    with _opened(request.dest, out) as file:
        _write_file(collection, request, cards, file, parser, told)
    return Exported(len(cards), len({card.note for card in cards}))


@contextmanager
def _opened(dest: str, out: BinaryIO) -> Iterator[BinaryIO]:
    if dest == STDOUT:
        yield out
        return
    with replacing(dest) as file:
        yield file


def _write_file(
    collection: Collection,
    request: Request,
    cards: Sequence[CardRow],
    file: BinaryIO,
    parser: Callable[[], MarkdownIt],
    told: Callable[[int, int], object],
) -> None:
    ids = {card.id for card in cards}
    answers = _counted(answered(collection, cards), len(cards), told)
    if request.to.name == "csv":
        from studycli.exchange.writers import csv_table

        csv_table.write(file, answers, marked=request.dest != STDOUT)
    elif request.to.name == "json":
        from studycli.exchange.writers import json_cards

        json_cards.write(file, answers, json_cards.histories(happened(collection, ids)))
    else:
        from studycli.exchange.writers import anki

        content = anki.Content(str(collection.root), cards, happened(collection, ids))
        anki.write(file, content, parser(), collection.clock.now(), told)


def _counted(
    answers: Iterator[tuple[CardRow, str | None]], of: int, told: Callable[[int, int], object]
) -> Iterator[tuple[CardRow, str | None]]:
    for done, each in enumerate(answers, 1):
        yield each
        told(done, of)


def _notes(collection: Collection, options: QueueOptions, cards: Sequence[CardRow]) -> list[str]:
    """Return the notes that fit: those of the cards, and where only a path is asked for all that are there."""
    if options.tag or options.note:
        return list(dict.fromkeys(card.note for card in cards))
    return sorted(notes_below(collection.notes(), options.path)) if options.path else collection.notes()


def _write_folder(
    collection: Collection,
    request: Request,
    cards: Sequence[CardRow],
    notes: Sequence[str],
    told: Callable[[int, int], object],
) -> None:
    from studycli.exchange.writers.folder import fill

    fill(request.dest, _files(collection, request, cards, notes, told), force=request.force)


def _files(
    collection: Collection,
    request: Request,
    cards: Sequence[CardRow],
    notes: Sequence[str],
    told: Callable[[int, int], object],
) -> Callable[[], Iterator[File]]:
    """Return what gives the files of a folder."""
    if request.to.name == "markdown":
        from studycli.exchange.writers import vault

        filtered = bool(request.options.tag or request.options.note or request.options.path)
        within = set(notes)
        theirs = [card for card in collection.cards() if card.note in within] if filtered else None
        return lambda: vault.files(collection, notes, theirs, told)
    from studycli.exchange.writers import obsidian

    return lambda: obsidian.files(str(collection.root), notes, cards, told)
