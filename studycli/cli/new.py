"""``study new``: start a note."""

import os
from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import command

Title = Annotated[str, typer.Argument(metavar="TITLE", help="The note's heading and file name.")]
Folder = Annotated[
    str, typer.Option("--folder", metavar="DIR", help="Folder within the vault.", show_default=False)
]
NoEdit = Annotated[bool, typer.Option("--no-edit", help="Print the path and open no editor.")]


@command('study new "Batch normalisation"', "study new 注意力机制 --folder 深度学习 --no-edit")
def new(call: Call, title: Title, folder: Folder = "", no_edit: NoEdit = False) -> None:
    """Start a note from a template, in your editor.

    The template has the frontmatter that the program keeps up to date. The editor is the setting "editor",
    $VISUAL or $EDITOR. A note that exists is never overwritten.
    """
    from studycli.store.scaffold import make_note

    root = call.root()
    settings = call.settings(root)
    path = make_note(root, folder, title, call.clock(settings).today)
    print(path, flush=True)
    if not no_edit:
        from studycli.terminal.editor import edit

        edit(path, _first_line(path), settings.editor, os.environ)


def _first_line(path: str) -> int:
    """Return the line on which the writing begins: the heading's, counted from 1."""
    with open(path, encoding="utf-8") as file:
        return next((number for number, line in enumerate(file, 1) if line.startswith("# ")), 1)
