"""Where a gradient is wrong, found with directional derivatives alone: log2 of its size for each wrong entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studycli.losses.gradcheck import estimates
from studycli.losses.gradcheck.subject import SLACK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.losses.gradcheck.subject import Probe, Subject
    from studycli.losses.model import Array

    Fails = Callable[[Sequence[int]], bool]

MOST = 3  # rows, or entries, that are looked for; more than that is no slip in one place


def locate(subject: Subject, probed: Probe, direction: Array, method: str) -> tuple[tuple[int, ...], ...]:
    """Return the indices of the entries that are wrong, if they are few or fill few rows; else ().

    Args:
        subject: What is checked.
        probed: The first direction.
        direction: One in which the gradient is wrong.
        method: ``report.COMPLEX_STEP`` or ``report.DIFFERENCES``.
    """
    fails = _fails(subject, probed, direction, method)
    count, width = _rows(subject.point)
    rows = bisect(range(count), lambda group: fails(_entries_of(group, width)))
    if rows is None:
        return ()
    entries = [
        i for row in rows for i in bisect(_entries_of([row], width), fails) or _entries_of([row], width)
    ]
    return tuple(tuple(int(i) for i in np.unravel_index(entry, subject.point.shape)) for entry in entries)


def bisect(items: Sequence[int], fails: Fails, most: int = MOST) -> list[int] | None:
    """Return the items that fail by themselves, found by halving what fails; None for more than ``most``.

    Args:
        items: Numbers of what is tried.
        fails: Tells whether a group of them fails.
        most: How many are looked for.
    """
    groups, found = [items], list[int]()
    while groups:
        group = groups.pop()
        if not fails(group):
            continue
        if len(group) == 1:
            found.append(group[0])
        else:
            half = len(group) // 2
            groups += [group[half:], group[:half]]
        if len(found) > most:
            return None
    return sorted(found)


def _rows(point: Array) -> tuple[int, int]:
    """Return how many rows a point has, and how many entries each; a vector has one row."""
    count = len(point) if point.ndim > 1 else 1
    return count, point.size // count


def _entries_of(rows: Sequence[int], width: int) -> list[int]:
    """Return the places of all entries of some rows."""
    return [row * width + i for row in rows for i in range(width)]


def _fails(subject: Subject, probed: Probe, direction: Array, method: str) -> Fails:
    """Return a function that tells whether some entries contribute what they should to a derivative."""
    whole = float(np.sum(np.abs(subject.given * direction)))

    def fails(places: Sequence[int]) -> bool:
        part = np.zeros_like(direction)
        part.flat[places] = direction.flat[places]
        found = estimates.directions(subject, probed, [part], method)
        given = float(np.sum(subject.given * part))
        allowed = SLACK * (float(found.error[0]) + estimates.FLOOR * whole)
        return bool(abs(given - float(found.value[0])) > allowed)

    return fails
