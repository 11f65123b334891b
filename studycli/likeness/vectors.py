"""Many texts' terms weighed against each other: TF-IDF, where few other texts share a term.

The weight of a term in a text is (1 + log2 count) * idf, with idf = log2((texts + 4) / texts that have it), rounded
to quarters, so that a text more or less changes few weights. A term that more than half of the texts have, or more
than a thousand, tells nothing and has none.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.likeness.terms import Ids, Terms

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

HEAVIEST = 128
"""Terms of a text that are compared: those that weigh most."""

_MOST_TEXTS = 1000  # that may share a term: what every tenth of 10,000 notes has tells little, and costs most
_FEW = 4  # texts added when the rarity of a term is judged, so that it is not 0 in a vault of two
_STEPS = 4  # of an idf, per doubling
_MOST_SHARE = 0.8  # of the texts that may share a term, in a small vault
_TWO = 2
_ALONE = 0.3  # weight of a term of one text only in its length: mostly two characters that are no word


class Vectors(NamedTuple):
    """Texts as vectors of length 1 (before the light terms are left out), by row and by term.

    Attributes:
        ids: (terms,) the terms, ascending.
        starts: (texts + 1,) where each text's row begins in `terms` and `weights`.
        terms: (entries,) indices of `ids`, ascending within a row.
        weights: (entries,) above 0.
        columns: (terms + 1,) where each term's column begins in `texts` and `shares`.
        texts: (entries,) rows that have the term, ascending.
        shares: (entries,) their weights.
    """

    ids: "Ids"
    starts: Places
    terms: Places
    weights: Floats
    columns: Places
    texts: Places
    shares: Floats

    def row(self, text: int) -> tuple[Places, Floats]:
        """Return the terms of a text and their weights."""
        span = slice(self.starts[text], self.starts[text + 1])
        return self.terms[span], self.weights[span]


def vectors(texts: "Sequence[Terms]", heaviest: int = HEAVIEST) -> Vectors:
    """Weigh the terms of texts; the order of the texts does not matter to the weights.

    Args:
        texts: The terms of each.
        heaviest: Terms of a text that are kept.
    """
    sizes = np.array([len(text.ids) for text in texts], np.int64)
    rows = np.repeat(np.arange(len(texts)), sizes)
    ids, terms = _unique(texts)
    having = np.bincount(terms, minlength=len(ids))
    rarity = _rarity(having, len(texts))
    counts = np.concatenate([text.counts for text in texts]) if texts else np.empty(0, np.uint8)
    weights = (1.0 + np.log2(np.maximum(counts, 1).astype(np.float64))) * rarity[terms]
    alone = having[terms] < _TWO
    lengths = np.sqrt(np.bincount(rows, np.where(alone, _ALONE * weights, weights) ** 2, len(texts)))
    weights = np.where(alone, 0.0, weights / np.maximum(lengths, 1e-9)[rows])
    kept = _heaviest(rows, weights, sizes, heaviest)
    return _both_ways(ids, rows[kept], terms[kept], weights[kept], len(texts))


def _unique(texts: "Sequence[Terms]") -> "tuple[Ids, Places]":
    """Return all terms, and for each entry its place among them."""
    if not texts:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    ids, places = np.unique(np.concatenate([text.ids for text in texts]), return_inverse=True)
    return ids, places.astype(np.int64, copy=False)


def _rarity(having: Places, texts: int) -> Floats:
    """Return the idf of terms, given how many texts have each."""
    idf = np.round(np.log2((texts + _FEW) / np.maximum(having, 1)) * _STEPS) / _STEPS
    idf[having > min(max(texts * _MOST_SHARE, _TWO), _MOST_TEXTS)] = 0.0
    return idf


def _heaviest(rows: Places, weights: Floats, sizes: Places, most: int) -> Places:
    """Return which entries are among the heaviest of their row, and weigh something, in order."""
    order = np.lexsort((-weights, rows))
    rank = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.sort(order[(rank < most) & (weights[order] > 0)])


def _both_ways(ids: "Ids", rows: Places, terms: Places, weights: Floats, texts: int) -> Vectors:
    order = np.argsort(terms, kind="stable")
    return Vectors(
        ids,
        _starts(rows, texts),
        terms,
        weights,
        _starts(terms, len(ids)),
        rows[order],
        weights[order],
    )


def _starts(places: Places, size: int) -> Places:
    """Return where each of `size` groups begins in ascending places, and behind the last."""
    return np.concatenate([[0], np.cumsum(np.bincount(places, minlength=size))]).astype(np.int64)
