"""What can be wrong with a formula, as sentences."""

from __future__ import annotations

from studycli.errors import FormulaError

PROBLEMS = {
    "empty": "There is no formula.",
    "long": "The formula is too long: {meant} characters at most.",
    "deep": "The formula is nested too deeply: {meant} levels at most.",
    "unexpected": "'{found}' cannot stand there; expected {meant}.",
    "end": "The formula ends too early; expected {meant}.",
    "bracket": "The bracket '{found}' is not closed; expected '{meant}'.",
    "command": "'{found}' is not known.",
    "environment": "The environment '{found}' cannot be read; cases and aligned can.",
    "prose": "'{found}' is text, and no formula.",
    "arguments": "'{found}' takes {meant}.",
    "relation": "'{found}' compares; the formula itself has to be a value.",
    "name": "'{found}' is none of the variables.",
    "name-meant": "'{found}' is none of the variables; did you mean {meant}?",
    "function": "The function '{found}' is not known.",
    "function-meant": "The function '{found}' is not known; did you mean {meant}?",
    "index": "The index '{found}' fits no axis: {meant}.",
    "matrix": "'{found}' transposes; sums over indices can be read instead.",
    "indices": "There are too many indices: {meant} at most.",
    "series": "The sum does not end: '{found}'.",
    "shapes": "The two sides have axes that do not go together: {meant}.",
    "no-value": "The formula has no finite value at any point: it divides by 0, or takes the logarithm of 0 or of a negative number.",
}
"""The sentences, by the problem."""


def wrong(problem: str, start: int = 0, end: int = 0, found: str = "", meant: str = "") -> FormulaError:
    """Return the error of a problem; see `FormulaError` for the arguments."""
    sentence = PROBLEMS[problem].format(found=found, meant=meant)
    return FormulaError(sentence, problem, start, end, found, meant)
