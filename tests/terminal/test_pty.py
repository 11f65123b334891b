"""The session in a real pseudo-terminal, driven as a person drives it."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")

pytestmark = pytest.mark.no_cover  # the session's lines are traced where it runs in the tests' own process

DRIVER = Path(__file__).with_name("pty_session.py")
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
WAIT = 20  # seconds; a slow machine is no failure


class Person:
    """Someone at a terminal of 80 by 24.

    Attributes:
        child: The program as pexpect has it.
    """

    def __init__(self, report: Path, options: str, environ: dict[str, str]) -> None:
        self._report = report
        self.child = pexpect.spawn(
            sys.executable,
            [str(DRIVER), str(report), *options.split()],
            dimensions=(24, 80),
            env={**os.environ, "TERM": "xterm-256color", **environ},
            encoding="utf-8",
            timeout=WAIT,
        )

    def sees(self, *texts: str) -> None:
        for text in texts:
            self.child.expect_exact(text)

    def types(self, text: str) -> None:
        self.child.send(text)

    def leaves(self) -> int:
        """Wait for the end and return the exit code."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus)

    @property
    def calls(self) -> list[list[Any]]:
        """What was asked of the collection."""
        return [list(call) for call in json.loads(self._report.read_text(encoding="utf-8"))]


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """Return a maker of people at a terminal, who leave it at the end."""
    made: list[Person] = []

    def make(options: str = "", **environ: str) -> Person:
        made.append(Person(tmp_path / f"calls{len(made)}.json", options, environ))
        return made[-1]

    yield make
    for each in made:
        each.child.close(force=True)


def test_a_session_from_the_first_question_to_the_summary(person: Callable[..., Person]) -> None:
    one = person()
    one.sees(ENTER, "1 of 2", "Why cross-entropy?")
    one.types(" ")
    one.sees("Its gradient is p - y.", "3", "good")
    one.types("3")
    one.sees("What is MSE?")
    one.types("\r4")
    one.sees(LEAVE, "Answered: 2 cards, 2 right (100 %)", "Tomorrow: 4 cards.", "notes/loss.md")
    assert one.leaves() == 0
    assert [call[:3] for call in one.calls] == [["review", "aaaa", 4], ["review", "bbbb", 5]]


def test_keys_typed_fast_are_all_taken_in_order(person: Callable[..., Person]) -> None:
    one = person()
    one.sees("Why cross-entropy?")
    one.types(" 1 3 3")
    assert one.leaves() == 0
    assert [call[:3] for call in one.calls] == [
        ["review", "aaaa", 1],
        ["review", "bbbb", 4],
        ["repeat", "aaaa", 4],
    ]


def test_keys_typed_before_the_first_question_count(person: Callable[..., Person]) -> None:
    one = person()
    one.types(" 3 3")
    assert one.leaves() == 0
    assert len(one.calls) == 2


def test_undo_and_quit(person: Callable[..., Person]) -> None:
    one = person()
    one.sees("Why cross-entropy?")
    one.types(" 3u")
    one.sees("Taken back: review of Why cross-entropy?")
    one.types("q")
    one.sees("No card was answered.", "Left: 2 cards")
    assert one.leaves() == 0
    assert [call[0] for call in one.calls] == ["review", "undo"]


def test_ctrl_c_leaves_with_its_own_code_and_nothing_lost(person: Callable[..., Person]) -> None:
    one = person()
    one.sees("Why cross-entropy?")
    one.types(" 3")
    one.sees("What is MSE?")
    one.types("\x03")
    one.sees(LEAVE, "Answered: 1 card")
    assert one.leaves() == 130
    assert len(one.calls) == 1


def test_ctrl_d_quits(person: Callable[..., Person]) -> None:
    one = person()
    one.sees("Why cross-entropy?")
    one.types("\x04")
    assert one.leaves() == 0


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_terminal_loses_nothing(person: Callable[..., Person], number: signal.Signals) -> None:
    one = person()
    one.sees("Why cross-entropy?")
    one.types(" 3")
    one.sees("What is MSE?")
    one.child.kill(number)
    assert one.leaves() == 130
    assert len(one.calls) == 1


def test_a_resize_draws_the_screen_again_for_its_new_size(person: Callable[..., Person]) -> None:
    one = person("long")
    one.sees("Long?")
    one.types(" ")
    one.sees("Line 1", "↓ 182 more: space")
    one.child.setwinsize(14, 40)
    one.sees("\x1b[2J", "Line 1", "↓ 192 more: space")
    one.types("q")
    assert one.leaves() == 0


def test_arrow_keys_and_pages_scroll_and_grade_nothing(person: Callable[..., Person]) -> None:
    one = person("long")
    one.sees("Long?")
    one.types(" ")
    one.sees("↓ 182 more: space")
    one.types("\x1b[B")
    one.sees("↓ 181 more: space")
    one.types("\x1b[6~")
    one.sees("↓ 163 more: space")
    one.types("\x1b[F")
    one.sees("Line 100", "↑ end")
    one.types("q")
    assert one.leaves() == 0
    assert one.calls == []


def test_a_paste_grades_nothing(person: Callable[..., Person]) -> None:
    one = person()
    one.sees("\x1b[?2004h", "Why cross-entropy?")
    one.types(" ")
    one.sees("Its gradient")
    one.types("\x1b[200~3\n3\nq\x1b[201~")
    one.sees("A paste is not taken for keys.")
    one.types("q")
    assert one.leaves() == 0
    assert one.calls == []


def test_a_typed_answer_takes_chinese_graphemes_arrows_and_a_paste(person: Callable[..., Person]) -> None:
    one = person("typing")
    one.sees("Your answer:")
    one.types("梯度👩‍👩‍👧x\x1b[D\x7f\x1b[200~ 不消失\n3\x1b[201~\r")
    one.sees("梯度 不消失", "3x", "The note:", "Its gradient is p - y.")
    one.types("q")
    assert one.leaves() == 0


def test_the_terminal_is_as_before_at_the_end_and_after_ctrl_c(tmp_path: Path) -> None:
    """The shell's settings are compared as stty gives them, before and after."""
    command = f"stty -g; {sys.executable} {DRIVER} {tmp_path / 'calls'}; stty -g"
    for keys in ("q", "\x03", " 3 3"):
        shell = pexpect.spawn(
            "/bin/sh",
            ["-c", command],
            dimensions=(24, 80),
            env={**os.environ, "TERM": "xterm-256color"},
            encoding="utf-8",
            timeout=WAIT,
        )
        shell.expect(r"([0-9a-f:]+)\r\n")
        before = shell.match[1]
        shell.expect_exact("Why cross-entropy?")
        shell.send(keys)
        shell.expect_exact(LEAVE)
        shell.expect_exact(before)
        shell.expect(pexpect.EOF)
        shell.close()


def test_the_editor_gets_the_terminal_in_its_usual_state_and_the_line(
    person: Callable[..., Person], tmp_path: Path
) -> None:
    editor = tmp_path / "vim"
    editor.write_text('#!/bin/sh\necho "editing $*"\nread reply\necho "got $reply"\n')
    editor.chmod(0o755)
    one = person(EDITOR=str(editor), VISUAL="")
    one.sees("Why cross-entropy?")
    one.types("e")
    one.sees(LEAVE, "editing +7 /vault/notes/loss.md")
    one.types("hello\r")
    one.sees("got hello", ENTER, "Why cross-entropy?")
    one.types("q")
    assert one.leaves() == 0
    assert one.calls == [["reload", "aaaa"]]


def test_a_missing_editor_is_a_sentence_and_the_session_goes_on(person: Callable[..., Person]) -> None:
    one = person(VISUAL="no-such-editor")
    one.sees("Why cross-entropy?")
    one.types("e")
    one.sees("The editor no-such-editor was not found")
    one.types("q")
    assert one.leaves() == 0


@pytest.mark.parametrize(("options", "term"), [("plain", "xterm-256color"), ("", "dumb")])
def test_plain_and_a_dumb_terminal_get_lines_without_control_codes(
    person: Callable[..., Person], options: str, term: str
) -> None:
    one = person(options, TERM=term)
    one.sees("Enter shows the answer; ? lists the commands.\r\n", "Question: Why cross-entropy?\r\n")
    assert "\x1b" not in one.child.before
    one.types("\r")
    one.sees("Answer: Its gradient is p - y.\r\n")
    one.types("3\r\x04")
    one.sees("Graded good", "Answered: 1 card")
    assert one.leaves() == 0


def test_ctrl_c_in_lines_loses_nothing(person: Callable[..., Person]) -> None:
    one = person("plain")
    one.sees("Question: Why cross-entropy?")
    one.types("3\r")
    one.sees("Question: What is MSE?")
    one.types("\x03")
    one.sees("Answered: 1 card")
    assert one.leaves() == 130


def test_no_color_prints_no_colours(person: Callable[..., Person]) -> None:
    one = person(NO_COLOR="1")
    one.sees("Why cross-entropy?")
    assert "\x1b[34m" not in one.child.before
    one.types("q")
    assert one.leaves() == 0


def test_ctrl_z_stops_and_fg_goes_on(tmp_path: Path) -> None:
    """A shell with job control gets its terminal back, and the session its screen."""
    shell = pexpect.spawn(
        "/bin/bash",
        ["--norc", "-i"],
        dimensions=(24, 80),
        env={**os.environ, "TERM": "xterm-256color", "PS1": "ready> "},
        encoding="utf-8",
        timeout=WAIT,
    )
    shell.expect_exact("ready> ")
    shell.sendline(f"{sys.executable} {DRIVER} {tmp_path / 'calls'}")
    shell.expect_exact("Why cross-entropy?")
    shell.send("\x1a")
    shell.expect_exact(LEAVE)
    shell.expect_exact("Stopped")
    shell.expect_exact("ready> ")
    shell.sendline("fg")
    shell.expect_exact(ENTER)
    shell.expect_exact("Why cross-entropy?")
    shell.send("q")
    shell.expect_exact("No card was answered.")
    shell.expect_exact("ready> ")
    shell.sendline("exit")
    shell.expect(pexpect.EOF)
    shell.close()
