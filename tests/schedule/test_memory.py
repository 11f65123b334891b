"""The memory model against the package whose parameters it takes, and by hand."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise

import fsrs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule import memory
from studycli.schedule.memory import (
    DECAY,
    FACTOR,
    Memory,
    ease_from_memory,
    follow,
    from_schedule,
    mastery,
    recall,
)

DAY = date(2026, 3, 1).toordinal()
PACKAGE = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
RATING = {
    0: fsrs.Rating.Again,
    1: fsrs.Rating.Again,
    2: fsrs.Rating.Again,
    3: fsrs.Rating.Hard,
    4: fsrs.Rating.Good,
    5: fsrs.Rating.Easy,
}

grades = st.integers(0, 5)
stabilities = st.floats(0.001, 40_000)
memories = st.builds(Memory, stabilities, st.floats(1, 10), st.just(DAY))


@st.composite
def answers(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Return a card's answers, days and grades, in order; some on the same day."""
    gaps = draw(st.lists(st.integers(0, 5) | st.integers(6, 900), min_size=1, max_size=9))
    return [(day, draw(grades)) for day in accumulate(gaps, initial=DAY)]


def midnight(day: int) -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day - DAY)


def test_the_curves_constants_are_the_packages() -> None:
    assert DEFAULT_PARAMETERS[20] == DECAY
    assert pytest.approx(PACKAGE._FACTOR, rel=1e-15) == FACTOR
    assert DEFAULT_PARAMETERS[8:11] == (memory.W8, memory.W9, memory.W10)


def test_recall_by_hand() -> None:
    # mpmath, 30 digits: (1 + F * t / S) ** -0.1542 with F = 0.9 ** (-1 / 0.1542) - 1 = 0.980346494413480
    assert recall(1, 2) == pytest.approx(0.845884645149434, rel=1e-12)
    assert recall(10, 30) == pytest.approx(0.809388103573171, rel=1e-12)
    assert recall(3, 365) == pytest.approx(0.477789592787792, rel=1e-12)
    assert mastery(10) == recall(10, 30)


@given(stabilities)
def test_recall_is_nine_tenths_after_as_many_days_as_the_stability(stability: float) -> None:
    assert recall(stability, stability) == pytest.approx(0.9)
    assert mastery(30) == pytest.approx(0.9)


def test_recall_is_whole_on_the_day_itself_and_where_the_clock_was_set_back() -> None:
    assert [recall(5, 0), recall(5, -3)] == [1, 1]


@given(stabilities, st.integers(0, 20_000))
def test_recall_is_the_packages_retrievability(stability: float, days: int) -> None:
    card = fsrs.Card(1, stability=stability, last_review=midnight(DAY))
    theirs = PACKAGE.get_card_retrievability(card, midnight(DAY + days))
    assert recall(stability, days) == pytest.approx(theirs, rel=1e-14)


@given(stabilities, stabilities, st.integers(0, 9000), st.integers(1, 900))
def test_recall_falls_with_the_days_and_rises_with_the_stability(
    one: float, other: float, days: int, more: int
) -> None:
    assert 0 < recall(one, days + more) < recall(one, days) <= 1
    assert recall(min(one, other), days) <= recall(max(one, other), days)


@given(answers())
def test_following_a_new_card_is_what_the_package_does(history: list[tuple[int, int]]) -> None:
    card, chances = fsrs.Card(1), []
    for day, grade in history:
        chances.append(PACKAGE.get_card_retrievability(card, midnight(day)) if card.stability else None)
        card, _ = PACKAGE.review_card(card, RATING[grade], midnight(day))
    foretold, after = follow(None, history)
    assert after == (card.stability, card.difficulty, history[-1][0])
    assert foretold[0] is None
    assert foretold[1:] == pytest.approx(chances[1:], rel=1e-14)


@given(memories, answers(), st.data())
def test_a_card_can_be_followed_in_parts(
    start: Memory, history: list[tuple[int, int]], data: st.DataObject
) -> None:
    """What is kept between two runs of the program is all that the model needs."""
    first = data.draw(st.integers(0, len(history)))
    before, between = follow(start, history[:first])
    after, end = follow(between, history[first:])
    assert (before + after, end) == follow(start, history)


@pytest.mark.parametrize(("grade", "rating"), RATING.items())
def test_the_first_answer_gives_the_stability_of_its_rating(grade: int, rating: fsrs.Rating) -> None:
    foretold, after = follow(None, [(DAY, grade)])
    assert foretold == [None]
    assert after is not None
    assert after.stability == DEFAULT_PARAMETERS[rating - 1]


def test_without_answers_the_memory_is_as_before() -> None:
    assert follow(None, []) == ([], None)
    assert follow(Memory(8.0, 5.0, DAY), []) == ([], Memory(8.0, 5.0, DAY))


@given(st.none() | memories, answers(), st.integers(0, 400))
def test_a_better_grade_never_gives_a_lower_stability(
    start: Memory | None, history: list[tuple[int, int]], gap: int
) -> None:
    _, before = follow(start, history)
    assert before is not None
    after = [follow(before, [(before.day + gap, grade)])[1] for grade in range(6)]
    values = [value.stability for value in after if value]
    assert len(values) == 6
    assert all(worse <= better for worse, better in pairwise(values))


@given(answers())
def test_a_day_that_goes_back_counts_as_the_same_day(history: list[tuple[int, int]]) -> None:
    last = history[-1][0]
    foretold, after = follow(None, [*history, (last - 40, 4), (last + 3, 3)])
    assert (foretold, after) == follow(None, [*history, (last, 4), (last + 3, 3)])
    assert foretold[-2] == 1


@pytest.mark.parametrize("day", [date.min.toordinal(), date.max.toordinal() - 1, date.max.toordinal()])
def test_the_ends_of_the_calendar_are_days_too(day: int) -> None:
    start = Memory(1e6, 1.0, day)
    foretold, after = follow(start, [(day, 5), (date.max.toordinal(), 5)])
    assert foretold[0] == 1
    assert after is not None
    assert after.day == date.max.toordinal()


@pytest.mark.parametrize(("interval", "ease"), [(15, 2.0), (10, 2.5), (30, 2.6), (100, 1.9)])
def test_an_adopted_card_grows_by_its_factor_at_the_next_pass(interval: int, ease: float) -> None:
    """Which is what the conversion is made for; fsrs-rs tests its own so."""
    start = from_schedule(interval, ease, DAY)
    foretold, after = follow(start, [(DAY + interval, 4)])
    assert foretold == [pytest.approx(0.9)]
    assert after is not None
    assert after.stability / interval == pytest.approx(ease)


def test_an_adopted_cards_memory_by_hand() -> None:
    # D = 11 - (EF - 1) / (exp(w8) * S ** -w9 * (exp(0.1 * w10) - 1)) by mpmath with 30 digits
    start = from_schedule(15, 2.0, DAY)
    assert (start.stability, start.day) == (15, DAY)
    assert start.difficulty == pytest.approx(8.08567463625985, rel=1e-12)
    assert from_schedule(10, 2.5, DAY).difficulty == pytest.approx(6.91405523577155, rel=1e-12)


@given(st.integers(-5, 40_000), st.floats(1.3, 9))
def test_an_adopted_cards_memory_keeps_the_models_limits(interval: int, ease: float) -> None:
    start = from_schedule(interval, ease, DAY)
    assert start.stability == max(interval, 1)
    assert 1 <= start.difficulty <= 10


def test_nothing_waits_for_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's card sleeps a millisecond for an id when it is given none."""

    def fail(seconds: float) -> None:
        pytest.fail(f"slept {seconds} s")

    monkeypatch.setattr("time.sleep", fail)
    assert follow(None, [(DAY, 4)])[1] is not None
    assert follow(Memory(8.0, 5.0, DAY), [(DAY + 1, 4)])[1] is not None


def test_the_package_is_loaded_only_to_follow_answers() -> None:
    script = (
        "import sys; from studycli.schedule.memory import follow, recall; recall(1, 2);"
        "assert 'fsrs' not in sys.modules; follow(None, []); assert 'fsrs' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@given(st.integers(1, 3000), st.integers(13_000, 50_000))
def test_the_ease_of_a_memory_gives_the_memory_back(interval: int, units: int) -> None:
    made = from_schedule(interval, units / 10_000, DAY)
    back = from_schedule(interval, ease_from_memory(made.stability, made.difficulty, interval), DAY)
    assert back.difficulty == pytest.approx(made.difficulty, abs=0.002)


def test_the_ease_of_a_memory_is_the_growth_of_its_stability_by_a_pass_when_it_is_due() -> None:
    start = Memory(20.0, 6.0, DAY)
    for interval in (10, 20, 40):
        _, after = follow(start, [(DAY + interval, 4)])
        assert after is not None
        assert ease_from_memory(20.0, 6.0, interval) == pytest.approx(after.stability / 20, abs=5e-5)


def test_the_ease_of_a_memory_stays_in_its_bounds() -> None:
    assert ease_from_memory(0.01, 1.0, 0) == 5.0
    assert ease_from_memory(36_500.0, 10.0, 1) == 1.3
