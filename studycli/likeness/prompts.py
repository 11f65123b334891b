"""What a prompt asks: the terms that it is about, and what must agree for two prompts to ask the same.

Wording does not matter (numbering, width, case, 'what is' or nothing); numbers, what is asked (why, how, pros, cons),
negation, names and opposites (large and small) do.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from studycli.likeness.stopwords import ENGLISH
from studycli.likeness.terms import stem
from studycli.notes.inline import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INTENTS = {
    "why": r"为什么|为何|为啥|原因|\bwhy\b|\breasons?\b",
    "how": r"如何|怎么样?|怎样|\bhow (?:to|do|does|is|are|can|would|should|did)\b",
    "much": r"多少|多大|几个|\bhow (?:many|much|large|big|long|often)\b",
    "when": r"什么时候|何时|什么情况下?|\bwhen\b",
    "both": r"优缺点|优劣势?|利弊|\bpros and cons\b|\badvantages and (?:disadvantages|drawbacks)\b",
    "difference": r"区别|差异|异同|不同(?:之处|点)?|对比|比较|\bvs\.?\b|\bversus\b|\bdiffer(?:ences?|s|ent)?\b|\bcompar\w+",
    "cons": r"缺点|不足|劣势|局限性?|\bcons\b|\bdisadvantages?\b|\bdrawbacks?\b|\blimitations?\b",
    "pros": r"优点|优势|好处|\bpros\b|\badvantages?\b|\bbenefits?\b",
    "formula": r"公式|表达式|\bformulas?\b|\bequations?\b",
    "derive": r"推导|证明|\bderiv(?:e|ation)\b|\bprove\b|\bproof\b",
    "code": r"代码|实现|\bimplement(?:ation)?\b|\bcode\b",
    "use": r"应用(?:场景)?|适用(?:场景)?|使用场景|用途|\buse cases?\b|\bapplications?\b",
    "effect": r"作用|目的|\broles?\b|\bpurposes?\b|\beffects?\b",
    "list": r"(?:有|是|包括)?哪些|有?哪几[种个类]|种类|\btypes of\b|\bkinds of\b",
    "which": r"哪[一个种]+|\bwhich\b",
    "example": r"举例|例子|\bexamples?\b",
    "definition": r"什么是|是什么(?:意思)?|何谓|定义|概念|含义|请?(?:解释|介绍|说明|简述|描述)(?:一下|下)?"
    r"|\bwhat(?:'s| is| are| does| do)\b|\bdefin(?:e|ition)\b|\bexplain\b|\bdescribe\b|\bmeaning\b",
}
"""What is asked, by the words that ask it, in the order in which they are taken out."""

_PLAIN = frozenset({"definition", "list"})  # asked by a bare name as well
_ASKS = {name: re.compile(source, re.IGNORECASE) for name, source in _INTENTS.items()}
_NEGATION = re.compile(
    r"不(?:是|用|能|会|要|使用|需要|采用|选)?|没有?|无法|而非|避免|\bnot\b|n't\b|\bnever\b|\bwithout\b|\bno\b|\binstead of\b|\brather than\b",
    re.IGNORECASE,
)
_THAN = re.compile(r"比(?!如|例|较|赛|率)|\bthan\b|\bover\b", re.IGNORECASE)
_NUMBER = re.compile(r"[a-z]*\d+(?:\.\d+)?[a-z]*", re.IGNORECASE)
_CHINESE_DIGITS = {sign: str(value) for value, sign in enumerate("零一二三四五六七八九十")} | {"两": "2"}
_CHINESE_NUMBER = re.compile(r"([一两二三四五六七八九十])(?=[种个类步点层阶条项大])")
_NUMBER_WORDS = "two three four five six seven eight nine ten"
_ENGLISH_DIGITS = {word: str(value) for value, word in enumerate(_NUMBER_WORDS.split(), 2)}
_WORD = re.compile(r"[A-Za-z0-9]+")
_LETTER = re.compile(r"\b[A-Z]\b(?! )")  # a name such as A in 'A.md'; before a blank it may be the article
_HAN_RUN = re.compile("[\u3400-\u9fff]+")
_FUNCTION = re.compile(
    r"更多|相关|常见|常用|主要|核心|问题|论文|资源|资料|知识点|详解|概述|简介|"
    r"的话|的|了|吗|呢|在|中|里|与|和|跟|及|以及|或|请|会|能|可以|需要|一下|我们|你|它|其|这|那|是|有|对|把|被|时|都|也|进行|使用|用|什么"
)
_OPPOSITES = """
大/小 高/低 上/下 前/后 前/反 多/少 增/减 升/降 正/负 内/外 快/慢 强/弱 软/硬 深/浅 宽/窄 长/短 同/异 有/无 绝对/相对 全局/局部
线性/非线性 参数/非参数 凸/非凸 判别/生成 静态/动态 离线/在线 显式/隐式 横向/纵向 训练/测试 训练/推理 训练/验证 编码/解码
large/small larger/smaller high/low higher/lower increase/decrease forward/backward encoder/decoder train/test
training/inference training/testing max/min maximum/minimum before/after more/less more/fewer positive/negative pre/post
precision/recall hard/soft bias/variance upper/lower first/second local/global generative/discriminative absolute/relative
linear/nonlinear linear/non-linear parametric/nonparametric convex/non-convex supervised/unsupervised
"""
_PAIRS = [(left, right) for left, _, right in (pair.partition("/") for pair in _OPPOSITES.split())]


class Asked(NamedTuple):
    """What a prompt asks.

    Attributes:
        terms: What it is about: stems of English words, pairs of Chinese characters.
        numbers: The numbers in it, sorted, those within names (L2) included.
        intents: What is asked; a definition, or which there are, is nothing.
        negated: Whether it has a negation.
        behind: The terms behind a negation or 'than', where their order says who is meant.
        names: Words that are names: a single letter, of several capitals, with a digit, or Latin in Chinese.
        words: The words by which opposites are told.
        is_whole: Whether it is a question by itself, and no bare heading, which may stand over anything.
    """

    terms: frozenset[str]
    numbers: tuple[str, ...]
    intents: frozenset[str]
    negated: bool
    behind: frozenset[str]
    names: frozenset[str]
    words: str
    is_whole: bool


@lru_cache(maxsize=1024)
def asked(prompt: str) -> Asked:
    """Return what a prompt asks."""
    text = unicodedata.normalize("NFKC", " › ".join(bare(part) for part in prompt.split("›")))
    numbers = tuple(sorted(_numbers(text)))
    rest, intents = _without_intents(text)
    negation = _NEGATION.search(rest)
    than = negation or _THAN.search(rest)
    return Asked(
        frozenset(_terms(_NEGATION.sub(" ", rest))),
        numbers,
        intents - _PLAIN,
        negation is not None,
        frozenset(_terms(rest[than.end() :])) if than else frozenset(),
        frozenset(_names(text)),
        rest.casefold(),
        bool(intents) or "?" in text,
    )


def _numbers(text: str) -> "Iterator[str]":
    text = _CHINESE_NUMBER.sub(lambda match: _CHINESE_DIGITS[match[1]], text)
    yield from (found.casefold() for found in _NUMBER.findall(text))
    yield from (_ENGLISH_DIGITS[word] for word in _WORD.findall(text.casefold()) if word in _ENGLISH_DIGITS)


def _without_intents(text: str) -> tuple[str, frozenset[str]]:
    """Return a text without the words that ask, and what they ask."""
    found = set()
    for name, pattern in _ASKS.items():
        text, times = pattern.subn(" ", text)
        if times:
            found.add(name)
    return text, frozenset(found)


def _terms(text: str) -> "Iterator[str]":
    for word in _WORD.findall(text):
        if word.casefold() not in ENGLISH and word.casefold() not in _ENGLISH_DIGITS:
            yield stem(word.casefold())
    for run in _HAN_RUN.findall(_FUNCTION.sub(" ", _CHINESE_NUMBER.sub(" ", text))):
        yield from map("".join, pairwise(run)) if len(run) > 1 else (run,)


def _names(text: str) -> "Iterator[str]":
    chinese = _HAN_RUN.search(text) is not None
    for word in _WORD.findall(text):
        named = chinese or len(word) == 1 or sum(map(str.isupper, word)) > 1 or any(map(str.isdigit, word))
        if named and word.casefold() not in ENGLISH and not word.isdecimal():
            yield stem(word.casefold())
    yield from map(str.casefold, _LETTER.findall(text))


def may_agree(one: Asked, other: Asked) -> bool:
    """Tell whether two prompts can ask the same, whatever they are about: what must agree agrees."""
    return (
        one.numbers == other.numbers
        and one.intents == other.intents
        and one.negated == other.negated
        and not (one.names - other.names and other.names - one.names)
        and not _oppose(one, other)
        and _agree_behind(one.behind, other.behind)
    )


def _oppose(one: Asked, other: Asked) -> bool:
    """Tell whether one has a word where the other has its opposite."""
    return any(
        (here, there) in _TURNED
        for left, right in _PAIRS
        for here, there in [(_sides(one.words, left, right), _sides(other.words, left, right))]
    )


_TURNED = {((True, False), (False, True)), ((False, True), (True, False))}


def _sides(words: str, left: str, right: str) -> tuple[bool, bool]:
    """Tell which of two opposites a text has; one inside the other is not counted."""
    has_right = _has(words, right)
    return _has(words.replace(right, " ") if has_right else words, left), has_right


def _has(words: str, word: str) -> bool:
    return word in words and (not word.isascii() or re.search(rf"\b{word}", words) is not None)


def _agree_behind(one: frozenset[str], other: frozenset[str]) -> bool:
    return not (one and other) or 2 * len(one & other) >= len(one) + len(other) - len(one & other)


def likeness(one: frozenset[str], other: frozenset[str], weights: "Mapping[str, float]") -> float:
    """Return how much of what two prompts are about is the same, 0 to 1: twice the shared weight by both weights."""
    both = sum(weights[term] for term in one) + sum(weights[term] for term in other)
    return 2 * sum(weights[term] for term in one & other) / both if both else 0.0
