"""A quiz from its options to its last word: whole screen or lines, then how it went."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from studycli.terminal.notetext import is_light
from studycli.terminal.quiz.judging import judge
from studycli.terminal.quiz.results import last_words, nothing_to_ask
from studycli.terminal.quiz.session import QuizSession
from studycli.terminal.run import editor_of, ending, keys_of, print_lines, whole_screen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from rich.console import Console

    from studycli.collection import Collection
    from studycli.collection.values import QuizOptions
    from studycli.terminal.quiz.session import Plan

_BEAT = 1.0  # seconds between two looks at the time that is left


def quiz(
    collection: Collection,
    options: QuizOptions,
    plan: Plan,
    console: Console,
    lines: TextIO,
    environ: Mapping[str, str],
    *,
    plain: bool = False,
    timer: Callable[[], float] = time.monotonic,
) -> None:
    """Examine the person.

    Args:
        collection: Open; it stays so.
        options: What is asked.
        plan: How many questions, for how long.
        console: Standard output.
        lines: Standard input.
        environ: Where the editor is looked up, and whether the terminal is light.
        plain: Whether to ask by lines of text although both are terminals.
        timer: Seconds from any fixed moment.

    Raises:
        FilterError: A tag, note or path matches nothing.
        WriteError: An answer could not be saved.
        Interrupted: Ctrl-C, or the terminal was closed.
    """
    light = is_light(collection.settings.theme, environ)
    questions = collection.quiz(options)
    session = QuizSession(collection, questions, plan, timer, judge, light=light)
    if session.done:
        print_lines(console, [*filter(None, [session.notice]), *nothing_to_ask(collection, options)])
        return
    told = 0
    with ending(console, session, lambda: last_words(session, told)):
        if plain or not whole_screen(console, lines):
            told = _run_lines(console, lines, session, environ)
        else:
            _run_screen(console, session, environ)


def _run_lines(console: Console, lines: TextIO, session: QuizSession, environ: Mapping[str, str]) -> int:
    """Run it by lines; return how many of its rounds were told."""
    from studycli.terminal.quiz.plain import PlainQuiz

    opener = editor_of(session.collection.settings, environ)
    runner = PlainQuiz(console, lines, session, opener if lines.isatty() else None)
    runner.run()
    return runner.told


def _run_screen(console: Console, session: QuizSession, environ: Mapping[str, str]) -> None:
    from studycli.terminal.quiz.views import QUIZ
    from studycli.terminal.screen import Screen

    settings = session.collection.settings

    def write(text: str) -> str:
        from studycli.terminal.editor import edit_text

        return edit_text(text, settings.editor, environ)

    keys = keys_of(None if session.remaining is None else _BEAT)
    Screen(console, keys, session, editor_of(settings, environ), QUIZ, write).run()
