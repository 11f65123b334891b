"""Retention by interval: the share recalled at due reviews, with Wilson intervals at 95 %."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.page import axes, figures, svg
from studycli.page.axes import Frame
from studycli.page.charts import whiskers
from studycli.page.parts import Chart, Table

if TYPE_CHECKING:
    from studycli.page.words import Words
    from studycli.report.model import Interval, RetentionPart

_HEIGHT = 250
_CLOSE = (0.6, 0.7, 0.8, 0.9, 1.0)
_AIM = 0.9  # SM-2's intervals are made for this retention


def chart(part: RetentionPart, say: Words) -> Chart | None:
    """Return the share recalled of each interval class."""
    if not part.total.of:
        return None
    rows = [_row(interval, say) for interval in part.intervals]
    told = "; ".join(f"{row[0]}: {row[1]}" for row in rows)
    root = svg.drawing("retention", svg.WIDTH, _HEIGHT, say("retention.title"), told)
    ticks = _ticks(part)
    frame = Frame(44, 30, svg.WIDTH - 52, _HEIGHT - 96, low=ticks[0])
    axes.draw(root, frame, ticks, say("retention.axis"))
    aim = frame.y(_AIM)
    svg.line(root, (frame.left, aim), (frame.right, aim), "aim")
    places = [(at + 0.5) / len(part.intervals) for at in range(len(part.intervals))]
    for place, interval, row in zip(places, part.intervals, rows, strict=True):
        whiskers.draw(root, frame, frame.x(place), interval.retention, "a", 5, f"{row[0]}: {row[1]}")
        svg.write(root, frame.x(place), frame.bottom + 34, f"n = {interval.retention.of:,}", "quiet mid")
    axes.below(root, frame, [(place, row[0]) for place, row in zip(places, rows, strict=True)])
    svg.write(root, frame.x(0.5), frame.bottom + 56, say("retention.below"), "quiet mid")
    return Chart(
        "retention",
        say("retention.title"),
        say("retention.note"),
        svg.markup(root),
        (("a", say("retention.seen")), ("aim", say("retention.aim"))),
        Table(tuple(map(say, ("retention.below", "table.share", "table.passed", "table.of"))), tuple(rows)),
    )


def _ticks(part: RetentionPart) -> tuple[float, ...]:
    """Return the marks of the axis, from the highest of a few that lies below every whisker."""
    lowest = min(
        (interval.retention.low or 0.0 for interval in part.intervals if interval.retention.of), default=0.0
    )
    if lowest >= _CLOSE[0]:
        return _CLOSE
    return tuple(tick for tick in axes.SHARES if tick >= lowest - 0.2)


def _row(interval: Interval, say: Words) -> tuple[str, ...]:
    share = interval.retention
    name = figures.days(interval.first, interval.last, say)
    return name, figures.with_interval(share), f"{share.count:,}", f"{share.of:,}"
