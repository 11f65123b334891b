"""The quiz as a state machine: a question, its answer and mark, the next one; at the end what was missed.

Every answer is on the disk before the next question; one that is marked and not yet saved is saved when the
session ends, however it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from studycli.errors import CardError, NoteError
from studycli.quiz.answers import whole_answer
from studycli.quiz.grading import grade_of, verdict_of
from studycli.quiz.model import LETTERS, Checklist, Choice, Code, Mark, Names, Truth
from studycli.terminal.asking import GOOD, Asking, Effect, Phase
from studycli.terminal.commands import ALL_OF_QUIZ, by_key
from studycli.terminal.counting import several
from studycli.terminal.lineedit import Line
from studycli.terminal.quiz.hints import hint_of
from studycli.terminal.quiz.progress import Outcome, Round

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from studycli.collection import Collection
    from studycli.collection.values import Accepted, Answered, CardRow, Changed, Confused, Undone
    from studycli.quiz.model import Question
    from studycli.terminal.commands import Command
    from studycli.terminal.keys import Key

    Judge = Callable[[Question, str, Accepted], Mark]

_MARKED = (Phase.ANSWER, Phase.GRADE)


class Plan(NamedTuple):
    """How a quiz goes.

    Attributes:
        number: How many questions at most.
        seconds: After so many no further question is asked; None for no end.
        seed: The quiz's; None for the study day's.
    """

    number: int = 20
    seconds: float | None = None
    seed: int | None = None


class Given(NamedTuple):
    """An answer that was given and marked.

    Attributes:
        question: What was asked.
        typed: What was typed, chosen or written; '' for nothing.
        mark: How it was marked.
        seconds: From the question to the answer.
        hinted: Whether something was shown before.
        claims: What the person says is right of it, beyond the mark.
        confused: Of a choice answered wrong, the right option and the one chosen; else None.
    """

    question: Question
    typed: str
    mark: Mark
    seconds: float
    hinted: bool
    claims: Accepted = ()
    confused: Confused | None = None


class QuizSession(Asking[Round]):
    """One quiz.

    Attributes:
        plan: How it goes.
        rounds: The rounds that are over; the first is the quiz, the others ask again what was missed.
        question: The question on the screen.
        given: The answer to it; None until it is marked.
        ticks: Of a checklist, which points are ticked.
        answer: The question's whole answer as Markdown, once it is shown.
        hinted: Whether something of the answer was shown before it was given.

    Args:
        collection: What is asked, and where answers go.
        questions: The questions, made when they are drawn.
        plan: How many, for how long.
        timer: Seconds from any fixed moment.
        judge: Marks an answer.
        light: Whether the terminal is light, for the colours of code.
    """

    commands: ClassVar[tuple[Command, ...]] = ALL_OF_QUIZ
    by_key: ClassVar[Mapping[str, str]] = by_key(commands)
    methods: ClassVar[dict[str, str]] = Asking.methods | {
        "give-up": "give_up",
        "right": "was_right",
        "all": "tick_all",
        "grade": "_choose_grade",
        "retry": "retry",
    }

    question: Question

    def __init__(
        self,
        collection: Collection,
        questions: Iterable[Question],
        plan: Plan,
        timer: Callable[[], float],
        judge: Judge,
        *,
        light: bool = False,
    ) -> None:
        super().__init__(collection, timer, light=light)
        self.plan = plan
        self.rounds: list[Round] = []
        self.given: Given | None = None
        self.ticks: list[bool] = []
        self.answer = ""
        self.hinted = False
        self._judge = judge
        self._draft = Line()  # the answer being typed, while something else is on the screen
        self._warned = False  # that nothing was typed
        self._last: Given | None = None  # the answer before, as long as nothing else was done
        self._start = timer()
        self._begin(questions, plan.number)
        self._next()

    def _begin(self, questions: Iterable[Question], number: int) -> None:
        """Begin a round."""
        self.progress = Round()
        self.number = number
        self._before = []
        self._last = None
        self._drawn: list[Question] = []
        self._supply: Iterator[Question] = iter(questions)

    # What a view reads

    @property
    def place(self) -> tuple[str, int]:
        """The path of the note, and the line that the question is made of."""
        return self.question.note, self.question.line

    @property
    def draft(self) -> str:
        """What an editor opens with: what was written before, or the function without its body."""
        key = self.question.key
        return self._draft.text or (key.stub if isinstance(key, Code) else "")

    @property
    def focus(self) -> object:
        """What is on the screen."""
        return self.phase, self.question

    @property
    def remaining(self) -> float | None:
        """Seconds that are left, never below 0; None where the quiz has no end, or is over and asks again."""
        if self.plan.seconds is None or self.rounds:
            return None
        return max(self.plan.seconds - (self._timer() - self._start), 0.0)

    @property
    def points(self) -> tuple[str, ...]:
        """The points to tick; () for a question that is no checklist."""
        return self.question.key.points if isinstance(self.question.key, Checklist) else ()

    @property
    def verdict(self) -> str:
        """What the answer on the screen comes to: ``right``, ``partly``, ``wrong``; '' where the person says it."""
        if isinstance(self.question.key, Checklist):
            return verdict_of(sum(self.ticks) / len(self.ticks)) if self.ticks else ""
        return self.given.mark.verdict if self.given else ""

    @property
    def suggested(self) -> int:
        """The grade that the answer on the screen gets unless the person picks another one."""
        if self.given is None or not self.verdict:
            return GOOD
        given = self.given
        return grade_of(self.verdict, self.question.form, given.seconds, hinted=given.hinted)

    @property
    def can_claim(self) -> bool:
        """Whether the answer on the screen is a miss of which the person may say that it was right."""
        missed = self.verdict in ("partly", "wrong") and bool(self.typed)
        return missed and isinstance(self.question.key, Names)

    # What drives it

    def reveal(self, typed: str = "") -> None:
        """Mark an answer and show the right one; an answer that cannot be read stays to be mended."""
        typed = typed.strip()
        if isinstance(self.question.key, Checklist):
            self._reveal_checklist(typed)
        elif not typed and not self._warned:
            self._warned = True
            self.say("Nothing was typed: once more shows the answer, marked as wrong.")
        elif not typed:
            self.give_up()
        else:
            self._mark(typed)

    def give_up(self) -> None:
        """Show the answer; but for a checklist, nothing is a wrong answer."""
        if self.phase not in (Phase.QUESTION, Phase.TYPING):
            self.say("The answer is shown already.")
        elif isinstance(self.question.key, Checklist):
            self._reveal_checklist("")
        else:
            self._give("", Mark("wrong", 0.0))

    def confirm(self, grade: int) -> None:
        """Save the answer with a grade and go to the next question.

        Args:
            grade: SM-2's, 0 to 5.

        Raises:
            WriteError: It could not be saved; the session is over.
        """
        if self.given is None:
            return
        try:
            self._save(self.given, grade)
        except (CardError, NoteError) as error:
            self._gone(str(error))
        else:
            self._last = self.given
            self._next()

    def tick(self, point: int) -> None:
        """Tick a point of the checklist, or take its tick back.

        Args:
            point: Counted from 0.
        """
        if 0 <= point < len(self.ticks):
            self.ticks[point] = not self.ticks[point]
        else:
            self.say(f"There are {len(self.ticks)} points.")

    def tick_all(self) -> None:
        """Tick all points of the checklist; none where all are ticked."""
        if self.phase is Phase.ANSWER and self.ticks:
            self.ticks = [not all(self.ticks)] * len(self.ticks)
        else:
            self.say("There is nothing to tick.")

    def was_right(self) -> None:
        """Accept what was typed for a list or a gap although it was marked as a miss.

        With the answer on the screen its mark changes; before the next one is given, that of the answer before.
        """
        if self.phase in _MARKED and self.given:
            changed = self._claimed(self.given)
            if changed:
                self.given = changed
                self.say("Accepted, for this question and whenever it is asked again.")
        elif self._last and self.phase is not Phase.RESULT:
            self._amend(self._last)
        else:
            self.say("There is no answer to a list or a gap that was just marked as a miss.")

    def retry(self) -> None:
        """Begin a round with the questions that were missed."""
        if self.phase is not Phase.RESULT or not self.progress.missed:
            self.say("There is nothing to ask again yet.")
            return
        missed = self.progress.missed
        self.rounds.append(self.progress)
        self._begin(missed, len(missed))
        self._next()

    def undo(self) -> None:
        """Take back an answer that is marked and not saved, or else the last action."""
        if self.phase in _MARKED:
            self.say("Taken back: this answer, which was not saved yet.")
            self._ask()
            self.hinted = True  # the answer was seen
            return
        self._last = None
        super().undo()

    def flag(self, remark: str) -> None:
        """Flag the card with a remark for later."""
        self._last = None
        super().flag(remark)

    def give_hint(self) -> None:
        """Show enough of the answer to set memory going."""
        self.hint = hint_of(self.question)
        self.hinted = self.hinted or bool(self.hint)
        if not self.hint:
            self.say("There is no hint for this question.")

    def end(self, *, interrupted: bool = False) -> None:
        """End the session; an answer that the program has marked is saved before.

        Raises:
            WriteError: It could not be saved.
        """
        given = self.given if self._is_marked() else None
        if given and (given.typed or not isinstance(given.question.key, Checklist)):
            try:
                self._save(given, self.suggested)
            except (CardError, NoteError) as error:
                self.say(str(error))
        self._find_anew()
        super().end(interrupted=interrupted)

    def _is_marked(self) -> bool:
        over = (Phase.REMARK, Phase.SECTION, Phase.KEYS)
        return (self._behind if self.phase in over else self.phase) in _MARKED

    # Keys

    def _command(self, key: Key) -> Effect:
        name = self.by_key.get(key.name.lower())
        if self.phase is Phase.GRADE:
            self._grade_key(key)
        elif self.phase is Phase.RESULT:
            self._result_key(key, name)
        elif self.phase is Phase.QUESTION and self._choose(key.name.lower()):
            pass
        elif (
            self.phase is Phase.QUESTION and name in ("show", "type") and isinstance(self.question.key, Code)
        ):
            return Effect.WRITE
        elif self.phase is Phase.ANSWER and key.name.isdecimal():
            self._digit(int(key.name))
        else:
            return super()._command(key)
        return Effect.NONE

    def _choose(self, name: str) -> bool:
        """Take a key as the answer where the question is answered by a key."""
        key = self.question.key
        letters = LETTERS[: len(self.question.options)].lower() if isinstance(key, Choice) else ""
        is_answer = len(name) == 1 and name in (letters or ("tf" if isinstance(key, Truth) else ""))
        if is_answer:
            self.reveal(name)
        return is_answer

    def _digit(self, digit: int) -> None:
        """Tick a point; grade where there is none to tick; for what the program marks neither."""
        if self.ticks:
            self.tick(digit - 1)
        elif not self.verdict and str(digit) in self.grades:
            self.confirm(self.grades[str(digit)][1])
        else:
            self.say("Enter goes on; g gives another grade." if not self.verdict else "Enter goes on.")

    def _grade_key(self, key: Key) -> None:
        if key.name in self.grades:
            self.confirm(self.grades[key.name][1])
        elif key.name == "escape":
            self.phase = Phase.ANSWER
        else:
            self.say(f"The grades are {min(self.grades)} to {max(self.grades)}.")

    def _result_key(self, key: Key, name: str | None) -> None:
        if name in ("retry", "undo", "keys", "quit"):
            super()._command(key)
        elif name == "show":
            self._quit()
        elif key.name != "unknown":
            self.say("r asks the wrong ones again, enter ends.")

    def _show(self) -> None:
        if self.phase is Phase.ANSWER:
            self.confirm(self.suggested)
        elif isinstance(self.question.key, Checklist):
            self._reveal_checklist("")
        elif isinstance(self.question.key, Choice | Truth):
            self.reveal()
        else:
            self._start_typing()

    def _start_typing(self) -> None:
        if self.phase is not Phase.QUESTION:
            self.say("The answer is shown already.")
        elif isinstance(self.question.key, Choice | Truth):
            self.say("The answer is one key.")
        else:
            self._behind, self.phase, self.line = Phase.QUESTION, Phase.TYPING, self._draft

    def _hint(self) -> None:
        if self.phase is Phase.QUESTION:
            self.give_hint()
        else:
            self.say("The answer is shown already.")

    def see_section(self) -> None:
        """Note that the section was looked at, in which the answer stands: like a hint."""
        self.hinted = self.hinted or self.given is None

    def _open_section(self) -> None:
        self.see_section()
        super()._open_section()

    def _choose_grade(self) -> None:
        if self.phase is Phase.ANSWER and isinstance(self.question.key, Checklist):
            self._behind, self.phase = self.phase, Phase.GRADE
        else:
            self.say("Only a checklist gets another grade than its mark.")

    # Answers

    def _reveal_checklist(self, typed: str) -> None:
        points = self.points
        mark = self._judge(self.question, typed, ()) if typed and points else Mark("", 0.0)
        if mark.verdict == "unread":
            self._say_unread(mark)
            return
        self._give(typed, mark)
        self.ticks = list(mark.hits or [False] * len(points))

    def _mark(self, typed: str) -> None:
        mark = self._judge(self.question, typed, self.collection.accepted(self.question.id))
        if mark.verdict == "unread":
            self._draft = Line(typed)
            if self.phase is Phase.TYPING:
                self.line = self._draft
            self._say_unread(mark)
        else:
            self._give(typed, mark)

    def _say_unread(self, mark: Mark) -> None:
        self.say("\n".join(mark.remarks) or "That could not be read.")

    def _give(self, typed: str, mark: Mark) -> None:
        """Take an answer with its mark, and show the right one."""
        seconds = round(self._timer() - self._shown, 1)
        self.typed = typed
        confused = _confused(self.question, typed) if mark.verdict == "wrong" else None
        self.given = Given(self.question, typed, mark, seconds, self.hinted, confused=confused)
        self.answer = whole_answer(self.question)
        self.phase = Phase.ANSWER
        self._behind = Phase.ANSWER

    def _claimed(self, given: Given) -> Given | None:
        """Return an answer to a list or a gap as it is marked once what was typed is accepted."""
        from studycli.quiz.marking import names

        key = given.question.key
        if not isinstance(key, Names) or given.mark.verdict == "right":
            self.say("Only a list or a gap can be right although it was marked as a miss.")
            return None
        known = self.collection.accepted(given.question.id)
        claims = names.claimed(names.accepted(key, known), given.typed)
        if not claims:
            self.say("Nothing was typed that could be one of the missing ones.")
            return None
        mark = self._judge(given.question, given.typed, (*known, *claims))
        return given._replace(mark=mark, claims=(*given.claims, *claims))

    def _amend(self, last: Given) -> None:
        """Save the answer before anew, with what the person says is right of it."""
        changed = self._claimed(last)
        if changed is None:
            return
        self.collection.undo()
        self.progress = self._before.pop()[0]
        grade = grade_of(changed.mark.verdict, last.question.form, last.seconds, hinted=last.hinted)
        try:
            self._save(changed, grade)
        except (CardError, NoteError) as error:
            self.say(str(error))
        else:
            self._last = changed
            self.say("Accepted, for that question and whenever it is asked again.")

    def _save(self, given: Given, grade: int) -> None:
        """Save an answer.

        Raises:
            CardError: Its card is gone.
            NoteError: Its note is.
            WriteError: It could not be saved; the session is over.
        """
        question = given.question

        def answer() -> Answered:
            return self.collection.answer_question(
                question, grade, given.seconds, given.claims, given.confused
            )

        answered = self._saved(question.card, answer)
        outcome = Outcome(question, grade, given.seconds, self._topics(answered.card))
        gone = [*answered.buried, *([answered.card] if answered.suspended else [])]
        self.progress = self.progress.answered(outcome, gone)
        self.say(f"Graded {grade}: {_next_time(answered, self.collection.today)}.")
        self._tell(answered)

    def _topics(self, card: str) -> tuple[str, ...]:
        row = self.collection.card(card)
        return tuple(tag for tag in row.tags if tag != "leech") or (row.title or row.note,)

    # Steps

    def _next(self) -> None:
        while (question := self._at(self.progress.place)) is not None:
            if question.card not in self.progress.aside:
                try:
                    content = self.collection.content(question.card)
                except (CardError, NoteError) as error:
                    self.say(str(error))
                else:
                    self.question, self.content = question, content
                    self._ask()
                    break
            self.progress = self.progress.passed()
        else:
            self.given = None
            self._find_anew()
            self.phase = Phase.RESULT if self.progress.missed else Phase.DONE
        self._tell_what_was_met()

    def _at(self, place: int) -> Question | None:
        """Return the question at a place, drawn where it was not; None where the round is over."""
        if len(self.progress.outcomes) >= self.number or self.remaining == 0:
            return None
        if place < len(self._drawn):
            question = self._drawn[place]
            self._drawn[place] = self._made_again(question, question.card) or question
        elif (fresh := next(self._supply, None)) is not None:
            self._drawn.append(fresh)
        else:
            return None
        return self._drawn[place]

    def _made_again(self, question: Question, card: str) -> Question | None:
        return self.collection.question_again(question, card, self.plan.seed)

    def _find_anew(self) -> None:
        """Take the lines of what was missed as they are now: answers wrote into the notes, edits moved lines."""
        found = {each.id: self._made_again(each, each.card) or each for each in self.progress.missed}
        self.progress = self.progress.with_questions(found)

    def _ask(self) -> None:
        """Put the question on the screen, and start its time."""
        by_key = isinstance(self.question.key, Choice | Truth | Checklist | Code)
        self._show_first(self.content, Phase.QUESTION if by_key else Phase.TYPING)
        self.given, self.ticks, self.answer = None, [], ""
        self.hinted = self._warned = False
        self._draft = self.line

    def _read_again(self, row: CardRow) -> None:
        question = self._made_again(self.question, row.id)
        if question is None:
            self._gone("This question is gone with the edit.")
            return
        self._drawn[self.progress.place] = self.question = question
        self.content = self.collection.content(row.id)
        if self.given:
            self.given = self.given._replace(question=question)
            self.answer = whole_answer(question)
            if len(self.ticks) != len(self.points):
                self.ticks = [False] * len(self.points)

    def _set_aside(self, kind: str, act: Callable[[str], Changed], sentence: str) -> None:
        self._last = None
        super()._set_aside(kind, act, sentence)

    def _comes_back(self, undone: Undone, card: str) -> bool:
        return undone.kind in ("suspend", "bury") and card in self.progress.aside


def _confused(question: Question, typed: str) -> Confused | None:
    """Return the right option of a choice and the wrong one that was chosen; None for any other question."""
    if not isinstance(question.key, Choice):
        return None
    from studycli.quiz.marking import choice

    return choice.confused(question.key, typed, question.options)


def _next_time(answered: Answered, today: date) -> str:
    """Say what an answer did to its card."""
    if answered.kind != "review" or answered.schedule is None:
        return "practice, the schedule stays" if answered.kind == "practice" else "the schedule stays"
    return f"next in {several((answered.schedule.due - today).days, 'day')}"
