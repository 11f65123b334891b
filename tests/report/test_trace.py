"""What happened to a card day by day, on histories short enough to be worked out by hand."""

from datetime import date
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.model import Answer, CardAnswer, CardDay
from studycli.report.trace import card_days, interval_class, told
from studycli.schedule.memory import follow, from_schedule, recall

DAY = date(2026, 3, 1).toordinal()
EASE = 2.5


def learnt(day: int, grade: int = 4, mastery: float = 0.04) -> Answer:
    """Answer a new card."""
    return Answer(day, "review", grade, 10.0, "recall", False, None, None, None, mastery)


def reviewed(
    day: int, gap: int, interval: int, grade: int = 4, mastery: float = 0.5, *, is_due: bool = True
) -> Answer:
    return Answer(day, "review", grade, 5.0, "recall", is_due, gap, interval, EASE, mastery)


def other(day: int, kind: str, grade: int = 4, mastery: float = 0.04) -> Answer:
    """Answer a card that was answered the same day, in a way that leaves its schedule."""
    return Answer(day, kind, grade, None, "choice", False, 0, 1, EASE, mastery)


@st.composite
def histories(draw: st.DrawFn) -> list[Answer]:
    """Return any answers to a card, on any days in any order, as a log may hold them."""
    answers: list[Answer] = []
    for _ in range(draw(st.integers(1, 12))):
        day = (answers[-1].day if answers else DAY) + draw(st.integers(-2, 40))
        kind = draw(st.sampled_from(["review", "repeat", "cram", "practice"]))
        scheduled = draw(st.booleans())
        gap = draw(st.integers(-3, 90)) if scheduled else None
        interval, ease = (draw(st.integers(0, 400)), draw(st.floats(1.3, 3))) if scheduled else (None, None)
        seconds = draw(st.none() | st.floats(0, 600))
        is_due, mastery = draw(st.booleans()), draw(st.floats(0, 1))
        answers.append(
            Answer(day, kind, draw(st.integers(0, 5)), seconds, "", is_due, gap, interval, ease, mastery)
        )
    return answers


def test_without_answers_there_are_no_days_and_no_memory() -> None:
    assert card_days([]) == ([], None)


def test_a_card_is_learnt_and_repeated_on_its_first_day() -> None:
    answers = [learnt(DAY, 1, 0.0), other(DAY, "repeat", 3, 0.0), other(DAY, "repeat", 5, 0.0)]
    days, memory = card_days(answers)
    # one failure, ten seconds measured; the repeats are answers and nothing else
    assert days == [CardDay(DAY, 3, 0, 1, 0, 1, 10.0, 0.0, 1, 1)]
    assert memory == follow(None, [(DAY, 1), (DAY, 3), (DAY, 5)])[1]


def test_a_due_review_has_what_both_models_foretold() -> None:
    days, memory = card_days([learnt(DAY), reviewed(DAY + 9, 9, 6, mastery=0.59)])
    (_, chance), after = follow(None, [(DAY, 4), (DAY + 9, 4)])
    assert chance == recall(2.3065, 9)  # w2, the first stability of grade 4
    sm2 = 0.9 ** (9 / 6)
    assert days[1] == CardDay(
        DAY + 9, 1, 1, 0, 0, 0, 5.0, 0.59 - 0.04, 0, 1, 0, 1, sm2, chance, -log(sm2), -log(chance)
    )
    assert memory == after


def test_a_failure_costs_the_chance_that_was_given_to_forgetting() -> None:
    days, _ = card_days([learnt(DAY), reviewed(DAY + 6, 6, 6, grade=2)])
    row = days[1]
    assert (row.passed, row.wrong) == (0, 1)
    assert row.sm2 == pytest.approx(0.9)
    assert row.sm2_loss == pytest.approx(-log(0.1))
    assert row.fsrs_loss == pytest.approx(-log(1 - recall(2.3065, 6)))


def test_only_the_first_answer_of_the_day_was_foretold() -> None:
    """The repeat after it was passed, and changes nothing but the counts."""
    answers = [learnt(DAY), reviewed(DAY + 1, 1, 1, grade=1), other(DAY + 1, "repeat", 4)]
    days, _ = card_days(answers)
    assert (days[1].answers, days[1].reviews, days[1].passed, days[1].group) == (2, 1, 0, 0)
    practised, _ = card_days([learnt(DAY), other(DAY + 1, "practice"), reviewed(DAY + 1, 1, 1)])
    assert (practised[1].practised, practised[1].reviews, practised[1].group) == (1, 1, -1)


@pytest.mark.parametrize(
    "second",
    [
        reviewed(DAY + 1, 1, 6, is_due=False),  # ahead of its date
        reviewed(DAY, 0, 1),  # on the same day
        other(DAY + 3, "cram"),
        other(DAY + 3, "practice"),
    ],
)
def test_what_was_not_due_says_nothing_of_the_schedule(second: Answer) -> None:
    days, _ = card_days([learnt(DAY), second])
    assert days[-1][-6:] == (-1, 0, 0.0, 0.0, 0.0, 0.0)


def test_cramming_and_practice_are_counted_and_feed_the_memory() -> None:
    answers = [learnt(DAY), other(DAY + 2, "cram", 1), other(DAY + 2, "practice"), other(DAY + 2, "practice")]
    days, memory = card_days(answers)
    assert days[1] == CardDay(DAY + 2, 3, 0, 0, 3, 1, 0.0, 0.0, 0)
    assert memory == follow(None, [(answer.day, answer.grade) for answer in answers])[1]


def test_a_card_practised_before_it_was_learnt_enters_with_the_practice() -> None:
    practice = Answer(DAY, "practice", 4, None, "choice", False, None, None, None, 0.0)
    days, _ = card_days([practice, learnt(DAY + 5)])
    assert [(row.entered, row.new, row.practised) for row in days] == [(1, 0, 1), (0, 1, 0)]
    assert [row.gain for row in days] == [0.0, 0.04]


def test_an_adopted_cards_memory_begins_with_its_schedule() -> None:
    """Its first answer in the log was due 20 days after one that no log has; both models give it a chance."""
    days, memory = card_days([reviewed(DAY, 20, 10, mastery=0.85)])
    (chance,), after = follow(from_schedule(10, EASE, DAY - 20), [(DAY, 4)])
    assert memory == after
    assert (days[0].entered, days[0].new, days[0].reviews, days[0].gain) == (1, 0, 1, 0.85)
    assert (days[0].group, days[0].fsrs) == (1, chance)
    assert days[0].sm2 == pytest.approx(0.81)  # twice the interval


def test_an_interval_below_a_day_counts_as_a_day() -> None:
    days, _ = card_days([reviewed(DAY, 2, 0)])
    assert days[0].group == 0
    assert days[0].sm2 == pytest.approx(0.81)


def test_days_are_in_order_where_the_log_is_not() -> None:
    """Each answer counts on its own day; the gains still add up to the last mastery, and no forecast is made."""
    answers = [
        learnt(DAY, mastery=0.1),
        reviewed(DAY - 1, -1, 1, mastery=0.3),
        other(DAY, "cram", mastery=0.2),
    ]
    days, memory = card_days(answers)
    assert [(row.day, row.answers, row.entered, row.group) for row in days] == [
        (DAY - 1, 1, 1, -1),
        (DAY, 2, 0, -1),
    ]
    assert [row.gain for row in days] == pytest.approx([0.2, 0.0])  # 0.3 - 0.1; 0.1 and then 0.2 - 0.3
    assert memory == follow(None, [(DAY, 4)] * 3)[1]


def test_the_classes_end_where_the_next_begin() -> None:
    days = (0, 1, 6, 7, 20, 21, 59, 60, 9000)
    assert [interval_class(interval) for interval in days] == [0, 0, 0, 1, 1, 2, 2, 3, 3]


@given(histories())
def test_the_days_add_up_to_the_answers(answers: list[Answer]) -> None:
    days, memory = card_days(answers)
    assert [row.day for row in days] == sorted({answer.day for answer in answers})
    assert sum(row.answers for row in days) == len(answers)
    assert sum(row.wrong for row in days) == sum(answer.grade < 3 for answer in answers)
    assert sum(row.seconds for row in days) == pytest.approx(sum(answer.seconds or 0 for answer in answers))
    assert sum(row.timed for row in days) == sum(answer.seconds is not None for answer in answers)
    assert sum(row.gain for row in days) == pytest.approx(answers[-1].mastery)
    assert [row.entered for row in days] == [1] + [0] * (len(days) - 1)
    assert memory is not None
    assert memory.day >= answers[-1].day


@given(histories())
def test_forecasts_are_chances_and_stand_only_at_due_reviews(answers: list[Answer]) -> None:
    for row in card_days(answers)[0]:
        first = next(answer for answer in answers if answer.day == row.day)
        if row.group < 0:
            assert row[-6:] == (-1, 0, 0.0, 0.0, 0.0, 0.0)
        else:
            assert first.is_due
            assert first.gap
            assert row.passed == (first.grade >= 3)
            assert 0 <= row.sm2 <= 1
            assert 0 < row.fsrs <= 1


def test_the_history_tells_what_was_foretold_for_each_answer() -> None:
    answers = [learnt(DAY), reviewed(DAY + 9, 9, 6), other(DAY + 9, "practice", 1)]
    first, second, third = told(answers)
    assert first == CardAnswer(date(2026, 3, 1), "review", "recall", 4, 10.0, None, None, None)
    chances, _ = follow(None, [(DAY, 4), (DAY + 9, 4), (DAY + 9, 1)])
    assert (second.sm2, second.fsrs) == (0.9 ** (9 / 6), chances[1])
    assert (third.kind, third.grade, third.sm2, third.fsrs) == ("practice", 1, 1.0, 1.0)  # of the same day


def test_a_card_that_was_never_answered_has_no_history() -> None:
    assert told([]) == ()
