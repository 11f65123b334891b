"""SM-2, the scheduler of SuperMemo 2, as a pure function over frozen values.

P. A. Wozniak, "Optimization of learning" (1990), chapter 3.2, in the order of its published steps: assess the
answer (a quality q of 0 to 5), modify the easiness factor, then compute the next interval with the factor
*after* this answer:

    I(1) = 1,  I(2) = 6,  I(n) = I(n-1) * EF' for n > 2, a fraction rounded up          (days)
    q >= 3:  EF' = max(1.3, EF + 0.1 - (5 - q) * (0.08 + (5 - q) * 0.02)),  n grows by one
    q <  3:  EF' = EF,  the next interval is I(1), one lapse more

`Schedule.repetitions` is the n of the interval last given. A failure gives I(1), so it leaves n = 1, for a
new card as for an old one, and the pass after it gives I(2) = 6: the repeats of the same day, which change
nothing here, are the memorising anew.

The factor is computed in ten-thousandths as a whole number, so that no binary fraction is ever rounded up:
2.5 + 0.1 is 2.6, and 6 * 2.5 is 15 days, not 16.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from studycli.errors import GradeError
from studycli.schedule.fuzz import moved

FIRST_EASE = 2.5  # EF of a card of medium or unknown difficulty
EASE_BY_DIFFICULTY = {"easy": 2.6, "medium": FIRST_EASE, "hard": 2.3}
FIRST_INTERVAL = 1  # days, I(1)
SECOND_INTERVAL = 6  # days, I(2)
PASS = 3  # the lowest quality that is a pass
REPEAT_BELOW = 4  # a lower quality brings the card back in the same session
GRADES = range(6)
BUTTONS = {"again": 1, "hard": 3, "good": 4, "easy": 5}

_UNIT = 10_000  # EF is counted in ten-thousandths
_LOWEST = 13_000  # EF never falls below 1.3
_CHANGE = {
    0: 0,
    1: 0,
    2: 0,
    3: -1_400,
    4: 0,
    5: 1_000,
}  # EF' - EF by quality: 0.1 - (5 - q) * (0.08 + (5 - q) * 0.02)


class Schedule(NamedTuple):
    """What SM-2 knows of a card that was graded.

    Attributes:
        repetitions: n of the interval I(n) last given, from 1.
        interval: I(n) in days, as SM-2 gives it.
        ease: the easiness factor EF.
        due: the study day on which the card is asked next: `last` + `interval`, unless it was moved.
        last: the study day of the last graded answer.
        lapses: how often the card was failed.
        passed: whether it was ever graded 3 or better.
    """

    repetitions: int
    interval: int
    ease: float
    due: date
    last: date
    lapses: int
    passed: bool


State = Schedule | None
"""A card's schedule; None is a *new* card."""

# One answer is computed for every button of every card shown: these take a third less time.
_day = date.fromordinal
_schedule: Callable[[tuple[object, ...]], Schedule] = partial(tuple.__new__, Schedule)


def first_ease(difficulty: str) -> float:
    """Return the factor EF a new card starts with: easy 2.6, hard 2.3, anything else 2.5."""
    return EASE_BY_DIFFICULTY.get(difficulty, FIRST_EASE)


def review(
    state: State,
    grade: int,
    today: date,
    ease: float = FIRST_EASE,
    fuzz: float | None = None,
    load: Mapping[date, int] | None = None,
) -> Schedule:
    """Return the schedule after an answer; see the module for the rule.

    Args:
        state: the schedule before it; None for a new card.
        grade: the quality of the answer, 0 to 5.
        today: the study day of the answer.
        ease: the factor of a new card (`first_ease`); a card with a schedule has its own.
        fuzz: chance in [0, 1) that moves the due date a little (`fuzz.chance`); None for SM-2's own date.
            `interval` is SM-2's own in any case.
        load: how many cards are due on each day; the due date then moves to the day with the fewest.

    Raises:
        GradeError: the grade is not one of 0 to 5.
    """
    if state is None:
        n = interval = lapses = 0
        passed = False
    else:
        n, interval, ease, _, _, lapses, passed = state
    if grade not in _CHANGE:
        raise GradeError(f"{grade} is not a grade; grades are 0 to 5.")
    if grade < PASS:
        n, interval, lapses = 0, FIRST_INTERVAL, lapses + 1
    else:
        units = round(ease * _UNIT) + _CHANGE[grade]
        units = units if units > _LOWEST else _LOWEST  # noqa: FURB136 - max() takes longer
        ease = units / _UNIT
        interval = -(-interval * units // _UNIT) if n > 1 else SECOND_INTERVAL if n else FIRST_INTERVAL
        passed = True
    days = interval if fuzz is None and load is None else moved(interval, fuzz, load, today)
    try:
        due = _day(today.toordinal() + days)
    except (ValueError, OverflowError):
        interval, due = _until_the_end(today)
    return _schedule((n + 1, interval, ease, due, today, lapses, passed))


def next_states(
    state: State,
    today: date,
    ease: float = FIRST_EASE,
    fuzz: float | None = None,
    load: Mapping[date, int] | None = None,
) -> dict[int, Schedule]:
    """Return the schedule after each grade from 0 to 5, so that buttons can show what they do.

    A better grade never gives a shorter interval or an earlier date. The arguments are those of `review`.
    """
    return {grade: review(state, grade, today, ease, fuzz, load) for grade in GRADES}


def needs_repeat(grade: int) -> bool:
    """Tell whether the card comes back in the same session: until it is graded 4 or better."""
    return grade < REPEAT_BELOW


def is_leech(schedule: Schedule, lapses: int) -> bool:
    """Tell whether a card has failed so often (`lapses` times; 0 for never) that it should be rewritten."""
    return 0 < lapses <= schedule.lapses


def grade_from_word(word: str) -> int:
    """Read a grade: again, hard, good, easy, or SM-2's 0 to 5.

    Raises:
        GradeError: it is none of these.
    """
    known = {str(grade): grade for grade in GRADES} | BUTTONS
    if word.lower() not in known:
        raise GradeError(f"'{word}' is not a grade: it is 0 to 5, or {', '.join(BUTTONS)}.")
    return known[word.lower()]


def _until_the_end(today: date) -> tuple[int, date]:
    """Return the interval (days, at least one) and due date of a card whose interval passes the year 9999."""
    return max((date.max - today).days, 1), date.max
