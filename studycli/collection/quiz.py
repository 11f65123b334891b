"""What a quiz asks: which cards and in which order, and the questions that their notes give."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from zlib import crc32

from studycli.collection.content import as_parsed
from studycli.collection.current import current_card, is_current
from studycli.collection.rewrite import read
from studycli.collection.select import where
from studycli.collection.values import QueueOptions
from studycli.errors import CardError, WriteError
from studycli.quiz.choosing import choose
from studycli.quiz.forms import offers
from studycli.quiz.model import FORMS
from studycli.quiz.source import Source
from studycli.schedule.queue import DueCard, most_overdue_first, nearly_first
from studycli.store.queries import (
    answered_on,
    candidates_from,
    cards,
    due_candidates,
    weak_candidates,
)
from studycli.store.where import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.values import QuizOptions
    from studycli.notes.model import Card
    from studycli.quiz.model import Offer, Question
    from studycli.store.queries import IndexedCard

FIRST = 200
"""Due cards that are put in order at once; the rest only when a quiz comes to them."""
BATCH = 200
"""Cards that are neither due nor weak, read at once."""
_LAST_ID = "\U0010ffff"


# Which cards


def cards_to_ask(desk: Desk, options: QuizOptions) -> Iterator[str]:
    """Yield the ids of the cards that a quiz asks: due ones, weak ones, then the others, each once.

    Due cards come as in a review, weak ones by their interval, the others by chance that belongs to the seed;
    those that were answered today already come last. Nothing is read before it is needed.

    Raises:
        FilterError: A tag, note or path matches nothing.
    """
    place = where(desk, QueueOptions(options.tag, options.note, options.path))
    return _each_once(_tiers(desk, options, place))


def _each_once(tiers: Iterable[Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set()
    for tier in tiers:
        for card in tier:
            if card not in seen:
                seen.add(card)
                yield card


def _tiers(desk: Desk, options: QuizOptions, place: Where) -> Iterator[Iterable[str]]:
    seed = seed_of(desk, options)
    every = not (options.due or options.weak)
    if options.due or every:
        yield _due(desk, place, seed)
    if options.weak or every:
        yield [found.id for found in weak_candidates(desk.index, desk.today, place)]
    if every:
        yield _others(desk, place, seed)


def seed_of(desk: Desk, options: QuizOptions) -> int:
    """Return the seed of a quiz: the one that was given, or the study day's."""
    return desk.today.toordinal() if options.seed is None else options.seed


def _due(desk: Desk, place: Where, seed: int) -> Iterator[str]:
    found = [
        DueCard(card.id, card.note, card.due, card.interval)
        for card in due_candidates(desk.index, desk.today, place)
        if card.due
    ]
    first = nearly_first(min(FIRST, len(found)), found, desk.today)
    yield from (card.id for card in most_overdue_first(first, desk.today, seed)[:FIRST])
    yield from (card.id for card in most_overdue_first(found, desk.today, seed))


def _others(desk: Desk, place: Where, seed: int) -> Iterator[str]:
    """Yield all cards from a place in the order of their ids, which are hashes: chance without reading all."""
    answered = answered_on(desk.index, desk.today)
    later = []
    start = f"{crc32(str(seed).encode()):08x}"
    for first, last in ((start, _LAST_ID), ("", start)):
        for card in _between(desk, place, first, last):
            if card in answered:
                later.append(card)
            else:
                yield card
    yield from later


def _between(desk: Desk, place: Where, first: str, last: str) -> Iterator[str]:
    while True:
        found = candidates_from(desk.index, desk.today, first, last, BATCH, place)
        yield from (card.id for card in found)
        if len(found) < BATCH:
            return
        first = found[-1].id


# What can be asked of them


class Sources:
    """The notes that questions are made of, each read when it is first needed, and again where it changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: dict[str, Source] = {}

    def of_note(self, path: str) -> Source | None:
        """Return a note; None where it is gone or cannot be read."""
        try:
            text = read(self._desk, path).text
        except (OSError, UnicodeDecodeError):
            return None
        before = self._read.get(path)
        if before is None or before.text != text:
            self._read[path] = _source(path, text, cards(self._desk.index, Where(notes=(path,))))
        return self._read[path]

    def of_card(self, card_id: str) -> tuple[Source, Card] | None:
        """Return a card's note and the card as it stands there now; None where it is gone."""
        try:
            card = self._desk.card(card_id)
            if not is_current(self._desk, card.note):
                with self._desk.alone():
                    card = current_card(self._desk, card_id)
        except (CardError, WriteError):
            return None
        source = self.of_note(card.note)
        found = [each for each in source.cards if each.id == card.id] if source else []
        return (source, found[0]) if source and found else None

    def offers(self, card_id: str, form: str, seed: int) -> list[Offer]:
        """Return what can be asked of a card in a form."""
        found = self.of_card(card_id)
        return list(offers(*found, seed, (form,))) if found else []


def _source(path: str, text: str, found: Sequence[IndexedCard]) -> Source:
    return Source(path, found[0].title if found else "", text, [as_parsed(card) for card in found])


def draw(desk: Desk, sources: Sources, options: QuizOptions) -> Iterator[Question]:
    """Return the questions of a quiz without end, each made when it is asked for; see `cards_to_ask`."""
    seed = seed_of(desk, options)
    asked = cards_to_ask(desk, options)
    return choose(asked, lambda card, form: sources.offers(card, form, seed), options.forms or FORMS, seed)


def every_question(desk: Desk, options: QuizOptions) -> Iterator[Question]:
    """Yield everything that can be asked, by note, card and form.

    Raises:
        FilterError: A tag, note or path matches nothing.
    """
    place = where(desk, QueueOptions(options.tag, options.note, options.path))
    wanted = cards(desk.index, place)
    for path, found in groupby(wanted, key=lambda card: card.note):
        ids = [card.id for card in found]
        source = Sources(desk).of_note(path)
        if source:
            yield from questions_of(source, seed_of(desk, options), options.forms or FORMS, ids)


def questions_of(
    source: Source, seed: int, forms: Sequence[str] = FORMS, ids: Iterable[str] | None = None
) -> Iterator[Question]:
    """Yield everything that can be asked of a note, by card and form.

    Args:
        source: The note.
        seed: Decides numbers, gaps, distractors and their order.
        forms: The forms that are wanted.
        ids: Of its cards those with these ids; all without.
    """
    wanted = {card.id for card in source.cards} if ids is None else set(ids)
    for card in source.cards:
        if card.id in wanted:
            made = (offer.make() for offer in offers(source, card, seed, forms))
            yield from (question for question in made if question)


def made_again(sources: Sources, question: Question, card_id: str, seed: int) -> Question | None:
    """Return a question as its note gives it now, after an edit; another one of its form where it is gone.

    Args:
        sources: The notes.
        question: As it was made before.
        card_id: The card's id now.
        seed: The quiz's.
    """
    made = [offer.make() for offer in sources.offers(card_id, question.form, seed)]
    found = [each for each in made if each]
    same = [each for each in found if _what(each) == _what(question)]
    return next(iter([*same, *found]), None)


def _what(question: Question) -> str:
    """Return what tells a question from the card's others, whatever the card's id is."""
    return question.id.removeprefix(question.card)
