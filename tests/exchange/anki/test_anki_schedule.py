"""Schedules and histories of cards: rows and lines of the revlog in, tracks out, one behaviour a test."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from studycli.clock import Clock
from studycli.exchange.model import Batch, Track
from studycli.exchange.readers import anki
from studycli.exchange.readers.anki.collection import Contents
from studycli.exchange.readers.anki.making import card_id
from studycli.exchange.readers.anki.schedule import Calendar
from studycli.notes.model import CardOptions
from studycli.schedule.memory import ease_from_memory
from studycli.schedule.sm2 import Schedule
from tests.exchange.anki import packages as made
from tests.exchange.anki.packages import Card, Content, Note, day_ms
from tests.exchange.samples import options, tracks

DAY0 = date(2020, 1, 1)
Line = tuple[int, int, int, int, int, int]  # id, ease, ivl, factor, time, type


def batch(
    card: Card, lines: list[Line], conf: dict[str, object] | None = None, clock: Clock | None = None
) -> Batch:
    content = Content(
        [Note(("Front", "Back"))],
        cards={(0, 0): card},
        revlog={(0, 0): lines},
        conf={"creationOffset": 0, **(conf or {})},
    )
    clock = clock or Clock(date(2020, 3, 1), datetime(2020, 3, 1, 12, tzinfo=UTC))
    return anki.read(made.source(made.old_files(content)), options(clock=clock, cards=CardOptions()))


def tracked(card: Card, lines: list[Line] | None = None, **more: Any) -> Track:
    (note,) = batch(card, lines or [], **more).notes
    return tracks(note)[card_id("guid0", 0)]


def day(number: int) -> date:
    return DAY0 + timedelta(days=number)


# -- the state of now -------------------------------------------------------------------------------------


def test_a_new_card_has_no_track() -> None:
    (note,) = batch(Card(), []).notes
    assert note.logged is None


def test_a_review_card_without_history_was_last_answered_an_interval_before_its_date() -> None:
    card = Card(type=2, queue=2, due=50, ivl=20, factor=2300, reps=9, lapses=2)
    assert tracked(card) == Track(
        card_id("guid0", 0), state=Schedule(7, 20, 2.3, day(50), day(30), 2, passed=True)
    )


def test_fsrs_gives_the_ease_and_the_last_day() -> None:
    data = f'{{"s": 12.5, "d": 6.1, "lrt": {made.CREATED_S + 20 * made.DAY_S}}}'
    card = Card(type=2, queue=2, due=35, ivl=14, factor=2500, reps=3, data=data)
    assert tracked(card).state == Schedule(
        3, 14, ease_from_memory(12.5, 6.1, 14), day(35), day(20), 0, passed=True
    )


@pytest.mark.parametrize(("due", "expected"), [(made.CREATED_S + 9 * made.DAY_S + 60, 9), (11, 11)])
def test_a_card_in_its_steps_has_an_interval_of_a_day_and_the_day_of_its_next_step(
    due: int, expected: int
) -> None:
    lines = [(day_ms(9), 3, -600, 0, 5000, 0)]
    track = tracked(Card(type=1, queue=1, due=due, ivl=0, factor=0, reps=1), lines)
    assert track.state == Schedule(1, 1, 2.5, day(expected), day(9), 0, passed=True)


def test_the_date_of_a_card_in_a_filtered_deck_is_its_own() -> None:
    card = Card(type=2, queue=2, due=-100_000, ivl=20, factor=2500, reps=3, odue=44, odid=1)
    assert tracked(card).state == Schedule(3, 20, 2.5, day(44), day(24), 0, passed=True)
    lines = [(day_ms(10), 3, 20, 2500, 5000, 1)]
    assert tracked(card._replace(odue=0), lines).state == Schedule(
        2, 20, 2.5, day(30), day(10), 0, passed=True
    )


def test_suspended_buried_and_flagged_cards_are_so_even_when_new() -> None:
    assert tracked(Card(queue=-1)) == Track(card_id("guid0", 0), suspended=True)
    assert tracked(Card(flags=3)).flag == "green flag"
    today = made.CREATED_S + 60 * made.DAY_S  # 2020-03-01, the clock's day
    for queue in (-2, -3):
        assert tracked(Card(queue=queue, mod=today)).buried == date(2020, 3, 2)
    (note,) = batch(Card(queue=-2, mod=today - made.DAY_S), []).notes
    assert note.logged is None, "it was buried until today"


# -- the history ------------------------------------------------------------------------------------------


def test_each_line_is_an_answer_with_the_state_after_it() -> None:
    lines = [
        (day_ms(1, 10), 1, -60, 0, 1500, 0),
        (day_ms(1, 11), 3, -600, 0, 2500, 0),
        (day_ms(1, 12), 3, 1, 2500, 3500, 0),
        (day_ms(2), 4, 4, 2650, 4500, 1),
        (day_ms(6), 2, 5, 2500, 5500, 1),
        (day_ms(11), 1, -600, 2300, 6500, 1),
        (day_ms(11, 13), 3, 1, 2300, 7500, 2),
    ]
    track = tracked(Card(type=2, queue=2, due=12, ivl=1, factor=2300, reps=7, lapses=1), lines)
    assert [(each.kind, each.grade, each.seconds) for each in track.answers] == [
        ("review", 1, 1.5), ("repeat", 4, 2.5), ("repeat", 4, 3.5), ("review", 5, 4.5), ("review", 3, 5.5),
        ("review", 1, 6.5), ("repeat", 4, 7.5),
    ]  # fmt: skip
    assert [each.state for each in track.answers] == [
        Schedule(1, 1, 2.5, day(1), day(1), 0, passed=False),
        Schedule(1, 1, 2.5, day(1), day(1), 0, passed=True),
        Schedule(1, 1, 2.5, day(2), day(1), 0, passed=True),
        Schedule(2, 4, 2.65, day(6), day(2), 0, passed=True),
        Schedule(3, 5, 2.5, day(11), day(6), 0, passed=True),
        Schedule(1, 1, 2.3, day(11), day(11), 1, passed=True),
        Schedule(1, 1, 2.3, day(12), day(11), 1, passed=True),
    ]
    assert track.state == track.answers[-1].state


def test_previews_change_nothing_and_early_reviews_do() -> None:
    lines = [
        (day_ms(1), 3, 4, 2500, 1000, 1),
        (day_ms(2), 3, 4, 0, 1000, 3),
        (day_ms(3), 3, 6, 2500, 1000, 3),
    ]
    track = tracked(Card(type=2, queue=2, due=9, ivl=6, factor=2500, reps=3), lines)
    assert [(each.kind, each.grade) for each in track.answers] == [("review", 4), ("cram", 4), ("review", 4)]
    assert track.answers[1].state == track.answers[0].state
    assert track.state == Schedule(2, 6, 2.5, day(9), day(3), 0, passed=True)


def test_what_was_set_by_hand_is_a_move() -> None:
    lines = [
        (day_ms(1), 0, 7, 2500, 0, 4),
        (day_ms(8), 3, 10, 2500, 1000, 1),
        (day_ms(9), 0, 12, 2400, 0, 5),
        (day_ms(10), 0, 0, 0, 0, 4),
        (day_ms(11), 0, 0, 2500, 0, 4),
        (day_ms(12), 4, 3, 2500, 1000, 0),
    ]
    track = tracked(Card(type=2, queue=2, due=15, ivl=3, factor=2500, reps=2), lines)
    assert [(each.kind, each.grade, each.seconds) for each in track.answers] == [
        ("move", None, None), ("review", 4, 1.0), *[("move", None, None)] * 3, ("review", 5, 1.0),
    ]  # fmt: skip
    assert [each.state for each in track.answers] == [
        Schedule(1, 7, 2.5, day(8), day(1), 0, passed=False),
        Schedule(2, 10, 2.5, day(18), day(8), 0, passed=True),
        Schedule(2, 12, 2.4, day(20), day(8), 0, passed=True),
        None,
        None,
        Schedule(2, 3, 2.5, day(15), day(12), 0, passed=True),
    ]


def test_a_card_that_was_made_new_keeps_its_history() -> None:
    lines = [(day_ms(1), 3, 4, 2500, 1000, 1), (day_ms(2), 0, 0, 0, 0, 4)]
    track = tracked(Card(), lines)
    assert (track.state, [each.state is None for each in track.answers]) == (None, [False, True])


def test_fsrs_writes_its_difficulty_in_place_of_a_factor() -> None:
    lines = [(day_ms(1), 3, 4, 600, 1000, 1), (day_ms(5), 3, 9, 600, 1000, 1)]
    track = tracked(Card(type=2, queue=2, due=14, ivl=9, factor=2500, reps=2), lines)
    first = track.answers[0].state
    assert first is not None
    assert first.ease == ease_from_memory(4.0, 5.5, 4)


# -- days -------------------------------------------------------------------------------------------------


def test_a_day_begins_at_the_rollover() -> None:
    lines = [(day_ms(5, 3), 3, 2, 2500, 1000, 1), (day_ms(5, 7), 3, 4, 2500, 1000, 1)]
    card = Card(type=2, queue=2, due=9, ivl=4, factor=2500, reps=2)
    assert [each.state and each.state.last for each in tracked(card, lines).answers] == [day(4), day(5)]
    late = tracked(card, lines, conf={"rollover": 8})
    assert [each.state and each.state.last for each in late.answers] == [day(4), day(4)]
    assert [each.kind for each in late.answers] == ["review", "repeat"]


def test_times_have_the_offset_of_the_clock() -> None:
    zone = timezone(timedelta(hours=-9, minutes=-30))
    clock = Clock(date(2020, 3, 1), datetime(2020, 3, 1, 12, tzinfo=zone))
    card = Card(type=2, queue=2, due=9, ivl=4, factor=2500, reps=1)
    track = tracked(card, [(day_ms(5, 12), 3, 4, 2500, 1000, 1)], clock=clock)
    assert track.answers[0].at.isoformat() == "2020-01-06T02:30:00-09:30"
    assert track.state is not None
    assert track.state.last == day(4)


def test_times_follow_the_system_where_the_clock_does() -> None:
    now = datetime(2020, 3, 1, 12).astimezone()
    card = Card(type=2, queue=2, due=9, ivl=4, factor=2500, reps=1)
    track = tracked(card, [(day_ms(5), 3, 4, 2500, 1000, 1)], clock=Clock(now.date(), now))
    assert track.answers[0].at == datetime(2020, 1, 6, 12, tzinfo=UTC)
    assert track.answers[0].at.utcoffset() == datetime(2020, 1, 6, 12, tzinfo=UTC).astimezone().utcoffset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot be put into another zone")
def test_offsets_are_those_of_the_zone_also_on_the_day_of_their_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as moved:
        moved.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        now = datetime(2020, 3, 1, 12).astimezone()
        calendar = Calendar(Clock(now.date(), now), Contents(made.CREATED_S, None, 4, {}, {}))
        hours = [made.CREATED_S + hour * 1800 for hour in range(366 * 48)]
        expected = [datetime.fromtimestamp(each).astimezone().utcoffset() for each in hours]
        found = [timedelta(seconds=calendar.offset(each)) for each in hours]
    time.tzset()
    assert found == expected
    assert {*found} == {timedelta(hours=1), timedelta(hours=2)}


@pytest.mark.parametrize(("west", "expected"), [(-480, day(9)), (None, day(9)), (360, day(8))])
def test_day_0_is_that_of_the_zone_in_which_the_collection_was_made(west: int | None, expected: date) -> None:
    """It was made at 04:00 UTC, which is the evening before 360 minutes west; without a zone the clock's counts."""
    card = Card(type=2, queue=2, due=9, ivl=4, factor=2500, reps=1)
    state = tracked(card, conf={"creationOffset": west}).state
    assert state is not None
    assert state.due == expected


# -- what cannot be read ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", [(-5, 3, 4, 2500, 1000, 1), (10**18, 3, 4, 2500, 1000, 1), (day_ms(1), 99, 4, 2500, 1000, 1)]
)
def test_a_line_that_cannot_be_costs_the_schedule_of_its_card_alone(line: Line) -> None:
    found = batch(Card(type=2, queue=2, due=9, ivl=4, factor=2500, reps=1), [line])
    assert [note.logged for note in found.notes] == [None]
    assert [each.code for each in found.problems] == ["bad-schedule"]


def test_dates_beyond_the_calendar_are_its_ends() -> None:
    state = tracked(Card(type=2, queue=2, due=90_000_000, ivl=4, factor=2500, reps=1)).state
    assert state is not None
    assert state.due == date.max
