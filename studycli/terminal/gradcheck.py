"""Checks of gradients as text, from their JSON: for a loss of the catalogue and a person's own alike."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_INDENT = "  "


def report_lines(report: Mapping[str, Any], width: int) -> list[str]:
    """Return a report as lines: the verdict, and what explains it, indented.

    Args:
        report: As `studycli.losses.gradcheck.report.Report.as_json` gives it.
        width: Cells of a line.
    """
    lines = wrap(_verdict(report), width, subsequent_indent=_INDENT, break_long_words=False)
    for sentence in _reasons(report):
        lines += wrap(
            sentence, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_long_words=False
        )
    return lines


def _verdict(report: Mapping[str, Any]) -> str:
    shape = "x".join(map(str, report["shape"]))
    named = f"{report['name']} ({shape})" if shape else report["name"]
    return f"{named}: {report['verdict']}, by {report['method']}"


def _reasons(report: Mapping[str, Any]) -> Iterable[str]:
    """Yield the sentences below the verdict."""
    worst, diagnosis = report["worst"], report["diagnosis"]
    if report["reason"]:
        yield f"{_capital(report['reason'])}: {report['undecided']} of {_count(report)} could not be decided."
    if worst:
        yield _difference(report, worst)
    if diagnosis:
        yield diagnosis["sentence"]


def _count(report: Mapping[str, Any]) -> str:
    if report["directions"]:
        return f"{report['directions']} directions"
    entries = 1
    for size in report["shape"]:
        entries *= size
    return f"{entries} entries"


def _difference(report: Mapping[str, Any], worst: Mapping[str, Any]) -> str:
    """Return where both sides are furthest apart; equal ones need no numbers."""
    place = ", ".join(map(str, worst["index"]))
    entry = not report["directions"] or report["verdict"] == "wrong"
    at = (f" at [{place}]" if place else "") if entry else f" in direction {place}"
    given, expected = _number(worst["given"]), _number(worst["expected"])
    if report["verdict"] == "wrong":
        return _capital(f"{at} it is {given} and should be {expected}.".strip())
    if worst["given"] is None or worst["expected"] is None:
        return f"Given {given}{at}, estimated {expected}."
    apart = abs(worst["given"] - worst["expected"])
    return f"Largest difference{at}: {apart:.1e}, of {expected}."


def _number(number: float | None) -> str:
    return "no number" if number is None else f"{number:.8g}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
