"""A real pseudo-terminal: raw while the session has it, as before when it is given back."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("a POSIX terminal", allow_module_level=True)

import termios

from studycli.terminal.keys import Key
from studycli.terminal.tty_posix import TerminalKeys

LOCAL_FLAGS = 3


@pytest.fixture
def pty() -> Iterator[tuple[int, int]]:
    """Return both ends of a new pseudo-terminal: what a person types into, and what the program reads."""
    master, slave = os.openpty()
    yield master, slave
    for end in (master, slave):
        os.close(end)


def test_keys_are_read_without_a_line_end_and_without_echo(pty: tuple[int, int]) -> None:
    master, slave = pty
    with TerminalKeys(slave) as keys:
        os.write(master, b" \x1b[B3\x03")
        assert [keys.read().name for _ in range(4)] == ["space", "down", "3", "ctrl-c"]
        assert not termios.tcgetattr(slave)[LOCAL_FLAGS] & (termios.ECHO | termios.ICANON | termios.ISIG)


def test_settings_and_signal_handlers_are_put_back(pty: tuple[int, int]) -> None:
    before = termios.tcgetattr(pty[1]), signal.getsignal(signal.SIGWINCH), signal.getsignal(signal.SIGINT)
    with TerminalKeys(pty[1]):
        assert termios.tcgetattr(pty[1]) != before[0]
    assert (
        termios.tcgetattr(pty[1]),
        signal.getsignal(signal.SIGWINCH),
        signal.getsignal(signal.SIGINT),
    ) == before


def test_what_was_typed_ahead_is_kept(pty: tuple[int, int]) -> None:
    os.write(pty[0], b"3")
    with TerminalKeys(pty[1]) as keys:
        assert keys.read() == Key("3", "3")


def test_a_lone_escape_is_a_key_after_a_moment(pty: tuple[int, int]) -> None:
    with TerminalKeys(pty[1]) as keys:
        os.write(pty[0], b"\x1b")
        assert keys.read() == Key("escape")


def test_a_paste_without_an_end_is_given_up_after_a_while(
    pty: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studycli.terminal.tty_posix._PASTE_WAIT", 0.01)
    with TerminalKeys(pty[1]) as keys:
        os.write(pty[0], b"\x1b[200~abc")
        assert keys.read() == Key("paste", "abc")


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (signal.SIGWINCH, "resize"),
        (signal.SIGCONT, "resize"),
        (signal.SIGINT, "ctrl-c"),
        (signal.SIGTERM, "hangup"),
        (signal.SIGHUP, "hangup"),
    ],
)
def test_a_signal_is_a_key(pty: tuple[int, int], number: signal.Signals, name: str) -> None:
    with TerminalKeys(pty[1]) as keys:
        signal.raise_signal(number)
        assert keys.read() == Key(name)


def test_raw_mode_is_set_again_after_the_shell_had_the_terminal(pty: tuple[int, int]) -> None:
    with TerminalKeys(pty[1]) as keys:
        raw = termios.tcgetattr(pty[1])
        termios.tcsetattr(pty[1], termios.TCSANOW, keys._before)
        signal.raise_signal(signal.SIGCONT)
        keys.read()
        assert termios.tcgetattr(pty[1]) == raw


def test_the_terminal_is_as_before_while_it_is_lent(pty: tuple[int, int]) -> None:
    before = termios.tcgetattr(pty[1])
    with TerminalKeys(pty[1]) as keys:
        with keys.released():
            assert termios.tcgetattr(pty[1]) == before
        assert termios.tcgetattr(pty[1]) != before
        os.write(pty[0], b"q")
        assert keys.read().name == "q"


def test_the_keys_of_windows_can_be_imported_here_too() -> None:
    import studycli.terminal.tty_windows as module

    assert not hasattr(module, "ConsoleKeys")


def test_a_closed_terminal_is_a_hangup() -> None:
    master, slave = os.openpty()
    with TerminalKeys(slave) as keys:
        os.close(master)
        assert keys.read() in (Key("hangup"), Key("eof"))
    os.close(slave)


def test_an_error_of_reading_is_a_hangup(pty: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    with TerminalKeys(pty[1]) as keys:
        os.write(pty[0], b"x")
        monkeypatch.setattr(keys, "_input", pty[1])
        read = os.read

        def fail(descriptor: int, size: int) -> bytes:
            if descriptor == pty[1]:
                raise OSError(5, "Input/output error")
            return read(descriptor, size)

        monkeypatch.setattr(os, "read", fail)
        assert keys.read() == Key("hangup")
