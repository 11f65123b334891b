"""What is wrong with a formula whose value differs: the usual mistakes, found by making them in the right one."""

from __future__ import annotations

from itertools import combinations, islice
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.losses.formula.binding import Bound, bind
from studycli.losses.formula.comparison import Sample, relative, side_by_side
from studycli.losses.formula.evaluation import evaluate
from studycli.losses.formula.grid import POINTS
from studycli.losses.formula.reading import read
from studycli.losses.formula.tree import (
    Applied,
    Factors,
    Node,
    Number,
    Power,
    Terms,
    Variable,
    children,
    rebuilt,
)
from studycli.losses.formula.variables import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.losses.formula.variables import Declared

_CLOSE = 1e-6
_BASES = {1 / log(2): "2", 1 / log(10): "10"}
_MOST_MUTANTS = 80


class Mistake(NamedTuple):
    """What is probably wrong.

    Attributes:
        kind: ``sign``, ``factor``, ``base``, ``sum`` (for a mean), ``mean`` (for a sum), ``unreduced``, ``constant``,
            ``missing-factor``, ``missing-term``, ``sign-of-term``, ``complement``, ``power``, ``function``,
            ``absolute``, ``inverted`` or ``exchanged``.
        piece: The piece of the right formula that it is about; of an axis its name, of a base its number.
        factor: How many times too large what was typed is; 1 where that is not what is wrong.
    """

    kind: str
    piece: str = ""
    factor: float = 1.0


def find(samples: Sequence[Sample], reference: str, variables: Sequence[Declared]) -> Mistake | None:
    """Return the mistake that explains all values; None where none does.

    Args:
        samples: Right and typed values.
        reference: The right formula; '' where it is known by its values only.
        variables: What may be used.
    """
    found = _unreduced(samples) or _constant_factor(samples) or _size_factor(samples)
    if found is None and reference:
        found = _made(samples, reference, variables)
    return found or _constant_term(samples)


def _unreduced(samples: Sequence[Sample]) -> Mistake | None:
    """Return that an axis is left over which the right value has not."""
    extra = [axis for axis in samples[0].typed.axes if axis not in (*samples[0].right.axes, POINTS)]
    return Mistake("unreduced", extra[0]) if extra else None


def _ratio(sample: Sample) -> float | None:
    """Return the one number that the typed values are larger by; None where there is none."""
    right, typed = side_by_side(sample)
    known = np.isfinite(right) & (np.abs(right) > _CLOSE)
    if not known.any() or not np.isfinite(typed[known]).all():
        return None
    zero = np.isfinite(right) & ~known
    ratios = typed[known] / right[known]
    factor = float(np.median(ratios))
    if (
        not factor
        or np.max(np.abs(ratios - factor)) > _CLOSE * abs(factor)
        or np.any(np.abs(typed[zero]) > 10 * _CLOSE)
    ):
        return None
    return factor


def _constant_factor(samples: Sequence[Sample]) -> Mistake | None:
    ratios = [_ratio(sample) for sample in samples]
    first = ratios[0]
    if first is None or any(each is None or abs(each - first) > _CLOSE * abs(first) for each in ratios):
        return None
    if abs(first + 1) < _CLOSE:
        return Mistake("sign", factor=-1.0)
    for factor, base in _BASES.items():
        if abs(first - factor) < _CLOSE:
            return Mistake("base", base, factor)
    return Mistake("factor", factor=first)


def _size_factor(samples: Sequence[Sample]) -> Mistake | None:
    """Return that a sum stands for a mean, or a mean for a sum, over one axis or several."""
    ratios = [_ratio(sample) for sample in samples]
    if any(each is None for each in ratios):
        return None
    axes = list(samples[0].point.sizes)
    for count in range(1, len(axes) + 1):
        for some in combinations(axes, count):
            for kind, power in (("sum", 1), ("mean", -1)):
                scales = [
                    float(np.prod([sample.point.sizes[axis] for axis in some])) ** power for sample in samples
                ]
                rest = [ratio / scale for ratio, scale in zip(ratios, scales, strict=True) if ratio]
                if max(rest) - min(rest) <= _CLOSE * abs(rest[0]):
                    return Mistake(kind, " ".join(some), rest[0])
    return None


def _constant_term(samples: Sequence[Sample]) -> Mistake | None:
    differences = []
    for sample in samples:
        right, typed = side_by_side(sample)
        known = np.isfinite(right) & np.isfinite(typed)
        differences.append((typed - right)[known])
    found = np.concatenate([each.reshape(-1) for each in differences])
    if not found.size or np.ptp(found) > _CLOSE * max(1.0, float(np.max(np.abs(found)))):
        return None
    return Mistake("constant", factor=float(found[0]))


# -- mistakes that are made in the right formula ---------------------------------------------------------------


def _made(samples: Sequence[Sample], reference: str, variables: Sequence[Declared]) -> Mistake | None:
    sides = read(reference, Names(variables).all(), is_lenient=True).sides
    for bound in [bind(side, variables) for side in reversed(sides)]:
        for mistake, node in islice(_mutants(bound.node, reference, variables), _MOST_MUTANTS):
            if all(_explains(Bound(node, bound.axes), sample) for sample in samples):
                return mistake
    return None


def _explains(bound: Bound, sample: Sample) -> bool:
    mutant = evaluate(bound, sample.point)
    if set(sample.typed.axes) - {*mutant.axes, POINTS}:
        return False
    made, typed = side_by_side(sample._replace(right=mutant))
    return bool(np.isfinite(made).all()) and bool(np.all(relative(made, typed) <= _CLOSE))


def _mutants(node: Node, text: str, variables: Sequence[Declared]) -> Iterator[tuple[Mistake, Node]]:
    """Give the right formula with each single mistake in it."""
    yield from _in_places(node, text)
    yield from _exchanged(node, variables)


def _in_places(node: Node, text: str) -> Iterator[tuple[Mistake, Node]]:
    yield from _at(node, text)
    below = children(node)
    for number, child in enumerate(below):
        for mistake, other in _in_places(child, text):
            yield mistake, rebuilt(node, (*below[:number], other, *below[number + 1 :]))


def _at(node: Node, text: str) -> Iterator[tuple[Mistake, Node]]:
    """Give the mistakes that can be made with a node itself."""
    if isinstance(node, Terms):
        yield from _in_terms(node, text)
    elif isinstance(node, Factors):
        yield from _in_factors(node, text)
    elif isinstance(node, Power):
        yield Mistake("power", text[node.start : node.end]), node.base
        if isinstance(node.exponent, Number) and isinstance(node.base, (Terms, Variable)):
            size = Applied("abs", (node.base,), None, node.start, node.end)
            yield Mistake("absolute", text[node.start : node.end]), size
    elif isinstance(node, Applied) and len(node.arguments) == 1:
        yield Mistake("function", text[node.start : node.end]), node.arguments[0]
        if node.function == "abs":
            square = Power(node.arguments[0], Number(2.0, node.start, node.end), node.start, node.end)
            yield Mistake("absolute", text[node.start : node.end]), square


def _in_terms(node: Terms, text: str) -> Iterator[tuple[Mistake, Node]]:
    is_complement = (
        len(node.terms) == 2  # noqa: PLR2004 - 1 - x
        and isinstance(node.terms[0][1], Number)
        and node.terms[0][1].value == 1
        and node.terms[1][0] == -1
    )
    if is_complement:
        yield Mistake("complement", text[node.start : node.end]), node.terms[1][1]
    for at, (sign, term) in enumerate(node.terms):
        piece = text[term.start : term.end]
        if len(node.terms) > 1:
            rest = (*node.terms[:at], *node.terms[at + 1 :])
            yield Mistake("missing-term", piece), node._replace(terms=rest)
        flipped = (*node.terms[:at], (-sign, term), *node.terms[at + 1 :])
        yield Mistake("sign-of-term", piece), node._replace(terms=flipped)


def _in_factors(node: Factors, text: str) -> Iterator[tuple[Mistake, Node]]:
    for at, (exponent, factor) in enumerate(node.factors):
        piece = text[factor.start : factor.end]
        rest = (*node.factors[:at], *node.factors[at + 1 :])
        if rest:
            yield Mistake("missing-factor", piece), node._replace(factors=rest)
        turned = (*node.factors[:at], (-exponent, factor), *node.factors[at + 1 :])
        yield Mistake("inverted", piece), node._replace(factors=turned)


def _exchanged(node: Node, variables: Sequence[Declared]) -> Iterator[tuple[Mistake, Node]]:
    """Give the formula with two variables of the same axes exchanged."""
    for one, other in combinations(variables, 2):
        if one.axes == other.axes:
            names = {one.name: other.name, other.name: one.name}
            yield Mistake("exchanged", f"{one.name} {other.name}"), _renamed(node, names)


def _renamed(node: Node, names: dict[str, str]) -> Node:
    if isinstance(node, Variable):
        return node._replace(name=names.get(node.name, node.name))
    return rebuilt(node, tuple(_renamed(each, names) for each in children(node)))
