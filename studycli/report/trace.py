"""What happened to a card, day by day, with what the two models foretold: the rows that history is summed from."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from studycli.report.model import CLASSES, Answer, CardAnswer, CardDay
from studycli.report.retention import log_loss
from studycli.schedule.mastery import interval_recall
from studycli.schedule.memory import Memory, follow, from_schedule
from studycli.schedule.sm2 import PASS

if TYPE_CHECKING:
    from collections.abc import Sequence

_LATER_CLASSES = tuple(first for first, _ in CLASSES[1:])  # shortest interval of each class but the first


class _Step(NamedTuple):
    """An answer, the recall that FSRS foretold for it, and what it did to the card's mastery."""

    answer: Answer
    chance: float | None
    gain: float


class _Foretold(NamedTuple):
    """The last fields of `CardDay`, in their order: the forecasts of a due review and what came of them."""

    group: int
    passed: int
    sm2: float
    fsrs: float
    sm2_loss: float
    fsrs_loss: float


_NOTHING = _Foretold(-1, 0, 0.0, 0.0, 0.0, 0.0)


def card_days(answers: Sequence[Answer]) -> tuple[list[CardDay], Memory | None]:
    """Return a card's study days, and FSRS's memory of it after them.

    FSRS is fed with every graded answer, of whatever kind. A card that has an interval before its first answer was
    adopted from its note, and what FSRS knows of it begins with what SM-2 knew (`memory.from_schedule`).

    Args:
        answers: all graded answers to the card, in the order of the log.

    Returns:
        One row a day, by day, even where the log goes back in time; the rows' gains add up to the card's mastery.
        The memory is None where there are no answers.
    """
    if not answers:
        return [], None
    foretold, memory = _followed(answers)
    days: dict[int, list[_Step]] = {}
    mastery = 0.0
    for answer, chance in zip(answers, foretold, strict=True):
        days.setdefault(answer.day, []).append(_Step(answer, chance, answer.mastery - mastery))
        mastery = answer.mastery
    ordered = sorted(days)
    return [_card_day(day, days[day], int(day == ordered[0])) for day in ordered], memory


def told(answers: Sequence[Answer]) -> tuple[CardAnswer, ...]:
    """Return a card's history: each answer, with the recall that the two models foretold for it.

    Args:
        answers: all graded answers to the card, in the order of the log.
    """
    if not answers:
        return ()
    chances, _ = _followed(answers)
    return tuple(_told(answer, chance) for answer, chance in zip(answers, chances, strict=True))


def _told(answer: Answer, chance: float | None) -> CardAnswer:
    """Return one answer of the history."""
    day = date.fromordinal(answer.day)
    by_interval = None if answer.interval is None else interval_recall(answer.gap or 0, answer.interval)
    return CardAnswer(
        day, answer.kind, answer.form, answer.grade, answer.seconds, answer.interval, by_interval, chance
    )


def _followed(answers: Sequence[Answer]) -> tuple[list[float | None], Memory | None]:
    """Return the recall that FSRS foretold for each answer, and its memory after all; there is at least one."""
    return follow(_adopted(answers[0]), [(answer.day, answer.grade) for answer in answers])


def _adopted(first: Answer) -> Memory | None:
    """Return the memory before a card's first answer; None where the card was new."""
    if first.interval is None or first.ease is None:
        return None
    return from_schedule(first.interval, first.ease, first.day - (first.gap or 0))


def _card_day(day: int, steps: list[_Step], entered: int) -> CardDay:
    """Return the row of a day from its answers."""
    reviews = new = practised = wrong = timed = 0
    seconds = gain = 0.0
    for answer, _, change in steps:
        if answer.kind == "review":
            if answer.interval is None:
                new = 1
            else:
                reviews += 1
        elif answer.kind != "repeat":
            practised += 1
        wrong += answer.grade < PASS
        seconds += answer.seconds or 0.0
        timed += answer.seconds is not None
        gain += change
    foretold = _foretold(steps[0])
    return CardDay(day, len(steps), reviews, new, practised, wrong, seconds, gain, entered, timed, *foretold)


def _foretold(step: _Step) -> _Foretold:
    """Return what the models foretold for a day's first answer, if it was a review that was due."""
    answer, chance, _ = step
    gap, interval = answer.gap, answer.interval
    if not answer.is_due or chance is None or interval is None or gap is None or gap < 1:
        return _NOTHING
    passed = answer.grade >= PASS
    by_interval = interval_recall(gap, interval)
    losses = log_loss(by_interval, passed), log_loss(chance, passed)
    return _Foretold(interval_class(interval), int(passed), by_interval, chance, *losses)


def interval_class(interval: int) -> int:
    """Return the index in `CLASSES` of an interval in days; below 1 it belongs to the first."""
    return bisect_right(_LATER_CLASSES, interval)
