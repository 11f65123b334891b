"""What an exercise is: numbers drawn by chance, the loss of them as printed, and how it is worked out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Point = dict[str, Any]
"""The numbers of an exercise by name: floats, lists of floats, lists of lists."""


class Given(NamedTuple):
    """A number, or several, that the prompt gives.

    Attributes:
        name: In the point.
        symbol: What it is called, as LaTeX.
        meaning: What it is: a name of the wordings' table ``given``, or '' where the formula says it.
    """

    name: str
    symbol: str
    meaning: str = ""


class Term(NamedTuple):
    """A piece of the sum that a loss is.

    Attributes:
        written: LaTeX with the numbers put in.
        value: What it comes to.
    """

    written: str
    value: float


class Value(NamedTuple):
    """An exercise on the value of a loss.

    Attributes:
        key: The loss.
        formula: LaTeX of what is to be computed, with its left side; it names everything given.
        givens: In the order in which the prompt gives them.
        draw: Draws the numbers.
        terms: The pieces of the loss with the numbers put in, computed in plain Python.
        arguments: The numbers as the kernel takes them.
        outer: What is done with the terms: ``mean``, ``sum``, ``root`` of the mean.
        before: LaTeX of what is worked out first.
        factor: Of the printed value to the kernel's: -1 where an objective is maximised.
    """

    key: str
    formula: str
    givens: tuple[Given, ...]
    draw: Callable[[Random], Point]
    terms: Callable[[Point], list[Term]]
    arguments: Callable[[Point], Point]
    outer: str = "mean"
    before: Callable[[Point], list[str]] | None = None
    factor: float = 1.0

    def value(self, point: Point) -> float:
        """Return the loss of a point, from the printed definition."""
        values = [term.value for term in self.terms(point)]
        total = math.fsum(values)
        if self.outer == "sum":
            return total
        return math.sqrt(total / len(values)) if self.outer == "root" else total / len(values)


class Slope(NamedTuple):
    """An exercise on the gradient of a loss at a point.

    Attributes:
        key: The loss.
        formula: LaTeX of the loss, with its left side.
        givens: In the order in which the prompt gives them.
        draw: Draws the numbers.
        variable: LaTeX of what the gradient is taken for.
        at: Where it is taken: the variable's entries.
        loss: The loss with other entries in their place, in plain Python from the printed definition.
        argument: The variable's name in the kernel.
        arguments: The numbers as the kernel takes them.
        rule: LaTeX of the gradient; it belongs to the answer.
        steps: LaTeX of each entry with the numbers put in.
        top: What is differentiated, as LaTeX.
        kernel: The loss whose gradient the kernel computes for it; '' for the loss itself.
    """

    key: str
    formula: str
    givens: tuple[Given, ...]
    draw: Callable[[Random], Point]
    variable: str
    at: Callable[[Point], list[float]]
    loss: Callable[[Point, list[float]], float]
    argument: str
    arguments: Callable[[Point], Point]
    rule: str
    steps: Callable[[Point], list[str]]
    top: str = "L"
    kernel: str = ""
