"""Why a gradient is wrong: the worst entry with both values, and the mistake that it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.gradcheck import bisection, diagnosis, estimates, verdict
from studycli.losses.gradcheck.comparing import entries, products
from studycli.losses.gradcheck.report import COMPLEX_STEP, DIFFERENCES, WRONG, Report, Worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.gradcheck.diagnosis import Context, Diagnosis
    from studycli.losses.gradcheck.estimates import Estimates
    from studycli.losses.gradcheck.subject import Probe, Subject
    from studycli.losses.gradcheck.verdict import Comparison
    from studycli.losses.model import Array

_SMALL = 256  # entries that are looked at one by one without a thought
_TOLERANCE = 1e-9  # of the largest entry: mistakes are told apart to this, where estimates are that good
_TOO_COARSE = 2e-3  # of the largest entry: by estimates with such an error many mistakes look alike
_SURE = 8.0  # times the error of estimates: differences that tell one mistake from another


def explain(
    report: Report,
    subject: Subject,
    probed: Probe,
    comparison: Comparison,
    chosen: Sequence[Array],
    context: Context,
) -> Report:
    """Return the report of a wrong gradient with the entry that is worst and the diagnosis.

    Args:
        report: Its verdict is wrong.
        subject: What was checked.
        probed: The first direction.
        comparison: What showed that it is wrong.
        chosen: The directions of the comparison; () where it was one of all entries.
        context: What the caller knows.
    """
    known = _known(subject, context)
    method = comparison.estimates.method
    if not chosen:
        return report._replace(diagnosis=_of_entries(subject.given, comparison.estimates, known))
    if subject.rows is not None or subject.point.size <= _SMALL:
        full = entries(subject, probed, method)
        found = verdict.decide(full, "")
        if found.word == WRONG:
            seen = _of_entries(subject.given, full.estimates, known)
            return report._replace(worst=found.worst, diagnosis=seen)
    return _of_directions(report, subject, probed, comparison, chosen, known)


def misshapen(report: Report, subject: Subject, probed: Probe, context: Context) -> Report:
    """Return the report of a gradient whose shape is not that of the point."""
    method = COMPLEX_STEP if probed.analytic else DIFFERENCES
    right = estimates.gradient(subject, probed, method)
    seen = diagnosis.diagnose(subject.given, right.value, _known(subject, context))
    return report._replace(verdict=WRONG, method=method, diagnosis=seen)


def _known(subject: Subject, context: Context) -> Context:
    """Return the context with what the point itself tells."""
    batch = len(subject.point) if subject.point.ndim and context.batch is None else context.batch
    return context._replace(batch=batch, point=subject.point if context.point is None else context.point)


def _of_entries(given: Array, found: Estimates, context: Context) -> Diagnosis | None:
    """Return the diagnosis by all entries, or by those whose estimates are good enough."""
    largest = float(np.max(np.abs(found.value), initial=0.0, where=np.isfinite(found.value)))
    known = found.error <= _TOO_COARSE * largest
    if not known.any():
        return None
    tolerant = _tolerant(context, float(np.max(found.error, initial=0.0, where=known)) / largest)
    if known.all():
        return diagnosis.diagnose(given, found.value, tolerant)
    sure = tolerant._replace(point=None if context.point is None else context.point[known], mistakes=())
    return diagnosis.diagnose(given[known], found.value[known], sure)


def _tolerant(context: Context, coarse: float) -> Context:
    """Return the context with a tolerance for estimates of so large a relative error."""
    return context._replace(tolerance=max(_TOLERANCE, _SURE * coarse))


def _of_directions(
    report: Report,
    subject: Subject,
    probed: Probe,
    comparison: Comparison,
    chosen: Sequence[Array],
    context: Context,
) -> Report:
    """Return the report with what directional derivatives tell: a factor throughout, or places by bisection."""
    found = comparison.estimates
    tolerant = _tolerant(context, float(np.max(found.error)) / float(np.max(np.abs(found.value)) or 1.0))
    seen = diagnosis.whole(
        subject.given,
        lambda array: diagnosis.factor_between(products(array, chosen), found.value, tolerant.tolerance),
        tolerant,
    )
    if seen is not None:
        largest = np.unravel_index(int(np.argmax(np.abs(subject.given))), subject.point.shape)
        worst = _worst(subject, tuple(int(i) for i in largest), found.method)
        return report._replace(worst=worst, diagnosis=seen)
    assert report.worst is not None  # noqa: S101 - a verdict of wrong has one
    places = bisection.locate(subject, probed, chosen[report.worst.place[0]], found.method)
    if not places:
        return report
    right = subject.given.copy()
    entries_there = [_worst(subject, place, found.method) for place in places]
    for entry in entries_there:
        right[entry.place] = entry.expected
    worst = max(entries_there, key=lambda entry: abs(entry.given - entry.expected))
    return report._replace(worst=worst, diagnosis=diagnosis.diagnose(subject.given, right, tolerant))


def _worst(subject: Subject, index: tuple[int, ...], method: str) -> Worst:
    """Return an entry with both of its values."""
    found = estimates.entry(subject, index, method)
    return Worst(index, float(subject.given[index]), float(found.value), float(found.error))
