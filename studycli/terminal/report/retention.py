"""Section ``retention``: what was recalled when it was due, and which model foretold it better."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from studycli.terminal.report.bars import DOT, FILLED, MARK, range_bar, scale
from studycli.terminal.report.sheet import NONE, percent, percents, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.report.model import Bin, Forecaster, Interval, Report, Share
    from studycli.terminal.report.sheet import Sheet

FEW = 30
"""Answers below which no model is said to be the better one."""

_NAMES = {"sm2": "SM-2", "fsrs": "FSRS-6", "mean": "always the mean", "constant": "always 0.9"}
_DIGITS = 3
_SHARE = 46  # cells of the numbers of an interval class, the range behind its bar included
_RANGE = 10  # cells of that range
_BIN = 36  # cells of the numbers of a bin


def print_retention(sheet: Sheet, report: Report, _top: int) -> None:
    """Write the section: the share passed by interval, the models side by side, and their learned curves."""
    part = report.retention
    sheet.heading("Retention", "share of due reviews passed at the first answer")
    if not part.total.of:
        sheet.line("No review that was due was answered yet.")
        return
    for each in part.intervals:
        _print_share(sheet, _days(each), each.retention)
    _print_share(sheet, "all", part.total)
    _print_scale(sheet, _SHARE - _RANGE, _bar(sheet, _SHARE))
    sheet.heading("Forecasts of your answers", "less is better")
    _print_scores(sheet, part.forecasters)
    sheet.sentence(verdict(part.forecasters, part.total.of))
    for forecaster in part.forecasters:
        if forecaster.bins:
            _print_curve(sheet, forecaster)


def _days(interval: Interval) -> str:
    return f"{interval.first}+ days" if interval.last is None else f"{interval.first}–{interval.last} days"


def _print_share(sheet: Sheet, label: str, share: Share) -> None:
    counts, between = f"{share.count} of {share.of}", percents(share.low, share.high)
    row = f"  {label:<11}{percent(share.share):>5}{counts:>16}  "
    sheet.line(row, range_bar(spread(share), _bar(sheet, _SHARE)), (f"{between:>10}", "study.label"))


def _bar(sheet: Sheet, numbers: int) -> int:
    """Return the cells that numbers leave to a bar."""
    return max(sheet.width - numbers, 8)


def _print_scores(sheet: Sheet, forecasters: Sequence[Forecaster]) -> None:
    sheet.line((f"  {'':<17}{'log loss':>10}{'Brier':>9}{'calibration error':>20}", "study.label"))
    for each in forecasters:
        scores = _score(each.log_loss), _score(each.brier), _score(each.calibration_error)
        sheet.line(f"  {_NAMES[each.model]:<17}{scores[0]:>10}{scores[1]:>9}{scores[2]:>20}")


def _score(value: float | None) -> str:
    return NONE if value is None else f"{value:.{_DIGITS}f}"


def verdict(forecasters: Sequence[Forecaster], answers: int) -> str:
    """Return in a sentence which model to believe, and whether it tells more than the mean does."""
    losses = {each.model: each.log_loss for each in forecasters if each.log_loss is not None}
    if answers < FEW or not losses.keys() >= {"sm2", "fsrs"}:
        return f"Which model foretells you better, fewer than {FEW} answers cannot tell: there are {answers}."
    better, worse = sorted(("fsrs", "sm2"), key=losses.__getitem__)
    if round(losses[better], _DIGITS) == round(losses[worse], _DIGITS):
        return f"SM-2 and FSRS-6 foretold your answers equally well: log loss {_score(losses[better])}."
    said = (
        f"{_NAMES[better]} foretold your answers better than {_NAMES[worse]}:"
        f" log loss {_score(losses[better])} against {_score(losses[worse])}."
    )
    if losses[better] >= losses.get("mean", inf):
        said += " Neither tells more than the mean does."
    return said


def _print_curve(sheet: Sheet, forecaster: Forecaster) -> None:
    """Write the bins that hold an answer; the forecast lies within the range where the model is right."""
    signs = f"{MARK} foretold, {DOT} recalled, {FILLED} its range"
    sheet.heading(f"Learned curve of {_NAMES[forecaster.model]}", signs)
    for each in forecaster.bins:
        if each.seen.of:
            _print_bin(sheet, each)
    _print_scale(sheet, _BIN, _bar(sheet, _BIN))


def _print_scale(sheet: Sheet, before: int, bar: int) -> None:
    sheet.line((" " * before + scale(bar), "study.label"))


def _print_bin(sheet: Sheet, each: Bin) -> None:
    limits = percents(each.low, each.high)
    row = f"  {limits:<10}{percent(each.predicted):>6}{percent(each.seen.share):>7} of {each.seen.of}"
    sheet.line(f"{row:<{_BIN}}", range_bar(spread(each.seen), _bar(sheet, _BIN), each.predicted))
