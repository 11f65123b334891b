"""A gradient beside its estimate: all entries, or its products with directions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.gradcheck import estimates, rounding
from studycli.losses.gradcheck.lines import along
from studycli.losses.gradcheck.report import COMPLEX_STEP
from studycli.losses.gradcheck.verdict import PRECISION, Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.gradcheck.subject import Probe, Subject
    from studycli.losses.model import Array


def compare(subject: Subject, probed: Probe, chosen: Sequence[Array], method: str) -> Comparison:
    """Return both sides along some directions; of all entries where there are none."""
    if not chosen:
        return entries(subject, probed, method)
    return Comparison(
        products(subject.given, chosen),
        estimates.directions(subject, probed, chosen, method),
        lambda index: (along(subject.value, subject.point, chosen[index[0]]), 1.0),
        lambda index: rounding.of_slope(subject, chosen[index[0]], probed.direction, method),
        precision=subject.precision if method == COMPLEX_STEP else max(PRECISION, subject.precision),
        loss_noise=subject.noise,
    )


def entries(subject: Subject, probed: Probe, method: str) -> Comparison:
    """Return both sides of all entries."""
    return Comparison(
        subject.given,
        estimates.gradient(subject, probed, method),
        partial(estimates.line_of_entry, subject),
        lambda index: rounding.of_slope(subject, _unit(subject.point, index), probed.direction, method),
        precision=max(PRECISION, subject.precision),
        loss_noise=subject.noise,
    )


def products(gradient: Array, chosen: Sequence[Array]) -> Array:
    """Return the derivatives that a gradient gives along directions."""
    return np.array([float(np.vdot(gradient, direction)) for direction in chosen])


def _unit(point: Array, index: tuple[int, ...]) -> Array:
    unit = np.zeros_like(point)
    unit[index] = 1.0
    return unit
