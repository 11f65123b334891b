"""What a quiz says at its end: plain sentences and columns, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from studycli.quiz.model import FORMS
from studycli.terminal.counting import several
from studycli.terminal.notetext import one_line
from studycli.terminal.wording import duration, head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycli.collection import Collection
    from studycli.collection.values import QuizOptions
    from studycli.quiz.model import Question
    from studycli.terminal.quiz.progress import Outcome, Round
    from studycli.terminal.quiz.session import QuizSession

_TOPICS = 10  # named, the weakest first
_PROMPT = 60  # cells of a missed question that are shown
_INDENT = "  "


def result(done: Round) -> list[str]:
    """Return how a round went: right in all, by form and by topic, and each mistake with its line in the note."""
    if not done.outcomes:
        return ["No question was answered."]
    count = len(done.outcomes)
    share = round(100 * done.right / count)
    lines = [
        f"Answered: {several(count, 'question')}, {done.right} right ({share} %), {duration(done.seconds)}."
    ]
    lines += ["By form", *_columns(_by_form(done.outcomes))]
    lines += ["By topic", *_columns(_by_topic(done.outcomes))]
    if done.missed:
        lines += ["Mistakes", *map(_mistake, done.missed)]
    return lines


def _by_form(outcomes: Iterable[Outcome]) -> list[tuple[str, int, int]]:
    found = _counted((outcome.question.form, outcome.right) for outcome in outcomes)
    return sorted(found, key=lambda row: FORMS.index(row[0]))


def _by_topic(outcomes: Iterable[Outcome]) -> list[tuple[str, int, int]]:
    """Return topics with how many were right and asked, the weakest first."""
    found = _counted((topic, outcome.right) for outcome in outcomes for topic in outcome.topics)
    return sorted(found, key=lambda row: (row[1] / row[2], -row[2], row[0]))[:_TOPICS]


def _counted(pairs: Iterable[tuple[str, bool]]) -> list[tuple[str, int, int]]:
    asked: dict[str, list[bool]] = {}
    for name, right in pairs:
        asked.setdefault(name, []).append(right)
    return [(name, sum(rights), len(rights)) for name, rights in asked.items()]


def _columns(rows: list[tuple[str, int, int]]) -> list[str]:
    """Return rows with their numbers below each other; a wide letter takes two cells."""
    width = max(cell_len(name) for name, _, _ in rows)
    return [
        f"{_INDENT}{name}{' ' * (width - cell_len(name))}  {right} of {asked}" for name, right, asked in rows
    ]


def _mistake(question: Question) -> str:
    begins = head(one_line(question.shown.strip().partition("\n\n")[0]), _PROMPT)
    return f"{_INDENT}{question.note}:{question.line}  {question.form}  {begins}"


def last_words(session: QuizSession, told: int = 0) -> list[str]:
    """Return what is said when the quiz was left, with what was met; the last notice first.

    Args:
        session: The quiz.
        told: How many of its rounds were told already.
    """
    said = [session.notice] if session.notice and session.notice not in session.warnings else []
    rounds = [*session.rounds, session.progress][told:]
    return [
        *said,
        *(line for number, each in enumerate(rounds, told) for line in _told(each, number)),
        *session.warnings,
    ]


def _told(each: Round, number: int) -> list[str]:
    """Return how a round went; of one that asked again, only that."""
    if number == 0:
        return result(each)
    if not each.outcomes:
        return []
    asked = several(len(each.outcomes), "question")
    return [f"Asked again: {asked}, {each.right} right.", *map(_mistake, each.missed)]


def nothing_to_ask(collection: Collection, options: QuizOptions) -> list[str]:
    """Return why there is no question, and what to do next."""
    if not collection.counts().cards:
        return [
            f"There are no cards in {collection.root} yet.",
            "`study new TITLE` starts a note; a heading that asks is a card, its section the answer.",
        ]
    if options.forms:
        forms = ", ".join(options.forms)
        return [f"Nothing here can be asked as {forms}.", "`study questions` lists what can be asked."]
    if options.due or options.weak:
        kinds = " or ".join(name for name in ("due", "weak") if getattr(options, name))
        return [f"No card is {kinds}.", "Without the option `study quiz` asks every card."]
    return ["No card fits. `study questions` lists what can be asked."]
