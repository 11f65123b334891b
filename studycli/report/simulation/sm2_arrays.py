"""SM-2 over arrays: the same rule as `schedule.sm2`."""

from datetime import date
from typing import NamedTuple

import numpy as np

from studycli.report.simulation.course import Array
from studycli.schedule.sm2 import FIRST_INTERVAL, PASS, SECOND_INTERVAL

UNIT = 10_000  # EF is counted in ten-thousandths, as in schedule.sm2

_END = date.max.toordinal()
_LOWEST = 13_000


class Dates(NamedTuple):
    """What SM-2 knows of cards, each an array: n, the interval in days, EF in ten-thousandths, the day due."""

    repetitions: Array
    interval: Array
    units: Array
    due: Array


def reschedule(repetitions: Array, interval: Array, units: Array, grade: Array, day: int) -> Dates:
    """Return the schedule after an answer; `schedule.sm2.review` over arrays.

    Args:
        repetitions: n before it; 0 for a new card.
        interval: In days before it.
        units: EF in ten-thousandths.
        grade: Quality of the answer, 0 to 5.
        day: Ordinal of the day.
    """
    failed = np.flatnonzero(grade < PASS)
    units = np.where(grade < PASS, units, np.maximum(units + _change(grade), _LOWEST))
    # below 2 ** 53 the product of whole numbers is exact, and so is what is rounded up
    longer = np.ceil(interval.astype(np.float64) * units / UNIT)
    left = max(_END - day, 1)
    interval = np.minimum(longer, left).astype(np.int32)
    early = np.flatnonzero(repetitions <= 1)
    interval[early] = np.where(repetitions[early], min(SECOND_INTERVAL, left), FIRST_INTERVAL)
    interval[failed] = FIRST_INTERVAL
    repetitions = repetitions + 1
    repetitions[failed] = 1
    return Dates(repetitions, interval, units, np.minimum(interval + day, _END))


def _change(grade: Array) -> Array:
    """Return by how much a pass changes EF, in ten-thousandths."""
    change: Array = 1_000 - (5 - grade) * (800 + (5 - grade) * 200)
    return change
