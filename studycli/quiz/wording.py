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
_COMMA = lazy(r"\s*[,，、/]\s*")
_COMMON_WORD = lazy(r"[A-Z]?[a-z]+$")
_LOOSE = lazy(r" +([，。？：；、）])|([，。？：；、（]) +| {2,}")
_SHORT = 8
"""A Chinese heading of so few characters is often one of its note's own words: its context is told."""
_SHORTEST_CONTEXT = 4  # characters; 基本方法 places nothing
_DIGITS = "零一两三四五六七八九十"


def stem(source: Source, card: Card) -> str:
    """Return what a card asks, readable without its note: '凸函数的重要性：定义', '推送（git 备忘）'."""
    if "›" in card.prompt:
        return card.prompt.replace(" › ", "：" if source.language(card) == "zh" else ": ")
    if card.kind == "concept" and is_vague(card.prompt):
        return with_context(card.prompt, context(source, card), source.language(card))
    return card.prompt


def is_vague(words: str) -> bool:
    """Tell whether a heading is so short and common that it may mean something else elsewhere."""
    if has_chinese(words):
        return (
            len(words) <= _SHORT
            and "的" not in words
            and not any(sign.isascii() and sign.isalnum() for sign in words)
        )
    return _COMMON_WORD.match(words) is not None


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
    return source.title if " " in source.title or has_chinese(source.title) else ""


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
