"""The losses that are known, as a list; and one in full: formula, facts, numbers, and a picture of it."""

from __future__ import annotations

from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from studycli.terminal.mathtext import display, inline
from studycli.terminal.plot import CIRCLE, LINE, plot, points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import Console

    from studycli.losses.example import Example
    from studycli.losses.model import Argument, Facts

AXES = {
    "margin": "margin z, true class 1",
    "residual": "residual: prediction − target",
    "weight": "weight w",
}
"""What a loss is drawn over, by the name of the axis."""

_SLOPES = {"margin": "dL/dz", "residual": "dL/dŷ", "weight": "dL/dw"}
_HEIGHT = 8  # lines of a picture
_WIDEST = 80  # cells of a picture: a wider one is no clearer
_LABEL = 16  # cells of the words before facts
_INDENT = 2


class Compared(NamedTuple):
    """One loss, or two side by side, over an axis.

    Attributes:
        names: What they are called in the table and the legend.
        axis: A key of `AXES`.
        left: Least number of the axis.
        right: Largest.
        rows: For each telling point: the point, then value and derivative of each loss.
        remarks: For each loss what numbers and picture take for granted; '' for nothing.
        draw: Gives values and derivatives of a loss, by its number, at some points.
    """

    names: tuple[str, ...]
    axis: str
    left: float
    right: float
    rows: Sequence[Sequence[float]]
    remarks: Sequence[str]
    draw: Callable[[int, list[float]], tuple[list[float], list[float]]]


def print_catalogue(console: Console, entries: Iterable[Facts]) -> None:
    """Print all losses below their families: key, names, formula.

    On a terminal the formula stands below the names; elsewhere each loss is one whole line, tabs between.
    """
    for family, group in groupby(entries, key=lambda entry: entry.family):
        if not console.is_terminal:
            for entry in group:
                fields = (entry.key, family, entry.english, entry.chinese, inline(entry.formula))
                console.file.write("\t".join(fields) + "\n")  # a console would turn tabs into spaces
            continue
        console.print(Text(family, "bold"))
        for entry in group:
            names = Text.assemble((entry.key, "study.id"), f"  {_names(entry)}")
            console.print(Padding(names, (0, 0, 0, _INDENT)))
            console.print(Padding(Text(inline(entry.formula), "study.label"), (0, 0, 0, 2 * _INDENT)))


def _names(entry: Facts) -> str:
    short = f" ({entry.short})" if entry.short.lower() not in entry.english.lower() else ""
    return f"{entry.english}{short} · {entry.chinese}"


def print_loss(console: Console, entry: Facts) -> None:
    """Print what is known of a loss: its names, formula, gradient and facts."""
    console.print(Text.assemble((_names(entry), "bold"), "  ", (entry.key, "study.id")))
    _print_formula(console, "L =", entry.formula)
    if entry.gradient:
        _print_formula(console, f"Gradient for {entry.differentiable[0]}:", entry.gradient)
    console.print()
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="study.label", width=_LABEL)
    facts.add_column(overflow="fold")
    for name, value in _facts(entry):
        if value:
            facts.add_row(name, value)
    console.print(facts)


def _print_formula(console: Console, name: str, latex: str) -> None:
    console.print(Text(f"\n{name}", "study.label"))
    for line in display(latex, console.width - _INDENT):
        console.print(" " * _INDENT + line, no_wrap=True, overflow="ignore", crop=False)


def _facts(entry: Facts) -> Iterable[tuple[str, str]]:
    for number, argument in enumerate(entry.arguments):
        yield ("" if number else "arguments"), _argument(argument)
    yield "stable form", entry.stable
    yield "convex in", entry.convex or "nothing"
    yield "no gradient", entry.kinks
    yield "gradient up to", entry.gradient_bound if entry.gradient else ""
    yield "Lipschitz", entry.lipschitz
    yield "smoothness", entry.smoothness
    yield "outliers pull", _OUTLIERS.get(entry.outliers, entry.outliers)
    yield "likelihood", entry.likelihood.replace("-", " ")
    yield "also called", ", ".join(entry.aliases)
    yield "reference", entry.reference


_OUTLIERS = {
    "quadratic": "with the square of their distance",
    "linear": "in proportion to their distance",
    "bounded": "never more than a fixed amount",
    "none": "not at all",
    "exponential": "exponentially",
}


def _argument(argument: Argument) -> str:
    shape = f" ({', '.join(argument.shape.split())})" if argument.shape else ""
    default = f", {argument.default:g} unless given" if argument.default is not None else ""
    optional = ", optional" if argument.optional else ""
    return f"{argument.name}{shape}: {argument.meaning}{default}{optional}"


def print_comparison(console: Console, compared: Compared) -> None:
    """Print one loss or two over an axis: a table of telling points, and pictures of loss and gradient."""
    slope = _SLOPES[compared.axis]
    console.print(_table(compared, slope))
    for remark in filter(None, compared.remarks):
        console.print(Text(remark, "study.label"))
    width = min(console.width, _WIDEST)
    places = points(compared.left, compared.right, width)
    drawn = [compared.draw(number, places) for number in range(len(compared.names))]
    label = AXES[compared.axis]
    for which, name in enumerate(("loss L", f"gradient {slope}")):
        curves = [curve[which] for curve in drawn]
        if all(isnan(value) for curve in curves for value in curve):
            continue
        console.print(Text.assemble("\n", (name, "bold"), _legend(compared.names)))
        for line in plot(curves, compared.left, compared.right, label, width, _HEIGHT):
            console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _legend(names: Sequence[str]) -> str:
    """Return what stands for which of two curves; '' for one."""
    pairs = zip((LINE, CIRCLE), names, strict=False)
    return "".join(f"   {mark} {name}" for mark, name in pairs) if names[1:] else ""


def _table(compared: Compared, slope: str) -> Table:
    """Return the table of telling points; a gradient that is not defined is a dash."""
    table = Table.grid(padding=(0, 2))
    heads = [compared.axis]
    for name in compared.names:
        heads += [f"L\n{name}", f"{slope}\n{name}"] if compared.names[1:] else ["L", slope]
    for _ in heads:
        table.add_column(justify="right", overflow="fold")
    table.add_row(*heads, style="study.label")
    for row in compared.rows:
        table.add_row(*map(_number, row))
    return table


def _number(value: float) -> str:
    return "–" if isnan(value) else f"{value:.4g}"


def print_example(console: Console, example: Example) -> None:
    """Print a loss at a small point: its arguments, its value, its gradients."""
    console.print(Text("At a random point:", "study.label"))
    for name, value in example.arguments.items():
        _print_values(console, name, value)
    _print_values(console, "L", example.value)
    for name, value in example.gradients.items():
        _print_values(console, f"dL/d {name}", value)


def _print_values(console: Console, name: str, value: Any) -> None:
    shown = Text(f"{' ' * _INDENT}{name} = ").append(_values(value), "study.typed")
    console.print(shown, overflow="fold")


def _values(value: Any) -> str:
    """Return numbers and lists of them with four digits."""
    if isinstance(value, list):
        return f"[{', '.join(map(_values, value))}]"
    return _number(value) if isinstance(value, int | float) else "none"


def facts_json(entry: Facts) -> Mapping[str, Any]:
    """Return what is known of a loss as values that JSON has."""
    known = entry._asdict()
    del known["place"]
    return {**known, "arguments": [argument._asdict() for argument in entry.arguments]}
