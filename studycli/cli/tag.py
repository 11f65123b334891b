"""``study tag``: tags that notes lack."""

import sys
from typing import Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, command

Notes = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NOTE]...", help="Notes or folders; all, without one.", show_default=False),
]
Apply = Annotated[bool, typer.Option("--apply", help="Write the tags into the notes.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what --apply would change, and write nothing.")]


@command(
    "study tag",
    "study tag losses.md --apply",
)
def tag(
    call: Call, notes: Notes = None, apply: Apply = False, dry_run: DryRun = False, json: Json = False
) -> None:
    """Suggest tags for notes, and why.

    A tag is suggested that notes near in content have, or whose words stand in the note. --apply writes them into
    the frontmatter, behind the tags that are there; every other byte stays.
    """
    from studycli.collection.values import TagOptions
    from studycli.terminal.waiting import Waiting

    with call.collection() as collection:
        options = TagOptions(tuple(notes or ()), apply, dry_run)
        found = collection.tag(options, Waiting("Looking at the notes", sys.stderr))
    if json:
        from studycli.cli.output import print_json

        print_json(
            {
                "notes": found.notes,
                "written": found.written,
                "suggested": [
                    {"note": each.note, "tags": [reason._asdict() for reason in each.tags]}
                    for each in found.suggested
                ],
                "problems": [problem._asdict() for problem in found.problems],
            }
        )
    else:
        from studycli.terminal.tagging import print_tags

        print_tags(call.console(), found, applied=apply, dry_run=dry_run)
        warn(*(f"{each.path}: {each.found} → {each.meant}" for each in found.problems))
