"""``study init``: make a vault."""

import os
from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import command

Folder = Annotated[str, typer.Argument(metavar="[DIR]", help="The folder; it is made where it is missing.")]


@command("study init notes", "study init          # the folder you are in")
def init(call: Call, folder: Folder = ".") -> None:
    """Make a vault: settings and an example note.

    The vault gets study.toml with every setting commented, .study/.gitignore, and, where no note stands yet,
    one example note.
    """
    from studycli.store.scaffold import make_vault

    path = os.path.abspath(folder if folder != "." or not call.vault else call.vault)
    made = make_vault(path, call.clock().today)
    print(f"{path} is a vault now." if any(one.new for one in made) else f"{path} was a vault already.")
    for one in made:
        print(f"  {'made' if one.new else 'kept'}  {one.path}")
    print(f"\nNext:\n  {_next(path)}\n  study new TITLE   # write your first note")


def _next(path: str) -> str:
    """Return the command that studies the vault from the folder the person is in."""
    if os.path.samefile(path, os.curdir):
        return "study review      # look at the first cards"
    import shlex

    return f"cd {shlex.quote(os.path.relpath(path))} && study review"
