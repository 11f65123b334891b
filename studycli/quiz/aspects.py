"""In what two sides of a contrast differ, where their texts say it: outliers, smoothness, the error's distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASPECTS = {
    "outliers": lazy(r"异常值|离群|鲁棒|outlier|robust", 2),
    "smoothness": lazy(r"可微|可导|光滑|differentiab|\bkink", 2),
    "distribution": lazy(
        r"(?:高斯|正态|拉普拉斯|伯努利|泊松).{0,2}(?:分布|先验|噪声)?|gaussian|laplace|bernoulli|poisson", 2
    ),
    "convexity": lazy(r"凸|convex", 2),
    "sparsity": lazy(r"稀疏|spars", 2),
    "shape": lazy(r"菱形|圆形|球|约束区域|diamond|circle|\bball\b", 2),
}


def shared_aspects(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Return the aspects that both sides speak of, where nothing else is said; () otherwise.

    Args:
        one: The points of one side.
        other: The points of the other.
    """
    names = [name for name in _ASPECTS if _speaks(name, one) and _speaks(name, other)]
    told = all(any(_ASPECTS[name].search(point) for name in names) for point in (*one, *other))
    return tuple(names) if told and len(names) > 1 else ()


def _speaks(name: str, points: Sequence[str]) -> bool:
    return any(_ASPECTS[name].search(point) for point in points)
