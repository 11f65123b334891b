"""What a check of a gradient found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from studycli.losses.gradcheck.diagnosis import Diagnosis

RIGHT, WRONG, UNDECIDED = "right", "wrong", "undecided"

COMPLEX_STEP, DIFFERENCES = "complex step", "central differences"

REASONS = {
    "": "",
    "kink": "the loss has a kink within the step, where there is no gradient",
    "saturated": "the loss is so flat here that its rounding hides the gradient",
    "overflow": "the loss is infinite or no number here",
    "steps": "estimates by different steps disagree",
}
"""Why a check is undecided, as clauses."""


class Worst(NamedTuple):
    """The entry, or the direction, in which a gradient is furthest from its estimate.

    Attributes:
        place: Index of the entry; of a direction its number; () for a gradient that is one number.
        given: The gradient as it was given, or its product with the direction.
        expected: The estimate.
        error: How far the estimate itself may be off.
    """

    place: tuple[int, ...]
    given: float
    expected: float
    error: float

    @property
    def relative(self) -> float:
        """Return the difference as a share of the larger value: the same whichever is called right."""
        larger = max(abs(self.given), abs(self.expected))
        return abs(self.given - self.expected) / larger if larger else 0.0


class Report(NamedTuple):
    """The result of a check.

    Attributes:
        name: What was checked, such as ``softmax-ce: logits``.
        verdict: `RIGHT`, `WRONG` or `UNDECIDED`.
        method: `COMPLEX_STEP` or `DIFFERENCES`.
        shape: Of the point.
        directions: How many Gaussian directions were compared; 0 where every entry was.
        reason: Key of `REASONS`: what kept the check from deciding; '' where it did.
        undecided: How many entries or directions could not be decided.
        worst: Where the two are furthest apart; None where nothing could be compared.
        diagnosis: Of a wrong gradient, which mistake it looks like; None for none that is known.
    """

    name: str
    verdict: str
    method: str
    shape: tuple[int, ...]
    directions: int = 0
    reason: str = ""
    undecided: int = 0
    worst: Worst | None = None
    diagnosis: Diagnosis | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report as values that JSON has; infinities and NaN as null."""
        return {
            "name": self.name,
            "verdict": self.verdict,
            "method": self.method,
            "shape": list(self.shape),
            "directions": self.directions,
            "reason": REASONS[self.reason] or None,
            "undecided": self.undecided,
            "worst": self.worst and _worst_json(self.worst),
            "diagnosis": self.diagnosis and self.diagnosis.as_json(),
        }


def _worst_json(worst: Worst) -> dict[str, Any]:
    return {
        "index": list(worst.place),
        "given": _finite(worst.given),
        "expected": _finite(worst.expected),
        "error": _finite(worst.error),
        "relative": _finite(worst.relative),
    }


def _finite(number: float) -> float | None:
    return number if abs(number) < float("inf") else None
