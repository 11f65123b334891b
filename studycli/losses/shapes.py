"""Shapes as they are typed, such as ``64x100``, and the axes of a loss that they are sizes of. Imports no NumPy."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from studycli.errors import ShapeError

if TYPE_CHECKING:
    from studycli.losses.model import Facts

LARGEST = 1_000_000  # numbers of a point; a full check of more takes minutes
_EXAMPLE = ("64", "100", "8", "4")


def read_shape(text: str) -> tuple[int, ...]:
    """Read sizes with an x between them.

    Raises:
        ShapeError: It is no shape, or has more than `LARGEST` numbers.
    """
    parts = [part.strip() for part in text.lower().replace("×", "x").split("x")]
    if not all(part.isascii() and part.isdecimal() and len(part) < len(str(LARGEST)) + 1 for part in parts):
        raise ShapeError(f"'{text}' is not a shape: write sizes with an x between them, such as 64x100.")
    sizes = tuple(map(int, parts))
    if 0 in sizes:
        raise ShapeError(f"'{text}' is empty: each size is at least 1.")
    if prod(sizes) > LARGEST:
        raise ShapeError(f"'{text}' has {prod(sizes):,} numbers: at most {LARGEST:,} are checked.")
    return sizes


def axes(facts: Facts) -> tuple[str, ...]:
    """Return the axes of a loss whose size is free: those of its first differentiable argument."""
    shapes = (argument.shape for argument in facts.arguments if argument.differentiable)
    return tuple(axis for axis in next(shapes, "").split() if not axis.isdecimal())


def sizes_of(facts: Facts, text: str) -> dict[str, int]:
    """Return the sizes of a loss's axes out of a typed shape; {} for ''.

    Raises:
        ShapeError: It is no shape, or does not have the loss's axes.
    """
    if not text:
        return {}
    sizes, names = read_shape(text), axes(facts)
    if len(sizes) != len(names):
        counted = "1 axis" if len(names) == 1 else f"{len(names)} axes"
        example = "x".join(_EXAMPLE[: len(names)])
        raise ShapeError(
            f"{facts.key} has {counted}, {' and '.join(names)}: write a shape such as {example}, not {text}."
        )
    return dict(zip(names, sizes, strict=True))
