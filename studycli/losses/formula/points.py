"""Points of the variables' domains: random ones that decide, and simple ones that a person can work out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.formula.binding import bind
from studycli.losses.formula.evaluation import Point, evaluate
from studycli.losses.formula.grid import POINTS
from studycli.losses.formula.reading import read
from studycli.losses.formula.variables import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from studycli.losses.formula.variables import Declared
    from studycli.losses.model import Array

    Draw = Callable[[np.random.Generator, tuple[int, ...]], Array]

_SIZES = ((2, 3, 4, 5), (3, 5, 2, 4), (1, 2, 3, 2))
"""Lengths of a formula's first, second, ... axis at three kinds of points: so a sum and a mean differ."""

_SMALL = ((1, 2, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3))
_ROWS = frozenset(["simplex", "onehot"])  # domains of rows, which need two entries

_SIMPLE_REAL = (0.0, 1.0, -1.0, 2.0, 0.5, -2.0, 3.0)
_SIMPLE_POSITIVE = (1.0, 2.0, 0.5, 3.0)
_SIMPLE_PROBABILITY = (0.5, 0.25, 0.8, 0.2, 0.9)


def sizes(variables: Iterable[Declared], number: int, *, are_small: bool = False) -> dict[str, int]:
    """Return how long each axis is.

    Args:
        variables: The variables whose axes they are.
        number: Which of the three choices.
        are_small: Whether they are for points that a person works out.
    """
    found: dict[str, int] = {}
    row = (_SMALL if are_small else _SIZES)[number]
    for variable in variables:
        for axis in variable.axes:
            if axis not in found:
                found[axis] = row[min(len(found), len(row) - 1)]
        if variable.axes and variable.domain in _ROWS:
            found[variable.axes[-1]] = max(found[variable.axes[-1]], 2)
    return found


def choices() -> range:
    """Return the numbers of the choices that `sizes` has."""
    return range(len(_SIZES))


def random_points(
    variables: Sequence[Declared], lengths: Mapping[str, int], count: int, rng: np.random.Generator
) -> Point:
    """Return random points in the inside of the domains."""
    return _points(variables, lengths, count, rng, _random)


def simple_points(
    variables: Sequence[Declared], lengths: Mapping[str, int], count: int, rng: np.random.Generator
) -> Point:
    """Return points of small, round numbers."""
    return _points(variables, lengths, count, rng, _simple)


def _points(
    variables: Sequence[Declared],
    lengths: Mapping[str, int],
    count: int,
    rng: np.random.Generator,
    draw: Callable[[str, tuple[int, ...], int, np.random.Generator], Array],
) -> Point:
    classes = lengths.get("c", 2)
    free = [each for each in variables if not each.domain.startswith("=")]
    values = {
        each.name: draw(each.domain, (count, *(lengths[axis] for axis in each.axes)), classes, rng)
        for each in free
    }
    point = Point(
        values,
        {each.name: each.axes for each in variables},
        {each.name: each.domain for each in variables},
        dict(lengths),
    )
    for each in variables:
        if each.domain.startswith("="):
            values[each.name] = _derived(each, free, point)
    return point


def _derived(variable: Declared, free: Sequence[Declared], point: Point) -> Array:
    """Return the values of a variable that a formula of the others gives."""
    node = read(variable.domain[1:], Names(free).all()).sides[-1]
    grid = evaluate(bind(node, free), point)
    return np.asarray(grid.spread((POINTS, *variable.axes)))


def _random(domain: str, shape: tuple[int, ...], classes: int, rng: np.random.Generator) -> Array:
    if domain in ("positive", "nonnegative"):
        return np.exp(rng.uniform(-1.5, 1.2, shape))
    if domain == "probability":
        return rng.uniform(0.05, 0.95, shape)
    if domain == "simplex":
        rows = rng.uniform(0.2, 1.0, shape)
        return np.asarray(rows / rows.sum(axis=-1, keepdims=True))
    if domain[0] in "([":
        low, high = _interval(domain)
        return rng.uniform(low + 0.05 * (high - low), high - 0.05 * (high - low), shape)
    return _discrete(domain, shape, classes, rng, lambda: rng.normal(0.0, 1.5, shape))


def _simple(domain: str, shape: tuple[int, ...], classes: int, rng: np.random.Generator) -> Array:
    if domain in ("positive", "nonnegative"):
        return rng.choice(_SIMPLE_POSITIVE, shape)
    if domain == "probability":
        return rng.choice(_SIMPLE_PROBABILITY, shape)
    if domain == "simplex":
        return _simple_rows(shape, rng)
    if domain[0] in "([":
        low, high = _interval(domain)
        return rng.choice([low + share * (high - low) for share in (0.5, 0.25, 0.75)], shape)
    return _discrete(domain, shape, classes, rng, lambda: rng.choice(_SIMPLE_REAL, shape))


def _discrete(
    domain: str, shape: tuple[int, ...], classes: int, rng: np.random.Generator, real: Callable[[], Array]
) -> Array:
    """Draw from a domain of single values; from all numbers where it is none."""
    if domain == "binary":
        return rng.integers(0, 2, shape).astype(float)
    if domain == "sign":
        return 2.0 * rng.integers(0, 2, shape) - 1.0
    if domain == "class":
        return rng.integers(0, classes, shape).astype(float)
    if domain == "onehot":
        return np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]
    return real()


def _simple_rows(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Draw rows of tenths that add up to 1."""
    length = shape[-1]
    tenths = rng.multinomial(10 - length, [1 / length] * length, shape[:-1]) + 1
    return tenths / 10


def _interval(domain: str) -> tuple[float, float]:
    low, high = (float(end) for end in domain[1:-1].split(","))
    return low, high
