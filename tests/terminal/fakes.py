"""A collection without a disk, questions, keys and a clock without time.

Without pytest, so that a program on a real terminal that has them starts in half the time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Self

from studycli.collection.values import (
    Accepted,
    Answered,
    CardRow,
    Changed,
    Content,
    Counts,
    QueueOptions,
    QuizOptions,
    Undone,
)
from studycli.errors import CardError
from studycli.quiz.model import (
    FORMS,
    Checklist,
    Choice,
    Code,
    Expression,
    Line,
    Mark,
    Names,
    Numbers,
    Question,
    Truth,
)
from studycli.quiz.model import (
    Key as QuizKey,
)
from studycli.schedule.sm2 import Schedule, needs_repeat, next_states
from studycli.settings import Settings
from studycli.terminal.keys import Key

TODAY = date(2026, 11, 23)


def row(card: str, prompt: str, note: str = "notes/loss.md", **values: Any) -> CardRow:
    """Return a card with everything that a test does not care about filled in."""
    given = {
        "title": "Loss functions",
        "line": 7,
        "answer_lines": (8, 9),
        "start": 0,
        "end": 1,
        "kind": "question",
        "heading_path": ("Loss functions", "Classification", prompt),
        "tags": (),
        "anchor": prompt.lower(),
        "state": None,
    }
    return CardRow(id=card, prompt=prompt, note=note, **{**given, **values})


class FakeCollection:
    """Cards in memory that are answered as the real ones are.

    Attributes:
        questions: What a quiz asks.
        calls: What was asked of it that would change the disk, in order.
        confused: What was confused in each answer of a quiz.
        failing: Errors to be raised, by the method's name.
    """

    def __init__(self, cards: Iterable[tuple[CardRow, str]], **settings: Any) -> None:
        self.rows = {card.id: card for card, _ in cards}
        self.answers = {card.id: text for card, text in cards}
        self.settings = Settings(**settings)
        self.root = "/vault"
        self.today = TODAY
        self.written: list[str] = []
        self.warnings = ["told before the session"]
        self.calls: list[tuple[Any, ...]] = []
        self.failing: dict[str, Exception] = {}
        self.warning = ""
        self.leech = False
        self.undone: list[tuple[str, CardRow, int | None]] = []
        self.reworded: dict[str, str] = {}
        self.questions: list[Question] = []
        self.claims: dict[str, Accepted] = {}
        self.confused: list[tuple[str, str] | None] = []

    def reword(self, old: str, new: str, prompt: str) -> None:
        """Change a card's heading on the disk; the next action on it meets the change."""
        self.reworded[old] = new
        self.rows[new] = self.rows.pop(old)._replace(id=new, prompt=prompt)
        self.answers[new] = self.answers.pop(old)

    def _met(self, card_id: str) -> str:
        """Return the id that a card has on the disk; after that, the former one is known no more."""
        return self.reworded.pop(card_id, card_id)

    def _check(self, method: str) -> None:
        if method in self.failing:
            raise self.failing[method]

    def queue(self, options: QueueOptions) -> list[str]:
        return [card for card, row in self.rows.items() if options.cram or self._asked(row)]

    def _asked(self, row: CardRow) -> bool:
        return not row.suspended and (row.state is None or row.state.due <= self.today)

    def counts(self, _options: QueueOptions | None = None) -> Counts:
        return Counts(cards=len(self.rows), notes=1)

    def cards(self) -> list[CardRow]:
        return list(self.rows.values())

    def card(self, ref: str) -> CardRow:
        if ref not in self.rows:
            raise CardError(f"There is no card {ref}.")
        return self.rows[ref]

    def content(self, card_id: str) -> Content:
        self._check(f"content {card_id}")
        row = self.card(card_id)
        text = self.answers[card_id]
        return Content(row, row.prompt, text, f"## {row.prompt}\n\n{text}")

    def reload(self, card_id: str) -> CardRow | None:
        self.calls.append(("reload", card_id))
        return self.rows.get(card_id)

    def choices(self, card_id: str) -> dict[int, Schedule]:
        return next_states(self.rows[card_id].state, self.today)

    def answer(self, card_id: str, grade: int, seconds: float, *, cram: bool = False) -> Answered:
        self._check("answer")
        card_id = self._met(card_id)
        before = self.card(card_id)
        first = before.state is None or before.state.last != self.today
        kind = "cram" if cram else "review" if first else "repeat"
        after = next_states(before.state, self.today)[grade] if kind == "review" else before.state
        self.undone.append((kind, before, grade))
        self.rows[card_id] = before._replace(state=after)
        self.calls.append((kind, card_id, grade, seconds))
        if before.note not in self.written:
            self.written.append(before.note)
        return Answered(
            str(len(self.calls)),
            card_id,
            kind,
            grade,
            after,
            needs_repeat(grade),
            True,
            self.warning,
            self.leech,
        )

    def answer_question(
        self,
        question: Question,
        grade: int,
        seconds: float | None,
        accepted: Accepted,
        confused: tuple[str, str] | None,
    ) -> Answered:
        self._check("answer")
        card_id = self._met(question.card)
        before = self.card(card_id)
        due = before.state is None or before.state.due <= self.today
        repeat = before.state is not None and before.state.last == self.today
        kind = "repeat" if repeat else "review" if due else "practice"
        after = next_states(before.state, self.today)[grade] if kind == "review" else before.state
        self.undone.append((kind, before, grade))
        self.confused.append(confused)
        self.claims[question.id] = (*self.claims.get(question.id, ()), *accepted)
        self.rows[card_id] = before._replace(state=after)
        self.calls.append((kind, question.id, grade, seconds, *accepted))
        return Answered("", card_id, kind, grade, after, needs_repeat(grade), False, self.warning)

    def accepted(self, question: str) -> Accepted:
        return self.claims.get(question, ())

    def quiz(self, options: QuizOptions) -> Iterator[Question]:
        return (each for each in self.questions if each.form in (options.forms or FORMS))

    def question_again(self, question: Question, card_id: str, _seed: int | None) -> Question | None:
        found = [each for each in self.questions if each.id == question.id]
        return found[0]._replace(card=card_id) if found else None

    def undo(self) -> Undone | None:
        if not self.undone:
            return None
        kind, before, grade = self.undone.pop()
        self.calls.append(("undo", before.id))
        self.rows[before.id] = before
        return Undone(kind, (before.id,), before.prompt, self.today, grade)

    def suspend(self, card_id: str) -> Changed:
        return self._change("suspend", card_id, suspended=True)

    def bury(self, card_id: str) -> Changed:
        return self._change("bury", card_id, buried=date(2026, 11, 24))

    def flag(self, card_id: str, remark: str = "") -> Changed:
        return self._change("flag", card_id, remark, flag=remark or "-")

    def _change(self, kind: str, card_id: str, *details: str, **values: Any) -> Changed:
        self._check(kind)
        card_id = self._met(card_id)
        self.undone.append((kind, self.rows[card_id], None))
        self.rows[card_id] = self.rows[card_id]._replace(**values)
        self.calls.append((kind, card_id, *details))
        return Changed((card_id,), self.warning)

    def tomorrow(self) -> int:
        return 4


class Timer:
    """A clock that each look moves on by so many seconds."""

    def __init__(self, step: float = 5.0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


class ScriptedKeys:
    """A key source that gives keys from a list, then the end of input."""

    def __init__(self, names: Iterable[str | Key]) -> None:
        self.waiting = [name if isinstance(name, Key) else press(name) for name in names]
        self.log: list[str] = []

    def __enter__(self) -> Self:
        self.log.append("taken")
        return self

    def __exit__(self, *_: object) -> None:
        self.log.append("left")

    def read(self) -> Key:
        return self.waiting.pop(0) if self.waiting else Key("eof")

    @contextmanager
    def released(self) -> Any:
        self.log.append("lent")
        yield
        self.log.append("back")


def press(name: str) -> Key:
    """Return the key of a name as the decoder gives it."""
    return Key(name, name if len(name) == 1 else " " if name == "space" else "")


TWO = (
    (row("aaaa", "Why cross-entropy?"), "Its gradient is p - y."),
    (
        row(
            "bbbb",
            "What is MSE?",
            state=Schedule(2, 6, 2.5, TODAY, date(2026, 11, 17), 0, passed=True),
        ),
        "The mean of the squared errors.",
    ),
)


QUIZ_STUB = "def mse(y, p):\n    ...\n"
QUIZ_KEYS: dict[str, QuizKey] = {
    "recall": Checklist(("It is p - y.", "It does not vanish.", "It is bounded.")),
    "contrast": Checklist(()),
    "cloze": Names((("Gauss", "normal"),)),
    "list": Names((("MSE",), ("MAE",), ("Huber",))),
    "formula": Expression("(y-p)**2"),
    "value": Numbers((0.065,)),
    "choice": Choice(1),
    "true-false": Truth(is_true=True),
    "code": Code("mse", QUIZ_STUB, "mse", ()),
    "bug": Line(2, "return p - y"),
}


def quiz_question(form: str, card: str = "", **values: Any) -> Question:
    """Return a question of a form; its card is named like the form."""
    card = card or form
    options = ("one", "two", "three", "four") if form == "choice" else ()
    shown = f"Which {form}?" + "".join(
        f"\n\n{letter}. {option}" for letter, option in zip("ABCD", options, strict=False)
    )
    made = Question(
        id=f"{card}-{form}",
        card=card,
        note="notes/loss.md",
        line=7,
        form=form,
        language="en",
        shown=shown,
        answer=f"The answer of {form}.",
        answer_lines=((8, 9),),
        key=QUIZ_KEYS[form],
        options=options,
    )
    return made._replace(**values)


def quiz_collection(*forms: str, **settings: Any) -> FakeCollection:
    """Return a collection with a card for each form, which has one question."""
    made = FakeCollection(
        [(row(form, f"About {form}", tags=("loss",)), "Note.") for form in forms], **settings
    )
    made.questions = [quiz_question(form) for form in forms]
    return made


def judge_words(asked: Question, typed: str, accepted: Any = ()) -> Mark:
    """Mark as the forms' own markers do: names by them, all else by the word that was typed."""
    if isinstance(asked.key, Names | Checklist):
        from studycli.terminal.quiz.judging import judge as real

        return real(asked, typed, accepted)
    if typed.startswith("?"):
        return Mark("unread", 0.0, ("That is no number.",))
    right = {"choice": "b", "true-false": "t"}.get(asked.form, "right")
    return Mark("right", 1.0) if typed == right else Mark("wrong", 0.0, (f"Not {typed}.",))
