"""Which symbol of a formula has this role: 'γ: how hard easy samples are pushed down'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.inline import plain
from studycli.notes.patterns import lazy
from studycli.quiz.forms.choice.picks import Pick
from studycli.quiz.statements import is_material, told_of
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Item
    from studycli.quiz.source import Source

_SYMBOL = lazy(r"\$(?P<symbol>\\?[A-Za-z]+)\$\s*(?:[:：]|[-–—]\s)\s*(?P<role>\S.*)$")
_SHORT = lazy(r"^\\?[A-Za-z]$|^\\[a-z]+$")
_GREEK = (r"\alpha", r"\beta", r"\gamma", r"\delta", r"\epsilon", r"\lambda", r"\tau", r"\eta")
_LATIN = ("w", "b", "k", "n", "m", "d", "p", "q")
_SHORTEST, _LONGEST = 4, 60  # characters of a role


def find(source: Source, card: Card) -> Iterator[Pick]:
    """Yield each symbol that a list of a card explains, beside the others and such as its section does not use."""
    if not is_material(source, card):
        return
    language, subject = source.language(card), source.subject(card)
    if "›" in subject:
        return
    for found in source.answer(card).lists:
        matches = [_SYMBOL.match(item.text) for item in found.items]
        if len(matches) < 2 or not all(matches) or not source.owns(card, found.first):  # noqa: PLR2004
            continue
        roles = [
            (match["symbol"], match["role"], item)
            for match, item in zip(matches, found.items, strict=True)
            if match
        ]
        yield from _picks(source, card, roles, subject, language)


def _picks(
    source: Source, card: Card, roles: Sequence[tuple[str, str, Item]], subject: str, language: str
) -> Iterator[Pick]:
    symbols = [symbol for symbol, _, _ in roles]
    if not all(map(_SHORT.match, symbols)):
        return
    used = "".join(source.document.lines[section_first(source, card) : roles[-1][2].last])
    for symbol, role, item in roles:
        told = plain(told_of(role))
        if _SHORTEST <= len(told) <= _LONGEST and "$" not in told:
            spare = [each for each in (_GREEK if symbol.startswith("\\") else _LATIN) if each not in used]
            beside = [each for each in symbols if each != symbol]
            asked = say(language, "choice", "symbol", subject=subject, told=told)
            wrong = tuple(f"${each}$" for each in (*beside, *spare))
            yield Pick(asked, f"${symbol}$", wrong, ((item.first, item.last),), symbol)


def section_first(source: Source, card: Card) -> int:
    """Return the index of the line on which a card's section begins."""
    return source.section(card).line
