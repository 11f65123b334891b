"""Claims on what the names of a list mean, with the meaning of another name of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy
from studycli.quiz.forms.true_false.claims import Claim
from studycli.quiz.glosses import glosses, tellable
from studycli.quiz.making import chance
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.glosses import Gloss
    from studycli.quiz.source import Source

_ONLY_EXAMPLES = lazy(r"[^，。；：,;:]{1,24}、[^，。；：,;:]{1,24}$")
"""A meaning that only names examples: they may be some of another name's too."""


def find(source: Source, card: Card) -> Iterator[Claim]:
    """Yield the names of a card's lists with their meanings."""
    language = source.language(card)
    for group in glosses(source, card):
        entries = [entry for entry in tellable(group) if not _ONLY_EXAMPLES.match(entry.told)]
        for entry in entries:
            others = [other for other in entries if other is not entry]
            if others:
                other = chance(card, "true-false", 0, entry.told).choice(others)
                right = say(language, "true-false", "meant", told=other.told, name=other.name)
                yield Claim(
                    group.topic,
                    _claimed(entry, entry.told),
                    _claimed(entry, other.told),
                    ((entry.first, entry.last),),
                    ((other.first, other.last),),
                    right,
                )


def _claimed(entry: Gloss, told: str) -> str:
    return f"{entry.name}{'：' if has_chinese(told) or has_chinese(entry.name) else ': '}{told}"
