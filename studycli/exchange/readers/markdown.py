"""Markdown notes, with frontmatter or without."""

from __future__ import annotations

import os
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Arrival, Batch, Whole
from studycli.exchange.readers.born import first_commits
from studycli.exchange.readers.day import day_of
from studycli.exchange.readers.links import NOTE_ENDINGS, Files, attachments, is_hidden, neighbours
from studycli.exchange.readers.marks import folder_tag, text_tags, title_difficulty
from studycli.exchange.readers.own_vault import OwnVault
from studycli.exchange.texts import text_of
from studycli.notes.frontmatter import read_meta
from studycli.notes.split import front_span
from studycli.repair import Repair
from studycli.store.forking import shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from studycli.exchange.model import Item, ReadOptions, Source

    Row = tuple[Any, ...]

_NO_NOTES = frozenset(
    {"requirements", "constraints", "robots", "license", "licence", "copying", "cmakelists"}
)
"""Names of text files that programs read."""

_TAGS = re.compile(r"^tags:(?: \[?\w|[ \t]*\n[ \t]*- \w)", re.MULTILINE)
"""A line that gives tags for certain."""


def fits(source: Source) -> bool:
    """Tell whether a source holds a note with text."""
    return any(item.read().strip() for item in note_items(source))


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the notes of a source, and the files that they link.

    Raises:
        ImportFailed: None of them can be taken.
    """
    files = Files((*source.items, *neighbours(source)))
    batch = read_notes(source, list(note_items(source)), options, stays=lambda _text: True)
    return batch._replace(attachments=attachments(batch.notes, files, files.beside))


def note_items(source: Source) -> Iterator[Item]:
    """Yield the files of a source that are notes: visible ones that end as Markdown or text does."""
    for item in source.items:
        if is_note(item) or source.shape == "stdin":
            yield item
        elif not is_hidden(item.path):
            stem, ending = os.path.splitext(os.path.basename(item.path).lower())
            if ending == ".txt" and stem not in _NO_NOTES:
                yield item


def is_note(item: Item) -> bool:
    """Tell whether a file is visible and ends as Markdown does."""
    return item.path.lower().endswith(NOTE_ENDINGS) and not is_hidden(item.path)


def read_notes(
    source: Source,
    items: Sequence[Item],
    options: ReadOptions,
    made: Callable[[Arrival], Arrival] = lambda arrival: arrival,
    stays: Callable[[str], bool] = lambda _text: False,
) -> Batch:
    """Read notes of a source, without attachments.

    Args:
        source: The source.
        items: Its files that are notes.
        options: How to read it.
        made: Makes of each note what its kind adds.
        stays: Tells of a text whether the note is likely to stay as it is read, so that it is made whole at once.

    Raises:
        ImportFailed: None of them can be taken.
    """
    vault = OwnVault(source)
    reading = _Reading(source, options, (lambda _text: False) if vault.has_log else stays)
    notes: list[Arrival] = []
    problems: list[Problem] = []
    for item, found in zip(items, reading.arrivals(items), strict=True):
        try:
            notes.append(_finished(found, made, vault, options))
        except ImportFailed as error:
            problems.append(Problem(item.path, 0, "not-taken", str(error), "see the sentence"))
    if not notes and problems:
        raise ImportFailed(problems[0].found)
    return Batch(notes, [], problems)


def _finished(
    found: Arrival | ImportFailed, made: Callable[[Arrival], Arrival], vault: OwnVault, options: ReadOptions
) -> Arrival:
    """Return a note with what its kind and the source's log add; what was made of it before counts if nothing is added.

    Raises:
        ImportFailed: It cannot be taken.
    """
    if isinstance(found, ImportFailed):
        raise found
    note = made(found)
    tracks = (*vault.tracks(note, options.cards), *note.tracks)
    return found if note is found and not tracks else note._replace(tracks=tracks, ahead=None)


class _Reading:
    """What becomes of the files of a source that are notes, as far as each one says it by itself.

    Args:
        source: The source.
        options: How to read it.
        stays: Tells of a text whether the note is likely to stay as it is read.
    """

    def __init__(self, source: Source, options: ReadOptions, stays: Callable[[str], bool]) -> None:
        self._born = _born(source)
        self._options = options
        self._stays = stays

    def arrivals(self, items: Sequence[Item]) -> Iterable[Arrival | ImportFailed]:
        """Give the note of each file, or why it cannot be taken; files on the disk are read by several processes."""
        if not all(item.file for item in items):
            return self._one_by_one(items)  # the files of a zip share one place in it
        found: dict[int, Arrival | ImportFailed] = {}
        rows = shared_out(lambda number: (number, _flat(self._arrival(items[number]))), range(len(items)))
        for done, (number, row) in enumerate(rows, 1):
            found[number] = _unflat(items[number], row)
            self._options.told(done, len(items))
        return [found[number] for number in range(len(items))]

    def _one_by_one(self, items: Sequence[Item]) -> Iterator[Arrival | ImportFailed]:
        for done, item in enumerate(items):
            self._options.told(done, len(items))
            yield self._arrival(item)

    def _arrival(self, item: Item) -> Arrival | ImportFailed:
        """Return the note of a file, made whole where it stays so."""
        try:
            text, encoding, repairs, remarks = text_of(item)
        except ImportFailed as error:
            return error
        tags = () if _has_tags(text) else (folder_tag(item.path), *text_tags(text))
        arrival = Arrival(
            key=item.path,
            path=_place(item.path),
            text=text,
            created=self._born.get(item.path) or day_of(item, self._options),
            tags=tuple(tag for tag in dict.fromkeys(tags) if tag),
            difficulty=title_difficulty(text, item.path),
            encoding=encoding,
            repairs=repairs,
            remarks=remarks,
        )
        if self._options.whole is None or not self._stays(text):
            return arrival
        return arrival._replace(ahead=self._options.whole(arrival, arrival.path))


def _has_tags(text: str) -> bool:
    """Tell whether a note's frontmatter gives it tags; mostly one look at the line says so, without parsing it."""
    span = front_span(text)
    if span is None:
        return False
    line = _TAGS.search(text, span[0], span[1])
    return line is not None or bool(read_meta(text).tags)


def _flat(found: Arrival | ImportFailed) -> Row:
    """Return a note as plain values, so that it can cross from one process to another."""
    if isinstance(found, ImportFailed):
        return (str(found),)
    day = None if found.created is None else found.created.toordinal()
    repairs = tuple(map(tuple, found.repairs))
    whole = found.ahead and _flat_whole(found.text, found.ahead)
    return found.text, day, found.tags, found.difficulty, found.encoding, repairs, found.remarks, whole


def _unflat(item: Item, row: Row) -> Arrival | ImportFailed:
    """Return the note of a file that `_flat` was given."""
    if len(row) == 1:
        return ImportFailed(row[0])
    text, day, tags, difficulty, encoding, repairs, remarks, whole = row
    return Arrival(
        key=item.path,
        path=_place(item.path),
        text=text,
        created=None if day is None else date.fromordinal(day),
        tags=tags,
        difficulty=difficulty,
        encoding=encoding,
        repairs=tuple(Repair(*repair) for repair in repairs),
        remarks=remarks,
        ahead=whole and _unflat_whole(text, whole),
    )


def _flat_whole(text: str, whole: Whole) -> Row:
    """Return a note that was made whole as plain values, without the part of it that its text ends with as well."""
    if whole.text is text:
        return "", len(text), whole.cards, whole.mapped
    span = front_span(text)
    start = span[2] if span else 0
    shared = len(text) - start if whole.text.endswith(text[start:]) else 0
    return whole.text[: len(whole.text) - shared], shared, whole.cards, whole.mapped


def _unflat_whole(text: str, row: Row) -> Whole:
    """Return the note that `_flat_whole` was given."""
    front, shared, cards, mapped = row
    return Whole(front + text[len(text) - shared :], None, cards, mapped)


def _place(path: str) -> str:
    """Return where a note stands in a vault, whose notes end in ``.md``."""
    stem, ending = os.path.splitext(path)
    return f"{stem}.md" if ending.lower() in (*NOTE_ENDINGS, ".txt") else f"{path}.md"


def _born(source: Source) -> dict[str, date]:
    """Return the day of each file's first commit, by its path in the source."""
    if source.root and source.shape == "folder":
        return first_commits(source.root)
    return first_commits(os.path.dirname(source.root)) if source.shape == "file" else {}
