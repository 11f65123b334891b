"""Tags that a note lacks: those of the notes that are near, and those whose words stand in it."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from studycli.likeness.terms import counted
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from studycli.likeness.nearest import Near

VOTERS = 8
"""Near notes that vote."""
LEAST_SHARE = 0.4
"""Share of the votes, weighed by likeness, from which a tag is suggested."""
LEAST_VOTERS = 2
LEAST_TIMES = 3
"""Times that a tag's words stand in a note from which it is suggested; in a heading once is enough."""
MOST = 5
"""Tags that are suggested to one note."""

_SEPARATOR = lazy(r"[-_ ]+")
_HAN = lazy("[\u3400-\u9fff]")
_SHORTEST = 2  # characters of a word that may be a tag


class Suggestion(NamedTuple):
    """A tag that a note may have.

    Attributes:
        tag: As the vault spells it.
        weight: How well it fits, 0 to 1.
        voters: Rows of the near notes that have it.
        times: How often its words stand in the note.
        in_heading: Whether they stand in a heading.
    """

    tag: str
    weight: float
    voters: tuple[int, ...] = ()
    times: int = 0
    in_heading: bool = False


class Vocabulary:
    """The tags of a vault.

    Args:
        tags: The tags of each note, in the order of the notes.
    """

    def __init__(self, tags: "Sequence[Sequence[str]]") -> None:
        self._spelled: dict[str, str] = {}
        self._folded = [tuple(dict.fromkeys(tag.casefold() for tag in each)) for each in tags]
        for each in tags:
            for tag in each:
                self._spelled.setdefault(tag.casefold(), tag)
        self._by_key: dict[int, list[str]] = defaultdict(list)
        for tag in sorted(self._spelled):
            self._by_key[_key(_words(tag))].append(tag)

    def suggestions(
        self, note: int, near: "Sequence[Near]", terms: "Iterable[int]", text: str, headings: str
    ) -> list[Suggestion]:
        """Return the tags that a note may have besides its own, the likeliest first.

        Args:
            note: Its row.
            near: The notes that are near, the nearest first.
            terms: Its terms.
            text: Its words.
            headings: The words of its headings, its title among them.
        """
        own = self._folded[note]
        votes, voters = self._votes(near)
        candidates = {tag for term in terms for tag in self._by_key.get(term, ())} | votes.keys()
        found = [
            self._suggestion(tag, votes.get(tag, 0.0), voters.get(tag, ()), text, headings)
            for tag in candidates
            if not _is_said(tag, own)
        ]
        fits = [each for each in found if each.weight > 0]
        return _apart(sorted(fits, key=lambda each: (-each.weight, each.tag)))[:MOST]

    def _votes(self, near: "Sequence[Near]") -> "tuple[Mapping[str, float], Mapping[str, tuple[int, ...]]]":
        """Return each tag's share of the votes of those near notes that have tags, and who gave them."""
        voting = [each for each in near[:VOTERS] if self._folded[each.text]]
        total = sum(each.likeness for each in voting)
        shares: dict[str, float] = defaultdict(float)
        voters: dict[str, tuple[int, ...]] = defaultdict(tuple)
        for row, likeness in voting:
            for tag in self._folded[row]:
                shares[tag] += likeness / total
                voters[tag] += (row,)
        return shares, voters

    def _suggestion(
        self, tag: str, share: float, voters: tuple[int, ...], text: str, headings: str
    ) -> Suggestion:
        pattern = _pattern(tag)
        times = len(pattern.findall(text)) if pattern else 0
        in_heading = bool(times and pattern and pattern.search(headings))
        voted = share >= LEAST_SHARE and len(voters) >= LEAST_VOTERS
        stands = in_heading or times >= LEAST_TIMES
        weight = (share if voted else share / 2) + 0.5 * in_heading + min(times, 10) / 20
        return Suggestion(
            self._spelled[tag],
            round(min(weight, 1.0), 3) if voted or stands else 0.0,
            voters,
            times,
            in_heading,
        )


def _words(tag: str) -> list[str]:
    """Return the words of a tag's last part."""
    return [word for word in _SEPARATOR.sub(" ", tag.rpartition("/")[2]).split(" ") if word]


def _key(words: "Sequence[str]") -> int:
    """Return a term that a text has where it has these words; 0 for none."""
    terms = counted([(" ".join(words), 1)]).ids
    return int(terms[0]) if len(terms) else 0


@lru_cache(maxsize=4096)
def _pattern(tag: str) -> "re.Pattern[str] | None":
    """Return what finds the words of a tag's last part; None for one that is too short, or no word."""
    words = _words(tag)
    if len("".join(words)) < _SHORTEST or not any(map(str.isalpha, "".join(words))):
        return None
    source = "[-_ ]?".join(map(re.escape, words))
    if _HAN.search(source):
        return re.compile(source, re.IGNORECASE)
    return re.compile(f"(?<![A-Za-z0-9]){source}s?(?![A-Za-z0-9])", re.IGNORECASE)


def _is_said(tag: str, own: "Collection[str]") -> bool:
    """Tell whether a note's own tags say a tag already: it is one of them, or one of them is nested in it."""
    return any(each == tag or each.startswith(f"{tag}/") for each in own)


def _apart(found: list[Suggestion]) -> list[Suggestion]:
    """Leave out a tag where one that is nested in it is suggested with it."""
    folded = [each.tag.casefold() for each in found]
    return [
        each
        for each, tag in zip(found, folded, strict=True)
        if not any(other.startswith(f"{tag}/") for other in folded)
    ]
