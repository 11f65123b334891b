"""Exercises on the losses of regions: masks of probabilities, and boxes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from studycli.quiz.exercises.model import Given, Point, Slope, Term, Value
from studycli.quiz.exercises.writing import number

if TYPE_CHECKING:
    from random import Random

_MASKS = (Given("p", "p", "pixel"), Given("y", "y", "mask"), Given("s", "s", "smoothing"))
_WEIGHTED = (*_MASKS, Given("alpha", r"\alpha"), Given("beta", r"\beta"))
_BOXES = (Given("a", "A", "box"), Given("b", "B"))


def _mask(rng: Random) -> Point:
    """Return four pixels, two of them of the region."""
    p = [rng.choice((0.9, 0.8)), rng.choice((0.7, 0.6)), rng.choice((0.3, 0.2)), rng.choice((0.1, 0.2))]
    return {"p": p, "y": [1.0, 1.0, 0.0, 0.0], "s": 1.0}


def _weighted_mask(rng: Random) -> Point:
    return {**_mask(rng), "alpha": 0.3, "beta": 0.7}


def _arguments(point: Point) -> Point:
    named = {"p": "prediction", "y": "target", "s": "smooth"}
    return {named.get(name, name): value for name, value in point.items()}


def _overlap(point: Point) -> float:
    return math.fsum(p * y for p, y in zip(point["p"], point["y"], strict=True))


def _sums(point: Point) -> list[str]:
    """Return what all losses of masks are made of, worked out."""
    overlap, ours, theirs = map(number, (_overlap(point), math.fsum(point["p"]), math.fsum(point["y"])))
    return [rf"\sum_i p_i y_i = {overlap},\quad \sum_i p_i = {ours},\quad \sum_i y_i = {theirs}"]


def _dice(point: Point) -> list[Term]:
    overlap, ours, theirs = _overlap(point), math.fsum(point["p"]), math.fsum(point["y"])
    written = rf"1 - \frac{{2 \times {number(overlap)} + 1}}{{{number(ours)} + {number(theirs)} + 1}}"
    return [Term(written, 1 - (2 * overlap + point["s"]) / (ours + theirs + point["s"]))]


def _iou(point: Point) -> list[Term]:
    overlap, ours, theirs = _overlap(point), math.fsum(point["p"]), math.fsum(point["y"])
    below = f"{number(ours)} + {number(theirs)} - {number(overlap)} + 1"
    value = 1 - (overlap + point["s"]) / (ours + theirs - overlap + point["s"])
    return [Term(rf"1 - \frac{{{number(overlap)} + 1}}{{{below}}}", value)]


def _misses(point: Point) -> tuple[float, float]:
    """Return how much was predicted outside of the region, and how much of the region was not."""
    return math.fsum(point["p"]) - _overlap(point), math.fsum(point["y"]) - _overlap(point)


def _misses_written(point: Point) -> list[str]:
    overlap, outside, missed = map(number, (_overlap(point), *_misses(point)))
    return [
        rf"\sum_i p_i y_i = {overlap},\quad \sum_i p_i(1 - y_i) = {outside},\quad \sum_i (1 - p_i)y_i = {missed}"
    ]


def _tversky(point: Point) -> list[Term]:
    overlap, (outside, missed) = _overlap(point), _misses(point)
    alpha, beta = point["alpha"], point["beta"]
    below = rf"{number(overlap)} + {number(alpha)} \times {number(outside)} + {number(beta)} \times {number(missed)} + 1"
    value = 1 - (overlap + point["s"]) / (overlap + alpha * outside + beta * missed + point["s"])
    return [Term(rf"1 - \frac{{{number(overlap)} + 1}}{{{below}}}", value)]


def _overlapping(rng: Random) -> Point:
    """Return two boxes of whole sides that overlap at a corner."""
    width, height = rng.choice((2, 3, 4)), rng.choice((2, 3, 4))
    right, down = rng.randint(1, width - 1), rng.randint(1, height - 1)
    return {
        "a": [0, 0, width, height],
        "b": [right, down, right + rng.choice((2, 3)), down + rng.choice((2, 3))],
    }


def _areas(point: Point) -> tuple[float, float, float]:
    """Return the areas of the intersection, of the union, and of the smallest box around both."""
    a, b = point["a"], point["b"]
    inner = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    outer = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    return inner, sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)) - inner, outer


def _areas_written(point: Point) -> list[str]:
    inner, union, _ = _areas(point)
    sizes = " + ".join(number((box[2] - box[0]) * (box[3] - box[1])) for box in (point["a"], point["b"]))
    return [rf"|A \cap B| = {number(inner)},\quad |A \cup B| = {sizes} - {number(inner)} = {number(union)}"]


def _all_areas_written(point: Point) -> list[str]:
    return [f"{_areas_written(point)[0]},\\quad |C| = {number(_areas(point)[2])}"]


def _box_iou(point: Point) -> list[Term]:
    inner, union, _ = _areas(point)
    return [Term(rf"1 - \frac{{{number(inner)}}}{{{number(union)}}}", 1 - inner / union)]


def _giou(point: Point) -> list[Term]:
    inner, union, outer = _areas(point)
    written = (
        rf"1 - \frac{{{number(inner)}}}{{{number(union)}}} + "
        rf"\frac{{{number(outer)} - {number(union)}}}{{{number(outer)}}}"
    )
    return [Term(written, 1 - inner / union + (outer - union) / outer)]


def _by_box(point: Point) -> Point:
    return {"prediction": [point["a"]], "target": [point["b"]]}


VALUES = (
    Value(
        "dice",
        r"L = 1 - \frac{2\sum_i p_i y_i + s}{\sum_i p_i + \sum_i y_i + s}",
        _MASKS,
        _mask,
        _dice,
        _arguments,
        before=_sums,
    ),
    Value(
        "soft-iou",
        r"L = 1 - \frac{\sum_i p_i y_i + s}{\sum_i p_i + \sum_i y_i - \sum_i p_i y_i + s}",
        _MASKS,
        _mask,
        _iou,
        _arguments,
        before=_sums,
    ),
    Value(
        "tversky",
        r"L = 1 - \frac{\sum_i p_i y_i + s}{\sum_i p_i y_i + \alpha\sum_i p_i(1 - y_i) + \beta\sum_i(1 - p_i)y_i + s}",
        _WEIGHTED,
        _weighted_mask,
        _tversky,
        _arguments,
        before=_misses_written,
    ),
    Value(
        "box-iou",
        r"L = 1 - \frac{|A \cap B|}{|A \cup B|}",
        _BOXES,
        _overlapping,
        _box_iou,
        _by_box,
        before=_areas_written,
    ),
    Value(
        "giou",
        r"L = 1 - \frac{|A \cap B|}{|A \cup B|} + \frac{|C| - |A \cup B|}{|C|}",
        (*_BOXES, Given("", "C", "hull")),
        _overlapping,
        _giou,
        _by_box,
        before=_all_areas_written,
    ),
)

SLOPES: tuple[Slope, ...] = ()
