"""Claims on a loss's properties, exchanged with those of a sibling where the kernel says that they are false of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.losses.catalogue import catalogue
from studycli.losses.names import key_of
from studycli.quiz.forms.true_false.claims import Claim
from studycli.quiz.making import chance
from studycli.quiz.properties import holds, properties
from studycli.quiz.statements import statements
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.model import Facts
    from studycli.notes.model import Card
    from studycli.quiz.source import Source
    from studycli.quiz.statements import Statement


def find(source: Source, card: Card) -> Iterator[Claim]:
    """Yield what a part says of a loss and the kernel confirms, beside what a sibling says that is false of the loss."""
    key = key_of(source.subject(card))
    if not key:
        return
    entry, language = catalogue()[key], source.language(card)
    siblings = [each for each in source.siblings(card) if _is_sibling(entry, key_of(source.subject(each)))]
    told = [(each, statement) for each in siblings for statement in statements(source, each)]
    for own in statements(source, card):
        aspects = {stated.aspect for stated in properties(own.whole) if holds(entry, stated)}
        false = [(each, other) for each, other in told if _is_false_of(entry, other, aspects)]
        if false:
            each, other = chance(card, "true-false", 0, own.whole).choice(false)
            right = say(language, "true-false", "meant", told=other.whole, name=source.subject(each))
            lines = (((own.first, own.last),), ((other.first, other.last),))
            yield Claim(own.topic, own.whole, other.whole, *lines, right)


def _is_sibling(entry: Facts, key: str | None) -> bool:
    return key not in (None, entry.key) and catalogue()[key or ""].family == entry.family


def _is_false_of(entry: Facts, statement: Statement, aspects: set[str]) -> bool:
    """Tell whether a statement is false of a loss in one of some aspects, and leaves no doubt in another."""
    verdicts = {stated.aspect: holds(entry, stated) for stated in properties(statement.whole)}
    return any(verdicts.get(aspect) is False for aspect in aspects) and all(
        verdict is not None for verdict in verdicts.values()
    )
