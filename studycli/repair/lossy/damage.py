"""What became of a text: which encoding it was read with, and what each of its mangled characters may have been."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import log
from typing import NamedTuple

from studycli.repair.lossy import pages, wide
from studycli.repair.lossy.utf8 import Place

INTACT = 0.1
"""Least share of the mangled characters of a text of which nothing was lost: the sign that it is such damage."""


class Damage(NamedTuple):
    """A damaged text: the encoding that it was read as, and its mangled characters in order."""

    name: str
    places: list[Place]


def find(text: str) -> Damage | None:
    """Return the damage of a text; None for text that is sound, or in which nothing was lost.

    Lines that the damage does not explain are left alone.
    """
    damage = _of_one_byte(text) or _of_two_bytes(text)
    return damage if damage and any(place.is_open for place in damage.places) else None


def _of_one_byte(text: str) -> Damage | None:
    """Return the damage by a code page: of those that give the most usual characters the likeliest."""
    beyond = {char for char in text if not char.isascii()} - {pages.MARK}
    invisible = "".join(sorted(set(map(pages.kind, beyond))))
    known = [
        (len(beyond.intersection(page.byte)), page)
        for page in (pages.page(name, invisible) for name in pages.PAGES)
    ]
    most = max(count for count, _ in known)
    if not most:
        return None
    found = [(list(_explained(text, page.line_places)), page) for count, page in known if count == most]
    marks = text.count(pages.MARK)
    places, page = max(found, key=lambda pair: (_intact(pair[0]), _likelihood(pair[0], pair[1], marks)))
    return Damage(page.name, places) if _is_certain(places) else None


def _likelihood(places: Sequence[Place], page: pages.Page, marks: int) -> float:
    """Return how likely a page is, in nats, but for a constant.

    The bytes of Chinese text differ little in frequency, so each of those that were lost, or replaced by a mark, is as
    likely as the page loses many kinds of them; those that were not lost are as likely by every page.
    """
    lost = sum(len(place.choices[0].encode()) - place.end + place.start for place in places) + marks
    return page.prior + lost * log(max(len(page.lost), 1))


def _of_two_bytes(text: str) -> Damage | None:
    """Return the damage by GBK; runs with a whole character show it, and then all that can be read counts."""
    clear = list(_explained(text, partial(wide.line_places, least=1)))
    beyond = sum(not char.isascii() for char in text)
    covered = sum(place.end - place.start for place in clear)
    if len(clear) < wide.FEWEST or covered < wide.LEAST * beyond:
        return None
    return Damage(wide.NAME, list(_explained(text, partial(wide.line_places, least=0))))


def _explained(text: str, line_places: Callable[[str], list[Place] | None]) -> Iterator[Place]:
    """Yield the places of the lines that are explained; in a text that has others, of those that are clearly damaged."""
    start = 0
    rows: list[tuple[int, list[Place] | None]] = []
    for line in text.split("\n"):
        if not line.isascii():
            rows.append((start, line_places(line)))
        start += len(line) + 1
    every = all(places is not None for _, places in rows)
    for start, places in rows:
        if places and (every or any(place.is_intact for place in places)):
            yield from (Place(start + place.start, start + place.end, place.choices) for place in places)


def _is_certain(places: Sequence[Place]) -> bool:
    """Tell whether places by a code page can't be sound text: accented letters stand alone, and followed by signs seldom."""
    alone = sum(place.end - place.start == 1 for place in places)
    return _intact(places) > INTACT * len(places) and 2 * alone < len(places)


def _intact(places: Sequence[Place]) -> int:
    return sum(place.is_intact for place in places)
