"""Notes for Obsidian, and their cards for its plugin "Spaced Repetition".

Each note goes as it is. Its cards stand in a note beside it, ``<note> - cards.md`` (see `obsidian_page`), which says
``study: false``, so that study finds each card once, in the note itself.

Cards that the plugin reads in the note already, since it is tagged ``#flashcards`` and they are written with ``::``,
``?`` or ``==``, stay there, and get their schedule there.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from studycli.exchange.writers.obsidian_page import SCHEDULE, comment, page
from studycli.exchange.writers.vault import notes_and_attachments
from studycli.notes.cards import answer_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycli.collection import CardRow
    from studycli.exchange.writers.folder import File
    from studycli.notes.model import Card

SUFFIX = " - cards.md"
DECK = "flashcards"
"""The plugin's own tag, also as the first level of a longer one."""


def files(
    root: str, notes: Sequence[str], cards: Sequence[CardRow], told: Callable[[int, int], object]
) -> Iterator[File]:
    """Yield the notes, the notes with their cards, and the files that they show.

    Args:
        root: The vault.
        notes: The notes that are exported.
        cards: The cards that are exported, those of a note together.
        told: Is called with how many notes of how many are done.
    """
    by_note = {note: list(group) for note, group in groupby(cards, key=lambda card: card.note)}
    taken = {note.casefold() for note in notes}
    for path, data in notes_and_attachments(root, notes, told):
        theirs = by_note.get(path)
        if theirs and isinstance(data, bytes):
            yield from _with_cards(path, data, theirs, taken)
        else:
            yield path, data


def _with_cards(path: str, data: bytes, cards: list[CardRow], taken: set[str]) -> Iterator[File]:
    """Yield a note with its schedules, and the note for those of its cards that the plugin would not find."""
    text = data.decode(errors="surrogateescape")
    lines = text.split("\n")
    own = [card for card in cards if _is_the_plugins(card, lines[card.line - 1])]
    yield path, _scheduled(lines, own).encode(errors="surrogateescape")
    readable = data.decode(errors="replace")
    rest = ((card, answer_text(readable, cast("Card", card))) for card in cards if card not in own)
    found = page(path, rest)
    if found:
        yield _beside(path, taken), found.encode(errors="surrogateescape")


def _beside(note: str, taken: set[str]) -> str:
    """Return the path of the note for a note's cards; another one where a note of the vault has it."""
    path = note.removesuffix(".md") + SUFFIX
    while path.casefold() in taken:
        path = path.removesuffix(".md") + SUFFIX
    return path


def _is_the_plugins(card: CardRow, line: str) -> bool:
    """Tell whether the plugin finds a card where it stands."""
    tagged = any(tag.split("/")[0].casefold() == DECK for tag in card.tags)
    return tagged and (card.kind in ("basic", "reversed") or (card.kind == "cloze" and "==" in line))


def _scheduled(lines: list[str], cards: list[CardRow]) -> str:
    """Return a note's text with the plugin's comments for cards in it brought up to date."""
    texts = [(line - 1, list(group)) for line, group in groupby(cards, key=lambda card: card.line)]
    for first, group in sorted(texts, key=lambda text: text[0], reverse=True):
        found = comment(card.state for card in group)
        if found:
            _put(lines, first, found)
    return "\n".join(lines)


def _put(lines: list[str], first: int, found: str) -> None:
    """Put a comment in the place of the one that a card's text has, else on a line behind it."""
    last = _last_line(lines, first)
    for number in range(first, last + 1):
        if SCHEDULE.search(lines[number]):
            lines[number] = SCHEDULE.sub(found, lines[number], count=1)
            return
    ending = "\r" if lines[last].endswith("\r") else ""
    if last == len(lines) - 1:
        lines[last] += ending
    lines.insert(last + 1, found + ending)


def _last_line(lines: list[str], first: int) -> int:
    """Return the last line of a card's text, its comment included: before an empty line, unless that is in code."""
    last = first
    if "::" in lines[first]:
        following = lines[first + 1 : first + 2]
        return first + 1 if following and following[0].startswith("<!--SR:") else first
    fenced = False
    for number in range(first, len(lines)):
        if lines[number].startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced and not lines[number].strip():
            break
        last = number
    return last
