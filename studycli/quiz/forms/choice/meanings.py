"""Which name of a list, or which heading beside others, has this meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.quiz.forms.choice.picks import Pick
from studycli.quiz.glosses import FEWEST, concept, glosses, tellable
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.glosses import Gloss, Glosses
    from studycli.quiz.source import Source


def find(source: Source, card: Card) -> Iterator[Pick]:
    """Yield each name whose meaning points at it alone."""
    language = source.language(card)
    for group in glosses(source, card):
        if len(group.entries) >= FEWEST:
            for entry in tellable(group):
                yield _pick(group, entry, language)
    alone = concept(source, card)
    if alone and alone.entries[0] in tellable(alone):
        yield _pick(alone, alone.entries[0], language)


def _pick(group: Glosses, entry: Gloss, language: str) -> Pick:
    topic = group.topic
    if sum(map(topic.count, "?？")) > 1:  # the prompt asks several things, and none of them is this
        topic = ""
    asks = asking.has_question_mark(topic) or asking.demands(topic)
    name = "meaning-question" if asks else "meaning-heading" if topic else "meaning"
    topic = topic if asks else topic.rstrip("。.")
    return Pick(
        say(language, "choice", name, topic=topic, told=entry.told),
        entry.name,
        tuple(other.name for other in group.entries if other is not entry),
        ((entry.first, entry.last),),
        entry.name,
    )
