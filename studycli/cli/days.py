"""Options that name a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studycli.clock import iso_day

if TYPE_CHECKING:
    from datetime import date


def _known_day(value: str) -> str:
    if value and iso_day(value) is None:
        raise typer.BadParameter(f"{value!r} is not a day; write it as 2026-11-23.")
    return value


Interview = Annotated[
    str,
    typer.Option(
        "--date",
        metavar="DAY",
        help="The day of the interview; else the setting interview.date.",
        show_default=False,
        callback=_known_day,
    ),
]
Since = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="DAY",
        help="Count only the history from this day on.",
        show_default=False,
        callback=_known_day,
    ),
]


def day(text: str) -> date | None:
    """Return the day that an option gives; None where it was not given."""
    return iso_day(text)
