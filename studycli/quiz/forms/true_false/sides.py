"""Claims on two sides of a contrast, the sides exchanged: 'L1 is sparse, while L2 is not'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy
from studycli.quiz.forms.contrast.headings import compared
from studycli.quiz.forms.true_false.claims import Claim
from studycli.quiz.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source

_BRACKETS = lazy(r"\s*[（(][^（）()]*[)）]")
_LATIN = lazy(r"[A-Z][A-Za-z0-9+-]*")
_TAIL = lazy(
    r"\s*(?:任务|损失函数|损失|初始化|正则化?|方法|网络|层|模型|归一化|函数|样本|(?:regulari[sz]ation|loss|functions?|models?|averaging|algorithms?|layers?))$",
    re.IGNORECASE,
)
_ALIKE = lazy(
    r"都|均[为是可会能]|两者|二者|相同|一样|等价|互|共同|\b(?:both|same|equal|equivalent|either|each other|alike)\b|=",
    re.IGNORECASE,
)
_APART = lazy(r"[；;]|而|，|,|\b(?:while|whereas|but)\b", re.IGNORECASE)


def find(source: Source, card: Card) -> Iterator[Claim]:
    """Yield the statements of a card that compares two things, where each of them is named on its side."""
    names = compared(card.prompt)
    if len(names) != 2:  # noqa: PLR2004 - two can be exchanged
        return
    for found in statements(source, card):
        text = found.whole
        called = next((pair for pair in _called(*names) if _sets_apart(text, *pair)), None)
        if called:
            yield Claim(found.topic, text, _exchanged(text, *called), ((found.first, found.last),))


def _called(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield what two sides may be called in a text: what tells their names apart, the names, their first Latin words."""
    bare = [_BRACKETS.sub("", name).strip() for name in (one, other)]
    latin = [match[0] if (match := _LATIN.search(name)) else "" for name in bare]
    for left, right in ([_TAIL.sub("", name) for name in bare], bare, latin):
        if len(left) > 1 and len(right) > 1 and left not in right and right not in left:
            yield left, right


def _places(name: str, text: str) -> list[int]:
    """Return where a name stands in a text as a whole word."""
    edge = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])" if not has_chinese(name) else "{}"
    return [match.start() for match in re.finditer(edge.format(re.escape(name)), text)]


def _sets_apart(text: str, one: str, other: str) -> bool:
    """Tell whether a text says one thing of one side and another of the other."""
    left, right = _places(one, text), _places(other, text)
    if len(left) != 1 or len(right) != 1 or _ALIKE.search(text):
        return False
    first, last = sorted((left[0], right[0]))
    return _APART.search(text, first, last) is not None


def _exchanged(text: str, one: str, other: str) -> str:
    """Return a text with two names in each other's places."""
    (left,), (right,) = _places(one, text), _places(other, text)
    if left > right:
        one, other, left, right = other, one, right, left
    return text[:left] + other + text[left + len(one) : right] + one + text[right + len(other) :]
