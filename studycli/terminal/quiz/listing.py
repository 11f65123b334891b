"""Questions with their answers, to be read and judged."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from studycli.quiz.answers import whole_answer
from studycli.terminal.notetext import plain, render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from studycli.quiz.model import Question

_INDENT = 2  # cells


def print_questions(console: Console, questions: Iterable[Question]) -> int:
    """Print questions below their notes, each with line, form and answer; return how many there were.

    On a terminal Markdown is rendered; elsewhere it is plain lines.
    """
    count = 0
    for note, found in groupby(questions, key=lambda question: question.note):
        console.print(Text(note, "bold"), soft_wrap=True)
        for question in found:
            _print(console, question)
            count += 1
    return count


def _print(console: Console, question: Question) -> None:
    place = f"{question.note}:{question.line} {question.form}"
    console.print(Text(f"\n{place}", "study.path"), soft_wrap=True)
    for title, text in (("", question.shown), ("→", whole_answer(question))):
        if title:
            console.print(Text(title, "study.label"))
        if console.is_terminal:
            console.print(Padding(render(text), (0, 0, 0, _INDENT)))
        else:
            for line in plain(text).splitlines():
                console.print(Text(f"{' ' * _INDENT}{line}".rstrip()), soft_wrap=True)
