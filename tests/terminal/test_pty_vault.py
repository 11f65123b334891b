"""``study review`` on a real vault in a pseudo-terminal: what is on the disk after each thing that can happen."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")

WAIT = 20  # seconds; a slow machine is no failure
NOTE = """\
---
last_reviewed: null
next_review: '2026-11-20'
review_count: 0
mastery_level: 0.0
---
# Losses

## Why cross-entropy?

Its gradient is $p - y$.

## What is MSE?

The mean of the squared errors.
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault of one note with two questions."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "study.toml").touch()
    (folder / "losses.md").write_text(NOTE, "utf-8")
    return folder


@pytest.fixture
def start(vault: Path) -> Iterator[Callable[..., Any]]:
    """Return a starter of sessions on the vault, each on a terminal of its own."""
    started: list[Any] = []

    def run(*words: str, **environ: str) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "studycli", "review", "--vault", str(vault), *words],
            dimensions=(24, 80),
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "STUDY_NOW": "2026-11-23T08:30+08:00",
                "STUDY_DEVICE": f"device{len(started)}",
                **environ,
            },
            encoding="utf-8",
            timeout=WAIT,
        )
        started.append(child)
        return child

    yield run
    for child in started:
        child.close(force=True)


def left(child: Any) -> tuple[str, int]:
    """Wait for the end; return what was printed last and the exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return child.before, child.exitstatus


def entries(vault: Path) -> list[dict[str, Any]]:
    """Return all entries of the log, in the order of their ids."""
    lines = [
        line
        for file in (vault / ".study" / "log").glob("*.jsonl")
        for line in file.read_text("utf-8").splitlines()
    ]
    return sorted((json.loads(line) for line in lines), key=lambda entry: str(entry["id"]))


def grades(vault: Path) -> list[tuple[str, int | None]]:
    return [(entry["prompt"], entry.get("grade")) for entry in entries(vault)]


def test_an_answer_is_on_the_disk_before_the_next_question(start: Callable[..., Any], vault: Path) -> None:
    child = start()
    child.expect_exact("Why cross-entropy?")
    child.send(" ")
    child.expect_exact("Its gradient is p − y.")
    child.send("3")
    child.expect_exact("What is MSE?")
    assert grades(vault) == [("Why cross-entropy?", 4)]
    assert "last_reviewed: '2026-11-23'\nnext_review: '2026-11-24'\nreview_count: 1\n" in (
        vault / "losses.md"
    ).read_text("utf-8")
    child.kill(signal.SIGKILL)
    assert grades(vault) == [("Why cross-entropy?", 4)]


def test_undo_over_the_start_of_the_session_leaves_the_note_as_it_was(
    start: Callable[..., Any], vault: Path
) -> None:
    first = start()
    first.expect_exact("Why cross-entropy?")
    first.send(" 3")
    first.expect_exact("What is MSE?")
    first.send("q")
    left(first)
    second = start()
    second.expect_exact("What is MSE?")
    second.send("u")
    second.expect_exact("Taken back: review of Why cross-entropy?")
    second.send("q")
    assert left(second)[1] == 0
    assert (vault / "losses.md").read_text("utf-8") == NOTE


def test_two_sessions_at_once_lose_no_answer(start: Callable[..., Any], vault: Path) -> None:
    one, other = start(), start()
    for child in (one, other):
        child.expect_exact("Why cross-entropy?")
    for child in (one, other):
        child.send(" 3")
        child.expect_exact("What is MSE?")
    one.send(" 4")
    assert left(one)[1] == 0
    other.send(" 1")
    other.expect_exact("again")
    other.send("q")
    assert left(other)[1] == 0
    assert len(entries(vault)) == 4
    assert len({entry["id"] for entry in entries(vault)}) == 4


def test_a_card_that_was_reworded_in_the_editor_is_read_again(
    start: Callable[..., Any], vault: Path, tmp_path: Path
) -> None:
    editor = tmp_path / "vi"
    editor.write_text('#!/bin/sh\nsed -i "s/Why cross-entropy?/Why is cross-entropy used?/" "$2"\n')
    editor.chmod(0o755)
    child = start(EDITOR=str(editor), VISUAL="")
    child.expect_exact("Why cross-entropy?")
    child.send("e")
    child.expect_exact("Why is cross-entropy used?")
    child.send(" 3")
    child.expect_exact("What is MSE?")
    child.send("q")
    assert left(child)[1] == 0
    assert ("Why is cross-entropy used?", 4) in grades(vault)


def test_a_note_deleted_meanwhile_is_named_and_the_session_goes_on(
    start: Callable[..., Any], vault: Path
) -> None:
    (vault / "other.md").write_text("# Other\n\n## What is MAE?\n\nThe mean absolute error.\n", "utf-8")
    child = start()
    child.expect_exact("Why cross-entropy?")
    (vault / "losses.md").unlink()
    child.send(" 3")
    child.expect_exact("What is MAE?")
    child.expect_exact("losses.md was not written")
    child.send(" 3")
    assert left(child)[1] == 0
    assert ("What is MAE?", 4) in grades(vault)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everything")
def test_a_log_that_cannot_be_written_stops_the_session(start: Callable[..., Any], vault: Path) -> None:
    child = start()
    child.expect_exact("Why cross-entropy?")
    for path in (vault / ".study").rglob("*"):
        path.chmod(0o555)
    child.send(" 3")
    printed, code = left(child)
    assert "This answer is not saved, and the session stops." in printed
    assert code == 1


def test_the_log_s_folder_replaced_by_a_file_stops_the_session(
    start: Callable[..., Any], vault: Path
) -> None:
    """What the administrator meets, too: the answer cannot be written, and the person is told."""
    child = start()
    child.expect_exact("Why cross-entropy?")
    log = vault / ".study" / "log"
    if log.is_dir():
        for file in log.iterdir():
            file.unlink()
        log.rmdir()
    log.write_text("in the way")
    child.send(" 3")
    printed, code = left(child)
    assert "This answer is not saved, and the session stops." in printed
    assert code == 1


def read_until(master: int, text: str) -> None:
    """Read what the program draws until a text has come."""
    seen = b""
    while text.encode() not in seen:
        seen += os.read(master, 4096)


def test_a_terminal_whose_window_is_closed_loses_nothing(vault: Path) -> None:
    """The other end of the pseudo-terminal is closed, as a window manager does it."""
    master, slave = os.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "studycli", "review", "--vault", str(vault)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "STUDY_NOW": "2026-11-23T08:30+08:00"},
    )
    os.close(slave)
    read_until(master, "Why cross-entropy?")
    os.write(master, b" 3")
    read_until(master, "What is MSE?")
    os.close(master)
    program.wait(timeout=WAIT)
    assert grades(vault) == [("Why cross-entropy?", 4)]
