"""Markdown notes, with frontmatter or without."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Arrival, Batch
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
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

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
    batch = read_notes(source, list(note_items(source)), options)
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
) -> Batch:
    """Read notes of a source, without attachments.

    Args:
        source: The source.
        items: Its files that are notes.
        options: How to read it.
        made: Makes of each note what its kind adds.

    Raises:
        ImportFailed: None of them can be taken.
    """
    born = _born(source)
    vault = OwnVault(source)
    notes: list[Arrival] = []
    problems: list[Problem] = []
    for done, (item, row) in enumerate(_rows(items)):
        options.told(done, len(items))
        try:
            note = made(_arrival(item, row, born.get(item.path) or day_of(item, options)))
            notes.append(note._replace(tracks=(*vault.tracks(note, options.cards), *note.tracks)))
        except ImportFailed as error:
            problems.append(Problem(item.path, 0, "not-taken", str(error), "see the sentence"))
    if not notes and problems:
        raise ImportFailed(problems[0].found)
    return Batch(notes, [], problems)


def _rows(items: Sequence[Item]) -> Iterator[tuple[Item, Row]]:
    """Yield what the text of each file says, in their order; files on the disk are read by several processes."""

    def work(number: int) -> Row:
        return number, *_row(items[number])

    if all(item.file for item in items):
        yield from ((items[row[0]], row[1:]) for row in sorted(shared_out(work, range(len(items)))))
    else:  # the files of a zip share one place in it
        yield from ((item, _row(item)) for item in items)


def _row(item: Item) -> Row:
    """Return what a file's text says, as plain values; a sentence alone where it cannot be taken."""
    try:
        text, encoding, repairs, remarks = text_of(item)
    except ImportFailed as error:
        return (str(error),)
    tags = () if _has_tags(text) else (folder_tag(item.path), *text_tags(text))
    known = tuple(tag for tag in dict.fromkeys(tags) if tag)
    return text, encoding, tuple(map(tuple, repairs)), remarks, known, title_difficulty(text, item.path)


def _has_tags(text: str) -> bool:
    """Tell whether a note's frontmatter gives it tags; mostly one look at the line says so, without parsing it."""
    span = front_span(text)
    if span is None:
        return False
    line = _TAGS.search(text, span[0], span[1])
    return line is not None or bool(read_meta(text).tags)


def _arrival(item: Item, row: Row, created: date | None) -> Arrival:
    if len(row) == 1:
        raise ImportFailed(row[0])
    text, encoding, repairs, remarks, tags, difficulty = row
    return Arrival(
        key=item.path,
        path=_place(item.path),
        text=text,
        created=created,
        tags=tags,
        difficulty=difficulty,
        encoding=encoding,
        repairs=tuple(Repair(*repair) for repair in repairs),
        remarks=remarks,
    )


def _place(path: str) -> str:
    """Return where a note stands in a vault, whose notes end in ``.md``."""
    stem, ending = os.path.splitext(path)
    return f"{stem}.md" if ending.lower() in (*NOTE_ENDINGS, ".txt") else f"{path}.md"


def _born(source: Source) -> dict[str, date]:
    """Return the day of each file's first commit, by its path in the source."""
    if source.root and source.shape == "folder":
        return first_commits(source.root)
    return first_commits(os.path.dirname(source.root)) if source.shape == "file" else {}
