"""The plan to an interview: whole runs of it, day by day, through the collection."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from studycli.collection import QueueOptions
from studycli.errors import InterviewError
from studycli.schedule.plan import LIGHT, REFRESH

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Vault

TODAY = date(2026, 11, 23)
PLAN = QueueOptions(planned=True)


def note(name: str, count: int, tag: str) -> str:
    questions = "".join(f"\n## What is {name} {n}?\nIt is {n}.\n" for n in range(count))
    return f"---\ntags: [{tag}]\n---\n# {name}\n{questions}"


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def planned(make_vault: Callable[[dict[str, str]], Vault]) -> Vault:
    """Return a vault of forty cards in two topics, nothing learnt yet."""
    return make_vault({"a.md": note("a", 20, "first"), "b.md": note("b", 20, "second")})


def test_a_person_who_follows_the_plan_sees_every_card_before_a_light_last_day(planned: Vault) -> None:
    interview = day(21)
    loads, forward = [], []
    for number in range(21):
        study = planned.reopen(day(number), interview_date=str(interview))
        queue = study.queue(PLAN)
        loads.append(len(queue))
        for card in queue:
            state = study.card(card).state
            if state and state.due > day(number):
                forward.append(card)
            study.answer(card, 4)
    assert all(card.state for card in study.cards())
    assert len(forward) == len(set(forward))
    assert loads[-1] <= sum(loads) / len(loads) / 2
    # every card was answered in the last two weeks before the interview
    assert min(card.state.last for card in study.cards() if card.state) >= interview - timedelta(days=15)


@pytest.mark.no_cover  # many days like those of the other tests
@pytest.mark.parametrize("days", [2, 8, 9, 16, 30])
@pytest.mark.parametrize("grades", [(4,), (1, 3, 4, 4, 4, 5)])
def test_the_last_day_is_light_however_the_days_before_went(
    planned: Vault, days: int, grades: tuple[int, ...]
) -> None:
    chance = random.Random(days)  # noqa: S311 - the same answers each time
    loads = []
    for number in range(days):
        study = planned.reopen(day(number), interview_date=str(day(days)))
        queue = study.queue(PLAN)
        loads.append(len(queue))
        for card in queue:
            study.answer(card, chance.choice(grades))
    lately = loads[:-1][-REFRESH:]
    assert all(card.state for card in study.cards())
    assert loads[-1] <= max(LIGHT, -(-sum(lately) // (2 * REFRESH)))


def test_new_cards_of_another_topic_take_nothing_from_the_share_of_a_topic(planned: Vault) -> None:
    study = planned.open(interview_date=str(day(12)))
    for card in study.cards("a.md"):
        study.answer(card.id, 5)
    # 20 cards on 4 days
    assert len(study.queue(PLAN._replace(tag="second"))) == 5


def test_a_card_brought_forward_is_scheduled_as_sm2_says(planned: Vault) -> None:
    study = planned.open(day(0))
    card = planned.find(study, "a 0")
    study.answer(card, 5)
    study = planned.reopen(day(1))
    study.answer(card, 5)
    study = planned.reopen(day(7))
    study.answer(card, 5)  # asked next after 17 days: 6 * 2.8, rounded up
    due = study.card(card).state
    assert due is not None
    assert due.due == day(24)
    interview = day(23)
    study = planned.reopen(
        day(21)
    )  # the last full day, and the card was last answered 16 days before the interview
    assert card in study.queue(QueueOptions(planned=True, plan=interview))
    assert card not in study.queue()
    answered = study.answer(card, 4)
    assert (answered.kind, answered.schedule and answered.schedule.interval) == ("review", 48)  # 17 * 2.8, up
    study.undo()
    assert study.card(card).state == due


def test_new_cards_of_the_topic_that_is_known_least_come_first(planned: Vault) -> None:
    study = planned.open(interview_date=str(day(30)))
    known = [card.id for card in study.cards("a.md")][:10]
    for card in known:
        study.answer(card, 5)
    queue = study.queue(PLAN)
    # 40 new cards on 22 days are 2 a day: as 10 were done today, none is left; tomorrow 30 on 21 days are 2
    assert queue == []
    study = planned.reopen(day(1), interview_date=str(day(30)))
    new = [card for card in study.queue(PLAN) if study.card(card).state is None]
    assert [study.card(card).note for card in new] == ["b.md", "b.md"]


def test_the_plan_keeps_to_filters_suspension_and_burial(planned: Vault) -> None:
    study = planned.open(interview_date=str(day(30)), new_per_day=1)
    first, second = [card.id for card in study.cards("a.md")][:2]
    study.suspend(first)
    study.bury(second)
    queue = study.queue(PLAN._replace(tag="first"))
    assert len(queue) == 1  # 19 cards that are not suspended, on 22 days
    assert not {first, second} & set(queue)
    assert study.queue(PLAN._replace(new=False)) == []


def test_without_an_interview_ahead_there_is_no_plan(planned: Vault) -> None:
    study = planned.open()
    with pytest.raises(
        InterviewError, match=r"No interview to plan for: give --date, or set date below \[interview\]"
    ):
        study.queue(PLAN)
    with pytest.raises(InterviewError, match="The interview on 2026-11-22 is past"):
        study.queue(PLAN._replace(plan=day(-1)))
    with pytest.raises(InterviewError, match="The interview on 2026-11-23 is today: nothing is left to plan"):
        study.plan(TODAY)


def test_on_the_day_before_the_interview_nothing_new_is_asked(planned: Vault) -> None:
    assert planned.open().queue(PLAN._replace(plan=day(1))) == []
    assert len(planned.open().queue(PLAN._replace(plan=day(2)))) == 40
