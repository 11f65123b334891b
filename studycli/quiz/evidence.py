"""Numeric evidence below a contrast: two losses and their gradients side by side, and what the numbers show.

The table needs NumPy, so it is made when the answer is shown.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from studycli.losses.catalogue import facts
from studycli.quiz.templates import say, wordings
from studycli.quiz.wording import padded, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycli.losses.curves import Row

_FIXED = (1e-3, 1e6)
"""Absolute values that are written without an exponent."""


def evidence(keys: Sequence[str], language: str) -> str:
    """Return two losses side by side as Markdown: a sentence on what is seen, and the table.

    Args:
        keys: Two keys of the catalogue that have an axis in common.
        language: ``zh`` or ``en``.
    """
    from studycli.losses.curves import common_axis, table

    first, second = keys
    axis = common_axis(first, second)
    rows = table(first, second, axis)
    names = [_name(key, axis, language) for key in keys]
    lines = [_told(first, second, names, rows, language), "", *_table(axis, names, rows, language)]
    return "\n".join(lines)


def _name(key: str, axis: str, language: str) -> str:
    """Return what a loss is called in the table: what it is on that axis, its abbreviation, or its name."""
    own = wordings(language)["evidence"].get(f"name-{key}-{axis}")
    entry = facts(key)
    return own or entry.short or (entry.chinese if language == "zh" else entry.english)


def _table(axis: str, names: Sequence[str], rows: Sequence[Row], language: str) -> Iterator[str]:
    slope = say(language, "evidence", f"slope-{axis}")
    head = [say(language, "evidence", axis), names[0], slope, names[1], slope]
    yield f"| {' | '.join(head)} |"
    yield f"|{' ---: |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(number, row))} |"


def number(value: float) -> str:
    """Return a number with four significant digits; a dash for NaN."""
    if isnan(value):
        return "–"
    if value and not _FIXED[0] <= abs(value) < _FIXED[1]:
        return f"{value:.2e}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"  # noqa: PLR2004 - from here on %g has exponents


# What the numbers show


def _told(first: str, second: str, names: Sequence[str], rows: Sequence[Row], language: str) -> str:
    """Return the sentence on what two losses' numbers show."""
    name, at = _SHOWN[first, second]
    row = at(rows)
    values = {
        "point": number(row.point),
        "one": padded(names[0], language),
        "other": padded(names[1], language),
        "one_slope": number(row.first_slope),
        "other_slope": number(row.second_slope),
        "times": f"{row.second / row.first:.0f}" if row.first else "",
    }
    return tidy(say(language, "evidence", name, **values))


def _first(rows: Sequence[Row]) -> Row:
    return rows[0]


def _last(rows: Sequence[Row]) -> Row:
    return rows[-1]


def _at(point: float) -> Callable[[Sequence[Row]], Row]:
    return lambda rows: next(row for row in rows if row.point == point)


_SHOWN = {
    ("bce-logits", "mse"): ("saturated", _first),
    ("mse", "mae"): ("outlier", _last),
    ("huber", "mse"): ("robust", _last),
    ("smooth-l1", "mse"): ("robust", _last),
    ("log-cosh", "mse"): ("robust", _last),
    ("huber", "mae"): ("near-zero", _first),
    ("smooth-l1", "mae"): ("near-zero", _first),
    ("focal-binary", "bce-logits"): ("easy", _at(4.0)),
    ("hinge", "logistic"): ("satisfied", _at(2.0)),
    ("squared-hinge", "hinge"): ("steep", _first),
    ("exponential", "logistic"): ("steep", _first),
    ("l1", "l2"): ("small-weight", _first),
}
"""For each pair that has evidence, the wording of what it shows, and the row that shows it."""
