"""What notes and the kernel say of a loss in the same words: its errors' distribution, outliers, smoothness, convexity.

A property that a text states of one loss is false of another only where the kernel says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.model import Facts


class Property(NamedTuple):
    """What a text says of a loss.

    Attributes:
        aspect: ``distribution``, ``outliers``, ``smoothness`` or ``convexity``.
        value: Whose distribution, by the catalogue's word; ``sensitive`` or ``robust``; ``smooth`` or ``kinked``;
            ``convex`` or ``not convex``.
    """

    aspect: str
    value: str


DISTRIBUTIONS = ("gaussian", "laplace", "bernoulli", "poisson")
"""What errors or labels may be taken to be distributed as; each is plausible where another one is right."""

_DISTRIBUTION = {
    "gaussian": lazy(r"高斯|正态|\b(?:gaussian|normal)\b", re.IGNORECASE),
    "laplace": lazy(r"拉普拉斯|\blaplac", re.IGNORECASE),
    "bernoulli": lazy(r"伯努利|\bbernoulli\b", re.IGNORECASE),
    "poisson": lazy(r"泊松|\bpoisson\b", re.IGNORECASE),
}
_SETTING = lazy(
    r"误差|噪声|分布|先验|似然|\b(?:errors?|noise|distribut\w*|prior|likelihood)\b", re.IGNORECASE
)
_OUTLIERS = lazy(r"异常值|离群|\boutliers?\b", re.IGNORECASE)
_ROBUST = lazy(
    r"不敏感|不那?么敏感|稳健|鲁棒|\b(?:robust|insensitive|not sensitive|less sensitive)\b", re.IGNORECASE
)
_SENSITIVE = lazy(r"敏感|\bsensitive\b", re.IGNORECASE)
_KINKED = lazy(r"不可[微导]|\bnot differentiable\b|\bnon-?differentiable\b", re.IGNORECASE)
_SMOOTH = lazy(r"可[微导]|\bdifferentiable\b", re.IGNORECASE)
_ONLY_IF = lazy(r"几乎|除了?|二阶|时，|\b(?:almost|except|twice)\b", re.IGNORECASE)
_NOT_CONVEX = lazy(r"非凸|不是凸|不凸|\bnon-?convex\b|\bnot convex\b", re.IGNORECASE)
_CONVEX = lazy(r"凸|\bconvex\b", re.IGNORECASE)
_SENSITIVE_WORDS = ("quadratic", "exponential")
_ROBUST_WORDS = ("linear", "bounded", "none")
_OF_RESIDUALS = "regression"
"""The family whose losses feel outliers by their residuals; elsewhere the word means something else."""


def properties(text: str) -> tuple[Property, ...]:
    """Return the properties that a text states, at most one an aspect."""
    return tuple(_stated(text))


def _stated(text: str) -> Iterator[Property]:
    named = [name for name, pattern in _DISTRIBUTION.items() if pattern.search(text)]
    if len(named) == 1 and _SETTING.search(text):
        yield Property("distribution", named[0])
    if _OUTLIERS.search(text):
        if _ROBUST.search(text):
            yield Property("outliers", "robust")
        elif _SENSITIVE.search(text):
            yield Property("outliers", "sensitive")
    if _SMOOTH.search(text) and not _ONLY_IF.search(text):
        yield Property("smoothness", "kinked" if _KINKED.search(text) else "smooth")
    if _CONVEX.search(text):
        yield Property("convexity", "not convex" if _NOT_CONVEX.search(text) else "convex")


def holds(entry: Facts, stated: Property) -> bool | None:
    """Tell whether a loss has a property; None where the kernel does not know."""
    known = known_of(entry, stated.aspect)
    return known == stated.value if known else None


def known_of(entry: Facts, aspect: str) -> str:
    """Return what the kernel knows of a loss under an aspect; '' for nothing."""
    if aspect == "distribution":
        return entry.likelihood
    if aspect == "outliers":
        word = entry.outliers if entry.family == _OF_RESIDUALS else ""
        return "sensitive" if word in _SENSITIVE_WORDS else "robust" if word in _ROBUST_WORDS else ""
    if aspect == "smoothness":
        return "kinked" if entry.kinks else "smooth"
    return "convex" if entry.convex else "not convex"
