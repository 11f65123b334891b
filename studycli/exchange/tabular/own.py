"""What ``study export`` wrote: schedules and histories of cards, out of CSV and JSON again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from studycli.clock import iso_day
from studycli.exchange.model import Answer, Track
from studycli.schedule.sm2 import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_KINDS = {"review": "review", "repeat": "repeat", "cram": "cram", "practice": "cram", "move": "move"}


def track_of(values: Mapping[str, Any], card: str) -> Track:
    """Return what a row of an export knows of its card.

    Args:
        values: The row.
        card: The id that its note's text sets.

    Raises:
        ValueError: A value is not what an export writes; the message says which.
    """
    return Track(
        card,
        state=_schedule(values) if _is_given(values.get("due")) else None,
        suspended=_flag(values.get("suspended")),
        buried=_day(values, "buried") if _is_given(values.get("buried")) else None,
        flag=str(values.get("flag") or ""),
        answers=tuple(_answers(values.get("history"))),
    )


def _is_given(value: Any) -> bool:
    return value not in (None, "")


def _flag(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().casefold() == "true")


def _schedule(values: Mapping[str, Any]) -> Schedule:
    repetitions = _number(values, "repetitions", int)
    passed = values.get("passed")
    return Schedule(
        repetitions=repetitions,
        interval=_number(values, "interval", int),
        ease=_number(values, "ease", float),
        due=_day(values, "due"),
        last=_day(values, "last"),
        lapses=_number(values, "lapses", int),
        passed=_flag(passed) if _is_given(passed) else repetitions > 1,
    )


def _number(values: Mapping[str, Any], name: str, kind: type[int | float]) -> Any:
    """Return a number that is not negative."""
    try:
        number = kind(values.get(name) or 0)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if not 0 <= number < 1e9:  # noqa: PLR2004 - longer than any calendar
        raise ValueError(f"{name} is {values.get(name)!r}, no number")
    return number


def _day(values: Mapping[str, Any], name: str) -> date:
    day = iso_day(str(values.get(name)))
    if day is None:
        raise ValueError(f"{name} is {values.get(name)!r}, no date such as 2026-11-23")
    return day


def _answers(history: Any) -> Iterator[Answer]:
    """Yield the answers of a history; states that were taken over or imported are no answers."""
    for each in history if isinstance(history, list) else []:
        if not isinstance(each, dict) or each.get("kind") not in _KINDS:
            continue
        try:
            at = datetime.fromisoformat(str(each.get("at")))
        except ValueError:
            raise ValueError(f"a time of its history is {each.get('at')!r}") from None
        grade, state = each.get("grade"), each.get("state")
        if grade not in (None, *range(6)):
            raise ValueError(f"a grade of its history is {grade!r}")
        yield Answer(
            at if at.tzinfo else at.astimezone(),
            _KINDS[each["kind"]],
            grade,
            _seconds(each.get("seconds")),
            _schedule(state) if isinstance(state, dict) else None,
        )


def _seconds(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and value >= 0 else None
