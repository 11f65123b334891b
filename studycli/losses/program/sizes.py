"""How large a result will be, known before it is made: no text of a note fills memory."""

from __future__ import annotations

import ast
from math import prod
from typing import Any

import numpy as np

LARGEST = 50_000  # entries of an array
_LARGEST_POWER = 64  # exponent of an integer


class TooLarge(Exception):
    """An array would have more than `LARGEST` entries, or an integer too many digits."""


def size(value: Any) -> int:
    """Return how many entries a value has; 1 for a number."""
    if isinstance(value, np.ndarray):
        return value.size
    return len(value) if isinstance(value, list | tuple) else 1


def check(entries: float) -> None:
    """Check a number of entries.

    Raises:
        TooLarge: There are more than `LARGEST`.
    """
    if entries > LARGEST:
        raise TooLarge


def check_elementwise(*values: Any) -> None:
    """Check what arrays are broadcast to.

    Raises:
        TooLarge: It has more than `LARGEST` entries.
        ValueError: They cannot be broadcast.
    """
    check(prod(np.broadcast_shapes(*(value.shape for value in values if isinstance(value, np.ndarray)))))


def check_product(*values: Any) -> None:
    """Check arrays whose result may be as large as the product of their sizes.

    Raises:
        TooLarge: It may have more than `LARGEST` entries.
    """
    check(prod(size(value) for value in values))


def check_operation(op: ast.operator, left: Any, right: Any) -> None:
    """Check the result of an arithmetic operation.

    Raises:
        TooLarge: It is too large, or one of the two is a list, which arithmetic would repeat or join.
        ValueError: They cannot be broadcast.
    """
    if isinstance(left, list | tuple) or isinstance(right, list | tuple):
        raise TooLarge
    if isinstance(op, ast.MatMult):
        check_product(left, right)
    elif isinstance(op, ast.Pow) and isinstance(left, int) and isinstance(right, int):
        check(max(abs(left), LARGEST * (right > _LARGEST_POWER) + right))
    else:
        check_elementwise(left, right)


def check_builtin(name: str, arguments: list[Any]) -> None:
    """Check what a function of Python itself gives.

    Raises:
        TooLarge: It is too large.
        ValueError: Arrays cannot be broadcast.
    """
    if name == "range":
        check(max(map(abs, arguments)))
    elif name not in ("zip", "enumerate"):
        check_elementwise(*arguments)


def check_made(path: str, arguments: list[Any]) -> None:
    """Check an array that is made of a given size: by arange, eye, ones or zeros.

    Raises:
        TooLarge: It is too large.
    """
    if path == "arange":
        start, stop, step = (0, arguments[0], 1) if len(arguments) == 1 else (*arguments, 1)[:3]
        check(abs((stop - start) / step))
    elif path == "eye":
        check(prod([*arguments, arguments[0]][:2]))
    else:
        shape = arguments[0]
        check(prod(shape) if isinstance(shape, tuple) else shape)
