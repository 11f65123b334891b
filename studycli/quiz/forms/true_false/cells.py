"""Claims on what a table tells, with the cell of another thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.quiz.forms.true_false.claims import Claim
from studycli.quiz.making import chance
from studycli.quiz.tables import cells
from studycli.quiz.templates import say
from studycli.quiz.wording import padded, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source
    from studycli.quiz.tables import Cell

_MARK = 2  # characters of a cell that only marks: 是, 否, 不能, no


def find(source: Source, card: Card) -> Iterator[Claim]:
    """Yield one claim a row of a card's tables."""
    language = source.language(card)
    rows: dict[int, list[Cell]] = {}
    for cell in cells(source, card):
        rows.setdefault(cell.line, []).append(cell)
    for line, found in rows.items():
        seeded = chance(card, "true-false", 0, f"row {line - card.line}")
        cell = seeded.choice(found)
        thing = padded(cell.thing, language)
        name = "cell-mark" if any(len(told) <= _MARK for told in (cell.told, *cell.others)) else "cell"
        true, false = (
            tidy(say(language, "true-false", name, thing=thing, aspect=cell.aspect, told=told))
            for told in (cell.told, seeded.choice(cell.others))
        )
        yield Claim(cell.topic, true, false, ((line, line),))
