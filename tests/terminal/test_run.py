"""A review from its queue to its summary, on whatever the person has."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from studycli.collection.values import QueueOptions
from studycli.errors import Interrupted, WriteError
from studycli.terminal import run as module
from studycli.terminal.console import make_console
from studycli.terminal.run import review, whole_screen

Make = Callable[..., Any]
ALL = QueueOptions()


class Terminal(StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def lines_of(collection: Any, lines: str, console: Any, **values: Any) -> list[str]:
    """Review by lines and return what was printed."""
    review(collection, ALL, console, StringIO(lines), {}, **values)
    return str(console.file.getvalue()).splitlines()


def test_a_pipe_is_asked_by_lines_and_ends_with_the_summary(
    make_collection: Make, make_console_of: Make
) -> None:
    printed = lines_of(make_collection(), "3\n3\n", make_console_of(), timer=lambda: 0.0)
    assert printed[-4:] == [
        "Answered: 2 cards, 2 right (100 %), 0 s.",
        "Tomorrow: 4 cards.",
        "Notes changed: 1",
        "  notes/loss.md",
    ]


def test_nothing_to_ask_is_said_and_no_session_begins(make_collection: Make, make_console_of: Make) -> None:
    printed = lines_of(make_collection([]), "", make_console_of(80))
    assert printed[0] == "There are no cards in /vault yet."


def test_the_summary_comes_before_the_error_of_an_answer_that_is_not_saved(
    make_collection: Make, make_console_of: Make
) -> None:
    collection, console = make_collection(), make_console_of()
    collection.failing["answer"] = WriteError("The disk is full.")
    with pytest.raises(WriteError):
        lines_of(collection, "3\n", console)
    assert "No card was answered.\n" in console.file.getvalue()


def test_ctrl_c_is_told_apart_from_quitting(
    make_collection: Make, script: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "keys_of", lambda: script(["space", "3", "ctrl-c"]))
    console = make_console("never", {"TERM": "xterm", "COLUMNS": "60", "LINES": "20"}, Terminal())
    collection = make_collection()
    with pytest.raises(Interrupted) as caught:
        review(collection, ALL, console, Terminal(), {})
    assert str(caught.value) == "stopped; every answer given is saved."
    assert [call[0] for call in collection.calls] == ["review"]
    assert console.file.getvalue().endswith("Notes changed: 1\n  notes/loss.md\n")


@pytest.mark.parametrize(
    ("lines", "file", "term", "expected"),
    [
        (Terminal(), Terminal(), "xterm", True),
        (StringIO(), Terminal(), "xterm", False),
        (Terminal(), StringIO(), "xterm", False),
        (Terminal(), Terminal(), "dumb", False),
    ],
)
def test_a_whole_screen_needs_a_terminal_at_both_ends(
    lines: Any, file: Any, term: str, expected: bool
) -> None:
    assert whole_screen(make_console("always", {"TERM": term}, file), lines) is expected


def test_plain_asks_by_lines_in_a_terminal_too(make_collection: Make) -> None:
    console = make_console("auto", {"TERM": "xterm"}, Terminal())
    collection = make_collection()
    review(collection, ALL, console, Terminal("3\n3\n"), {}, plain=True)
    assert len(collection.calls) == 2
    assert "\x1b[?1049h" not in console.file.getvalue()


def test_the_keys_of_this_system_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "input").touch()
    with (tmp_path / "input").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        assert hasattr(module.keys_of(), "read")


def test_cards_that_all_vanished_are_named(make_collection: Make, make_console_of: Make) -> None:
    from studycli.errors import NoteError

    collection = make_collection()
    for card in ("aaaa", "bbbb"):
        collection.failing[f"content {card}"] = NoteError(f"{card} is gone.")
    assert lines_of(collection, "", make_console_of(80))[0] == "aaaa is gone. bbbb is gone."
