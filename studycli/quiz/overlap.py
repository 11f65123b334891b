"""What two texts have in common, word by word: whether one gives the other away, whether both say the same."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = lazy(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:\.\d+)?|[\u0370-\u03ff]")
_COMMAND = lazy(
    r"\\(?:frac|sum|prod|left|right|text|mathrm|mathbf|mathbb|operatorname|log|ln|exp|max|min|hat|bar|tilde|cdot|quad|in|to|le|ge|leq|geq)\b"
)
_EMPTY = frozenset("的了是在和与而也就都及或被把从对于其这那它之以为会将该有个中上下不能可到时")
_STOP = frozenset(
    ["a", "an", "the", "is", "are", "was", "were", "be", "been", "of", "to", "in", "on", "at", "by", "for", "with", "from", "and", "or", "but", "as", "it", "its", "this", "that", "these", "those", "which", "who", "we", "you", "they", "can", "will", "would", "should", "may", "might", "do", "does", "did", "has", "have", "had", "so", "than", "then", "there", "if", "when", "while", "also", "very", "more", "most", "such", "each", "every", "any", "some", "one", "not", "no", "used", "using", "use"]
)  # fmt: skip
_STEM = 5  # letters of an English word that are compared: 'regul' of regular and regularisation


def words_of(text: str) -> frozenset[str]:
    """Return what a text says: pairs of Chinese characters, stems of English words, numbers, Greek letters."""
    return frozenset(_words(unicodedata.normalize("NFKC", _COMMAND.sub(" ", text)).casefold()))


def shared(one: str, other: str) -> float:
    """Return the share of the shorter text's words that the other text has, 0 to 1."""
    left, right = words_of(one), words_of(other)
    return len(left & right) / max(min(len(left), len(right)), 1)


def _words(folded: str) -> Iterator[str]:
    for word in _WORD.findall(folded):
        if "\u3400" <= word[0] <= "\u9fff":
            yield from _pairs(word)
        elif word not in _STOP:
            yield word[:_STEM]


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1 and run not in _EMPTY:
        yield run
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        if not _EMPTY.issuperset(pair):
            yield pair
