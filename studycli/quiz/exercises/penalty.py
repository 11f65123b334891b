"""Exercises on penalties of weights, and on losses of several tasks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.quiz.exercises.model import Given, Point, Slope, Term, Value
from studycli.quiz.exercises.writing import bracketed, number

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_W = Given("w", "w", "weights")
_PENALTY = (_W, Given("lambda", r"\lambda", "strength"))
_MIXED = (_W, Given("rho", r"\rho", "l1-share"))


def _weights(rng: Random) -> list[float]:
    values = [rng.choice((2.0, 1.0)), rng.choice((-3.0, -2.0)), rng.choice((0.5, -0.5))]
    rng.shuffle(values)
    return values


def _strong(rng: Random) -> Point:
    return {"w": _weights(rng), "lambda": rng.choice((0.1, 0.2, 0.01))}


def _mixed(rng: Random) -> Point:
    return {"w": _weights(rng), "rho": rng.choice((0.2, 0.4, 0.6, 0.8))}


def _with_zero(rng: Random) -> Point:
    """Return weights of which one is 0, the kink of the absolute value."""
    values = [rng.choice((2.0, 1.0, 0.5)), rng.choice((-3.0, -2.0, -0.1)), 0.0]
    rng.shuffle(values)
    return {"w": values}


def _free(rng: Random) -> Point:
    return {"w": _weights(rng)}


def _arguments(point: Point) -> Point:
    named = {"w": "parameters", "lambda": "strength", "rho": "ratio"}
    return {named[name]: value for name, value in point.items()}


def _times(point: Point, each: str, value: float) -> Term:
    return Term(rf"{number(point['lambda'])} \times {each}", point["lambda"] * value)


def _absolutes(point: Point) -> list[Term]:
    return [_times(point, f"|{number(w)}|", abs(w)) for w in point["w"]]


def _squares(point: Point) -> list[Term]:
    return [_times(point, f"{bracketed(w)}^2", w**2) for w in point["w"]]


def _norms(point: Point) -> tuple[float, float]:
    return math.fsum(map(abs, point["w"])), math.fsum(w**2 for w in point["w"])


def _norms_written(point: Point) -> list[str]:
    sizes = " + ".join(number(abs(w)) for w in point["w"])
    squares = " + ".join(number(w**2) for w in point["w"])
    first, second = _norms(point)
    return [rf"\sum_i |w_i| = {sizes} = {number(first)},\quad \sum_i w_i^2 = {squares} = {number(second)}"]


def _nets(point: Point) -> list[Term]:
    rho, (first, second) = point["rho"], _norms(point)
    return [
        Term(rf"{number(rho)} \times {number(first)}", rho * first),
        Term(rf"(1 - {number(rho)}) \times {number(second)}", (1 - rho) * second),
    ]


def _of_weights(loss: Callable[[float], float]) -> Callable[[Point, list[float]], float]:
    """Return the sum of a penalty over other weights."""

    def total(_: Point, weights: list[float]) -> float:
        return math.fsum(map(loss, weights))

    return total


def _net(point: Point, weights: list[float]) -> float:
    rho = point["rho"]
    return math.fsum(rho * abs(w) + (1 - rho) * w**2 for w in weights)


def _l1_steps(point: Point) -> list[str]:
    return [rf"\operatorname{{sign}}({number(w)})" if w else "[-1, 1]" for w in point["w"]]


def _l2_steps(point: Point) -> list[str]:
    return [rf"2 \times {bracketed(w)}" for w in point["w"]]


def _net_steps(point: Point) -> list[str]:
    rho = number(point["rho"])
    return [
        rf"{rho} \times {bracketed(math.copysign(1, w))} + 2 \times (1 - {rho}) \times {bracketed(w)}"
        for w in point["w"]
    ]


def _at(point: Point) -> list[float]:
    return list(point["w"])


# Several tasks


def _tasks(rng: Random) -> Point:
    return {"L": rng.sample((0.5, 2.0, 3.0, 6.0), 2), "sigma": rng.sample((1.0, 2.0, 0.5), 2)}


def _uncertain(point: Point) -> list[Term]:
    rows = zip(point["L"], point["sigma"], strict=True)
    return [
        Term(
            rf"\left(\frac{{{number(loss)}}}{{2 \times {number(sigma)}^2}} + \ln {number(sigma)}\right)",
            loss / (2 * sigma**2) + math.log(sigma),
        )
        for loss, sigma in rows
    ]


def _task_arguments(point: Point) -> Point:
    return {"losses": point["L"], "log_sigma": [math.log(sigma) for sigma in point["sigma"]]}


def _of_log_sigma(point: Point, logs: list[float]) -> float:
    rows = zip(point["L"], logs, strict=True)
    return math.fsum(loss / (2 * math.exp(each) ** 2) + each for loss, each in rows)


def _uncertain_steps(point: Point) -> list[str]:
    rows = zip(point["L"], point["sigma"], strict=True)
    return [rf"1 - \frac{{{number(loss)}}}{{{number(sigma)}^2}}" for loss, sigma in rows]


def _logs(point: Point) -> list[float]:
    return [math.log(sigma) for sigma in point["sigma"]]


_UNCERTAINTY = r"L = \sum_{t=1}^{T}\left(\frac{L_t}{2\sigma_t^2} + \ln\sigma_t\right)"
_TASKS = (Given("L", "L_t", "task-losses"), Given("sigma", r"\sigma_t"))
_ELASTIC = r"R(w) = \rho\sum_i |w_i| + (1 - \rho)\sum_i w_i^2"

VALUES = (
    Value("l1", r"\lambda R(w) = \lambda\sum_i |w_i|", _PENALTY, _strong, _absolutes, _arguments, "sum"),
    Value("l2", r"\lambda R(w) = \lambda\sum_i w_i^2", _PENALTY, _strong, _squares, _arguments, "sum"),
    Value("elastic-net", _ELASTIC, _MIXED, _mixed, _nets, _arguments, "sum", _norms_written),
    Value("uncertainty-weighting", _UNCERTAINTY, _TASKS, _tasks, _uncertain, _task_arguments, "sum"),
)

SLOPES = (
    Slope(
        "l1",
        r"R(w) = \lVert w\rVert_1 = \sum_i |w_i|",
        (_W,),
        _with_zero,
        "w",
        _at,
        _of_weights(abs),
        "parameters",
        _arguments,
        r"\operatorname{sign}(w_i)",
        _l1_steps,
        "R",
    ),
    Slope(
        "l2",
        r"R(w) = \lVert w\rVert_2^2 = \sum_i w_i^2",
        (_W,),
        _free,
        "w",
        _at,
        _of_weights(lambda w: w**2),
        "parameters",
        _arguments,
        "2w_i",
        _l2_steps,
        "R",
    ),
    Slope(
        "elastic-net",
        _ELASTIC,
        _MIXED,
        _mixed,
        "w",
        _at,
        _net,
        "parameters",
        _arguments,
        r"\rho\operatorname{sign}(w_i) + 2(1 - \rho)w_i",
        _net_steps,
        "R",
    ),
    Slope(
        "uncertainty-weighting",
        _UNCERTAINTY,
        _TASKS,
        _tasks,
        r"\ln\sigma_t",
        _logs,
        _of_log_sigma,
        "log_sigma",
        _task_arguments,
        r"1 - \frac{L_t}{\sigma_t^2}",
        _uncertain_steps,
    ),
)
