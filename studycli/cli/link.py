"""``study link``: related notes."""

import sys
from typing import Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, command

Notes = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NOTE]...", help="Notes or folders; all, without one.", show_default=False),
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=1, max=50, help="Most notes to link one to.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")]
Remove = Annotated[bool, typer.Option("--remove", help="Take away what earlier runs wrote.")]


@command(
    "study link --dry-run",
    "study link math --top 3",
    "study link --remove",
)
def link(
    call: Call,
    notes: Notes = None,
    top: Top = 5,
    dry_run: DryRun = False,
    remove: Remove = False,
    json: Json = False,
) -> None:
    """Link each note to those nearest in content.

    Fills the section 'Related notes' (相关笔记), which a comment marks as generated, and related_outlines in the
    frontmatter; every other byte stays. A section of that name without the comment is yours and stays as it is.
    --remove takes it all away again.
    """
    from studycli.collection.values import LinkOptions
    from studycli.terminal.waiting import Waiting

    told = Waiting("Looking at the notes", sys.stderr)
    with call.collection() as collection:
        if remove:
            found = collection.unlink(tuple(notes or ()), told, dry_run=dry_run)
        else:
            found = collection.link(LinkOptions(tuple(notes or ()), top, dry_run), told)
    if json:
        from studycli.cli.output import print_json

        print_json(
            {
                "notes": found.notes,
                "changed": [
                    {"note": each.note, "related": [near._asdict() for near in each.related]}
                    for each in found.changed
                ],
                "problems": [problem._asdict() for problem in found.problems],
            }
        )
    else:
        from studycli.terminal.linking import print_links

        print_links(call.console(), found, dry_run=dry_run)
        warn(*(f"{each.path}: {each.found} → {each.meant}" for each in found.problems))
