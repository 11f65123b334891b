"""Cards as JSON, each with its history; a card at a time, so that a large vault needs little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from studycli.exchange.writers.csv_table import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
    """Write ``{"cards": [...]}`` with two spaces of indent."""
    file.write(b'{\n  "cards": [')
    comma = b""
    for piece in _pieces(cards, known):
        file.write(comma + b"\n    " + piece)
        comma = b","
    file.write(b"\n  ]\n}\n" if comma else b"]\n}\n")


def _pieces(cards: Iterable[tuple[CardRow, str | None]], known: Histories) -> Iterator[bytes]:
    for card, answer in cards:
        history = [msgspec.Raw(each) for each in reversed(known.get(card.id, ()))]
        encoded = msgspec.json.encode({**fields(card, answer), "history": history})
        yield msgspec.json.format(encoded, indent=2).replace(b"\n", b"\n    ")
