"""Is a gradient right, wrong or undecided?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.gradcheck import explaining, verdict
from studycli.losses.gradcheck.comparing import compare
from studycli.losses.gradcheck.diagnosis import Context
from studycli.losses.gradcheck.report import COMPLEX_STEP, DIFFERENCES, UNDECIDED, WRONG, Report
from studycli.losses.gradcheck.subject import gaussian, make_subject, probe

if TYPE_CHECKING:
    from studycli.losses.gradcheck.lines import Function
    from studycli.losses.gradcheck.subject import Probe, Subject
    from studycli.losses.gradcheck.verdict import Verdict
    from studycli.losses.model import Array

DIRECTIONS = 5


def check(
    value: Function,
    gradient: Any,
    point: Any,
    *,
    rows: Function | None = None,
    directions: int = 0,
    seed: int = 0,
    name: str = "",
    context: Context | None = None,
) -> Report:
    """Compare a gradient with what the loss itself says.

    Args:
        value: The loss as one number, of an array. Where it continues analytically to complex numbers it is
            differentiated by complex steps, exact to rounding; else by differences.
        gradient: A function of the array, or its value at the point; of the point's shape.
        point: Real numbers, of any shape.
        rows: The loss of each row, where ``value`` is their sum or mean: then one evaluation a column suffices.
        directions: Compare along so many Gaussian directions (`DIRECTIONS` is a good number); 0 for every entry.
        seed: Of the directions.
        name: For the report.
        context: What the diagnosis of a wrong gradient may use besides.

    Returns:
        The verdict, with the worst entry, and a diagnosis if it is wrong.

    Raises:
        LossInputError: The point is empty or not real, or the loss is not one number.
    """
    rng = np.random.default_rng(seed)
    subject = make_subject(value, rows, point, gradient)
    report = Report(name, UNDECIDED, DIFFERENCES, subject.point.shape, directions)
    if not np.isfinite(subject.middle):
        return report._replace(reason="overflow", undecided=directions or subject.point.size)
    probed = probe(subject, gaussian(subject, rng))
    if not probed.analytic and not np.isfinite(probed.slope.error):
        return report._replace(reason="overflow", undecided=directions or subject.point.size)
    if subject.given.shape != subject.point.shape:
        return explaining.misshapen(report, subject, probed, context or Context())
    chosen = [probed.direction, *(gaussian(subject, rng) for _ in range(directions - 1))][:directions]
    return _report(report, subject, probed, chosen, context or Context())


def _report(report: Report, subject: Subject, probed: Probe, chosen: list[Array], context: Context) -> Report:
    """Return the report by complex steps, if they can be taken and nothing refutes them, else by differences."""
    for method in (COMPLEX_STEP, DIFFERENCES) if probed.analytic else (DIFFERENCES,):
        comparison = compare(subject, probed, chosen, method)
        found = verdict.decide(comparison, probed.doubt if method == COMPLEX_STEP else "")
        if found.word != verdict.REFUTED:
            break
    report = _with_verdict(report, found, method)
    if report.verdict != WRONG:
        return report
    return explaining.explain(report, subject, probed, comparison, chosen, context)


def _with_verdict(report: Report, found: Verdict, method: str) -> Report:
    return report._replace(
        verdict=found.word, method=method, reason=found.reason, undecided=found.undecided, worst=found.worst
    )
