"""Formulas and gradients as people type them, and how long the slowest of them takes to mark."""

import time

from studycli.quiz.marking.expression import mark
from studycli.quiz.model import Expression

_CLASSES = (("y", "n c", "onehot"), ("z", "n c", "real"))
_CROSS_ENTROPY = Expression(
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{c=1}^{C}y_{i,c}\log(\hat{y}_{i,c})",
    "softmax-ce",
    (("y", "n c", "onehot"), ("yhat", "n c", "simplex")),
)
_GRADIENT = Expression(r"\frac{1}{n}(\operatorname{softmax}(z) - y)", "softmax-ce", _CLASSES, "z")
_HUBER = Expression(
    r"\begin{cases}\frac{1}{2}(y-\hat{y})^2 & |y-\hat{y}| \leq \delta \\"
    r"\delta|y-\hat{y}| - \frac{1}{2}\delta^2 & |y-\hat{y}| > \delta\end{cases}",
    "huber",
    (("y", "", "real"), ("yhat", "", "real"), ("delta", "", "positive")),
)

TYPED = (
    (_CROSS_ENTROPY, "-mean(sum(y*log(p), axis=1))", "right"),
    (_CROSS_ENTROPY, "-1/n sum(y*log(1-p))", "wrong"),
    (_CROSS_ENTROPY, "-mean(sum(y*log(p), axis=1)", "unread"),
    (_GRADIENT, "(softmax(z) - y)/n", "right"),
    (_GRADIENT, "-y/softmax(z)/n", "wrong"),
    (_GRADIENT, "mean(softmax(z) - y)", "wrong"),
    (_HUBER, "where(|y-p| <= delta, (y-p)^2/2, delta*(|y-p| - delta/2))", "right"),
    (_HUBER, "where(|y-p| <= delta, (y-p)^2, delta*|y-p|)", "wrong"),
)
"""A key, what is typed, and the verdict."""


def slowest(repeats: int) -> float:
    """Return the seconds that the slowest answer takes, each the best of some times.

    Raises:
        AssertionError: one is marked wrongly.
    """
    return max(min(_seconds(*each) for _ in range(repeats)) for each in TYPED)


def _seconds(key: Expression, typed: str, verdict: str) -> float:
    start = time.perf_counter()
    found = mark(key, typed)
    seconds = time.perf_counter() - start
    if found.verdict != verdict:
        raise AssertionError((typed, found))
    return seconds
