"""Simulated days: FSRS and SM-2 against the package and the scheduler, days by hand, and a plain loop of the same."""

import importlib.util
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mean, stdev
from types import ModuleType

import fsrs
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studycli.report import simulation
from studycli.report.model import CLASSES, Card
from studycli.report.simulation import Course, Simulated, days, simulate, sm2_arrays
from studycli.report.simulation.fsrs_arrays import first_memory, recall, remember, repeat
from studycli.schedule import memory, sm2

LOOP = Path(__file__).parents[1] / "benchmarks" / "simulation.py"
TODAY = date(2026, 3, 1).toordinal()
NEW = Card("new", "a.md", (), 0, 0, 0, 2.5, 0, 0, False, False, 0.0, 0.0, 0, 0, 0, 0.0)
SURE = 1e12  # days: so stable that no answer fails
RATINGS = {
    0: fsrs.Rating.Again,
    1: fsrs.Rating.Again,
    2: fsrs.Rating.Again,
    3: fsrs.Rating.Hard,
    4: fsrs.Rating.Good,
    5: fsrs.Rating.Easy,
}


def learnt(interval: int, due: int, *, stability: float = SURE, suspended: bool = False) -> Card:
    """Return a card that was learnt, due so many days after today."""
    last = TODAY + due - interval
    return NEW._replace(
        id=f"{interval}/{due}",
        interval=interval,
        due=TODAY + due,
        last=last,
        seen=last,
        repetitions=3,
        passed=True,
        suspended=suspended,
        stability=stability,
        difficulty=5.0,
    )


def course(days: int, **other: object) -> Course:
    """Return a course of a few simulations in which all that is due is asked."""
    start = Course(TODAY, days, 1000, 0, simulations=3)
    return start._replace(**other)


def everyone(cards: list[Card]) -> list[range]:
    return [range(len(cards))]


def mixed(count: int) -> list[Card]:
    """Return cards of all sorts, every third one new."""
    intervals, stabilities = (1, 6, 15, 40), (0.5, 4.0, 20.0, 90.0)
    return [
        learnt(intervals[i % 4], i % 9 - 4, stability=stabilities[i % 5 % 4])._replace(
            ease=(2.5, 2.36, 1.3)[i % 3], difficulty=1.0 + i % 10, repetitions=1 + i % 3
        )
        if i % 3
        else NEW
        for i in range(count)
    ]


# FSRS


@given(st.floats(0.001, 1e5), st.integers(0, 4000))
def test_recall_is_that_of_the_schedule(stability: float, days: int) -> None:
    found = recall(np.array([stability]), np.array([days]))
    assert found[0] == pytest.approx(memory.recall(stability, days), rel=1e-12)


@given(st.floats(0.001, 1e4), st.floats(1, 10), st.integers(0, 2000), st.integers(0, 5))
@example(3.0, 5.0, 0, 1)
@example(3.0, 5.0, 0, 5)
def test_an_answer_changes_memory_as_in_the_package(
    stability: float, difficulty: float, days: int, grade: int
) -> None:
    expected = by_package(stability, difficulty, days, grade)
    found = remember(
        np.array([stability]), np.array([difficulty]), np.array([float(days)]), np.array([grade])
    )
    assert [part.item() for part in found] == pytest.approx(expected, rel=1e-9)


@given(st.floats(0.001, 1e4), st.floats(1, 10))
def test_a_repeat_changes_memory_as_in_the_package(stability: float, difficulty: float) -> None:
    found = repeat(np.array([stability]), np.array([difficulty]))
    assert [part.item() for part in found] == pytest.approx(by_package(stability, difficulty, 0, 4), rel=1e-9)


@pytest.mark.parametrize("grade", sm2.GRADES)
def test_a_first_answer_gives_the_memory_of_the_package(grade: int) -> None:
    card, _ = fsrs.Scheduler(enable_fuzzing=False).review_card(
        fsrs.Card(card_id=1), RATINGS[grade], moment(0)
    )
    assert [part.item() for part in first_memory(np.array([grade]))] == pytest.approx(
        [card.stability, card.difficulty], rel=1e-12
    )


def test_single_precision_keeps_six_digits() -> None:
    """A block is computed in float32; over a long life of a card that changes nothing that is shown."""
    rng = np.random.default_rng(1)
    exact = (rng.uniform(0.1, 1000, 500), rng.uniform(1, 10, 500))
    single = tuple(part.astype(np.float32) for part in exact)
    for _ in range(20):
        days, grade = rng.integers(1, 300, 500).astype(float), rng.choice([1, 3, 4, 5], 500)
        exact = remember(*exact, days, grade)
        single = remember(*single, days.astype(np.float32), grade)
    assert single[0].dtype == np.float32
    assert single[0] == pytest.approx(exact[0], rel=2e-4)
    assert recall(single[0], np.float32(30)) == pytest.approx(recall(exact[0], 30), abs=1e-5)


def by_package(stability: float, difficulty: float, days: int, grade: int) -> list[float | None]:
    """Return stability and difficulty after an answer, by the package."""
    before = fsrs.Card(1, fsrs.State.Review, None, stability, difficulty, moment(0), moment(0))
    after, _ = fsrs.Scheduler(enable_fuzzing=False).review_card(before, RATINGS[grade], moment(days))
    return [after.stability, after.difficulty]


def moment(days: int) -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=days)


# SM-2


@given(
    st.integers(1, 9),
    st.integers(1, 40_000),
    st.integers(13_000, 60_000),
    st.integers(0, 5),
    st.integers(1, date.max.toordinal()),
)
@example(3, 6, 25_000, 4, TODAY)  # 6 * 2.5 is 15, and is not rounded up
@example(2, 40_000, 60_000, 5, date.max.toordinal() - 1)
@example(1, 1, 13_000, 3, date.max.toordinal() - 5)  # six days would pass the end of the calendar
def test_dates_are_those_of_the_schedule(n: int, interval: int, units: int, grade: int, day: int) -> None:
    today = date.fromordinal(day)
    state = sm2.Schedule(n, interval, units / 10_000, today, today, 0, True)
    expected = sm2.review(state, grade, today)
    found = sm2_arrays.reschedule(
        *(np.array([value], np.int32) for value in (n, interval, units)), np.array([grade], np.int32), day
    )
    assert [part.item() for part in found] == [
        expected.repetitions,
        expected.interval,
        round(expected.ease * 10_000),
        expected.due.toordinal(),
    ]


@pytest.mark.parametrize("grade", sm2.GRADES)
def test_dates_of_a_new_card_are_those_of_the_schedule(grade: int) -> None:
    expected = sm2.review(None, grade, date.fromordinal(TODAY))
    found = sm2_arrays.reschedule(
        *(np.array([value], np.int32) for value in (0, 0, 25_000)), np.array([grade], np.int32), TODAY
    )
    assert found.due.item() == expected.due.toordinal()
    assert found.repetitions.item() == expected.repetitions


# Days by hand


def reviews(found: Simulated) -> list[int]:
    """Return the reviews of each day, which are the same in all simulations."""
    assert (found.reviews == found.reviews[:, :1]).all()
    return [int(count) for count in found.reviews[:, 0]]


def test_a_card_that_never_fails_comes_back_as_sm2_says() -> None:
    """Interval 6 with EF 2.5 becomes 15, then 38: days 0 and 15 of 50, then 53."""
    assert [day for day, count in enumerate(reviews(simulate([learnt(6, 0)], course(54)))) if count] == [
        0,
        15,
        53,
    ]


def test_a_new_card_is_learnt_and_comes_back_after_1_day_and_6_more() -> None:
    found = simulate([NEW], course(9, new_per_day=5, pass_new=1.0, chance=(1.0,) * len(CLASSES)))
    assert found.new.tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert reviews(found) == [0, 1, 0, 0, 0, 0, 0, 1, 0]
    assert (found.answers.sum(axis=0) == 3).all()


def test_a_card_that_always_fails_is_repeated_and_comes_back_each_day() -> None:
    found = simulate([learnt(6, 0)], course(4, chance=(0.0,) * len(CLASSES)))
    assert reviews(found) == [1, 1, 1, 1]
    assert (found.answers == 2).all()


def test_the_interval_decides_which_retention_holds() -> None:
    """The card of 6 days always passes, that of 21 days always fails."""
    found = simulate([learnt(6, 0), learnt(21, 0)], course(2, chance=(1.0, 1.0, 0.0, 1.0)))
    assert found.answers[:, 0].tolist() == [3, 1]


def test_passes_are_hard_good_and_easy_as_their_shares_say() -> None:
    """All hard: EF 2.36 gives ceil(6 * 2.36) = 15 days and a repeat; all easy: EF 2.6 gives 16."""
    hard = simulate([learnt(6, 0)], course(17, pass_grades=(1.0, 0.0, 0.0)))
    easy = simulate([learnt(6, 0)], course(17, pass_grades=(0.0, 0.0, 1.0)))
    assert np.flatnonzero(hard.reviews[:, 0]).tolist() == [0, 15]
    assert hard.answers[0, 0] == 2
    assert np.flatnonzero(easy.reviews[:, 0]).tolist() == [0, 16]
    many = simulate(
        [learnt(60, 0)] * 4000, course(1, pass_grades=(0.5, 0.25, 0.25), simulations=1, reviews_per_day=9000)
    )
    assert many.answers[0, 0] - 4000 == pytest.approx(2000, abs=4 * np.sqrt(4000 * 0.25))


def test_the_most_overdue_for_their_interval_are_taken_first() -> None:
    """Overdue by 2/40, 2/6 and 1/2 of the interval: the limit of one takes the last first."""
    cards = [learnt(40, -2), learnt(6, -2), learnt(2, -1)]
    groups = [[0], [1], [2]]
    forgotten = [card._replace(stability=0.001, seen=1, last=1) for card in cards]
    found = simulate(forgotten, course(1, reviews_per_day=1, chance=(1.0,) * 4, simulations=300), groups)
    assert found.shares.mean(axis=1)[2] > found.shares.mean(axis=1)[:2].max()


@given(st.data())
def test_each_simulation_takes_its_own_most_overdue(data: st.DataObject) -> None:
    """Against sorting each simulation's cards, equal ones in their order."""
    sizes = data.draw(st.integers(1, 4))
    places = data.draw(st.lists(st.integers(0, sizes - 1), min_size=1, max_size=60))
    values = data.draw(st.lists(st.integers(0, 6), min_size=len(places), max_size=len(places)))
    limits = data.draw(st.lists(st.integers(0, 9), min_size=sizes, max_size=sizes))
    mask = days.most_overdue(np.array(values, np.float32), np.array(places, np.uint16), np.array(limits))
    for number, limit in enumerate(limits):
        own = sorted((-value, i) for i, value in enumerate(values) if places[i] == number)
        assert {i for _, i in own[:limit]} == {
            i for i in np.flatnonzero(mask).tolist() if places[i] == number
        }


def test_suspended_cards_are_never_asked() -> None:
    cards = [learnt(6, 0, suspended=True), NEW._replace(suspended=True)]
    found = simulate(cards, course(20, new_per_day=5), everyone(cards))
    assert not found.answers.any()
    assert not found.new.any()


def test_without_cards_nothing_is_asked_and_nothing_recalled() -> None:
    found = simulate([], course(5, new_per_day=3, date=TODAY + 5), [[]])
    assert not found.answers.any()
    assert not found.shares.any()


def test_a_new_card_is_not_recalled() -> None:
    cards = [NEW, learnt(6, 9)]
    assert (simulate(cards, course(3), [[0], [1], [0, 1]]).shares == [[0], [1], [0.5]]).all()


def test_a_card_of_which_no_answer_is_in_the_log_has_the_memory_of_its_schedule() -> None:
    """Interval 10, asked 10 days ago: recall 0.9."""
    card = learnt(10, 0)._replace(stability=0.0, difficulty=0.0, seen=0)
    cards = [card] * 2000
    found = simulate(cards, course(0, simulations=20), everyone(cards))
    assert found.shares.mean() == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / 40_000))


def test_the_same_seed_gives_the_same_result() -> None:
    cards, plan = mixed(40), course(30, new_per_day=1, date=TODAY + 30)
    one, other = (simulate(cards, plan, everyone(cards)) for _ in range(2))
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
    third = simulate(cards, plan._replace(seed=1), everyone(cards))
    assert (one.answers != third.answers).any()


def test_doing_nothing_for_longer_never_raises_recall() -> None:
    cards = mixed(300)
    shares = [
        simulate(cards, course(days, reviews_per_day=0), everyone(cards)).shares for days in range(0, 200, 20)
    ]
    assert all((later <= earlier).all() for earlier, later in pairwise(shares))


def test_blocks_are_of_all_simulations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "BLOCK", 100)
    monkeypatch.setattr(simulation, "TOGETHER", 2)
    cards = mixed(30)
    found = simulate(cards, course(20, new_per_day=1, simulations=11), everyone(cards))
    assert found.reviews.shape == (20, 11)
    assert found.shares.shape == (1, 11)
    assert found.new.sum() == 10


# The plan


def test_a_card_that_passes_the_date_is_brought_forward_once() -> None:
    """In the last 14 full days, and only there; the last day stays free."""
    cards = [learnt(200, 100 + i % 50) for i in range(400)]
    found = simulate(cards, course(30, date=TODAY + 30, simulations=20))
    assert not found.reviews[:15].any()
    assert (found.reviews.sum(axis=0) == 400).all()
    assert not found.reviews[29].any()
    assert found.reviews[15:29].mean(axis=1) == pytest.approx([400 / 14] * 14, abs=5)


def test_one_answered_in_the_last_two_weeks_is_not_brought_forward() -> None:
    cards = [learnt(200, 200)]  # answered today, which is one of the last 14 full days
    assert not simulate(cards, course(15, date=TODAY + 15)).reviews.any()


def test_the_last_day_takes_half_of_the_reviews_and_nothing_forward() -> None:
    cards = [learnt(6, 0)] * 50 + [learnt(100, 50)] * 50
    found = simulate(cards, course(1, date=TODAY + 1, reviews_per_day=20))
    assert (found.reviews == 10).all()


def test_the_plan_takes_more_than_the_limit_where_it_would_not_be_done_otherwise() -> None:
    """90 cards wait for 9 full days: ten a day, not five."""
    cards = [learnt(100, -1, stability=SURE)] * 90
    found = simulate(cards, course(10, date=TODAY + 10, reviews_per_day=5))
    assert reviews(found) == [10] * 9 + [0]


# The plain loop


@cache
def loop() -> ModuleType:
    """Return the plain loop of the benchmark, which shares no formula with the simulation."""
    spec = importlib.util.spec_from_file_location("simulation_loop", LOOP)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SURELY = [learnt(6, i % 5 - 2) for i in range(40)] + [learnt(120, 90)] * 3
COURSES = {
    "all that is due": course(60),
    "a limit of three": course(60, reviews_per_day=3),
    "a plan without cards to bring forward": course(60, date=TODAY + 300, reviews_per_day=4),
}


@pytest.mark.parametrize("each", COURSES.values(), ids=COURSES)
def test_where_nothing_is_left_to_chance_a_plain_loop_gives_the_same(each: Course) -> None:
    expected = loop().play(SURELY, each, [])
    found = simulate(SURELY, each)
    assert found.reviews.T.tolist() == [played.reviews for played in expected]
    assert found.answers.T.tolist() == [played.answers for played in expected]


CHANCES = {
    "free": course(40, new_per_day=2),
    "limited": course(40, new_per_day=2, reviews_per_day=8, pass_grades=(0.2, 0.6, 0.2), pass_new=0.6),
    "plan": course(40, new_per_day=[2] * 30 + [0] * 10, date=TODAY + 40),
    "tight plan": course(40, new_per_day=[2] * 30 + [0] * 10, date=TODAY + 40, reviews_per_day=3),
}


@pytest.mark.no_cover  # hundreds of runs of what is compared step by step above
@pytest.mark.parametrize("each", CHANCES.values(), ids=CHANCES)
def test_means_are_those_of_a_plain_loop(each: Course) -> None:
    """Reviews, answers and share recalled in all, within 4.5 standard errors of 60 and 600 simulations."""
    cards = mixed(120)
    groups = [range(120), range(60), range(0, 120, 3)]
    expected = loop().play(cards, each._replace(simulations=60), groups)
    found = simulate(cards, each._replace(simulations=600), groups)
    assert found.new.tolist() == expected[0].new
    rows = [*found.reviews[::4], found.reviews.sum(axis=0), found.answers.sum(axis=0), *found.shares]
    others = [
        [*played.reviews[::4], sum(played.reviews), sum(played.answers), *played.shares]
        for played in expected
    ]
    for row, other in zip(rows, zip(*others, strict=True), strict=True):
        error = np.hypot(stdev(other) / np.sqrt(60), row.std() / np.sqrt(600))
        assert row.mean() == pytest.approx(mean(other), abs=4.5 * error + 1e-9)


def test_the_comparison_notices_another_chance() -> None:
    """The loop with 2 % less at the first answers of new cards lies outside of what the test above allows."""
    cards = [NEW] * 400
    each = course(3, new_per_day=400, pass_new=0.9)
    expected = [sum(p.answers) for p in loop().play(cards, each._replace(simulations=60, pass_new=0.88), [])]
    found = simulate(cards, each._replace(simulations=600)).answers.sum(axis=0)
    error = np.hypot(stdev(expected) / np.sqrt(60), found.std() / np.sqrt(600))
    assert abs(found.mean() - mean(expected)) > 4.5 * error
