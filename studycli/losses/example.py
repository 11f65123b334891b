"""A loss at a small random point, in plain numbers: what ``study losses NAME`` shows of those that have no curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.kernel import load

if TYPE_CHECKING:
    from studycli.losses.model import Gradients

_SIZES = {"n": 2, "c": 3, "d": 3, "t": 3}
_DIGITS = 2  # of the arguments, so that a person can work with them


class Example(NamedTuple):
    """A loss at a point.

    Attributes:
        arguments: By name: numbers, or lists of them.
        value: The loss, with ``reduction="mean"``.
        gradients: By argument; {} for a loss that has none.
    """

    arguments: dict[str, Any]
    value: float
    gradients: dict[str, Any]


def example(name: str, seed: int = 0) -> Example:
    """Return a loss at a point of two samples, whose numbers have two digits.

    Args:
        name: Key of the loss, or any of its names.
        seed: Of the point.

    Raises:
        UnknownLossError: There is no such loss.
    """
    loss = load(name)
    drawn = loss.sample(np.random.default_rng(seed), _SIZES)
    arguments = {name: _rounded(value) for name, value in drawn.items()}
    gradients: Gradients = loss.gradient(**arguments) if loss.gradient else {}
    return Example(
        {name: _plain(value) for name, value in arguments.items()},
        float(loss.value(**arguments)),
        {name: (gradient + 0.0).tolist() for name, gradient in gradients.items()},
    )


def _rounded(value: Any) -> Any:
    """Return an argument with few digits."""
    array = np.asarray(value)
    return value if value is None or array.dtype.kind != "f" else array.round(_DIGITS) + 0.0  # not -0.0


def _plain(value: Any) -> Any:
    """Return arrays and NumPy's numbers as lists and numbers of Python."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value
