"""Is a gradient right, wrong or undecided?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.gradcheck import complex_step, explaining, verdict
from studycli.losses.gradcheck.comparing import compare
from studycli.losses.gradcheck.diagnosis import Context
from studycli.losses.gradcheck.report import COMPLEX_STEP, DIFFERENCES, UNDECIDED, WRONG, Report
from studycli.losses.gradcheck.rows import Rows
from studycli.losses.gradcheck.subject import gaussian, make_subject, probe, with_noise

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.gradcheck.lines import Function
    from studycli.losses.gradcheck.subject import Probe, Subject
    from studycli.losses.gradcheck.verdict import Comparison, Verdict
    from studycli.losses.model import Array

DIRECTIONS = 5
_BLOCK = 2**19  # numbers: 4 MiB, which are never touched


@np.errstate(all="ignore")  # infinities and NaN are what is looked for
def check(
    value: Function,
    gradient: Any,
    point: Any,
    *,
    rows: Function | Rows | None = None,
    directions: int = 0,
    seed: int = 0,
    name: str = "",
    context: Callable[[], Context] = Context,
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
        context: Gives what the diagnosis of a wrong gradient may use besides; called for a wrong one only.

    Returns:
        The verdict, with the worst entry, and a diagnosis if it is wrong.

    Raises:
        LossInputError: The point is empty or not real, or the loss is not one number.
    """
    rng = np.random.Generator(np.random.SFC64(seed))  # the fastest: normals are a sixth of five directions
    _keep_memory()
    each = rows if rows is None or isinstance(rows, Rows) else Rows(rows)
    subject = make_subject(value, each, point, gradient)
    report = Report(name, UNDECIDED, DIFFERENCES, subject.point.shape, directions)
    if not np.isfinite(subject.middle):
        return report._replace(reason="overflow", undecided=directions or subject.point.size)
    with complex_step.strict():
        return _checked(report, subject, rng, context)


def _checked(
    report: Report, subject: Subject, rng: np.random.Generator, context: Callable[[], Context]
) -> Report:
    """Return the report on a loss that is finite at the point."""
    probed = probe(subject, gaussian(subject, rng))
    if not probed.analytic and not np.isfinite(probed.slope.error):
        return report._replace(reason="overflow", undecided=report.directions or subject.point.size)
    if not probed.analytic:
        subject = with_noise(subject, probed.direction)
    if subject.given.shape != subject.point.shape:
        return explaining.misshapen(report, subject, probed, context())
    others = [gaussian(subject, rng) for _ in range(report.directions - 1)]
    chosen = [probed.direction, *others] if report.directions else []
    return _report(report, subject, probed, chosen, context)


def _report(
    report: Report, subject: Subject, probed: Probe, chosen: list[Array], context: Callable[[], Context]
) -> Report:
    """Return the report by complex steps, if they can be taken and nothing refutes them, else by differences."""
    comparison, found = _decided(subject, probed, chosen)
    report = report._replace(
        verdict=found.word,
        method=comparison.estimates.method,
        reason=found.reason,
        undecided=found.undecided,
        worst=found.worst,
    )
    if report.verdict != WRONG:
        return report
    return explaining.explain(report, subject, probed, comparison, chosen, context())


def _decided(subject: Subject, probed: Probe, chosen: list[Array]) -> tuple[Comparison, Verdict]:
    """Return both sides and the verdict on them."""
    if probed.analytic:
        try:
            comparison = compare(subject, probed, chosen, COMPLEX_STEP)
            found = verdict.decide(comparison, probed.doubt)
        except complex_step.NotAnalytic:  # at some entry only
            pass
        else:
            if found.word != verdict.REFUTED:
                return comparison, found
        subject = with_noise(subject, probed.direction)
    comparison = compare(subject, probed, chosen, DIFFERENCES)
    return comparison, verdict.decide(comparison, "")


def _keep_memory() -> None:
    """Make the C library keep the memory that arrays leave, so that thousands of evaluations need not fetch it anew.

    The GNU library gives memory at the end of its heap back to the system, until a larger block was freed once.
    Without this, evaluations of a matrix of 64 x 100 take twice the time; elsewhere it does nothing.
    """
    np.empty(_BLOCK)
