"""A damaged text laid out for the search: the tokens of its lines, and the stretches of them that hold open places."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from studycli.repair.lossy.ngrams import BITS, ORDER, UNKNOWN, Floats, Ints, Ngrams
from studycli.repair.lossy.tokens import BREAK, tokens
from studycli.repair.lossy.trellis import Stretches

OPEN = "\ufffc"
"""Stands in a text for each character that is in question."""


class Layout(NamedTuple):
    """The tokens of a text, one after another, each line between two breaks.

    Attributes:
        numbers: By token its number in the model; 0 for a character in question.
        lines: By token its line.
    """

    numbers: Ints
    lines: Ints


def layout(text: str, model: Ngrams) -> Layout:
    """Lay out a text in which `OPEN` stands for each character in question."""
    numbers: list[int] = []
    lines: list[int] = []
    number = (model.vocabulary | {OPEN: 0}).get
    for at, line in enumerate(text.split("\n")):
        chars = list(_between_breaks(line))
        numbers += [number(char, UNKNOWN) for char in chars]
        lines += [at] * len(chars)
    return Layout(np.array(numbers, np.int64), np.array(lines, np.int64))


def _between_breaks(line: str) -> Iterator[str]:
    yield BREAK
    yield from tokens(line)
    yield BREAK


def stretches(laid: Layout, chars: Sequence[Ints], priors: Sequence[Floats]) -> Stretches:
    """Return the stretches of a layout, by the choices of its open places and what speaks for each."""
    open_ = np.flatnonzero(laid.numbers == 0)
    near = (np.diff(open_) < ORDER) & (np.diff(laid.lines[open_]) == 0)
    first = open_[np.append(True, ~near)]
    last = open_[np.append(~near, True)]
    ends = np.flatnonzero(np.append(np.diff(laid.lines), 1))
    lengths = np.minimum(last + ORDER - 1, ends[laid.lines[last]]) - first + 1
    tokens_ = _ranges(first, lengths)
    counts = np.ones(len(laid.numbers), np.int64)
    counts[open_] = [len(choices) for choices in chars]
    starts = np.append(0, np.cumsum(counts[tokens_]))
    every = np.repeat(laid.numbers[tokens_], counts[tokens_])
    prior = np.zeros(len(every))
    asked = every == 0
    every[asked], prior[asked] = np.concatenate(chars), np.concatenate(priors)
    return Stretches(
        _contexts(laid, first), np.cumsum(lengths) - lengths, lengths, starts, every, prior, asked
    )


def _ranges(firsts: Ints, lengths: Ints) -> Ints:
    return np.repeat(firsts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


def _contexts(laid: Layout, positions: Ints) -> Ints:
    total = np.zeros(len(positions), np.int64)
    for back in range(ORDER - 1, 0, -1):
        at = np.maximum(positions - back, 0)
        total = total << BITS | np.where(laid.lines[at] == laid.lines[positions], laid.numbers[at], 0)
    return total
