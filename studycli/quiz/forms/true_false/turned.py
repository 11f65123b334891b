"""Claims with one word turned into its opposite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.quiz.forms.true_false.claims import Claim
from studycli.quiz.statements import can_be_judged, statements
from studycli.quiz.turns import turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source
    from studycli.quiz.statements import Statement
    from studycli.quiz.turns import Turn


def find(source: Source, card: Card) -> Iterator[Claim]:
    """Yield the statements of a card that a word turns false."""
    for found in statements(source, card):
        statement = found.alone() if _EMPTY.match(found.name) else found
        if not can_be_judged(statement) or _SAYS.search(statement.name):
            continue
        ways = [way for way in turns(statement.whole) if not _is_told(way, statement)]
        if ways:
            false = ways[0].of(statement.whole)
            yield Claim(statement.topic, statement.whole, false, ((statement.first, statement.last),))


_EMPTY = lazy(r"(?:作用|效果|优[点势]|特[点性]|性质|缺点|局限|原理|定义|答|A|Answer|.*[性解])?$|非光滑$")
"""Labels that add nothing to what they stand before."""
_SAYS = lazy(
    r"与|限制|提[高升]|降低|减少|增[加大强]|减小|避免|防止|稀疏|拟合|溢出|可微|优化|高|低|快|慢|衰减|[Ff]itting|[Rr]educ|[Ii]ncreas|[Ll]ower|[Hh]igh"
)
"""Labels that say in other words what follows them, and would contradict the turned word."""


def _is_told(way: Turn, statement: Statement) -> bool:
    """Tell whether a word stands in the label, or is said by the topic."""
    word = statement.whole[way.start : way.end].casefold()
    in_label = way.start < len(statement.whole) - len(statement.text)
    return in_label or word in statement.topic.casefold()
