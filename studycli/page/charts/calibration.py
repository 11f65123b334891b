"""Calibration: what a model foretold against what was recalled; on the diagonal they are one."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from studycli.page import axes, figures, svg
from studycli.page.axes import Frame
from studycli.page.charts import whiskers
from studycli.page.parts import Chart, Listed, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from studycli.page.words import Words
    from studycli.report.model import Bin, Forecaster, RetentionPart

_HEIGHT = 340
_SMALLEST = 3.0  # radius of a point
_LARGEST = 8.0
_CSS = {"fsrs": "a", "sm2": "b"}


def chart(forecaster: Forecaster, say: Words) -> Chart | None:
    """Return the learned curve of a model: a point a tenth of its forecasts, the larger the more answers."""
    bins = [part for part in forecaster.bins if part.seen.of]
    if not bins:
        return None
    name = say(f"model.{forecaster.model}")
    key, title = f"calibration-{forecaster.model}", say("calibration.title", model=name)
    rows = [_row(part) for part in bins]
    told = "; ".join(say("calibration.point", predicted=row[1], seen=row[2], of=row[3]) for row in rows)
    root = svg.drawing(key, svg.WIDTH, _HEIGHT, title, told)
    frame = Frame(44, 30, svg.WIDTH - 60, _HEIGHT - 84)
    axes.draw(root, frame, axes.SHARES, say("calibration.seen"))
    axes.below(
        root, frame, [(tick, figures.percent(tick)) for tick in axes.SHARES], say("calibration.predicted")
    )
    svg.line(root, (frame.left, frame.bottom), (frame.right, frame.top), "diagonal")
    _points(root, frame, bins, _CSS.get(forecaster.model, "a"), rows)
    return Chart(
        key,
        title,
        say("calibration.note", error=figures.fraction(forecaster.calibration_error, 3)),
        svg.markup(root),
        ((_CSS.get(forecaster.model, "a"), name), ("diagonal", say("calibration.diagonal"))),
        Table(tuple(map(say, _HEADINGS)), tuple(rows)),
    )


_HEADINGS = ("calibration.bin", "calibration.predicted", "calibration.seen", "table.of")


def scores(part: RetentionPart, say: Words) -> Listed:
    """Return log loss, Brier score and calibration error of each model and of the two simple forecasts."""
    headings = ("score.model", "score.log_loss", "score.brier", "score.calibration")
    rows = [
        (
            say(f"model.{forecaster.model}"),
            figures.fraction(forecaster.log_loss, 3),
            figures.fraction(forecaster.brier, 3),
            figures.fraction(forecaster.calibration_error, 3),
        )
        for forecaster in part.forecasters
    ]
    return Listed(say("score.title"), say("score.note"), Table(tuple(map(say, headings)), tuple(rows)))


def _points(
    root: Element, frame: Frame, bins: Sequence[Bin], css: str, rows: Sequence[tuple[str, ...]]
) -> None:
    """Draw the bins, those with few answers small."""
    most = max(part.seen.of for part in bins)
    for part, row in zip(bins, rows, strict=True):
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(part.seen.of / most)
        x = frame.x(part.predicted or 0.0)
        whiskers.draw(root, frame, x, part.seen, css, radius, f"{row[1]} → {row[2]}, n = {row[3]}")


def _row(part: Bin) -> tuple[str, ...]:
    limits = figures.span(part.low, part.high)
    return limits, figures.percent(part.predicted), figures.with_interval(part.seen), f"{part.seen.of:,}"
