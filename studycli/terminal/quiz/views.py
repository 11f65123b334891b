"""What a quiz looks like: from its state to Rich renderables, for any width."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from studycli.quiz.model import LETTERS, Checklist, Choice, Code, Truth
from studycli.terminal.asking import Phase
from studycli.terminal.frame import View
from studycli.terminal.notetext import clean, render
from studycli.terminal.quiz.results import result
from studycli.terminal.views import DOT, in_lines, keys_page, question
from studycli.terminal.wording import place, tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from studycli.terminal.quiz.session import QuizSession

VERDICTS = {"right": "Right.", "partly": "Partly right.", "wrong": "Wrong."}
_COLOURS = {"right": "study.due", "partly": "study.notice", "wrong": "study.again"}
_MINUTE = 60  # seconds


def header(session: QuizSession, width: int) -> list[Text]:
    """Return the position, and the place in the note, which would tell too much before the answer."""
    if session.phase is Phase.RESULT:
        return [Text("The quiz is over." if not session.rounds else "Asked again.", "study.position")]
    shown = f"{place(session.content.card, session.question.shown)}" if session.given else ""
    return [position(session), Text(tail(shown, width), "study.path")]


def position(session: QuizSession) -> Text:
    """Return the place in the quiz, the form, how many were right, and the time that is left."""
    progress = session.progress
    line = Text(
        f"{len(progress.outcomes) + 1} of {session.number}",
        "study.position",
        no_wrap=True,
        overflow="ellipsis",
    )
    line.append(f"{DOT}{session.question.form}", "study.new")
    line.append(f"{DOT}{progress.right} right", "study.due")
    if session.remaining is not None:
        line.append(f"{DOT}{clock(session.remaining)} left", "study.again" if not session.remaining else "")
    return line


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds: 14:05; 0:00 only where nothing is left."""
    whole = ceil(seconds)
    return f"{whole // _MINUTE}:{whole % _MINUTE:02}"


def bar(session: QuizSession, width: int) -> Text:
    """Return the keys that matter now."""
    if session.phase is Phase.QUESTION:
        return in_lines(_question_keys(session), width)
    if session.phase is Phase.ANSWER:
        return in_lines(list(_answer_keys(session)), width)
    if session.phase is Phase.GRADE:
        keys = [(key, name) for key, (name, _) in session.grades.items()]
        return in_lines([*keys, ("esc", "back")], width)
    return in_lines(_BARS[session.phase], width)


_BARS = {
    Phase.TYPING: [("enter", "answer"), ("esc", "other keys")],
    Phase.REMARK: [("enter", "flag"), ("esc", "cancel")],
    Phase.SECTION: [("q", "back to the question")],
    Phase.KEYS: [("any key", "back to the question")],
    Phase.RESULT: [("r", "ask the wrong ones again"), ("u", "undo"), ("enter", "end")],
}
_SPECIAL = (
    ("a to d; t, f", "answer a choice; true, false"),
    ("1 to 9", "tick a point of a checklist, or take its tick back"),
)
_OTHERS = [("h", "hint"), ("x", "give up"), ("?", "keys"), ("q", "quit")]


def _question_keys(session: QuizSession) -> list[tuple[str, str]]:
    key = session.question.key
    if isinstance(key, Choice):
        return [(f"a-{LETTERS[len(session.question.options) - 1].lower()}", "answer"), *_OTHERS]
    if isinstance(key, Truth):
        return [("t", "true"), ("f", "false"), *_OTHERS]
    if isinstance(key, Checklist):
        return [("space", "answer"), ("t", "type it first"), _OTHERS[0], *_OTHERS[2:]]
    if isinstance(key, Code):
        return [("enter", "write it in the editor"), *_OTHERS]
    return [("t", "type"), *_OTHERS]


def _answer_keys(session: QuizSession) -> Iterable[tuple[str, str]]:
    count = len(session.ticks)
    if count:
        yield f"1-{count}" if count > 1 else "1", "tick"
        yield "a", "all"
    elif not session.verdict:
        yield from ((key, name) for key, (name, _) in session.grades.items())
    yield "enter", f"grade {session.suggested} and go on"
    if count:
        yield "g", "other grade"
    if session.can_claim:
        yield "i", "I was right"
    yield "u", "undo"


def body(session: QuizSession, width: int) -> RenderableType:
    """Return what stands between header and keys, for so many cells."""
    if session.phase is Phase.RESULT:
        return Text("\n".join(result(session.progress)))
    if session.phase is Phase.SECTION:
        return render(session.content.section, light=session.light)
    if session.phase is Phase.KEYS:
        return keys_page(session, _SPECIAL)
    return Group(*_question(session, width))


def _question(session: QuizSession, width: int) -> Iterable[RenderableType]:
    hint = "" if session.given else session.hint
    yield from question(session, session.question.shown, hint, width)
    if session.given and session.phase not in (Phase.REMARK, Phase.TYPING):
        yield from _answer(session)


def _answer(session: QuizSession) -> Iterable[RenderableType]:
    given = session.given
    if given and given.typed:
        yield Text("\nYour answer:", "study.label")
        yield Text(clean(given.typed), "study.typed")
    if given and session.verdict and not session.ticks:
        yield Text(f"\n{VERDICTS[session.verdict]}", _COLOURS[session.verdict])
        if given.mark.remarks:
            yield Text("\n".join(map(clean, given.mark.remarks)))
    if session.ticks:
        yield Text("\nWhich of these did you have?", "study.label")
        yield _checklist(session)
    yield Text(f"\nThe answer ({source(session)}):", "study.label")
    yield render(session.answer, light=session.light)


def source(session: QuizSession) -> str:
    """Return where the answer stands: the note with its lines."""
    spans = ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in session.question.answer_lines
    )
    return f"{session.question.note}:{spans or session.question.line}"


def _checklist(session: QuizSession) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(style="study.key", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for number, (point, ticked) in enumerate(zip(session.points, session.ticks, strict=True), 1):
        box = Text("[x]" if ticked else "[ ]", "study.due" if ticked else "")
        table.add_row(str(number), box, render(point, light=session.light))
    return table


QUIZ = View(header, body, bar)
