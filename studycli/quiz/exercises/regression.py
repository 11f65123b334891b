"""Exercises on the losses of regression."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.losses.facts.regression import FACTS
from studycli.quiz.exercises.model import Given, Point, Slope, Term, Value
from studycli.quiz.exercises.writing import bracketed, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_TRUE = Given("y", "y", "truth")
_PREDICTED = Given("yhat", r"\hat{y}", "prediction")
_BOTH = (_TRUE, _PREDICTED)
_FORMULA = {entry.key: "L = " + entry.formula.replace(r"\log", r"\ln") for entry in FACTS}


def _near(rng: Random, residuals: Sequence[float]) -> Point:
    """Return true values, and predictions that miss them by the residuals, in any order and with any signs."""
    signed = [rng.choice((-1, 1)) * each for each in residuals]
    rng.shuffle(signed)
    truth = [float(rng.randint(0, 4)) for _ in signed]
    return {"y": truth, "yhat": [round(y + each, 6) for y, each in zip(truth, signed, strict=True)]}


def _tenths(rng: Random) -> Point:
    """Return a point whose residuals stay short when they are doubled and divided by their count."""
    count = rng.choice((2, 3, 4))
    step = {2: 1, 3: 3, 4: 2}[count] / 10
    return _near(rng, [step * each for each in rng.sample(range(1, 7), count)])


def _residuals(point: Point) -> list[float]:
    return [round(yhat - y, 6) for y, yhat in zip(point["y"], point["yhat"], strict=True)]


def _pairs(point: Point) -> list[tuple[float, float]]:
    return list(zip(point["y"], point["yhat"], strict=True))


def _difference(one: float, other: float) -> str:
    return f"{number(one)} - {bracketed(other)}"


def _arguments(point: Point) -> Point:
    named = {"y": "target", "yhat": "prediction", "v": "variance", "tau": "quantile"}
    return {named.get(name, name): value for name, value in point.items()}


def _mean(term: Callable[[Point, float, float], float]) -> Callable[[Point, list[float]], float]:
    """Return the mean loss at other predictions, for the loss of a true and a predicted value."""

    def loss(point: Point, predictions: list[float]) -> float:
        pairs = zip(point["y"], predictions, strict=True)
        return math.fsum(term(point, y, yhat) for y, yhat in pairs) / len(predictions)

    return loss


def _over(point: Point, inner: str) -> str:
    return rf"\frac{{1}}{{{len(point['y'])}}} \times {inner}"


# Squares


def _squares(point: Point) -> list[Term]:
    return [Term(f"({_difference(yhat, y)})^2", (yhat - y) ** 2) for y, yhat in _pairs(point)]


def _rooted(rng: Random) -> Point:
    """Return residuals whose mean square is a square: of 1 and 7 it is 25."""
    scale = rng.choice((0.1, 0.2, 0.3, 0.4, 1.0))
    return _near(rng, [round(scale, 6), round(7 * scale, 6)])


def _mse_steps(point: Point) -> list[str]:
    return [rf"\frac{{2}}{{{len(point['y'])}}}({number(yhat)} - {bracketed(y)})" for y, yhat in _pairs(point)]


def _rmse(point: Point, predictions: list[float]) -> float:
    return math.sqrt(_mean(lambda _, y, yhat: (y - yhat) ** 2)(point, predictions))


def _rmse_steps(point: Point) -> list[str]:
    root = math.sqrt(math.fsum(each**2 for each in _residuals(point)) / len(point["y"]))
    below = rf"{len(point['y'])} \times {number(root)}"
    return [rf"\frac{{{number(each)}}}{{{below}}}" for each in _residuals(point)]


# Absolute values


def _absolutes(point: Point) -> list[Term]:
    return [Term(f"|{_difference(yhat, y)}|", abs(yhat - y)) for y, yhat in _pairs(point)]


def _one_met(rng: Random) -> Point:
    """Return a point at which one prediction is right: the kink of the absolute value."""
    point = _near(rng, rng.sample((0.5, 1.0, 1.5, 2.0), 3))
    met = rng.randrange(3)
    point["yhat"][met] = point["y"][met]
    return point


def _mae_steps(point: Point) -> list[str]:
    signs = [(each > 0) - (each < 0) for each in _residuals(point)]
    return [
        _over(point, bracketed(sign)) if sign else r"\left[-\frac{1}{3}, \frac{1}{3}\right]" for sign in signs
    ]


def _quantile_point(rng: Random) -> Point:
    point = _near(rng, rng.sample((0.5, 1.0, 1.5, 2.0), 2))
    if _residuals(point)[0] * _residuals(point)[1] > 0:  # one above and one below
        point["yhat"][0] = round(2 * point["y"][0] - point["yhat"][0], 6)
    return {**point, "tau": rng.choice((0.1, 0.2, 0.8, 0.9))}


def _pinball(point: Point, y: float, yhat: float) -> float:
    tau: float = point["tau"]
    return max(tau * (y - yhat), (tau - 1) * (y - yhat))


def _pinballs(point: Point) -> list[Term]:
    tau = point["tau"]
    return [
        Term(
            rf"{number(tau) if y > yhat else bracketed(round(tau - 1, 6))} \times ({_difference(y, yhat)})",
            _pinball(point, y, yhat),
        )
        for y, yhat in _pairs(point)
    ]


def _quantile_steps(point: Point) -> list[str]:
    tau = number(point["tau"])
    return [_over(point, f"(1 - {tau})" if yhat > y else f"(-{tau})") for y, yhat in _pairs(point)]


# Squares near the target, absolute values far from it


def _far_and_near(rng: Random, name: str, thresholds: Sequence[float]) -> Point:
    point = _near(rng, [rng.choice((0.2, 0.4, 0.6)), rng.choice((2.0, 3.0, 4.0))])
    return {**point, name: rng.choice(thresholds)}


def _huber(point: Point, y: float, yhat: float) -> float:
    size, delta = abs(y - yhat), float(point["delta"])
    return size**2 / 2 if size <= delta else delta * size - delta**2 / 2


def _hubers(point: Point) -> list[Term]:
    delta = number(point["delta"])
    return [
        Term(
            rf"\frac{{1}}{{2}} \times {number(abs(each))}^2"
            if abs(each) <= point["delta"]
            else rf"({delta} \times {number(abs(each))} - \frac{{1}}{{2}} \times {delta}^2)",
            _huber(point, each, 0.0),
        )
        for each in _residuals(point)
    ]


def _huber_steps(point: Point) -> list[str]:
    delta = point["delta"]
    return [_over(point, bracketed(max(-delta, min(delta, each)))) for each in _residuals(point)]


def _smooth(point: Point, y: float, yhat: float) -> float:
    size, beta = abs(y - yhat), float(point["beta"])
    return size**2 / (2 * beta) if size <= beta else size - beta / 2


def _smooths(point: Point) -> list[Term]:
    beta = number(point["beta"])
    return [
        Term(
            rf"\frac{{{number(abs(each))}^2}}{{2 \times {beta}}}"
            if abs(each) <= point["beta"]
            else rf"({number(abs(each))} - \frac{{1}}{{2}} \times {beta})",
            _smooth(point, each, 0.0),
        )
        for each in _residuals(point)
    ]


def _smooth_steps(point: Point) -> list[str]:
    beta = point["beta"]
    slopes = [max(-1.0, min(1.0, each / beta)) for each in _residuals(point)]
    return [_over(point, bracketed(each)) for each in slopes]


def _log_coshes(point: Point) -> list[Term]:
    return [Term(rf"\ln\cosh({number(each)})", math.log(math.cosh(each))) for each in _residuals(point)]


# Likelihoods


def _gaussian_point(rng: Random) -> Point:
    point = _near(rng, rng.sample((1.0, 2.0, 3.0), 2))
    return {**point, "v": rng.sample((1.0, 2.0, 4.0, 0.5), 2)}


def _gaussian(point: Point, predictions: list[float]) -> float:
    rows = zip(point["y"], predictions, point["v"], strict=True)
    return math.fsum((math.log(v) + (yhat - y) ** 2 / v) / 2 for y, yhat, v in rows) / len(predictions)


def _gaussians(point: Point) -> list[Term]:
    rows = zip(point["y"], point["yhat"], point["v"], strict=True)
    return [
        Term(
            rf"\frac{{1}}{{2}}(\ln {number(v)} + \frac{{({number(yhat)} - {bracketed(y)})^2}}{{{number(v)}}})",
            (math.log(v) + (yhat - y) ** 2 / v) / 2,
        )
        for y, yhat, v in rows
    ]


def _gaussian_steps(point: Point) -> list[str]:
    rows = zip(_residuals(point), point["v"], strict=True)
    return [rf"\frac{{1}}{{2}} \times \frac{{{number(each)}}}{{{number(v)}}}" for each, v in rows]


def _poisson_point(rng: Random) -> Point:
    return {"s": rng.sample((0.0, 0.5, 1.0, -1.0), 2), "y": [float(rng.randint(1, 4)) for _ in range(2)]}


def _poisson(point: Point, rates: list[float]) -> float:
    rows = zip(rates, point["y"], strict=True)
    return math.fsum(math.exp(s) - y * s for s, y in rows) / len(rates)


def _poissons(point: Point) -> list[Term]:
    rows = zip(point["s"], point["y"], strict=True)
    return [
        Term(rf"(e^{{{number(s)}}} - {number(y)} \times {bracketed(s)})", math.exp(s) - y * s)
        for s, y in rows
    ]


def _poisson_steps(point: Point) -> list[str]:
    rows = zip(point["s"], point["y"], strict=True)
    return [rf"\frac{{1}}{{2}}(e^{{{number(s)}}} - {number(y)})" for s, y in rows]


def _poisson_arguments(point: Point) -> Point:
    return {"log_rate": point["s"], "target": point["y"]}


_DELTA = (*_BOTH, Given("delta", r"\delta", "threshold"))
_BETA = (*_BOTH, Given("beta", r"\beta", "threshold"))
_TAU = (*_BOTH, Given("tau", r"\tau", "quantile"))
_VARIANCE = (*_BOTH, Given("v", "v", "variance"))
_RATE = (Given("s", "s", "log-rate"), Given("y", "y", "count"))


def _delta_point(rng: Random) -> Point:
    return _far_and_near(rng, "delta", (1.0, 1.5))


def _beta_point(rng: Random) -> Point:
    return _far_and_near(rng, "beta", (0.8, 1.0, 2.0))


def _log_cosh_point(rng: Random) -> Point:
    return _near(rng, rng.sample((0.5, 1.0, 2.0), 2))


VALUES = (
    Value("mse", _FORMULA["mse"], _BOTH, _tenths, _squares, _arguments),
    Value("rmse", _FORMULA["rmse"], _BOTH, _rooted, _squares, _arguments, "root"),
    Value("mae", _FORMULA["mae"], _BOTH, _tenths, _absolutes, _arguments),
    Value("huber", _FORMULA["huber"], _DELTA, _delta_point, _hubers, _arguments),
    Value("smooth-l1", _FORMULA["smooth-l1"], _BETA, _beta_point, _smooths, _arguments),
    Value("log-cosh", _FORMULA["log-cosh"], _BOTH, _log_cosh_point, _log_coshes, _arguments),
    Value("quantile", _FORMULA["quantile"], _TAU, _quantile_point, _pinballs, _arguments),
    Value("gaussian-nll", _FORMULA["gaussian-nll"], _VARIANCE, _gaussian_point, _gaussians, _arguments),
    Value("poisson-nll", _FORMULA["poisson-nll"], _RATE, _poisson_point, _poissons, _poisson_arguments),
)


def _slope(
    key: str,
    givens: tuple[Given, ...],
    draw: Callable[[Random], Point],
    loss: Callable[[Point, list[float]], float],
    steps: Callable[[Point], list[str]],
) -> Slope:
    """Return an exercise on the gradient with respect to the predictions."""
    rule = next(entry.gradient for entry in FACTS if entry.key == key)
    return Slope(
        key,
        _FORMULA[key],
        givens,
        draw,
        r"\hat{y}",
        _predictions,
        loss,
        "prediction",
        _arguments,
        rule,
        steps,
    )


def _predictions(point: Point) -> list[float]:
    return list(point["yhat"])


SLOPES = (
    _slope("mse", _BOTH, _tenths, _mean(lambda _, y, yhat: (y - yhat) ** 2), _mse_steps),
    _slope("rmse", _BOTH, _rooted, _rmse, _rmse_steps),
    _slope("mae", _BOTH, _one_met, _mean(lambda _, y, yhat: abs(y - yhat)), _mae_steps),
    _slope("huber", _DELTA, _delta_point, _mean(_huber), _huber_steps),
    _slope("smooth-l1", _BETA, _beta_point, _mean(_smooth), _smooth_steps),
    _slope("quantile", _TAU, _quantile_point, _mean(_pinball), _quantile_steps),
    _slope("gaussian-nll", _VARIANCE, _gaussian_point, _gaussian, _gaussian_steps),
    Slope(
        key="poisson-nll",
        formula=_FORMULA["poisson-nll"],
        givens=_RATE,
        draw=_poisson_point,
        variable="s",
        at=lambda point: list(point["s"]),
        loss=_poisson,
        argument="log_rate",
        arguments=_poisson_arguments,
        rule=r"\frac{1}{n}(e^{s_i} - y_i)",
        steps=_poisson_steps,
    ),
)
