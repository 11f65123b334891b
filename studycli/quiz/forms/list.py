"""List: name the four ways to choose λ; the items of one list of the note, as many as it has."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese, identity
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.forms.contrast.headings import compared
from studycli.quiz.listing import listed
from studycli.quiz.making import question_id
from studycli.quiz.model import Names, Offer, Question
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import ItemList
    from studycli.quiz.source import Source

_KIND = lazy(
    r"(?:方法|定法|策略|技巧|手段|途径|方式|方案|办法|思路|子?类型|种类|分类|类别|变体|形式|步骤|流程|阶段|环节|原则|准则|优势|优点|好处|缺点|劣势|不足|局限性?|问题"
    r"|挑战|难点|作用|性质|特点|特性|特征|假设|条件|要求|参数|超参数|思想|技术|组成|部分|组件|要素|模块|层次|指标|偏置|用途|机制|困难|构成)$"
    r"|\b(?:methods?|strategies|ways|approaches|techniques|kinds|types|variants|steps|stages|phases|principles|advantages|benefits|strengths|disadvantages"
    r"|drawbacks|weaknesses|problems|challenges|purposes|properties|assumptions|conditions|requirements|parameters|hyperparameters|ideas|components|parts"
    r"|metrics|criteria|reasons|sources|causes|risks|roles)(?:\s+(?:of|for|in|to|behind)\b.*)?$",
    re.IGNORECASE,
)
_OPEN = lazy(
    r"应用|场景|示例|例[子如]|案例|资源|工具|论文|数据集|其[他它]|其中|等$|实践|注意|优化点|examples?|applications?|tools?|others?|resources?",
    re.IGNORECASE,
)
_ASKS = lazy(
    r"哪(?:些|[一二两三四五六七八九几\d])|[二两三四五六七八]\s*[个种类项条点大].{0,12}(?:是什么|有哪|分别)|^(?:列举|列出|写出|说出)|^(?:请|说明|简述|描述|介绍|阐述)?.{2,20}(?:步骤|流程|方法|阶段)。?$",
    re.IGNORECASE,
)
_ASKS_ENGLISH = lazy(
    r"^(?:what are|name|list)\b|^(?:what|which)\s+(?:\w+\s+){0,3}?(?:methods|kinds|types|techniques|metrics|strategies|models|algorithms|parameters|assumptions|steps|parts|components|approaches|ways)\b",
    re.IGNORECASE,
)
_COUNT = lazy(
    r"([一二两三四五六七八九十]|\d)\s*(?:大|个|种|类|项|条|点|步|层|方面)|\b(two|three|four|five|six|seven|eight)\b",
    re.IGNORECASE,
)
_NUMBERS = (
    {sign: at for at, sign in enumerate("零一二三四五六七八九十")}
    | {"两": 2}
    | {word: at for at, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight"), 2)}
)
_BRACKETS = lazy(r"\s*[（(][^（）()]*[)）]$")
_JOINED = lazy(r"[与和及、]|以下|如下|\band\b|&")
_SENTENCE = lazy(r"[，。,;；$]|\b(?:is|are|can|it|we|you)\b", re.IGNORECASE)
_LONGEST_LABEL, _MOST_WORDS = 14, 5  # characters of a Chinese label, words of an English one
_SHORTEST_SUBJECT = 3  # characters: 按任务 names none
_STEPS = lazy(r"步骤|流程|阶段|过程|顺序|\b(?:steps|stages|phases|procedure|pipeline)\b", re.IGNORECASE)
_UNORDERED = lazy(r"原则|准则|要点|因素|\b(?:principles|factors|considerations)\b", re.IGNORECASE)
_TAIL = lazy(
    r"[，,；;]\s*(?:各|分别|以及|并|为什么|怎).*$|,?\s*\band\s+(?:how|why|what|when)\b.*$", re.IGNORECASE
)
_DEFINES = lazy(
    r"(?:什么是|何谓|what (?:is|are) (?:an? |the )?)(?P<name>[^？?，,]+)[？?]?$|(?P<other>[^？?，,]+)是什么[？?]?$",
    re.IGNORECASE,
)
_MEASURES = (
    (lazy(r"(?:流程|过程)$"), "个步骤"),
    (lazy(r"(?:[方定]法|策略|技巧|手段|途径|方式|方案|办法|类型|种类|分类|类别|变体|形式|技术|机制)$"), "种"),
)


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer each list of names in a card's answer that can be asked for by what it lists."""
    if not card.answer_lines or card.kind not in ("question", "concept", "part"):
        return
    if card.kind == "part" and "›" in card.prompt:
        return
    answer = source.answer(card)
    if not fitness.stands_alone(answer) or len(compared(card.prompt)) > 1:
        return
    for found in answer.lists:
        names = listed(found)
        shown = _shown(source, card, found, len(answer.lists)) if names else ""
        if shown and not _leaks(shown, names):
            yield Offer("list", partial(_question, source, card, found, names, shown))


def _question(
    source: Source, card: Card, found: ItemList, names: tuple[tuple[str, ...], ...], shown: str
) -> Question:
    return Question(
        id=question_id(card, "list", identity(found.lead)),
        card=card.id,
        note=source.path,
        line=_line(source, card, found),
        form="list",
        language=source.language(card),
        shown=shown,
        answer=source.answer(card).slice(found.first, found.last),
        answer_lines=((found.first, found.last),),
        key=Names(names, ordered=_is_ordered(card, found)),
    )


def _line(source: Source, card: Card, found: ItemList) -> int:
    """Return the line of the words that announce a list: the lead above it, or the card's prompt."""
    if not found.lead:
        return card.line
    lines = source.document.lines
    return next(at for at in range(found.first - 1, 0, -1) if lines[at - 1].strip("> \t\r"))


def _is_ordered(card: Card, found: ItemList) -> bool:
    """Tell whether the order counts: of steps, unless the heading calls them principles."""
    if _UNORDERED.search(card.prompt):
        return False
    return found.ordered and _STEPS.search(found.lead or card.prompt) is not None


def _leaks(shown: str, names: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether the question says the name of an item."""
    words = identity(shown)
    found = {identity(name) for each in names for name in each}
    return any(name in words for name in found if len(name) > 1 or not name.isascii())


# Wording


def _shown(source: Source, card: Card, found: ItemList, lists: int) -> str:
    """Return the question that asks for a list by what it lists, or '' where nothing says what that is."""
    language = source.language(card)
    number = len(found.items)
    label = _announced(found.lead)
    order = "ordered" if _is_ordered(card, found) else "plain"
    if card.kind == "question" and (asking.asks(card.prompt) or asking.demands(card.prompt)):
        if found.lead and not label and lists > 1:
            return ""
        return _of_question(card, label, number, lists, language, order)
    if found.lead and not label:
        return ""
    if label:
        return _of_label(wording.stem(source, card), label, number, language, order)
    return _of_heading(source, card, number, order) if lists == 1 else ""


def _announced(lead: str) -> str:
    """Return the label that announces a list, such as 方法; '' for a sentence above it."""
    label = lead.strip(" :：。.")
    is_short = len(label) <= _LONGEST_LABEL if has_chinese(label) else len(label.split()) <= _MOST_WORDS
    return label if lead.endswith((":", "：")) and is_short and not _SENTENCE.search(label) else ""


def _of_question(card: Card, label: str, number: int, lists: int, language: str, order: str) -> str:
    prompt = _TAIL.sub("？" if language == "zh" else "?", card.prompt)
    whole = wording.ended(prompt, language)
    if label and _kind(label):
        match = _DEFINES.match(prompt)
        name = (match["name"] or match["other"]).strip() if match else ""
        if name or _is_whole(label, language):
            return _of_label(name, label, number, language, order)
        return say(language, "list", f"asked-{order}", prompt=whole, **_counted(label, number, language))
    if lists > 1 or label or not _asks_for_list(prompt):
        return ""
    told = _told(prompt)
    if told:
        return prompt if told == number else ""
    return say(
        language, "list", f"more-{order}", prompt=whole, **_counted(prompt.rstrip("？?"), number, language)
    )


def _of_label(subject: str, label: str, number: int, language: str, order: str) -> str:
    if not _kind(label) or _told(label) not in (0, number):
        return ""
    words = _counted(label, number, language)
    if not subject or _is_whole(label, language):
        return say(language, "list", f"whole-{order}", **words)
    return say(language, "list", f"label-{order}", subject=subject, **words)


def _of_heading(source: Source, card: Card, number: int, order: str) -> str:
    """Return the question about a heading or part that says what it lists: '凸性的优势有哪三个？'."""
    above, joint, words = card.prompt.rpartition(" › ")
    language = source.language(card)
    if not _kind(words) or _told(words) not in (0, number) or (joint and len(above) <= _SHORTEST_SUBJECT):
        return ""
    label = wording.short(words)
    if joint and language == "zh":
        label, above = f"{above}的{label}", ""
    elif card.kind == "concept" and wording.is_vague(label):
        above = wording.context(source, card)
        if not above or fitness.names_no_problem(label):
            return ""
    name = "told" if _told(words) else "heading"
    shown = say(language, "list", f"{name}-{order}", **_counted(label, number, language))
    return say(language, "list", "within", context=above, question=shown) if above else shown


def _counted(label: str, number: int, language: str) -> dict[str, str]:
    """Return the values of a wording: the label, the number in words, the measure word."""
    measure = next((sign for pattern, sign in _MEASURES if pattern.search(label)), "个")
    return {"label": label, "number": wording.counted(number, language), "measure": measure}


def _kind(words: str) -> bool:
    """Tell whether words say what is listed, and that it is a closed list."""
    last = _BRACKETS.sub("", words.rpartition("：")[2].rpartition(": ")[2])
    return _KIND.search(last) is not None and not _OPEN.search(last) and not _JOINED.search(last)


def _is_whole(label: str, language: str) -> bool:
    """Tell whether a label says what it is about: '正则化的作用机制'."""
    return "的" in label if language == "zh" else " of " in label


def _asks_for_list(prompt: str) -> bool:
    """Tell whether a prompt is one question, and that for a closed list."""
    marks = prompt.count("?") + prompt.count("？")
    pattern = _ASKS if has_chinese(prompt) else _ASKS_ENGLISH
    return marks <= 1 and not _OPEN.search(prompt) and pattern.search(prompt) is not None


def _told(words: str) -> int:
    """Return the number of things that words announce; 0 for none."""
    match = _COUNT.search(words)
    sign = (match[1] or match[2]).lower() if match else ""
    return _NUMBERS.get(sign) or (int(sign) if sign.isdecimal() else 0)
