"""Pairs of losses that an interviewer contrasts, and the two curves that show the difference by numbers."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pair(NamedTuple):
    """Two losses that are worth a contrast.

    Attributes:
        first: Key of the loss that the question is about.
        second: Key of the loss that it is measured against.
        evidence: Keys whose curves are put side by side; () where no curve shows the difference.
        changes: Whether the first is the second with something changed, so that what and why can be asked.
    """

    first: str
    second: str
    evidence: tuple[str, ...] = ()
    changes: bool = False


_CONFIDENT = ("bce-logits", "mse")
_EASY = ("focal-binary", "bce-logits")

PAIRS = (
    Pair("softmax-ce", "mse", _CONFIDENT),
    Pair("bce", "mse", _CONFIDENT),
    Pair("bce-logits", "mse", _CONFIDENT),
    Pair("mse", "mae", ("mse", "mae")),
    Pair("huber", "mse", ("huber", "mse")),
    Pair("huber", "mae", ("huber", "mae")),
    Pair("smooth-l1", "mae", ("smooth-l1", "mae")),
    Pair("smooth-l1", "mse", ("smooth-l1", "mse")),
    Pair("log-cosh", "mse", ("log-cosh", "mse")),
    Pair("log-cosh", "huber"),
    Pair("quantile", "mae"),
    Pair("rmse", "mse"),
    Pair("rmse", "mae"),
    Pair("focal", "softmax-ce", _EASY, changes=True),
    Pair("focal-binary", "softmax-ce", _EASY, changes=True),
    Pair("focal", "bce", _EASY, changes=True),
    Pair("focal-binary", "bce", _EASY, changes=True),
    Pair("focal-binary", "bce-logits", _EASY, changes=True),
    Pair("focal", "weighted-ce"),
    Pair("focal-binary", "weighted-ce"),
    Pair("weighted-ce", "softmax-ce", changes=True),
    Pair("label-smoothing", "softmax-ce", changes=True),
    Pair("bce", "softmax-ce"),
    Pair("hinge", "logistic", ("hinge", "logistic")),
    Pair("hinge", "softmax-ce", ("hinge", "logistic")),
    Pair("hinge", "bce", ("hinge", "logistic")),
    Pair("squared-hinge", "hinge", ("squared-hinge", "hinge")),
    Pair("exponential", "logistic", ("exponential", "logistic")),
    Pair("hinge", "zero-one"),
    Pair("logistic", "zero-one"),
    Pair("l1", "l2", ("l1", "l2")),
    Pair("elastic-net", "l1", changes=True),
    Pair("elastic-net", "l2", changes=True),
    Pair("dice", "bce"),
    Pair("dice", "softmax-ce"),
    Pair("dice", "soft-iou"),
    Pair("tversky", "dice", changes=True),
    Pair("giou", "box-iou", changes=True),
    Pair("kl", "kl-reverse"),
    Pair("kl", "jensen-shannon"),
    Pair("kl", "softmax-ce"),
    Pair("triplet", "contrastive"),
    Pair("info-nce", "triplet"),
    Pair("info-nce", "contrastive"),
    Pair("dpo", "ppo-clip"),
    Pair("uncertainty-weighting", "gradnorm"),
    Pair("dynamic-weight-average", "gradnorm"),
)

_BY_KEYS = {frozenset((pair.first, pair.second)): pair for pair in PAIRS}


def pair_of(one: str, other: str) -> Pair | None:
    """Return the pair that two losses make, in either order; None where they make none."""
    return _BY_KEYS.get(frozenset((one, other)))


def pair_among(keys: Iterable[str]) -> Pair | None:
    """Return the first pair that losses make, in the order in which they are named."""
    found = combinations(dict.fromkeys(keys), 2)
    return next((pair for one, other in found if (pair := pair_of(one, other))), None)
