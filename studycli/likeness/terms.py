"""The terms of a text, counted: words and pairs of words of English, two and three characters of Chinese.

A term is a number, so that a vault's terms are arrays. A Chinese one holds its characters and can be read back;
any other is a hash of 61 bits (of a million different ones, two are the same with a chance of 1 in 4 million).
"""

import re
from functools import lru_cache
from hashlib import blake2b
from string import ascii_letters, digits
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from studycli.likeness.stopwords import CHINESE_PAIRS, CHINESE_SIGNS, ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

Ids = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

MOST = 600
"""Terms that are kept of one text: those that it has most often."""

_HASHED = 1 << 63
_PAIR, _CHARACTER = np.uint64(16), np.uint64(32)  # bits that a character is moved by
_FIRST, _LAST = 0x3400, 0x9FFF  # Chinese characters
_FLAGS, _SAYS, _NAMES = (
    np.uint64(3),
    np.uint64(2),
    np.uint64(1),
)  # in the lowest bits, which a term leaves at 0
_ONE, _OTHER, _HALF = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(29),
)  # odd: splitmix64's
_OF_WORDS = f"{ascii_letters}{digits}".encode()
_WORDS_ALONE = bytes(code if code in _OF_WORDS else ord(" ") for code in range(256))
_IN_WORD = np.isin(np.arange(256), list(_OF_WORDS))
_JOINS = np.isin(np.arange(256), list(b" '-"))  # alone between two words
_SPELLING = re.compile(r"is(?=(?:e|es|ed|ing|er|ers|ation|ations)\Z)")
_SHORT = 3  # letters: a word with no more keeps its s


class Terms(NamedTuple):
    """The terms of a text.

    Attributes:
        ids: The terms, ascending, each once.
        counts: How often each counts, 1 to 255.
    """

    ids: Ids
    counts: Counts


def counted(texts: "Iterable[tuple[str, int]]", names: "Iterable[tuple[str, int]]" = ()) -> Terms:
    """Return the terms of some texts.

    Args:
        texts: Each text, in NFKC, with how many times its terms count.
        names: Terms that are taken as they are, such as '#loss', with how often each counts.
    """
    parts, weights = [], []
    for text, times in texts:
        words = english(text)
        for ids in (_chinese(text), words.ids[words.says], words.pairs[words.joined]):
            parts.append(ids)
            weights.append(np.full(len(ids), times, np.int64))
    taken = list(names)
    parts.append(_hashes(name for name, _ in taken))
    weights.append(np.array([times for _, times in taken], np.int64))
    ids, places = np.unique(np.concatenate(parts), return_inverse=True)
    sums = np.bincount(places, np.concatenate(weights), len(ids))
    return _most(ids, np.minimum(sums, 255).astype(np.uint8))


def joined(terms: Terms, names: "Iterable[tuple[str, int]]") -> Terms:
    """Return terms with some more, which they do not have."""
    more = list(names)
    ids = np.concatenate([terms.ids, _hashes(name for name, _ in more)])
    counts = np.concatenate([terms.counts, np.array([times for _, times in more], np.uint8)])
    order = np.argsort(ids, kind="stable")
    return Terms(ids[order], counts[order])


def _most(ids: Ids, counts: Counts) -> Terms:
    if len(ids) <= MOST:
        return Terms(ids, counts)
    kept = np.sort(np.argsort(-counts.astype(np.int16), kind="stable")[:MOST])
    return Terms(ids[kept], counts[kept])


def _chinese(text: str) -> Ids:
    """Return every two and three neighbouring Chinese characters that say something."""
    if text.isascii():
        return np.empty(0, np.uint64)
    signs = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    fits = (signs >= _FIRST) & (signs <= _LAST) & ~among(signs, _stop_signs())
    twos = fits[:-1] & fits[1:]
    pairs = (signs[:-1] << _PAIR) | signs[1:]
    good = twos & ~among(pairs, _stop_pairs())
    threes = good[:-1] & good[1:]
    triples = (signs[:-2] << _CHARACTER) | pairs[1:]
    return np.concatenate([pairs[good], triples[threes]])


@lru_cache(maxsize=1)
def _stop_signs() -> Ids:
    return np.array(sorted(map(ord, CHINESE_SIGNS)), np.uint64)


def among(terms: Ids, some: Ids) -> Flags:
    """Tell which terms are among some others, which are ascending and not empty."""
    found: Flags = some[np.minimum(np.searchsorted(some, terms), len(some) - 1)] == terms
    return found


@lru_cache(maxsize=1)
def _stop_pairs() -> Ids:
    return np.array(sorted(ord(pair[0]) << 16 | ord(pair[1]) for pair in CHINESE_PAIRS), np.uint64)


@lru_cache(maxsize=65536)
def characters(term: int) -> str:
    """Return the characters of a Chinese term; '' for a hash."""
    if term & _HASHED:
        return ""
    return "".join(chr(sign) for shift in (32, 16, 0) if (sign := term >> shift & 0xFFFF))


class English(NamedTuple):
    """The words of a text in their order, and their terms.

    Attributes:
        words: As they are written.
        ids: (words,) their terms.
        says: (words,) whether a word says something alone.
        pairs: (words - 1,) the term of each with the next one.
        joined: (words - 1,) whether the two stand together and say something: 'cross-entropy', 'top 5'.
    """

    words: list[str]
    ids: Ids
    says: Flags
    pairs: Ids
    joined: Flags


def english(text: str) -> English:
    """Return the English words of a text, upper and lower case alike, and their pairs."""
    data = text.encode("utf-8", "replace")
    words = data.translate(_WORDS_ALONE).decode("ascii").split()
    codes = np.array([*map(_code, words)], np.uint64)
    ids, says, names = codes & ~_FLAGS, (codes & _SAYS) != 0, (codes & _NAMES) != 0
    joined_ = _near(np.frombuffer(data, np.uint8)) & names[:-1] & names[1:] & (says[:-1] | says[1:])
    return English(words, ids, says, _mixed(ids[:-1], ids[1:]), joined_)


def _near(signs: Counts) -> Flags:
    """Tell of each word of a text but the last, given its bytes, whether one sign that joins leads to the next."""
    inside = np.concatenate([[False], _IN_WORD[signs], [False]])
    bounds = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = bounds[2::2], bounds[1:-1:2]
    near: Flags = (starts - ends == 1) & _JOINS[signs[ends]]
    return near


@lru_cache(maxsize=65536)
def _code(word: str) -> int:
    """Return a word's term with two flags: whether it says something alone, whether it may in a pair."""
    word = word.lower()
    names = word not in ENGLISH
    says = names and len(word) > 1 and not word.isdecimal()
    return hashed(stem(word)) | says << 1 | names


def _mixed(one: Ids, other: Ids) -> Ids:
    """Return the terms of pairs of words; the order of the two matters."""
    both: Ids = one * _ONE + other * _OTHER
    mixed: Ids = ((both ^ (both >> _HALF)) | np.uint64(_HASHED)) & ~_FLAGS
    return mixed


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word in the singular and in American spelling: 'normalisations' is 'normalization'."""
    if len(word) > _SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > _SHORT + 2 else word[:-1]
    return _SPELLING.sub("iz", word) if len(word) > 2 * _SHORT else word


@lru_cache(maxsize=65536)
def hashed(name: str) -> int:
    """Return the term of a word or name."""
    return (int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") | _HASHED) & ~3


def _hashes(names: "Iterable[str]") -> Ids:
    return np.array([hashed(name) for name in names], np.uint64)


def packed(terms: Terms) -> bytes:
    """Return terms as bytes, to be kept; `unpacked` reads them."""
    return terms.ids.astype("<u8").tobytes() + terms.counts.tobytes()


def unpacked(data: bytes) -> Terms:
    """Return the terms of bytes that `packed` made."""
    size = len(data) // 9
    return Terms(
        np.frombuffer(data, "<u8", size).astype(np.uint64), np.frombuffer(data, np.uint8, size, 8 * size)
    )
