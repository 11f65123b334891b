"""Gradient: of a loss that the note defines, at a point or as an expression; of both sides where it compares two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studycli.quiz.definitions import definition, slope_card
from studycli.quiz.making import answer_span, chance, question_id
from studycli.quiz.model import Offer, Question
from studycli.quiz.saturation import compares_saturation, saturated
from studycli.quiz.tasks import apart
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.definitions import Definition
    from studycli.quiz.exercises.expressions import Derived
    from studycli.quiz.exercises.model import Slope
    from studycli.quiz.model import Expression, Numbers
    from studycli.quiz.source import Source


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Offer the gradient of the loss that a card defines, or of the two that it compares."""
    if compares_saturation(source, card):
        yield Offer("gradient", partial(saturated, source, card, seed))
    found = definition(source, card)
    if found is None:
        return
    from studycli.quiz.exercises import slopes
    from studycli.quiz.exercises.expressions import derived

    if found.key in slopes():
        yield Offer("gradient", partial(_at_a_point, source, card, seed, found, slopes()[found.key]))
    if found.key in derived():
        yield Offer("gradient", partial(_as_expression, source, card, found, derived()[found.key]))


def _at_a_point(source: Source, card: Card, seed: int, found: Definition, exercise: Slope) -> Question | None:
    """Ask for the entries of a gradient; None where the kernel and differences do not agree."""
    from studycli.quiz.exercises.asking import given
    from studycli.quiz.exercises.proving import proved_slope
    from studycli.quiz.exercises.working import partial_of, slope_steps

    language = source.language(card)
    point = exercise.draw(chance(card, "gradient", seed))
    key = proved_slope(exercise, point)
    if key is None:
        return None
    told = {"loss": _name(found, language), "partial": partial_of(exercise), "count": len(key.values)}
    shown = [
        apart(say(language, "gradient", "point", **told)),
        f"$${exercise.formula}$$",
        given(exercise.givens, point, language),
        *([say(language, "gradient", "kink")] if key.either else []),
    ]
    steps = [f"$${line}$$" for line in slope_steps(exercise, point, key)]
    question = _question(source, card, found, "point", key)
    return question._replace(
        shown="\n\n".join(shown),
        answer="\n\n".join([f"**{_entries(key, language)}**", *steps, question.answer]),
    )


def _as_expression(source: Source, card: Card, found: Definition, asked: Derived) -> Question:
    """Ask for a gradient as a formula."""
    from studycli.losses.catalogue import facts
    from studycli.quiz.exercises.asking import symbols

    language = source.language(card)
    told = {"loss": _name(found, language), "partial": asked.partial}
    wording = "expression-kink" if facts(found.key).kinks else "expression"
    shown = [
        apart(say(language, "gradient", wording, **told)),
        f"$${asked.formula}$$",
        symbols(asked.symbols, language),
    ]
    question = _question(source, card, found, "expression", asked.expected)
    return question._replace(
        shown="\n\n".join(shown),
        answer=f"$${asked.partial} = {asked.expected.reference}$$\n\n{question.answer}",
    )


def _question(
    source: Source, card: Card, found: Definition, what: str, key: Numbers | Expression
) -> Question:
    """Return a question with what the note says of the gradient, or else of the loss, as its answer."""
    from studycli.quiz.exercises.asking import noted

    language = source.language(card)
    told = slope_card(source, card)
    lines = answer_span(told) if told else ((found.formula.first, found.formula.last),)
    words = source.answer(told).text if told else f"$${found.formula.latex}$$"
    return Question(
        id=question_id(card, "gradient", what),
        card=card.id,
        note=source.path,
        line=lines[0][0],
        form="gradient",
        language=language,
        shown="",
        answer=noted(words, language),
        answer_lines=lines,
        key=key,
        hint=say(language, "gradient", "hint"),
    )


def _name(found: Definition, language: str) -> str:
    from studycli.losses.catalogue import facts
    from studycli.quiz.exercises.asking import name

    return name(facts(found.key), language)


def _entries(key: Numbers, language: str) -> str:
    """Return a gradient's entries as they are told: any value of the interval at a kink."""
    from studycli.quiz.exercises.working import entries_of
    from studycli.quiz.exercises.writing import printed

    bounds = key.either or (None,) * len(key.values)
    entries = [
        say(language, "gradient", "any", interval=entry) if each else entry
        for entry, each in zip(entries_of(key), bounds, strict=True)
    ]
    return printed(f"[{', '.join(entries)}]")
