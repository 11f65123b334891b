"""What is said at the end, and where there is nothing to ask."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from studycli.collection.values import Counts, QueueOptions
from studycli.errors import NoteError
from studycli.schedule.sm2 import Schedule
from studycli.terminal.summary import nothing_to_ask, summary

Make = Callable[..., Any]
ALL = QueueOptions()


def after(keys: str, make_session: Make, key: Make, collection: Any = None) -> list[str]:
    session = make_session(collection)
    for name in keys.split():
        session.press(key(name))
    return summary(session)


def test_the_summary_says_how_many_how_right_how_long_and_what_comes(make_session: Make, key: Make) -> None:
    assert after("space 1 space 3 space 4 ", make_session, key) == [
        "Answered: 2 cards, 1 right (50 %), 1 repeat, 15 s.",
        "Tomorrow: 4 cards.",
        "Notes changed: 1",
        "  notes/loss.md",
    ]


def test_a_session_that_was_left_says_what_is_left(make_session: Make, key: Make) -> None:
    assert after("space 3 q", make_session, key)[:2] == [
        "Answered: 1 card, 1 right (100 %), 5 s.",
        "Left: 1 card; `study review` goes on.",
    ]


def test_a_card_that_was_to_come_back_is_not_left_for_today(make_session: Make, key: Make) -> None:
    assert after("space 1 space 3 q", make_session, key)[1] == "Tomorrow: 4 cards."


def test_a_session_without_an_answer_says_so(make_session: Make, key: Make) -> None:
    assert after("q", make_session, key)[0] == "No card was answered."


def test_many_notes_are_cut_and_counted_and_warnings_follow(
    make_session: Make, key: Make, make_collection: Make
) -> None:
    collection = make_collection()
    collection.written = [f"{number}.md" for number in range(12)]
    collection.warning = "a.md could not be written."
    lines = after("space 3 q", make_session, key, collection)
    assert lines[-4:] == ["  8.md", "  9.md", "  and 3 more", "a.md could not be written."]


def test_the_last_notice_comes_first_because_no_screen_shows_it(
    make_session: Make, key: Make, make_collection: Make
) -> None:
    collection = make_collection()
    collection.failing["content bbbb"] = NoteError("notes/loss.md is gone.")
    assert after("space 3", make_session, key, collection)[:2] == [
        "notes/loss.md is gone.",
        "Answered: 1 card, 1 right (100 %), 5 s.",
    ]


def why(make_collection: Make, counts: Counts, options: QueueOptions = ALL, cards: Any = None) -> list[str]:
    collection = make_collection(cards or [])
    collection.counts = lambda asked=None: counts if asked else Counts(cards=9, notes=1)
    return nothing_to_ask(collection, options)


def test_an_empty_vault_says_how_to_begin(make_collection: Make) -> None:
    assert nothing_to_ask(make_collection([]), ALL) == [
        "There are no cards in /vault yet.",
        "`study new TITLE` starts a note; a heading that asks is a card, its section the answer.",
    ]


def test_a_filter_without_cards_says_so(make_collection: Make) -> None:
    assert why(make_collection, Counts()) == ["No card fits. `study cards` lists them all."]


@pytest.mark.parametrize(
    ("counts", "options", "sentence"),
    [
        (
            Counts(cards=9, due_total=3, new=1, new_total=1),
            ALL,
            "Today's limit of 200 reviews is reached; 3 cards wait. `study catchup` spreads them over the next days.",
        ),
        (
            Counts(cards=9, new_total=5),
            ALL,
            "Today's limit of 20 new cards is reached; 5 wait. new_per_day in study.toml sets it.",
        ),
        (
            Counts(cards=9, new=5, new_total=5),
            QueueOptions(new=False),
            "New cards that wait: 5; --no-new leaves them out.",
        ),
        (
            Counts(cards=9, new=1, new_total=1, suspended=2, buried=1),
            ALL,
            "Set aside: 2 suspended, 1 buried until tomorrow.",
        ),
        (
            Counts(cards=9, new=1, new_total=1, empty=1),
            ALL,
            "Without an answer: 1 question; `study check` lists them.",
        ),
    ],
)
def test_each_reason_is_a_sentence(
    make_collection: Make, counts: Counts, options: QueueOptions, sentence: str
) -> None:
    assert why(make_collection, counts, options) == ["Nothing to ask now.", sentence]


def test_the_next_due_date_is_told_with_the_way_to_have_it_now(
    make_collection: Make, make_card: Make
) -> None:
    state = Schedule(2, 6, 2.5, date(2026, 11, 26), date(2026, 11, 20), 0, passed=True)
    cards = [(make_card(name, "?", state=state), "x") for name in ("aaaa", "bbbb")]
    assert why(make_collection, Counts(cards=2), ALL, cards) == [
        "Nothing to ask now.",
        "No new card waits; `study new TITLE` starts a note.",
        "Next: 2 cards on 2026-11-26 (in 3 days); `study review --ahead 3` asks them now.",
    ]
