"""``study gradcheck``: is a gradient right? Of a loss of the catalogue, or of a person's own functions."""

from typing import Annotated, Any

import typer

from studycli.cli.call import Call
from studycli.cli.command import Json, command

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A loss of `study losses`, or FILE.py:loss:gradient.", show_default=False
    ),
]
Shape = Annotated[
    str,
    typer.Option(
        "--shape",
        metavar="64x100",
        help="Sizes of the argument's axes (else small ones).",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Draws another point.", min=0)]

_OF_A_FILE = "8x5"  # x of a person's functions, where no shape is given


@command(
    "study gradcheck softmax-ce",
    "study gradcheck softmax-ce --shape 64x100 --seed 7",
    "study gradcheck huber --json",
)
def gradcheck(call: Call, name: Name, shape: Shape = "", seed: Seed = 0, json: Json = False) -> None:
    """Check the gradient of a loss by numbers.

    By complex steps where the loss continues analytically, else by differences. A gradient is right, wrong or
    undecided; of a wrong one the worst entry and the likely mistake are told.

    FILE.py:loss:gradient names two functions of a file of yours, of one array x or of x and y. They run in a process
    of their own, with limits of time and memory; x is drawn from the normal distribution in the shape given, 8x5
    otherwise, y is 0 or 1, one-hot rows for a matrix x.

    The exit code is 1 if a gradient is wrong or undecided.
    """
    del call
    reports = _of_file(name, shape, seed) if _is_file(name) else _of_catalogue(name, shape, seed)
    if json:
        from studycli.cli.output import print_json

        print_json({"seed": seed, "reports": reports})
    else:
        _print(reports)
    if any(report["verdict"] != "right" for report in reports):
        raise typer.Exit(1)


def _is_file(name: str) -> bool:
    """Tell whether functions of a file are meant; no loss has such a name."""
    return ":" in name or name.endswith(".py")


def _of_file(name: str, shape: str, seed: int) -> list[dict[str, Any]]:
    from studycli.losses.shapes import read_shape
    from studycli.sandbox.gradcheck import check_file

    return [check_file(name, read_shape(shape or _OF_A_FILE), seed)]


def _of_catalogue(name: str, shape: str, seed: int) -> list[dict[str, Any]]:
    from studycli.losses.catalogue import facts
    from studycli.losses.shapes import sizes_of

    sizes = sizes_of(facts(name), shape)
    from studycli.losses.gradcheck.catalogued import check_loss
    from studycli.losses.kernel import load

    return [report.as_json() for report in check_loss(load(name), sizes, seed)]


def _print(reports: list[dict[str, Any]]) -> None:
    from shutil import get_terminal_size

    from studycli.terminal.gradcheck import report_lines

    width = get_terminal_size().columns
    for report in reports:
        print("\n".join(report_lines(report, width)))
