"""Names as they are compared: one width, one case, no punctuation, no plural, no word that adds nothing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from studycli.losses.names import key_of
from studycli.notes.inline import has_chinese, plain
from studycli.notes.patterns import lazy
from studycli.quiz.opposites import are_opposed

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXACT = lazy(r"[$\\^_=<>|∂∇∑Σ∈≤≥≠±×·√∞]|^[\W\d.]+$|\b\w\s*[-+*/]\s*\w\b")
_DIGITS = lazy(r"\d+(?:\.\d+)?")
_WORD = lazy(r"[^\W_]+")
_SIGNS = re.compile(r"[\s$`]+|\\[,;! ]")
_PLAIN_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,15})?")
_SHORTEST_LATIN, _SHORTEST_CHINESE = 5, 3
"""Characters of a name from which one typing slip is forgiven."""

_BEFORE = ("使用", "采用", "利用", "通过", "用", "the ", "an ", "a ", "use ", "using ")
_BEHIND = ("损失函数", "损失", "函数", "方法", "算法", "技术", "策略", "问题", "任务", "模型", "分布", "法", "项",
           " loss", " losses", " method", " methods", " algorithm", " technique", " problem", " task", " model", " function", " distribution")  # fmt: skip
_NEGATIONS = (
    "不",
    "非",
    "无",
    "未",
    "反",
    "没",
    "a",
    "un",
    "in",
    "im",
    "ir",
    "non",
    "not",
    "de",
    "anti",
    "dis",
    "no",
)
_NUMERALS = frozenset("零一二两三四五六七八九十百单双多")


def is_exact(text: str) -> bool:
    """Tell whether a text is a formula, a number or signs, which are compared as they stand."""
    return _EXACT.search(unicodedata.normalize("NFKC", text)) is not None


def as_signs(text: str) -> str:
    """Return a formula, number or sign without white space and dollars, of one width; its case stays."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\\dfrac", "\\frac")
    signs = _SIGNS.sub("", text).removesuffix("。").removesuffix(".")
    return repr(float(signs)) if _PLAIN_NUMBER.fullmatch(signs) else signs


def folded(text: str) -> str:
    """Return the words of a name in one width and case, singular, with single spaces, without punctuation."""
    words = _WORD.findall(unicodedata.normalize("NFKC", plain(text)).casefold())
    return " ".join(map(_singular, words))


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.isascii() or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - 'bias', 'loss'
        return word
    return word.removesuffix("s")


def readings(words: str) -> Iterator[str]:
    """Yield folded words without spaces: as they are, and without what adds nothing ('使用早停法', 'the hinge loss')."""
    yield _closed(words)
    for before in ("", *_BEFORE):
        for behind in ("", *_BEHIND):
            inner = words.removeprefix(before).removesuffix(behind)
            if words.startswith(before) and words.endswith(behind) and _is_enough(inner):
                yield _closed(inner)


def _closed(words: str) -> str:
    return words.replace(" ", "")


def _is_enough(inner: str) -> bool:
    return len(inner) >= (2 if has_chinese(inner) else 3)


def is_slip(typed: str, name: str) -> bool:
    """Tell whether a typed name is another one with one slip of a finger: a letter more, less, wrong, or two exchanged.

    Both without spaces and folded. A slip that means something else is none: a digit, a number word, a negation,
    an opposite ('macro', 'micro'), another loss.
    """
    shortest = _SHORTEST_CHINESE if has_chinese(name) else _SHORTEST_LATIN
    if len(name) < shortest or typed == name or _DIGITS.findall(typed) != _DIGITS.findall(name):
        return False
    return _is_one_edit(typed, name) and not _means_another(typed, name)


def _means_another(typed: str, name: str) -> bool:
    changed = (set(typed) - set(name)) | (set(name) - set(typed))
    longer, shorter = (typed, name) if len(typed) > len(name) else (name, typed)
    negated = any(longer.replace(word, "", 1) == shorter for word in _NEGATIONS if word in longer)
    if changed & _NUMERALS or negated or are_opposed(typed, name):
        return True
    key = key_of(typed)
    return key is not None and key != key_of(name)


def _is_one_edit(one: str, other: str) -> bool:
    """Tell whether two texts differ by one insertion, deletion, replacement or exchange of neighbours."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    left, right = one[at:], other[at:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]
