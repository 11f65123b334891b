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

from studycli.terminal.asking import GOOD, Phase
from studycli.terminal.lines import Lines
from studycli.terminal.notetext import plain
from studycli.terminal.session import Session
from studycli.terminal.views import interval_label
from studycli.terminal.wording import place


class PlainSession(Lines[Session]):
    """Runs a review by lines."""

    first = "Enter shows the answer; ? lists the commands."

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

    def _type(self) -> None:
        self._session.notice = "Any line is a typed answer with --type."

    # Lines out

    def _print_question(self) -> None:
        session = self._session
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
