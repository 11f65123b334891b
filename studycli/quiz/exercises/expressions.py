"""Gradients that are asked for as an expression: the printed loss, and what its gradient is.

The table is data; a test holds each expression against the kernel's gradient at random points.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from studycli.losses.catalogue import facts
from studycli.quiz.exercises.model import Given
from studycli.quiz.model import Expression


class Derived(NamedTuple):
    """A gradient that is asked for.

    Attributes:
        key: The loss.
        formula: LaTeX of the loss, with its left side.
        partial: LaTeX of what is to be written, for an entry.
        symbols: What it may be written with.
        expected: How the answer is marked; its reference is LaTeX of a right one.
    """

    key: str
    formula: str
    partial: str
    symbols: tuple[Given, ...]
    expected: Expression


@cache
def derived() -> dict[str, Derived]:
    """Return the gradients that can be asked for, by the key of their loss."""
    return {each.key: each for each in DERIVED}


_TRUTH = Given("", "y_i", "truth")
_PREDICTED = Given("", r"\hat{y}_i", "prediction")
_CLASS = Given("", "y_i", "class")
_SIGN = Given("", "y_i", "sign")
_SCORE = Given("", "z_i", "score")
_LOGIT = Given("", "z_i", "logit")
_WEIGHT = Given("", "w_i", "weights")
_SHARE = Given("", r"\rho", "l1-share")
_SAMPLES = Given("", "n", "samples")
_PAIR = (("y", "n", "real"), ("yhat", "n", "real"))
_MARGIN = (("y", "n", "sign"), ("z", "n", "real"))
_WEIGHTS = (("w", "d", "real"),)


def _printed(key: str) -> str:
    """Return the catalogue's formula of a loss, with its left side and the logarithm that is meant."""
    return "L = " + facts(key).formula.replace(r"\log", r"\ln")


def _of_prediction(key: str, symbol: str = "", name: str = "") -> Derived:
    """Return a gradient with respect to predictions; a loss may have a threshold besides."""
    threshold = (Given("", symbol, "threshold"),) if symbol else ()
    more = ((name, "", "positive"),) if name else ()
    return Derived(
        key,
        _printed(key),
        r"\frac{\partial L}{\partial \hat{y}_i}",
        (_TRUTH, _PREDICTED, *threshold, _SAMPLES),
        Expression(facts(key).gradient, key, (*_PAIR, *more), "yhat"),
    )


def _of_score(key: str) -> Derived:
    """Return a gradient with respect to scores, for labels 1 and -1."""
    return Derived(
        key,
        _printed(key),
        r"\frac{\partial L}{\partial z_i}",
        (_SIGN, _SCORE, _SAMPLES),
        Expression(facts(key).gradient, key, _MARGIN, "z"),
    )


def _of_logits(key: str) -> Derived:
    """Return the gradient of binary cross-entropy with respect to logits, whatever the note calls it."""
    return Derived(
        key,
        _printed("bce") + r",\quad p_i = \sigma(z_i)",
        r"\frac{\partial L}{\partial z_i}",
        (_CLASS, _LOGIT, _SAMPLES),
        Expression(
            r"\frac{1}{n}(\sigma(z_i) - y_i)", "bce-logits", (("y", "n", "binary"), ("z", "n", "real")), "z"
        ),
    )


def _of_weights(key: str, formula: str, rule: str) -> Derived:
    """Return the gradient of a penalty without its strength."""
    return Derived(
        key,
        formula,
        r"\frac{\partial R}{\partial w_i}",
        (_WEIGHT,),
        Expression(rule, key, _WEIGHTS, "w"),
    )


DERIVED = (
    _of_prediction("mse"),
    _of_prediction("mae"),
    _of_prediction("huber", r"\delta", "delta"),
    _of_prediction("smooth-l1", r"\beta", "beta"),
    _of_prediction("log-cosh"),
    Derived(
        "poisson-nll",
        _printed("poisson-nll"),
        r"\frac{\partial L}{\partial s_i}",
        (Given("", "s_i", "log-rate"), Given("", "y_i", "count"), _SAMPLES),
        Expression(
            r"\frac{1}{n}(e^{s_i} - y_i)", "poisson-nll", (("s", "n", "real"), ("y", "n", "nonnegative")), "s"
        ),
    ),
    _of_logits("bce"),
    _of_logits("bce-logits"),
    Derived(
        "softmax-ce",
        _printed("softmax-ce"),
        r"\frac{\partial L}{\partial z}",
        (Given("", "y", "one-hot-rows"), Given("", "z", "logit"), _SAMPLES),
        Expression(
            r"\frac{1}{n}(\operatorname{softmax}(z) - y)",
            "softmax-ce",
            (("y", "n c", "onehot"), ("z", "n c", "real")),
            "z",
        ),
    ),
    _of_score("logistic"),
    _of_score("hinge"),
    _of_score("squared-hinge"),
    _of_score("exponential"),
    Derived(
        "dpo",
        r"L = -\ln\sigma(\beta h),\quad h = \ln\frac{\pi_\theta(y_w)}{\pi_{ref}(y_w)} - \ln\frac{\pi_\theta(y_l)}{\pi_{ref}(y_l)}",
        r"\frac{\partial L}{\partial h}",
        (Given("", "h"), Given("", r"\beta")),
        Expression(r"-\beta\sigma(-\beta h)", "dpo", (("h", "", "real"), ("beta", "", "positive")), "h"),
    ),
    _of_weights("l1", r"R(w) = \sum_i |w_i|", r"\operatorname{sign}(w_i)"),
    _of_weights("l2", r"R(w) = \sum_i w_i^2", "2w_i"),
    Derived(
        "elastic-net",
        r"R(w) = \rho\sum_i |w_i| + (1 - \rho)\sum_i w_i^2",
        r"\frac{\partial R}{\partial w_i}",
        (_WEIGHT, _SHARE),
        Expression(
            r"\rho\operatorname{sign}(w_i) + 2(1 - \rho)w_i",
            "elastic-net",
            (*_WEIGHTS, ("rho", "", "probability")),
            "w",
        ),
    ),
)
