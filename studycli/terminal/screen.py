"""The session on a whole screen: draws what changed, scrolls, and lends the terminal to an editor."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich.control import Control
from rich.segment import ControlType, Segments

from studycli.errors import EditorError
from studycli.terminal.asking import Effect, Phase
from studycli.terminal.frame import REVIEW, Frame, View, compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from studycli.terminal.asking import Asking
    from studycli.terminal.frame import Row
    from studycli.terminal.keys import Key, KeySource

_PASTE_ON, _PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"
_ERASE = Control((ControlType.ERASE_IN_LINE, 2))


class Screen:
    """Runs a session on a terminal.

    Args:
        console: Where it is drawn.
        keys: Where keys come from.
        session: What is run.
        edit: Opens a note (path, line) in an editor and waits.
        view: What the session looks like.
        write: Lets the person write code in an editor, from a text to a text; for a session that asks for it.
    """

    def __init__(
        self,
        console: Console,
        keys: KeySource,
        session: Asking[Any],
        edit: Callable[[str, int], None],
        view: View = REVIEW,
        write: Callable[[str], str] = str,
    ) -> None:
        self._console = console
        self._keys = keys
        self._session = session
        self._edit = edit
        self._view = view
        self._write_code = write
        self._scroll = 0
        self._drawn: list[Row] = []
        self._frame = Frame([], None, 0, 0, 0)

    def run(self) -> None:
        """Run the session to its end, and leave the terminal as it was.

        Raises:
            WriteError: An answer could not be saved.
        """
        with self._keys, self._whole_screen():
            while not self._session.done:
                try:
                    self._draw()
                except OSError:  # the terminal was closed
                    self._session.end(interrupted=True)
                    break
                self._take(self._keys.read())

    @contextmanager
    def _whole_screen(self) -> Iterator[None]:
        self._enter()
        try:
            yield
        finally:
            with suppress(OSError):  # the terminal was closed
                self._leave()

    def _enter(self) -> None:
        self._console.set_alt_screen(True)
        self._console.show_cursor(False)
        self._write(_PASTE_ON)
        self._drawn = []

    def _leave(self) -> None:
        self._write(_PASTE_OFF)
        self._console.show_cursor(True)
        self._console.set_alt_screen(False)

    def _write(self, sequence: str) -> None:
        self._console.file.write(sequence)
        self._console.file.flush()

    # Keys

    def _take(self, key: Key) -> None:
        if key.name == "resize":
            self._drawn = []
        elif key.name != "tick" and not self._scrolled(key):
            before = self._session.focus
            self._obey(self._session.press(key))
            if before != self._session.focus:
                self._scroll = 0

    def _obey(self, effect: Effect) -> None:
        if effect is Effect.EDIT:
            self._open_editor()
        elif effect is Effect.WRITE:
            self._open_code()
        elif effect is Effect.STOP and hasattr(signal, "SIGTSTP"):
            with self._lent(), self._session.paused():
                os.kill(0, signal.SIGTSTP)

    def _open_editor(self) -> None:
        note, line = self._session.place
        with self._lent(), self._session.paused():
            try:
                self._edit(os.path.join(self._session.collection.root, note), line)
            except EditorError as error:
                self._session.say(str(error))
                return
        self._session.edited()

    def _open_code(self) -> None:
        with self._lent():
            try:
                written = self._write_code(self._session.draft)
            except EditorError as error:
                self._session.say(str(error))
                return
        self._session.say("It is being tried …")
        self._draw()
        self._session.notice = ""
        self._session.reveal(written)

    @contextmanager
    def _lent(self) -> Iterator[None]:
        """Give the terminal to someone else for a while."""
        self._leave()
        try:
            with self._keys.released():
                yield
        finally:
            self._enter()

    def _scrolled(self, key: Key) -> bool:
        """Scroll by a key that does so now; False when it does something else."""
        if key.name not in _SCROLLS or self._session.phase in (Phase.TYPING, Phase.REMARK):
            return False
        if key.name == "space" and not self._frame.below:
            return False
        rows, pages = _SCROLLS[key.name]
        self._scroll += rows + pages * max(self._frame.page - 1, 1)
        self._session.notice = ""
        return True

    # Drawing

    def _draw(self) -> None:
        self._frame = frame = compose(self._console, self._session, self._scroll, self._view)
        self._scroll = frame.scroll
        with self._console as console:
            if not self._drawn:
                console.control(Control.clear())
            for y, row in enumerate(frame.rows):
                if y >= len(self._drawn) or row != self._drawn[y]:
                    console.control(Control.move_to(0, y), _ERASE)
                    console.print(Segments(row), end="", crop=False)
            if frame.cursor:
                console.control(Control.move_to(*frame.cursor))
            console.show_cursor(frame.cursor is not None)
        self._drawn = frame.rows


_FAR = 1_000_000  # rows; more than any note has
# How far each key scrolls, in rows and in pages.
_SCROLLS = {
    "down": (1, 0),
    "j": (1, 0),
    "up": (-1, 0),
    "k": (-1, 0),
    "page-down": (0, 1),
    "space": (0, 1),
    "page-up": (0, -1),
    "home": (-_FAR, 0),
    "end": (_FAR, 0),
}
