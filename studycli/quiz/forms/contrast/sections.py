"""Contrasts of headings: siblings with the same labelled parts, opposites side by side, losses that the kernel pairs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.names import key_of
from studycli.notes.cards import asking
from studycli.notes.inline import identity
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.aspects import shared_aspects
from studycli.quiz.forms.contrast.found import Asked, Contrast, Piece, Side, fill, names_of
from studycli.quiz.opposites import are_opposed
from studycli.quiz.pairs import pair_of
from studycli.quiz.points import brief_points, key_points
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


class Facet(NamedTuple):
    """What a note tells of a heading under one label: the label, '' for the heading's own text, and its card."""

    label: str
    card: Card


class Topic:
    """A heading and what the note says below it, before any other heading of its level.

    Attributes:
        place: Index of its section.
        name: Its words.
        facets: Its labelled parts by the identity of their label, in order.
        own: Its concept card, where it has text of its own.
    """

    def __init__(self, place: int, section: Section) -> None:
        self.place, self.name, self.parent = place, section.words, section.parent
        self.facets: dict[str, Facet] = {}
        self.own: Card | None = None

    def shared(self, other: Topic) -> list[str]:
        """Return the identities of the labels that both have and that can be compared, in order."""
        return [
            key
            for key, facet in self.facets.items()
            if key in other.facets and not _UNLIKE.search(facet.label)
        ]


def find(source: Source) -> Iterator[Contrast]:
    """Yield the contrasts of a note's headings, in order."""
    if fitness.is_manual(source):
        return
    found = source.once("topics", topics)
    for one, other in _couples(source, found):
        contrast = _contrast(source, one, other)
        if contrast:
            yield contrast


def topics(source: Source) -> list[Topic]:
    """Return the headings of a note that name a subject and have cards, in order."""
    sections = source.outline.sections
    found = {place: Topic(place, section) for place, section in enumerate(sections) if _names(section.words)}
    for card in source.cards:
        if not card.answer_lines or card.kind not in ("part", "concept"):
            continue
        place = source.place(card)
        if card.kind == "part":
            _add(found.get(place), source.label(card), card)
        elif place in found:
            found[place].own = card
        else:
            _add(found.get(sections[place].parent), sections[place].words, card)
    return [topic for topic in found.values() if topic.own or topic.facets]


def _add(topic: Topic | None, label: str, card: Card) -> None:
    if topic:
        topic.facets.setdefault(identity(label), Facet(label, card))


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
    """Return the contrast of two headings by the parts that both have, or else by all that they tell; None for none."""
    pair = _pair(one, other)
    labels = [key for key in one.shared(other) if _stand_alone(source, one.facets[key], other.facets[key])]
    if labels:
        one, other = sorted((one, other), key=lambda topic: topic.place)
        told = [[topic.facets[key] for key in labels] for topic in (one, other)]
    elif pair or _are_opposites(one, other):
        told = [_telling(source, topic) for topic in (one, other)]
    else:
        return None
    if not all(told):
        return None
    names = [one.name, other.name]
    card = told[0][0].card
    if not pair and any(map(wording.is_vague, names)) and not _has_context(source, card):
        return None
    word = _by_parts if labels else partial(_as_wholes, pair=pair)
    ask = partial(_ask, source, card, [wording.short(name) for name in names], told, word)
    return Contrast(card, card.line, names_of(names), ask, pair.evidence if pair else ())


def _has_context(source: Source, card: Card) -> bool:
    """Tell whether something above says where common words such as 数据层 belong."""
    above = wording.context(source, card)
    return bool(above) and not fitness.names_no_problem(above)


def _pair(one: Topic, other: Topic) -> Pair | None:
    left, right = key_of(one.name), key_of(other.name)
    return pair_of(left, right) if left and right else None


def _stand_alone(source: Source, *facets: Facet) -> bool:
    return all(fitness.stands_alone(source.answer(facet.card)) for facet in facets)


def _telling(source: Source, topic: Topic) -> list[Facet]:
    """Return a heading's own text and the parts that tell what it is like; all its parts where none does."""
    facets = [facet for facet in topic.facets.values() if _stand_alone(source, facet)]
    alike = [facet for facet in facets if not _UNLIKE.search(facet.label)]
    telling = [facet for facet in alike if _TELLING.search(facet.label)]
    if topic.own and fitness.stands_alone(source.answer(topic.own)):
        return [Facet("", topic.own), *telling]
    return telling or alike or facets


def _ask(
    source: Source,
    card: Card,
    names: Sequence[str],
    told: Sequence[Sequence[Facet]],
    word: Callable[[Source, Card, Sequence[Side]], str],
) -> Asked:
    sides = tuple(
        Side(name, tuple(_piece(source, facet) for facet in facets))
        for name, facets in zip(names, told, strict=True)
    )
    return Asked(word(source, card, sides), sides)


def _piece(source: Source, facet: Facet) -> Piece:
    card, answer = facet.card, source.answer(facet.card)
    lines = card.answer_lines or (card.line, card.line)
    return Piece(facet.label, answer.text, lines, key_points(answer), brief_points(answer))


# Questions


def _by_parts(source: Source, card: Card, sides: Sequence[Side]) -> str:
    """Return the question by what both sides have a part on."""
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


def _as_wholes(source: Source, card: Card, sides: Sequence[Side], pair: Pair | None) -> str:
    """Return the question about both as wholes: what one changes, which kinds there are, or how they differ."""
    language = source.language(card)
    both = wording.joined([side.name for side in sides], language)
    if pair:
        text = " ".join(piece.text for piece in sides[0].pieces)
        name = "changes" if pair.changes and _WHY.search(text) else "differ"
        return fill(language, name, both=both, one=sides[0].name, other=sides[1].name)
    above = wording.context(source, card)
    if above and above not in both and any(wording.is_vague(side.name) for side in sides):
        both = fill(language, "within", both=both, context=above)
    return fill(language, "kinds" if all(map(_lists_names, sides)) else "differ", both=both)


def _lists_names(side: Side) -> bool:
    """Tell whether a side says which kinds there are: labelled parts, or a list of names."""
    points = side.pieces[0].points
    if len(side.pieces) > 1 or all("：" in point or ": " in point for point in points):
        return True
    return len(points) > 1 and all(len(point) <= _NAME and point[-1] not in "。." for point in points)
