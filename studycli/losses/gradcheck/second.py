"""Second derivatives: products with the Hessian, and whether a gradient is one at all.

The gradient takes the place of the loss: it is differentiated along a direction v, by complex step where it continues
analytically, else by differences, which gives H v. H is symmetric, u H v = v H u, if and only if the gradient is the
gradient of something.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.gradcheck import complex_step, differences, rounding, verdict
from studycli.losses.gradcheck.estimates import FLOOR, Estimates
from studycli.losses.gradcheck.lines import along, evaluate, scales
from studycli.losses.gradcheck.report import COMPLEX_STEP, DIFFERENCES, Report
from studycli.losses.gradcheck.subject import RESOLUTION, SLACK

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.gradcheck.differences import Estimate
    from studycli.losses.gradcheck.lines import Function, Line
    from studycli.losses.model import Array

_PRECISION = 1e-9  # relative, of differences


@np.errstate(all="ignore")  # infinities and NaN are what is looked for
def check_product(
    gradient: Function,
    product: Callable[[Array, Array], Array],
    point: Array,
    *,
    directions: int = 5,
    seed: int = 0,
    name: str = "",
) -> Report:
    """Compare a product with the Hessian with the derivative of the gradient.

    Args:
        gradient: Of an array, of its shape; taken to be right.
        product: ``product(x, v)``, H(x) v, of the shape of x.
        point: Real numbers, of any shape.
        directions: How many Gaussian v are tried.
        seed: Of the directions.
        name: For the report.

    Returns:
        A report whose worst place is the number of the direction, then the index of the entry.
    """
    place = np.asarray(point, np.float64)
    chosen = _gaussian(place, directions, seed)
    method, found = _derivatives(gradient, place, chosen)
    given = np.stack([evaluate(partial(_times, product, v), place.copy()).real for v in chosen])

    def noise(index: tuple[int, ...]) -> float:
        times = partial(_times, product, chosen[index[0]])
        return rounding.bend(lambda x: float(evaluate(times, x).real[index[1:]]), place, chosen[0])

    comparison = verdict.Comparison(
        given,
        _estimates(found, method),
        lambda index: (_entry_of(along(gradient, place, chosen[index[0]]), index[1:]), 1.0),
        noise,
    )
    return _report(comparison, method, name, place.shape, directions)


@np.errstate(all="ignore")
def check_symmetry(
    gradient: Function, point: Array, *, directions: int = 5, seed: int = 0, name: str = ""
) -> Report:
    """Compare u H v with v H u for Gaussian u and v: a gradient of no function at all is found without its loss.

    Args:
        gradient: Of an array, of its shape.
        point: Real numbers, of any shape.
        directions: How many pairs of directions are tried.
        seed: Of the directions.
        name: For the report.

    Returns:
        A report whose worst place is the number of the pair. It is undecided where the Hessian is 0.
    """
    place = np.asarray(point, np.float64)
    chosen = _gaussian(place, 2 * directions, seed)
    method, found = _derivatives(gradient, place, chosen)
    exact = _estimates(found, method)
    left, right = range(0, 2 * directions, 2), range(1, 2 * directions, 2)
    one = np.array([np.vdot(chosen[u], exact.value[v]) for u, v in zip(left, right, strict=True)])
    other = np.array([np.vdot(chosen[v], exact.value[u]) for u, v in zip(left, right, strict=True)])
    error = np.array(
        [
            np.vdot(np.abs(chosen[u]), exact.error[v]) + np.vdot(np.abs(chosen[v]), exact.error[u])
            for u, v in zip(left, right, strict=True)
        ]
    )
    jump = np.array([max(exact.jump[u].max(), exact.jump[v].max()) for u, v in zip(left, right, strict=True)])
    comparison = verdict.Comparison(
        one,
        Estimates(other, error, jump, DIFFERENCES),  # both sides are estimates: nothing is left to confirm
        lambda index: (along(gradient, place, chosen[2 * index[0]]), 1.0),
        lambda _: 0.0,
    )
    return _report(comparison, method, name, place.shape, directions)


def _times(product: Callable[[Array, Array], Array], direction: Array, point: Array) -> Array:
    return product(point, direction)


def _report(
    comparison: verdict.Comparison, method: str, name: str, shape: tuple[int, ...], directions: int
) -> Report:
    found = verdict.decide(comparison, "")
    return Report(name, found.word, method, shape, directions, found.reason, found.undecided, found.worst)


def _gaussian(point: Array, count: int, seed: int) -> list[Array]:
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(point.shape) * scales(point) for _ in range(count)]


def _derivatives(gradient: Function, point: Array, chosen: list[Array]) -> tuple[str, list[Estimate]]:
    """Return the derivatives of the gradient along directions, and the method that holds for it."""
    lines = [along(gradient, point, direction) for direction in chosen]
    by_differences = differences.differentiate(lines[0], 0.0, _PRECISION)
    try:
        with complex_step.strict():
            exact = [complex_step.differentiate(line) for line in lines]
    except complex_step.NotAnalytic:
        exact = []
    if exact and _agree(exact[0], by_differences):
        nothing = np.zeros(point.shape)
        return COMPLEX_STEP, [differences.Estimate(slope, nothing, nothing) for slope in exact]
    others = [differences.differentiate(line, 0.0, _PRECISION) for line in lines[1:]]
    return DIFFERENCES, [by_differences, *others]


def _agree(exact: Array, found: Estimate) -> bool:
    """Tell whether differences confirm a complex step in every entry, and see no kink."""
    largest = float(np.max(np.abs(exact), initial=0.0))
    off = np.abs(exact - found.value) <= SLACK * found.error + _PRECISION * largest
    return bool(np.all(off & (found.error <= RESOLUTION * largest)))


def _estimates(found: list[Estimate], method: str) -> Estimates:
    """Return the derivatives, one behind the other, with the error that complex steps have."""
    value, error, jump = (np.stack(parts) for parts in zip(*found, strict=True))
    if method == COMPLEX_STEP:
        error = np.full(value.shape, FLOOR * float(np.max(np.abs(value), initial=0.0)))
    return Estimates(value, error, jump, method)


def _entry_of(line: Line, index: tuple[int, ...]) -> Line:
    """Return the line of one entry of an array."""
    return lambda t: np.asarray(line(t)[index])
