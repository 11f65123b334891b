"""What a table tells of one thing, among what it tells of the others in the same respect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.quiz.forms.choice.picks import Pick
from studycli.quiz.tables import cells
from studycli.quiz.templates import say
from studycli.quiz.wording import padded, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source


def find(source: Source, card: Card) -> Iterator[Pick]:
    """Yield each cell beside which the table has other ones."""
    language = source.language(card)
    for cell in cells(source, card):
        about, thing = cell.topic.rstrip("。."), padded(cell.thing, language)
        asked = say(language, "choice", "cell", topic=about, thing=thing, aspect=cell.aspect)
        what = f"{cell.thing}›{cell.aspect}"
        yield Pick(tidy(asked), cell.told, cell.others, ((cell.line, cell.line),), what)
