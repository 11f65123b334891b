"""Cards as JSON, each with its history; a card at a time, so that a large vault needs little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from studycli.exchange.writers.csv_table import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from studycli.collection import CardRow
    from studycli.exchange.exporting import Event

Histories = dict[str, list[bytes]]
"""Of each card its history as JSON, the newest first."""


def histories(events: Iterable[Event]) -> Histories:
    """Return the events of each card, encoded: they take a quarter of the memory so."""
    found: Histories = {}
    for event in events:
        found.setdefault(event.card, []).append(msgspec.json.encode(event_fields(event)))
    return found


def event_fields(event: Event) -> dict[str, Any]:
    """Return an entry of a history by the names that JSON has."""
    entry = event.entry
    return {
        "at": entry.at,
        "day": entry.day,
        "kind": entry.kind,
        "form": entry.form or None,
        "grade": entry.grade,
        "seconds": entry.seconds,
        "state": entry.state.schedule()._asdict() if entry.state else None,
    }


def write(file: BinaryIO, cards: Iterable[tuple[CardRow, str | None]], known: Histories) -> None:
    """Write ``{"cards": [...]}``: two spaces of indent, each entry of a history on one line."""
    file.write(b'{\n  "cards": [')
    comma = b""
    for card, answer in cards:
        found = msgspec.json.format(msgspec.json.encode(fields(card, answer)), indent=2)
        history = _lines(known.get(card.id, []))
        whole = found.removesuffix(b"\n}") + b',\n  "history": [' + history + b"]\n}"
        file.write(comma + b"\n    " + whole.replace(b"\n", b"\n    "))
        comma = b","
    file.write(b"\n  ]\n}\n" if comma else b"]\n}\n")


def _lines(entries: Sequence[bytes]) -> bytes:
    return b"\n    " + b",\n    ".join(reversed(entries)) + b"\n  " if entries else b""
