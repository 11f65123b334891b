"""A review from its queue to its last word: whole screen or lines, then the summary."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich.text import Text

from studycli.errors import Interrupted
from studycli.terminal.notetext import is_light
from studycli.terminal.session import Session
from studycli.terminal.summary import nothing_to_ask, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TextIO

    from rich.console import Console

    from studycli.collection import Collection
    from studycli.collection.values import QueueOptions
    from studycli.settings import Settings
    from studycli.terminal.asking import Asking
    from studycli.terminal.keys import KeySource


def review(
    collection: Collection,
    options: QueueOptions,
    console: Console,
    lines: TextIO,
    environ: Mapping[str, str],
    *,
    plain: bool = False,
    typing: bool = False,
    timer: Callable[[], float] = time.monotonic,
) -> None:
    """Ask the cards that are due.

    Args:
        collection: Open; it stays so.
        options: Which cards.
        console: Standard output.
        lines: Standard input.
        environ: Where the editor is looked up, and whether the terminal is light.
        plain: Whether to ask by lines of text although both are terminals.
        typing: Whether answers are typed before they are shown.
        timer: Seconds from any fixed moment.

    Raises:
        FilterError: A tag, note or path matches nothing.
        WriteError: An answer could not be saved.
        Interrupted: Ctrl-C, or the terminal was closed.
    """
    light = is_light(collection.settings.theme, environ)
    session = Session(collection, options, timer, typing=typing, light=light)
    if session.done:
        print_lines(console, [*filter(None, [session.notice]), *nothing_to_ask(collection, options)])
        return
    opener = editor_of(collection.settings, environ)
    with ending(console, session, lambda: summary(session)):
        if plain or not whole_screen(console, lines):
            _run_lines(console, lines, session, opener)
        else:
            _run_screen(console, session, opener)


@contextmanager
def ending(console: Console, session: Asking[Any], words: Callable[[], list[str]]) -> Iterator[None]:
    """Say the last words of what runs inside, however it ends.

    Raises:
        Interrupted: Ctrl-C, or the terminal was closed.
    """
    try:
        yield
    finally:
        with suppress(OSError):  # the terminal was closed
            print_lines(console, words())
    if session.interrupted:
        raise Interrupted("stopped; every answer given is saved.")


def editor_of(settings: Settings, environ: Mapping[str, str]) -> Callable[[str, int], None]:
    """Return what opens a note (path, line) in the person's editor and waits."""

    def opener(path: str, line: int) -> None:
        from studycli.terminal.editor import edit  # the few who open it wait for its imports

        edit(path, line, settings.editor, environ)

    return opener


def whole_screen(console: Console, lines: TextIO) -> bool:
    """Tell whether both ends are a terminal that can move its cursor."""
    return lines.isatty() and console.file.isatty() and not console.is_dumb_terminal


def _run_lines(console: Console, lines: TextIO, session: Session, opener: Callable[[str, int], None]) -> None:
    from studycli.terminal.plain import PlainSession

    PlainSession(console, lines, session, opener if lines.isatty() else None).run()


def _run_screen(console: Console, session: Session, opener: Callable[[str, int], None]) -> None:
    from studycli.terminal.screen import Screen

    Screen(console, keys_of(), session, opener).run()


def keys_of(beat: float | None = None) -> KeySource:
    """Return the keys of this system's terminal, with a tick after so many seconds without one, if any."""
    if sys.platform == "win32":  # pragma: no cover
        from studycli.terminal.tty_windows import ConsoleKeys

        return ConsoleKeys(beat)
    from studycli.terminal.tty_posix import TerminalKeys

    return TerminalKeys(beat=beat)


def print_lines(console: Console, sentences: list[str]) -> None:
    """Print sentences as they are, a line each."""
    for sentence in sentences:
        console.print(Text(sentence))
