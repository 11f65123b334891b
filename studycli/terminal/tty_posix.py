"""Keys from a POSIX terminal: raw mode, signals as keys, and everything put back at the end."""

import os
import select
import signal
import sys
import termios
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Self

from studycli.terminal.keys import Decoder, Key

_CHUNK = 65536  # bytes; a paste comes in pieces of at most this
_ESCAPE_WAIT = 0.05  # seconds in which the rest of an escape sequence must come
_PASTE_WAIT = 2.0  # seconds without a byte after which an unfinished paste is taken as it is
_EVENTS = {
    signal.SIGWINCH: Key("resize"),
    signal.SIGCONT: Key("resize"),
    signal.SIGINT: Key("ctrl-c"),
    signal.SIGTERM: Key("hangup"),
    signal.SIGHUP: Key("hangup"),
}


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the signal's number is written to the wake-up pipe, and read there as a key."""


def _raw(attributes: list[Any]) -> list[Any]:
    """Return the settings with echo, line buffering and the signal keys off; output stays as it is."""
    raw = list(attributes)
    raw[0] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.ISTRIP)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    raw[6] = list(raw[6])
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    return raw


class TerminalKeys:
    """Reads keys from a terminal. Ctrl-C is a key, so that it never cuts a write to the disk in two.

    Args:
        descriptor: An open terminal; standard input unless given.
        beat: Seconds without a key after which the key ``tick`` is given; None for never.
    """

    def __init__(self, descriptor: int | None = None, beat: float | None = None) -> None:
        self._beat = beat
        self._input = sys.stdin.fileno() if descriptor is None else descriptor
        self._decoder = Decoder()
        self._ready: deque[Key] = deque()

    def __enter__(self) -> Self:
        """Switch to raw mode. What was typed ahead is kept."""
        self._before = termios.tcgetattr(self._input)
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        self._old_wake = signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        self._handlers = {number: signal.signal(number, _noted) for number in _EVENTS}
        self._set_raw()
        return self

    def __exit__(self, *_: object) -> None:
        """Put back the terminal's settings and the signal handlers."""
        self._restore()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_wake)
        os.close(self._wake)
        os.close(self._woken)

    @contextmanager
    def released(self) -> Iterator[None]:
        """Give the terminal back for a while, as it was."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def read(self) -> Key:
        """Wait for the next key; ``eof`` when the input has ended, ``hangup`` when the terminal is gone."""
        while not self._ready:
            self._ready.extend(self._wait())
        return self._ready.popleft()

    def _set_raw(self) -> None:
        with suppress(termios.error):  # a terminal that was closed
            termios.tcsetattr(self._input, termios.TCSADRAIN, _raw(self._before))

    def _restore(self) -> None:
        with suppress(termios.error):
            termios.tcsetattr(self._input, termios.TCSADRAIN, self._before)

    def _wait(self) -> list[Key]:
        readable, _, _ = select.select([self._input, self._wake], [], [], self._patience())
        if self._wake in readable:
            return self._signals()
        if self._input in readable:
            return self._chunk()
        return self._decoder.flush() if self._decoder.waiting else [Key("tick")]

    def _patience(self) -> float | None:
        """Return how many seconds to wait for more, None for ever."""
        if not self._decoder.waiting:
            return self._beat
        return _PASTE_WAIT if self._decoder.pasting else _ESCAPE_WAIT

    def _signals(self) -> list[Key]:
        numbers = set(os.read(self._wake, _CHUNK))
        if signal.SIGCONT in numbers:  # the shell had the terminal meanwhile
            self._set_raw()
        return [_EVENTS[signal.Signals(number)] for number in sorted(numbers)]

    def _chunk(self) -> list[Key]:
        try:
            data = os.read(self._input, _CHUNK)
        except OSError:
            return [Key("hangup")]
        return self._decoder.feed(data) if data else [Key("eof")]
