"""Exercises on the losses of classification: from probabilities, from logits, from scores of labels 1 and -1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.losses.facts.classification import FACTS
from studycli.quiz.exercises.model import Given, Point, Slope, Term, Value
from studycli.quiz.exercises.writing import bracketed, number

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_FORMULA = {entry.key: "L = " + entry.formula.replace(r"\log", r"\ln") for entry in FACTS}
_GRADIENT = {entry.key: entry.gradient for entry in FACTS}
_CLASS = Given("y", "y", "class")
_ONE_HOT = Given("y", "y", "one-hot")
_SIGN = Given("y", "y", "sign")
_SCORE = Given("z", "z", "score")
_LOGIT = Given("z", "z", "logit")
_PROBABILITY = Given("p", "p", "probability")
_PROBABILITIES = Given("p", "p", "probabilities")


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _softmax(logits: list[float]) -> list[float]:
    raised = [math.exp(z) for z in logits]
    return [each / math.fsum(raised) for each in raised]


# Two classes, from probabilities


def _binary(rng: Random) -> Point:
    """Return one positive and one negative sample."""
    point = {"y": [1.0, 0.0], "p": [rng.choice((0.9, 0.8, 0.6, 0.3)), rng.choice((0.3, 0.5, 0.25, 0.75))]}
    return point if rng.random() < 0.5 else {name: each[::-1] for name, each in point.items()}  # noqa: PLR2004 - half


def _bce(y: float, p: float) -> float:
    return -(y * math.log(p) + (1 - y) * math.log(1 - p))


def _bces(point: Point) -> list[Term]:
    rows = zip(point["y"], point["p"], strict=True)
    return [Term(rf"-\ln {number(p)}" if y else rf"-\ln(1 - {number(p)})", _bce(y, p)) for y, p in rows]


def _by_probability(point: Point) -> Point:
    return {"probability": point["p"], "target": point["y"]}


def _by_logits(point: Point) -> Point:
    return {"logits": [_logit(p) for p in point["p"]], "target": point["y"]}


def _bce_of_logits(point: Point, logits: list[float]) -> float:
    rows = zip(point["y"], logits, strict=True)
    return math.fsum(_bce(y, _sigmoid(z)) for y, z in rows) / len(logits)


def _bce_logit_steps(point: Point) -> list[str]:
    rows = zip(point["y"], point["p"], strict=True)
    return [rf"\frac{{1}}{{2}}({number(p)} - {number(y)})" for y, p in rows]


def _logits(rng: Random) -> Point:
    return {"z": rng.sample((0.0, 1.0, 2.0, -1.0), 2), "y": [1.0, 0.0]}


def _bce_logits_terms(point: Point) -> list[Term]:
    rows = zip(point["y"], point["z"], strict=True)
    return [
        Term(
            rf"\ln(1 + e^{{{number(z)}}})" + (f" - {bracketed(z)}" if y else ""),
            math.log(1 + math.exp(z)) - y * z,
        )
        for y, z in rows
    ]


def _by_z(point: Point) -> Point:
    return {"logits": point["z"], "target": point["y"]}


def _focal_point(rng: Random) -> Point:
    return {"p": rng.choice((0.9, 0.8, 0.7, 0.5)), "alpha": 0.25, "gamma": rng.choice((1.0, 2.0))}


def _focals(point: Point) -> list[Term]:
    p, alpha, gamma = point["p"], point["alpha"], point["gamma"]
    written = rf"-{number(alpha)} \times (1 - {number(p)})^{{{number(gamma)}}} \times \ln {number(p)}"
    return [Term(written, -alpha * (1 - p) ** gamma * math.log(p))]


def _focal_arguments(point: Point) -> Point:
    kept = {name: point[name] for name in ("alpha", "gamma")}
    return {"logits": [_logit(point["p"])], "target": [1], **kept}


def _focal_classes(point: Point) -> Point:
    kept = {name: point[name] for name in ("alpha", "gamma")}
    return {"logits": [[math.log(point["p"]), math.log(1 - point["p"])]], "target": [0], **kept}


# Several classes


_THREE = ((0.7, 0.2, 0.1), (0.6, 0.3, 0.1), (0.5, 0.3, 0.2), (0.8, 0.15, 0.05), (0.5, 0.4, 0.1))


def _classes(rng: Random) -> Point:
    """Return a sample's probabilities of three classes, and its class one-hot."""
    p = list(rng.choice(_THREE))
    rng.shuffle(p)
    true = rng.randrange(3)
    return {"y": [float(at == true) for at in range(3)], "p": p}


def _true(point: Point) -> int:
    return int(point["y"].index(1.0))


def _cross_entropies(point: Point) -> list[Term]:
    p = point["p"][_true(point)]
    return [Term(rf"-1 \times \ln {number(p)}", -math.log(p))]


def _by_class(point: Point) -> Point:
    return {"logits": [[math.log(p) for p in point["p"]]], "target": [_true(point)]}


def _ce_of_logits(point: Point, logits: list[float]) -> float:
    return -math.log(_softmax(logits)[_true(point)])


def _ce_steps(point: Point) -> list[str]:
    return [f"{number(p)} - {number(y)}" for y, p in zip(point["y"], point["p"], strict=True)]


def _log_probabilities(point: Point) -> list[float]:
    return [math.log(p) for p in point["p"]]


def _smoothed_point(rng: Random) -> Point:
    return {**_classes(rng), "epsilon": rng.choice((0.15, 0.3))}


def _targets(point: Point) -> list[float]:
    epsilon = point["epsilon"]
    return [round((1 - epsilon) * y + epsilon / 3, 9) for y in point["y"]]


def _targets_written(point: Point) -> list[str]:
    epsilon = number(point["epsilon"])
    q = ", ".join(map(number, _targets(point)))
    return [rf"q = (1 - {epsilon})y + \frac{{{epsilon}}}{{3}} = [{q}]"]


def _smoothed(point: Point) -> list[Term]:
    rows = zip(_targets(point), point["p"], strict=True)
    return [Term(rf"-{number(q)} \times \ln {number(p)}", -q * math.log(p)) for q, p in rows]


def _smoothed_arguments(point: Point) -> Point:
    return {**_by_class(point), "smoothing": point["epsilon"]}


def _smoothed_of_logits(point: Point, logits: list[float]) -> float:
    rows = zip(_targets(point), _softmax(logits), strict=True)
    return -math.fsum(q * math.log(p) for q, p in rows)


def _smoothed_steps(point: Point) -> list[str]:
    rows = zip(_targets(point), point["p"], strict=True)
    return [f"{number(p)} - {number(q)}" for q, p in rows]


def _weighted_point(rng: Random) -> Point:
    return {"p": rng.sample((0.9, 0.8, 0.5, 0.4), 2), "w": [1.0, rng.choice((2.0, 3.0, 4.0))]}


def _weighted(point: Point) -> list[Term]:
    total = math.fsum(point["w"])
    weights = " + ".join(map(number, point["w"]))
    rows = list(zip(point["w"], point["p"], strict=True))
    above = " + ".join(rf"{number(w)} \times \ln {number(p)}" for w, p in rows)
    return [Term(rf"-\frac{{{above}}}{{{weights}}}", -math.fsum(w * math.log(p) for w, p in rows) / total)]


def _weighted_arguments(point: Point) -> Point:
    first, second = point["p"]
    logits = [[math.log(first), math.log(1 - first)], [math.log(1 - second), math.log(second)]]
    return {"logits": logits, "target": [0, 1], "class_weights": point["w"]}


def _hinged_point(rng: Random) -> Point:
    true = rng.randrange(3)
    z = rng.sample((2.0, 1.4, 1.7, 0.5), 3)
    return {"z": z, "y": [float(at == true) for at in range(3)], "delta": 1.0}


def _hinged(point: Point) -> list[Term]:
    lead = point["z"][_true(point)]
    others = [z for at, z in enumerate(point["z"]) if at != _true(point)]
    return [
        Term(rf"\max(0, {number(z)} - {number(lead)} + 1)", max(0.0, z - lead + point["delta"]))
        for z in others
    ]


def _hinged_arguments(point: Point) -> Point:
    return {"logits": [point["z"]], "target": [_true(point)], "margin": point["delta"]}


# Labels 1 and -1


def _signed(rng: Random) -> Point:
    """Return a sample on the right side of the boundary within the margin, and one on the wrong side."""
    signs = rng.sample((1.0, -1.0), 2)
    margins = [rng.choice((0.2, 0.4, 0.5)), rng.choice((-0.3, -0.5, -1.0))]
    rng.shuffle(margins)
    return {"y": signs, "z": [round(y * margin, 6) for y, margin in zip(signs, margins, strict=True)]}


def _touching(rng: Random) -> Point:
    """Return samples inside the margin, beyond it and on its edge, where the hinge has its kink."""
    signs = [rng.choice((1.0, -1.0)) for _ in range(3)]
    margins = [rng.choice((0.5, -0.5)), 2.0, 1.0]
    rng.shuffle(margins)
    return {"y": signs, "z": [y * margin for y, margin in zip(signs, margins, strict=True)]}


def _by_score(point: Point) -> Point:
    return {"score": point["z"], "target": point["y"]}


def _product(y: float, z: float) -> str:
    return rf"{bracketed(y)} \times {bracketed(z)}"


def _of_margins(
    loss: Callable[[float], float], written: Callable[[float, float], str]
) -> Callable[[Point], list[Term]]:
    """Return what gives the terms of a loss of the margin."""

    def terms(point: Point) -> list[Term]:
        return [Term(written(y, z), loss(y * z)) for y, z in zip(point["y"], point["z"], strict=True)]

    return terms


def _at_scores(loss: Callable[[float], float]) -> Callable[[Point, list[float]], float]:
    """Return the mean of a loss of the margin at other scores."""

    def mean(point: Point, scores: list[float]) -> float:
        return math.fsum(loss(y * z) for y, z in zip(point["y"], scores, strict=True)) / len(scores)

    return mean


def _hinge(margin: float) -> float:
    return max(0.0, 1 - margin)


def _squared_hinge(margin: float) -> float:
    return max(0.0, 1 - margin) ** 2


def _logistic(margin: float) -> float:
    return math.log(1 + math.exp(-margin))


def _exponential(margin: float) -> float:
    return math.exp(-margin)


def _missed(margin: float) -> float:
    return float(margin <= 0)


def _mixed(rng: Random) -> Point:
    """Return four samples, of which one, two or three are on the wrong side."""
    signs = [rng.choice((1.0, -1.0)) for _ in range(4)]
    margins = [rng.choice((0.5, 1.0, 2.0)) * (-1 if at < rng.randint(1, 3) else 1) for at in range(4)]
    margins[0], margins[3] = -abs(margins[0]), abs(margins[3])
    rng.shuffle(margins)
    return {"y": signs, "z": [y * margin for y, margin in zip(signs, margins, strict=True)]}


def _hinge_steps(point: Point) -> list[str]:
    found = []
    for y, z in zip(point["y"], point["z"], strict=True):
        kink = sorted((0.0, -y / 3))
        edge = rf"\left[{', '.join('0' if not each else _third(each) for each in kink)}\right]"
        found.append(edge if y * z == 1 else "0" if y * z > 1 else _third(-y / 3))
    return found


def _third(value: float) -> str:
    return r"-\frac{1}{3}" if value < 0 else r"\frac{1}{3}"


def _squared_hinge_steps(point: Point) -> list[str]:
    rows = zip(point["y"], point["z"], strict=True)
    return [
        rf"-\frac{{2}}{{2}} \times {bracketed(y)} \times (1 - {number(y * z) if y * z > 0 else bracketed(y * z)})"
        for y, z in rows
    ]


def _logistic_steps(point: Point) -> list[str]:
    rows = zip(point["y"], point["z"], strict=True)
    return [rf"-\frac{{1}}{{2}} \times {bracketed(y)} \times \sigma({number(-y * z)})" for y, z in rows]


def _exponential_steps(point: Point) -> list[str]:
    rows = zip(point["y"], point["z"], strict=True)
    return [rf"-\frac{{1}}{{2}} \times {bracketed(y)} \times e^{{{number(-y * z)}}}" for y, z in rows]


def _scores(point: Point) -> list[float]:
    return list(point["z"])


_MARGIN = (_SIGN, _SCORE)
_FOCAL = (Given("p", "p", "true-probability"), Given("alpha", r"\alpha"), Given("gamma", r"\gamma"))
_CE = r"L = -\sum_{c=1}^{C} y_c\ln p_c"

VALUES = (
    Value("bce", _FORMULA["bce"], (_CLASS, _PROBABILITY), _binary, _bces, _by_probability),
    Value("bce-logits", _FORMULA["bce-logits"], (_CLASS, _LOGIT), _logits, _bce_logits_terms, _by_z),
    Value("focal-binary", r"L = -\alpha(1 - p)^\gamma\ln p", _FOCAL, _focal_point, _focals, _focal_arguments),
    Value("focal", r"L = -\alpha(1 - p)^\gamma\ln p", _FOCAL, _focal_point, _focals, _focal_classes),
    Value("softmax-ce", _CE, (_ONE_HOT, _PROBABILITIES), _classes, _cross_entropies, _by_class),
    Value(
        "weighted-ce",
        r"L = -\frac{\sum_{i=1}^{n} w_i\ln p_i}{\sum_{i=1}^{n} w_i}",
        (Given("p", "p", "true-probability"), Given("w", "w", "class-weight")),
        _weighted_point,
        _weighted,
        _weighted_arguments,
    ),
    Value(
        "label-smoothing",
        r"L = -\sum_{c=1}^{C} q_c\ln p_c,\quad q_c = (1 - \epsilon)y_c + \frac{\epsilon}{C}",
        (_ONE_HOT, _PROBABILITIES, Given("epsilon", r"\epsilon", "label-smoothing")),
        _smoothed_point,
        _smoothed,
        _smoothed_arguments,
        "sum",
        _targets_written,
    ),
    Value(
        "multiclass-hinge",
        r"L = \sum_{c \neq t}\max(0, z_c - z_t + \Delta)",
        (Given("z", "z", "logit"), Given("y", "y", "one-hot-t"), Given("delta", r"\Delta")),
        _hinged_point,
        _hinged,
        _hinged_arguments,
        "sum",
    ),
    Value(
        "logistic",
        _FORMULA["logistic"],
        _MARGIN,
        _signed,
        _of_margins(_logistic, lambda y, z: rf"\ln(1 + e^{{{number(-y * z)}}})"),
        _by_score,
    ),
    Value(
        "hinge",
        _FORMULA["hinge"],
        _MARGIN,
        _signed,
        _of_margins(_hinge, lambda y, z: rf"\max(0, 1 - {_product(y, z)})"),
        _by_score,
    ),
    Value(
        "squared-hinge",
        _FORMULA["squared-hinge"],
        _MARGIN,
        _signed,
        _of_margins(_squared_hinge, lambda y, z: rf"\max(0, 1 - {_product(y, z)})^2"),
        _by_score,
    ),
    Value(
        "exponential",
        _FORMULA["exponential"],
        _MARGIN,
        _signed,
        _of_margins(_exponential, lambda y, z: f"e^{{{number(-y * z)}}}"),
        _by_score,
    ),
    Value(
        "zero-one",
        _FORMULA["zero-one"],
        _MARGIN,
        _mixed,
        _of_margins(_missed, lambda y, z: str(int(y * z <= 0))),
        _by_score,
    ),
)

_BCE_OF_Z = r"L = -\frac{1}{n}\sum_{i=1}^{n}[y_i\ln p_i + (1 - y_i)\ln(1 - p_i)],\quad p_i = \sigma(z_i)"
_CE_OF_Z = _CE + r",\quad p = \operatorname{softmax}(z)"


def _binary_logits(point: Point) -> list[float]:
    return [_logit(p) for p in point["p"]]


def _bce_slope(key: str) -> Slope:
    """Return the gradient of binary cross-entropy with respect to the logits, whatever the note calls it."""
    return Slope(
        key,
        _BCE_OF_Z,
        (_CLASS, _PROBABILITY),
        _binary,
        "z",
        _binary_logits,
        _bce_of_logits,
        "logits",
        _by_logits,
        r"\frac{1}{n}(p_i - y_i)",
        _bce_logit_steps,
        kernel="bce-logits",
    )


def _margin_slope(
    key: str,
    draw: Callable[[Random], Point],
    loss: Callable[[float], float],
    steps: Callable[[Point], list[str]],
) -> Slope:
    """Return the gradient of a loss of the margin with respect to the scores."""
    return Slope(
        key,
        _FORMULA[key],
        _MARGIN,
        draw,
        "z",
        _scores,
        _at_scores(loss),
        "score",
        _by_score,
        _GRADIENT[key],
        steps,
    )


SLOPES = (
    _bce_slope("bce"),
    _bce_slope("bce-logits"),
    Slope(
        "softmax-ce",
        _CE_OF_Z,
        (_ONE_HOT, _PROBABILITIES),
        _classes,
        "z",
        _log_probabilities,
        _ce_of_logits,
        "logits",
        _by_class,
        "p_c - y_c",
        _ce_steps,
    ),
    Slope(
        "label-smoothing",
        r"L = -\sum_{c=1}^{C} q_c\ln p_c,\quad q_c = (1 - \epsilon)y_c + \frac{\epsilon}{C},\quad p = \operatorname{softmax}(z)",
        (_ONE_HOT, _PROBABILITIES, Given("epsilon", r"\epsilon", "label-smoothing")),
        _smoothed_point,
        "z",
        _log_probabilities,
        _smoothed_of_logits,
        "logits",
        _smoothed_arguments,
        "p_c - q_c",
        _smoothed_steps,
    ),
    _margin_slope("hinge", _touching, _hinge, _hinge_steps),
    _margin_slope("squared-hinge", _signed, _squared_hinge, _squared_hinge_steps),
    _margin_slope("logistic", _signed, _logistic, _logistic_steps),
    _margin_slope("exponential", _signed, _exponential, _exponential_steps),
)
