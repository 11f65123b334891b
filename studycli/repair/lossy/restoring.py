"""The restoration of a text from what its damage left, the model and its brackets."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from studycli.repair.lossy.brackets import BRACKETS, favour
from studycli.repair.lossy.damage import Damage
from studycli.repair.lossy.layout import OPEN, layout, stretches
from studycli.repair.lossy.listing import repairs
from studycli.repair.lossy.ngrams import UNKNOWN, Floats, Ints, Ngrams, chinese
from studycli.repair.lossy.pages import MARK
from studycli.repair.lossy.trellis import posteriors
from studycli.repair.lossy.utf8 import Place
from studycli.repair.lossy.values import Guess, Restored
from studycli.repair.model import THRESHOLD

STRANGE = -3.0
"""Nats for a character beyond the vocabulary that is no Chinese one."""


MOST_CHOICES = 64
"""Characters that are looked at for one place."""


def restored(text: str, damage: Damage) -> Restored:
    """Return a text restored from its damage."""
    put = guesses(text, damage.places, chinese())
    result = _filled(text, damage.places, (guess.char for guess in put))
    certain = sum(guess.chance >= THRESHOLD for guess in put)
    lost = "replaced" if MARK in text else "lost"
    sentence = f"UTF-8 read as {damage.name}, with characters {lost}"
    return Restored(result, sentence, tuple(repairs(text, result, damage.places, put)), len(put), certain)


def guesses(text: str, places: Sequence[Place], model: Ngrams) -> list[Guess]:
    """Return what each mangled character of a text was, by the model; where nothing was lost that is certain."""
    plain = _plain(text, places)
    open_ = [place.choices for place in places if place.is_open]
    likely = {some: _likely(some, model) for some in set(open_)}
    choices = [likely[some] for some in open_]
    numbers = {some: np.array([model.number(char) for char in some], np.int64) for some in set(choices)}
    usual = {some: _usual(some, row) for some, row in numbers.items()}
    priors = [usual[some] + wanted for some, wanted in zip(choices, _wanted(plain, choices), strict=True)]
    asked = stretches(layout(plain, model), [numbers[some] for some in choices], priors)
    chances = posteriors(asked, model)[asked.open]
    found = map(_guess, choices, np.split(chances, np.cumsum([len(some) for some in choices])[:-1]))
    return [next(found) if place.is_open else Guess(place.choices[0], 1.0, "") for place in places]


def _guess(choices: Sequence[str], chances: Floats) -> Guess:
    best, second = np.argsort(-chances, kind="stable")[:2]
    return Guess(choices[best], float(min(chances[best], 1.0)), choices[second])


def _plain(text: str, places: Sequence[Place]) -> str:
    """Return the text with what is certain restored, and `OPEN` for what is not, and for nothing else."""
    known = (OPEN if place.is_open else place.choices[0].replace(OPEN, MARK) for place in places)
    return _filled(text.replace(OPEN, MARK), places, known)


def _filled(text: str, places: Sequence[Place], chars: Iterable[str]) -> str:
    parts, end = [], 0
    for place, char in zip(places, chars, strict=True):
        parts += [text[end : place.start], char]
        end = place.end
    return "".join([*parts, text[end:]])


def _likely(choices: tuple[str, ...], model: Ngrams) -> tuple[str, ...]:
    """Return the choices that are most frequent by themselves, `MOST_CHOICES` at most."""
    if len(choices) <= MOST_CHOICES:
        return choices
    numbers = np.array([model.number(char) for char in choices])
    chances = model.chance(np.zeros_like(numbers), numbers) + _usual(choices, numbers)
    return tuple(choices[at] for at in np.argsort(-chances, kind="stable")[:MOST_CHOICES])


def _usual(choices: Sequence[str], numbers: Ints) -> Floats:
    """Return by choice the nats against it for being strange."""
    is_chinese = np.array(["\u4e00" <= char <= "\u9fff" for char in choices])
    return np.where((numbers == UNKNOWN) & ~is_chinese, STRANGE, 0.0)


def _wanted(plain: str, choices: Iterable[Sequence[str]]) -> Iterator[Floats | float]:
    """Yield for each open place, by choice, the nats in its favour for being a bracket."""
    sides = (
        (line, at)
        for line in plain.split("\n")
        if OPEN in line
        for at, char in enumerate(line)
        if char == OPEN
    )
    for (line, at), some in zip(sides, choices, strict=True):
        if BRACKETS.isdisjoint(some):
            yield 0.0
        else:
            yield np.array([favour(line[:at], line[at + 1 :], char) for char in some])
