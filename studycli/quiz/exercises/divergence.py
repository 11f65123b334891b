"""Exercises on the divergences of distributions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.quiz.exercises.model import Given, Point, Slope, Term, Value
from studycli.quiz.exercises.writing import number

if TYPE_CHECKING:
    from random import Random

_BOTH = (Given("p", "p", "distribution"), Given("q", "q", "distribution"))
_DISTRIBUTIONS = ((0.5, 0.5), (0.25, 0.75), (0.8, 0.2), (0.9, 0.1), (0.6, 0.4))


def _point(rng: Random) -> Point:
    p, q = rng.sample(_DISTRIBUTIONS, 2)
    return {"p": list(p), "q": list(q)}


def _arguments(point: Point) -> Point:
    return {"prediction": [point["q"]], "target": [point["p"]]}


def _terms(p: list[float], q: list[float]) -> list[Term]:
    return [
        Term(rf"{number(a)}\ln\frac{{{number(a)}}}{{{number(b)}}}", a * math.log(a / b))
        for a, b in zip(p, q, strict=True)
    ]


def _forward(point: Point) -> list[Term]:
    return _terms(point["p"], point["q"])


def _reverse(point: Point) -> list[Term]:
    return _terms(point["q"], point["p"])


def _middle(point: Point) -> list[float]:
    return [(a + b) / 2 for a, b in zip(point["p"], point["q"], strict=True)]


def _both_halves(point: Point) -> list[Term]:
    pieces = [*_terms(point["p"], _middle(point)), *_terms(point["q"], _middle(point))]
    return [Term(rf"\frac{{1}}{{2}} \times {term.written}", term.value / 2) for term in pieces]


def _middle_written(point: Point) -> list[str]:
    return [rf"m = \frac{{1}}{{2}}(p + q) = [{', '.join(map(number, _middle(point)))}]"]


def _of_q(point: Point, q: list[float]) -> float:
    return math.fsum(a * math.log(a / b) for a, b in zip(point["p"], q, strict=True))


def _steps(point: Point) -> list[str]:
    return [rf"-\frac{{{number(a)}}}{{{number(b)}}}" for a, b in zip(point["p"], point["q"], strict=True)]


_KL = r"D_{KL}(p \| q) = \sum_c p_c\ln\frac{p_c}{q_c}"

VALUES = (
    Value("kl", _KL, _BOTH, _point, _forward, _arguments, "sum"),
    Value(
        "kl-reverse",
        r"D_{KL}(q \| p) = \sum_c q_c\ln\frac{q_c}{p_c}",
        _BOTH,
        _point,
        _reverse,
        _arguments,
        "sum",
    ),
    Value(
        "jensen-shannon",
        r"JS = \frac{1}{2}\sum_c p_c\ln\frac{p_c}{m_c} + \frac{1}{2}\sum_c q_c\ln\frac{q_c}{m_c},\quad m = \frac{1}{2}(p + q)",
        _BOTH,
        _point,
        _both_halves,
        _arguments,
        "sum",
        _middle_written,
    ),
)

SLOPES = (
    Slope(
        "kl",
        _KL,
        (_BOTH[0], Given("q", "q", "free-distribution")),
        _point,
        "q",
        lambda point: list(point["q"]),
        _of_q,
        "prediction",
        _arguments,
        r"-\frac{p_c}{q_c}",
        _steps,
        "D_{KL}",
    ),
)
