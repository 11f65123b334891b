"""True or false, and why: a statement of the note, or one with a word turned, a side or a meaning exchanged.

About half are true, by the seed; a claim has the same id either way.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import identity
from studycli.quiz.forms.true_false import cells, losses, meanings, sides, turned
from studycli.quiz.making import chance, question_id
from studycli.quiz.model import Offer, Question, Truth
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.forms.true_false.claims import Claim
    from studycli.quiz.source import Source


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Offer what a card's answer claims and can be made false: each claim, and all of one line, once."""
    taken: set[object] = set()
    for find in (losses.find, sides.find, meanings.find, cells.find, turned.find):
        for claim in find(source, card):
            what = {identity(claim.true), claim.lines}
            if taken.isdisjoint(what):
                taken |= what
                yield Offer("true-false", partial(_question, source, card, claim, seed))


def _question(source: Source, card: Card, claim: Claim, seed: int) -> Question:
    language = source.language(card)
    is_true = chance(card, "true-false", seed, claim.true).random() < 0.5  # noqa: PLR2004 - half of them
    lines = claim.lines if is_true else tuple(sorted({*claim.lines, *claim.others}))
    text = "\n".join(
        line.rstrip("\r") for first, last in lines for line in source.document.lines[first - 1 : last]
    )
    verdict = say(language, "true-false", "true" if is_true else "false", right=claim.right or claim.true)
    return Question(
        id=question_id(card, "true-false", claim.true),
        card=card.id,
        note=source.path,
        line=claim.lines[0][0],
        form="true-false",
        language=language,
        shown=_shown(claim, claim.true if is_true else claim.false, language),
        answer=f"{verdict}\n\n{text}",
        answer_lines=lines,
        key=Truth(is_true),
    )


def _shown(claim: Claim, statement: str, language: str) -> str:
    asks = asking.has_question_mark(claim.topic) or asking.demands(claim.topic)
    return say(
        language,
        "true-false",
        "on-question" if asks else "on-heading",
        topic=claim.topic.rstrip("。."),
        statement=statement,
    )
