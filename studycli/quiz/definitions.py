"""Where a note defines a loss of the catalogue: the card about it, and the formula that says what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.names import key_of
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Formula
    from studycli.quiz.source import Source

_SLOPE = lazy(
    r"(?:次|sub-?)?(?:梯度|导数|gradients?|derivatives?)(?:的?推导)?(?:\s*[（(].*[)）])?$", re.IGNORECASE
)
_LEFT = lazy(
    r"\s*(?:\\(?:mathcal|mathrm|mathit|text|operatorname)\s*\{\s*)*(?:[A-Z]|\\ell\b|\\Omega\b|[Ll]oss|[Cc]ost)"
)
_RATE = lazy(r"\\partial|\\nabla|\\frac\s*\{?\s*d\b|'")
_LAW = lazy(r"^\s*P\s*\(")
_WORDS = lazy(r"的?(?:计算|公式|定义|数学形式|计算公式)$|\s+(?:formula|definition)$", re.IGNORECASE)
_LEAST = 5  # characters of a right side that says what a loss is; '1/T' is a weight
_TARGET = "label-smoothing"
"""The loss that notes define by its target, a small letter on the left."""
_NEEDED = {"focal-binary": r"\gamma", "focal": r"\gamma"}
"""What a loss's formula cannot do without, where notes give that of another loss first."""


class Definition(NamedTuple):
    """A loss that a note defines.

    Attributes:
        key: Its key in the catalogue.
        formula: The note's formula of it.
    """

    key: str
    formula: Formula


def definition(source: Source, card: Card) -> Definition | None:
    """Return the loss that a card defines; of several cards of a note that define one, the first does."""
    return source.once("definitions", _definitions).get(card.id)


def slope_card(source: Source, card: Card) -> Card | None:
    """Return the part that tells the gradient of the loss which a card defines; None where none does."""
    if card.kind != "concept":
        return None
    parts = (part for part in source.parts(card) if _SLOPE.match(source.label(part)))
    return next((part for part in parts if source.answer(part).formulas), None)


def _definitions(source: Source) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    keys: set[str] = set()
    for card in source.cards:
        key = _key(source, card)
        formula = _formula(source, card, key) if key and key not in keys else None
        if key and formula:
            keys.add(key)
            found[card.id] = Definition(key, formula)
    return found


def _key(source: Source, card: Card) -> str | None:
    """Return the loss that a card is about as a whole; a part only where its label names the loss by itself."""
    if card.kind == "concept" or (card.kind == "part" and source.label(card) == card.prompt):
        return key_of(_WORDS.sub("", card.prompt))
    return None


def _formula(source: Source, card: Card, key: str) -> Formula | None:
    """Return the first formula below a card's heading that says what the loss is."""
    return next((each for each in _formulas(source, card) if _defines(key, each.latex)), None)


def _formulas(source: Source, card: Card) -> Iterator[Formula]:
    yield from source.answer(card).formulas
    if card.kind == "concept":
        for part in source.parts(card):
            if not _SLOPE.match(source.label(part)):
                yield from source.answer(part).formulas


def _defines(key: str, latex: str) -> bool:
    """Tell whether a formula says what a loss is: a capital or ``ℓ`` on the left, no derivative, no probability."""
    left, _, right = latex.partition("=")
    if len(right.strip()) < _LEAST or _NEEDED.get(key, "") not in right:
        return False
    is_loss = _LEFT.match(left) and not _RATE.search(left) and not _LAW.match(left)
    return bool(is_loss) or key == _TARGET
