"""Is a formula right: by its value at random points of the variables' domains, and nothing else.

Every equivalent form is right. A form that agrees only roughly, or a reference without finite values, is undecided
and never right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.losses.formula.binding import bind
from studycli.losses.formula.evaluation import evaluate
from studycli.losses.formula.grid import POINTS
from studycli.losses.formula.points import choices, random_points, simple_points, sizes
from studycli.losses.formula.problems import wrong
from studycli.losses.formula.reading import read
from studycli.losses.formula.tree import Applied, Node, children
from studycli.losses.formula.variables import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycli.losses.formula.evaluation import Point
    from studycli.losses.formula.grid import Grid
    from studycli.losses.formula.mistakes import Mistake
    from studycli.losses.formula.variables import Declared
    from studycli.losses.model import Array

    Valued = Callable[[Point], Grid]

_POINTS = 8  # at each choice of sizes
_SIMPLE_POINTS = 60
_EXACT = 1e-6  # relative difference that rounding, and an epsilon of 1e-8 in a logarithm, may make
_ROUGH = 1e-2  # relative difference below which a constant may have been rounded
_ZERO = 1e-9  # share of the largest value that counts as nothing


class Counterexample(NamedTuple):
    """Numbers at which a formula differs.

    Attributes:
        values: The value of each variable, as a number or nested lists.
        expected: The right value there.
        got: The value of what was typed.
    """

    values: dict[str, object]
    expected: object
    got: object


class Comparison(NamedTuple):
    """What was found about a formula.

    Attributes:
        verdict: ``right``, ``wrong`` or ``undecided``.
        mistake: What is probably wrong; None where it is like none of the usual mistakes.
        counterexample: The simplest numbers found at which it differs; None where it does not.
    """

    verdict: str
    mistake: Mistake | None = None
    counterexample: Counterexample | None = None


class Sample(NamedTuple):
    """Points of one choice of sizes, with the right and the typed value there."""

    point: Point
    right: Grid
    typed: Grid


def compare(
    typed: str,
    reference: str | Valued,
    variables: Sequence[Declared],
    seed: int = 0,
    truth: Valued | None = None,
) -> Comparison:
    """Compare a formula with a right one.

    Args:
        typed: What a person wrote.
        reference: A right formula, or a function that gives the right value at points.
        variables: What may be used.
        seed: Decides the points.
        truth: Gives the right value where that comes from elsewhere, such as a numeric gradient; the reference
            then only helps to say what is wrong.

    Raises:
        FormulaError: What was typed cannot be read, or has no finite value at any point.
    """
    right = valued(reference, variables) if isinstance(reference, str) else reference
    first, wrong_ways = _judged(typed, truth or right, variables, seed)
    if first.verdict != "wrong":
        return first
    mistakes = (_mistake(way, reference, right, variables, seed) for way in wrong_ways)
    return first._replace(
        mistake=next(filter(None, mistakes), None),
        counterexample=counterexample(wrong_ways[0], right, variables, seed),
    )


def is_wrong(typed: str, reference: str, variables: Sequence[Declared], seed: int = 0) -> bool:
    """Tell whether a formula is wrong for certain; `compare` without saying what is wrong, which costs most.

    Raises:
        FormulaError: As `compare`.
    """
    return _judged(typed, valued(reference, variables), variables, seed)[0].verdict == "wrong"


def _judged(
    typed: str, right: Valued, variables: Sequence[Declared], seed: int
) -> tuple[Comparison, list[Valued]]:
    """Return the verdict on a formula, and the ways to read it that are wrong."""
    decides = _kept(right)
    first: Comparison | None = None
    wrong_ways = []
    for sides in readings(typed, variables):
        way, found = _worst(sides, decides, variables, seed, typed)
        if found.verdict == "right":
            return found, []
        wrong_ways.append(way)
        first = first or found
    return first or Comparison("undecided"), wrong_ways


def _kept(value: Valued) -> Valued:
    """Return a function of points that computes each point once: every reading is held against the same ones."""
    known: dict[bytes, Grid] = {}

    def of_points(point: Point) -> Grid:
        key = b"".join(np.ascontiguousarray(array).tobytes() for array in point.values.values())
        if key not in known:
            known[key] = value(point)
        return known[key]

    return of_points


def valued(text: str, variables: Sequence[Declared]) -> Valued:
    """Return a right formula as a function of points; of several sides the last.

    Raises:
        FormulaError: It cannot be read.
    """
    return next(_ways(text, variables, is_lenient=True))[-1]


def readings(typed: str, variables: Sequence[Declared]) -> Iterator[list[Valued]]:
    """Give the ways to understand what was typed, the usual one first: for each its right sides.

    Whether 1/2n is 1/(2n), and whether the sum of a matrix runs over both axes, people see differently.

    Raises:
        FormulaError: It cannot be read.
    """
    yield from _ways(typed, variables, is_lenient=False)


def _worst(
    sides: Sequence[Valued], right: Valued, variables: Sequence[Declared], seed: int, typed: str
) -> tuple[Valued, Comparison]:
    """Return the first of several right sides that is not right, or the last one."""
    for side in sides[:-1]:
        found = _compared(side, right, variables, seed, typed)
        if found.verdict != "right":
            return side, found
    return sides[-1], _compared(sides[-1], right, variables, seed, typed)


def _ways(text: str, variables: Sequence[Declared], *, is_lenient: bool) -> Iterator[list[Valued]]:
    names = Names(variables).all()
    seen: list[tuple[Node, ...]] = []
    for tight in (False, True):
        sides = read(text, names, tight=tight, is_lenient=is_lenient).sides
        if sides not in seen:
            seen.append(sides)
            for is_narrow in (False, True) if _is_ambiguous(sides, variables) else (False,):
                yield [_value_of(side, variables, is_narrow=is_narrow) for side in sides]


def _is_ambiguous(sides: tuple[Node, ...], variables: Sequence[Declared]) -> bool:
    """Tell whether a sum of a whole matrix stands in a formula."""
    if max((len(variable.axes) for variable in variables), default=0) <= 1:
        return False
    return any(_has_whole_sum(side) for side in sides)


def _has_whole_sum(node: Node) -> bool:
    if isinstance(node, Applied) and node.function in ("sum", "mean") and node.axis is None:
        return True
    return any(map(_has_whole_sum, children(node)))


def _value_of(side: Node, variables: Sequence[Declared], *, is_narrow: bool) -> Valued:
    bound = bind(side, variables)
    return lambda point: evaluate(bound, point, is_narrow=is_narrow)


def _compared(way: Valued, right: Valued, variables: Sequence[Declared], seed: int, typed: str) -> Comparison:
    found = list(samples(way, right, variables, seed))
    verdicts = {_verdict(sample) for sample in found}
    if "wrong" in verdicts:
        _require_a_value(found, typed)
        return Comparison("wrong")
    if "right" in verdicts and "rough" not in verdicts:
        return Comparison("right")
    return Comparison("undecided")


def samples(way: Valued, right: Valued, variables: Sequence[Declared], seed: int) -> Iterator[Sample]:
    """Give the values at random points, a choice of sizes at a time."""
    rng = np.random.default_rng(seed)
    for number in choices():
        point = random_points(variables, sizes(variables, number), _POINTS, rng)
        yield Sample(point, right(point), way(point))


def _verdict(sample: Sample) -> str:
    """Return right, wrong, rough, or unknown where the right value is nowhere finite."""
    right, typed = side_by_side(sample)
    known = np.isfinite(right)
    if not known.any():
        return "unknown"
    if set(sample.typed.axes) - set(sample.right.axes) - {POINTS}:
        return "wrong"
    difference = relative(right[known], typed[known])
    if not np.isfinite(difference).all() or difference.max() > _ROUGH:
        return "wrong"
    return "right" if difference.max() <= _EXACT else "rough"


def side_by_side(sample: Sample) -> tuple[Array, Array]:
    """Return the right and the typed values as arrays of one shape, the axes of the right one first."""
    axes = tuple(dict.fromkeys((POINTS, *sample.right.axes, *sample.typed.axes)))
    arrays = np.broadcast_arrays(sample.right.spread(axes).real, sample.typed.spread(axes).real)
    return arrays[0], arrays[1]


def relative(right: Array, typed: Array) -> Array:
    """Return the difference of values relative to the larger one, or to a billionth of the largest of all."""
    with np.errstate(all="ignore"):  # what was typed may be infinite
        scale = np.maximum(np.abs(right), np.abs(typed))
        floor = _ZERO * max(float(np.max(np.abs(right), initial=0.0)), 1.0)
        return np.asarray(np.abs(right - typed) / np.maximum(scale, floor))


def _require_a_value(found: Sequence[Sample], typed: str) -> None:
    if not any(np.isfinite(sample.typed.values).any() for sample in found):
        raise wrong("no-value", 0, len(typed), typed)


def counterexample(
    way: Valued, right: Valued, variables: Sequence[Declared], seed: int
) -> Counterexample | None:
    """Return the simplest numbers at which a formula differs; None where simple ones do not tell."""
    rng = np.random.default_rng(seed)
    for number in choices():
        point = simple_points(variables, sizes(variables, number, are_small=True), _SIMPLE_POINTS, rng)
        expected, got = right(point), way(point)
        at = _simplest(Sample(point, expected, got))
        if at is not None:
            values = {name: plain(value[at]) for name, value in point.values.items()}
            return Counterexample(values, _entry(expected, at), _entry(got, at))
    return None


def _simplest(sample: Sample) -> int | None:
    right, typed = side_by_side(sample)
    count = sample.point.length
    right, typed = right.reshape(len(right), -1), typed.reshape(len(typed), -1)
    if len(right) < count:  # the value is the same at all points
        right, typed = np.repeat(right, count, 0), np.repeat(typed, count, 0)
    with np.errstate(all="ignore"):  # infinite values are compared too
        differ = np.isfinite(right).all(1) & ~(np.abs(right - typed) <= _EXACT * (1 + np.abs(right))).all(1)
    if not differ.any():
        return None
    size = sum(_weight(value.reshape(count, -1)).sum(1) for value in sample.point.values.values())
    finite = np.isfinite(typed).all(1)
    return int(np.argmin(np.where(differ, np.asarray(size) + 100.0 * ~finite, np.inf)))


def _weight(values: Array) -> Array:
    """Return how hard numbers are to work with: 0 and 1 are easy, halves harder."""
    return np.asarray(np.abs(values) + 2.0 * (values % 1 != 0) + (values < 0))


def _entry(grid: Grid, at: int) -> object:
    if POINTS not in grid.axes:
        return plain(grid.values)
    values = grid.spread((POINTS, *(axis for axis in grid.axes if axis != POINTS)))
    return plain(values[at if len(values) > 1 else 0])


def plain(value: Array) -> object:
    """Return an array as a number or nested lists."""
    return np.asarray(value).real.tolist()


def _mistake(
    way: Valued, reference: str | Valued, right: Valued, variables: Sequence[Declared], seed: int
) -> Mistake | None:
    from studycli.losses.formula.mistakes import find

    found = list(samples(way, right, variables, seed))
    return find(found, reference if isinstance(reference, str) else "", variables)


def declared(variables: Sequence[tuple[str, str, str]]) -> list[Declared]:
    """Return variables as a question's key has them: name, axes, domain."""
    from studycli.losses.formula.variables import Declared

    return [Declared(name, tuple(axes.split()), domain) for name, axes, domain in variables]
