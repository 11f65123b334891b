"""How an exercise is asked: its loss, its numbers and what they are, in the language of the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.quiz.exercises.writing import shown
from studycli.quiz.tasks import apart, named
from studycli.quiz.templates import say, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycli.losses.model import Facts
    from studycli.quiz.exercises.model import Given, Point


def name(entry: Facts, language: str) -> str:
    """Return what a loss is called in a question."""
    return apart(named(entry, language))


def given(givens: Iterable[Given], point: Point, language: str) -> str:
    r"""Return the sentence that gives the numbers: 'with predictions $\hat{y} = [0.8, 0.3]$'."""
    pieces = [_piece(each, point, language) for each in givens]
    return say(language, "given", "with", givens=say(language, "given", "joint").join(pieces))


def noted(text: str, language: str) -> str:
    """Return the note's own words, announced."""
    return f"{say(language, 'given', 'noted')}\n\n{text}"


def _piece(each: Given, point: Point, language: str) -> str:
    """Return a given: what it is and its numbers; without numbers where the point has none."""
    known = wordings(language)["given"]
    meaning = known[each.meaning] if each.meaning else ""
    values = f" = {shown(point[each.name])}" if each.name else ""
    symbol = f"${each.symbol}{values}$"
    if not meaning:
        return symbol
    return (
        say(language, "given", "piece", meaning=meaning, symbol=symbol)
        .replace("） ", "）")
        .replace("： ", "：")
    )


def symbols(givens: Iterable[Given], language: str) -> str:
    """Return the sentence that says what a formula may be written with."""
    pieces = [_piece(each, {}, language) for each in givens]
    return say(language, "given", "symbols", givens=say(language, "given", "joint").join(pieces))
