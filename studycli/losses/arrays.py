"""What all losses do with their arguments: check them, keep their precision, and reduce a batch to a number.

Shapes are never broadcast: (n,) with (n, 1) would become (n, n) and give a plausible, wrong number. Integers
become floating point of the precision of the other arguments, float64 where there is none. NaN is no error: it
passes through to the value, where it tells where it came from.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypedDict, TypeVar

import numpy as np

from studycli.errors import LossInputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from studycli.losses.model import Array

P = ParamSpec("P")
T = TypeVar("T")

REDUCTIONS = ("mean", "sum", "none")
_NAMED_DOMAINS = {
    "real": (-np.inf, np.inf, "any number"),
    "nonnegative": (0.0, np.inf, "at least 0"),
    "probability": (0.0, 1.0, "between 0 and 1"),
}


class Reducing(TypedDict, total=False):
    """What `reduce` and `shares` take, for the signatures of losses that pass it on."""

    weights: Any
    mask: Any
    reduction: str


def quiet(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function whose overflow and NaN show in its value alone, not as warnings too."""

    @wraps(function)
    def silent(*args: P.args, **kwargs: P.kwargs) -> T:
        # inf is the right rounding of a square of 1e200, NaN of inf - inf
        with np.errstate(over="ignore", invalid="ignore"):
            return function(*args, **kwargs)

    return silent


def floats(**arrays: Any) -> tuple[Array, ...]:
    """Return arguments as arrays of floating point, complex ones as they are.

    float32 stays float32 and float64 stays float64; integers and booleans take the precision of the others.

    Raises:
        LossInputError: One is empty, or does not consist of numbers.
    """
    found = {name: _numbers(name, value) for name, value in arrays.items()}
    inexact = [array.dtype for array in found.values() if array.dtype.kind in "fc"]
    precision = np.result_type(*inexact).type(0).real.dtype if inexact else np.dtype(np.float64)
    return tuple(a if a.dtype.kind in "fc" else a.astype(precision) for a in found.values())


def same_shape(**arrays: Any) -> tuple[Array, ...]:
    """Return arguments as arrays of floating point, as `floats` does, of one shape.

    Raises:
        LossInputError: Two shapes differ, or as `floats`.
    """
    found = floats(**arrays)
    first = next(iter(arrays))
    for name, array in zip(arrays, found, strict=True):
        require_shape(name, array, found[0].shape, f"the shape of {first}")
    return found


def require_shape(name: str, array: Array, shape: tuple[int, ...], source: str) -> None:
    """Check the shape of an argument.

    Args:
        name: What the argument is called.
        array: The argument.
        shape: The shape that it must have.
        source: Where that shape comes from, as words: ``the shape of prediction``.

    Raises:
        LossInputError: It has another shape.
    """
    if array.shape != shape:
        raise LossInputError(f"{name} has shape {array.shape}, expected {shape}, {source}.")


def require_axes(name: str, array: Array, axes: int, meaning: str) -> None:
    """Check the number of axes of an argument.

    Args:
        name: What the argument is called.
        array: The argument.
        axes: How many it must have.
        meaning: What they are, as words: ``(n, c): samples by classes``.

    Raises:
        LossInputError: It has more or fewer.
    """
    if array.ndim != axes:
        raise LossInputError(f"{name} has shape {array.shape}, expected {meaning}.")


def within(name: str, array: Array, domain: str) -> Array:
    """Return an array after a check that its entries (real parts; NaN excepted) lie in a domain.

    Args:
        name: What the argument is called.
        array: The argument.
        domain: As `studycli.losses.model.Argument` names it.

    Raises:
        LossInputError: An entry lies outside; the sentence gives the first one and its index.
    """
    wrong = _outside(array.real, domain)
    if wrong.any():
        index = tuple(int(i) for i in np.argwhere(wrong)[0])
        place = f" at index {index[0] if len(index) == 1 else index}" if index else ""
        raise LossInputError(f"{name} is {array.real[index]:g}{place}, expected {_in_words(domain)}.")
    return array


def number(name: str, value: Any, domain: str = "real") -> float:
    """Return a parameter such as ``delta`` as a float, after a check that it is one number of a domain.

    A Python float leaves the precision of the arrays that it meets as it is.

    Raises:
        LossInputError: It is an array, is no number, or lies outside of the domain.
    """
    array = _numbers(name, value)
    if array.size != 1 or array.dtype.kind == "c":
        raise LossInputError(f"{name} has shape {array.shape}, expected one real number.")
    return float(within(name, array.reshape(()), domain))


def classes(name: str, value: Any, shape: tuple[int, ...], count: int) -> Array:
    """Return an argument as indices of classes.

    Args:
        name: What the argument is called.
        value: The argument.
        shape: The shape that it must have: that of the logits without their last axis.
        count: How many classes there are.

    Raises:
        LossInputError: It does not consist of integers from 0 to ``count - 1``, or has another shape.
    """
    array = _numbers(name, value)
    require_shape(name, array, shape, "one index for each row of logits")
    if array.dtype.kind not in "iu":
        raise LossInputError(f"{name} has type {array.dtype}, expected integers: indices of classes.")
    wrong = (array < 0) | (array >= count)
    if wrong.any():
        raise LossInputError(f"{name} has class {array[wrong][0]}, expected 0 to {count - 1}.")
    return array


def reduce(values: Array, reduction: str = "mean", weights: Any = None, mask: Any = None) -> Array:
    """Reduce the losses of samples: ``mean`` and ``sum`` to one number, ``none`` not at all.

    The weighted mean is divided by the sum of the weights, not by n: a weight of 2 then equals the same sample
    twice, a weight of 0 equals leaving it out, and doubling all weights changes nothing. (Class weights in torch
    are divided the same way; Keras divides sample weights by n.)

    Args:
        values: Loss of each sample, of any shape.
        reduction: One of `REDUCTIONS`.
        weights: At least 0, of the shape of ``values``; None for equal ones.
        mask: 0 or False where a sample is left out; None to keep all. What is left out, by the mask or a weight of
            0, does not count even if its loss is NaN.

    Raises:
        LossInputError: Unknown reduction, a wrong shape, a negative weight, or nothing left to take a mean of.
    """
    each = spread(values, reduction=reduction, weights=weights, mask=mask)
    return each if reduction == "none" else np.asarray(each.sum())


def spread(slopes: Array, axes: int = 0, **reducing: Unpack[Reducing]) -> Array:
    """Return the gradient of a reduced loss: the slopes of each sample times its share.

    Args:
        slopes: Derivative of each sample's loss with respect to what belongs to it.
        axes: How many trailing axes of ``slopes`` belong to one sample: 1 for logits of shape (n, c).
        **reducing: As `shares` takes them.

    Returns:
        An array of the shape of ``slopes``; 0 where a sample is left out, even if its slope is NaN.

    Raises:
        LossInputError: As `reduce`.
    """
    samples = slopes.reshape((*slopes.shape[: slopes.ndim - axes], -1))[..., 0]  # one slope of each
    factors = shares(samples, **reducing)
    if isinstance(factors, float):
        return slopes if factors == 1.0 else slopes * factors
    factors = factors.reshape(factors.shape + (1,) * axes)
    return np.where(factors == 0, slopes.dtype.type(0), slopes * factors)


def shares(values: Array, reduction: str = "mean", weights: Any = None, mask: Any = None) -> Array | float:
    """Return what the loss of each sample is multiplied by before all are added: what its gradient is, too.

    Args:
        values: An array of the shape and precision of the losses.
        reduction: One of `REDUCTIONS`; ``none`` counts as ``sum``, whose gradient it shares.
        weights: As `reduce` takes them.
        mask: As `reduce` takes it.

    Returns:
        A float where it is the same for all, else an array of the shape of ``values``.

    Raises:
        LossInputError: As `reduce`.
    """
    check_reduction(reduction)
    if weights is None and mask is None:
        return 1.0 / values.size if reduction == "mean" else 1.0
    factors = _weights(values, weights, mask)
    if reduction != "mean":
        return factors
    total = factors.sum()
    if total == 0:
        raise LossInputError("The mask or the weights leave no sample to take a mean of.")
    return np.asarray(factors / total)


def check_reduction(reduction: str) -> None:
    """Check the name of a reduction.

    A loss that is one number for the whole batch (a penalty, RMSE) checks the name and is the same under each.

    Raises:
        LossInputError: There is none of that name.
    """
    if reduction not in REDUCTIONS:
        raise LossInputError(f"'{reduction}' is not a reduction: it is {', '.join(REDUCTIONS)}.")


def absolute(x: Array) -> Array:
    """Return |x|, continued analytically from each side of a real part of 0; at 0 it is the right side."""
    return np.where(x.real < 0, -x, x)


def positive_part(x: Array) -> Array:
    """Return max(x, 0), continued analytically from each side of a real part of 0; at 0 it is x."""
    return np.where(x.real < 0, x.dtype.type(0), x)


def power(x: Array, exponent: float) -> Array:
    """Return x^exponent for real parts of at least 0; complex ones by size and angle, so that 0 stays 0."""
    if x.dtype.kind != "c":
        return np.asarray(x**exponent)
    return np.asarray(abs(x) ** exponent * np.exp(1j * exponent * np.arctan2(x.imag, x.real)))


def sign(x: Array) -> Array:
    """Return -1, 0 or 1 by the real part: a constant on each side, so it has no imaginary part."""
    return np.asarray(np.sign(x.real))


def log1p(x: Array) -> Array:
    """Return log(1 + x), for a real part above -1, with the accuracy of the real function in complex numbers too.

    NumPy's own takes the logarithm of 1 + x there, and loses an x of 1e-20. Here |1 + x|^2 is
    (1 + a)^2 (1 + (b / (1 + a))^2) for x = a + bi.
    """
    if x.dtype.kind != "c":
        return np.asarray(np.log1p(x))
    turn = x.imag / (1 + x.real)
    return np.asarray(np.log1p(x.real) + 0.5 * np.log1p(turn * turn) + 1j * np.arctan(turn))


def _numbers(name: str, value: Any) -> Array:
    """Return a value as a non-empty array of numbers."""
    try:
        array = np.asarray(value)
    except ValueError as error:  # rows of different lengths
        raise LossInputError(f"{name} is no array: its rows have different lengths.") from error
    if array.dtype.kind not in "biufc":
        raise LossInputError(f"{name} has type {array.dtype}, expected numbers.")
    if array.size == 0:
        raise LossInputError(f"{name} is empty, of shape {array.shape}: a loss needs at least one sample.")
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _weights(values: Array, weights: Any, mask: Any) -> Array:
    """Return the weight of each sample, 0 where the mask leaves it out."""
    factors = np.ones(values.shape, values.real.dtype)
    for name, given in (("weights", weights), ("mask", mask)):
        if given is not None:
            array = _numbers(name, given)
            require_shape(name, array, values.shape, "one for each loss of a sample")
            within(name, array, "nonnegative")
            factors = factors * (array != 0 if name == "mask" else array.astype(factors.dtype))
    return factors


def _outside(values: Array, domain: str) -> Array:
    """Tell which entries lie outside of a domain; NaN never does."""
    if domain == "positive":
        wrong = values <= 0
    elif domain == "binary":
        wrong = (values != 0) & (values != 1) & ~np.isnan(values)
    elif domain == "sign":
        wrong = (abs(values) != 1) & ~np.isnan(values)
    elif domain in _NAMED_DOMAINS:
        low, high, _ = _NAMED_DOMAINS[domain]
        wrong = (values < low) | (values > high)
    else:
        low, high = (float(end) for end in domain[1:-1].split(","))
        below = values < low if domain[0] == "[" else values <= low
        wrong = below | (values > high if domain[-1] == "]" else values >= high)
    return np.asarray(wrong)


def _in_words(domain: str) -> str:
    """Return a domain as a person reads it."""
    words = {"positive": "above 0", "binary": "0 or 1", "sign": "-1 or 1"}
    return words.get(domain) or (_NAMED_DOMAINS[domain][2] if domain in _NAMED_DOMAINS else f"in {domain}")
