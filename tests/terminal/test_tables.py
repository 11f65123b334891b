"""Lists of cards and a card in full, in a terminal and in a pipe."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from studycli.collection.values import CardRow, Content
from studycli.schedule.sm2 import Schedule
from studycli.store.entry import Entry, LoggedState
from studycli.terminal.tables import print_card, print_cards, standing

Make = Callable[..., Any]
TODAY = date(2026, 11, 23)
STATE = Schedule(2, 6, 2.36, date(2026, 11, 26), date(2026, 11, 20), 1, passed=True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "new"),
        ({"state": STATE}, "in 3d"),
        ({"state": STATE._replace(due=TODAY)}, "due"),
        ({"suspended": True, "state": STATE}, "suspended"),
        ({"buried": date(2026, 11, 24)}, "buried"),
        ({"buried": TODAY}, "new"),
        ({"empty": True}, "no answer"),
    ],
)
def test_the_standing_of_a_card_is_a_word_or_two(
    make_card: Make, values: dict[str, Any], expected: str
) -> None:
    assert standing(make_card("aaaa", "?", **values), TODAY) == expected


def rows(make_card: Make) -> list[CardRow]:
    return [
        make_card("aaaa11112222", "为什么分类任务用交叉熵而不用均方误差？", "a.md", line=12),
        make_card("bbbb11112222", "What is [MSE]?", "a.md", line=3, state=STATE),
        make_card("cccc11112222", "Why?", "b/c.md", flag="check it"),
    ]


def test_in_a_pipe_each_card_is_one_whole_line(make_card: Make, make_console_of: Make) -> None:
    console = make_console_of(20)
    print_cards(console, rows(make_card), TODAY)
    assert console.file.getvalue() == (
        "aaaa11112222\ta.md:12\tnew\t为什么分类任务用交叉熵而不用均方误差？\n"
        "bbbb11112222\ta.md:3\tin 3d\tWhat is [MSE]?\n"
        "cccc11112222\tb/c.md:7\tnew\tWhy? · flag: check it\n"
    )


def test_in_a_terminal_cards_stand_below_their_notes(make_card: Make, make_console_of: Make) -> None:
    console = make_console_of(40, color="always")
    console.no_color = True
    console._color_system = None
    print_cards(console, rows(make_card), TODAY)
    assert [line.rstrip() for line in console.file.getvalue().splitlines()] == [
        "a.md · 2 cards",
        "  aaaa11  12  new    为什么分类任务用交",
        "                     叉熵而不用均方误差",
        "                     ？",
        "  bbbb11   3  in 3d  What is [MSE]?",
        "b/c.md · 1 card",
        "  cccc11  7  new  Why? · flag: check it",
    ]


def test_a_card_in_full(make_card: Make, make_console_of: Make) -> None:
    card = make_card("aaaa11112222", "What is MSE?", state=STATE, tags=("ml", "loss"), flag="check it")
    entry = Entry(
        id="1", at="2026-11-20T08:30:00+01:00", day=date(2026, 11, 20), kind="review", card="aaaa11112222",
        grade=4, state=LoggedState.of(STATE),
    )  # fmt: skip
    flag = Entry(
        id="2",
        at="2026-11-21T09:00:00+01:00",
        day=date(2026, 11, 21),
        kind="flag",
        card="a",
        remark="check it",
    )
    console = make_console_of(60)
    print_card(console, Content(card, card.prompt, "The mean squared error.", ""), [entry, flag], TODAY)
    assert [line.rstrip() for line in console.file.getvalue().splitlines()] == [
        "What is MSE?",
        "notes/loss.md:7 › Classification",
        "",
        "The mean squared error.",
        "",
        "id      aaaa11112222",
        "kind    question",
        "tags    ml loss",
        "state   in 3d",
        "due     2026-11-26, 6 days after 2026-11-20",
        "ease    2.36",
        "lapses  1",
        "flag    check it",
        "2026-11-20 08:30  review 4, due 2026-11-26",
        "2026-11-21 09:00  flag: check it",
    ]


def test_a_card_without_an_answer_says_so(make_card: Make, make_console_of: Make) -> None:
    card = make_card("aaaa", "Why?", empty=True)
    console = make_console_of(60)
    print_card(console, Content(card, card.prompt, "", ""), [], TODAY)
    assert "This question has no answer yet.\n" in console.file.getvalue()
