"""Orphaned states matched to the cards that they probably became: pure, no files, no index.

A card's id is made of its note and its anchor, so a reworded heading or a moved file makes new cards
and leaves the old states without one. What the log knows of an orphan is its note and its prompt.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIMILAR = 0.6
"""Least ratio (``difflib``, 0 to 1) of two prompts that are taken for one card reworded."""

MOVED = 0.5
"""Least share of a vanished note's prompts that a new note must have to be taken for it."""

LOGGED_PROMPT = 200
"""Characters of a prompt that the log keeps."""


class Known(NamedTuple):
    """A card or orphan as far as matching needs it: id, path of its note, prompt."""

    id: str
    note: str
    prompt: str


Pair = tuple[str, str]
"""Id of the orphan, id of the card that it became."""


def plain(prompt: str) -> str:
    """Return the prompt as it is compared: one width, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", prompt).casefold().split())[:LOGGED_PROMPT]


def match(orphans: Sequence[Known], fresh: Sequence[Known], notes: set[str], *, exact: bool) -> list[Pair]:
    """Return which orphan became which fresh card, each used once.

    Args:
        orphans: States whose card is gone.
        fresh: Cards without a state that appeared since the index was last refreshed.
        notes: Paths of all notes that exist.
        exact: Whether only equal prompts fit inside one note: for an index built anew, where a card
            that was always there cannot be told from one that has just appeared.
    """
    pairs = list(_within_notes(orphans, fresh, exact=exact))
    moved = _without(orphans, {old for old, _ in pairs})
    homeless = [orphan for orphan in moved if orphan.note not in notes]
    return pairs + list(_moved_notes(homeless, _without(fresh, {new for _, new in pairs})))


def _without(known: Iterable[Known], used: set[str]) -> list[Known]:
    return [each for each in known if each.id not in used]


def _by_note(known: Iterable[Known]) -> dict[str, list[Known]]:
    notes: dict[str, list[Known]] = defaultdict(list)
    for each in known:
        notes[each.note].append(each)
    return notes


def _within_notes(orphans: Iterable[Known], fresh: Iterable[Known], *, exact: bool) -> Iterator[Pair]:
    candidates = _by_note(fresh)
    for path, lost in sorted(_by_note(orphans).items()):
        if path in candidates:
            yield from _similar(lost, candidates[path], 1.0 if exact else SIMILAR)


def _moved_notes(orphans: Iterable[Known], fresh: Iterable[Known]) -> Iterator[Pair]:
    """Pair each vanished note with the new note that has most of its prompts."""
    free = _by_note(fresh)
    for _, lost in sorted(_by_note(orphans).items(), key=lambda item: (-len(item[1]), item[0])):
        shared = {path: _shared(lost, cards) for path, cards in free.items()}
        path = max(sorted(shared), key=shared.__getitem__, default="")
        if path and shared[path] >= MOVED * len(lost):
            yield from _similar(lost, free.pop(path), SIMILAR)


def _shared(lost: Sequence[Known], cards: Sequence[Known]) -> int:
    """Count the prompts that both have."""
    ours, theirs = (Counter(plain(each.prompt) for each in known) for known in (lost, cards))
    return (ours & theirs).total()


def _similar(lost: Sequence[Known], cards: Sequence[Known], least: float) -> Iterator[Pair]:
    """Pair the most similar first, each once; equal prompts (twins) in the order that they stand in."""
    ratios = sorted(_ratios(lost, cards, least))
    taken: set[str] = set()
    for _, _, _, old, new in ratios:
        if old not in taken and new not in taken:
            taken |= {old, new}
            yield old, new


def _ratios(
    lost: Sequence[Known], cards: Sequence[Known], least: float
) -> Iterator[tuple[float, int, int, str, str]]:
    """Give (-ratio, distance of their places, place of the orphan, ids) of each pair that is similar enough."""
    from difflib import SequenceMatcher  # wanted by few sessions, and slow to import

    matcher = SequenceMatcher(autojunk=False)
    prompts = [plain(card.prompt) for card in cards]
    for place, orphan in enumerate(lost):
        matcher.set_seq2(plain(orphan.prompt))
        for other, prompt in enumerate(prompts):
            matcher.set_seq1(prompt)
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                ratio = matcher.ratio()
                if ratio >= least:
                    yield -ratio, abs(place - other), place, orphan.id, cards[other].id
