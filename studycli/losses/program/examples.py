"""Inputs for a function that is nothing the kernel knows, and what the function gives for them.

Shapes are found by trying: numbers, vectors and matrices of a few sizes, until the function has a finite value.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.program import interpreter
from studycli.losses.program.comparing import close

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.program.reading import Program

_SHAPES: tuple[tuple[int, ...], ...] = ((4, 3), (4,), ())
_MOST_ARGUMENTS = 5
_DRAWS = 3
_LEAST = 1e-3  # relative difference; a smaller one is none that a reader of the code could be asked for


class Example(NamedTuple):
    """Arguments of a function, and what it gives."""

    arguments: dict[str, Any]
    value: Any


def examples(program: Program, name: str) -> list[Example]:
    """Return a few calls of a function, of one shape each; none where no shapes are found that it takes."""
    function = program.functions[name]
    required = [parameter.name for parameter in function.parameters if parameter.required]
    if not function.plain or not 0 < len(required) <= _MOST_ARGUMENTS:
        return []
    for positive in (False, True):
        for shapes in sorted(product(_SHAPES, repeat=len(required)), key=lambda each: len(set(each))):
            found = list(_drawn(program, name, dict(zip(required, shapes, strict=True)), positive=positive))
            if len(found) == _DRAWS:
                return found
    return []


def differs(program: Program, name: str, example: Example) -> Any | None:
    """Return what a changed function gives where that is something else; None where it is the same.

    Raises:
        NotInterpretable: It gives nothing.
    """
    value = interpreter.call(program, name, example.arguments)
    return None if close(value, example.value, _LEAST) else value


def _drawn(
    program: Program, name: str, shapes: dict[str, tuple[int, ...]], *, positive: bool
) -> Iterator[Example]:
    rng = np.random.default_rng(0)
    for _ in range(_DRAWS):
        arguments = {each: _draw(rng, shape, positive=positive) for each, shape in shapes.items()}
        try:
            value = interpreter.call(program, name, arguments)
        except interpreter.NotInterpretable:
            return
        if not _is_finite(value):
            return
        yield Example(arguments, value)


def _draw(rng: np.random.Generator, shape: tuple[int, ...], *, positive: bool) -> Any:
    values = np.round(rng.uniform(0.2, 2.0, shape) if positive else rng.standard_normal(shape), 1)
    values = np.where(values == 0, 0.1, values)
    return values if shape else float(values)


def _is_finite(value: Any) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(map(_is_finite, value))
    array = np.asarray(value)
    return array.dtype.kind in "iuf" and array.size > 0 and bool(np.isfinite(array).all())
