"""What the catalogue claims of losses over regions, boxes, sequences, pairs, policies and tasks holds of their values."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.kernel import load

ELSEWHERE = ("regression", "classification", "penalty")  # told of in test_catalogue.py
KEYS = [key for key, entry in catalogue().items() if entry.family not in ELSEWHERE]
SMALL = {"n": 2, "c": 2, "d": 2, "t": 2, "l": 1}


def curvatures(key: str, name: str) -> list[float]:
    """Second differences of a loss along short random lines through samples, some of them far from 0."""
    loss = load(key)
    domain = next(a.domain for a in loss.facts.arguments if a.name == name)
    found = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        point = loss.sample(rng, SMALL if seed % 2 else {})
        x = np.asarray(point[name]) * (4 if domain == "real" and seed % 3 else 1)
        step = rng.normal(size=x.shape)
        step *= 0.015 / np.abs(step).max()
        sides = [loss.value(**(point | {name: x + s * step}), reduction="sum") for s in (-1, 0, 1)]
        found.append(float(sides[0] + sides[2] - 2 * sides[1]))
    return found


@pytest.mark.parametrize("key", KEYS)
def test_a_loss_curves_downwards_nowhere_if_it_is_said_to_be_convex_and_else_somewhere(key: str) -> None:
    lowest = {name: min(curvatures(key, name)) for name in catalogue()[key].differentiable}
    if catalogue()[key].convex:
        assert all(curvature > -1e-12 for curvature in lowest.values())
    else:
        assert any(curvature < -1e-6 for curvature in lowest.values())


Bound = Callable[[dict[str, Any]], Any]
BOUNDS: dict[str, tuple[str, Bound, dict[str, Any], float]] = {
    # words of the catalogue, their value, a point near the bound, and how near it is
    "dice": (
        "1 / smooth",
        lambda p: 1 / p["smooth"],
        {"prediction": [1e-9], "target": [0], "smooth": 0.01},
        0.99,
    ),
    "soft-iou": (
        "1 / smooth",
        lambda p: 1 / p["smooth"],
        {"prediction": [1e-9], "target": [0], "smooth": 0.01},
        0.99,
    ),
    "tversky": (
        "max(alpha / smooth, 1 / beta)",
        lambda p: max(p["alpha"] / p.get("smooth", 1e-6), 1 / p["beta"]),
        {"prediction": [1e-9], "target": [0], "smooth": 0.01, "alpha": 0.3, "beta": 0.7},
        0.99,
    ),
    "ctc": ("1", lambda p: 1, {"logits": [[[40.0, 0.0]]], "labels": [[1]]}, 0.99),
    "triplet": ("2", lambda p: 2, {"anchor": [[0.0]], "positive": [[1.0]], "negative": [[-1.0]]}, 1.0),
    "cosine-embedding": (
        "1 / |a|",
        lambda p: 1 / np.linalg.norm(p["first"], axis=-1, keepdims=True),
        {"first": [[3.0, 0.0]], "second": [[0.0, 1.0]], "label": [1]},
        1.0,
    ),
    "margin-ranking": ("1", lambda p: 1, {"first": [0.0], "second": [1.0], "label": [1]}, 1.0),
    "bpr": ("1", lambda p: 1, {"positive": [0.0], "negative": [9.0]}, 0.99),
    "dpo": (
        "beta",
        lambda p: p["beta"],
        {
            "policy_chosen": [-99.0],
            "policy_rejected": [-1.0],
            "reference_chosen": [-1.0],
            "reference_rejected": [-99.0],
            "beta": 0.1,
        },
        0.99,
    ),
    "entropy-bonus": (
        "log c",
        lambda p: np.log(np.shape(p["logits"])[-1]),
        {"logits": [[9.0] + [0.0] * 9999]},
        0.2,
    ),
    "static-weights": ("max w", lambda p: np.max(p["weights"]), {"losses": [1.0], "weights": [3.0]}, 1.0),
    "gradnorm": (
        "max G",
        lambda p: np.max(p["gradient_norms"]),
        {"weights": [1.0], "gradient_norms": [3.0], "targets": [1.0]},
        1.0,
    ),
    "dynamic-weight-average": (
        "T",
        lambda p: len(p["losses"]),
        {"losses": [1.0, 1.0], "previous": [20.0, 1.0], "earlier": [1.0, 1.0]},
        0.99,
    ),
    "adaptive-weights": (
        "1",
        lambda p: 1,
        {"losses": [1.0, 1.0], "observed": [1.0, 1.0], "weights": [1.0, 1e-9]},
        0.99,
    ),
}


def largest(key: str, point: dict[str, Any]) -> float:
    """The largest entry of the gradient with respect to the first argument, over the bound."""
    loss = load(key)
    assert loss.gradient
    first = np.abs(loss.gradient(**point, reduction="none")[loss.facts.differentiable[0]])
    return float((first / BOUNDS[key][1](point)).max())


@pytest.mark.parametrize("key", BOUNDS)
def test_the_gradient_keeps_its_bound_and_comes_near_it(key: str) -> None:
    words, _, point, near = BOUNDS[key]
    assert catalogue()[key].gradient_bound == words
    assert near <= largest(key, point) <= 1
    for seed in range(30):
        sampled = load(key).sample(np.random.default_rng(seed), {})
        defaults = {a.name: a.default for a in load(key).facts.arguments if a.default is not None}
        assert largest(key, defaults | sampled) <= 1 + 1e-12


UNBOUNDED: dict[str, dict[str, Any]] = {
    "kl": {"prediction": [[1e-9, 1.0]], "target": [[0.5, 0.5]]},
    "kl-reverse": {"prediction": [[0.5, 0.5]], "target": [[1e-200, 1.0]]},
    "jensen-shannon": {"prediction": [[1e-300, 1.0]], "target": [[0.5, 0.5]]},
    "box-iou": {"prediction": [[0, 0, 1e-3, 1e-3]], "target": [[-1e-4, -1e-4, 2e-3, 2e-3]]},
    "giou": {"prediction": [[0, 0, 1e-3, 1e-3]], "target": [[-1e-4, -1e-4, 2e-3, 2e-3]]},
    "contrastive": {"first": [[900.0]], "second": [[0.0]], "label": [1]},
    "info-nce": {"queries": [[0.0], [0.0]], "keys": [[900.0], [-900.0]]},
    "nt-xent": {"first": [[1e-3, 0.0], [0.0, 1.0]], "second": [[0.0, 1.0], [1.0, 0.0]]},
    "ppo-clip": {"log_probs": [9.0], "old_log_probs": [0.0], "advantages": [-1.0]},
    "uncertainty-weighting": {"losses": [1.0], "log_sigma": [-9.0]},
}


@pytest.mark.parametrize("key", KEYS)
def test_a_gradient_without_a_bound_can_be_made_large(key: str) -> None:
    """At these points it is above 100; every other loss has a bound in the table above."""
    assert (key in UNBOUNDED) != (key in BOUNDS)
    if key in UNBOUNDED:
        assert catalogue()[key].gradient_bound == "unbounded"
        gradient = load(key).gradient
        assert gradient
        name = catalogue()[key].differentiable[0]
        assert np.abs(gradient(**UNBOUNDED[key])[name]).max() > 100
