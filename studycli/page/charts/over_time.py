"""Mastery over time: the mean over the cards seen until then, a point a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.page import axes, svg
from studycli.page.axes import Frame
from studycli.page.figures import fraction
from studycli.page.parts import Chart, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from studycli.page.words import Words
    from studycli.report.model import Point

_HEIGHT = 230
_LABELS = 4


def chart(points: Sequence[Point], say: Words) -> Chart | None:
    """Return the line of mastery; a single point says nothing over time."""
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    first, last = points[0], points[-1]
    told = say(
        "over_time.desc", first=first.day, low=fraction(first.value), last=last.day, high=fraction(last.value)
    )
    root = svg.drawing("over-time", svg.WIDTH, _HEIGHT, say("over_time.title"), told)
    frame = Frame(44, 30, svg.WIDTH - 78, _HEIGHT - 58)
    axes.draw(root, frame, axes.SHARES, say("over_time.axis"), lambda value: f"{value:.1f}")
    places = [(frame.x(_share(point.day, first.day, last.day)), frame.y(point.value)) for point in points]
    base = [(places[-1][0], frame.bottom), (places[0][0], frame.bottom)]
    svg.add(root, "path", "area", d=svg.path(places + base) + "Z")
    svg.add(root, "path", "curve", d=svg.path(places))
    svg.add(
        root, "circle", "a", f"{last.day}: {fraction(last.value)}", cx=places[-1][0], cy=places[-1][1], r=4
    )
    axes.below(root, frame, _labels(points))
    rows = [(str(point.day), fraction(point.value)) for point in reversed(points)]
    return Chart(
        "over-time",
        say("over_time.title"),
        say("over_time.note"),
        svg.markup(root),
        (),
        Table((say("table.day"), say("table.mastery")), tuple(rows)),
    )


def _share(day: date, first: date, last: date) -> float:
    """Return how far a day is from the first to the last, 0 to 1."""
    return (day - first).days / max(1, (last - first).days)


def _labels(points: Sequence[Point]) -> list[tuple[float, str]]:
    """Return months at evenly spread points, the first and the last among them."""
    count = min(_LABELS, len(points))
    chosen = [points[round(at * (len(points) - 1) / (count - 1))].day for at in range(count)]
    return [(_share(day, chosen[0], chosen[-1]), str(day)) for day in chosen]
