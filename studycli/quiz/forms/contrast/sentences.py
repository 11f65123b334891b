"""Contrasts in one sentence: 'Compared with X, Y …', 'X is … while Y is …', where the note or the kernel knows both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.names import mentions
from studycli.notes.inline import has_chinese, plain
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.forms.contrast.found import Contrast, Piece, Side, fill, names_of
from studycli.quiz.forms.contrast.sections import topics
from studycli.quiz.pairs import pair_among, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.source import Source

_COMPARES = lazy(
    r"相比|相较|比.{1,40}?(?:更|要|多|少|快|慢|好|差|高|低|大|小)|不同于|优于|劣于|不像|而(?!且|言|来|后|是)"
    r"|\b(?:unlike|whereas|compared (?:with|to)|while|in contrast|rather than|instead of|more .{1,40}? than|less .{1,40}? than)\b",
    re.IGNORECASE,
)
_BACK = lazy(
    r"这|它|该|此|其(?!他|它)|因此|所以|(?:this|it|they|these|that|so|hence|therefore)\b", re.IGNORECASE
)
_EXPANDS = lazy(r"\bstands? for\b|缩写|全称|简称|abbreviat", re.IGNORECASE)
_LATIN_SHORTEST, _CHINESE_SHORTEST, _LONGEST = 2, 3, 24  # characters of a name


class _Told(NamedTuple):
    """A sentence or a list item, with the label that leads it."""

    text: str
    label: str
    lines: tuple[int, int]


class _Name(NamedTuple):
    """A heading's name, the place of the heading above it, and the pattern that finds it in a sentence."""

    name: str
    parent: int
    pattern: re.Pattern[str]


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's sentences, in order."""
    names = _names(source)
    for card in source.cards:
        if card.answer_lines and card.kind in ("question", "concept", "part"):
            for told in _told(source, card):
                contrast = _contrast(source, card, told, names)
                if contrast:
                    yield contrast


def _told(source: Source, card: Card) -> Iterator[_Told]:
    answer = source.answer(card)
    if fitness.stands_alone(answer):
        yield from (_Told(each.text, "", (each.first, each.last)) for each in answer.sentences)
        yield from (
            _Told(each.body, each.label, (each.first, each.last))
            for each in answer.items
            if not each.nested and not each.more
        )


def _contrast(source: Source, card: Card, told: _Told, names: dict[str, _Name]) -> Contrast | None:
    words = plain(told.text)
    if not _COMPARES.search(words) or _BACK.match(words) or _EXPANDS.search(words):
        return None
    found = _kernel_pair(words) or _named(words, names)
    if len(found) != 2:  # noqa: PLR2004 - a sentence that compares two
        return None
    language = source.language(card)
    pair = pair_among(mention.key for mention in mentions(words)) if _kernel_pair(words) else None
    both = wording.joined(found, language)
    label = told.label if told.label and not fitness.is_thin(told.label) else ""
    shown = fill(language, "one-part" if label else "differ", both=both, label=wording.lowered(label))
    piece = Piece(label, told.text, told.lines, (words,), (words,))
    return Contrast(
        card, told.lines[0], names_of(found), shown, (Side("", (piece,)),), pair.evidence if pair else ()
    )


def _kernel_pair(words: str) -> tuple[str, ...]:
    """Return the two losses that a sentence names, as it names them, where the kernel knows them as a pair."""
    found = {mention.key: words[mention.start : mention.end] for mention in reversed(mentions(words))}
    keys = tuple(found)
    is_pair = len(keys) == 2 and pair_of(*keys)  # noqa: PLR2004 - two sides
    return tuple(reversed(found.values())) if is_pair else ()


def _named(words: str, names: dict[str, _Name]) -> tuple[str, ...]:
    """Return the headings below one parent that a sentence names, in its order; () where it names others too."""
    found = sorted((match.start(), each) for each in names.values() if (match := each.pattern.search(words)))
    parents = {each.parent for _, each in found}
    return tuple(each.name for _, each in found) if len(parents) == 1 else ()


def _names(source: Source) -> dict[str, _Name]:
    """Return the names in a note's headings, each with the pattern that finds it as a whole word."""
    found = {}
    for topic in topics(source):
        name = wording.short(topic.name).partition("（")[0].partition(" (")[0]
        shortest = _CHINESE_SHORTEST if has_chinese(name) else _LATIN_SHORTEST
        if (
            shortest <= len(name) <= _LONGEST
            and "的" not in name
            and (has_chinese(name) or name[:1].isupper())
        ):
            pattern = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(name)}(?![A-Za-z0-9-])")
            found[name] = _Name(name, topic.parent, pattern)
    return found
