"""What `study tag` suggests: a line a note and tag, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from studycli.terminal.counting import several
from studycli.terminal.linking import print_difference
from studycli.terminal.notetext import clean

if TYPE_CHECKING:
    from rich.console import Console

    from studycli.collection.tagging import Reason, Tags


def print_tags(console: Console, tags: Tags, *, applied: bool, dry_run: bool) -> None:
    """Print the suggestions, or with a dry run the difference that writing them would make, and how many there are."""
    for each in tags.suggested:
        if dry_run:
            print_difference(console, each.note, each.before, each.after)
            continue
        console.print(Text(clean(each.note), "study.path"), soft_wrap=True)
        for reason in each.tags:
            line = Text.assemble("  ", (clean(reason.tag), "study.id"), f"  {clean(because(reason))}")
            console.print(line, soft_wrap=True)
    console.print(Text(_total(tags, applied=applied and not dry_run)), soft_wrap=True)


def because(reason: Reason) -> str:
    """Return why a tag is suggested: 'on 3 of the nearest notes (a.md, b.md, …); in a heading, 7 times in the note'."""
    parts = []
    if reason.near:
        shown = ", ".join(reason.near[:2]) + (", …" if len(reason.near) > 2 else "")  # noqa: PLR2004
        parts.append(f"on {len(reason.near)} of the nearest notes ({shown})")
    if reason.times:
        heading = "in a heading, " if reason.in_heading else ""
        parts.append(f"{heading}{several(reason.times, 'time')} in the note")
    return "; ".join(parts)


def _total(tags: Tags, *, applied: bool) -> str:
    count = sum(len(each.tags) for each in tags.suggested)
    found = f"{several(count, 'tag')} for {several(len(tags.suggested), 'note')} of {tags.notes}"
    if applied:
        return f"{found}; {several(tags.written, 'note')} written."
    return f"{found}.{' --apply writes them.' if count else ''}"
