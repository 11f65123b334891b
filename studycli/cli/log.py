"""``study log``: what was reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studycli.cli.call import Call  # noqa: TC001 the declaration evaluates its annotations
from studycli.cli.command import Json, command

if TYPE_CHECKING:
    from studycli.store.entry import Entry

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="The latest N entries; 0 for all.")]


@command("study log", "study log --limit 0 --json")
def log(call: Call, limit: Limit = 20, json: Json = False) -> None:
    """Show the latest entries of the review log.

    Oldest first. With --json each entry has the fields that its line in .study/log/ has.
    """
    with call.collection() as collection:
        entries = collection.log(limit or None)
        if json:
            from studycli.cli.output import print_json

            print_json({"entries": entries})
            return
        for entry in collection.named(entries):
            print(entry_line(entry))
    if not entries:
        print("The log is empty.")


def entry_line(entry: Entry) -> str:
    """Return an entry as one line: time, kind and grade, when it is due next, card, a quiz's form, prompt."""
    what = entry.kind if entry.grade is None else f"{entry.kind} {entry.grade}"
    due = f"due {entry.state.due}" if entry.state else "new"
    words = " ".join((entry.remark or entry.prompt).split())
    if entry.question:
        words = f"{entry.form}: {words}"
    return f"{entry.at[:16].replace('T', ' ')}  {what:<10}  {due:<14}  {entry.card}  {words}"
