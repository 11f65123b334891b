"""The places of a restored text that a person may want to look at."""

from collections.abc import Iterator, Sequence
from math import prod

from studycli.repair.lossy.utf8 import Place
from studycli.repair.lossy.values import Guess
from studycli.repair.model import Repair

LONGEST = 8
"""Most characters of one repair."""
APART = 2
"""Most steps between two characters in question of one repair: one sound character may stand between them."""


def repairs(text: str, result: str, places: Sequence[Place], guesses: Sequence[Guess]) -> Iterator[Repair]:
    """Yield the repairs of a damaged text whose places were filled by the guesses, and gave the result.

    A repair is a few characters in question that stand together; its certainty is the product of theirs.
    """
    line, line_start, shift, counted = 1, 0, 0, 0
    for first, last in _groups(places):
        shift += sum(1 - place.end + place.start for place in places[counted:first])
        counted, at = first, places[first].start + shift
        line += result.count("\n", line_start, at)
        line_start = result.rfind("\n", 0, at) + 1
        some = guesses[first : last + 1]
        found = text[places[first].start : places[last].end]
        put = "".join(guess.char for guess in some)
        certainty = prod(guess.chance for guess in some)
        yield Repair(line, at - line_start + 1, found, put, certainty, _next_best(some))


def _groups(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each group, both in question."""
    open_ = [at for at, place in enumerate(places) if place.is_open]
    first = last = open_[0] if open_ else 0
    for at in open_:
        joined = all(places[i].end == places[i + 1].start for i in range(last, at))
        if at - last > APART or at - first >= LONGEST or not joined:
            yield first, last
            first = at
        last = at
    if open_:
        yield first, last


def _next_best(guesses: Sequence[Guess]) -> str:
    """Return the characters with the most doubtful one replaced by its next likely one."""
    worst = min((at for at, guess in enumerate(guesses) if guess.second), key=lambda at: guesses[at].chance)
    return "".join(guess.second if at == worst else guess.char for at, guess in enumerate(guesses))
