"""A note's function on the inputs that a person's would be tried on, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.losses.program import interpreter, wire
from studycli.losses.program.judging import judge
from studycli.losses.program.trials import LARGE, SHAPES, trials

if TYPE_CHECKING:
    from studycli.losses.program.judging import Finding
    from studycli.losses.program.reading import Program
    from studycli.losses.program.reference import Reference
    from studycli.losses.program.trials import Trial


def first_failed(program: Program, name: str, reference: Reference) -> tuple[Trial, Finding] | None:
    """Return the smallest trial that a function fails by its value, with what is wrong; None where there is none.

    The large trial is left out: it is too large to be computed here.

    Raises:
        NotInterpretable: The function cannot be computed.
    """
    for trial in _fitting(reference):
        finding = _failed(program, name, trial)
        if finding:
            return trial, finding
    return None


def _failed(program: Program, name: str, trial: Trial) -> Finding | None:
    value = interpreter.call(program, name, trial.arguments)
    finding = judge(trial, wire.encode(value))
    return finding if finding and finding.is_wrong else None


def _fitting(reference: Reference) -> list[Trial]:
    return [trial for trial in trials(reference) if trial.kind not in (LARGE, SHAPES)]
