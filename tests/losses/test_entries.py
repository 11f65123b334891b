"""What holds for every loss of the catalogue, whatever its family."""

from typing import Any

import numpy as np
import pytest

from studycli.errors import LossInputError
from studycli.losses.catalogue import catalogue
from studycli.losses.kernel import load
from studycli.losses.model import Loss

STEP = 1e-20  # of the complex step: its square vanishes beside every value of a sample
KEYS = list(catalogue())
SMOOTH = [key for key in KEYS if catalogue()[key].differentiable]
WITH_GRADIENT = [(key, name) for key in SMOOTH for name in catalogue()[key].differentiable]

WEIGHTED = {"weighted-ce"}  # its mean is divided by the sum of the weights


def sampled(loss: Loss, seed: int = 4) -> dict[str, Any]:
    return loss.sample(np.random.default_rng(seed), {})


def complex_step(loss: Loss, point: dict[str, Any], name: str, step: float, **options: Any) -> Any:
    """The gradient by complex step, entry by entry."""
    x = np.asarray(point[name], dtype=np.complex128)
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += 1j * step
        value = loss.value(**(point | {name: moved}), **options)
        gradient[index] = np.asarray(value).imag.sum() / step
    return gradient


@pytest.mark.no_cover  # entry by entry what is computed at once elsewhere
@pytest.mark.parametrize("step", [STEP, 1e-200])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(("key", "name"), WITH_GRADIENT)
def test_the_gradient_is_the_complex_step_of_the_value(
    key: str, name: str, reduction: str, step: float
) -> None:
    loss = load(key)
    point = sampled(loss)
    assert loss.gradient
    gradient = loss.gradient(**point, reduction=reduction)[name]
    numeric = complex_step(loss, point, name, step, reduction=reduction)
    assert gradient.shape == np.shape(point[name])
    np.testing.assert_allclose(gradient, numeric, rtol=1e-12, atol=1e-14 * np.abs(numeric).max())


@pytest.mark.parametrize(("key", "name"), WITH_GRADIENT)
def test_gradients_continue_to_complex_numbers_too(key: str, name: str) -> None:
    """So that second derivatives come by complex step; compared with central differences, accurate to 1e-9."""
    loss = load(key)
    point = sampled(loss)
    assert loss.gradient
    x = np.asarray(point[name])
    direction = np.random.default_rng(7).normal(size=x.shape)
    moved = loss.gradient(**(point | {name: x + 1j * STEP * direction}))[name]
    step = 1e-5
    ahead = loss.gradient(**(point | {name: x + step * direction}))[name]
    behind = loss.gradient(**(point | {name: x - step * direction}))[name]
    np.testing.assert_allclose(moved.real, loss.gradient(**point)[name], rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(moved.imag / STEP, (ahead - behind) / (2 * step), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("key", KEYS)
def test_the_value_at_a_real_point_is_that_of_its_complex_neighbour(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    real = loss.value(**point)
    for name in loss.facts.differentiable:
        near = loss.value(**(point | {name: np.asarray(point[name]) + 1j * STEP}))
        np.testing.assert_allclose(near.real, real, rtol=1e-14)


@pytest.mark.parametrize("key", SMOOTH)
def test_there_is_a_gradient_for_each_differentiable_argument_and_no_other(key: str) -> None:
    loss = load(key)
    assert loss.gradient
    assert tuple(loss.gradient(**sampled(loss))) == loss.facts.differentiable


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_values_and_gradients_have_the_precision_of_the_arguments(key: str, dtype: Any) -> None:
    loss = load(key)
    point = {
        name: value.astype(dtype) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in sampled(loss).items()
    }
    results = [loss.value(**point, reduction=reduction) for reduction in ("mean", "sum", "none")]
    if loss.gradient:
        results += loss.gradient(**point).values()
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@pytest.mark.parametrize("key", KEYS)
def test_values_in_float32_are_near_those_in_float64(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    narrow = {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in point.items()
    }
    np.testing.assert_allclose(loss.value(**narrow), loss.value(**point), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("key", KEYS)
def test_a_sample_has_the_sizes_asked_for_and_is_the_same_for_the_same_seed(key: str) -> None:
    loss = load(key)
    axes = {axis for argument in loss.facts.arguments for axis in argument.shape.split() if axis.isalpha()}
    first = loss.sample(np.random.default_rng(1), dict.fromkeys(sorted(axes), 5))
    again = loss.sample(np.random.default_rng(1), dict.fromkeys(sorted(axes), 5))
    assert first.keys() == again.keys()
    for name, value in first.items():
        np.testing.assert_array_equal(value, again[name])


@pytest.mark.parametrize("key", KEYS)
def test_arguments_are_those_of_the_catalogue(key: str) -> None:
    loss = load(key)
    known = {argument.name for argument in loss.facts.arguments}
    required = {a.name for a in loss.facts.arguments if a.default is None and not a.optional}
    assert required <= sampled(loss).keys() <= known


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_batch_is_an_error_that_names_the_argument(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    first = loss.facts.arguments[0].name
    with pytest.raises(LossInputError, match=rf"^{first} is empty"):
        loss.value(**(point | {first: np.asarray(point[first])[:0]}))


@pytest.mark.parametrize("key", KEYS)
def test_an_unknown_reduction_is_an_error(key: str) -> None:
    loss = load(key)
    with pytest.raises(LossInputError, match="'median' is not a reduction: it is mean, sum, none"):
        loss.value(**sampled(loss), reduction="median")
    if loss.gradient:
        with pytest.raises(LossInputError, match="'median' is not a reduction"):
            loss.gradient(**sampled(loss), reduction="median")


@pytest.mark.parametrize(("key", "name"), WITH_GRADIENT)
def test_nan_passes_through_to_the_value(key: str, name: str) -> None:
    loss = load(key)
    point = sampled(loss)
    hurt = np.array(point[name], dtype=np.float64)
    hurt.flat[0] = np.nan
    assert np.isnan(loss.value(**(point | {name: hurt}))).any()


@pytest.mark.parametrize("key", KEYS)
def test_the_reductions_agree(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    each = loss.value(**point, reduction="none")
    np.testing.assert_allclose(loss.value(**point, reduction="sum"), each.sum(), rtol=1e-13)
    if key not in WEIGHTED:
        np.testing.assert_allclose(loss.value(**point, reduction="mean"), each.mean(), rtol=1e-13)


OUTSIDE = {
    "positive": 0.0,
    "nonnegative": -1.0,
    "probability": 1.5,
    "(0, 1)": 1.0,
    "[0, 1]": -0.5,
    "[-1, 1]": 1.5,
}
TOGETHER = {
    "info-nce",
    "nt-xent",
}  # each sample is a negative of the others, so that one twice is another batch
WITH_WEIGHTS = [key for key in KEYS if {"weights", "mask"} <= {a.name for a in catalogue()[key].arguments}]


def axes_of(loss: Loss, point: dict[str, Any]) -> dict[str, Any]:
    """The arguments that have one row for each sample."""
    arrays = {a.name for a in loss.facts.arguments if a.shape.split()[:1] == ["n"]}
    return {name: point[name] for name in arrays & point.keys()}


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("key", [key for key in WITH_WEIGHTS if key not in TOGETHER])
def test_a_weight_of_two_is_the_sample_twice_and_a_weight_of_zero_leaves_it_out(
    key: str, reduction: str
) -> None:
    loss = load(key)
    point = sampled(loss)
    rows = axes_of(loss, point)
    count = len(next(iter(rows.values())))
    weights = np.arange(count) % 3
    repeated = {name: np.repeat(value, weights, axis=0) for name, value in rows.items()}
    weighted = loss.value(**point, weights=weights, reduction=reduction)
    np.testing.assert_allclose(
        weighted, loss.value(**(point | repeated), reduction=reduction), rtol=1e-13, atol=1e-15
    )
    if loss.gradient:
        gradient = loss.gradient(**point, weights=weights, reduction=reduction)
        for name in loss.facts.differentiable:
            numeric = complex_step(loss, point, name, STEP, weights=weights, reduction=reduction)
            np.testing.assert_allclose(gradient[name], numeric, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("key", WITH_WEIGHTS)
def test_what_the_mask_leaves_out_does_not_count_even_if_it_is_nan(key: str, reduction: str) -> None:
    loss = load(key)
    point = sampled(loss)
    rows = axes_of(loss, point)
    mask = np.arange(len(next(iter(rows.values())))) % 2 == 0
    kept = loss.value(**(point | {name: value[mask] for name, value in rows.items()}), reduction=reduction)
    first = loss.facts.arguments[0].name
    hurt = np.array(point[first], dtype=np.float64)
    hurt[~mask] = np.nan
    masked = loss.value(**(point | {first: hurt}), mask=mask, reduction=reduction)
    np.testing.assert_allclose(masked[mask] if masked.shape == mask.shape else masked, kept, rtol=1e-13)
    if masked.shape == mask.shape:
        assert not masked[~mask].any()
    if loss.gradient:
        gradient = loss.gradient(**(point | {first: hurt}), mask=mask, reduction=reduction)
        assert all(not array[~mask].any() for array in gradient.values())


@pytest.mark.parametrize("key", WITH_WEIGHTS)
def test_a_mean_of_nothing_is_an_error(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    nothing = np.zeros(len(next(iter(axes_of(loss, point).values()))))
    for name in ("mask", "weights"):
        with pytest.raises(LossInputError, match="leave no sample to take a mean of"):
            loss.value(**point, **{name: nothing})


@pytest.mark.parametrize("key", KEYS)
def test_no_argument_is_broadcast(key: str) -> None:
    """An axis too many, (n, 1) for (n,), is an error that names the argument."""
    loss = load(key)
    point = sampled(loss)
    arrays = [a.name for a in loss.facts.arguments if a.shape and a.name in point]
    for name in arrays[1:]:
        with pytest.raises(LossInputError, match=rf"^{name} has shape"):
            loss.value(**(point | {name: np.asarray(point[name])[..., None]}))
        if loss.gradient:
            with pytest.raises(LossInputError, match=rf"^{name} has shape"):
                loss.gradient(**(point | {name: np.asarray(point[name])[..., None]}))


@pytest.mark.parametrize("key", KEYS)
def test_parameters_outside_of_their_domain_are_errors(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    for argument in loss.facts.arguments:
        if argument.default is not None and argument.domain not in {"real", "class"}:
            with pytest.raises(LossInputError, match=rf"^{argument.name} is -?[0-9.]+, expected"):
                loss.value(**(point | {argument.name: OUTSIDE[argument.domain]}))
            with pytest.raises(LossInputError, match=rf"^{argument.name} has shape \(2,\), expected one"):
                loss.value(**(point | {argument.name: np.ones(2)}))


@pytest.mark.parametrize("key", KEYS)
def test_defaults_are_those_of_the_catalogue(key: str) -> None:
    loss = load(key)
    point = sampled(loss)
    defaults = {
        a.name: int(a.default) if a.domain == "class" else a.default
        for a in loss.facts.arguments
        if a.default is not None
    }
    bare = {name: value for name, value in point.items() if name not in defaults}
    np.testing.assert_array_equal(loss.value(**bare), loss.value(**(bare | defaults)))
