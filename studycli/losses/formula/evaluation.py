"""The value of a formula at many points at once, in float64, or complex where a variable is complex.

Functions continue analytically from the real part, so that a complex step gives the derivative. Overflow and
division by zero are no errors: what is not finite is told by the value.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.losses.formula.grid import POINTS, Grid, aligned
from studycli.losses.formula.problems import wrong
from studycli.losses.formula.tree import (
    Applied,
    Cases,
    Compared,
    Factors,
    Indexed,
    Joined,
    Node,
    Norm,
    Number,
    Over,
    Power,
    Running,
    Size,
    Terms,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studycli.losses.formula.binding import Bound
    from studycli.losses.model import Array


class Point(NamedTuple):
    """Values of the variables at some points.

    Attributes:
        values: For each variable, an array whose first axis are the points, then the variable's own axes.
        axes: For each variable, the names of its own axes.
        domains: For each variable, its domain.
        sizes: How long each axis is.
    """

    values: Mapping[str, Array]
    axes: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, str]
    sizes: Mapping[str, int]

    @property
    def length(self) -> int:
        """How many points there are."""
        return next((len(value) for value in self.values.values()), 1)


def evaluate(bound: Bound, point: Point, *, is_narrow: bool = False) -> Grid:
    """Return the value of a formula.

    Args:
        bound: The formula.
        point: Values of its variables.
        is_narrow: Whether ``sum(...)`` of a matrix without an axis runs over its last axis, not over both.

    Returns:
        Its first axis are the points; indices that no sum binds are named by their axes.

    Raises:
        FormulaError: Axes do not go together.
    """
    with np.errstate(all="ignore"):  # what is not finite is told by the value
        grid = _Evaluator(bound.axes, point, is_narrow=is_narrow).value(bound.node)
    for index, axis in bound.axes.items():
        if index in grid.axes and axis not in grid.axes:
            grid = grid.named(index, axis)
    return grid


class _Evaluator:
    def __init__(self, runs: Mapping[str, str], point: Point, *, is_narrow: bool) -> None:
        self.runs, self.point, self.is_narrow = runs, point, is_narrow
        self.methods: dict[type, Callable[..., Grid]] = {
            Number: self.number, Variable: self.variable, Size: self.size, Running: self.running,
            Terms: self.terms, Factors: self.factors, Power: self.power, Applied: self.applied, Over: self.over,
            Norm: self.norm, Indexed: self.indexed, Compared: self.compared, Joined: self.joined, Cases: self.cases,
        }  # fmt: skip

    def value(self, node: Node) -> Grid:
        """Return the value of a node."""
        return self.methods[type(node)](node)

    def together(self, how: Callable[..., Array], *grids: Grid) -> Grid:
        """Combine values by their axes."""
        arrays, axes = aligned(grids, self.runs)
        return Grid(np.asarray(how(*arrays)), axes)

    # -- leaves -----------------------------------------------------------------------------------------------

    def number(self, node: Number) -> Grid:
        return Grid(np.asarray(node.value), ())

    def size(self, node: Size) -> Grid:
        return Grid(np.asarray(float(self.point.sizes[node.axis])), ())

    def running(self, node: Running) -> Grid:
        axis = self.runs.get(node.letter)
        if axis is None:
            raise wrong("index", node.start, node.end, node.letter, "nothing says how far it runs")
        return Grid(np.arange(1.0, self.point.sizes[axis] + 1), (node.letter,))

    def variable(self, node: Variable) -> Grid:
        own = self.point.axes[node.name]
        labels = tuple(
            axis if not index or index.startswith("@") else index
            for axis, index in zip(own, node.indices, strict=True)
        )
        if len(set(labels)) < len(labels):
            return self._diagonal(node, labels)
        grid = Grid(self.point.values[node.name], (POINTS, *labels))
        for axis, index in zip(own, node.indices, strict=True):
            if index.startswith("@"):
                grid = self.picked(grid, axis, index[1:])
        return grid

    def _diagonal(self, node: Variable, labels: tuple[str, ...]) -> Grid:
        raise wrong("index", node.start, node.end, ", ".join(labels), "two axes have the same index")

    def picked(self, grid: Grid, axis: str, name: str) -> Grid:
        """Return the entries along an axis that a variable picks: its class, or where its 1 stands."""
        choice = Grid(self.point.values[name], (POINTS, *self.point.axes[name]))
        if self.point.domains[name] == "class":
            hot = np.arange(self.point.sizes[axis]) == choice.values.real[..., None]
            choice = Grid(hot.astype(float), (*choice.axes, axis))
        return self.together(np.multiply, grid, choice).reduced(np.sum, [axis])

    # -- arithmetic -------------------------------------------------------------------------------------------

    def terms(self, node: Terms) -> Grid:
        return self.together(
            lambda *arrays: reduce(np.add, [s * a for (s, _), a in zip(node.terms, arrays, strict=True)]),
            *(self.value(each) for _, each in node.terms),
        )

    def factors(self, node: Factors) -> Grid:
        def product(*arrays: Array) -> Array:
            found = np.asarray(1.0)
            for (exponent, _), array in zip(node.factors, arrays, strict=True):
                found = found * array if exponent > 0 else found / array
            return found

        return self.together(product, *(self.value(each) for _, each in node.factors))

    def power(self, node: Power) -> Grid:
        if isinstance(node.exponent, Number) and node.exponent.value == 2:  # noqa: PLR2004 - squares stay exact
            base = self.value(node.base)
            return Grid(base.values * base.values, base.axes)
        return self.together(_power, self.value(node.base), self.value(node.exponent))

    # -- functions --------------------------------------------------------------------------------------------

    def applied(self, node: Applied) -> Grid:
        arguments = [self.value(each) for each in node.arguments]
        name = node.function
        if name in ("max", "min") and len(arguments) > 1:
            return self.together(lambda *a: reduce(_GREATER[name], a), *arguments)
        if name in _REDUCING:
            return self.reduce(name, arguments[0], self.whole(arguments[0], node))
        if name in _ALONG:
            return self.along(name, arguments[0], node.axis)
        if name == "where":
            return self.together(_chosen, *arguments)
        if name == "clip":
            low, high = _GREATER["max"], _GREATER["min"]
            return self.together(lambda x, a, b: high(low(x, a), b), *arguments)
        return Grid(np.asarray(_ELEMENTWISE[name](arguments[0].values)), arguments[0].axes)

    def whole(self, grid: Grid, node: Applied) -> list[str]:
        """Return the axes over which a function of a whole array is taken."""
        free = [axis for axis in self.point.sizes if axis in grid.axes]
        free = free or [axis for axis in grid.axes if axis != POINTS]
        if node.axis is not None:
            return free[node.axis : node.axis + 1 or None] if -len(free) <= node.axis < len(free) else []
        return free[-1:] if self.is_narrow or node.function in ("max", "min") else free

    def reduce(self, kind: str, grid: Grid, axes: list[str]) -> Grid:
        return grid.reduced(_REDUCING[kind], axes)

    def along(self, name: str, grid: Grid, axis: int | None) -> Grid:
        """Apply softmax or its kin along the last axis."""
        node = Applied("max", (), axis, 0, 0)
        over = self.whole(grid, node)
        if not over:
            return Grid(
                np.asarray(_ALONG[name](grid.values[..., None], -1)).reshape(grid.values.shape), grid.axes
            )
        place = grid.axes.index(over[0])
        values = np.asarray(_ALONG[name](grid.values, place))
        if name == "logsumexp":
            return Grid(values, tuple(each for each in grid.axes if each != over[0]))
        return Grid(values, grid.axes)

    def over(self, node: Over) -> Grid:
        grid = self.value(node.body)
        if not node.indices:
            free = [axis for axis in grid.axes if axis != POINTS]
            return self.reduce(node.kind, grid, free)
        for index in node.indices:
            if index == "?":
                raise wrong("index", node.start, node.end, node.kind, "nothing in the sum has this index")
            axis = self.runs[index]
            if index not in grid.axes and axis in grid.axes:
                grid = grid.named(axis, index)
            if index not in grid.axes:
                ones = Grid(np.ones(self.point.sizes[axis]), (index,))
                grid = self.together(np.multiply, grid, ones)
            grid = self.reduce(node.kind, grid, [index])
        return grid

    def norm(self, node: Norm) -> Grid:
        grid = self.value(node.body)
        free = [axis for axis in self.point.sizes if axis in grid.axes]
        free = free or [axis for axis in grid.axes if axis != POINTS]
        if node.order == 2.0:  # noqa: PLR2004 - the Euclidean norm
            squares = Grid(grid.values * grid.values, grid.axes).reduced(np.sum, free)
            return Grid(np.sqrt(squares.values), squares.axes)
        size = Grid(_absolute(grid.values), grid.axes)
        return size.reduced(np.sum if node.order == 1.0 else _greatest, free)

    def indexed(self, node: Indexed) -> Grid:
        grid = self.value(node.body)
        for index in reversed(node.subscripts):
            if index.startswith("@"):
                axis = self.point.axes[index[1:]][-1] if self.point.axes[index[1:]] else ""
                axis = (
                    axis
                    if self.point.domains[index[1:]] != "class"
                    else next(reversed(list(self.point.sizes)))
                )
                grid = self.picked(grid, axis, index[1:])
            elif index in self.runs and index not in grid.axes and self.runs[index] in grid.axes:
                grid = grid.named(self.runs[index], index)
        return grid

    # -- conditions -------------------------------------------------------------------------------------------

    def compared(self, node: Compared) -> Grid:
        sides = [self.value(each) for each in node.sides]
        found = [
            self.together(_COMPARING[operator], left, right)
            for operator, left, right in zip(node.operators, sides, sides[1:], strict=False)
        ]
        return self.together(lambda *a: reduce(np.multiply, a), *found)

    def joined(self, node: Joined) -> Grid:
        how = np.maximum if node.word == "or" else np.minimum
        return self.together(lambda *a: reduce(how, a), *(self.value(each) for each in node.conditions))

    def cases(self, node: Cases) -> Grid:
        values = [self.value(value) for value, _ in node.cases]
        always = Grid(np.asarray(1.0), ())
        conditions = [always if when is None else self.value(when) for _, when in node.cases]

        def choose(*arrays: Array) -> Array:
            half = len(arrays) // 2
            found = np.asarray(np.nan)
            for value, when in reversed(list(zip(arrays[:half], arrays[half:], strict=True))):
                found = np.where(when.real != 0, value, found)
            return found

        return self.together(choose, *values, *conditions)


def _absolute(x: Array) -> Array:
    return np.where(x.real < 0, -x, x)


def _chosen(condition: Array, one: Array, other: Array) -> Array:
    return np.asarray(np.where(condition.real != 0, one, other))


def _power(base: Array, exponent: Array) -> Array:
    """Return a power; in complex numbers that of a base of 0 is the real one, without a direction."""
    if np.iscomplexobj(base) or np.iscomplexobj(exponent):
        real = np.power(base.real.astype(float), exponent.real)
        return np.asarray(np.where(base == 0, real + 0j, np.power(base.astype(complex), exponent)))
    return np.asarray(np.power(base.astype(float), exponent))


def _sigmoid(x: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)))


def _softplus(x: Array) -> Array:
    return np.asarray(np.where(x.real > 0, x, 0) + np.log1p(np.exp(-_absolute(x))))


def _largest(x: Array, axis: int) -> Array:
    return np.asarray(x.real.max(axis=axis, keepdims=True))


def _softmax(x: Array, axis: int) -> Array:
    shifted = np.exp(x - _largest(x, axis))
    return np.asarray(shifted / shifted.sum(axis=axis, keepdims=True))


def _logsumexp(x: Array, axis: int) -> Array:
    top = _largest(x, axis)
    return np.asarray((np.log(np.exp(x - top).sum(axis=axis, keepdims=True)) + top).squeeze(axis))


def _log_softmax(x: Array, axis: int) -> Array:
    top = _largest(x, axis)
    return np.asarray(x - top - np.log(np.exp(x - top).sum(axis=axis, keepdims=True)))


def _greatest(x: Array, axis: tuple[int, ...]) -> Array:
    """Return the entry of the largest real part."""
    return _extreme(x, axis, np.argmax)


def _least(x: Array, axis: tuple[int, ...]) -> Array:
    return _extreme(x, axis, np.argmin)


def _extreme(x: Array, axis: tuple[int, ...], pick: Callable[..., Array]) -> Array:
    moved = np.moveaxis(x, axis, range(-len(axis), 0))
    flat = moved.reshape(*moved.shape[: moved.ndim - len(axis)], -1)
    index = np.expand_dims(pick(flat.real, axis=-1), -1)
    return np.asarray(np.take_along_axis(flat, index, axis=-1)[..., 0])


_GREATER: dict[str, Callable[..., Array]] = {
    "max": lambda a, b: _chosen(a.real >= b.real, a, b),
    "min": lambda a, b: _chosen(a.real <= b.real, a, b),
}
_REDUCING: dict[str, Callable[..., Array]] = {
    "sum": np.sum, "mean": np.mean, "prod": np.prod, "max": _greatest, "min": _least,
}  # fmt: skip
_ALONG: dict[str, Callable[..., Array]] = {
    "softmax": _softmax, "logsoftmax": _log_softmax, "logsumexp": _logsumexp,
}  # fmt: skip
_COMPARING: dict[str, Callable[..., Array]] = {
    "=": lambda a, b: (a.real == b.real) * 1.0, "!=": lambda a, b: (a.real != b.real) * 1.0,
    "<": lambda a, b: (a.real < b.real) * 1.0, "<=": lambda a, b: (a.real <= b.real) * 1.0,
    ">": lambda a, b: (a.real > b.real) * 1.0, ">=": lambda a, b: (a.real >= b.real) * 1.0,
}  # fmt: skip
_ELEMENTWISE: dict[str, Callable[[Array], Array]] = {
    "log": np.log, "log2": lambda x: np.log(x) / np.log(2), "log10": lambda x: np.log(x) / np.log(10),
    "log1p": np.log1p, "expm1": np.expm1, "exp": np.exp, "sqrt": np.sqrt, "abs": _absolute, "sigmoid": _sigmoid,
    "logsigmoid": lambda x: -_softplus(-x), "softplus": _softplus, "sign": lambda x: np.sign(x.real),
    "relu": lambda x: np.where(x.real > 0, x, 0), "tanh": np.tanh, "cosh": np.cosh, "sinh": np.sinh, "sin": np.sin,
    "cos": np.cos, "tan": np.tan, "arctan": np.arctan, "square": lambda x: x * x, "identity": lambda x: x,
    "indicator": lambda x: (x.real != 0) * 1.0, "silu": lambda x: x * _sigmoid(x),
}  # fmt: skip
