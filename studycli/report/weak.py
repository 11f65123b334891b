"""What is weak: cards that fail, fade or wait, forms that are answered wrong, concepts that are confused.

The lists are made of cards and counts; prompts and lines are joined afterwards, for the few that are shown.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from studycli.report.model import Card, Confusion, Share, WeakCard, WrongCard
from studycli.report.standing import card_recall
from studycli.report.wilson import share

if TYPE_CHECKING:
    from collections.abc import Iterable


class WeakCards(NamedTuple):
    """Cards of the three weak lists, the worst first.

    Attributes:
        leeches: Those that failed most often.
        lowest_recall: Those least likely to be recalled today.
        longest_overdue: Those that have waited for most days since they were due.
    """

    leeches: tuple[Card, ...]
    lowest_recall: tuple[Card, ...]
    longest_overdue: tuple[Card, ...]


class FormCount(NamedTuple):
    """How often a card was answered in one form of question, and how often wrong (graded below 3)."""

    form: str
    card: str
    answers: int
    wrong: int


class FormWrong(NamedTuple):
    """A form of question: how often it was answered wrong, and the cards most often wrong in it."""

    form: str
    wrong: Share
    cards: tuple[FormCount, ...]


def weak_cards(cards: Iterable[Card], today: int, leech_lapses: int, top: int) -> WeakCards:
    """Return the weak lists, each of at most `top` cards; new and suspended cards are in none.

    Equals are in the order of their ids.

    Args:
        cards: All that can be asked.
        today: Ordinal of the study day.
        leech_lapses: Lapses from which a card is a leech; 0 for never.
        top: Length of each list.
    """
    asked = [card for card in cards if not (card.is_new or card.suspended)]
    leeches = [card for card in asked if 0 < leech_lapses <= card.lapses]
    waiting = [card for card in asked if card.due < today]
    return WeakCards(
        tuple(nsmallest(top, leeches, key=lambda card: (-card.lapses, card.id))),
        tuple(nsmallest(top, asked, key=lambda card: (card_recall(card, today), card.id))),
        tuple(nsmallest(top, waiting, key=lambda card: (card.due, card.id))),
    )


def weak_card(card: Card, line: int, prompt: str, today: int) -> WeakCard:
    """Return what the report says of a weak card, with the line and prompt that its note has now."""
    return WeakCard(
        card=card.id,
        note=card.note,
        line=line,
        prompt=prompt,
        interval=card.interval,
        lapses=card.lapses,
        overdue=max(today - card.due, 0),
        recall=card_recall(card, today),
    )


def wrong_forms(counts: Iterable[FormCount], top: int) -> tuple[FormWrong, ...]:
    """Return the `top` forms most often answered wrong, each with its `top` cards, the worst first.

    Forms are in the order of the lower end of the share's interval, so that one wrong answer of one does not
    stand before thirty of fifty; cards by how often they were wrong, then by the share. Equals are in the order
    of names and ids. What was never wrong is left out, and so are answers whose form the log does not say.

    Args:
        counts: One for each card and form.
        top: Length of each list.
    """
    by_form: dict[str, list[FormCount]] = defaultdict(list)
    for count in counts:
        by_form[count.form].append(count)
    found = [_form(form, by_form[form], top) for form in by_form if form]
    wrong = [form for form in found if form.wrong.count]
    return tuple(nsmallest(top, wrong, key=lambda form: (-(form.wrong.low or 0.0), form.form)))


def wrong_card(count: FormCount, note: str, line: int, prompt: str) -> WrongCard:
    """Return what the report says of a card that was answered wrong in one form."""
    return WrongCard(count.card, note, line, prompt, count.wrong, count.answers)


def confusions(pairs: Iterable[tuple[str, str, int]], top: int) -> tuple[Confusion, ...]:
    """Return the `top` pairs most often taken for one another, the most frequent first; equals by name.

    Args:
        pairs: What was right, what was chosen, how often; either way round counts for the same pair.
        top: How many.
    """
    times: dict[tuple[str, str], int] = defaultdict(int)
    for right, chosen, often in pairs:
        if right != chosen:
            times[min(right, chosen), max(right, chosen)] += often
    worst = nsmallest(top, times, key=lambda pair: (-times[pair], pair))
    return tuple(Confusion(*pair, times[pair]) for pair in worst)


def _form(form: str, counts: list[FormCount], top: int) -> FormWrong:
    wrong = [count for count in counts if count.wrong]
    cards = nsmallest(top, wrong, key=lambda count: (-count.wrong, count.answers, count.card))
    return FormWrong(
        form,
        share(sum(count.wrong for count in counts), sum(count.answers for count in counts)),
        tuple(cards),
    )
