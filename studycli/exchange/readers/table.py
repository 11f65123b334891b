"""Tables of questions and answers: CSV, TSV, JSON and JSON lines, the program's own export among them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Batch
from studycli.exchange.readers.links import is_hidden
from studycli.exchange.tabular import csv_rows, json_rows
from studycli.exchange.tabular.columns import QUESTION, is_header, is_own, role_of
from studycli.exchange.tabular.notes import notes_of
from studycli.exchange.texts import of_json, text_of

if TYPE_CHECKING:
    from studycli.exchange.model import Item, ReadOptions, Source

_CSV = (".csv", ".tsv", ".tab")
_JSON = (".json", ".jsonl", ".ndjson")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
_PAIR = 2
_SAMPLE = 65_536  # bytes that a text without a telling name is judged by
_FEWEST = 2  # lines of terms and definitions that make a list of them


def fits(source: Source) -> bool:
    """Tell whether all files of a source are tables: by their names, or of one file by what stands in it."""
    items = [item for item in source.items if not is_hidden(item.path) and _ending(item) not in _PICTURES]
    if len(items) == 1 and _ending(items[0]) not in (*_CSV, *_JSON):
        return _ending(items[0]) in ("", ".txt") and _is_table(items[0])
    return (
        bool(items) and all(_ending(item) in (*_CSV, *_JSON) for item in items) and any(map(_has_rows, items))
    )


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the tables of a source.

    Raises:
        ImportFailed: None of them can be taken.
    """
    items = [item for item in source.items if not is_hidden(item.path) and _ending(item) not in _PICTURES]
    batch = Batch([], [], [])
    for done, item in enumerate(items):
        options.told(done, len(items))
        try:
            _add(batch, item, options)
        except ImportFailed as error:
            if len(items) == 1:
                raise
            batch.problems.append(Problem(item.path, 0, "not-taken", str(error), "see the sentence"))
    if not batch.notes:
        found = batch.problems[0].found if batch.problems else "it has no rows"
        raise ImportFailed(f"{source.label} holds no row with a question: {found}")
    return batch


def _add(batch: Batch, item: Item, options: ReadOptions) -> None:
    text = text_of(item)
    is_json = _ending(item) in _JSON or (_ending(item) not in _CSV and text.text.lstrip()[:1] in ("{", "["))
    if is_json:
        text = of_json(text)
    table = (json_rows if is_json else csv_rows).table_of(item.path, text.text, options.columns)
    found = notes_of(item.path, table, text, options.cards, own=not options.columns and is_own(table.names))
    batch.notes.extend(found.notes)
    batch.problems.extend(found.problems)


def _ending(item: Item) -> str:
    return os.path.splitext(item.path)[1].lower()


def _sample(item: Item) -> str:
    """Return the beginning of a file as text, whatever of it is none."""
    data = item.read()[:_SAMPLE]
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def _has_rows(item: Item) -> bool:
    """Tell whether a file that is named as a table holds one: of JSON one that has questions, or is broken."""
    text = _sample(item)
    if _ending(item) in _CSV:
        return bool(csv_rows.header_of(text))
    return _has_questions(text)


def _has_questions(text: str) -> bool:
    """Tell whether JSON names a question, or a card's side, anywhere near its beginning."""
    import re

    return any(role_of(name) == QUESTION for name in re.findall(r'"([^"\\\n]{1,40})"\s*:', text)) or (
        text.lstrip()[:1] == "[" and text.lstrip()[1:].lstrip()[:1] == "["
    )


def _is_table(item: Item) -> bool:
    """Tell whether a text of another name is a table: JSON of questions, a header, or terms and definitions."""
    text = _sample(item)
    if text.lstrip()[:1] in ("{", "["):
        return _has_questions(text)
    lines = [line for line in text.split("\n") if line.strip()]
    if is_header(csv_rows.header_of(text)):
        return True
    return len(lines) >= _FEWEST and all(len(line.split("\t")) == _PAIR for line in lines[:-1])
