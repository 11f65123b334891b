"""How names and numbers are put into the wordings of questions, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy
from studycli.quiz import fitness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.notes.model import Card
    from studycli.quiz.source import Source

_BRACKET = lazy(r"\s*[（(]([^（）()]*)[）)]$")
_ABBREVIATION = lazy(r"[A-Z][A-Za-z0-9\-]{0,3}[A-Z0-9]\)?$|[A-Z]{2,6}$")
_ENGLISH_NAME = lazy(r"\s*[（(][A-Za-z &/\-]+[)）]$")
_INTERROGATIVE = lazy(r"[哪几何吗呢谁怎]|什么|多[少大长]|还是|是否|能否|可否|是不是|有没有|请")
_COUNTED = lazy(r"[一二两三四五六七八九\d]+[种个类].{0,6}[:：]")
"""A heading that counts and names what stands below it."""
_ABBREVIATED = lazy(r"[A-Z][A-Z\d]{1,2}$")
_WORTH = lazy(r"的(?:重要性|意义|作用)$")
"""What a heading says of a thing, and a definition below it does not."""
_COMMA = lazy(r"\s*[,，、/]\s*")
_TITLE_TAIL = lazy(
    r"\s*的?(?:概述|简介|总结|备忘|笔记|整理|记录|总览|详解|知识点|常见问题|面试全?攻略|入门|[Nn]otes?)+$"
)
_NAME = lazy(r"[A-Z][\w+.]*(?:[ -][\w+.&]+)*$")
_COMPOUND = lazy(r"[与和及、]")
_LATIN = lazy(r"[A-Za-z0-9]")
_COMMON_WORD = lazy(r"[A-Z]?[a-z]+$")
_LOOSE = lazy(r" +([，。？：；、）])|([，。？：；、（]) +| {2,}")
_HEAD = lazy(r"^(?:面试|核心|思考|常见)(?:问题|题)\s*[:：]\s*")
_ORDERS = lazy(r"判断|检[查验]|验证|列举|比较")
_MARK = lazy(r"[\s\u200d]*[\u2600-\u27bf\u2b50\U0001f300-\U0001faff][\ufe0f\u200d]*\w?$")
"""How hard a question is, as its writer marked it behind the question mark."""
_SHORT = 8
"""A Chinese heading of so few characters is often one of its note's own words: its context is told."""
_SHORTEST_CONTEXT = 4  # characters; 基本方法 places nothing
_LONGEST_THIN = 6  # characters of a title; a longer one says what it is about, whatever word it ends with
_DIGITS = "零一两三四五六七八九十"


def stem(source: Source, card: Card) -> str:
    """Return what a card asks, readable without its note: '过拟合的常见解决方法', '推送（git 备忘）'."""
    return _HEAD.sub("", _MARK.sub("", _stem(source, card)))


def _stem(source: Source, card: Card) -> str:
    above, joint, last = card.prompt.rpartition(" › ")
    if joint and _asks(above):
        return last
    if card.kind == "part" and _COUNTED.match(source.subject(card)):
        return source.label(card)
    language = source.language(card)
    if joint:
        return _within(above, last, language)
    if _asks_by_noun(card.prompt):
        return f"{with_context(card.prompt.rstrip('？?'), context(source, card), language)}？"
    if (
        not (asking.asks_plainly(card.prompt) or asking.demands(card.prompt))
        and card.kind in ("concept", "question")
        and is_vague(card.prompt)
    ):
        return with_context(card.prompt, context(source, card), language)
    return card.prompt


def _asks_by_noun(words: str) -> bool:
    """Tell whether a Chinese question is a noun and a mark, as 规模与质量的关系？ is: too little to say of what."""
    bare = words.rstrip("？?")
    return bare != words and has_chinese(bare) and not (_LATIN.search(bare) or _INTERROGATIVE.search(bare))


def _within(above: str, last: str, language: str) -> str:
    """Return a label behind its heading: '过拟合的常见解决方法'; a question stands behind a colon."""
    above = above.replace(" › ", "：" if language == "zh" else ": ")
    if language != "zh" or _asks(last) or not has_chinese(last):
        return f"{above}{'：' if language == 'zh' else ': '}{last}"
    return spaced(_WORTH.sub("", above) if last == "定义" else above, "的", last)


def asks_something(card: Card) -> bool:
    """Tell whether a card's prompt can be understood: no follow-up that needs the question before it."""
    above, joint, last = card.prompt.rpartition(" › ")
    if joint:
        return not (_asks(above) and asking.needs_parent(last))
    return not fitness.is_bare(card.prompt)


def _asks(words: str) -> bool:
    return asking.asks_plainly(words) or asking.demands(words)


def is_vague(words: str) -> bool:
    """Tell whether a heading is so short and common that it may mean something else elsewhere."""
    if has_chinese(words):
        words = _ENGLISH_NAME.sub("", words) if is_compound(words) else words
        is_common = len(words) <= _SHORT or is_compound(words)
        return is_common and "的" not in words and not _LATIN.search(words)
    return (_ABBREVIATED.match(words) or _COMMON_WORD.match(words)) is not None


def is_compound(words: str) -> bool:
    """Tell whether a Chinese heading joins two common words: 训练与优化."""
    return _COMPOUND.search(words) is not None


def context(source: Source, card: Card) -> str:
    """Return the nearest heading above a card's own that names something, or the note's title; '' for a file's bare name."""
    sections = source.outline.sections
    parent = sections[source.place(card)].parent
    while parent > 0 and parent != source.outline.title:
        words = sections[parent].words
        if len(words) > _SHORTEST_CONTEXT and not (
            asking.needs_parent(words, sections[parent].key) or fitness.is_thin(words)
        ):
            return words
        parent = sections[parent].parent
    title = _TITLE_TAIL.sub("", source.title)
    is_name = has_chinese(title) or _NAME.match(title) is not None
    is_thin = len(title) <= _LONGEST_THIN and fitness.is_thin(title)
    return title if is_name and not is_thin else ""


def with_context(words: str, above: str, language: str) -> str:
    """Return words with what they belong to in brackets, unless one says the other."""
    if not above or words in above or above in words:
        return words
    return f"{words}（{above}）" if language == "zh" else f"{words} ({above})"


def short(name: str) -> str:
    """Return a name with no more than the abbreviation in its brackets: '均方误差（MSE）'."""
    match = _BRACKET.search(name)
    if not match or match.start() == 0:
        return name
    last = _COMMA.sub("\n", match[1]).split("\n")[-1]
    if not _ABBREVIATION.match(last):
        return name[: match.start()]
    return f"{name[: match.start()]}（{last}）" if has_chinese(name) else f"{name[: match.start()]} ({last})"


def joined(names: Sequence[str], language: str) -> str:
    """Join names as a sentence has them: 'MSE、MAE 与 Huber', 'MSE, MAE and Huber'."""
    if language == "en":
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    head = "、".join(names[:-1])
    return spaced(head, "与", names[-1]) if head else names[0]


def spaced(*pieces: str) -> str:
    """Put Chinese together, with a space where a Latin letter or digit meets a Chinese character."""
    text = ""
    for piece in filter(None, pieces):
        meets = text and text[-1].isascii() != piece[0].isascii()
        letters = text and text[-1].isalnum() and piece[0].isalnum()
        text += " " + piece if meets and letters else piece
    return text


def padded(name: str, language: str) -> str:
    """Return a name as it stands inside a Chinese sentence: with a space beside its Latin letters and digits."""
    if language != "zh" or not name:
        return name
    before = " " if name[0].isascii() and name[0].isalnum() else ""
    return before + name + (" " if name[-1].isascii() and (name[-1].isalnum() or name[-1] in ")$") else "")


def tidy(text: str) -> str:
    """Take away the spaces that padding left at the ends, beside marks and twice."""
    return _LOOSE.sub(lambda match: match[1] or match[2] or " ", text.strip())


def lowered(label: str) -> str:
    """Return a label as it stands inside an English sentence: 'Training cost' as 'training cost', 'AUC' as it is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() and not has_chinese(label) else label


def counted(number: int, language: str) -> str:
    """Return a small number in words: 两, 三, 'two', 'three'."""
    if language == "zh":
        return _DIGITS[number] if number < len(_DIGITS) else str(number)
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def ended(prompt: str, language: str) -> str:
    """Return a prompt with the mark at its end that its language has: a question mark where it asks."""
    if prompt.endswith((".", "!", "！")):
        return prompt
    words = prompt.rstrip("?？。；; ")
    asks = prompt.endswith(("?", "？")) or (asking.asks_plainly(words) and not _ORDERS.match(words))
    if language == "en":
        return f"{words}?" if asks else f"{words}."
    return f"{words}？" if asks else f"{words}。"
