"""Exercises on the losses of embeddings, rankings, preferences and policies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.quiz.exercises.model import Given, Point, Slope, Term, Value
from studycli.quiz.exercises.writing import bracketed, number, vector

if TYPE_CHECKING:
    from random import Random

_UNITS = ((0.6, 0.8), (0.8, 0.6), (1.0, 0.0), (0.0, 1.0), (-0.6, 0.8))
_MARGIN = Given("m", "m", "margin")


def _scaled(direction: tuple[float, float], length: float) -> list[float]:
    return [round(length * each, 6) for each in direction]


def _norm(one: list[float], other: list[float]) -> float:
    return math.dist(one, other)


# Embeddings


def _triplet_point(rng: Random) -> Point:
    """Return an anchor at 0, and two others at whole tenths from it, such that the margin is not kept."""
    near, far = rng.sample(_UNITS, 2)
    return {
        "a": [0.0, 0.0],
        "p": _scaled(near, rng.choice((0.5, 1.0, 1.5))),
        "n": _scaled(far, rng.choice((1.0, 1.5))),
        "m": 1.2,
    }


def _distances(point: Point) -> list[str]:
    a, p, n = point["a"], point["p"], point["n"]
    return [
        rf"\lVert a - p\rVert_2 = {number(_norm(a, p))},\quad \lVert a - n\rVert_2 = {number(_norm(a, n))}"
    ]


def _triplets(point: Point) -> list[Term]:
    near, far, margin = _norm(point["a"], point["p"]), _norm(point["a"], point["n"]), point["m"]
    written = rf"\max(0, {number(near)} - {number(far)} + {number(margin)})"
    return [Term(written, max(0.0, near - far + margin))]


def _triplet_arguments(point: Point) -> Point:
    return {
        "anchor": [point["a"]],
        "positive": [point["p"]],
        "negative": [point["n"]],
        "margin": point["m"],
    }


def _triplet_of_anchor(point: Point, anchor: list[float]) -> float:
    margin: float = point["m"]
    return max(0.0, _norm(anchor, point["p"]) - _norm(anchor, point["n"]) + margin)


def _triplet_steps(point: Point) -> list[str]:
    near, far = _norm(point["a"], point["p"]), _norm(point["a"], point["n"])
    rows = zip(point["p"], point["n"], strict=True)
    return [
        rf"\frac{{0 - {bracketed(p)}}}{{{number(near)}}} - \frac{{0 - {bracketed(n)}}}{{{number(far)}}}"
        for p, n in rows
    ]


def _pair_point(rng: Random) -> Point:
    """Return the distances of a similar pair, and of a dissimilar one within the margin."""
    return {"y": [1.0, 0.0], "d": [rng.choice((0.4, 0.6, 0.8)), rng.choice((0.3, 0.5, 0.7))], "m": 1.0}


def _contrasts(point: Point) -> list[Term]:
    return [
        Term(
            rf"\frac{{1}}{{2}} \times {number(d)}^2"
            if y
            else rf"\frac{{1}}{{2}} \times \max(0, 1 - {number(d)})^2",
            d**2 / 2 if y else max(0.0, point["m"] - d) ** 2 / 2,
        )
        for y, d in zip(point["y"], point["d"], strict=True)
    ]


def _pair_arguments(point: Point) -> Point:
    return {
        "first": [[d] for d in point["d"]],
        "second": [[0.0] for _ in point["d"]],
        "label": point["y"],
        "margin": point["m"],
    }


def _angle_point(rng: Random) -> Point:
    a, b = rng.sample(((3.0, 4.0), (4.0, 3.0), (5.0, 12.0)), 2)
    return {"a": list(a), "b": list(b), "m": rng.choice((0.2, 0.5))}


def _cosine(point: Point) -> float:
    product = math.fsum(a * b for a, b in zip(point["a"], point["b"], strict=True))
    return product / math.hypot(*point["a"]) / math.hypot(*point["b"])


def _cosine_written(point: Point) -> list[str]:
    product = math.fsum(a * b for a, b in zip(point["a"], point["b"], strict=True))
    lengths = rf"{number(math.hypot(*point['a']))} \times {number(math.hypot(*point['b']))}"
    return [rf"\cos(a, b) = \frac{{{number(product)}}}{{{lengths}}} \approx {number(_cosine(point))}"]


def _cosines(point: Point) -> list[Term]:
    cosine, margin = _cosine(point), point["m"]
    return [Term(rf"\max(0, {number(cosine)} - {number(margin)})", max(0.0, cosine - margin))]


def _angle_arguments(point: Point) -> Point:
    return {"first": [point["a"]], "second": [point["b"]], "label": [-1], "margin": point["m"]}


def _similarities(rng: Random) -> Point:
    """Return two queries along the axes, and keys that are nearest to their own query."""
    own, other = rng.choice((0.8, 0.9, 1.0)), rng.choice((0.6, 0.7, 0.8))
    keys = [[own, rng.choice((0.1, 0.2))], [rng.choice((0.2, 0.3)), other]]
    return {"q": [[1.0, 0.0], [0.0, 1.0]], "k": keys, "tau": rng.choice((0.1, 0.2, 0.5))}


def _products(point: Point) -> list[list[float]]:
    return [
        [math.fsum(a * b for a, b in zip(query, key, strict=True)) for key in point["k"]]
        for query in point["q"]
    ]


def _products_written(point: Point) -> list[str]:
    rows = ", ".join(map(vector, _products(point)))
    return [rf"q_i \cdot k_j = [{rows}]"]


def _noises(point: Point) -> list[Term]:
    tau = point["tau"]
    found = []
    for at, row in enumerate(_products(point)):
        gap = (row[1 - at] - row[at]) / tau
        found.append(Term(rf"\ln(1 + e^{{{number(gap)}}})", math.log(1 + math.exp(gap))))
    return found


def _noise_arguments(point: Point) -> Point:
    return {"queries": point["q"], "keys": point["k"], "temperature": point["tau"]}


# Rankings and preferences


def _rank_point(rng: Random) -> Point:
    """Return two pairs of scores, the first in the wrong order."""
    return {
        "a": [rng.choice((0.2, 0.4)), rng.choice((0.8, 0.9))],
        "b": [rng.choice((0.5, 0.6)), rng.choice((0.6, 0.7))],
        "y": [1.0, rng.choice((1.0, -1.0))],
        "m": 0.5,
    }


def _ranks(point: Point) -> list[Term]:
    rows = zip(point["a"], point["b"], point["y"], strict=True)
    return [
        Term(
            rf"\max(0, {number(-y)} \times ({number(a)} - {number(b)}) + {number(point['m'])})",
            max(0.0, -y * (a - b) + point["m"]),
        )
        for a, b, y in rows
    ]


def _rank_arguments(point: Point) -> Point:
    return {"first": point["a"], "second": point["b"], "label": point["y"], "margin": point["m"]}


def _leads(rng: Random) -> Point:
    return {"u": rng.sample((2.0, 1.5, 1.0), 2), "v": rng.sample((0.5, 0.0, 1.2), 2)}


def _bprs(point: Point) -> list[Term]:
    rows = zip(point["u"], point["v"], strict=True)
    return [Term(rf"-\ln\sigma({number(u)} - {number(v)})", math.log(1 + math.exp(v - u))) for u, v in rows]


def _bpr_arguments(point: Point) -> Point:
    return {"positive": point["u"], "negative": point["v"]}


def _bpr_of_positive(point: Point, scores: list[float]) -> float:
    rows = zip(scores, point["v"], strict=True)
    return math.fsum(math.log(1 + math.exp(v - u)) for u, v in rows) / len(scores)


def _bpr_steps(point: Point) -> list[str]:
    rows = zip(point["u"], point["v"], strict=True)
    return [rf"-\frac{{1}}{{2}}\sigma({number(v)} - {number(u)})" for u, v in rows]


def _preference(rng: Random) -> Point:
    """Return log-probabilities of a better and a worse answer under the policy and the reference."""
    return {
        "w": rng.choice((-1.0, -2.0)),
        "l": rng.choice((-5.0, -4.0)),
        "wr": rng.choice((-3.0, -2.5)),
        "lr": rng.choice((-3.0, -3.5)),
        "beta": rng.choice((0.1, 0.5)),
    }


def _lead(point: Point) -> float:
    ours, theirs = point["w"] - point["wr"], point["l"] - point["lr"]
    return float(ours - theirs)


def _lead_written(point: Point) -> list[str]:
    better, worse = number(point["w"]), number(point["l"])
    of_better, of_worse = bracketed(point["wr"]), bracketed(point["lr"])
    return [rf"h = [{better} - {of_better}] - [{worse} - {of_worse}] = {number(_lead(point))}"]


def _preferences(point: Point) -> list[Term]:
    inner = point["beta"] * _lead(point)
    written = rf"-\ln\sigma({number(point['beta'])} \times {number(_lead(point))})"
    return [Term(written, math.log(1 + math.exp(-inner)))]


def _preference_arguments(point: Point) -> Point:
    return {
        "policy_chosen": [point["w"]],
        "policy_rejected": [point["l"]],
        "reference_chosen": [point["wr"]],
        "reference_rejected": [point["lr"]],
        "beta": point["beta"],
    }


# Policies


def _ratios(rng: Random) -> Point:
    """Return a ratio that is clipped and one that is not, or is but for its advantage's sign."""
    return {
        "r": [rng.choice((1.3, 1.5)), rng.choice((0.7, 0.9, 1.1))],
        "a": [rng.choice((1.0, 2.0)), rng.choice((1.0, -1.0, 2.0))],
        "epsilon": 0.2,
    }


def _clipped(point: Point) -> list[Term]:
    epsilon = point["epsilon"]
    found = []
    for ratio, advantage in zip(point["r"], point["a"], strict=True):
        kept = min(max(ratio, 1 - epsilon), 1 + epsilon)
        plain, cut = (rf"{number(each)} \times {bracketed(advantage)}" for each in (ratio, kept))
        found.append(Term(rf"\min({plain}, {cut})", min(ratio * advantage, kept * advantage)))
    return found


def _policy_arguments(point: Point) -> Point:
    return {
        "log_probs": [math.log(ratio) for ratio in point["r"]],
        "old_log_probs": [0.0 for _ in point["r"]],
        "advantages": point["a"],
        "epsilon": point["epsilon"],
    }


_TRIPLET = r"L = \max(0, \lVert a - p\rVert_2 - \lVert a - n\rVert_2 + m)"
_TRIPLE = (
    Given("a", "a", "anchor"),
    Given("p", "p", "positive"),
    Given("n", "n", "negative"),
    _MARGIN,
)
_BPR = r"L = -\frac{1}{n}\sum_{i=1}^{n}\ln\sigma(s_i^{+} - s_i^{-})"
_SCORES = (Given("u", "s^{+}", "positive-score"), Given("v", "s^{-}", "negative-score"))

VALUES = (
    Value("triplet", _TRIPLET, _TRIPLE, _triplet_point, _triplets, _triplet_arguments, before=_distances),
    Value(
        "contrastive",
        r"L = \frac{1}{n}\sum_{i=1}^{n}\left[\frac{1}{2}y_i d_i^2 + \frac{1}{2}(1 - y_i)\max(0, m - d_i)^2\right]",
        (Given("y", "y", "similar"), Given("d", "d", "distance"), _MARGIN),
        _pair_point,
        _contrasts,
        _pair_arguments,
    ),
    Value(
        "cosine-embedding",
        r"L = \max(0, \cos(a, b) - m)",
        (Given("a", "a", "dissimilar"), Given("b", "b"), _MARGIN),
        _angle_point,
        _cosines,
        _angle_arguments,
        before=_cosine_written,
    ),
    Value(
        "info-nce",
        r"L = -\frac{1}{n}\sum_{i=1}^{n}\ln\frac{e^{q_i \cdot k_i/\tau}}{\sum_{j=1}^{n} e^{q_i \cdot k_j/\tau}}",
        (Given("q", "q", "query"), Given("k", "k", "key"), Given("tau", r"\tau", "temperature")),
        _similarities,
        _noises,
        _noise_arguments,
        before=_products_written,
    ),
    Value(
        "margin-ranking",
        r"L = \frac{1}{n}\sum_{i=1}^{n}\max(0, -y_i(a_i - b_i) + m)",
        (Given("a", "a", "first-score"), Given("b", "b", "second-score"), Given("y", "y", "order"), _MARGIN),
        _rank_point,
        _ranks,
        _rank_arguments,
    ),
    Value("bpr", _BPR, _SCORES, _leads, _bprs, _bpr_arguments),
    Value(
        "dpo",
        r"L = -\ln\sigma(\beta h),\quad h = \ln\frac{\pi_\theta(y_w)}{\pi_{ref}(y_w)} - \ln\frac{\pi_\theta(y_l)}{\pi_{ref}(y_l)}",
        (
            Given("w", r"\ln\pi_\theta(y_w)"),
            Given("l", r"\ln\pi_\theta(y_l)"),
            Given("wr", r"\ln\pi_{ref}(y_w)"),
            Given("lr", r"\ln\pi_{ref}(y_l)"),
            Given("beta", r"\beta"),
        ),
        _preference,
        _preferences,
        _preference_arguments,
        before=_lead_written,
    ),
    Value(
        "ppo-clip",
        r"J = \frac{1}{n}\sum_{i=1}^{n}\min(r_i A_i, \operatorname{clip}(r_i, 1 - \epsilon, 1 + \epsilon)A_i)",
        (
            Given("r", "r", "probability-ratio"),
            Given("a", "A", "advantage"),
            Given("epsilon", r"\epsilon", "clip-range"),
        ),
        _ratios,
        _clipped,
        _policy_arguments,
        factor=-1.0,
    ),
)

SLOPES = (
    Slope(
        "triplet",
        _TRIPLET,
        _TRIPLE,
        _triplet_point,
        "a",
        lambda point: list(point["a"]),
        _triplet_of_anchor,
        "anchor",
        _triplet_arguments,
        r"\frac{a - p}{\lVert a - p\rVert_2} - \frac{a - n}{\lVert a - n\rVert_2}",
        _triplet_steps,
    ),
    Slope(
        "bpr",
        _BPR,
        _SCORES,
        _leads,
        "s^{+}",
        lambda point: list(point["u"]),
        _bpr_of_positive,
        "positive",
        _bpr_arguments,
        r"-\frac{1}{n}\sigma(s_i^{-} - s_i^{+})",
        _bpr_steps,
    ),
)
