"""Whatever is pressed: the counts add up, the screen fits, and undo leads back to the start."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule.sm2 import Schedule
from studycli.terminal.frame import compose
from studycli.terminal.keys import Key

DUE = Schedule(3, 15, 2.5, date(2026, 11, 20), date(2026, 11, 5), 1, passed=True)
NAMES = [
    *("space", "enter", "escape", "up", "page-down", "tab", "unknown"),
    *"0123456789usb@-hoft?xe汉",
    "backspace",
    "ctrl-z",
]
KEYS = st.one_of(
    st.sampled_from(NAMES).map(lambda name: Key(name, name if len(name) == 1 else "")),
    st.text(max_size=5).map(lambda text: Key("paste", text)),
)


Make = Callable[..., Any]


@pytest.fixture(scope="session")
def session_of(make_session: Make, make_collection: Make, make_card: Make) -> Make:
    """Return a maker of sessions over two new cards and a due one."""
    cards = [
        (make_card("aaaa", "为什么分类用交叉熵？"), "**Pros**: one\n\n**Cons**: two"),
        (make_card("bbbb", "What is $\\hat{y}$?", state=DUE), "word " * 300),
        (make_card("cccc", "Empty?", empty=True), ""),
    ]
    return lambda grades, typing: make_session(make_collection(cards, grades=grades), typing=typing)


@given(st.lists(KEYS, max_size=60), st.sampled_from(["buttons", "sm2"]), st.booleans())
def test_the_counts_add_up_and_the_screen_fits(
    session_of: Make, make_console_of: Make, keys: list[Key], grades: str, typing: bool
) -> None:
    session, console = session_of(grades, typing), make_console_of(40, 10)
    for key in keys:
        session.press(key)
        progress = session.progress
        assert sum(session.left) == len(progress.queue)
        assert progress.total == 3
        assert progress.right <= progress.first <= progress.answers
        if session.done:
            assert not progress.queue
            break
        frame = compose(console, session, 3)
        assert len(frame.rows) == 10
        assert all(sum(segment.cell_length for segment in line) <= 40 for line in frame.rows)


@given(st.lists(KEYS, max_size=40))
def test_undo_leads_back_to_the_start(session_of: Make, keys: list[Key]) -> None:
    session = session_of("buttons", False)
    collection = session.collection
    before, start = dict(collection.rows), session.progress
    for key in keys:
        session.press(key)
        if session.done:
            return
    while collection.undone:
        session.undo()
    assert collection.rows == before
    assert session.progress == start
