"""Cards as a table: CSV as RFC 4180 has it, one row a card."""

from __future__ import annotations

import csv
import re
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from studycli.collection import CardRow

COLUMNS = (
    "id", "note", "heading_path", "kind", "prompt", "answer", "tags",
    "due", "interval", "ease", "repetitions", "lapses", "last", "passed",
    "suspended", "buried", "flag",
)  # fmt: skip
_SCHEDULE = COLUMNS[7:14]
_BEGINS_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet takes for a formula (OWASP, "CSV Injection"), or what looks like one that was escaped."""


def fields(card: CardRow, answer: str | None) -> dict[str, Any]:
    """Return a card's values by `COLUMNS`, as JSON has them."""
    schedule = card.state._asdict() if card.state else dict.fromkeys(_SCHEDULE)
    return {
        "id": card.id,
        "note": card.note,
        "heading_path": card.heading_path,
        "kind": card.kind,
        "prompt": card.prompt,
        "answer": answer,
        "tags": card.tags,
        **{name: schedule[name] for name in _SCHEDULE},
        "suspended": card.suspended,
        "buried": card.buried,
        "flag": card.flag or None,
    }


def write(file: BinaryIO, cards: Iterable[tuple[CardRow, str | None]], *, marked: bool) -> None:
    """Write the table.

    Args:
        file: Where to.
        cards: Each with its answer; None for a question without one.
        marked: Whether it begins with a byte-order mark, without which Excel takes UTF-8 for another encoding.
    """
    encoding = "utf-8-sig" if marked else "utf-8"
    text = TextIOWrapper(file, encoding, errors="surrogateescape", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(fields(card, answer)) for card, answer in cards)
    text.detach()


def _row(values: dict[str, Any]) -> list[Any]:
    values |= {"heading_path": " > ".join(values["heading_path"]), "tags": ", ".join(values["tags"])}
    return [_cell(value) for value in values.values()]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if _BEGINS_FORMULA.match(value) else value
    return value


def unescaped(cell: str) -> str:
    """Return the text of a cell as it was before `write` put an apostrophe in front of what looks like a formula."""
    return cell[1:] if cell.startswith("'") and _BEGINS_FORMULA.match(cell) else cell
