"""Sources made of texts, with a fixed clock."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from studycli.clock import Clock
from studycli.exchange.model import Item, ReadOptions, Source
from studycli.notes.model import CardOptions

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
