"""The character n-gram model: log probabilities of characters after up to three others, as arrays.

The file is what `docs/build_model.py` writes: deflated, a vocabulary and four planes of numbers. An n-gram is one whole
number, 13 bits a character, the last character in the lowest bits; shorter n-grams have zeros above. Probabilities
and back-off weights are natural logarithms in steps of `STEP`, a byte each, the latter with a sign.
"""

import zlib
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ORDER = 4
"""Characters of the longest n-gram."""
BITS = 13
"""Bits of a character in the number of an n-gram."""
STEP = 0.075
"""Nats in one step of a stored logarithm."""
UNKNOWN = 1
"""Number of every character that is not in the vocabulary."""
FIRST = 2
"""Number of the vocabulary's first character."""
CONTEXT = (1 << BITS * (ORDER - 1)) - 1
"""Bits of a whole context."""

_KEY_BYTES = (BITS * ORDER + 7) // 8


class Ngrams(NamedTuple):
    """The model.

    Attributes:
        vocabulary: Number of each character, from `FIRST` on.
        keys: Numbers of the n-grams, rising.
        chances: For each n-gram the logarithm of its last character's probability after the others.
        backoffs: For each n-gram, taken as a context, the weight of the next shorter one.
    """

    vocabulary: dict[str, int]
    keys: Ints
    chances: Floats
    backoffs: Floats

    def number(self, char: str) -> int:
        """Return the number of a character."""
        return self.vocabulary.get(char, UNKNOWN)

    def chance(self, contexts: Ints, chars: Ints) -> Floats:
        """Return the log probabilities of characters after contexts: arrays of one length, in nats."""
        total = np.zeros(len(chars))
        left = np.arange(len(chars))
        for length in range(ORDER - 1, -1, -1):
            context = contexts[left] & ((1 << BITS * length) - 1)
            found, at = self._find((context << BITS) | chars[left])
            total[left[found]] += self.chances[at[found]]
            left, context = left[~found], context[~found]
            if not length or not len(left):
                break
            known, at = self._find(context)
            known &= context >> BITS * (length - 1) > 0  # of a shorter context the weight counts once
            total[left[known]] += self.backoffs[at[known]]
        return total

    def _find(self, numbers: Ints) -> tuple[NDArray[np.bool_], Ints]:
        at = np.minimum(np.searchsorted(self.keys, numbers), len(self.keys) - 1)
        return self.keys[at] == numbers, at


def pack(vocabulary: str, keys: Ints, chances: Floats, backoffs: Floats) -> bytes:
    """Return the model's file. The keys rise; every logarithm is rounded to a step; chances are at most 1."""
    steps = np.diff(keys, prepend=0).astype("<i8").view(np.uint8).reshape(-1, 8)[:, :_KEY_BYTES]
    planes = steps.T.tobytes() + _steps(chances, 0, 255) + _steps(backoffs, -128, 127)
    text = vocabulary.encode()
    sizes = np.array([len(text), len(keys)], "<u4").tobytes()
    return zlib.compress(sizes + text + planes, 9)


def unpack(file: bytes) -> Ngrams:
    """Return the model of a file that `pack` wrote."""
    raw = zlib.decompress(file)
    text_size, count = (int(size) for size in np.frombuffer(raw, "<u4", 2))
    text = raw[8 : 8 + text_size].decode()
    planes = np.frombuffer(raw, np.uint8, offset=8 + text_size).reshape(-1, count)
    steps = np.zeros((count, 8), np.uint8)
    steps[:, :_KEY_BYTES] = planes[:_KEY_BYTES].T
    keys = np.cumsum(steps.view("<i8").ravel())
    chances, backoffs = planes[_KEY_BYTES], planes[_KEY_BYTES + 1].view(np.int8)
    vocabulary = {char: FIRST + at for at, char in enumerate(text)}
    return Ngrams(vocabulary, keys, chances * -STEP, backoffs * -STEP)


def _steps(logs: Floats, least: int, most: int) -> bytes:
    return (np.clip(np.rint(logs / -STEP), least, most).astype(np.int64) & 0xFF).astype(np.uint8).tobytes()


@cache
def chinese() -> Ngrams:
    """Return the model of Chinese technical text that the package brings."""
    return unpack(resources.files(__package__).joinpath("chinese.ngrams").read_bytes())
