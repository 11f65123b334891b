"""Contrasts in one sentence: 'Compared with X, Y …', 'X is … while Y is …', where the note or the kernel knows both."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.names import mentions
from studycli.notes.inline import has_chinese, plain
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.forms.contrast.found import Asked, Contrast, Piece, Side, fill, names_of
from studycli.quiz.forms.contrast.sections import topics
from studycli.quiz.pairs import pair_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.pairs import Pair
    from studycli.quiz.source import Source

_COMPARES = lazy(
    r"相比|相较|比.{1,40}?(?:更|要|多|少|快|慢|好|差|高|低|大|小)|不同于|优于|劣于|不像|而(?!且|言|来|后|是)"
    r"|\b(?:unlike|whereas|compared (?:with|to)|while|in contrast|rather than|instead of|more .{1,40}? than|less .{1,40}? than)\b",
    re.IGNORECASE,
)
_PIECES = lazy(r"[^。！？；;\n]+")
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
    """A heading's name, and the place of the heading above it."""

    name: str
    parent: int


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's sentences, in order."""
    names = _names(source)
    for card in source.cards:
        if not card.answer_lines or card.kind not in ("question", "concept", "part"):
            continue
        if _may_compare(source.answer(card).text, names):
            for told in _told(source, card):
                yield from _contrasts(source, card, told, names)


def _may_compare(text: str, names: Sequence[_Name]) -> bool:
    """Tell whether a piece of a text compares two things; a look before it is read closely."""
    return any(
        len(_named(piece, names)) > 1 or len(mentions(piece)) > 1
        for piece in _PIECES.findall(text)
        if _COMPARES.search(piece)
    )


def _told(source: Source, card: Card) -> Iterator[_Told]:
    answer = source.answer(card)
    if fitness.stands_alone(answer):
        yield from (_Told(each.text, "", (each.first, each.last)) for each in answer.sentences)
        yield from (
            _Told(each.body, each.label, (each.first, each.last))
            for each in answer.items
            if not each.nested and not each.more
        )


def _contrasts(source: Source, card: Card, told: _Told, names: Sequence[_Name]) -> Iterator[Contrast]:
    """Yield the contrast of a sentence that names two things that belong together; none for any other."""
    words = plain(told.text)
    if not _COMPARES.search(words) or _BACK.match(words) or _EXPANDS.search(words):
        return
    pair, found = _kernel_pair(words)
    if not pair:
        found = _siblings(_named(words, names))
    if found:
        ask = partial(_ask, source, card, told, found)
        yield Contrast(card, told.lines[0], names_of(found), ask, pair.evidence if pair else ())


def _ask(source: Source, card: Card, told: _Told, names: Sequence[str]) -> Asked:
    language, words = source.language(card), plain(told.text)
    label = told.label if told.label and not fitness.is_thin(told.label) else ""
    both = wording.joined(names, language)
    shown = fill(language, "one-part" if label else "differ", both=both, label=wording.lowered(label))
    return Asked(shown, (Side("", (Piece(label, told.text, told.lines, (words,), (words,)),)),))


def _kernel_pair(words: str) -> tuple[Pair | None, tuple[str, ...]]:
    """Return the pair that the losses in a sentence make, and how it names them; None for any other number."""
    found: dict[str, str] = {}
    for mention in mentions(words):
        found.setdefault(mention.key, words[mention.start : mention.end])
    pair = pair_of(*found) if len(found) == 2 else None  # noqa: PLR2004 - two sides
    return pair, tuple(found.values())


def _siblings(found: Sequence[_Name]) -> tuple[str, ...]:
    """Return two names whose headings stand below one parent; () for any others."""
    alike = len(found) == 2 and found[0].parent == found[1].parent  # noqa: PLR2004 - two sides
    return tuple(each.name for each in found) if alike else ()


def _named(text: str, names: Sequence[_Name]) -> list[_Name]:
    """Return the headings of the note that a text names, in its order."""
    found = sorted((at, each) for each in names if (at := _find(text, each.name)) >= 0)
    return [each for _, each in found]


def _find(text: str, name: str) -> int:
    """Return where a text says a name as a whole word; -1 for nowhere."""
    at = text.find(name)
    while at >= 0:
        around = text[max(at - 1, 0) : at] + text[at + len(name) : at + len(name) + 1]
        if not any(sign == "-" or (sign.isascii() and sign.isalnum()) for sign in around):
            return at
        at = text.find(name, at + 1)
    return -1


def _names(source: Source) -> list[_Name]:
    """Return the names in a note's headings that a sentence may compare."""
    found: dict[str, _Name] = {}
    for topic in source.once("topics", topics):
        name = wording.short(topic.name).partition("（")[0].partition(" (")[0]
        if _may_be_compared(name):
            found.setdefault(name, _Name(name, topic.parent))
    return list(found.values())


def _may_be_compared(name: str) -> bool:
    """Tell whether a heading is a name: neither too short, nor a phrase, nor a common English word."""
    if has_chinese(name):
        return _CHINESE_SHORTEST <= len(name) <= _LONGEST and "的" not in name
    return _LATIN_SHORTEST <= len(name) <= _LONGEST and name[:1].isupper()
