"""Cards that ask the same thing in different notes."""

from collections import Counter, defaultdict
from functools import cache
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.likeness.prompts import Asked, asked, likeness, may_agree
from studycli.likeness.terms import Terms, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

THRESHOLD = 0.75
"""Likeness from which two cards ask the same: prompts about the same things, or nearly so and answered alike."""

_OF_QUESTION = 0.75  # share of two questions' likeness that is the prompts'; the rest is the answers'
_OF_HEADING = 0.5  # the same where one is a bare heading, which may stand over anything
_ALIKE = 0.5  # likeness of two answers from which they count as the same
_LEAST, _LEAST_HEADING = 0.5, 0.85  # likeness of two prompts below which the answers are not looked at
_RAREST = 4  # terms of a prompt by which others are looked for
_MOST = 300  # prompts with a term above which it is not looked for


class Card(NamedTuple):
    """A card: its note and its prompt."""

    note: str
    prompt: str


class Pair(NamedTuple):
    """Two cards that ask the same: their places, and how alike they are, 0 to 1."""

    one: int
    other: int
    likeness: float


def pairs(
    cards: "Sequence[Card]", answer: "Callable[[int], str]", threshold: float = THRESHOLD
) -> list[Pair]:
    """Return the pairs of cards of different notes that ask the same, the likest first.

    Args:
        cards: All cards.
        answer: Returns a card's answer, '' without one; it is asked for the few that may be one of a pair.
        threshold: Likeness from which they do, 0 to 1.
    """
    prompts = [asked(card.prompt) for card in cards]
    having = Counter(term for prompt in prompts for term in prompt.terms)
    weights = {term: log2((len(cards) + 1) / times) + 1 for term, times in having.items()}

    @cache
    def terms(place: int) -> Terms:
        return counted([(answer(place), 1)])

    found = []
    for one, other in _candidates(prompts, having):
        if cards[one].note == cards[other].note or not may_agree(prompts[one], prompts[other]):
            continue
        whole = prompts[one].is_whole and prompts[other].is_whole
        alike = likeness(prompts[one].terms, prompts[other].terms, weights)
        if alike >= (_LEAST if whole else _LEAST_HEADING):
            share = _OF_QUESTION if whole else _OF_HEADING
            alike = share * alike + (1 - share) * _answered_alike(terms(one), terms(other))
            if alike >= threshold:
                found.append(Pair(one, other, round(alike, 3)))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))


def _candidates(prompts: "Sequence[Asked]", having: "Counter[str]") -> "Iterator[tuple[int, int]]":
    """Yield pairs that share one of their rarest terms, or all of them; each once."""
    seen: set[tuple[int, int]] = set()
    places: dict[object, list[int]] = defaultdict(list)
    for place, prompt in enumerate(prompts):
        if not prompt.terms:
            continue
        rare = sorted(prompt.terms, key=lambda term: (having[term], term))[:_RAREST]
        keys = [(prompt.numbers, term) for term in rare if having[term] <= _MOST]
        for key in [*keys, (prompt.numbers, prompt.terms)]:
            for other in places[key]:
                if (other, place) not in seen:
                    seen.add((other, place))
                    yield other, place
            places[key].append(place)


def _answered_alike(one: Terms, other: Terms) -> float:
    """Return how alike two answers are, 0 to 1; 1 from `_ALIKE` on, and where both are empty."""
    if not len(one.ids) and not len(other.ids):
        return 1.0
    _, here, there = np.intersect1d(one.ids, other.ids, assume_unique=True, return_indices=True)
    left, right = 1 + np.log2(one.counts, dtype=np.float64), 1 + np.log2(other.counts, dtype=np.float64)
    product = float(left[here] @ right[there])
    length = float(np.sqrt((left @ left) * (right @ right)))
    return min(product / length / _ALIKE, 1.0) if length else 0.0


def groups(found: "Sequence[Pair]") -> list[tuple[tuple[int, ...], float]]:
    """Join pairs that have a card in common; return the places of each group, and its likest pair's likeness."""
    leader: dict[int, int] = {}

    def root(place: int) -> int:
        while leader.setdefault(place, place) != place:
            place = leader[place]
        return place

    for pair in found:
        one, other = sorted((root(pair.one), root(pair.other)))
        leader[other] = one
    members: dict[int, list[int]] = defaultdict(list)
    for place in sorted(leader):
        members[root(place)].append(place)
    best: dict[int, float] = {}
    for pair in found:
        best[root(pair.one)] = max(best.get(root(pair.one), 0.0), pair.likeness)
    joined = [(tuple(places), best[first]) for first, places in members.items()]
    return sorted(joined, key=lambda group: (-group[1], group[0]))
