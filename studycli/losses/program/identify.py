"""Which loss of the catalogue a function of a note is: found by its value at random points, never by its name alone."""

from __future__ import annotations

from itertools import permutations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.catalogue import catalogue
from studycli.losses.program import interpreter
from studycli.losses.program.comparing import close
from studycli.losses.program.reference import (
    FUNCTIONS,
    Reference,
    arguments,
    draw,
    expected,
    given,
    variants,
)
from studycli.losses.program.roles import is_small, may_stand_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from studycli.losses.model import Argument
    from studycli.losses.program.reading import Function, Parameter, Program

_POINTS = 3
_SIZES = ({"n": 7, "c": 4, "d": 6}, {"n": 1, "c": 3, "d": 2}, {"n": 12, "c": 5, "d": 9})
_SHIFTED = 1.3  # divides, at the later points, each number that has a default (it must have its place in the function)
# and what may be any number (samplers draw some of it normalised)
_MOST_ARGUMENTS = 4
_SMALL = 1e-3  # a default up to here is an epsilon, whatever its name
_AXES = ("axis", "dim")
_REDUCTIONS = ("mean", "sum", "none")


def identify(program: Program, name: str, likely: Iterable[str] = ()) -> Reference | None:
    """Return what a function equals: a loss, its gradient, or one of the stable functions.

    Args:
        program: The block of code.
        name: The function.
        likely: Keys of losses that its note speaks of: they are tried first.

    Returns:
        The reference with the part of each parameter; None where the function has no value here, or equals nothing
        that is known. Small numbers that only keep it finite, such as ``epsilon``, stay at their defaults.
    """
    function = program.functions[name]
    if not function.plain or not any(parameter.required for parameter in function.parameters):
        return None
    keys = dict.fromkeys([*likely, *FUNCTIONS, *catalogue()])
    return next((found for key in keys for found in _tried(program, function, key)), None)


def equals(program: Program, name: str, reference: Reference, seed: int = 0) -> bool:
    """Tell whether a function gives what a reference does, at random points of several sizes."""
    return all(_agrees(program, name, reference, point) for point in _points(reference.key, reference, seed))


def _tried(program: Program, function: Function, key: str) -> Iterator[Reference]:
    """Give the ways in which a function is a reference of a key; usually none."""
    for mapping in _mappings(function, key):
        first = Reference(key, mapping)
        point = next(_points(key, first, 0))
        try:
            value = interpreter.call(program, function.name, given(first, point))
        except interpreter.NotInterpretable:
            continue
        for reference in _readings(first):
            if _same(value, reference, point) and equals(program, function.name, reference):
                yield reference


def _readings(first: Reference) -> Iterator[Reference]:
    """Give all that a function with a mapping may return: value, gradients, both; by each reduction."""
    if first.key in FUNCTIONS:
        yield first
        return
    entry = catalogue()[first.key]
    plain = {what for _, what in first.arguments}
    for reduction in _REDUCTIONS:
        yield first._replace(reduction=reduction)
    for argument, reduction in product(entry.differentiable, _REDUCTIONS):
        if argument in plain and reduction != "none":
            yield first._replace(reduction=reduction, gradient_of=argument)
            yield first._replace(reduction=reduction, gradient_of=argument, both=True)


def _points(key: str, reference: Reference, seed: int) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    if key in FUNCTIONS:
        yield from (draw(key, rng, {axis: sizes[axis] for axis in "nc"}) for sizes in _SIZES)
        return
    told = {what for _, what in reference.arguments}
    moving = {
        argument.name
        for argument in arguments(key)
        if argument.domain == "real" or (argument.name in told and argument.default is not None)
    }
    for count, sizes in enumerate(_SIZES):
        point = draw(key, rng, sizes)
        yield {name: value * _SHIFTED**-count if name in moving else value for name, value in point.items()}


def _agrees(program: Program, name: str, reference: Reference, point: dict[str, Any]) -> bool:
    try:
        value = interpreter.call(program, name, given(reference, point))
    except interpreter.NotInterpretable:
        return False
    return _same(value, reference, point)


def _same(value: Any, reference: Reference, point: dict[str, Any]) -> bool:
    return close(value, expected(reference, point))


def _mappings(function: Function, key: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give the ways to take the parameters of a function for the arguments of a reference."""
    required = [parameter for parameter in function.parameters if parameter.required]
    if key in FUNCTIONS:
        if len(required) == 1:
            yield tuple((each.name, "x" if each.required else "") for each in function.parameters)
        return
    known = arguments(key)
    needed = [argument for argument in known if argument.default is None]
    if not len(needed) <= len(required) <= min(len(known), _MOST_ARGUMENTS):
        return
    for chosen in permutations(known, len(required)):
        if set(needed) <= set(chosen) and _allowed(required, chosen):
            optional = _optional(function, [argument for argument in known if argument not in chosen])
            if optional is None:
                continue
            for whats in product(*(variants(argument) for argument in chosen)):
                parts = optional | dict(zip((each.name for each in required), whats, strict=True))
                yield tuple((each.name, parts[each.name]) for each in function.parameters)


def _allowed(parameters: Sequence[Parameter], chosen: Sequence[Argument]) -> bool:
    pairs = zip(parameters, chosen, strict=True)
    return all(may_stand_for(parameter.name, argument.name) for parameter, argument in pairs)


def _optional(function: Function, left: Sequence[Argument]) -> dict[str, str] | None:
    """Return which of the arguments that are left each parameter with a default stands for; '' for none.

    Returns:
        None where a number would be left over that is no axis and not small: the function depends on it.
    """
    parts: dict[str, str] = {}
    for parameter in function.parameters:
        if not parameter.required:
            fitting = [
                argument.name
                for argument in left
                if argument.default is not None
                and argument.name not in parts.values()
                and may_stand_for(parameter.name, argument.name)
                and is_small(parameter.name) == is_small(argument.name)
            ]
            parts[parameter.name] = fitting[0] if fitting and parameter.default is not None else ""
            if not parts[parameter.name] and not _may_stay(parameter):
                return None
    return parts


def _may_stay(parameter: Parameter) -> bool:
    """Tell whether a parameter may stay at its default: no number, an axis, or next to nothing."""
    return parameter.default is None or parameter.name in _AXES or abs(parameter.default) <= _SMALL
