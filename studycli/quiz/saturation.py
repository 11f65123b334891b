"""Why cross-entropy and not the squared error behind a sigmoid: both gradients at one sample, as two numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.losses.names import mentions
from studycli.notes.patterns import lazy
from studycli.quiz.making import answer_span, chance, question_id
from studycli.quiz.model import Numbers, Question
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.notes.model import Card
    from studycli.quiz.source import Source

_SLOPE = lazy(r"\\partial|\\frac\s*\{?\s*d\b")
_SIGMOID = lazy(r"\\sigma|σ|[Ss]igmoid")
_CROSS = frozenset(["bce", "bce-logits", "softmax-ce"])
_SAMPLES = ((0.0, 1.0), (0.0, 0.0), (-2.0, 1.0), (2.0, 0.0), (-4.0, 1.0), (4.0, 0.0))
"""The logit and the class of a sample: undecided, or confident and wrong."""

_AGREE = 1e-6
_STEP = 1e-5


def compares_saturation(source: Source, card: Card) -> bool:
    """Tell whether a card asks for squared error against cross-entropy, and its answer speaks of the sigmoid."""
    named = {mention.key for mention in mentions(card.prompt)}
    return "mse" in named and bool(named & _CROSS) and _SIGMOID.search(source.answer(card).text) is not None


def saturated(source: Source, card: Card, seed: int) -> Question | None:
    """Ask for both gradients with respect to the logit; None where kernel and differences do not agree."""
    from studycli.quiz.exercises.asking import noted
    from studycli.quiz.exercises.writing import equals, number, printed

    language = source.language(card)
    z, y = chance(card, "gradient", seed, "saturation").choice(_SAMPLES)
    a = 1 / (1 + math.exp(-z))
    key = _proved(z, y, a)
    if key is None:
        return None
    squared, cross = key.values
    lines, words = _told(source, card)
    working = [
        rf"a = \sigma({number(z)}) {equals(a)}",
        rf"(a - y)\,a(1 - a) = ({number(a)} - {number(y)}) \times {number(a)} \times (1 - {number(a)}) {equals(squared)}",
        rf"a - y = {number(a)} - {number(y)} {equals(cross)}",
    ]
    return Question(
        id=question_id(card, "gradient", "saturation"),
        card=card.id,
        note=source.path,
        line=lines[0],
        form="gradient",
        language=language,
        shown=say(language, "gradient", "saturation", z=number(z), y=number(y)),
        answer="\n\n".join(
            [
                say(
                    language,
                    "gradient",
                    "saturated",
                    squared=printed(number(squared)),
                    cross=printed(number(cross)),
                ),
                *(f"$${line}$$" for line in working),
                noted(words, language),
            ]
        ),
        answer_lines=(lines,),
        key=key,
        hint=say(language, "gradient", "chain"),
    )


def _told(source: Source, card: Card) -> tuple[tuple[int, int], str]:
    """Return where an answer gives the derivatives, and its words there; the whole answer where it has no formula of them."""
    answer = source.answer(card)
    slopes = [each for each in answer.formulas if each.display and _SLOPE.search(each.latex)]
    if not slopes:
        return answer_span(card)[0], answer.text
    first, last = slopes[0].first, slopes[-1].last
    return (first, last), "\n".join(answer.text.split("\n")[first - answer.first : last - answer.first + 1])


def _proved(z: float, y: float, a: float) -> Numbers | None:
    """Return both gradients by the kernel, held against differences of the printed losses."""
    from studycli.losses.kernel import load

    by_prediction, by_logits = load("mse").gradient, load("bce-logits").gradient
    if by_prediction is None or by_logits is None:
        return None
    squared = float(by_prediction(prediction=[a], target=[y])["prediction"][0]) / 2 * a * (1 - a)
    cross = float(by_logits(logits=[z], target=[y])["logits"][0])
    agrees = (
        abs(squared - _slope(_half_square, z, y)) < _AGREE and abs(cross - _slope(_entropy, z, y)) < _AGREE
    )
    return Numbers((squared, cross)) if agrees else None


def _slope(loss: Callable[[float, float], float], z: float, y: float) -> float:
    return (loss(z + _STEP, y) - loss(z - _STEP, y)) / (2 * _STEP)


def _half_square(z: float, y: float) -> float:
    return (1 / (1 + math.exp(-z)) - y) ** 2 / 2


def _entropy(z: float, y: float) -> float:
    a = 1 / (1 + math.exp(-z))
    return -(y * math.log(a) + (1 - y) * math.log(1 - a))
