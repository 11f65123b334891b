"""Which of the usual mistakes a wrong gradient looks like.

A mistake that was made throughout is undone, and the result compared with the right gradient up to a constant
factor: that of the sign, of a mean, of a forgotten 2. What is wrong in a few places only is told by those places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.gradcheck import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from studycli.losses.model import Array

    Fit = Callable[[Array], "float | None"]

_LARGEST = 1e150  # beyond, squares overflow
_USUAL = (1.0, 2.0, 0.5, 4.0, 0.25)


class Context(NamedTuple):
    """What a diagnosis may use besides the two gradients.

    Attributes:
        batch: n of the mean; 0 where there is none, None for the length of the gradient.
        point: Where the gradients are taken, if that is known: logits, or probabilities.
        mistakes: Gradients that one gets by further mistakes, each with its kind: ``("exchanged", array)``.
        tolerance: Difference, as a share of the largest entry, that is none.
    """

    batch: int | None = None
    point: Array | None = None
    mistakes: tuple[tuple[str, Array], ...] = ()
    tolerance: float = 1e-6


class Diagnosis(NamedTuple):
    """A mistake.

    Attributes:
        kind: Which: a key of ``wording.SENTENCES``.
        factor: What the gradient is too large by, besides; 1 for nothing.
        batch: n of the mean; 0 where there is none.
        places: Indices of the entries that are wrong, where they are few; a row or column by its own index.
    """

    kind: str
    factor: float = 1.0
    batch: int = 0
    places: tuple[tuple[int, ...], ...] = ()

    def say(self, language: str = "en") -> str:
        """Return the mistake as a sentence, in ``en`` or ``zh``."""
        from studycli.losses.gradcheck.wording import sentence

        return sentence(self, language)

    def as_json(self) -> dict[str, Any]:
        """Return the diagnosis as values that JSON has."""
        return {
            "kind": self.kind,
            "factor": self.factor,
            "places": [list(place) for place in self.places],
            "sentence": self.say(),
        }


def diagnose(given: Array, right: Array, context: Context | None = None) -> Diagnosis | None:
    """Return the mistake that a gradient was made with; None where it is like none of the usual ones.

    Args:
        given: The wrong gradient. Gradients at several points may be stacked, with their points.
        right: The right one, or a good estimate of it.
        context: What else is known.
    """
    known = context or Context()
    if known.batch is None:
        known = known._replace(batch=len(right) if right.ndim else 0)
    found = _diagnosis(given, right, known)
    return found and found._replace(batch=known.batch or 0)


def whole(given: Array, fit: Fit, context: Context) -> Diagnosis | None:
    """Return the mistake that was made throughout.

    Args:
        given: The wrong gradient.
        fit: Gives the factor by which an array is too large, where it is right but for that; else None.
        context: What else is known.
    """
    for kind, factor in _fitted(given, fit, context):
        if factor is None or (kind, factor) == ("factor", 1.0):
            continue
        # one number is another times some factor, always: then the factor must be one that people forget
        if given.size > 1 or is_usual(factor, context.batch or 0):
            return Diagnosis(
                "sign" if (kind, factor) == ("factor", -1.0) else kind, factor, context.batch or 0
            )
    return None


def is_usual(factor: float, batch: int) -> bool:
    """Tell whether a factor is one that people forget: 1, 2, 4, n, their inverses and negatives."""
    usual = (*_USUAL, float(batch), 1 / batch) if batch else _USUAL
    return any(abs(abs(factor) - one) <= 1e-6 * one for one in usual)


def factor_between(given: Array, right: Array, tolerance: float) -> float | None:
    """Return the one factor that an array is larger by than another; None where there is none.

    Args:
        given: The one array.
        right: The other.
        tolerance: Difference, as a share of the largest entry, that is none.
    """
    size = float(np.vdot(given, given))
    largest = float(np.max(np.abs(right), initial=0.0))
    inverse = float(np.vdot(given, right)) / size if size else 0.0
    if inverse == 0 or float(np.max(np.abs(inverse * given - right))) > tolerance * largest:
        return None
    return _rounded(1 / inverse, tolerance)


def _diagnosis(given: Array, right: Array, context: Context) -> Diagnosis | None:
    if given.shape != right.shape:
        return _misshapen(given, right, context)
    if not np.isfinite(given).all():
        return Diagnosis("not-finite", places=places.few(~np.isfinite(given)))
    if max(np.max(np.abs(given), initial=0.0), np.max(np.abs(right), initial=0.0)) > _LARGEST:
        return None
    found = whole(given, lambda array: factor_between(array, right, context.tolerance), context)
    if found:
        return found
    kind, where = places.told_by_places(given, right, context.batch or 0, context.tolerance)
    return Diagnosis(kind, places=where) if kind else None


def _misshapen(given: Array, right: Array, context: Context) -> Diagnosis:
    """Return what is wrong with a shape: transposed, or another."""
    if given.ndim > 1 and given.T.shape == right.shape:
        factor = factor_between(given.T, right, context.tolerance)
        if factor is not None:
            return Diagnosis("transposed", factor)
    return Diagnosis("shape")


def _fitted(given: Array, fit: Fit, context: Context) -> Iterable[tuple[str, float | None]]:
    """Yield each mistake with the factor that remains if it was made; None where it was not."""
    yield "factor", fit(given)
    for kind, array in context.mistakes:
        if array.shape == given.shape:
            yield kind, factor_between(given, array, context.tolerance)
    for kind, array in _undone(given, context.point):
        yield kind, fit(array)


def _undone(given: Array, point: Array | None) -> Iterable[tuple[str, Array]]:
    """Yield for each mistake the gradient that is right, but for a factor, if it was made."""
    if given.ndim > 1 and given.T.shape == given.shape:
        yield "transposed", given.T
    if point is None or point.shape != given.shape:
        return
    slope = _sigmoid(point) * _sigmoid(-point)
    yield "sigmoid", given * slope
    if point.ndim and point.shape[-1] > 1:
        yield "softmax", _through_softmax(point, given)
    if slope.all():
        yield "sigmoid-twice", given / slope
    if ((point > 0) & (point < 1)).all():
        yield "logits", given / (point * (1 - point))


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * z)))


def _through_softmax(logits: Array, given: Array) -> Array:
    """Return the gradient for the logits, of a gradient for the probabilities: p (g - sum(p g))."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = shifted / shifted.sum(axis=-1, keepdims=True)
    return np.asarray(p * (given - (p * given).sum(axis=-1, keepdims=True)))


def _rounded(factor: float, tolerance: float) -> float:
    """Return a factor, as a whole number or one over a whole number where it is as good as one."""
    down = round(1 / factor)
    for exact in (float(round(factor)), 1 / down if down else 0.0):
        if exact and abs(factor - exact) <= tolerance * abs(exact):
            return exact
    return factor
