"""One long list of questions as notes by its topic headings (``--split``).

It is parted at the highest level of heading that has two topics, sections with a card that is not the heading itself,
where these have two cards each in the mean.
Every line of the body comes to stand in one part: a part's heading becomes its title where that costs no card; links to
headings, relative links, definitions of links and footnotes are made to hold from the part's place.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from studycli.exchange.cards_text import outside_code
from studycli.exchange.history import of_cards
from studycli.exchange.naming import safe_name
from studycli.exchange.readers.links import links
from studycli.notes.blocks import HEADING, PARAGRAPH, Document
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.inline import bare, identity, plain
from studycli.notes.model import CardOptions
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studycli.exchange.model import Arrival, Track
    from studycli.notes.blocks import Block
    from studycli.notes.model import Card
    from studycli.repair import Repair

_LEVELS = range(1, 7)
_FEWEST = 2  # topics that are worth parting, and cards of each in the mean
_NO_SLUG = re.compile(r"[^\w\- ]+")
_ANCHOR = re.compile(
    r"(?<=\]\()#(?P<link>[^()\s]+)(?=\))|(?<=href=[\"'])#(?P<html>[^\"']+)|(?<=\[\[)#(?P<wiki>[^\[\]|]+)"
)
_NAMED = re.compile(r"<a\s[^<>]*?(?:name|id)\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_DEFINITION = re.compile(r" {0,3}\[(?P<label>\^?[^\[\]\n]+)\]:\s*\S")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\[\]\n]+\]:[ \t]*<?", re.MULTILINE)
_USED = re.compile(r"\[(\^?[^\[\]\n]+)\]")


class _Part(NamedTuple):
    """A range of lines of the body, counted from 0, that becomes a note of this name.

    Attributes:
        first: Its first line; that of its heading, if it has one.
        behind: The line behind its last one.
        title: Its heading's words; '' for the text before the first topic.
        name: The note's name, without its ending.
    """

    first: int
    behind: int
    title: str
    name: str


class _Laid(NamedTuple):
    """A part as text: its lines, and how many stand before the part's own second line."""

    lines: list[str]
    shift: int


def split(arrival: Arrival, options: CardOptions = CardOptions()) -> list[Arrival]:  # noqa: B008 - it cannot change
    """Return a note as one for each of its topics, in a folder of its name; the note itself where it has no two.

    Args:
        arrival: The note.
        options: The vault's settings on what becomes a card.
    """
    return _Splitter(arrival, options).split()


class _Splitter:
    """What is known of a note that may be parted."""

    def __init__(self, arrival: Arrival, options: CardOptions) -> None:
        self.arrival, self.options = arrival, options
        self.meta = read_meta(arrival.text)
        span = front_span(arrival.text)
        self.document = Document(arrival.text, span[2] if span else 0)
        self.lines = self.document.lines
        self.body = self.document.text.count("\n", 0, span[2]) if span else 0
        self.heads = [block for block in self.document.blocks if block.kind == HEADING]
        self.cards = parse_note(arrival.path, arrival.text, self.meta, options).cards

    def split(self) -> list[Arrival]:
        level = next((level for level in _LEVELS if self._topics(level) >= _FEWEST), 0)
        if not level or len(self.cards) < _FEWEST * self._topics(level):
            return [self.arrival]
        parts = self._parts(level)
        anchors = dict(self._anchors(parts))
        defined = self._definitions()
        return [self._arrival(at, parts, anchors, defined) for at in range(len(parts))]

    # -- where it is parted ------------------------------------------------------------------------------

    def _ranges(self, level: int) -> list[tuple[Block, int]]:
        """Return the headings down to a level, each with the line behind its section."""
        heads = [head for head in self.heads if head.level <= level]
        behind = [*(head.line for head in heads), len(self.lines)]
        return list(zip(heads, behind[1:], strict=True))

    def _topics(self, level: int) -> int:
        """Return how many sections at a level hold a card that is not their heading."""
        return sum(
            head.level == level and self._has_topic(head.line, behind) for head, behind in self._ranges(level)
        )

    def _has_topic(self, first: int, behind: int) -> bool:
        return any(first + 1 < card.line <= behind for card in self.cards)

    def _has_card(self, first: int, behind: int) -> bool:
        return any(first < card.line <= behind for card in self.cards)

    def _parts(self, level: int) -> list[_Part]:
        """Return the parts: what stands before the first section with a card is one, with the sections that have none."""
        ranges = self._ranges(level)
        start = next(at for at, (head, behind) in enumerate(ranges) if self._has_card(head.line, behind))
        stem = self.arrival.path.rpartition("/")[2].removesuffix(".md")
        taken: Counter[str] = Counter()
        parts: list[_Part] = []
        before = ranges[start][0].line
        if any(line.strip() for line in self.lines[self.body : before]):
            parts.append(_Part(self.body, before, "", _free(stem, taken)))
        for head, behind in ranges[start:]:
            title = bare(head.text)
            parts.append(_Part(head.line, behind, title, _free(safe_name(title), taken)))
        return parts

    # -- what leads from one part to another -------------------------------------------------------------

    def _anchors(self, parts: Sequence[_Part]) -> Iterator[tuple[str, int]]:
        """Yield the anchors of headings, as GitHub and as Obsidian name them, and named places, with their part."""
        seen: Counter[str] = Counter()
        for head in self.heads:
            at = _part_of(parts, head.line)
            words = plain(head.text)
            slug = _NO_SLUG.sub("", words.lower()).replace(" ", "-")
            yield (slug if not seen[slug] else f"{slug}-{seen[slug]}"), at
            seen[slug] += 1
            yield identity(words), at
        for line, text in enumerate(self.lines):
            for match in _NAMED.finditer(text):
                yield match[1], _part_of(parts, line)

    def _definitions(self) -> dict[str, list[str]]:
        """Return the lines of the definitions of links and footnotes by label."""
        found: dict[str, list[str]] = {}
        for block in self.document.blocks:
            if block.kind != PARAGRAPH:
                continue
            for line in range(block.line, block.end):
                match = _DEFINITION.match(self.lines[line])
                if match:
                    behind = line + 1
                    while behind < len(self.lines) and self.lines[behind].startswith(("    ", "\t")):
                        behind += 1
                    found.setdefault(match["label"].casefold(), self.lines[line:behind])
        return found

    # -- the notes ---------------------------------------------------------------------------------------

    def _arrival(
        self,
        at: int,
        parts: Sequence[_Part],
        anchors: Mapping[str, int],
        defined: Mapping[str, list[str]],
    ) -> Arrival:
        part = parts[at]
        folder = self.arrival.path.removesuffix(".md")
        path = f"{folder}/{part.name}.md"
        laid = self._laid(part, path)
        text = "\n".join(laid.lines)
        front, rest = _parted(text, self.body)
        rest = outside_code(rest, lambda words: _relinked(words, at, parts, anchors))
        copied = _used(rest, defined)
        if copied:
            rest = "\n".join([rest.rstrip("\n"), "", *copied, ""])
        text = front + rest
        arrival = self.arrival
        logged = arrival.logged and of_cards(arrival.logged, path, {card.id for card in self._cards_of(part)})
        return arrival._replace(
            key=f"{arrival.key}#{part.name}",
            path=path,
            text=text if at == len(parts) - 1 or text.endswith("\n") else f"{text}\n",
            tracks=tuple(self._tracks(part, laid.shift)),
            cards=None,
            logged=logged,
            repairs=tuple(_repairs(arrival.repairs, part, laid.shift, self.body)),
            remarks=arrival.remarks if at == 0 else (),
        )

    def _laid(self, part: _Part, path: str) -> _Laid:
        """Return a part with its heading as title: in its place if all cards stay as they are, else above it, or not at all."""
        front, own = self.lines[: self.body], self.lines[part.first : part.behind]
        if not part.title:
            return self._preface(part, path)
        head = next(head for head in self.heads if head.line == part.first)
        rest = self.lines[head.end : part.behind]
        forms = [
            _Laid([*front, f"# {head.text}", *rest], self.body - head.end + 1),
            _Laid([*front, *own], self.body - part.first),
            _Laid([*front, f"# {head.text}", "", *own], self.body - part.first + 2),
        ]
        wanted = Counter(answer_text(self.arrival.text, card) for card in self._cards_of(part))
        return min(forms, key=lambda form: self._changed(form, path, wanted))

    def _preface(self, part: _Part, path: str) -> _Laid:
        """Return what stands before the first topic; the only heading of a note is a card, which this one was not."""
        laid = _Laid(self.lines[: part.behind], 0)
        if self._has_card(part.first, part.behind) or not self._changed(laid, path, Counter()):
            return laid
        line = next(head.end for head in self.heads) - 1
        return _Laid(
            [*laid.lines[:line], f"{laid.lines[line]} <!-- study: off -->", *laid.lines[line + 1 :]], 0
        )

    def _changed(self, form: _Laid, path: str, wanted: Counter[str]) -> int:
        """Return how many cards differ between a part and what it was in the whole."""
        text = "\n".join(form.lines)
        found = Counter(
            answer_text(text, card) for card in parse_note(path, text, self.meta, self.options).cards
        )
        return (wanted - found).total() + (found - wanted).total()

    def _cards_of(self, part: _Part) -> Iterator[Card]:
        """Yield the cards of a part, as they stand in the whole."""
        return (card for card in self.cards if part.first < card.line <= part.behind)

    def _tracks(self, part: _Part, shift: int) -> Iterator[Track]:
        """Yield the tracks of the cards of a part, with their lines in it."""
        ids = {card.id for card in self._cards_of(part)}
        for track in self.arrival.tracks:
            if track.card in ids or not (track.card or track.line):
                yield track
            elif part.first < track.line <= part.behind:
                yield track._replace(line=track.line + shift)


def _free(name: str, taken: Counter[str]) -> str:
    """Return a name that no part has yet, whatever its case."""
    taken[name.casefold()] += 1
    count = taken[name.casefold()]
    return name if count == 1 else _free(f"{name} {count}", taken)


def _part_of(parts: Sequence[_Part], line: int) -> int:
    return next(at for at, part in enumerate(parts) if line < part.behind)


def _parted(text: str, lines: int) -> tuple[str, str]:
    """Return a text as its first lines and the rest."""
    at = 0
    for _ in range(lines):
        at = text.index("\n", at) + 1
    return text[:at], text[at:]


def _relinked(text: str, at: int, parts: Sequence[_Part], anchors: Mapping[str, int]) -> str:
    """Return text with its links to headings of other parts, and to files beside the note, as they hold from its part."""

    def anchored(match: re.Match[str]) -> str:
        target = match["link"] or match["html"] or match["wiki"]
        key = identity(plain(target)) if match["wiki"] else target
        part = anchors.get(key, anchors.get(key.lower(), at))
        if part == at:
            return match[0]
        if match["wiki"]:
            return f"{parts[part].name}{match[0]}"
        return f"{parts[part].name.replace(' ', '%20')}.md{match[0]}"

    notes = {match.end() for match in _FOOTNOTE.finditer(text)}  # what looks like the target of a reference
    beside = [
        link
        for link in links(text)
        if not link.wiki and not link.target.startswith("/") and link.start not in notes
    ]
    for link in sorted(beside, reverse=True):
        text = f"{text[: link.start]}../{text[link.start :].removeprefix('./')}"
    return _ANCHOR.sub(anchored, text)


def _used(text: str, defined: Mapping[str, list[str]]) -> list[str]:
    """Return the lines of definitions that a part uses and another one has."""
    own = {match["label"].casefold() for match in map(_DEFINITION.match, text.split("\n")) if match}
    found: dict[str, list[str]] = {}
    for match in _USED.finditer(text):
        label = match[1].casefold()
        if label in defined and label not in own:
            found[label] = defined[label]
    return [line for lines in found.values() for line in lines]


def _repairs(repairs: Sequence[Repair], part: _Part, shift: int, body: int) -> Iterator[Repair]:
    """Yield the repairs in a part with their lines in it; those of the frontmatter stay with the first part."""
    for repair in repairs:
        if part.first < repair.line <= part.behind:
            yield repair._replace(line=repair.line + shift)
        elif repair.line <= body and part.first == body:
            yield repair
