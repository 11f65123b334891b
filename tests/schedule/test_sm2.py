"""SM-2 against a table computed by hand, against supermemo2, and against its own rule."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path

import pytest
import supermemo2
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import GradeError
from studycli.schedule.sm2 import (
    BUTTONS,
    GRADES,
    Schedule,
    State,
    first_ease,
    grade_from_word,
    is_leech,
    needs_repeat,
    next_states,
    review,
)

DAY = date(2026, 3, 1)

grades = st.integers(0, 5)
histories = st.lists(grades, min_size=1, max_size=12)
eases = st.sampled_from([2.3, 2.5, 2.6])


def replay(history: list[int], ease: float = 2.5) -> list[Schedule]:
    """Answer a new card with each grade, always on its due date."""
    steps: list[Schedule] = []
    state: State = None
    for grade in history:
        state = review(state, grade, state.due if state else DAY, ease)
        steps.append(state)
    return steps


@st.composite
def states(draw: st.DrawFn) -> State:
    """Return any state: a new card, or one with free values as a log or a frontmatter may give them."""
    if draw(st.booleans()):
        return None
    interval, last = draw(st.integers(1, 4000)), DAY + timedelta(days=draw(st.integers(-400, 0)))
    ease = draw(st.integers(130, 400)) / 100
    due = last + timedelta(days=interval)
    return Schedule(
        draw(st.integers(1, 9)), interval, ease, due, last, draw(st.integers(0, 9)), draw(st.booleans())
    )


# Computed by hand from the published rule, EF' before the interval, I(1) = 1, I(2) = 6, I(n) = I(n-1) * EF':
# each row is a history, and then (n, interval, EF) after each of its answers.
GOLDEN: list[tuple[list[int], float, list[tuple[int, int, float]]]] = [
    # q = 4 leaves EF at 2.5: 6 * 2.5 = 15 exactly; 15 * 2.5 = 37.5 -> 38; 38 * 2.5 = 95
    ([4, 4, 4, 4, 4], 2.5, [(1, 1, 2.5), (2, 6, 2.5), (3, 15, 2.5), (4, 38, 2.5), (5, 95, 2.5)]),
    # q = 5 adds 0.1 each: 2.6, 2.7, 2.8; 6 * 2.8 = 16.8 -> 17; EF 2.9: 17 * 2.9 = 49.3 -> 50
    ([5, 5, 5, 5], 2.5, [(1, 1, 2.6), (2, 6, 2.7), (3, 17, 2.8), (4, 50, 2.9)]),
    # q = 3 takes 0.1 - 2 * (0.08 + 2 * 0.02) = -0.14: 2.36, 2.22, 2.08; 6 * 2.08 = 12.48 -> 13;
    # EF 1.94: 13 * 1.94 = 25.22 -> 26
    ([3, 3, 3, 3], 2.5, [(1, 1, 2.36), (2, 6, 2.22), (3, 13, 2.08), (4, 26, 1.94)]),
    # the factor of this answer, not of the one before: 6 * 2.36 = 14.16 -> 15; then 15 * 2.46 = 36.9 -> 37
    ([4, 4, 3, 5], 2.5, [(1, 1, 2.5), (2, 6, 2.5), (3, 15, 2.36), (4, 37, 2.46)]),
    # a failure: I(1) = 1, EF as it was; the pass after it gives I(2) = 6, the next 6 * 2.5 = 15
    (
        [4, 4, 4, 1, 4, 4],
        2.5,
        [(1, 1, 2.5), (2, 6, 2.5), (3, 15, 2.5), (1, 1, 2.5), (2, 6, 2.5), (3, 15, 2.5)],
    ),
    # the same for a new card: failed at first, then I(2) = 6
    ([0, 4, 4], 2.5, [(1, 1, 2.5), (2, 6, 2.5), (3, 15, 2.5)]),
    # 0, 1 and 2 are all failures and change no factor; 2.5 + 0.1 = 2.6, 6 * (2.6 + 0.1) = 16.2 -> 17
    ([2, 1, 0, 5, 5], 2.5, [(1, 1, 2.5), (1, 1, 2.5), (1, 1, 2.5), (2, 6, 2.6), (3, 17, 2.7)]),
    # EF stops at 1.3: 2.3 - 7 * 0.14 = 1.32, then 1.18 -> 1.3; the intervals: 6 * 1.88 = 11.28 -> 12;
    # 12 * 1.74 = 20.88 -> 21; 21 * 1.6 = 33.6 -> 34; 34 * 1.46 = 49.64 -> 50; 50 * 1.32 = 66; 66 * 1.3 = 85.8 -> 86
    (
        [3] * 8,
        2.3,
        [
            (1, 1, 2.16),
            (2, 6, 2.02),
            (3, 12, 1.88),
            (4, 21, 1.74),
            (5, 34, 1.6),
            (6, 50, 1.46),
            (7, 66, 1.32),
            (8, 86, 1.3),
        ],
    ),
    # an easy card: 6 * 2.6 = 15.6 -> 16; 16 * 2.6 = 41.6 -> 42
    ([4, 4, 4, 4], 2.6, [(1, 1, 2.6), (2, 6, 2.6), (3, 16, 2.6), (4, 42, 2.6)]),
]


@pytest.mark.parametrize(("history", "ease", "expected"), GOLDEN)
def test_golden_table(history: list[int], ease: float, expected: list[tuple[int, int, float]]) -> None:
    """Each step of a history gives what the published rule gives by hand."""
    assert [(step.repetitions, step.interval, step.ease) for step in replay(history, ease)] == expected


def test_a_whole_product_is_not_rounded_up_by_a_binary_fraction() -> None:
    """In floats 2.2 + 0.1 is a little above 2.3, and ten times that would be rounded up to 24."""
    state = Schedule(5, 10, 2.2, DAY, DAY, 0, passed=True)
    assert 10 * (2.2 + 0.1) > 23
    assert review(state, 5, DAY)[:3] == (6, 23, 2.3)


def test_a_failure_counts_a_lapse_and_keeps_that_it_was_passed() -> None:
    step = replay([4, 4, 1])[-1]
    assert (step.lapses, step.passed, step.last, step.due) == (1, True, date(2026, 3, 8), date(2026, 3, 9))
    assert replay([0])[-1] == Schedule(1, 1, 2.5, date(2026, 3, 2), DAY, 1, passed=False)


def test_an_unknown_quality_is_refused() -> None:
    for grade in (-1, 6):
        with pytest.raises(GradeError, match=f"^{grade} is not a grade; grades are 0 to 5.$"):
            review(None, grade, DAY)


def test_the_first_factor_comes_from_the_difficulty() -> None:
    assert [first_ease(word) for word in ("easy", "medium", "hard", "")] == [2.6, 2.5, 2.3, 2.5]


def test_an_interval_beyond_the_calendar_ends_with_it() -> None:
    """Passing a card for ever neither overflows nor stops: the last date there is stays its due date."""
    steps = replay([5] * 40)
    assert steps[-1].due == date.max
    assert steps[-1].interval == 1
    assert review(None, 0, date.max).due == date.max


@given(histories, eases)
def test_agrees_with_the_rule_in_exact_fractions(history: list[int], ease: float) -> None:
    """An independent statement of the rule, in fractions, gives the same intervals and factors."""
    factor, n, interval = Fraction(str(ease)), 0, 0
    for grade, step in zip(history, replay(history, ease), strict=True):
        if grade < 3:
            n, interval = 1, 1
        else:
            miss = 5 - grade
            factor = max(
                Fraction(13, 10),
                factor + Fraction(1, 10) - miss * (Fraction(8, 100) + miss * Fraction(2, 100)),
            )
            n += 1
            interval = {1: 1, 2: 6}.get(n, ceil(interval * factor))
        if step.due < date.max:
            assert (step.repetitions, step.interval, step.ease) == (n, interval, float(factor))
            assert step.due == step.last + timedelta(days=interval)


@given(histories)
def test_lapses_are_the_failures_and_passed_is_any_pass(history: list[int]) -> None:
    step = replay(history)[-1]
    assert step.lapses == sum(grade < 3 for grade in history)
    assert step.passed == any(grade >= 3 for grade in history)


@given(
    states(), st.none() | st.floats(0, 1, exclude_max=True), st.none() | st.binary(min_size=250, max_size=250)
)
def test_a_better_grade_never_gives_a_shorter_interval(
    state: State, fuzz: float | None, counts: bytes | None
) -> None:
    """Nor an earlier date, with fuzz and with load balancing too."""
    load = None
    if counts is not None:  # as many days as any window may reach, with 0 to 2 cards each
        load = {DAY + timedelta(days=day): counts[day % 250] % 3 for day in range(5000)}
    steps = list(next_states(state, DAY, 2.5, fuzz, load).values())
    for worse, better in pairwise(steps):
        assert worse.interval <= better.interval
        assert worse.due <= better.due


@given(states(), grades)
def test_next_states_are_the_reviews(state: State, grade: int) -> None:
    assert next_states(state, DAY)[grade] == review(state, grade, DAY)
    assert list(next_states(state, DAY)) == list(GRADES)


# supermemo2 3.0 differs from the published rule in three ways, each shown below:
#   1. it multiplies by the factor *before* this answer;
#   2. a failure lowers the factor;
#   3. after a failure it gives I(1) = 1 twice.


@given(st.lists(st.just(4), min_size=1, max_size=12))
def test_supermemo2_agrees_while_every_answer_is_good(history: list[int]) -> None:
    """With grade 4 the factor does not move, so its order is of no account, and nothing is failed."""
    theirs = supermemo2.first_review(4, "2026-03-01 00:00:00")
    ours = review(None, 4, DAY)
    for _ in history:
        assert (ours.interval, ours.repetitions, ours.ease) == (
            theirs["interval"],
            theirs["repetitions"],
            theirs["easiness"],
        )
        assert f"{ours.due} 00:00:00" == theirs["review_datetime"]
        theirs = supermemo2.review(
            4, theirs["easiness"], theirs["interval"], theirs["repetitions"], theirs["review_datetime"]
        )
        ours = review(ours, 4, ours.due)


@given(st.lists(st.integers(3, 5), min_size=1, max_size=10))
def test_supermemo2_agrees_on_the_factor_of_every_pass(history: list[int]) -> None:
    """The factor moves alike; theirs carries the error of binary fractions along."""
    theirs = supermemo2.first_review(history[0], "2026-03-01 00:00:00")["easiness"]
    for grade in history[1:]:
        theirs = supermemo2.review(grade, theirs, 1, 1, "2026-03-01 00:00:00")["easiness"]
    assert replay(history)[-1].ease == pytest.approx(theirs, abs=1e-9)


def test_difference_1_supermemo2_uses_the_factor_before_the_answer() -> None:
    state = Schedule(2, 6, 2.5, DAY, DAY, 0, passed=True)
    assert supermemo2.review(5, 2.5, 6, 2, "2026-03-01 00:00:00")["interval"] == 15  # 6 * 2.5
    assert review(state, 5, DAY).interval == 16  # 6 * 2.6 = 15.6


def test_difference_2_supermemo2_lowers_the_factor_at_a_failure() -> None:
    state = Schedule(2, 6, 2.5, DAY, DAY, 0, passed=True)
    assert supermemo2.review(1, 2.5, 6, 2, "2026-03-01 00:00:00")["easiness"] == pytest.approx(1.96)
    assert review(state, 1, DAY).ease == 2.5


def test_difference_3_supermemo2_gives_one_day_twice_after_a_failure() -> None:
    failed = supermemo2.review(1, 2.5, 6, 2, "2026-03-01 00:00:00")
    again = supermemo2.review(
        4, failed["easiness"], failed["interval"], failed["repetitions"], "2026-03-02 00:00:00"
    )
    assert [failed["interval"], again["interval"]] == [1, 1]
    assert [step.interval for step in replay([1, 4])] == [1, 6]


def test_grades_below_four_come_back_today() -> None:
    assert [needs_repeat(grade) for grade in GRADES] == [True] * 4 + [False] * 2


def test_a_leech_is_a_card_failed_often_enough() -> None:
    card = Schedule(1, 1, 2.5, DAY, DAY, 8, passed=True)
    assert [is_leech(card, limit) for limit in (7, 8, 9, 0)] == [True, True, False, False]


def test_grades_are_read_as_words_and_numbers() -> None:
    assert {word: grade_from_word(word) for word in BUTTONS} == BUTTONS
    assert [grade_from_word(str(grade)) for grade in GRADES] == list(GRADES)
    assert grade_from_word("Good") == 4


@pytest.mark.parametrize("word", ["6", "-1", "", "great", "4.0", "４"])
def test_an_unknown_word_is_no_grade(word: str) -> None:
    with pytest.raises(GradeError) as error:
        grade_from_word(word)
    assert str(error.value) == f"'{word}' is not a grade: it is 0 to 5, or again, hard, good, easy."


def test_the_module_reads_no_clock_and_no_chance() -> None:
    """Time and chance are arguments."""
    import studycli.schedule.sm2 as module

    source = Path(module.__file__).read_text(encoding="utf-8")
    assert "today()" not in source
    assert "import random" not in source
