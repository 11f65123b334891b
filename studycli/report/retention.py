"""Retention by interval, and how well recall was foretold.

What counts is a card's first answer of a day at a review that was due: repeats and practice say more about the
minutes before than about the schedule. For a forecast p of an answer that was passed (y = 1) or not (y = 0):

    log loss     -ln(p) if y else -ln(1 - p)                 0 for a sure and right forecast, no upper limit
    Brier score  (p - y) ** 2                                0 to 1
    calibration  sum over the bins of n / N * |mean p - share passed|                             0 to 1

each as a mean over all answers; less is better. Brier, "Verification of forecasts expressed in terms of
probability", Monthly Weather Review 78 (1950), 1-3. The calibration error is ECE, with ten bins of equal width:
Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (AAAI 2015); Guo
et al., "On calibration of modern neural networks" (ICML 2017), eq. 3.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from studycli.report.model import (
    BINS,
    CLASSES,
    MODELS,
    Bin,
    Forecaster,
    ForetoldRow,
    Interval,
    RetentionPart,
    Share,
)
from studycli.report.wilson import share
from studycli.schedule.mastery import RECALL_AT_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Iterable

EPSILON = 2.0**-52
"""Chances nearer to 0 or 1 count as this far from it, so that no loss is infinite.

It is the float64's own, as in `sklearn.metrics.log_loss` (from version 1.2), by which srs-benchmark's figures are
computed: the highest loss is 36.04.
"""


class _Sums(NamedTuple):
    """Answers of one bin of a model, summed: how many, how many passed, their forecasts, squares and losses."""

    answers: int = 0
    passed: int = 0
    chance: float = 0.0
    brier: float = 0.0
    loss: float = 0.0


def log_loss(chance: float, passed: bool) -> float:
    """Return -ln of the chance that a forecast gave to what happened, from 0 to 36.04.

    Args:
        chance: the recall foretold, 0 to 1; it is kept `EPSILON` from both ends.
        passed: whether the answer was graded 3 or better.
    """
    given = chance if passed else 1 - chance
    return -log(min(max(given, EPSILON), 1 - EPSILON))


def bin_of(chance: float) -> int:
    """Return the bin of the learned curve of a recall foretold (0 to 1): 0 to 9, each with its lower limit."""
    return min(int(chance * BINS), BINS - 1)


def retention_part(rows: Iterable[ForetoldRow]) -> RetentionPart:
    """Return section ``retention``.

    Args:
        rows: the due reviews by class and bins; those of one class and bins may come in several rows.
    """
    rows = list(rows)
    total = _passed(rows)
    return RetentionPart(
        total=total,
        intervals=tuple(
            Interval(first, last, _passed(row for row in rows if row.group == group))
            for group, (first, last) in enumerate(CLASSES)
        ),
        forecasters=(
            *(_forecaster(model, _by_bin(rows, model)) for model in MODELS),
            _constant("mean", total.share, total),
            _constant("constant", RECALL_AT_INTERVAL, total),
        ),
    )


def _passed(rows: Iterable[ForetoldRow]) -> Share:
    """Return the share passed."""
    counts = [(row.passed, row.answers) for row in rows]
    return share(sum(passed for passed, _ in counts), sum(answers for _, answers in counts))


def _by_bin(rows: list[ForetoldRow], model: str) -> list[_Sums]:
    """Return the sums of a model for each of its bins."""
    sums = [_Sums()] * BINS
    for row in rows:
        if model == "sm2":
            place, values = row.sm2_bin, (row.sm2, row.sm2_brier, row.sm2_loss)
        else:
            place, values = row.fsrs_bin, (row.fsrs, row.fsrs_brier, row.fsrs_loss)
        sums[place] = _added(sums[place], _Sums(row.answers, row.passed, *values))
    return sums


def _added(one: _Sums, other: _Sums) -> _Sums:
    """Return two sums as one."""
    return _Sums._make(a + b for a, b in zip(one, other, strict=True))


def _forecaster(model: str, bins: list[_Sums]) -> Forecaster:
    """Return how well a model foretold, from its bins."""
    curve = tuple(_bin(place, sums) for place, sums in enumerate(bins))
    answers = sum(sums.answers for sums in bins)
    if not answers:
        return Forecaster(model, None, None, None, curve)
    # n * |mean forecast - share passed| is the distance between the two sums
    return Forecaster(
        model,
        log_loss=sum(sums.loss for sums in bins) / answers,
        brier=sum(sums.brier for sums in bins) / answers,
        calibration_error=sum(abs(sums.chance - sums.passed) for sums in bins) / answers,
        bins=curve,
    )


def _bin(place: int, sums: _Sums) -> Bin:
    """Return one bin of the learned curve."""
    predicted = sums.chance / sums.answers if sums.answers else None
    return Bin(place / BINS, (place + 1) / BINS, predicted, share(sums.passed, sums.answers))


def _constant(model: str, chance: float | None, total: Share) -> Forecaster:
    """Return how well always the same chance foretold: of the share passed itself, the loss is its entropy."""
    if chance is None or total.share is None:
        return Forecaster(model, None, None, None, ())
    passed, failed = total.share, 1 - total.share
    return Forecaster(
        model,
        log_loss=passed * log_loss(chance, True) + failed * log_loss(chance, False),
        brier=passed * (chance - 1) ** 2 + failed * chance**2,
        calibration_error=abs(chance - passed),
        bins=(),
    )
