"""A session in a terminal, timed until its first question stands there."""

import os
import pty
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from paired import environment

SIZE = (40, 100)  # lines, columns
SHOWN = b"hint"  # the last line below a question names its keys


def to_first_question(
    command: Sequence[str], folder: Path, shown: bytes = SHOWN, leave: bytes = b"q"
) -> float:
    """Return the seconds from the start of `command` until it shows `shown`; then leave it by keys."""
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, SIZE)
    start = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, env=environment(), stdin=end, stdout=end, stderr=end, start_new_session=True
    )
    os.close(end)
    try:
        _read_until(shown, terminal)
        seconds = time.perf_counter() - start
        os.write(terminal, leave)
        _read_until(None, terminal)
    finally:
        os.close(terminal)
        child.wait()
    return seconds


def _read_until(word: bytes | None, terminal: int) -> None:
    """Read what the program prints, up to a word or (None) to its end.

    Raises:
        RuntimeError: the program ended without the word.
    """
    seen = b""
    while word is None or word not in seen:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            part = b""
        if not part and word is None:
            return
        if not part:
            raise RuntimeError(f"the session ended without a question: {seen.decode(errors='replace')}")
        seen += part
