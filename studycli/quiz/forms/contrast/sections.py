"""Contrasts of headings: siblings with the same labelled parts, opposites side by side, losses that the kernel pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.losses.names import key_of
from studycli.notes.cards import asking
from studycli.notes.inline import identity
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.aspects import shared_aspects
from studycli.quiz.forms.contrast.found import Contrast, Piece, Side, fill, names_of
from studycli.quiz.opposites import are_opposed
from studycli.quiz.pairs import pair_of
from studycli.quiz.points import brief_points, key_points
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.cards.sections import Section
    from studycli.notes.model import Card
    from studycli.quiz.pairs import Pair
    from studycli.quiz.source import Source

_UNLIKE = lazy(
    r"代码|实现|示例|例[子题]?|案例|实例|典型应用|应用$|参考|来源|推导|证明|背景|练习|题$|名称|日期|时间$|作者|论文|链接|输入|输出|步骤|过程|命令|用法|安装|说明|参数含义|类型|种类|子类|^[两二三四五六七八九\d]+[个种类项]"
    r"|\b(?:code|implementation|examples?|references?|usage|derivation|proof|sources?|authors?|papers?|links?|inputs?|outputs?|steps?|setup|notes?)\b",
    2,
)
_TELLING = lazy(
    r"特点|特性|特征|性质|优点|缺点|优势|劣势|局限|动机|作用|机制|目的|场景|思想|原理|定义|解释"
    r"|\b(?:properties|advantages?|drawbacks?|benefits?|pros|cons|limitations?|strengths?|weaknesses?|motivation|purpose|idea|definition)\b",
    2,
)
_NAME = 24  # characters of a point that is a name
_WHY = lazy(
    r"作用|为了|从而|解决|降低|避免|防止|缓解|so that|in order to|because|reduces?|avoids?|prevents?|focus", 2
)


class Topic:
    """A heading and what the note says below it, before any other heading of its level.

    Attributes:
        place: Index of its section.
        name: Its words.
        facets: Its labelled parts by the identity of their label, in order: label and card.
        own: Its concept card, where it has text of its own.
    """

    def __init__(self, place: int, section: Section) -> None:
        self.place, self.name, self.parent = place, section.words, section.parent
        self.facets: dict[str, tuple[str, Card]] = {}
        self.own: Card | None = None

    @property
    def cards(self) -> list[Card]:
        """Its cards, in the order of their lines."""
        cards = [card for _, card in self.facets.values()]
        return sorted([self.own, *cards] if self.own else cards, key=lambda card: card.line)

    def shared(self, other: Topic) -> list[str]:
        """Return the identities of the labels that both have and that can be compared, in order."""
        return [
            key
            for key, (label, _) in self.facets.items()
            if key in other.facets and not _UNLIKE.search(label)
        ]


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's headings, in order."""
    found = topics(source)
    for one, other in _couples(source, found):
        contrast = _contrast(source, one, other)
        if contrast:
            yield contrast


def topics(source: Source) -> list[Topic]:
    """Return the headings of a note that name a subject and have cards, in order."""
    sections = source.outline.sections
    found = {place: Topic(place, section) for place, section in enumerate(sections) if _names(section.words)}
    for card in source.cards:
        if not card.answer_lines or not fitness.stands_alone(source.answer(card)):
            continue
        place = source.place(card)
        label = source.label(card)
        if card.kind == "part" and place in found:
            found[place].facets.setdefault(identity(label), (label, card))
        elif card.kind == "concept" and place in found:
            found[place].own = card
        elif card.kind == "concept" and sections[place].parent in found:
            label = sections[place].words
            found[sections[place].parent].facets.setdefault(identity(label), (label, card))
    return [topic for topic in found.values() if topic.own or topic.facets]


def _names(words: str) -> bool:
    return bool(words) and not (asking.needs_parent(words) or asking.asks(words) or fitness.is_thin(words))


def _couples(source: Source, found: Sequence[Topic]) -> Iterator[tuple[Topic, Topic]]:
    """Yield the headings worth a contrast: what the kernel pairs, opposites, and neighbours with the same parts."""
    seen = set()
    by_key = [(key, topic) for topic in found if (key := key_of(topic.name))]
    couples = [
        (one, other)
        for left, one in by_key
        for right, other in by_key
        if _are_ordered(pair_of(left, right), left, right)
    ]
    couples += [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if _are_opposites(one, other)
    ]
    couples += list(_neighbours(found))
    title = source.outline.title
    for one, other in couples:
        places = frozenset((one.place, other.place))
        if len(places) > 1 and places not in seen and title not in places:
            seen.add(places)
            yield one, other


def _are_ordered(pair: Pair | None, left: str, right: str) -> bool:
    return pair is not None and (pair.first, pair.second) == (left, right)


def _are_opposites(one: Topic, other: Topic) -> bool:
    return one.parent == other.parent and are_opposed(one.name, other.name)


def _neighbours(found: Sequence[Topic]) -> Iterator[tuple[Topic, Topic]]:
    """Yield each heading with the next one below the same parent that has a part of the same label."""
    for at, one in enumerate(found):
        others = (other for other in found[at + 1 :] if other.parent == one.parent and one.shared(other))
        other = next(others, None)
        if other:
            yield one, other


def _contrast(source: Source, one: Topic, other: Topic) -> Contrast | None:
    left, right = key_of(one.name), key_of(other.name)
    pair = pair_of(left, right) if left and right else None
    shared = one.shared(other)
    if not shared:
        if not pair and not _are_opposites(one, other):
            return None
        sides = tuple(Side(wording.short(topic.name), _telling(source, topic)) for topic in (one, other))
    else:
        if one.place > other.place:
            one, other = other, one
        sides = tuple(
            Side(wording.short(topic.name), _facets(source, topic, shared)) for topic in (one, other)
        )
    if not all(side.pieces for side in sides):
        return None
    card = _scheduled(one, shared)
    shown = _shared_question(source, card, sides) if shared else _whole_question(source, card, sides, pair)
    return Contrast(
        card, card.line, names_of((one.name, other.name)), shown, sides, pair.evidence if pair else ()
    )


def _scheduled(topic: Topic, shared: Sequence[str]) -> Card:
    return topic.facets[shared[0]][1] if shared else topic.own or topic.cards[0]


# Questions


def _shared_question(source: Source, card: Card, sides: Sequence[Side]) -> str:
    language = source.language(card)
    both = wording.joined([side.name for side in sides], language)
    aspects = _aspects(sides, language)
    if len(aspects) == 1:
        return fill(language, "one-part", both=both, label=aspects[0])
    labels = "、".join(aspects) if language == "zh" else wording.joined(aspects, language)
    return fill(language, "parts", both=both, labels=labels)


def _aspects(sides: Sequence[Side], language: str) -> list[str]:
    """Return in what the sides are to be compared: the labels, or what lies behind a label such as 特点."""
    words = []
    for one, other in zip(sides[0].pieces, sides[1].pieces, strict=True):
        inner = shared_aspects(one.points, other.points)
        words += [say(language, "contrast", name) for name in inner] or [wording.lowered(one.label)]
    return words


def _whole_question(source: Source, card: Card, sides: Sequence[Side], pair: Pair | None) -> str:
    language = source.language(card)
    both = wording.joined([side.name for side in sides], language)
    if pair:
        text = " ".join(piece.text for piece in sides[0].pieces)
        name = "changes" if pair.changes and _WHY.search(text) else "differ"
        return fill(language, name, both=both, one=sides[0].name, other=sides[1].name)
    above = wording.context(source, card)
    if above and above not in both and any(wording.is_vague(side.name) for side in sides):
        both = fill(language, "within", both=both, context=above)
    listed = all(_lists_names(side) for side in sides)
    return fill(language, "kinds" if listed else "differ", both=both)


def _lists_names(side: Side) -> bool:
    """Tell whether a side says which kinds there are: labelled parts, or a list of names."""
    points = side.pieces[0].points
    if len(side.pieces) > 1 or all("：" in point or ": " in point for point in points):
        return True
    return len(points) > 1 and all(len(point) <= _NAME and point[-1] not in "。." for point in points)


# What the note says


def _facets(source: Source, topic: Topic, shared: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(_piece(source, *topic.facets[key]) for key in shared)


def _telling(source: Source, topic: Topic) -> tuple[Piece, ...]:
    """Return a heading's own text and the parts that tell what it is like; all its parts where none does."""
    facets = [each for each in topic.facets.values() if not _UNLIKE.search(each[0])]
    telling = [each for each in facets if _TELLING.search(each[0])]
    if topic.own:
        return (_piece(source, "", topic.own), *(_piece(source, *each) for each in telling))
    return tuple(_piece(source, *each) for each in telling or facets or list(topic.facets.values()))


def _piece(source: Source, label: str, card: Card) -> Piece:
    answer = source.answer(card)
    lines = card.answer_lines or (card.line, card.line)
    return Piece(label, answer.text, lines, key_points(answer), brief_points(answer))
