"""The quiz as lines of text, for screen readers, for pipes and for terminals that cannot move the cursor.

One line of standard input is one answer:

    a                        a choice: the letter; true or false: t or f
    ŷ - y                    everything else as it is typed; names are parted by commas
    (an empty line)          recall and contrast: shows the answer. Else a second one in a row gives up
    def f(x):                code: all lines up to one that is a single full stop
    .
    :hint  :undo  :i  :?     a command begins with a colon, else it would be an answer

What the program marks is saved at once, and the next question follows; ``:i`` says afterwards that a list or gap was
right. Below a checklist one more line is asked for:

    (an empty line)          takes the suggested grade
    1 3                      ticks these points, or takes their ticks back; ``a`` all
    again hard good easy     another grade; with g before it as a number: g 4

At the end ``r`` asks the wrong ones again, any other line ends the quiz, as the end of input does anywhere.
"""

from __future__ import annotations

from typing import ClassVar

from studycli.quiz.model import Checklist, Choice, Code, Truth
from studycli.terminal.asking import Phase
from studycli.terminal.lines import Lines
from studycli.terminal.notetext import clean, plain
from studycli.terminal.quiz.results import result
from studycli.terminal.quiz.session import QuizSession
from studycli.terminal.quiz.views import VERDICTS, clock, source

_END_OF_CODE = "."


class PlainQuiz(Lines[QuizSession]):
    """Runs a quiz by lines.

    Attributes:
        told: How many of its rounds were told to their end.
    """

    first = "A line is the answer; a command begins with ':', and :? lists them."
    told = 0

    # Lines in

    def _take(self, line: str) -> None:
        session = self._session
        if session.phase is Phase.RESULT:
            self._take_at_end(line.removeprefix(":").strip().lower())
        elif line.startswith(":"):
            word, _, rest = line[1:].strip().partition(" ")
            self._command(word, rest.strip())
        elif session.phase is Phase.ANSWER:
            self._take_grade(line)
        else:
            self._answer(self._code_from(line) if isinstance(session.question.key, Code) else line)

    def _take_at_end(self, word: str) -> None:
        if word in ("r", "retry"):
            self._session.retry()
        elif word in ("u", "undo"):
            self._session.undo()
        else:
            self._session.end()

    def _code_from(self, line: str) -> str:
        """Read code to the line that ends it."""
        written: list[str] = []
        while line.strip() != _END_OF_CODE and (line or not written):
            written.append(line.rstrip("\r\n"))
            line = self._lines.readline()
        return "\n".join(written)

    def _answer(self, typed: str) -> None:
        self._session.reveal(typed)
        self._go_on()

    def _go_on(self) -> None:
        """Show how the answer was marked, and save it where the program marks."""
        session = self._session
        if session.phase is not Phase.ANSWER:
            return
        self._show_answer()
        if not isinstance(session.question.key, Checklist):
            session.confirm(session.suggested)

    def _take_grade(self, line: str) -> None:
        """Take the line below a checklist: a grade, or points to tick."""
        session = self._session
        words = line.lower().replace(",", " ").replace("，", " ").split()
        grade = self._grade_wanted(words)
        if not words:
            session.confirm(session.suggested)
        elif grade is not None:
            session.confirm(grade)
        elif session.ticks and all(word.isdecimal() for word in words):
            for word in words:
                session.tick(int(word) - 1)
            self._show_points()
        else:
            self._command(words[0], " ".join(words[1:]))

    def _grade_wanted(self, words: list[str]) -> int | None:
        """Return the grade that a line names; a number alone ticks where there are points to tick."""
        if words[:1] == ["g"] or words[:1] == ["grade"]:
            words = words[1:]
        elif self._session.ticks and words and words[0].isdecimal():
            return None
        return self._grade_of(words[0]) if len(words) == 1 else None

    def _show(self) -> None:
        if self._session.phase is Phase.ANSWER:
            self._session.confirm(self._session.suggested)
        else:
            self._give_up()

    def _give_up(self) -> None:
        self._session.give_up()
        self._go_on()

    def _all(self) -> None:
        self._session.tick_all()
        if self._session.ticks:
            self._show_points()

    def _section(self) -> None:
        self._session.see_section()
        super()._section()

    def _right(self) -> None:
        self._session.was_right()

    def _type(self) -> None:
        self._session.notice = "Any line without a colon is an answer."

    def _grade(self) -> None:
        self._session.notice = "A grade is a word, such as good, or g and a number."

    def _retry(self) -> None:
        self._session.retry()

    methods: ClassVar[dict[str, str]] = Lines.methods | {
        "give-up": "_give_up",
        "right": "_right",
        "all": "_all",
        "grade": "_grade",
        "retry": "_retry",
    }

    # Lines out

    def _ask(self) -> None:
        session = self._session
        if session.phase is not Phase.RESULT:
            super()._ask()
        elif self.told == len(session.rounds):
            self.told += 1
            self._print("\n" + "\n".join(result(session.progress)))
            self._print("r asks the wrong ones again; any other line ends.")

    def _print_question(self) -> None:
        session = self._session
        question = session.question
        time = "" if session.remaining is None else f", {clock(session.remaining)} left"
        self._print(
            f"\nQuestion {len(session.progress.outcomes) + 1} of {session.number}: {question.form}{time}"
        )
        self._print(plain(question.shown))
        self._print(_HOW.get(type(question.key), ""))
        if session.given:  # the note was edited meanwhile
            self._show_answer()

    def _show_answer(self) -> None:
        session = self._session
        given = session.given
        if given and session.verdict and not session.ticks:
            self._print(VERDICTS[session.verdict])
            self._print("\n".join(map(clean, given.mark.remarks)))
        self._print_titled(f"The answer ({source(session)}):", plain(session.answer).strip())
        self._show_points()

    def _show_points(self) -> None:
        session = self._session
        for number, (point, ticked) in enumerate(zip(session.points, session.ticks, strict=True), 1):
            self._print(f"{number} [{'x' if ticked else ' '}] {plain(point)}")
        if isinstance(session.question.key, Checklist):
            grades = ", ".join(name or key for key, (name, _) in session.grades.items())
            self._print(f"Enter: grade {session.suggested}; else {grades}.")


_HOW = {
    Choice: "(the letter)",
    Truth: "(t or f)",
    Code: "(the function, then a line with a full stop alone)",
}
