"""Keys from a Windows console."""

import sys

if sys.platform == "win32":  # pragma: no cover
    import msvcrt
    import os
    import time
    from collections.abc import Iterator
    from contextlib import contextmanager
    from typing import Self

    from studycli.terminal.keys import Decoder, Key

    _POLL = 0.05  # seconds between two looks at the keyboard and the window's size
    _SPECIAL = {
        "H": "up",
        "P": "down",
        "K": "left",
        "M": "right",
        "G": "home",
        "O": "end",
        "I": "page-up",
        "Q": "page-down",
        "R": "insert",
        "S": "delete",
    }

    class ConsoleKeys:
        """Reads keys one by one; the console needs no mode to be put back."""

        def __init__(self, beat: float | None = None) -> None:
            self._beat = beat
            self._decoder = Decoder()
            self._size = os.get_terminal_size()

        def __enter__(self) -> Self:
            """Do nothing: reading a key switches echo off by itself."""
            return self

        def __exit__(self, *_: object) -> None:
            """Do nothing."""

        @contextmanager
        def released(self) -> Iterator[None]:
            """Do nothing."""
            yield

        def read(self) -> Key:
            """Wait for the next key, for the window to change its size, or for the beat."""
            start = time.monotonic()
            while not msvcrt.kbhit():
                size = os.get_terminal_size()
                if size != self._size:
                    self._size = size
                    return Key("resize")
                if self._beat is not None and time.monotonic() - start >= self._beat:
                    return Key("tick")
                time.sleep(_POLL)
            return self._key(msvcrt.getwch())

        def _key(self, character: str) -> Key:
            if character in "\x00\xe0":
                return Key(_SPECIAL.get(msvcrt.getwch(), "unknown"))
            if "\ud800" <= character <= "\udbff":  # the first half of a pair
                character = (character + msvcrt.getwch()).encode("utf-16", "surrogatepass").decode("utf-16")
            return (self._decoder.feed(character.encode()) or self._decoder.flush())[0]
