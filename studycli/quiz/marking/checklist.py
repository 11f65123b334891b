"""Pre-ticks the key points that a typed answer speaks of, for the person to correct.

A point is met where enough of what it says, and the others do not, is found again: pairs of Chinese characters, stems
of English words, numbers, losses whatever they are called, formulas by their signs. What is negated is another word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from studycli.losses.names import mentions
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENOUGH = 0.4
"""Share of a point's weight that must be found again."""
PLENTY = 7.0
"""Weight, in words that no other point has, at which a point is as long as any: keywords tell the gist of a sentence."""

_STEM = 6  # letters of an English word that are compared: 'sensit' of sensitive and sensitivity
_ONE_SIGN = 0.4  # weight of a single Chinese character, in words
_FORMULA_WEIGHT = 4.0  # in words
_FORMULA_SHARE = 0.75  # of a formula's signs
_MATH = lazy(r"\$+([^$]+)\$+")
_DRESS = lazy(r"\\(?:left|right|hat|bar|tilde|mathbf|mathrm|mathbb|text|frac|cdot|,|;|!|quad)|[\s{}$\\_^]|\*")
_LABEL = lazy(r"^(?:[^：:$]{1,40}(?:：|: ))+")
_SIGN = lazy(r"[a-z]+|\d+(?:\.\d+)?|[^\sa-z\d(){}\[\],]")
_WORD = lazy(r"[\u4e00-\u9fff]+|[a-z]+(?:-[a-z]+)*|\d+(?:\.\d+)?%?")
_EMPTY = frozenset("的了是在和与而也就都及或被把从对于其这那它之以为会将该有")
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "be",
        "been",
        "being",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "but",
        "as",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "which",
        "who",
        "we",
        "you",
        "they",
        "i",
        "he",
        "can",
        "could",
        "will",
        "would",
        "should",
        "may",
        "might",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "so",
        "than",
        "then",
        "there",
        "if",
        "when",
        "while",
        "also",
        "very",
        "more",
        "most",
        "such",
        "each",
        "every",
        "any",
        "some",
        "one",
    ]
)
_NEGATIVE = frozenset(["not", "no", "never", "non", "without"])
_NEGATIVE_SIGNS = "不非无未没"
_SAME = (
    ("正态", "高斯"), ("离群点", "异常值"), ("离群值", "异常值"), ("可导", "可微"), ("光滑", "可微"),
    ("normal distribution", "gaussian"), ("gaussian", " 高斯 "), ("outliers", " 异常值 "), ("outlier", " 异常值 "),
    ("laplace", " 拉普拉斯 "), ("n't", " not"), ("cannot", "can not"),
)  # fmt: skip
"""Words for one thing, which are compared as one."""


def match(points: Sequence[str], typed: str) -> tuple[bool, ...]:
    """Tell for each point whether what was typed speaks of it.

    Args:
        points: Key points, as plain text.
        typed: The answer from memory, in any order, as keywords or sentences.
    """
    said, signs = _features(typed), _signs(typed)
    shared = Counter(feature for point in points for feature in _features(_MATH.sub(" ", point)))
    return tuple(_is_met(point, shared, said, signs) for point in points)


def _is_met(point: str, shared: Counter[str], said: set[str], signs: str) -> bool:
    body = _LABEL.sub("", point)
    return any(_share(text, shared, said, signs) >= ENOUGH for text in {point, body} if text)


def _share(text: str, shared: Counter[str], said: set[str], signs: str) -> float:
    """Return the share of a text's weight that was said; of a long text `PLENTY` is all."""
    weights = {
        feature: (_ONE_SIGN if len(feature) == 1 else 1.0) / max(shared[feature], 1)
        for feature in _features(_MATH.sub(" ", text))
    }
    formulas = _MATH.findall(text)
    found = sum(weight for feature, weight in weights.items() if feature in said)
    found += sum(_FORMULA_WEIGHT for formula in formulas if _has_formula(formula, signs))
    total = sum(weights.values()) + _FORMULA_WEIGHT * len(formulas)
    return found / min(total, PLENTY) if total else 0.0


def _features(text: str) -> set[str]:
    """Return what a text speaks of."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    for word, same in _SAME:
        folded = folded.replace(word, same)
    return {*_words(folded), *(f"#{mention.key}" for mention in mentions(text))}


def _words(folded: str) -> Iterator[str]:
    negative = ""
    for word in _WORD.findall(folded):
        if "\u4e00" <= word[0] <= "\u9fff":
            yield from _pairs(word)
            negative = ""
        elif word in _NEGATIVE:
            negative = "not "
        elif word not in _STOP:
            yield negative + (word if word[0].isdigit() else _stem(word))
            negative = ""


def _stem(word: str) -> str:
    word = word.replace("-", "")
    return (word.removesuffix("s") if not word.endswith(("ss", "us", "is")) else word)[:_STEM]


def _pairs(run: str) -> Iterator[str]:
    """Yield the Chinese characters and pairs that carry meaning; what a negation stands before only with it."""
    for at, sign in enumerate(run):
        pair = run[at : at + 2]
        if sign in _EMPTY or (at > 0 and run[at - 1] in _NEGATIVE_SIGNS):
            continue
        if sign not in _NEGATIVE_SIGNS and not (at > 1 and run[at - 2] in _NEGATIVE_SIGNS):
            yield sign
        if len(pair) > 1 and pair[1] not in _EMPTY and pair[1] not in _NEGATIVE_SIGNS:
            yield pair


def _signs(text: str) -> str:
    """Return a text as a formula is compared: without white space and LaTeX's dress."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("∂", "partial").replace("−", "-")
    return re.sub(r"\s+", "", _DRESS.sub("", folded))


def _has_formula(formula: str, signs: str) -> bool:
    """Tell whether a formula, or nearly all of its signs, stand in what was typed."""
    own = _signs(formula)
    sides = [side for side in own.split("=") if len(side) > 2]  # noqa: PLR2004 - 'a-y'; a letter alone tells nothing
    if own in signs or (len(sides) > 1 and sides[-1] in signs):
        return True
    parts = _SIGN.findall(own)
    have = Counter(_SIGN.findall(signs))
    return bool(parts) and sum((Counter(parts) & have).values()) >= _FORMULA_SHARE * len(parts)
