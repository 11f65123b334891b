"""Rows of a text with a delimiter: CSV, TSV, and what Quizlet and spreadsheets give."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.tabular.columns import Row, columns_of, is_header, is_own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.exchange.tabular.columns import Columns

DELIMITERS = ",\t;|"
_SAMPLE = 200  # records that the delimiter is found by
_ALIKE = 0.8  # share of them that must have as many columns as most
_LONGEST = 2**31 - 1  # characters of a cell, which the module's own limit of 131,072 would cut off


class Table(NamedTuple):
    """A table as it was read: its columns, its rows, and what was not understood."""

    columns: Columns
    names: tuple[str, ...]
    rows: list[Row]
    problems: list[Problem]


class _Record(NamedTuple):
    line: int
    cells: list[str]


def delimiter_of(text: str) -> str:
    """Return the delimiter by which most records have the same number of columns, two or more; '' for none.

    `csv.Sniffer` takes any frequent letter for one, and is led astray by commas in sentences.
    """
    found = {delimiter: _regularity(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: found[delimiter])
    return best if found[best] >= _ALIKE else ""


def _regularity(text: str, delimiter: str) -> float:
    """Return the share of the first records that have as many columns as most; 0 where those have one."""
    sizes: Counter[int] = Counter()
    for record in islice(_records(text, delimiter), _SAMPLE):
        sizes[len(record.cells)] += 1
    if not sizes:
        return 0.0
    columns, count = max(sizes.items(), key=lambda item: (item[1], item[0]))
    return count / sizes.total() if columns > 1 else 0.0


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    """Yield the records that hold anything, each with the line on which it begins."""
    csv.field_size_limit(_LONGEST)
    spaced = f'{delimiter} "' in text  # a blank before a quote; elsewhere blanks are the cell's own
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=spaced)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _Record(line, cells)
        line = reader.line_num + 1


def header_of(text: str) -> list[str]:
    """Return the cells of the first record; none of a text that is no table."""
    delimiter = delimiter_of(text) or ","
    first = next(_records(text, delimiter), None)
    return first.cells if first else []


def table_of(path: str, text: str, wanted: str = "") -> Table:
    """Return the rows of a table.

    Args:
        path: The file's path within the source, for what is said of it.
        text: Its text.
        wanted: What ``--columns`` gives.

    Raises:
        ImportFailed: It is no table, or its columns are not known.
    """
    delimiter = delimiter_of(text) or _named(text, path)
    records = list(_records(text, delimiter))
    if not records:
        raise ImportFailed(f"{path} has no rows.")
    names, body = _header(records, wanted)
    columns = columns_of(names, wanted)
    rows, problems = _rows(path, names, body, delimiter)
    return Table(columns, tuple(names), rows, problems)


def _named(text: str, path: str) -> str:
    """Return the delimiter of a table whose rows differ in length: by its header, else by the file's ending."""
    for delimiter in DELIMITERS:
        if is_header(text.lstrip().split("\n", 1)[0].split(delimiter)):
            return delimiter
    return "\t" if path.lower().endswith((".tsv", ".tab", ".txt")) else ","


def _header(records: Sequence[_Record], wanted: str) -> tuple[list[str], Sequence[_Record]]:
    """Return the names of the columns and the records below; of a table of two columns without a header those of a pair."""
    first = [cell.strip() for cell in records[0].cells]
    if is_own(first) or is_header(first) or (wanted and _names_one(first, wanted)):
        return _distinct(first), records[1:]
    width = max(len(record.cells) for record in records)
    usual = Counter(len(record.cells) for record in records).most_common(1)[0][0]
    if usual == 2 and not wanted:  # noqa: PLR2004 - a question and an answer
        return ["question", "answer"], records
    if not wanted:
        named = ", ".join(cell or "(empty)" for cell in first[:8])
        raise ImportFailed(
            f"The table has {width} columns, and its first row ({named}) names no question and answer. "
            "Say which they are: --columns 1,3 takes numbers or names."
        )
    return [str(number) for number in range(1, width + 1)], records


def _names_one(first: Sequence[str], wanted: str) -> bool:
    """Tell whether ``--columns`` names a cell of the first row, so that this is a header."""
    folded = {cell.casefold() for cell in first}
    return any(part.rpartition("=")[2].strip().casefold() in folded for part in wanted.split(","))


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which none is empty or there twice."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        found.append(name if name and name not in found else f"{name or 'column'} {place}")
    return found


def _rows(
    path: str, names: Sequence[str], records: Sequence[_Record], delimiter: str
) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for record in records:
        cells = record.cells
        if len(cells) > len(names):
            extra = len(cells) - len(names)
            cells = [*cells[: len(names) - 1], delimiter.join(cells[len(names) - 1 :])]
            found = f"{extra + len(names)} cells where the table has {len(names)} columns"
            meant = f"what is too much went to '{names[-1]}': quote cells that hold the delimiter"
            problems.append(Problem(path, record.line, "extra-cells", found, meant))
        rows.append(Row(record.line, dict(zip(names, cells, strict=False))))
    return rows, problems
