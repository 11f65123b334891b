"""Checks of arguments, and reductions."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import LossInputError
from studycli.losses import arrays


def test_integers_take_the_precision_of_the_other_arguments() -> None:
    narrow = arrays.floats(a=np.zeros(2, np.float32), b=[0, 1], c=[True, False])
    assert [array.dtype for array in narrow] == [np.float32] * 3
    assert [array.dtype for array in arrays.floats(a=[1, 2], b=[0, 1])] == [np.float64] * 2
    assert [array.dtype for array in arrays.floats(a=np.zeros(2, np.complex128), b=[1, 2])] == [
        np.complex128,
        np.float64,
    ]


def test_half_precision_is_widened() -> None:
    assert arrays.floats(a=np.zeros(2, np.float16))[0].dtype == np.float32


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([], "a is empty, of shape (0,): a loss needs at least one sample."),
        (np.zeros((3, 0)), "a is empty, of shape (3, 0): a loss needs at least one sample."),
        (["x"], "a has type <U1, expected numbers."),
        ([[1.0], [1.0, 2.0]], "a is no array: its rows have different lengths."),
        (None, "a has type object, expected numbers."),
    ],
)
def test_what_is_no_batch_of_numbers_is_told(value: Any, sentence: str) -> None:
    with pytest.raises(LossInputError) as error:
        arrays.floats(a=value)
    assert str(error.value) == sentence


def test_a_column_is_never_broadcast_against_a_row() -> None:
    with pytest.raises(LossInputError) as error:
        arrays.same_shape(prediction=np.zeros(3), target=np.zeros((3, 1)))
    assert str(error.value) == "target has shape (3, 1), expected (3,), the shape of prediction."


def test_the_number_of_axes_is_checked() -> None:
    arrays.require_axes("logits", np.zeros((2, 3)), 2, "(n, c): samples by classes")
    with pytest.raises(LossInputError) as error:
        arrays.require_axes("logits", np.zeros(3), 2, "(n, c): samples by classes")
    assert str(error.value) == "logits has shape (3,), expected (n, c): samples by classes."


@pytest.mark.parametrize(
    ("domain", "inside", "outside", "words"),
    [
        ("positive", 1e-300, 0.0, "above 0"),
        ("nonnegative", 0.0, -0.5, "at least 0"),
        ("probability", 1.0, 1.5, "between 0 and 1"),
        ("binary", 1.0, 0.5, "0 or 1"),
        ("sign", -1.0, 0.0, "-1 or 1"),
        ("(0, 1)", 0.5, 1.0, "in (0, 1)"),
        ("[0, 1]", 1.0, 1.25, "in [0, 1]"),
        ("[0, 1)", 0.0, 1.0, "in [0, 1)"),
        ("(-1, 2]", 2.0, -1.0, "in (-1, 2]"),
    ],
)
def test_domains(domain: str, inside: float, outside: float, words: str) -> None:
    array = np.array([inside, np.nan])
    assert arrays.within("p", array, domain) is array
    with pytest.raises(LossInputError) as error:
        arrays.within("p", np.array([inside, outside]), domain)
    assert str(error.value) == f"p is {outside:g} at index 1, expected {words}."


def test_every_number_is_real() -> None:
    assert arrays.number("margin", -1e300) == -1e300


def test_the_place_of_a_wrong_entry_in_a_matrix() -> None:
    with pytest.raises(LossInputError, match=r"^p is 2 at index \(1, 0\), expected between 0 and 1\.$"):
        arrays.within("p", np.array([[0.5, 1.0], [2.0, 3.0]]), "probability")


def test_the_imaginary_part_of_a_step_is_in_every_domain() -> None:
    arrays.within("p", np.array([1 + 1e-20j]), "probability")


def test_a_parameter_is_one_real_number() -> None:
    assert arrays.number("delta", np.float32(0.5), "positive") == 0.5
    assert type(arrays.number("delta", np.array([2]), "positive")) is float
    for value in ([1.0, 2.0], 1j):
        with pytest.raises(LossInputError, match=r"^delta has shape .*, expected one real number"):
            arrays.number("delta", value)
    with pytest.raises(LossInputError, match=r"^delta is 0, expected above 0\.$"):
        arrays.number("delta", 0, "positive")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([0, 3], "target has class 3, expected 0 to 2."),
        ([0, -1], "target has class -1, expected 0 to 2."),
        ([0.0, 1.0], "target has type float64, expected integers: indices of classes."),
        ([[0], [1]], "target has shape (2, 1), expected (2,), one index for each row of logits."),
    ],
)
def test_classes_are_indices(value: Any, sentence: str) -> None:
    assert arrays.classes("target", [0, 2], (2,), 3).tolist() == [0, 2]
    with pytest.raises(LossInputError) as error:
        arrays.classes("target", value, (2,), 3)
    assert str(error.value) == sentence


VALUES = np.array([1.0, 2.0, 6.0])


@pytest.mark.parametrize(
    ("options", "mean", "total", "each"),
    [
        ({}, 3.0, 9.0, [1.0, 2.0, 6.0]),
        ({"mask": [1, 1, 0]}, 1.5, 3.0, [1.0, 2.0, 0.0]),
        ({"mask": [True, False, True]}, 3.5, 7.0, [1.0, 0.0, 6.0]),
        ({"weights": [1.0, 1.0, 2.0]}, 3.75, 15.0, [1.0, 2.0, 12.0]),
        ({"weights": [1.0, 3.0, 2.0], "mask": [1, 1, 0]}, 1.75, 7.0, [1.0, 6.0, 0.0]),
    ],
)
def test_reductions(options: dict[str, Any], mean: float, total: float, each: list[float]) -> None:
    assert arrays.reduce(VALUES, **options) == mean
    assert arrays.reduce(VALUES, "sum", **options) == total
    assert arrays.reduce(VALUES, "none", **options).tolist() == each


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6),
    st.floats(0.01, 100),
    st.data(),
)
def test_scaling_all_weights_changes_no_mean(values: list[float], factor: float, data: Any) -> None:
    weights = np.array(data.draw(st.lists(st.floats(0.1, 10), min_size=len(values), max_size=len(values))))
    first = arrays.reduce(np.array(values), "mean", weights)
    again = arrays.reduce(np.array(values), "mean", factor * weights)
    np.testing.assert_allclose(first, again, rtol=1e-12, atol=1e-9)


def test_weights_do_not_widen_float32() -> None:
    values = VALUES.astype(np.float32)
    assert arrays.reduce(values, "mean", np.ones(3), np.ones(3)).dtype == np.float32
    assert arrays.spread(values, weights=np.ones(3)).dtype == np.float32


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"weights": [1.0, 2.0]}, "weights has shape (2,), expected (3,), one for each loss of a sample."),
        ({"weights": [1.0, -2.0, 0.0]}, "weights is -2 at index 1, expected at least 0."),
        ({"mask": [[1], [1], [1]]}, "mask has shape (3, 1), expected (3,), one for each loss of a sample."),
        ({"mask": [0, 0, 0]}, "The mask or the weights leave no sample to take a mean of."),
        ({"reduction": "avg"}, "'avg' is not a reduction: it is mean, sum, none."),
    ],
)
def test_wrong_weights_masks_and_reductions_are_told(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LossInputError) as error:
        arrays.reduce(VALUES, **options)
    assert str(error.value) == sentence


def test_the_share_of_a_sample_multiplies_all_its_slopes() -> None:
    slopes = np.array([[1.0, 2.0], [np.nan, 4.0]])
    assert arrays.spread(slopes, 1, mask=[1, 0]).tolist() == [[1.0, 2.0], [0.0, 0.0]]
    assert arrays.spread(slopes[:1], 1, weights=[2.0], reduction="sum").tolist() == [[2.0, 4.0]]


@pytest.mark.parametrize("x", [-2.0, -1e-9, 0.0, 1e-9, 3.0])
def test_real_functions_continue_to_complex_numbers(x: float) -> None:
    """The imaginary part of f(x + ih) is h f'(x); at 0, of the right side."""
    step = np.array([x + 1e-20j])
    side = 1.0 if x >= 0 else -1.0
    assert arrays.absolute(step)[0] == complex(abs(x), side * 1e-20)
    assert arrays.positive_part(step)[0] == (complex(x, 1e-20) if x >= 0 else 0)
    assert arrays.sign(step)[0] == np.sign(x)


@given(st.floats(-0.99, 1e6), st.floats(0, 10))
def test_complex_logarithms_and_powers_have_the_digits_of_real_ones(x: float, exponent: float) -> None:
    step = np.array([x + 1e-20j])
    np.testing.assert_allclose(arrays.log1p(step).real, np.log1p(x), rtol=1e-15, atol=1e-39)
    np.testing.assert_allclose(arrays.log1p(step).imag, 1e-20 / (1 + x), rtol=1e-14)
    if x >= 1e-3:
        np.testing.assert_allclose(arrays.power(step, exponent).real, x**exponent, rtol=1e-13, atol=1e-19)


def test_the_power_of_zero_is_zero_in_complex_numbers_too() -> None:
    assert arrays.power(np.zeros(1, complex), 2.0)[0] == 0
    assert arrays.power(np.zeros(1, complex), 0.0)[0] == 1


def test_overflow_is_told_by_the_value_alone() -> None:
    assert arrays.quiet(np.exp)(np.array([1e4])).tolist() == [np.inf]
