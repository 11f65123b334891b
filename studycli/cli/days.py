"""Options that name a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer


def _known_day(value: str) -> str:
    try:
        known = not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        known = False
    if not known:
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
    return date.fromisoformat(text) if text else None
