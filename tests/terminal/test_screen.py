"""The whole screen: what is drawn again, how it scrolls, and to whom the terminal is lent."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from studycli.errors import EditorError, WriteError
from studycli.terminal.keys import Key
from studycli.terminal.screen import Screen
from studycli.terminal.session import Phase

Make = Callable[..., Any]
LONG = "\n\n".join(f"Line {number}" for number in range(1, 31))
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"


@pytest.fixture
def show(make_session: Make, make_console_of: Make, script: Make) -> Make:
    """Return a runner of keys on a screen of 40 by 12, which must get through them all."""

    def run(keys: str, collection: Any = None, edit: Any = None, width: int = 40, height: int = 12) -> Any:
        session = make_session(collection)
        source = script(keys.split())
        console = make_console_of(width, height, "always")
        screen = Screen(console, source, session, edit or (lambda _path, _line: None))
        screen.keys, screen.session, screen.console = source, session, console
        screen.run()
        return screen

    return run


@pytest.fixture
def long(make_collection: Make, make_card: Make) -> Any:
    """Return a collection of one card whose answer is five screens long."""
    return make_collection([(make_card("aaaa", "Long?"), LONG)])


def written(screen: Any) -> str:
    return str(screen.console.file.getvalue())


def rows_drawn(text: str) -> int:
    """Return how many rows were written: each is erased first."""
    return text.count("\x1b[2K")


def test_the_terminal_is_taken_and_left_as_it_was(show: Make) -> None:
    screen = show("space 3 q")
    text = written(screen)
    assert text.startswith(ENTER)
    assert text.endswith(f"\x1b[?2004l\x1b[?25h{LEAVE}")
    assert text.count("\x1b[?2004h") == 1
    assert screen.keys.log == ["taken", "left"]


def test_the_terminal_is_left_as_it_was_after_an_error(show: Make, make_collection: Make) -> None:
    collection = make_collection()
    collection.failing["answer"] = WriteError("The disk is full.")
    with pytest.raises(WriteError):
        show("space 3", collection)


def test_a_key_that_changes_one_row_draws_one_row(show: Make) -> None:
    before = rows_drawn(written(show("h q")))
    twice = rows_drawn(written(show("h h q")))
    assert twice == before
    assert rows_drawn(written(show("q"))) == 12


def test_a_resize_draws_everything_again(show: Make) -> None:
    assert rows_drawn(written(show("resize q"))) == 24


def test_space_pages_through_a_long_answer_before_it_grades(show: Make, long: Any) -> None:
    screen = show("space space", long)
    assert (screen._frame.scroll, screen._frame.below) == (6, 48)
    assert long.calls == []
    show("space " * 11, long)
    assert long.calls == [("review", "aaaa", 4, 5.0)]


@pytest.mark.parametrize(
    ("keys", "scroll"),
    [
        ("down", 1),
        ("j j k", 1),
        ("down down up", 1),
        ("up", 0),
        ("page-down", 6),
        ("page-down page-up", 0),
        ("end", 54),
        ("end down", 54),
        ("end home", 0),
    ],
)
def test_keys_scroll_within_the_answer(show: Make, long: Any, keys: str, scroll: int) -> None:
    assert show(f"space {keys}", long)._frame.scroll == scroll


def test_enter_grades_wherever_the_answer_stands(show: Make, long: Any) -> None:
    show("space enter", long)
    assert [call[0] for call in long.calls] == ["review"]


def test_the_next_card_starts_at_its_top(show: Make, make_collection: Make, make_card: Make) -> None:
    cards = [(make_card("aaaa", "One?"), LONG), (make_card("bbbb", "Two?"), LONG)]
    assert show("space end 3 space", make_collection(cards))._frame.scroll == 0


def test_a_typed_text_longer_than_the_screen_keeps_its_cursor_in_sight(show: Make) -> None:
    screen = show("t " + "w o r d alt-enter " * 12)
    assert screen.session.phase is Phase.DONE
    assert screen._frame.cursor is not None
    assert screen._frame.scroll > 0


def test_keys_of_a_line_do_not_scroll_while_typing(show: Make) -> None:
    assert show("t a b home x enter").session.typed == "xab"


def test_the_cursor_is_shown_where_text_is_typed(show: Make) -> None:
    text = written(show("t a"))
    assert "\x1b[7;3H\x1b[?25h" in text


def test_the_editor_gets_the_terminal_and_the_line(show: Make, make_collection: Make) -> None:
    seen: list[tuple[str, int]] = []
    collection = make_collection()
    screen = show("space e q", collection, lambda path, line: seen.append((path, line)))
    assert seen == [("/vault/notes/loss.md", 7)]
    assert screen.keys.log == ["taken", "lent", "back", "left"]
    assert collection.calls == [("reload", "aaaa")]
    assert written(screen).count(ENTER) == 2


def test_an_editor_that_fails_is_a_notice_and_the_session_goes_on(show: Make, make_collection: Make) -> None:
    def fail(_path: str, _line: int) -> None:
        raise EditorError("The editor vim was not found.")

    collection = make_collection()
    assert "The editor vim was not found." in written(show("e space 3", collection, fail))
    assert [call[0] for call in collection.calls] == ["review"]


def test_a_card_that_the_editor_removed_is_followed_by_the_next(show: Make, make_collection: Make) -> None:
    collection = make_collection()
    screen = show("e", collection, lambda *_: collection.rows.pop("aaaa"))
    assert screen.session.content.card.id == "bbbb"


def test_ctrl_z_gives_the_terminal_to_the_shell(show: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr("os.kill", lambda *call: sent.append(call))
    screen = show("ctrl-z q")
    assert len(sent) == 1
    assert screen.keys.log == ["taken", "lent", "back", "left"]


@pytest.mark.parametrize("name", ["ctrl-c", "hangup"])
def test_ctrl_c_and_a_closed_terminal_end_the_session(show: Make, make_collection: Make, name: str) -> None:
    collection = make_collection()
    screen = show(f"space 3 space {name} 3", collection)
    assert screen.session.interrupted
    assert [call[0] for call in collection.calls] == ["review"]


def test_a_terminal_that_cannot_be_written_ends_the_session(
    make_session: Make, make_console_of: Make, script: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, console = make_session(), make_console_of()
    screen = Screen(console, script(["space"]), session, lambda *_: None)

    def gone(_text: str) -> int:
        raise OSError(5, "Input/output error")

    screen._enter = lambda: monkeypatch.setattr(console.file, "write", gone)
    screen.run()
    assert session.interrupted


@pytest.mark.parametrize(("width", "height"), [(40, 10), (20, 5), (200, 60), (10, 3)])
def test_no_row_is_wider_and_no_screen_higher_than_the_terminal(show: Make, width: int, height: int) -> None:
    text = written(show("? escape o q space h z", width=width, height=height))
    rows = [int(row) for row in re.findall(r"\x1b\[(\d+);\d+H", text)]
    assert max(rows) <= height


def test_a_resize_key_is_not_a_command(show: Make) -> None:
    screen = show("space resize")
    assert screen.session.notice == ""
    assert Key("resize").text == ""
