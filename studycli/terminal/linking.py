"""What `study link` and `study tag` changed, or would: lines of notes, differences of their texts."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from rich.text import Text

from studycli.terminal.counting import several
from studycli.terminal.notetext import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from studycli.collection.linking import Links

_STYLES = {"+++": "bold", "---": "bold", "@@": "cyan", "+": "green", "-": "red"}
"""By what a line of a difference begins with; the first that fits counts."""


def print_links(console: Console, links: Links, *, dry_run: bool) -> None:
    """Print the notes that changed, or with a dry run the difference of each."""
    for each in links.changed:
        if dry_run:
            print_difference(console, each.note, each.before, each.after)
        else:
            names = ", ".join(near.note for near in each.related)
            console.print(Text(f"{each.note} → {names}" if names else each.note), soft_wrap=True)
    verb = "would change" if dry_run else "changed"
    console.print(Text(f"{several(len(links.changed), 'note')} of {links.notes} {verb}."))


def print_difference(console: Console, note: str, before: str, after: str) -> None:
    """Print the difference of two texts of a note, as `diff -u` does, in colours where there are any."""
    for line in difference(note, before, after):
        console.print(Text(clean(line), _style(line)), soft_wrap=True)


def difference(note: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified difference, without their ends."""
    lines = unified_diff(_lines(before), _lines(after), f"a/{note}", f"b/{note}", lineterm="")
    return (line.rstrip("\r\n") for line in lines)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def _style(line: str) -> str:
    return next((style for start, style in _STYLES.items() if line.startswith(start)), "")
