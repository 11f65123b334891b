"""``study import``: bring in what is there already."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, command

if TYPE_CHECKING:
    from studycli.collection import Collection
    from studycli.exchange.importing import Prepared, Request


def _known_kind(value: str) -> str:
    from studycli.exchange.kinds import BY_NAME

    if value and value not in BY_NAME:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(BY_NAME)}.")
    return value


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="[SOURCE]...",
        help="Files, folders, zips or Anki packages; '-' is standard input. With --accept: notes.",
        show_default=False,
    ),
]
Into = Annotated[
    str | None,
    typer.Option(
        "--into", metavar="FOLDER", help="Folder of the vault; '.' is the vault itself.", show_default=False
    ),
]
As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="KIND",
        help="What the source is, where that is not seen: anki, hashcards, notion, logseq, obsidian, notebook, table, "
        "html, markdown.",
        show_default=False,
        callback=_known_kind,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Update = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Merge also into notes of the same name that were not imported, and bring back deleted ones.",
    ),
]
Skip = Annotated[bool, typer.Option("--skip", help="Leave every note that is there as it is.")]
Both = Annotated[
    bool, typer.Option("--both", help="Put a note that has changed beside the one that is there.")
]
Tags = Annotated[
    list[str],
    typer.Option(
        "--tag", metavar="TAG", help="A tag for every note; may be given again.", show_default=False
    ),
]
Columns = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="A,B",
        help="Of a table: the columns of question and answer, by name or number.",
        show_default=False,
    ),
]
Split = Annotated[
    bool, typer.Option("--split", help="Make a note of each topic of one long list of questions.")
]
Undo = Annotated[bool, typer.Option("--undo", help="Take back the last import.")]
Accept = Annotated[
    bool, typer.Option("--accept", help="Take the doubtful repairs of the notes named, or of all, for right.")
]


@command(
    "study import ~/elsewhere/notes --dry-run",
    "study import ~/elsewhere/notes --into old --tag interview",
    "printf 'question,answer\\nWhat is MSE?,A mean of squares.\\n' | study import -",
    "study import ~/elsewhere/notes && study import --undo",
)
def import_(
    call: Call,
    sources: Sources = [],  # noqa: B006 - typer makes a list of its own
    into: Into = None,
    as_: As = "",
    dry_run: DryRun = False,
    update: Update = False,
    skip: Skip = False,
    both: Both = False,
    tag: Tags = [],  # noqa: B006
    columns: Columns = "",
    split: Split = False,
    undo: Undo = False,
    accept: Accept = False,
    json: Json = False,
) -> None:
    """Bring in notes, schedules and history that you have already.

    Markdown folders, Obsidian vaults, Anki packages, hashcards, Notion, Logseq, CSV, JSON, HTML, notebooks; what a source
    is is found by its content. Nothing is written to a source. Importing it again brings what has changed there, and
    keeps what you have changed since; broken encodings and mojibake are mended.
    """
    if undo + accept + bool(sources and not accept) != 1:
        raise typer.BadParameter("Name what to import, or give --undo or --accept.")
    if update + skip + both > 1:
        raise typer.BadParameter("--update, --skip and --both exclude each other.")
    with call.collection() as collection:
        if undo:
            _undo(collection, json=json)
        elif accept:
            _accept(collection, sources, json=json)
        else:
            from studycli.exchange.importing import Request
            from studycli.exchange.planning import Policy

            request = Request(into, as_, Policy(update, skip, both), tuple(tag), columns, split)
            _import(call, collection, sources, request, dry_run=dry_run, json=json)


def _import(
    call: Call, collection: Collection, sources: list[str], request: Request, *, dry_run: bool, json: bool
) -> None:
    """Say what will be done, and do it."""
    from studycli.exchange import importing
    from studycli.exchange.sources import open_source
    from studycli.terminal.importing import print_done, print_prepared
    from studycli.terminal.waiting import Waiting
    from studycli.uncollected import Uncollected

    with ExitStack() as stack:
        stack.enter_context(Uncollected())  # a million answers may come
        opened = [stack.enter_context(open_source(named, _stdin())) for named in sources]
        prepared = importing.prepare(collection, opened, request, Waiting("Reading", sys.stderr))
        if not json:
            print_prepared(call.console(), prepared, every=dry_run)
            sys.stdout.flush()
        changed = False
        if not dry_run:
            changed = importing.carry_out(collection, prepared, Waiting("Writing", sys.stderr))
    if json:
        _print_json(prepared, dry_run=dry_run)
    else:
        print_done(call.console(), prepared, dry_run=dry_run, changed=changed)


def _stdin() -> Any:
    """Return standard input as bytes."""
    import io

    found = sys.stdin or io.StringIO()
    return found.buffer if hasattr(found, "buffer") else io.BytesIO(found.read().encode())


def _print_json(prepared: list[Prepared], *, dry_run: bool) -> None:
    from studycli.cli.import_output import import_json
    from studycli.cli.output import print_json

    print_json(import_json(prepared, dry_run=dry_run))


def _undo(collection: Collection, *, json: bool) -> None:
    from studycli.exchange import undoing

    undone = undoing.undo(collection)
    if json:
        from studycli.cli.output import print_json

        print_json({**undone._asdict(), "kept": [problem.path for problem in undone.kept]})
        return
    from studycli.terminal.counting import several

    restored = f", {several(len(undone.restored), 'file')} restored" if undone.restored else ""
    print(f"Took back {undone.what}: {several(len(undone.deleted), 'file')} deleted{restored}.")
    warn(*(f"{problem.path}: {problem.found}; it stays: {problem.meant}." for problem in undone.kept))


def _accept(collection: Collection, notes: list[str], *, json: bool) -> None:
    from studycli.exchange import undoing
    from studycli.terminal.counting import several

    vault = os.path.abspath(collection.root)
    paths = [
        os.path.relpath(os.path.abspath(each), vault) if os.path.exists(each) else each for each in notes
    ]
    count = undoing.accept(collection, [path.replace(os.sep, "/") for path in paths])
    if json:
        from studycli.cli.output import print_json

        print_json({"accepted": count})
    else:
        print(f"{several(count, 'doubtful repair')} accepted.")
