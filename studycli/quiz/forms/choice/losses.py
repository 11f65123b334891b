"""A loss and its property, as the note states it and the kernel confirms it: which distribution, which loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.losses.catalogue import catalogue
from studycli.losses.names import key_of
from studycli.quiz import wording
from studycli.quiz.forms.choice.picks import Pick
from studycli.quiz.properties import DISTRIBUTIONS, Property, holds, known_of, properties
from studycli.quiz.statements import statements
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.model import Facts
    from studycli.notes.model import Card
    from studycli.quiz.source import Source
    from studycli.quiz.statements import Statement

_ASKED = (
    Property("outliers", "sensitive"),
    Property("smoothness", "kinked"),
    Property("smoothness", "smooth"),
)
"""Properties by which one loss of regression is chosen among others."""


def find(source: Source, card: Card) -> Iterator[Pick]:
    """Yield what a card says of its loss under an aspect that the kernel knows."""
    name = source.subject(card)
    key = key_of(name)
    if not key:
        return
    entry = catalogue()[key]
    for statement in statements(source, card):
        for stated in properties(statement.whole):
            if not holds(entry, stated):
                continue
            if stated.aspect == "distribution":
                yield _distribution(source, card, entry, statement, stated)
            elif stated in _ASKED and entry.family == "regression":
                yield from _among(source, card, entry, statement, stated)


def _distribution(source: Source, card: Card, entry: Facts, statement: Statement, stated: Property) -> Pick:
    """Return the question which distribution a loss assumes, a penalty stands for, or is the likelihood of."""
    language = source.language(card)
    kind = {"penalty": "prior", "regression": "errors"}.get(entry.family, "likelihood")
    say_of = {each: say(language, "properties", each) for each in DISTRIBUTIONS}
    return Pick(
        wording.tidy(say(language, "choice", kind, loss=wording.padded(_short(source, card), language))),
        say_of[stated.value],
        tuple(words for each, words in say_of.items() if each != stated.value),
        ((statement.first, statement.last),),
        kind,
    )


def _among(
    source: Source, card: Card, entry: Facts, statement: Statement, stated: Property
) -> Iterator[Pick]:
    """Yield the question which loss has a property, beside such as the kernel says have it not."""
    language = source.language(card)
    wrong = [
        _called(other, language)
        for other in catalogue().values()
        if other.family == entry.family
        and other.curve
        and known_of(other, stated.aspect) not in ("", stated.value)
    ]
    asked = say(language, "choice", f"{stated.aspect}-{stated.value}")
    lines = ((statement.first, statement.last),)
    yield Pick(asked, _called(entry, language), tuple(wrong), lines, f"which {stated.aspect}")


def _short(source: Source, card: Card) -> str:
    return wording.short(source.subject(card))


def _called(entry: Facts, language: str) -> str:
    """Return a loss by its name, with its abbreviation where it has one."""
    name = entry.chinese if language == "zh" else entry.english
    if not entry.short or entry.short.casefold() in name.casefold():
        return name
    return f"{name}（{entry.short}）" if language == "zh" else f"{name} ({entry.short})"
