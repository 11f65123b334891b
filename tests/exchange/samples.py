"""Sources made of texts, with a fixed clock."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import msgspec

from studycli.clock import Clock
from studycli.exchange.model import Answer, Arrival, Item, ReadOptions, Source, Track
from studycli.exchange.scribe import milliseconds_of
from studycli.notes.model import CardOptions
from studycli.store.entry import Entry

ZONE = timezone(timedelta(hours=8))
CLOCK = Clock(date(2026, 11, 23), datetime(2026, 11, 23, 8, 30, tzinfo=ZONE))


def item(path: str, content: str | bytes, modified: float | None = None) -> Item:
    """Return a file of a source."""
    data = content.encode() if isinstance(content, str) else content
    return Item(path, len(data), modified, lambda: data)


def source(files: dict[str, str | bytes], shape: str = "folder", name: str = "brain") -> Source:
    """Return a source of these files."""
    items = tuple(item(path, content) for path, content in sorted(files.items()))
    return Source(name, name, "", shape, items)


def options(**more: object) -> ReadOptions:
    """Return options with a fixed clock."""
    return ReadOptions(CLOCK, CardOptions())._replace(**more)


def folder_source(root: Path) -> Source:
    """Return a source of the files below a folder."""
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    items = tuple(item(path.relative_to(root).as_posix(), path.read_bytes()) for path in paths)
    return Source(root.name, str(root), "", "folder", items)


def tracks(note: Arrival) -> dict[str, Track]:
    """Return what the lines of the log say that a reader has made of a note's cards, by the cards' ids."""
    found: dict[str, list[Entry]] = {}
    for line in note.logged.lines.splitlines() if note.logged else ():
        entry = msgspec.json.decode(line, type=Entry)
        found.setdefault(entry.card, []).append(entry)
    return {card: _track(card, entries) for card, entries in found.items()}


def _track(card: str, entries: list[Entry]) -> Track:
    now = entries[-1]
    return Track(
        card=card,
        state=now.state.schedule() if now.state else None,
        suspended=now.suspended,
        buried=now.buried,
        flag=now.remark,
        answers=tuple(_answer(entry) for entry in entries if entry.kind not in ("import", "flag")),
    )


def _answer(entry: Entry) -> Answer:
    at = datetime.fromisoformat(entry.at) + timedelta(milliseconds=milliseconds_of(entry) % 1000)
    state = entry.state and entry.state.schedule()
    return Answer(at, entry.kind, entry.grade, entry.seconds, state)
