"""``study quiz``: an examination on one's own notes."""

import io
import os
import re
import sys
from itertools import islice
from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import NoteName, NotePath, Tag, command
from studycli.cli.forms import Forms, known_forms

Number = Annotated[int, typer.Option("--number", "-n", metavar="N", min=1, help="At most so many questions.")]
Due = Annotated[bool, typer.Option("--due", help="Only cards that are due.")]
Weak = Annotated[
    bool, typer.Option("--weak", help="Only cards that are known badly; with --due cards that are either.")
]
Time = Annotated[
    str,
    typer.Option(
        "--time",
        metavar="30m",
        help="An interviewer's timer: then no further question is asked. 30m, 90s, 1h, 1h30m.",
        show_default=False,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        help="The same seed asks the same of the same notes; else the study day is the seed.",
        show_default=False,
    ),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Ask by lines of text, for screen readers; so do pipes.")
]
QuizJson = Annotated[bool, typer.Option("--json", help="Print the questions as JSON without asking them.")]

_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+)s)?", re.ASCII)
_UNITS = (3600, 60, 1)  # seconds of an hour, a minute, a second


@command(
    "study quiz --vault notes -n 10",
    "study quiz --form contrast,formula,gradient --tag loss",
    "study quiz --weak --time 30m",
    "study quiz --seed 7 --json",
)
def quiz(
    call: Call,
    number: Number = 20,
    form: Forms = [],  # noqa: B006 typer reads the default and changes nothing
    tag: Tag = "",
    note: NoteName = "",
    path: NotePath = "",
    due: Due = False,
    weak: Weak = False,
    time: Time = "",
    seed: Seed = None,
    plain: Plain = False,
    json: QuizJson = False,
) -> None:
    """Be examined on your notes, by questions that are marked.

    Due and weak cards come first, in varied forms. What can be marked is marked by the program, the rest by you with
    a list of the answer's points. A card that is due, or new today, is scheduled by its answer; any other is
    practice, but a wrong answer brings it back (quiz.reschedule in study.toml). ? lists the keys. In a pipe, or
    with --plain, each line is one answer, and commands begin with a colon.
    """
    from studycli.collection.values import QuizOptions

    seconds = _seconds(time)
    options = QuizOptions(tag, note, path, known_forms(form), due, weak, seed)
    with call.collection() as collection:
        if json:
            from studycli.cli.output import print_json, question_json

            questions = islice(collection.quiz(options), number)
            print_json({"questions": [question_json(question) for question in questions]})
            return
        from studycli.terminal.quiz.run import quiz as run
        from studycli.terminal.quiz.session import Plan

        lines = sys.stdin or io.StringIO()  # a closed standard input is an empty one
        if isinstance(lines, io.TextIOWrapper):
            lines.reconfigure(errors="replace")  # an answer that is no text cannot be right either
        plan = Plan(number, seconds, seed)
        run(collection, options, plan, call.console(), lines, os.environ, plain=plain)


def _seconds(text: str) -> float | None:
    """Read a time such as 30m; a number alone is minutes; None for ''.

    Raises:
        typer.BadParameter: It is no time, or none at all.
    """
    if not text:
        return None
    match = _TIME.fullmatch(f"{text}m" if text.isdecimal() else text.strip().lower().replace(" ", ""))
    seconds = (
        sum(int(part or 0) * unit for part, unit in zip(match.groups(), _UNITS, strict=True)) if match else 0
    )
    if not seconds:
        raise typer.BadParameter(f"--time is '{text}'; it must be a time such as 30m, 90s or 1h30m.")
    return float(seconds)
