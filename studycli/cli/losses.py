"""``study losses``: what the program knows of losses, and what they look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from studycli.cli.call import Call  # noqa: TC001 - the command's signature is evaluated
from studycli.cli.command import Json, command

if TYPE_CHECKING:
    from studycli.losses.curves import Row
    from studycli.losses.model import Facts
    from studycli.terminal.losses import Compared

Name = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]", help="A loss: its key, or a name as notes have it: 均方误差.", show_default=False
    ),
]
Versus = Annotated[
    str,
    typer.Option("--vs", metavar="OTHER", help="Put this loss beside it.", show_default=False),
]


@command(
    "study losses",
    "study losses softmax-ce --vs mse",
    "study losses 均方误差 --json",
)
def losses(call: Call, name: Name = "", vs: Versus = "", json: Json = False) -> None:
    """Show the known losses, or one with its gradient and plot.

    One is shown with its formula, its arguments, what is known of it, numbers, and a picture of loss and gradient
    over the margin, the residual or the weight. In a pipe the list has one line for each loss.
    """
    from studycli.losses.catalogue import catalogue, facts

    if not name:
        if vs:
            raise typer.BadParameter("--vs needs a loss to compare with: study losses NAME --vs OTHER.")
        _print_all(call, list(catalogue().values()), json=json)
        return
    shown = [facts(each) for each in (name, vs) if each]
    if json:
        _print_json(shown)
    else:
        _print_one(call, shown)


def _print_all(call: Call, entries: list[Facts], *, json: bool) -> None:
    from studycli.terminal.losses import facts_json, print_catalogue

    if json:
        from studycli.cli.output import print_json

        print_json({"losses": [facts_json(entry) for entry in entries]})
    else:
        print_catalogue(call.console(), entries)


def _print_one(call: Call, shown: list[Facts]) -> None:
    """Print a loss, or two side by side where they have an axis in common."""
    from studycli.terminal.losses import print_comparison, print_example, print_loss

    console = call.console()
    for entry in shown:
        print_loss(console, entry)
        console.print()
    axis = _axis(shown)
    if axis:
        print_comparison(console, _compared(shown, axis))
    elif not shown[1:]:
        from studycli.losses.example import example

        print_example(console, example(shown[0].key))
    else:
        print(f"{shown[0].key} and {shown[1].key} are not drawn over the same axis.")


def _axis(shown: list[Facts]) -> str:
    from studycli.losses.curves import common_axis

    return common_axis(shown[0].key, shown[-1].key)


def _rows(shown: list[Facts], axis: str) -> list[Row]:
    from studycli.losses.curves import table

    return list(table(shown[0].key, shown[-1].key, axis))


def _compared(shown: list[Facts], axis: str) -> Compared:
    from studycli.losses.curves import RANGES, curve
    from studycli.terminal.losses import Compared

    keys = tuple(entry.key for entry in shown)

    def draw(number: int, places: list[float]) -> tuple[list[float], list[float]]:
        value, slope = curve(keys[number], places, axis)
        return value.tolist(), slope.tolist()

    rows = [row if len(keys) > 1 else row[:3] for row in _rows(shown, axis)]
    return Compared(keys, axis, *RANGES[axis], rows, [_remark(entry, axis) for entry in shown], draw)


def _remark(entry: Facts, axis: str) -> str:
    """Return what the picture of a loss takes for granted: its parameters, and a sigmoid before it; '' for nothing."""
    from studycli.losses.curves import parameters

    taken = [f"{name} = {value:g}" for name, value in parameters(entry.key).items()]
    if axis == "margin" and entry.arguments[0].name not in ("logits", "score"):
        taken.append(f"{entry.arguments[0].name} = σ(z)")
    return f"{entry.key} with {', '.join(taken)}" if taken else ""


def _print_json(shown: list[Facts]) -> None:
    from studycli.cli.output import print_json
    from studycli.losses.example import example
    from studycli.terminal.losses import facts_json

    axis = _axis(shown)
    print_json(
        {
            "losses": [{**facts_json(entry), "example": example(entry.key)._asdict()} for entry in shown],
            "axis": axis or None,
            "rows": [_row_json(row, len(shown)) for row in (_rows(shown, axis) if axis else [])],
        }
    )


def _row_json(row: Row, count: int) -> dict[str, Any]:
    """Return a point with value and gradient of each loss; a gradient that is not defined is null."""
    from math import isnan

    defined = [None if isnan(value) else value for value in row[1 : 1 + 2 * count]]
    return {"point": row.point, "values": defined[::2], "gradients": defined[1::2]}
