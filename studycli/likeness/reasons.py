"""Why two texts are near: the terms that they share, as a person reads them."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from studycli.likeness.stopwords import CHINESE_PAIRS, CHINESE_SIGNS
from studycli.likeness.terms import among, characters, english, hashed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from studycli.likeness.vectors import Vectors

SHOWN = 4
"""Terms that are shown."""

_LOOKED_AT = 40  # of the shared terms, the heaviest first
_LIGHT = 0.1  # share of the heaviest product below which a term is no reason
_LONGEST = 8  # characters of a Chinese phrase
_TRIPLE = 3  # characters of the longest terms


def surfaces(
    text: str, wanted: "AbstractSet[int]", names: "Mapping[str, str] | None" = None
) -> dict[int, str]:
    """Return how terms are written in a text.

    Args:
        text: In NFKC; of a word's spellings the one with the fewest capitals is taken.
        wanted: The terms that are asked for.
        names: What is shown for terms that are taken as they are.
    """
    found = {term: shown for name, shown in (names or {}).items() if (term := hashed(name)) in wanted}
    looked_for = np.array(sorted(term for term in wanted if not characters(term)), np.uint64)
    if len(looked_for):
        said = english(text)
        for place in np.flatnonzero(among(said.ids, looked_for)).tolist():
            _note(found, int(said.ids[place]), said.words[place])
        for place in np.flatnonzero(among(said.pairs, looked_for) & said.joined).tolist():
            _note(found, int(said.pairs[place]), " ".join(said.words[place : place + 2]))
    return found


def _note(found: dict[int, str], term: int, shown: str) -> None:
    if term not in found or _capitals(shown) < _capitals(found[term]):
        found[term] = shown


def _capitals(word: str) -> int:
    return sum(map(str.isupper, word))


def shared(vectors: "Vectors", one: int, other: int) -> list[int]:
    """Return the terms that two texts share, what weighs most first; not those that weigh little beside these."""
    terms, weights = vectors.row(one)
    others, other_weights = vectors.row(other)
    if not len(others):
        return []
    there = np.minimum(np.searchsorted(others, terms), len(others) - 1)
    product = np.where(others[there] == terms, weights * other_weights[there], 0.0)
    order = np.argsort(-product, kind="stable")[:_LOOKED_AT]
    least = max(_LIGHT * product.max(initial=0.0), 1e-12)
    return [int(term) for term in vectors.ids[terms[order[product[order] >= least]]]]


def reasons(terms: list[int], shown: "Mapping[int, str]", text: str, most: int = SHOWN) -> tuple[str, ...]:
    """Return shared terms in words, what weighs most first.

    Args:
        terms: The shared terms, the heaviest first.
        shown: How the words of one of the texts are written; terms that are neither Chinese nor here are left out.
        text: That text: a Chinese phrase that is a part of a longer word in it is left out.
        most: How many at most.
    """
    phrases = _phrases([characters(term) for term in terms], text)
    found: list[str] = []
    for term in terms:
        words = characters(term)
        name = _phrase(words, phrases, text) if words else shown.get(term, "")
        if name and not any(_covers(other, name) for other in found):
            found = [*(other for other in found if not _covers(name, other)), name]
        if len(found) > most:
            break
    return tuple(found[:most])


def _phrase(words: str, phrases: list[str], text: str) -> str:
    """Return the first phrase that has some characters and is a word or several; '' where none is."""
    return next((phrase for phrase in phrases if words in phrase and _stands_alone(phrase, text)), "")


def _covers(one: str, other: str) -> bool:
    """Tell whether a name says another one too: 'cross entropy' says 'entropy'."""
    if one.isascii() and other.isascii():
        return f" {other.lower()} " in f" {one.lower()} "
    return other in one


def _phrases(parts: list[str], text: str) -> list[str]:
    """Join parts of three characters that overlap in two, where the text has the whole; the heaviest first."""
    rest = [part for part in parts if len(part) == _TRIPLE]
    phrases: list[str] = []
    while rest:
        phrase = rest.pop(0)
        while longer := _longer(phrase, rest, text):
            phrase, part = longer
            rest.remove(part)
        phrases.append(phrase)
    return phrases + [part for part in parts if part and not any(part in phrase for phrase in phrases)]


def _longer(phrase: str, parts: list[str], text: str) -> tuple[str, str] | None:
    """Return a phrase with one character more at either end, and the part that gave it."""
    if len(phrase) >= _LONGEST:
        return None
    for part in parts:
        for whole in (phrase + part[-1], part[0] + phrase):
            if part in (whole[-_TRIPLE:], whole[:_TRIPLE]) and whole in text:
                return whole, part
    return None


@lru_cache(maxsize=256)  # a note is looked at once for each that is near
def _stands_alone(phrase: str, text: str) -> bool:
    """Tell whether a Chinese phrase is a word or several, as far as a text shows it.

    On one side at least it ends, or different characters follow; on neither does the same one follow each time, or
    one that makes a common word with it, such as 使 before 用记录.
    """
    befores, behinds = [], []
    at = text.find(phrase)
    while at >= 0:
        befores.append(_neighbour(text, at - 1))
        behinds.append(_neighbour(text, at + len(phrase)))
        at = text.find(phrase, at + 1)
    sides = (set(befores), set(behinds))
    ends = [len(signs) > 1 or "" in signs for signs in sides]
    inside = [len(signs) == 1 and "" not in signs and len(befores) > 1 for signs in sides]
    words = {sign + phrase[0] for sign in sides[0]} | {phrase[-1] + sign for sign in sides[1]}
    return any(ends) and not any(inside) and words.isdisjoint(CHINESE_PAIRS)


def _neighbour(text: str, at: int) -> str:
    """Return a Chinese character that may belong to a word; '' for any other, and outside of the text."""
    sign = text[at : at + 1] if at >= 0 else ""
    return sign if "\u3400" <= sign <= "\u9fff" and sign not in CHINESE_SIGNS else ""
