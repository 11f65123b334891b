"""``study questions``: everything that a quiz can ask, to read and judge."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, NoteName, Tag, command
from studycli.cli.forms import Forms, known_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.collection.values import QuizOptions
    from studycli.quiz.model import Question

Path = Annotated[
    str,
    typer.Argument(
        metavar="[PATH]", help="A note or folder; outside of a vault it is only read.", show_default=False
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        help="Decides numbers, gaps and options; else the study day does.",
        show_default=False,
    ),
]


@command(
    "study questions",
    "study questions losses.md --form recall --form contrast",
    "study questions --tag loss --seed 7 --json",
)
def questions(
    call: Call,
    path: Path = "",
    form: Forms = [],  # noqa: B006 typer reads the default and changes nothing
    tag: Tag = "",
    note: NoteName = "",
    seed: Seed = None,
    json: Json = False,
) -> None:
    """List everything that a quiz can ask, with the answers.

    By note, then line and form: recall, contrast, cloze, list, formula, value, gradient, choice, true-false,
    code, bug. The same seed gives the same questions.
    """
    from studycli.collection.values import QuizOptions

    found = _made(call, path, QuizOptions(tag, note, forms=known_forms(form), seed=seed))
    if json:
        from studycli.cli.output import print_json, question_json

        print_json({"questions": [question_json(question) for question in found]})
    else:
        from studycli.terminal.quiz.listing import print_questions

        warn("" if print_questions(call.console(), found) else "There is no question here.")


def _made(call: Call, path: str, options: QuizOptions) -> Iterator[Question]:
    """Yield the questions of a vault's notes, or of a folder or note that stands in none."""
    from studycli.store.place import locate

    place = locate(path, call.vault or None, os.environ, os.getcwd())
    if place.is_vault:
        with call._replace(vault=place.root).collection() as collection:
            yield from collection.questions(options._replace(path=place.within))
    else:
        yield from _made_alone(call, place.root, place.within, options)


def _made_alone(call: Call, root: str, within: str, options: QuizOptions) -> Iterator[Question]:
    from studycli.collection.alone import sources_alone
    from studycli.collection.quiz import questions_of
    from studycli.quiz.model import FORMS

    if options.tag or options.note:
        raise typer.BadParameter("--tag and --note need a vault; name the note itself.")
    seed = call.clock().today.toordinal() if options.seed is None else options.seed
    sentences: list[str] = []
    for source in sources_alone(root, within, sentences):
        yield from questions_of(source, seed, options.forms or FORMS)
    warn(*sentences)
