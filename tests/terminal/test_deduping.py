"""`study dedupe` in a terminal: keys, and answers side by side."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Self

import pytest

from studycli.clock import Clock
from studycli.collection import Collection
from studycli.errors import CardError, Interrupted
from studycli.settings import Settings
from studycli.terminal.console import make_console
from studycli.terminal.deduping import dedupe
from studycli.terminal.keys import Key


class Terminal(StringIO):
    """A terminal that is written to."""

    def isatty(self) -> bool:
        return True


class Keys:
    """Keys that are pressed one after the other."""

    def __init__(self, *names: str) -> None:
        self._names = [*names, "eof"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self) -> Key:
        return Key(self._names.pop(0))

    def released(self) -> Any:
        return nullcontext()


@pytest.fixture
def collection(tmp_path: Path) -> Any:
    """Open a vault in which two notes ask the same."""
    long = "Its gradient is the error and does not vanish.\n\n" + "More words about the gradient.\n\n" * 60
    for name, prompt in (("a", "Why use cross-entropy?"), ("b", "Why is cross-entropy used?")):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n## {prompt}\n\n{long}", "utf-8")
    day = date(2026, 11, 23)
    with Collection.open(
        tmp_path, Settings(), Clock(day, datetime(2026, 11, 23, 12, tzinfo=UTC)), {"STUDY_DEVICE": "t"}
    ) as opened:
        yield opened


def run(collection: Any, *keys: str, width: str = "120") -> str:
    terminal = Terminal()
    console = make_console("never", {"TERM": "xterm", "COLUMNS": width}, terminal)
    console.width = int(width)
    dedupe(collection, collection.duplicates(), console, Terminal(), lambda: Keys(*keys))
    return terminal.getvalue()


def test_keys_answer_and_resizing_is_none(collection: Any) -> None:
    out = run(collection, "resize", "z", "1")
    assert "Not understood: z" in out
    assert "1 card suspended" in out
    assert len(collection.duplicates()) == 0


def test_answers_stand_side_by_side_where_there_is_room(collection: Any) -> None:
    wide = next(line for line in run(collection, "q").splitlines() if "Why use" in line)
    narrow = next(line for line in run(collection, "q", width="60").splitlines() if "Why use" in line)
    assert "Why is" in wide
    assert "Why is" not in narrow
    assert "…" in run(collection, "escape")


def test_ctrl_c_ends_with_what_was_answered(collection: Any) -> None:
    with pytest.raises(Interrupted):
        run(collection, "ctrl-c")


def test_a_card_that_is_gone_meanwhile_is_told(collection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> None:
        raise CardError("There is no card 1.")

    monkeypatch.setattr(collection, "suspend_all", gone)
    assert "There is no card 1." in run(collection, "1")


def test_nothing_to_undo_goes_nowhere(collection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = collection.duplicates() * 2
    terminal = Terminal()
    console = make_console("never", {"TERM": "xterm"}, terminal)
    monkeypatch.setattr(collection, "undo", lambda: None)
    dedupe(collection, groups, console, Terminal(), lambda: Keys("1", "u", "q"))
    assert "Taken back" not in terminal.getvalue()
