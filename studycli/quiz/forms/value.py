"""Value: a loss that the note defines, at numbers that a person can work out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studycli.quiz.definitions import definition
from studycli.quiz.making import chance, question_id
from studycli.quiz.model import Offer, Question
from studycli.quiz.tasks import apart
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.definitions import Definition
    from studycli.quiz.exercises.model import Value
    from studycli.quiz.source import Source

_WORDED = ("penalty", "preference", "multi-task")
"""Families whose names are not those of a loss's value."""


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Offer the loss that a card defines, where there is an exercise on it."""
    found = definition(source, card)
    if found:
        from studycli.quiz.exercises import values

        exercise = values().get(found.key)
        if exercise:
            yield Offer("value", partial(_question, source, card, seed, found, exercise))


def _question(source: Source, card: Card, seed: int, found: Definition, exercise: Value) -> Question | None:
    """Ask for the loss; None where the kernel and the printed definition do not agree."""
    from studycli.losses.catalogue import facts
    from studycli.quiz.exercises.asking import given, name, noted
    from studycli.quiz.exercises.proving import proved_value
    from studycli.quiz.exercises.working import value_steps
    from studycli.quiz.exercises.writing import number, printed

    language = source.language(card)
    point = exercise.draw(chance(card, "value", seed))
    key = proved_value(exercise, point)
    if key is None:
        return None
    entry = facts(found.key)
    family = "preference" if entry.key == "bpr" else entry.family
    wording = f"compute-{family}" if family in _WORDED else "compute"
    task = apart(say(language, "value", wording, loss=name(entry, language)))
    return Question(
        id=question_id(card, "value"),
        card=card.id,
        note=source.path,
        line=found.formula.first,
        form="value",
        language=language,
        shown=f"{task}\n\n$${exercise.formula}$$\n\n{given(exercise.givens, point, language)}",
        answer="\n\n".join(
            [
                f"**{printed(number(key.values[0]))}**",
                *(f"$${line}$$" for line in value_steps(exercise, point)),
                noted(f"$${found.formula.latex}$$", language),
            ]
        ),
        answer_lines=((found.formula.first, found.formula.last),),
        key=key,
        hint=say(language, "value", "hint"),
    )
