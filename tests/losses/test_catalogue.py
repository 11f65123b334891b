"""The catalogue: what is known of each loss, and what it claims checked by numbers."""

import inspect
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from studycli.errors import UnknownLossError
from studycli.losses.catalogue import FAMILIES, catalogue, facts
from studycli.losses.kernel import load
from studycli.losses.model import Facts

ENTRIES = list(catalogue().values())
DOMAINS = {"real", "positive", "nonnegative", "probability", "simplex", "binary", "sign", "class", "box"}
LIKELIHOODS = {
    "",
    "gaussian",
    "laplace",
    "asymmetric-laplace",
    "bernoulli",
    "categorical",
    "poisson",
    "bradley-terry",
}


def test_every_loss_of_the_plan_is_there() -> None:
    assert list(catalogue()) == [
        "mse",
        "rmse",
        "mae",
        "huber",
        "smooth-l1",
        "log-cosh",
        "quantile",
        "poisson-nll",
        "gaussian-nll",
        "bce",
        "bce-logits",
        "focal-binary",
        "softmax-ce",
        "weighted-ce",
        "label-smoothing",
        "focal",
        "logistic",
        "hinge",
        "squared-hinge",
        "multiclass-hinge",
        "exponential",
        "zero-one",
        "kl",
        "kl-reverse",
        "jensen-shannon",
        "dice",
        "tversky",
        "soft-iou",
        "box-iou",
        "giou",
        "ctc",
        "triplet",
        "contrastive",
        "cosine-embedding",
        "info-nce",
        "nt-xent",
        "margin-ranking",
        "bpr",
        "dpo",
        "ppo-clip",
        "entropy-bonus",
        "l1",
        "l2",
        "elastic-net",
        "static-weights",
        "uncertainty-weighting",
        "gradnorm",
        "dynamic-weight-average",
        "adaptive-weights",
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("mse", "mse"),
        ("均方误差", "mse"),
        ("focal", "focal"),
        ("Focal Loss", "focal-binary"),
        ("IoU", "soft-iou"),
    ],
)
def test_a_loss_is_found_by_its_key_and_by_its_names(name: str, key: str) -> None:
    assert facts(name).key == key
    assert load(name) is load(key)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("softmx-ce", "There is no loss 'softmx-ce'. Did you mean softmax-ce or dice?"),
        ("qqqqqqqq", "There is no loss 'qqqqqqqq'. `study losses` lists all."),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_ones(name: str, sentence: str) -> None:
    with pytest.raises(UnknownLossError) as error:
        facts(name)
    assert str(error.value) == sentence
    assert error.value.exit_code == 2


def test_facts_and_names_come_without_numpy() -> None:
    code = (
        "import sys; from studycli.losses import catalogue, names; "
        "names.key_of('MSE'), names.mentions('MSE'), catalogue.facts('mse'); print('numpy' in sys.modules)"
    )
    assert subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout == ("False\n")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_every_entry_is_complete(entry: Facts) -> None:
    assert entry.english
    assert entry.chinese
    assert entry.aliases
    assert entry.formula
    assert entry.reference
    assert entry.family in {family.replace("_", "-") for family in FAMILIES}
    assert bool(entry.gradient) == bool(entry.differentiable)
    assert entry.likelihood in LIKELIHOODS
    assert entry.outliers in {"", "quadratic", "linear", "bounded", "none", "exponential"}
    assert entry.curve in {"", "margin", "residual", "weight"}
    assert entry.gradient_bound
    assert "$" not in entry.formula + entry.gradient


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_braces_and_environments_of_formulas_are_closed(entry: Facts) -> None:
    for formula in (entry.formula, entry.gradient):
        assert formula.count("{") == formula.count("}")
        assert formula.count(r"\begin") == formula.count(r"\end")
        assert formula.count(r"\left") == formula.count(r"\right")
        assert formula.count("(") == formula.count(")")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_arguments_are_those_of_the_functions(entry: Facts) -> None:
    loss = load(entry.key)
    for argument in entry.arguments:
        assert argument.domain in DOMAINS or argument.domain[0] in "([", argument
        assert argument.meaning
    for function in filter(None, (loss.value, loss.gradient)):
        parameters = inspect.signature(function).parameters
        passed_on = "reducing" in parameters
        for argument in entry.arguments:
            if argument.name in {"weights", "mask"} and passed_on:
                continue
            assert argument.name in parameters
            given = parameters[argument.name].default
            required = argument.default is None and not argument.optional
            assert (given is inspect.Parameter.empty) == required
            if argument.default is not None:
                assert given == argument.default
        assert passed_on or parameters["reduction"].default == "mean"


def bound(entry: Facts, point: dict[str, Any]) -> float:
    """The value of an entry's bound, an expression in the names of its parameters."""
    names = {a.name: a.default for a in entry.arguments if a.default is not None} | point
    words = entry.gradient_bound.replace("lambda", "strength").replace(" (", " * (")
    known = {"sqrt": np.sqrt, "max": lambda *x: np.max(x[0]) if len(x) == 1 else max(x), "e": np.e}
    sizes = {"n": 8, "c": 5}
    return float(eval(words, {"__builtins__": {}}, known | sizes | names))  # noqa: S307 - our own expression


OWN = ("regression", "classification", "penalty")


@pytest.mark.parametrize(
    "entry",
    [e for e in ENTRIES if e.family in OWN and e.gradient_bound != "unbounded" and e.gradient],
    ids=lambda entry: entry.key,
)
def test_the_gradient_keeps_its_bound_and_comes_near_it(entry: Facts) -> None:
    """Over samples that are scaled up to be far off; rmse by its mean over 8 samples, which share it."""
    loss = load(entry.key)
    name = entry.differentiable[0]
    assert loss.gradient
    largest = 0.0
    for seed in range(20):
        for scale in (0.3, 1.0, 5.0, 40.0):
            point = loss.sample(np.random.default_rng(seed), {})
            point[name] = scale * point[name]
            limit = bound(entry, point)
            reduction = "mean" if entry.key == "rmse" else "none"
            ratio = np.abs(loss.gradient(**point, reduction=reduction)[name]).max() / limit
            largest = max(largest, float(ratio))
    assert 0.6 < largest <= 1 + 1e-12


@pytest.mark.parametrize(
    "entry", [e for e in ENTRIES if e.family in OWN and e.gradient], ids=lambda entry: entry.key
)
def test_convexity_in_the_first_argument_is_as_claimed(entry: Facts) -> None:
    """Along random chords the middle lies below the mean of the ends; for the others one chord shows otherwise."""
    loss = load(entry.key)
    name = entry.differentiable[0]
    below = True
    for seed in range(40):
        point = loss.sample(np.random.default_rng(seed), {"n": 1})
        other = loss.sample(np.random.default_rng(1000 + seed), {"n": 1})[name]
        scale = 1.0 if entry.key == "bce" else 3.0
        first, second = scale * point[name], scale * other
        ends = loss.value(**(point | {name: first})) + loss.value(**(point | {name: second}))
        middle = loss.value(**(point | {name: (first + second) / 2}))
        below &= bool(middle <= ends / 2 + 1e-12 * abs(ends))
    assert below == bool(entry.convex)
