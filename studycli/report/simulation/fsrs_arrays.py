"""FSRS-6 over arrays of any floating type: the recall of `schedule.memory`, and the step of ``fsrs``'s scheduler."""

import numpy as np

from studycli.report.simulation.course import Array
from studycli.schedule.memory import DECAY, FACTOR, HIGHEST_DIFFICULTY, LOWEST_DIFFICULTY, W8, W9, W10
from studycli.schedule.sm2 import BUTTONS

LOWEST_STABILITY = 0.001  # days

_GOOD, _EASY = np.array([BUTTONS["good"], BUTTONS["easy"]], np.int32)

# FSRS-6's published default parameters (fsrs.scheduler.DEFAULT_PARAMETERS); w20 is memory.DECAY
_FIRST_STABILITY = np.array([0.212, 1.2931, 2.3065, 8.2956])  # w0 to w3, by rating less 1
_W4, _W5, _W6, _W7 = 6.4133, 0.8334, 3.0194, 0.001
_W11, _W12, _W13, _W14 = 1.4835, 0.0614, 0.2629, 1.6483
_BONUS = np.array([1.0, 0.6014, 1.0, 1.8729])  # w15 and w16, by rating less 1
_W17, _W18, _W19 = 0.5425, 0.0912, 0.0658


def recall(stability: Array, days: Array | float) -> Array:
    """Return the chance of recall after so many days (0 or more); `schedule.memory.recall` over arrays."""
    chance: Array = np.exp(np.log(FACTOR * days / stability + 1) * -DECAY)
    return chance


def first_memory(grade: Array) -> tuple[Array, Array]:
    """Return stability and difficulty after the first answer ever, of quality 0 to 5."""
    rating = _rating(grade)
    return _FIRST_STABILITY[rating - 1], np.clip(
        _first_difficulty(rating), LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY
    )


def remember(stability: Array, difficulty: Array, days: Array, grade: Array) -> tuple[Array, Array]:
    """Return stability and difficulty after an answer.

    Args:
        stability: S before it, in days.
        difficulty: D before it, 1 to 10.
        days: Since the last answer, 0 or more.
        grade: Quality of the answer, 0 to 5.
    """
    rating = _rating(grade)
    chance = recall(stability, days)
    after = _passed(stability, difficulty, chance, rating)
    failed = np.flatnonzero(rating == 1)
    after[failed] = _failed(stability[failed], difficulty[failed], chance[failed])
    same_day = np.flatnonzero(days < 1)
    after[same_day] = _same_day(stability[same_day], rating[same_day])
    return np.maximum(after, LOWEST_STABILITY), _next_difficulty(difficulty, rating)


def repeat(stability: Array, difficulty: Array) -> tuple[Array, Array]:
    """Return stability and difficulty after a repeat on the same day that was good."""
    good = np.full(len(stability), _rating(_GOOD))
    return np.maximum(_same_day(stability, good), LOWEST_STABILITY), _next_difficulty(difficulty, good)


def _rating(grade: Array) -> Array:
    """Return FSRS's rating of a quality: 1 again, 2 hard, 3 good, 4 easy."""
    rating: Array = np.maximum(grade - 1, 1)
    return rating


def _passed(stability: Array, difficulty: Array, chance: Array, rating: Array) -> Array:
    """Return stability after a pass on a later day."""
    growth = np.exp(np.log(stability) * -W9 + W8) * (11 - difficulty) * np.expm1((1 - chance) * W10)
    other = np.flatnonzero(rating != _rating(_GOOD))
    growth[other] *= _BONUS[rating[other] - 1]
    after: Array = stability * (growth + 1)
    return after


def _failed(stability: Array, difficulty: Array, chance: Array) -> Array:
    """Return stability after a fail on a later day."""
    long = (
        np.expm1(np.log(stability + 1) * _W13)
        * np.exp((1 - chance) * _W14 - np.log(difficulty) * _W12)
        * _W11
    )
    after: Array = np.minimum(long, stability / np.exp(_W17 * _W18))
    return after


def _same_day(stability: Array, rating: Array) -> Array:
    """Return stability after an answer on the day of the one before."""
    growth = np.exp((rating.astype(stability.dtype) - 3 + _W18) * _W17 - np.log(stability) * _W19)
    after: Array = stability * np.where(rating > 1, np.maximum(growth, 1), growth)
    return after


def _first_difficulty(rating: Array) -> Array:
    return _W4 - np.exp(_W5 * (rating - 1)) + 1


_EASY_DIFFICULTY = float(_first_difficulty(_rating(_EASY)))  # to which difficulty reverts


def _next_difficulty(difficulty: Array, rating: Array) -> Array:
    """Return difficulty after an answer: a step damped towards 10, then some way back to that of an easy card."""
    step = (_W6 / 9) * (3 - rating).astype(difficulty.dtype) * (10 - difficulty)
    after = (difficulty + step) * (1 - _W7) + _W7 * _EASY_DIFFICULTY
    kept: Array = np.clip(after, LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY)
    return kept
