"""The queue that follows the plan to an interview; `schedule.plan` says what each day takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from studycli.collection.select import is_asked, where
from studycli.errors import InterviewError
from studycli.report.standing import topics_by_tag, weakness
from studycli.schedule.plan import (
    by_weakness,
    full_days,
    is_forward,
    last_day_limit,
    new_quota,
    plan_limit,
    refresh_begins,
)
from studycli.schedule.queue import DueCard, Limits, NewCard, build_queue
from studycli.store.figures import report_cards
from studycli.store.queries import cards, learnt_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.values import QueueOptions
    from studycli.report.model import Card
    from studycli.schedule.sm2 import Schedule
    from studycli.store.queries import IndexedCard


def interview(desk: Desk, chosen: date | None = None) -> date | None:
    """Return the day of the interview: the one given, else the settings'; None for none."""
    if chosen or not desk.settings.interview_date:
        return chosen
    return date.fromisoformat(desk.settings.interview_date)


def interview_ahead(desk: Desk, chosen: date | None = None) -> date:
    """Return the day of the interview, which is after today.

    Raises:
        InterviewError: There is none, or it is not after today.
    """
    day = interview(desk, chosen)
    if day is None:
        raise InterviewError(
            "No interview to plan for: give --date, or set date below [interview] in study.toml."
        )
    if day <= desk.today:
        when = "is today: nothing is left to plan" if day == desk.today else "is past"
        raise InterviewError(f"The interview on {day} {when}. --date or study.toml can name another day.")
    return day


def queue(desk: Desk, options: QueueOptions) -> list[str]:
    """Return the ids of the cards that the plan asks today, in their order.

    Raises:
        FilterError: A tag, note or path matches nothing.
        InterviewError: There is no interview ahead.
    """
    day = interview_ahead(desk, options.plan)
    place = where(desk, options)
    listed = [card for card in cards(desk.index, place) if is_asked(card)]
    free = [card for card in listed if card.buried is None or card.buried <= desk.today]
    due = [
        _due(card, card.state)
        for card in free
        if card.state and _is_today(card.id, card.state, desk.today, day)
    ]
    reviews, _ = desk.index.done(desk.today.toordinal())
    learnt = len(learnt_on(desk.index, desk.today).intersection(card.id for card in listed))
    unseen = sum(card.state is None for card in listed)
    limits = Limits(
        new=new_quota(unseen, learnt, desk.today, day) if options.new else 0,
        reviews=_limit(desk, [card.state for card in listed if card.state], reviews, day) - reviews,
    )
    new = _new(report_cards(desk.index, place), {card.id for card in free}, desk.today)
    return build_queue(due, new, limits, desk.today, options.seed)[: options.limit]


def _limit(desk: Desk, states: Sequence[Schedule], done: int, day: date) -> int:
    """Return the most reviews of today, those that are done included."""
    most = desk.settings.reviews_per_day
    if full_days(desk.today, day):
        return plan_limit(most, done + sum(_waits(state, day) for state in states), desk.today, day)
    return last_day_limit(most, sum(state.last >= refresh_begins(day) for state in states))


def _due(card: IndexedCard, state: Schedule) -> DueCard:
    return DueCard(card.id, card.note, state.due, state.interval)


def _is_today(card: str, state: Schedule, today: date, day: date) -> bool:
    """Tell whether a card is asked today: SM-2 has it due, or the plan brings it forward."""
    return state.due <= today or is_forward(card, state.last, state.due, today, day)


def _waits(state: Schedule, day: date) -> bool:
    """Tell whether a card is asked before the last day."""
    return state.due < day - timedelta(days=1) or state.last < refresh_begins(day)


def _new(cards: Sequence[Card], free: set[str], today: date) -> list[NewCard]:
    """Return the new cards, those of the weakest tag first."""
    tags = topics_by_tag(cards, today.toordinal(), "sm2")
    new = by_weakness([card for card in cards if card.is_new and card.id in free], weakness(tags))
    return [NewCard(card.id, card.note) for card in new]
