"""Choice: three or four options, one of them right; the others are of its kind, false, and lie near."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studycli.notes.inline import identity
from studycli.quiz.distractors import fitting
from studycli.quiz.forms.choice import cells, formulas, losses, meanings, symbols, trees
from studycli.quiz.making import chance, question_id
from studycli.quiz.model import LETTERS, Choice, Offer, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.forms.choice.picks import Pick
    from studycli.quiz.source import Source


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Offer what a card's answer tells of one thing and not of the others beside it."""
    seen = set()
    for find in (losses.find, symbols.find, trees.find, meanings.find, cells.find):
        for pick in find(source, card):
            if pick.what in seen:
                continue
            seen.add(pick.what)
            yield Offer("choice", partial(_question, source, card, pick, seed))
    for offer in formulas.asked(source, card, seed):
        yield Offer("choice", partial(_of_formula, source, card, offer, seed))


def _of_formula(source: Source, card: Card, offer: Offer, seed: int) -> Question | None:
    pick = formulas.pick(source, card, offer)
    return _question(source, card, pick, seed) if pick else None


def _question(source: Source, card: Card, pick: Pick, seed: int) -> Question | None:
    """Return the question; None where too few wrong options fit beside the right one, or it is told."""
    seeded = chance(card, "choice", seed, pick.what)
    wrong = fitting(pick.right, pick.wrong, seeded)
    if not wrong or _is_told(pick.asked, pick.right, wrong):
        return None
    options = [pick.right, *wrong]
    seeded.shuffle(options)
    correct = options.index(pick.right)
    shown = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False)]
    told = "\n".join(source.answer(card).slice(first, last) for first, last in pick.lines)
    return Question(
        id=question_id(card, "choice", pick.what),
        card=card.id,
        note=source.path,
        line=pick.lines[0][0],
        form="choice",
        language=source.language(card),
        shown="\n\n".join((pick.asked, "  \n".join(shown))),
        answer=f"**{LETTERS[correct]}.** {pick.right}\n\n{told}",
        answer_lines=pick.lines,
        key=Choice(correct),
        options=tuple(options),
    )


def _is_told(asked: str, right: str, wrong: Sequence[str]) -> bool:
    """Tell whether a question says its answer, and not every other option too."""
    if "$" in right:
        return right in asked
    said = identity(asked)
    return identity(right) in said and not all(identity(each) in said for each in wrong)
