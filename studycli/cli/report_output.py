"""The report for programs: as JSON, and one table of each section as CSV.

Both are part of the format that docs/formats.md describes. Numbers with a fraction have four decimals, so that the
same history gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from studycli.cli.output import print_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from studycli.report.model import CardStats, Range, Report

DECIMALS = 4
PARTS = ("mastery", "retention", "load", "weak", "ready")
"""Fields of the report that are a section by themselves."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"); some take the wide forms too."""

_MINUTE = 60  # seconds

_Row = dict[str, Any]


def report_json(report: Report, section: str) -> dict[str, Any]:
    """Return the report as `print_json` takes it; the order of the keys is that of the structs.

    Args:
        report: The report.
        section: One of `PARTS` for its part alone, below what the report is of; anything else for all of it.
    """
    left_out = set(PARTS) - {section} if section in PARTS else set()
    fields = (field for field in report.__struct_fields__ if field not in left_out)
    return {field: json_value(getattr(report, field)) for field in fields}


def stats_json(stats: CardStats) -> dict[str, Any]:
    """Return a card's history as `print_json` takes it."""
    return dict(json_value(stats))


def json_value(value: Any) -> Any:
    """Return a value of the report as JSON has it: structs as objects, dates as text, floats in four decimals."""
    return _rounded(msgspec.to_builtins(value))


def print_csv(report: Report, section: str) -> None:
    """Print `report_csv`: UTF-8 whatever the locale, without a byte-order mark."""
    print_bytes(report_csv(report, section).encode("utf-8", "surrogateescape"))


def report_csv(report: Report, section: str) -> str:
    """Return one table of the report as RFC 4180 has it: a header, commas, lines that end in CRLF.

    Text that a spreadsheet would take for a formula gets an apostrophe in front: a note may be called
    '=HYPERLINK(...)'. Numbers stay numbers, and what is not there is an empty cell.

    Args:
        report: The report.
        section: One of `PARTS`; anything else gives the table of topics, as ``mastery`` does.
    """
    import csv
    from io import StringIO

    columns, rows = TABLES.get(section, TABLES["mastery"])
    text = StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows(report))
    return text.getvalue()


def _rounded(value: Any) -> Any:
    """Round all floats within lists and dicts; there is no -0.0."""
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return json_value(value)


def _fields(value: msgspec.Struct) -> _Row:
    """Return a value's fields as cells."""
    return msgspec.structs.asdict(value)


def _topics(report: Report) -> Iterator[_Row]:
    part = report.mastery
    yield {"kind": "vault", "name": report.vault} | _fields(part.vault)
    for kind, topics in (("tag", part.tags), ("folder", part.folders), ("note", part.notes)):
        for topic in topics:
            yield {"kind": kind, "name": topic.name} | _fields(topic.standing)


def _retention(report: Report) -> Iterator[_Row]:
    part = report.retention
    yield {"kind": "total"} | _fields(part.total)
    for interval in part.intervals:
        yield {"kind": "interval", "from": interval.first, "to": interval.last} | _fields(interval.retention)
    for model in part.forecasters:
        yield {
            "kind": "forecast",
            "model": model.model,
            "log_loss": model.log_loss,
            "brier": model.brier,
            "calibration_error": model.calibration_error,
        }
        for each in model.bins:
            row = {"kind": "bin", "model": model.model, "from": each.low, "to": each.high}
            yield row | {"predicted": each.predicted} | _fields(each.seen)


def _load(report: Report) -> Iterator[_Row]:
    for day in report.load.days:
        yield {
            "kind": "done",
            "day": day.day,
            "reviews": day.reviews,
            "new": day.new,
            "minutes": day.seconds / _MINUTE,
            "answers": day.answers,
            "practised": day.practised,
            "wrong": day.wrong,
        }
    for ahead in report.load.ahead:
        yield {
            "kind": "ahead",
            "day": ahead.day,
            "reviews": ahead.reviews,
            "new": ahead.new,
            "minutes": ahead.minutes,
        }


def _weak(report: Report) -> Iterator[_Row]:
    part = report.weak
    for kind, cards in (
        ("leech", part.leeches),
        ("lowest_recall", part.lowest_recall),
        ("longest_overdue", part.longest_overdue),
    ):
        yield from ({"kind": kind} | _fields(card) for card in cards)
    for form in part.forms:
        counts = {"wrong": form.wrong.count, "answers": form.wrong.of}
        yield {"kind": "form", "form": form.form} | counts
        for card in form.cards:
            yield {"kind": "form_card", "form": form.form} | _fields(card)
    for pair in part.confused:
        yield {"kind": "confused", "one": pair.one, "other": pair.other, "times": pair.times}


def _ready(report: Report) -> Iterator[_Row]:
    part = report.ready
    if part is None:
        return
    cards = report.mastery.vault.cards
    yield {"kind": "all", "day": part.date, "cards": cards} | _ranges(
        followed=part.followed, nothing=part.nothing
    )
    for topic in part.topics:
        ranges = _ranges(followed=topic.followed, nothing=topic.nothing)
        yield {"kind": "tag", "name": topic.name, "day": part.date, "cards": topic.cards} | ranges
    for day in part.plan:
        row = {"kind": "plan", "day": day.day, "new": day.new, "minutes": day.minutes}
        yield row | _ranges(reviews=day.reviews)


def _ranges(**ranges: Range) -> _Row:
    """Return three cells of each range: its mean under its name, and its ends."""
    return {
        f"{name}{ending}": value
        for name, found in ranges.items()
        for ending, value in (("", found.mean), ("_low", found.low), ("_high", found.high))
    }


TABLES: dict[str, tuple[list[str], Callable[[Report], Iterator[_Row]]]] = {
    "mastery": (["kind", "name", "cards", "seen", "new", "mastery", "recall"], _topics),
    "retention": (
        ["kind", "model", "from", "to", "predicted", "count", "of", "share", "low", "high",
         "log_loss", "brier", "calibration_error"],
        _retention,
    ),
    "load": (["kind", "day", "reviews", "new", "minutes", "answers", "practised", "wrong"], _load),
    "weak": (
        ["kind", "card", "note", "line", "prompt", "interval", "lapses", "overdue", "recall",
         "form", "wrong", "answers", "one", "other", "times"],
        _weak,
    ),
    "ready": (
        ["kind", "name", "day", "cards", "followed", "followed_low", "followed_high",
         "nothing", "nothing_low", "nothing_high", "new", "reviews", "reviews_low", "reviews_high", "minutes"],
        _ready,
    ),
}  # fmt: skip
"""Columns of each section's table, and what makes its rows."""
