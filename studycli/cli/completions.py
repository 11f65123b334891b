"""``study completions``: completion for shells."""

import os
from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import command

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")

Shell = Annotated[
    str,
    typer.Argument(metavar="[SHELL]", help=f"{', '.join(SHELLS)}; else that of $SHELL.", show_default=False),
]


@command(
    "study completions bash >> ~/.bashrc", "study completions fish > ~/.config/fish/completions/study.fish"
)
def completions(call: Call, shell: Shell = "") -> None:  # noqa: ARG001 every command gets the call
    """Print the completion script of a shell.

    Add it to what your shell reads when it starts: commands, options, and the ids of cards are completed.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if name not in SHELLS:
        raise typer.BadParameter(f"'{name}' is not one of {', '.join(SHELLS)}.", param_hint="SHELL")
    print(get_completion_script(prog_name="study", complete_var="_STUDY_COMPLETE", shell=name))
