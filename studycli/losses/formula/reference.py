"""A note's formula as the right answer of a question: its variables, and whether the kernel gives the same value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.errors import FormulaError, LossInputError
from studycli.losses.formula.inference import variables
from studycli.losses.formula.known import Way, kernel, ways
from studycli.losses.formula.reading import read
from studycli.losses.formula.tree import Applied, Name, Node, children
from studycli.losses.formula.variables import Declared, Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studycli.losses.formula.comparison import Valued
    from studycli.losses.formula.evaluation import Point
    from studycli.losses.formula.grid import Grid

_FEWEST_NODES = 4  # of a formula that is worth writing
_MOST_VARIABLES = 8
_LOGARITHMS = frozenset(["log", "logsoftmax", "logsumexp", "logsigmoid"])


class Reference(NamedTuple):
    """A formula that can be asked for.

    Attributes:
        latex: As the note has it.
        variables: What it is written with, as the note writes it.
        symbols: For each variable the LaTeX of its first place.
        sizes: The sizes at which its sums end, as they are written.
        way: How the catalogue's loss is written that it is; None where the kernel does not know it.
        names: For each variable the one of ``way`` that it is; {} without.
        reduction: ``mean``, ``sum``, ``single`` for one sample, ``whole`` where there is no batch; '' without ``way``.
        factor: What it is of the kernel's value: 1, or 0.5 for a loss with a half before it.
        has_log: Whether a logarithm stands in it.
        left: What stands before its first equality sign.
        others: How many formulas stand beside it that are no part of it.
    """

    latex: str
    variables: tuple[Declared, ...]
    symbols: tuple[str, ...]
    sizes: tuple[str, ...]
    way: Way | None
    names: dict[str, str]
    reduction: str
    factor: float
    has_log: bool
    left: str
    others: int


def understand(latex: str, key: str = "") -> Reference | None:
    """Return a formula as one that can be asked for; None where it cannot be.

    Args:
        latex: The formula, with a left side or without.
        key: The loss that it is said to be; then it is one that can be asked only if the kernel agrees.
    """
    if not key:
        base = _base(latex)
        return base and _with_domains(base)
    found = (_proved(latex, way) for way in ways(key))
    return next(filter(None, found), None)


def _base(latex: str, way: Way | None = None) -> Reference | None:
    """Return a formula with its variables, all real; None where it cannot be read, is trivial or too large.

    Args:
        latex: The formula.
        way: How the loss is written that it may be: its names part words such as ``yz``.
    """
    try:
        formula = read(latex, Names(way.variables).all() if way else None, is_lenient=True)
        found = variables(formula.sides, formula.left)
    except FormulaError:
        return None
    is_trivial = way is None and _size(formula.sides[-1]) < _FEWEST_NODES
    if not 0 < len(found) <= _MOST_VARIABLES or is_trivial:
        return None
    return Reference(
        latex=latex,
        variables=tuple(each for each, _ in found.values()),
        symbols=tuple(latex[node.start : node.end] for _, node in found.values()),
        sizes=_all_sizes(formula.sides, found),
        way=None,
        names={},
        reduction="",
        factor=1.0,
        has_log=any(map(_has_log, formula.sides)),
        left=formula.left,
        others=formula.others,
    )


def _size(node: Node) -> int:
    return 1 + sum(map(_size, children(node)))


def _has_log(node: Node) -> bool:
    is_log = isinstance(node, Applied) and node.function in _LOGARITHMS
    return is_log or any(map(_has_log, children(node)))


def _all_sizes(sides: Sequence[Node], found: Mapping[str, tuple[Declared, Node]]) -> tuple[str, ...]:
    """Return the sizes that a formula is written with: where sums end, and the n of 1/n."""
    axes = {axis for variable, _ in found.values() for axis in variable.axes}
    alone = [name for name in _names(sides) if name.lower() in axes and name not in found]
    return tuple(dict.fromkeys((*_sizes(sides), *alone)))


def _names(sides: Sequence[Node]) -> Iterator[str]:
    for node in sides:
        if isinstance(node, Name) and not node.subscripts:
            yield node.base
        yield from _names(children(node))


def _sizes(sides: Sequence[Node]) -> Iterator[str]:
    for node in sides:
        upper = getattr(node, "upper", "")
        if upper and upper.isalpha():
            yield upper
        yield from _sizes(children(node))


# -- held against the kernel ---------------------------------------------------------------------------------


def _proved(latex: str, way: Way) -> Reference | None:
    """Return a formula as this way to write a loss, where its value is the kernel's."""
    base = _base(latex, way)
    names = base and _matched(base.variables, way)
    if not base or not names:
        return None
    told = base._replace(variables=tuple(_with_domain(each, way, names) for each in base.variables))
    told = told._replace(way=way, names=names)
    for reduction, factor in (("mean", 1.0), ("sum", 1.0), ("mean", 0.5), ("sum", 0.5)):
        if _agrees(told, way, reduction, factor):
            return told._replace(reduction=_reduction(told, way, reduction), factor=factor)
    return None


def _matched(given: Sequence[Declared], way: Way) -> dict[str, str] | None:
    """Return for each variable the one of a way to write a loss that it is; None where one is none, or one is left."""
    lookup = Names(way.variables)
    names = {}
    for each in given:
        variable = lookup.exactly(each.name) or lookup.otherwise(each.name)
        if variable is None or len(each.axes) > len(variable.axes):
            return None
        names[each.name] = variable.name
    complete = set(names.values()) == set(lookup.declared) and len(set(names.values())) == len(names)
    return names if complete else None


def _with_domain(variable: Declared, way: Way, names: dict[str, str]) -> Declared:
    """Return a note's variable with the domain that the loss gives it; it may lack the axis of the batch."""
    known = next(each for each in way.variables if each.name == names[variable.name])
    return variable._replace(domain=known.domain)


def _reduction(told: Reference, way: Way, reduction: str) -> str:
    batch = [each for each in way.variables if "n" in each.axes]
    if not batch or way.key in ("dice", "soft-iou", "kl"):
        return "whole"
    of_batch = next(each for each in told.variables if told.names[each.name] == batch[0].name)
    return "single" if len(of_batch.axes) < len(batch[0].axes) else reduction


def _agrees(told: Reference, way: Way, reduction: str, factor: float) -> bool:
    from studycli.losses.formula.comparison import compare

    try:
        return compare(told.latex, _renamed(told, way, reduction, factor), told.variables).verdict == "right"
    except (FormulaError, LossInputError):
        return False


def _renamed(told: Reference, way: Way, reduction: str, factor: float) -> Valued:
    """Return the kernel's value as a function of points of the note's own variables."""
    value = kernel(way, reduction)
    names = told.names

    def of_points(point: Point) -> Grid:
        values = {names[name]: array for name, array in point.values.items()}
        grid = value(point._replace(values=values))
        return grid._replace(values=factor * grid.values)

    return of_points


# -- known from the note alone -------------------------------------------------------------------------------


def _with_domains(base: Reference) -> Reference | None:
    """Return a formula with domains on which it has a value; None where none are found."""
    from studycli.losses.formula.comparison import samples, valued

    for domain in ("real", "positive", "probability"):
        own = tuple(each._replace(domain=domain) for each in base.variables)
        try:
            value = valued(base.latex, own)
            found = [sample.right.values for sample in samples(value, value, own, 0)]
        except FormulaError:
            return None
        if all(map(_is_finite, found)):
            return base._replace(variables=own)
    return None


def _is_finite(values: object) -> bool:
    import numpy as np

    return bool(np.isfinite(np.asarray(values)).all())
