"""The session as lines of text, for screen readers, for pipes and for terminals that cannot move the cursor.

One line of standard input is one step:

    (an empty line)          shows the answer; where it is shown, grades it good
    1 2 3 4                  grades: again, hard, good, easy; before the answer too, which is then shown as well
    again hard good easy     the same in words
    0 1 2 3 4 5              SM-2's grades instead, with the setting grades = "sm2"
    undo, u    edit, e    suspend, s, @    bury, b, -    hint, h    section, o    show    keys, ?    quit, q
    flag REMARK, f REMARK    flags the card

With ``--type`` a line at the question is the answer that is typed; a command then begins with ``:``, as in
``:undo``. A ``:`` may stand before any command elsewhere. The end of input ends the session.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from studycli.errors import EditorError
from studycli.schedule.sm2 import BUTTONS
from studycli.terminal.commands import BY_KEY, BY_NAME, COMMANDS
from studycli.terminal.notetext import plain
from studycli.terminal.session import GOOD, Phase
from studycli.terminal.views import interval_label
from studycli.terminal.wording import place

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from rich.console import Console

    from studycli.terminal.session import Session


class PlainSession:
    """Runs a session by lines.

    Args:
        console: Where it prints.
        lines: Where the person's lines come from.
        session: What is run.
        edit: Opens a note (path, line) in an editor and waits; None without a terminal.
    """

    def __init__(
        self,
        console: Console,
        lines: TextIO,
        session: Session,
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
        self._print("Enter shows the answer; ? lists the commands.")
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
        session = self._session
        if session.phase is Phase.TYPING and not line.startswith(":"):
            session.reveal(line)
            self._show_answer()
            return
        word, _, rest = line.removeprefix(":").strip().partition(" ")
        grade = self._grade_of(word.lower())
        if grade is not None and not rest:
            self._grade(grade)
        else:
            self._command(word, rest.strip())

    def _grade_of(self, word: str) -> int | None:
        """Return the grade that a word means, or None."""
        grades = self._session.grades
        if word in grades:
            return grades[word][1]
        return BUTTONS.get(word)

    def _command(self, word: str, rest: str) -> None:
        name = word.lower() if word.lower() in BY_NAME else BY_KEY.get(word.lower() or "enter", "")
        if not name or (rest and name != "flag"):
            self._session.notice = f"Not understood: {f'{word} {rest}'.strip()} · ? lists the commands"
        elif name == "flag":
            self._session.flag(rest)
        else:
            self._commands[name](self)

    def _show(self) -> None:
        if self._session.phase is Phase.ANSWER:
            self._grade(GOOD)
        else:
            self._session.reveal()
            self._show_answer()

    def _grade(self, grade: int) -> None:
        session = self._session
        if session.phase is not Phase.ANSWER:
            session.reveal()
            self._show_answer()
        label = interval_label(session, grade)
        before = session.progress.answers
        session.grade(grade)
        if session.progress.answers > before:
            self._print(f"Graded {_name(session, grade)}{f', next in {label}' if label else ''}.")

    def _hint(self) -> None:
        self._session.give_hint()
        if self._session.hint:
            self._print(f"Hint: {self._session.hint}")

    def _section(self) -> None:
        self._print(plain(self._session.content.section))

    def _type(self) -> None:
        self._session.notice = "Any line is a typed answer with --type."

    def _open_editor(self) -> None:
        session = self._session
        if self._edit is None:
            session.notice = "The editor needs a terminal."
            return
        card = session.content.card
        try:
            with session.paused():
                self._edit(os.path.join(session.collection.root, card.note), card.line)
        except EditorError as error:
            session.notice = str(error)
        else:
            session.edited()

    def _list(self) -> None:
        grades = self._session.grades
        names = [f"{key} {name}".strip() for key, (name, _) in grades.items()]
        self._print(", ".join(names) + ": grade")
        for command in COMMANDS:
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

    _commands: ClassVar[dict[str, Callable[[PlainSession], None]]] = {
        "show": _show,
        "undo": _undo,
        "edit": _open_editor,
        "suspend": _suspend,
        "bury": _bury,
        "hint": _hint,
        "section": _section,
        "type": _type,
        "keys": _list,
        "quit": _quit,
    }

    # Lines out

    def _print(self, text: str) -> None:
        """Print text as it is; a line is never broken, so that a reader hears and a script sees it whole."""
        if text:
            self._console.print(Text(text), soft_wrap=True)

    def _print_titled(self, title: str, text: str) -> None:
        """Print a text behind its title, or below it when it has several lines."""
        separator = "\n" if "\n" in text else " "
        self._print(f"{title}{separator}{text}")

    def _ask(self) -> None:
        """Print the card, once each time that it is asked."""
        session = self._session
        if session.asked == self._asked:
            return
        self._asked = session.asked
        content, progress = session.content, session.progress
        new, due, again = session.left
        self._print(f"\nCard {progress.position} of {progress.total}: {new} new, {due} due, {again} again")
        self._print(place(content.card, content.prompt))
        self._print_titled("Question:", plain(content.prompt))
        if session.phase is Phase.ANSWER:  # the note was edited meanwhile
            self._show_answer()

    def _show_answer(self) -> None:
        session = self._session
        if session.typed:
            self._print(f"Your answer: {session.typed}")
        answer = plain(session.content.answer)
        self._print_titled("Answer:", answer or "This question has no answer yet.")
        self._print(f"Grade: {', '.join(_button(session, key) for key in session.grades)}")


def _name(session: Session, grade: int) -> str:
    names = {number: name or key for key, (name, number) in session.grades.items()}
    return names.get(grade, str(grade))


def _button(session: Session, key: str) -> str:
    name, grade = session.grades[key]
    label = interval_label(session, grade)
    return f"{key} {name}".strip() + (f" ({label})" if label else "")
