"""``study export``: give out cards, notes and schedules."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from studycli.cli.call import Call  # noqa: TC001 - typer reads the annotations
from studycli.cli.command import NoteName, NotePath, Tag, command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from markdown_it import MarkdownIt

    from studycli.exchange.writers.writing import Exported

FORMATS = ("anki", "csv", "json", "markdown", "obsidian")


def _known_format(value: str) -> str:
    if value not in FORMATS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(FORMATS)}.")
    return value


Dest = Annotated[
    str,
    typer.Argument(
        metavar="[DEST]",
        help="The file, or for markdown and obsidian the folder; '-' prints csv or json. Else study.apkg, study.csv, "
        "study.json, study-vault or study-obsidian here.",
        show_default=False,
    ),
]
To = Annotated[
    str,
    typer.Option(
        "--to", metavar="|".join(FORMATS), help="What to make.", callback=_known_format, show_default=False
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Overwrite files of a folder that were not exported, or changed since."),
]


@command(
    "study export --to anki",
    "study export --to csv weak.csv --tag leech",
    "study export --to json -",
    "study export --to obsidian ~/Brain --path notes",
)
def export(
    call: Call,
    dest: Dest = "",
    to: To = ...,  # type: ignore[assignment]  # typer's sign of an option that must be given
    tag: Tag = "",
    note: NoteName = "",
    path: NotePath = "",
    force: Force = False,
) -> None:
    """Give out cards with schedules, for Anki, Obsidian or a table.

    Anki and JSON get the history as well, a vault (markdown) all of it; Obsidian the schedule, for its plugin Spaced
    Repetition. An export that is made again brings the same cards up to date.
    """
    from studycli.collection import QueueOptions
    from studycli.exchange.writers import writing
    from studycli.exchange.writers.target import FORMATS as KNOWN
    from studycli.terminal.waiting import Waiting

    request = writing.Request(KNOWN[to], dest or KNOWN[to].default, QueueOptions(tag, note, path), force)
    with call.collection() as collection, _binary_output() as out:
        exported = writing.export(collection, request, out, _parser, Waiting("Exporting", sys.stderr))
    _say(request.dest, exported)


def _parser() -> MarkdownIt:
    from studycli.terminal.dialect import parser

    return parser()


def _say(dest: str, exported: Exported) -> None:
    from studycli.terminal.counting import several

    if dest != "-":
        print(f"{dest}: {several(exported.cards, 'card')} of {several(exported.notes, 'note')}.")


@contextmanager
def _binary_output() -> Iterator[BinaryIO]:
    """Give standard output for bytes; whoever calls the program from Python may have put another stream there."""
    from io import BytesIO

    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        yield sys.stdout.buffer
        return
    held = BytesIO()
    yield held
    sys.stdout.write(held.getvalue().decode())
