"""Which texts are nearest to a text: the cosine of their vectors, through the columns of its own terms."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.likeness.vectors import Floats, Places, Vectors

DIGITS = 3
"""Of a likeness: texts whose likeness is equal in these are taken in their order."""


class Near(NamedTuple):
    """A text that is near: its row, and its likeness from 0 to 1."""

    text: int
    likeness: float


def likenesses(vectors: "Vectors", text: int) -> "Floats":
    """Return the likeness of a text to each, 0 to 1, that to itself included; it is symmetric to the last bit."""
    texts = len(vectors.starts) - 1
    terms, weights = vectors.row(text)
    starts, sizes = vectors.columns[terms], vectors.columns[terms + 1] - vectors.columns[terms]
    entries = _ranges(starts, sizes)
    shares = np.repeat(weights, sizes) * vectors.shares[entries]
    return np.bincount(vectors.texts[entries], shares, texts).astype(np.float64, copy=False)


def _ranges(starts: "Places", sizes: "Places") -> "Places":
    """Return the numbers from each start, as many as its size, one range behind the other."""
    before = np.cumsum(sizes) - sizes
    numbers: Places = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return numbers


def nearest(
    vectors: "Vectors", texts: "Iterable[int]", top: int, least: float
) -> "Iterator[tuple[Near, ...]]":
    """Yield, for each of some texts, those nearest to it, the nearest first; it is not among them.

    Args:
        vectors: All texts.
        texts: Rows.
        top: How many at most.
        least: Likeness below which a text is not near.
    """
    for text in texts:
        found = np.round(likenesses(vectors, text), DIGITS)
        found[text] = -1.0
        candidates = np.flatnonzero(found >= least)
        order = candidates[np.argsort(-found[candidates], kind="stable")[:top]]
        yield tuple(Near(int(place), float(found[place])) for place in order)
