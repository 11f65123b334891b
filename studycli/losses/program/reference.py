"""What a function is compared with: a loss of the catalogue, its gradient, or a function of `losses.functions`.

A function's argument stands for an argument of the reference as it is, or for one made of it: probabilities where
the reference takes logits, one-hot rows where it takes indices of classes. Written as ``softmax(logits)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses import functions
from studycli.losses.catalogue import catalogue
from studycli.losses.kernel import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studycli.losses.model import Argument, Array

FUNCTIONS = ("softmax", "log_softmax", "logsumexp", "sigmoid", "log_sigmoid", "softplus")
"""The functions of `losses.functions` that a function can be; each takes ``x``."""

_SPREAD = 3.0  # standard deviation of the logits that such a function is tried with


class Reference(NamedTuple):
    """What a function is to equal.

    Attributes:
        key: Key of a loss, or one of `FUNCTIONS`.
        arguments: For each parameter of the function, what it gets: ``target``, ``softmax(logits)``; '' for one
            that is left at its default.
        gradient_of: The argument that it is the gradient with respect to; '' for a value.
        reduction: ``mean``, ``sum`` or ``none``.
        both: Whether it returns the value and the gradient, as a tuple.
    """

    key: str
    arguments: tuple[tuple[str, str], ...]
    gradient_of: str = ""
    reduction: str = "mean"
    both: bool = False


def arguments(key: str) -> tuple[Argument, ...]:
    """Return the arguments of a loss that a function must be given, or may have a parameter for: no weights."""
    return tuple(each for each in catalogue()[key].arguments if not each.optional)


def draw(key: str, rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Return arguments of a reference at a random point, its scalars at their defaults.

    Args:
        key: Of the reference.
        rng: Chance.
        sizes: Of the axes, such as ``{"n": 5, "c": 3}``.
    """
    if key in FUNCTIONS:
        shape = tuple(sizes[axis] for axis in ("n", "c") if axis in sizes)
        return {"x": _SPREAD * rng.standard_normal(shape)}
    drawn = load(key).sample(rng, sizes)
    defaults = {each.name: each.default for each in arguments(key) if each.default is not None}
    names = {each.name for each in arguments(key)}
    return {name: value for name, value in (defaults | drawn).items() if name in names}


def expected(reference: Reference, point: Mapping[str, Any]) -> Any:
    """Return what a function must give at a point: an array, or the pair of value and gradient.

    Raises:
        LossInputError: The point is none of the reference.
    """
    if reference.key in FUNCTIONS:
        return getattr(functions, reference.key)(**point)
    loss = load(reference.key)
    value = loss.value(**point, reduction=reference.reduction)
    if not reference.gradient_of or loss.gradient is None:
        return value
    gradient = loss.gradient(**point, reduction=reference.reduction)[reference.gradient_of]
    return (value, gradient) if reference.both else gradient


def given(reference: Reference, point: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the function is called with at a point of the reference."""
    return {name: made(what, point) for name, what in reference.arguments if what}


def made(what: str, point: Mapping[str, Any]) -> Any:
    """Return what a parameter gets at a point: an argument, or what is made of it.

    Args:
        what: As `Reference.arguments` has it.
        point: Arguments of the reference.
    """
    maker, _, name = what.rstrip(")").rpartition("(")
    return _MAKERS[maker](point[name], point) if maker else point[name]


def _one_hot(target: Array, point: Mapping[str, Any]) -> Array:
    classes = np.shape(point["logits"])[-1]
    return np.asarray(np.eye(classes)[np.asarray(target, dtype=int)])


_MAKERS: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "softmax": lambda logits, _: functions.softmax(logits),
    "sigmoid": lambda logits, _: functions.sigmoid(logits),
    "onehot": _one_hot,
}


def variants(argument: Argument) -> tuple[str, ...]:
    """Return what a parameter may get of an argument: itself first, then what is made of it."""
    if argument.domain == "class":
        return (argument.name, f"onehot({argument.name})")
    if argument.name == "logits":
        return (argument.name, f"{'softmax' if 'c' in argument.shape else 'sigmoid'}({argument.name})")
    return (argument.name,)
