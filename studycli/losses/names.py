"""How notes call a loss: its names found in a heading or a sentence, in English and Chinese. Without NumPy.

Text is read as tokens: a run of Latin letters and digits, or one Chinese character. A name is a sequence of
tokens, so that a Latin name never matches inside a longer word, and 'cross-entropy', 'Cross Entropy' and
'cross_entropy' are one name. Case and full width are folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.losses.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.model import Facts


class Mention(NamedTuple):
    """A loss that a text names.

    Attributes:
        key: Its key in the catalogue.
        start: Where the name starts in the text.
        end: Behind its last character.
    """

    key: str
    start: int
    end: int


class _Token(NamedTuple):
    """A word or Chinese character, folded, and where it stands."""

    text: str
    start: int
    end: int


SUFFIXES = (
    "损失函数",
    "代价函数",
    "目标函数",
    "损失",
    "函数",
    "lossfunction",
    "costfunction",
    "objective",
    "losses",
    "loss",
    "cost",
)
"""What may follow a name without changing it, as joined tokens; the longer ones first."""

NOT_LOSSES = (
    "cross-entropy method",
    "交叉熵方法",
    "负对数似然",
    "负对数似然损失",
    "权重衰减速度",
    "权重衰减系数",
    "等权重处理",
    *(
        f"L{p}{other}"
        for p in (1, 2)
        for other in (" norm", " distance", " cache", " normalization", " normalized", " normalize")
    ),
    *(f"L{p}{other}" for p in (1, 2) for other in ("范数", "距离", "缓存", "归一化", "级缓存", "标准化")),
)
"""Words that hold a loss's name and mean something else."""

METRICS = ("IoU", "Dice", "0-1")
"""Short names that mean a metric or a range where no 'loss' follows: 1 - IoU is the loss, IoU is none."""

_ELSEWHERE = {
    "mae": ("autoencoder", "自编码")
}  # a text with such a word means another thing by the short name
_ABBREVIATION = (
    2  # letters: 'CE' counts only as it is written and beside another loss, as 'JS' may be JavaScript
)
_GAP = frozenset(" \t\n-_·‐‑–—*`+/")  # may stand between the tokens of a name
_LONGEST_GAP = 3  # characters
_SUGGESTIONS = 3


def key_of(words: str) -> str | None:
    """Return the key of the loss that words name, or None.

    The whole of the words must be the name, with 'loss', '损失函数' or the like behind it or not. A heading may
    give further names in brackets, 'Mean Squared Error (MSE)': the one in front of them counts first.
    """
    return next((key for name in _readings(words) if (key := _key_of_name(_joined(name)))), None)


def mentions(text: str) -> list[Mention]:
    """Return the losses that a text names, in its order: at each place the longest name.

    'L2正则化' is the penalty, 'L2 loss' the squared error, 'L2 norm' neither.
    """
    starts = _starts(_patterns()[0].findall(_folded(text)))
    if not starts:
        return []
    tokens = _tokens(text)
    found = []
    behind = 0
    for start in starts:
        key, end = _longest(text, tokens, start) if start >= behind else ("", 0)
        if key:
            found.append(Mention(key, tokens[start].start, tokens[end - 1].end))
        behind = max(end, behind)
    alone = len({mention.key for mention in found}) == 1
    return [mention for mention in found if not _means_another(text, mention, alone=alone)]


def nearest(words: str) -> tuple[str, ...]:
    """Return the keys of the losses whose names are nearest to words that name none; at most three."""
    from difflib import get_close_matches

    known = _by_name() | {_joined(key): key for key in catalogue()}
    close = get_close_matches(_joined(words), known, n=2 * _SUGGESTIONS, cutoff=0.7)
    return tuple(dict.fromkeys(known[name] for name in close))[:_SUGGESTIONS]


def names(entry: Facts) -> Iterator[str]:
    """Give every name of a loss, as notes write it; its key is not among them unless it is such a name."""
    yield entry.english
    yield entry.chinese
    if entry.short:
        yield entry.short
    yield from entry.aliases


def _key_of_name(name: str) -> str | None:
    """Return the key of a joined name, with a suffix or without it."""
    known = _by_name()
    bare = next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
    return known.get(name) or known.get(bare)


def _readings(words: str) -> Iterator[str]:
    """Give the ways to read words as a name: whole, without what is in brackets, and each name in brackets."""
    yield words
    match = _patterns()[1].fullmatch(words)
    if match:
        outside, inside, behind = match.groups()
        yield outside + behind
        yield from re.split("[,，/、;；]", inside)


@cache
def _by_name() -> dict[str, str]:
    """Return the key of every loss by each of its names, as joined tokens."""
    known: dict[str, str] = {}
    for name, key in _names():
        known.setdefault(_joined(name), key)
    return known


def _names() -> Iterator[tuple[str, str]]:
    """Give every name that means a loss by itself, with its key."""
    for key, entry in catalogue().items():
        yield from ((name, key) for name in names(entry) if name not in METRICS)


@cache
def _trie() -> dict[str, Any]:
    """Return all names as a tree of tokens; behind a name's last token '' leads to its key and spelling."""
    root: dict[str, Any] = {}
    for name, key in _names():
        _grow(root, name, key)
    for name in NOT_LOSSES:
        _grow(root, name, "")
    return root


def _grow(root: dict[str, Any], name: str, key: str) -> None:
    """Add a name to the tree, and its words written as one, as code does."""
    tokens = [token.text for token in _tokens(name)]
    spelling = name if len(name) <= _ABBREVIATION else ""
    ways = [tokens]
    if _joined(name).isascii():
        ways += [["".join(tokens)], ["".join(tokens) + "loss"]]
    for way in ways:
        node = root
        for token in way:
            node = node.setdefault(token, {})
        node.setdefault("", (key, spelling))


def _starts(words: list[str]) -> list[int]:
    """Return the indices of the words that a name may start at: few of a text, found before any place is."""
    root = _trie()
    return [
        index
        for index, (word, after) in enumerate(zip(words, [*words[1:], ""], strict=False))
        if word in root and (after in root[word] or "" in root[word]) and _begins_name(words, index)
    ]


def _begins_name(words: list[str], at: int) -> bool:
    """Tell whether a name may start at a word, whatever stands between the words."""
    node = _trie()
    for index in range(at, len(words)):
        if "" in node or words[index] not in node:
            break
        node = node[words[index]]
    return "" in node


def _longest(text: str, tokens: list[_Token], at: int) -> tuple[str, int]:
    """Return the key of the longest name that starts at a token ('' for none), and the index behind it."""
    node = _trie()
    best = ("", at)
    for index in range(at, len(tokens)):
        parted = index > at and not _adjoins(text, tokens[index - 1], tokens[index])
        if parted or tokens[index].text not in node:
            break
        node = node[tokens[index].text]
        key, spelling = node.get("", ("", None))
        if spelling is not None and spelling in {"", text[tokens[at].start : tokens[index].end]}:
            best = (key, index + 1)
    return best


def _means_another(text: str, mention: Mention, *, alone: bool) -> bool:
    """Tell whether a short name stands for something else; ``alone`` where no other loss is named."""
    if alone and mention.end - mention.start <= _ABBREVIATION:
        return True
    folded = text.lower() if mention.key in _ELSEWHERE else ""
    return any(word in folded for word in _ELSEWHERE.get(mention.key, ()))


def _adjoins(text: str, left: _Token, right: _Token) -> bool:
    """Tell whether nothing stands between two tokens that parts a name."""
    gap = text[left.end : right.start]
    return len(gap) <= _LONGEST_GAP and _GAP.issuperset(gap)


def _joined(words: str) -> str:
    """Return the tokens of words as one."""
    return "".join(token.text for token in _tokens(words))


def _tokens(text: str) -> list[_Token]:
    """Split a text into Latin words and Chinese characters."""
    return [_Token(match[0], *match.span()) for match in _patterns()[0].finditer(_folded(text))]


def _folded(text: str) -> str:
    """Return a text in lower case and half width, character by character."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a token, and of words with a bracket."""
    return (
        re.compile("[a-z0-9\u00df-\u024f]+|[\u3400-\u9fff]"),
        re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）]([^()（）]*)"),
    )


class _Fold(dict[int, str]):
    """Folds a character to its lower-case, half-width form, where that is one character too."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLD = _Fold()
