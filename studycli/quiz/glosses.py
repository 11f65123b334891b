"""Names and what each of them means, as the lists of a note have them side by side: '早停法：基于验证集性能'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese, has_words, plain
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.listing import listed
from studycli.quiz.overlap import shared, words_of
from studycli.quiz.pieces import Answer
from studycli.quiz.statements import is_material, leans, topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Item, ItemList
    from studycli.quiz.source import Source

FEWEST = 3
"""Names of a list whose meanings can be exchanged without telling which is which."""

_SHORTEST = {True: 6, False: 18}
_LONGEST = {True: 64, False: 170}
"""Characters of a meaning, by whether it is Chinese."""
_ALIKE = 0.5  # share of common words from which two meanings may be one

_BRACKETS = lazy(r"\s*[（(【\[][^（）()【】\[\]]*[)）】\]]")
_ASPECTS = lazy(
    r"^(?:动机|做法|公式|作用|原因|结果|定义|概念|目标|目的|核心|原理|流程|数据|资源|成本|依据|更新|尺度|输入|输出|误差|损失|梯度|假设|方差|搭配|形式|优[点势]|缺[点陷]|局限|步骤|第.步|区别|特[点征性]"
    r"|训练数据|模型结构|损失函数|表示能力|推理延迟|参数量|问题|方法|背景|思路|效果|速度|复杂度|性能|实现|应用|场景|时间|空间|内存|类比|不这么做|状态|动作|奖励|总目标)|(?:场景|需求|思想|机制|假设|问题|原则|亮点|目标)$"
    r"|^(?:motivation|formula|definition|goal|idea|input|output|data|cost|pros|cons|note|penalty terms|speed|memory|use|when|why|how)\b",
    2,
)
_LOOSE = lazy(r"挑战|注意|基础|哪些问题|challenge|problems", re.IGNORECASE)
"""Lists whose descriptions fit more than one of their names."""
_NO_NAME = lazy(r"^(?:结合|综合|其他|两者|都|both|other|combin\w*)", re.IGNORECASE)
_NOTHING = lazy(r"\bcards?\b|更多|\||->|→|\[\^|^使用场景|^`[^`]*`$")


class Gloss(NamedTuple):
    """A name and what it means.

    Attributes:
        name: The name, as plain text, without what stands in brackets.
        told: What it means, as plain text: whole sentences.
        first: First line in the note.
        last: Last line in the note.
    """

    name: str
    told: str
    first: int
    last: int


class Glosses(NamedTuple):
    """The names of one list.

    Attributes:
        topic: What the list is of, readable without the note; it may be a question.
        entries: All names, those without a meaning that can be told included.
    """

    topic: str
    entries: tuple[Gloss, ...]


def glosses(source: Source, card: Card) -> Iterator[Glosses]:
    """Yield the lists of a card's answer whose items are names, each with its meaning."""
    if not is_material(source, card):
        return
    answer = source.answer(card)
    for found in answer.lists:
        if len(found.items) >= FEWEST and source.owns(card, found.first) and _are_names(found):
            about = _topic(source, card, found, len(answer.lists))
            if about and not _LOOSE.search(about):
                yield Glosses(about, tuple(map(_gloss, found.items)))


def concept(source: Source, card: Card) -> Glosses | None:
    """Return a heading as the first of the names beside it, with what its section says of it first; None where that is no meaning."""
    if card.kind != "concept" or not is_material(source, card) or "›" in card.prompt:
        return None
    beside = [each.prompt for each in source.neighbours(card) if _is_like(card.prompt, each.prompt)]
    sentences = source.answer(card).sentences
    if len(beside) < FEWEST - 1 or not sentences or _FORMULA_FIRST.match(sentences[0].text):
        return None
    first = sentences[0]
    own = Gloss(_named(card.prompt), told_of(_QUOTED.sub("", first.text)), first.first, first.last)
    chinese = source.language(card) == "zh"
    if has_chinese(own.told) != chinese or len(own.told) < _SHORTEST_SENTENCE[chinese]:
        return None
    return Glosses("", (own, *(Gloss(_named(name), "", 0, 0) for name in beside)))


def _is_like(name: str, other: str) -> bool:
    """Tell whether two headings may name the same kind of thing."""
    both = name + other
    return (
        not fitness.is_thin(other)
        and not asking.asks(other)
        and not ("的" in both or "›" in both or "与" in both or " and " in both)
    )


def _named(name: str) -> str:
    return _BRACKETS.sub("", name).strip() or name


_QUOTED = lazy(r"^(?:>\s*)+(?:•\s*)?")
_FORMULA_FIRST = lazy(r"^(?:>\s*)*\$\$|.*[:：]$")
_SHORTEST_SENTENCE = {True: 10, False: 40}  # characters, by whether it is Chinese


def tellable(group: Glosses) -> Iterator[Gloss]:
    """Yield the names whose meaning points at them alone: it can be told, and gives no name away."""
    for entry in group.entries:
        others = [other for other in group.entries if other is not entry]
        if _can_be_told(entry) and not _is_ambiguous(entry, others, group.topic):
            yield entry


def _are_names(found: ItemList) -> bool:
    labelled = all(item.label and item.body and not item.text.endswith((":", "：")) for item in found.items)
    named = not any(_ASPECTS.search(item.label) or _NO_NAME.search(item.label) for item in found.items)
    return labelled and named and bool(listed(found))


def _gloss(item: Item) -> Gloss:
    name = _BRACKETS.sub("", plain(item.label)).strip() or plain(item.label)
    return Gloss(name, told_of(item.body), item.first, item.last)


def told_of(body: str) -> str:
    """Return as many whole sentences of a text as are read at a glance, without the mark at the end; '' for none."""
    words = ""
    limit = _LONGEST[has_chinese(body)]
    for sentence in Answer(body, 1).sentences:
        longer = f"{words}{' ' if words and not has_chinese(words) else ''}{plain(sentence.text)}"
        if len(longer) > limit:
            break
        words = longer
    return words.rstrip("。；;，, ").removesuffix(".")


def _can_be_told(entry: Gloss) -> bool:
    told = entry.told
    return (
        len(told) >= _SHORTEST[has_chinese(told)]
        and has_words(told)
        and not leans(told)
        and not _NOTHING.search(told)
    )


def _is_ambiguous(entry: Gloss, others: Sequence[Gloss], topic: str) -> bool:
    """Tell whether a meaning gives its own name away, speaks of another one, or says what another one says."""
    if _counts(entry.name) & _counts(entry.told) - frozenset().union(
        *(_counts(each.name) for each in others)
    ):
        return True
    own = words_of(entry.name) - frozenset.intersection(*(words_of(other.name) for other in others))
    told = words_of(entry.told)
    if own & told or _is_told_by(topic, own, others):
        return True
    return any(
        words_of(other.name) & told - words_of(entry.name) or shared(entry.told, other.told) > _ALIKE
        for other in others
    )


def _counts(text: str) -> frozenset[str]:
    """Return the small numbers that a text says, 两 as 二."""
    return frozenset(_TWO.get(sign, sign) for sign in text if sign in _NUMERALS)


_NUMERALS = "一二两三四五单双"
_TWO = {"两": "二", "双": "二", "单": "一"}


def _is_told_by(topic: str, own: frozenset[str], others: Sequence[Gloss]) -> bool:
    """Tell whether a topic names one name and not all of the others."""
    said = words_of(topic)
    return bool(own) and own <= said and not all(words_of(other.name) <= said for other in others)


def _topic(source: Source, card: Card, found: ItemList, lists: int) -> str:
    """Return what a list is of, or '' where that is not said."""
    lead = (
        found.lead.rstrip(":： ")
        if len(found.lead) < _LONGEST_LEAD and found.lead.endswith((":", "："))
        else ""
    )
    above = topic(source, card)
    if not above or (lists > 1 and not lead):
        return ""
    if not lead or lead in _GENERAL:
        return above if lists == 1 or not lead else ""
    if "的" in lead:
        return lead
    language = source.language(card)
    defined = _DEFINES.search(above)
    if defined:
        above = next(filter(None, defined.groups()))
    elif asking.asks(card.prompt):
        return above
    return f"{above}的{lead}" if language == "zh" else f"{above}: {wording.lowered(lead)}"


_LONGEST_LEAD = 24  # characters
_GENERAL = ("方法", "常见问题", "步骤", "设计步骤", "主要方法", "常用方法", "Methods")
_DEFINES = lazy(
    r"^(?:什么是|何谓|what (?:is|are) (?:an? |the )?)([^？?，,]+)[？?]?$|^([^？?，,]+)是什么[？?]?$",
    re.IGNORECASE,
)
