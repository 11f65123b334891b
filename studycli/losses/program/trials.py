"""Inputs on which a person's function is tried, and what it must return for them.

In order: small round ones, for a counterexample that can be worked out by hand; ordinary ones; extreme ones (logits
of ±10,000, probabilities of 0 and 1); a large batch; last, shapes that only look alike. All by seed.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.errors import LossInputError
from studycli.losses.catalogue import catalogue
from studycli.losses.program import reference as known
from studycli.losses.program.reference import FUNCTIONS, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, ORDINARY, EXTREME, LARGE, SHAPES = "small", "ordinary", "extreme", "large", "shapes"
BATCH = 7  # samples of the ordinary trials, all alike, so that a factor n can be told from others

_SIZES = {
    SMALL: ({"n": 1, "c": 2, "d": 1}, {"n": 2, "c": 2, "d": 2}, {"n": 3, "c": 3, "d": 3}),
    ORDINARY: ({"n": BATCH, "c": 4, "d": 6},) * 4,
    EXTREME: ({"n": 4, "c": 3, "d": 4},),
    LARGE: ({"n": 1_000, "c": 10, "d": 32},),
}
_HUGE = 1e4  # size of an extreme logit
_SCALED = 0.8  # factor of each number with a default, from one ordinary trial to the next
_LOGITS = ("logits", "score", "x")


class Trial(NamedTuple):
    """One call of a function.

    Attributes:
        kind: `SMALL`, `ORDINARY`, `EXTREME`, `LARGE`, or `SHAPES`, for which nothing is expected.
        point: The arguments of the reference.
        arguments: Those of the function.
        expected: What it must return.
        exact: Whether it must return this very value; at extreme points probabilities are cut by an epsilon of any
            size, and a finite value is enough.
    """

    kind: str
    point: dict[str, Any]
    arguments: dict[str, Any]
    expected: Any
    exact: bool = True


@lru_cache(maxsize=16)
def trials(reference: Reference, seed: int = 0) -> tuple[Trial, ...]:
    """Return the trials of a reference; extreme ones only where the reference itself is finite."""
    rng = np.random.default_rng(seed)
    found = []
    for kind, all_sizes in _SIZES.items():
        for count, sizes in enumerate(all_sizes):
            point = _point(reference, kind, count, sizes, rng)
            if point is not None:
                found.append(_trial(reference, kind, point))
    return (*found, *_alike(reference, rng))


def _trial(reference: Reference, kind: str, point: dict[str, Any]) -> Trial:
    exact = kind != EXTREME or not _by_probabilities(reference)
    return Trial(kind, point, known.given(reference, point), known.expected(reference, point), exact)


def _point(
    reference: Reference, kind: str, count: int, sizes: dict[str, int], rng: np.random.Generator
) -> dict[str, Any] | None:
    """Return the arguments of a trial; None where there is no such point."""
    axes = "nc" if reference.key in FUNCTIONS else "ncd"
    point = known.draw(reference.key, rng, {axis: sizes[axis] for axis in axes})
    if kind == SMALL:
        return _rounded(reference, point)
    if kind == ORDINARY:
        return {name: _scaled(reference, name, value, count) for name, value in point.items()}
    return _extreme(reference, point) if kind == EXTREME else point


def _scaled(reference: Reference, name: str, value: Any, count: int) -> Any:
    """Return a number that the function has a parameter for, another one in each trial."""
    told = any(what == name for _, what in reference.arguments)
    return value * _SCALED**count if told and isinstance(value, float) else value


def _rounded(reference: Reference, point: dict[str, Any]) -> dict[str, Any]:
    """Return a point with few decimals, where it stays one of the reference and off its kinks."""
    for decimals in (1, 2, 3):
        rounded = {
            name: _near(value, decimals) if _is_float(value) else value for name, value in point.items()
        }
        if _is_plain(reference, [value for value in rounded.values() if _is_float(value)], rounded):
            return rounded
    return point


def _near(value: Any, decimals: int) -> Any:
    """Return an array with few decimals; nothing but 0 itself becomes 0, where penalties have their kink."""
    rounded = np.round(value, decimals)
    return np.where((rounded == 0) & (value != 0), 0.1, rounded)


def _is_plain(reference: Reference, arrays: list[Any], point: dict[str, Any]) -> bool:
    """Tell whether no entry is that of another array, where kinks are, and the reference has a value."""
    pairs = [(one, other) for one, other in combinations(arrays, 2) if one.shape == other.shape]
    if any((one == other).any() for one, other in pairs):
        return False
    try:
        return bool(np.isfinite(known.expected(reference._replace(both=False, gradient_of=""), point)).all())
    except LossInputError:  # rows of probabilities no longer add up to 1
        return False


def _is_float(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _extreme(reference: Reference, point: dict[str, Any]) -> dict[str, Any] | None:
    """Return a point with huge logits and certain probabilities; None where it is none, or gives no number."""
    moved = {name: _at_the_end(reference, name, value) for name, value in point.items()}
    if all(moved[name] is value for name, value in point.items()):
        return None
    try:
        value = known.expected(reference, moved)
    except LossInputError:
        return None
    parts = value if isinstance(value, tuple) else (value,)
    return moved if all(np.isfinite(part).all() for part in parts) else None


def _at_the_end(reference: Reference, name: str, value: Any) -> Any:
    """Return an argument at the ends of its domain, every other entry at each."""
    if not _is_float(value):
        return value
    if name in _LOGITS:
        # no two alike: the largest one is no tie, where hinges have a kink
        sizes = _HUGE - np.arange(value.size)
        return np.where(np.arange(value.size) % 2, -sizes, sizes).reshape(value.shape)
    if _domain(reference, name) == "probability":
        # the period differs from that of other arguments: right and wrong with certainty, both ways
        period = 2 if name == "target" else 3
        return (np.arange(value.size) % period == 0).astype(float).reshape(value.shape)
    return value


def _domain(reference: Reference, name: str) -> str:
    arguments = catalogue()[reference.key].arguments
    return next((argument.domain for argument in arguments if argument.name == name), "")


def _by_probabilities(reference: Reference) -> bool:
    """Tell whether a function takes probabilities, which it must keep from 0 and 1 by itself."""
    return any(
        "softmax(" in what or "sigmoid(" in what or (what and _is_prediction(reference, what))
        for _, what in reference.arguments
    )


def _is_prediction(reference: Reference, what: str) -> bool:
    return reference.key not in FUNCTIONS and what != "target" and _domain(reference, what) == "probability"


def _alike(reference: Reference, rng: np.random.Generator) -> Iterator[Trial]:
    """Give a trial with (n,) beside (n, 1), where the function takes two arrays of one axis."""
    if reference.key in FUNCTIONS:
        return
    point = known.draw(reference.key, rng, {"n": 4, "c": 3, "d": 4})
    arguments = known.given(reference, point)
    flat = [name for name, value in arguments.items() if _is_float(value) and value.ndim == 1]
    if len(flat) > 1:
        wrong = arguments | {flat[-1]: arguments[flat[-1]][:, None]}
        yield Trial(SHAPES, point, wrong, None)
