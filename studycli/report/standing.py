"""How well cards, notes, tags, folders and the vault are known: mastery, and recall today.

Cards never scheduled ('new') are counted apart: a mean is over the cards that were seen. A card that is
suspended counts as any other, since what is known of it does not change by setting it aside.
"""

from __future__ import annotations

from datetime import date
from heapq import nsmallest
from typing import TYPE_CHECKING

from studycli.report.model import Card, DayRow, MasteryPart, Point, Standing, Topic
from studycli.schedule import memory
from studycli.schedule.mastery import interval_mastery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

WEEK = 7  # days between two points of mastery over time
WEEKS = 52  # of them: 364 days and today are the last 365


class _Sums:
    """Sums over a group of cards: how many, how many seen, and the mastery and recall of those."""

    __slots__ = ("cards", "mastery", "recall", "seen")

    def __init__(self) -> None:
        self.cards = self.seen = 0
        self.mastery = self.recall = 0.0

    def add(self, other: _Sums) -> None:
        """Take in the cards of another group."""
        self.cards += other.cards
        self.seen += other.seen
        self.mastery += other.mastery
        self.recall += other.recall

    def standing(self) -> Standing:
        """Return the means; None where no card was seen."""
        cards, seen = self.cards, self.seen
        if not seen:
            return Standing(cards, 0, cards, None, None)
        return Standing(cards, seen, cards - seen, self.mastery / seen, self.recall / seen)


_Piles = dict[tuple[str, tuple[str, ...]], _Sums]
"""Cards of one note with the same tags, summed: so that a note's cards are rolled up in one step, not one by one."""


def card_mastery(card: Card, model: str) -> float:
    """Return how well a card is known, 0 to 1: the chance of recalling it 30 days after its last review.

    By SM-2, 0.9 ** (30 / interval) (`schedule.mastery`); by FSRS, what its forgetting curve gives after 30 days
    (`schedule.memory.mastery`). A card that was never passed has 0.

    Args:
        card: The card.
        model: ``sm2`` or ``fsrs``.
    """
    if not card.passed:
        return 0.0
    return (
        memory.mastery(card.stability or card.interval)
        if model == "fsrs"
        else interval_mastery(card.interval)
    )


def card_recall(card: Card, today: int) -> float:
    """Return the chance (0 to 1) of recalling a card today by FSRS's forgetting curve; 0 for a new card.

    A card that has a schedule but no answer, taken over from its note's frontmatter, has no stability: its
    interval stands for it, since both are the days after which recall is 0.9.

    Args:
        card: The card.
        today: Ordinal of the study day; an answer of a later day (another time zone's) counts as of today.
    """
    if card.is_new:
        return 0.0
    if not card.stability:
        return memory.recall(card.interval, today - card.last)
    return memory.recall(card.stability, today - card.seen)


def topics_by_tag(cards: Iterable[Card], today: int, model: str) -> tuple[Topic, ...]:
    """Return the standing of each tag by name; a card tagged 'a/b' and 'a/c' counts in both and once in 'a'."""
    return _topics_by_tag(_piles(cards, today, model))


def weakness(topics: Iterable[Topic]) -> dict[str, float]:
    """Return, of each topic by its name, the mean recall of all its cards, new ones counted as 0."""
    return {topic.name: recall_of_all(topic.standing) for topic in topics}


def weakest(tags: Sequence[Topic], notes: Sequence[Topic], top: int) -> tuple[Topic, ...]:
    """Return the `top` tags (notes, where there is no tag) that are known least, the weakest first.

    By the mean recall of all their cards, new ones counted as 0; equals by name. A tag is left out where one
    nested in it has all of its cards: the two would stand there with the same figures.
    """
    twice = _told_below(tags)
    topics = [tag for tag in tags if tag.name not in twice] or notes
    return tuple(nsmallest(top, topics, key=lambda topic: (recall_of_all(topic.standing), topic.name)))


def _told_below(tags: Sequence[Topic]) -> set[str]:
    """Return the tags of which one nested right below has all cards."""
    cards = {tag.name: tag.standing.cards for tag in tags}
    above = ((tag.name.rpartition("/")[0], tag.standing.cards) for tag in tags)
    return {name for name, count in above if cards.get(name) == count}


def mean_over_time(rows: Iterable[DayRow], today: int) -> tuple[Point, ...]:
    """Return the mean mastery by SM-2 of the cards seen until each day, every seventh day of the last 365.

    The mean on a day is the sum of all gains until it over the number of cards that entered until it. The last
    point is today; days before the first card have none.

    Args:
        rows: Sums of each day since the log began, in any order; days after today change nothing.
        today: Ordinal of the study day.
    """
    ordered = sorted(rows)
    points = []
    gain, entered, at = 0.0, 0, 0
    for day in range(today - WEEKS * WEEK, today + 1, WEEK):
        while at < len(ordered) and ordered[at].day <= day:
            gain += ordered[at].gain
            entered += ordered[at].entered
            at += 1
        if entered:
            # rounding errors of many gains must not take a mean out of its range
            points.append(Point(date.fromordinal(day), min(max(gain / entered, 0.0), 1.0)))
    return tuple(points)


def mastery_part(
    cards: Iterable[Card],
    rows: Iterable[DayRow],
    titles: Mapping[str, str],
    today: int,
    model: str,
    top: int,
    gone_cards: int = 0,
    gone_answers: int = 0,
) -> MasteryPart:
    """Return the section on mastery; each card's figures are computed once.

    Args:
        cards: All that can be asked and fit the filters.
        rows: Sums of each day since the log began.
        titles: Title of a note by its path.
        today: Ordinal of the study day.
        model: ``sm2`` or ``fsrs``: whose mastery.
        top: How many of the weakest topics.
        gone_cards: Cards of the log that are no longer in a note.
        gone_answers: Answers to them.
    """
    piles = _piles(cards, today, model)
    tags, notes = _topics_by_tag(piles), _topics_by_note(piles, titles)
    return MasteryPart(
        vault=_total(piles).standing(),
        model=model,
        tags=tags,
        folders=_topics_by_folder(piles),
        notes=notes,
        weakest=weakest(tags, notes, top),
        gone_cards=gone_cards,
        gone_answers=gone_answers,
        over_time=mean_over_time(rows, today),
    )


def _piles(cards: Iterable[Card], today: int, model: str) -> _Piles:
    """Sum the cards by note and tags."""
    piles: _Piles = {}
    for card in cards:
        key = card.note, card.tags
        pile = piles.get(key) or piles.setdefault(key, _Sums())
        pile.cards += 1
        if not card.is_new:
            pile.seen += 1
            pile.mastery += card_mastery(card, model)
            pile.recall += card_recall(card, today)
    return piles


def _total(piles: _Piles) -> _Sums:
    total = _Sums()
    for pile in piles.values():
        total.add(pile)
    return total


def _topics_by_tag(piles: _Piles) -> tuple[Topic, ...]:
    return _topics(piles, lambda _, tags: {stem for tag in tags for stem in stems(tag)})


def _topics_by_folder(piles: _Piles) -> tuple[Topic, ...]:
    return _topics(piles, lambda note, _: stems(note.rpartition("/")[0]))


def _topics_by_note(piles: _Piles, titles: Mapping[str, str]) -> tuple[Topic, ...]:
    return _topics(piles, lambda note, _: (note,), titles)


def _topics(
    piles: _Piles,
    groups: Callable[[str, tuple[str, ...]], Iterable[str]],
    titles: Mapping[str, str] | None = None,
) -> tuple[Topic, ...]:
    """Return the standing of each group by its name.

    Args:
        piles: The cards.
        groups: Gives the groups of a note with its tags, each once.
        titles: What the groups are called; without, the last part of each name.
    """
    sums: dict[str, _Sums] = {}
    for (note, tags), pile in piles.items():
        for name in groups(note, tags):
            (sums.get(name) or sums.setdefault(name, _Sums())).add(pile)
    return tuple(_topic(name, sums[name], titles) for name in sorted(sums))


def _topic(name: str, sums: _Sums, titles: Mapping[str, str] | None) -> Topic:
    title = name.rpartition("/")[2] if titles is None else titles.get(name) or name
    return Topic(name, title, name.count("/"), sums.standing())


def stems(name: str) -> list[str]:
    """Return a nested name and all that it is nested in: 'a/b/c' gives a, a/b and a/b/c; '' gives none."""
    if "/" not in name:
        return [name] if name else []
    found: list[str] = []
    for part in filter(None, name.split("/")):
        found.append(f"{found[-1]}/{part}" if found else part)
    return found


def recall_of_all(standing: Standing) -> float:
    """Return the mean recall of a group's cards, new ones counted as 0."""
    return (standing.recall or 0.0) * standing.seen / standing.cards
