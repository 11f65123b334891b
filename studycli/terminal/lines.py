"""A session by lines of text: one line of standard input is one step. What a review and a quiz have in common."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.text import Text

from studycli.errors import EditorError
from studycli.schedule.sm2 import BUTTONS
from studycli.terminal.notetext import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from rich.console import Console

    from studycli.terminal.asking import Asking

S = TypeVar("S", bound="Asking[Any]")


class Lines(Generic[S]):
    """Runs a session by lines.

    Args:
        console: Where it prints.
        lines: Where the person's lines come from.
        session: What is run.
        edit: Opens a note (path, line) in an editor and waits; None without a terminal.
    """

    first: ClassVar[str]
    """The line that explains the others."""

    def __init__(
        self,
        console: Console,
        lines: TextIO,
        session: S,
        edit: Callable[[str, int], None] | None,
    ) -> None:
        self._console = console
        self._lines = lines
        self._session = session
        self._edit = edit
        self._asked = 0

    def run(self) -> None:
        """Run the session to its end.

        Raises:
            WriteError: An answer could not be saved.
        """
        session = self._session
        self._print(self.first)
        try:
            while not session.done:
                self._ask()
                line = self._lines.readline()
                if not line:
                    session.end()
                    break
                self._take(line.strip())
                self._print(session.notice)
                session.notice = ""
        except KeyboardInterrupt:
            session.end(interrupted=True)
        self._console.print()

    # Lines in

    def _take(self, line: str) -> None:
        """Apply a line."""
        raise NotImplementedError

    def _grade_of(self, word: str) -> int | None:
        """Return the grade that a word means, or None."""
        grades = self._session.grades
        if word in grades:
            return grades[word][1]
        return BUTTONS.get(word)

    def _command(self, word: str, rest: str) -> None:
        session = self._session
        known = {command.name for command in session.commands}
        name = word.lower() if word.lower() in known else session.by_key.get(word.lower() or "enter", "")
        if not name or (rest and name != "flag"):
            session.notice = f"Not understood: {f'{word} {rest}'.strip()} · ? lists the commands"
        elif name == "flag":
            session.flag(rest)
        else:
            getattr(self, self.methods[name])()

    def _hint(self) -> None:
        self._session.give_hint()
        if self._session.hint:
            self._print(f"Hint: {self._session.hint}")

    def _section(self) -> None:
        self._print(plain(self._session.content.section))

    def _open_editor(self) -> None:
        session = self._session
        if self._edit is None:
            session.notice = "The editor needs a terminal."
            return
        note, line = session.place
        try:
            with session.paused():
                self._edit(os.path.join(session.collection.root, note), line)
        except EditorError as error:
            session.notice = str(error)
        else:
            session.edited()

    def _list(self) -> None:
        grades = self._session.grades
        names = [f"{key} {name}".strip() for key, (name, _) in grades.items()]
        self._print(", ".join(names) + ": grade")
        for command in self._session.commands:
            keys = [key for key in command.keys if len(key) == 1]
            self._print(f"{', '.join([command.name, *keys])}: {command.help}")

    def _undo(self) -> None:
        self._session.undo()

    def _suspend(self) -> None:
        self._session.suspend()

    def _bury(self) -> None:
        self._session.bury()

    def _quit(self) -> None:
        self._session.end()

    methods: ClassVar[dict[str, str]] = {
        "show": "_show",
        "undo": "_undo",
        "edit": "_open_editor",
        "suspend": "_suspend",
        "bury": "_bury",
        "hint": "_hint",
        "section": "_section",
        "type": "_type",
        "keys": "_list",
        "quit": "_quit",
    }

    # Lines out

    def _ask(self) -> None:
        """Print what is asked, once each time that it is asked."""
        if self._session.asked != self._asked:
            self._asked = self._session.asked
            self._print_question()

    def _print_question(self) -> None:
        raise NotImplementedError

    def _print(self, text: str) -> None:
        """Print text as it is; a line is never broken, so that a reader hears and a script sees it whole."""
        if text:
            self._console.print(Text(text), soft_wrap=True)

    def _print_titled(self, title: str, text: str) -> None:
        """Print a text behind its title, or below it when it has several lines."""
        separator = "\n" if "\n" in text else " "
        self._print(f"{title}{separator}{text}")
