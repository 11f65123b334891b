"""Shapes as they are typed."""

import pytest

from studycli.errors import ShapeError
from studycli.losses.catalogue import facts
from studycli.losses.shapes import axes, read_shape, sizes_of


@pytest.mark.parametrize(
    ("text", "shape"),
    [("64x100", (64, 100)), ("8", (8,)), ("2X3×4", (2, 3, 4)), (" 5 x 6 ", (5, 6)), ("1x1", (1, 1))],
)
def test_sizes_stand_between_crosses(text: str, shape: tuple[int, ...]) -> None:
    assert read_shape(text) == shape


@pytest.mark.parametrize("text", ["", "x", "64x", "-3", "2.5", "a", "64,100", "٣", "1" * 5000, "³"])
def test_what_is_no_shape_is_told(text: str) -> None:
    with pytest.raises(ShapeError) as error:
        read_shape(text)
    assert str(error.value) == f"'{text}' is not a shape: write sizes with an x between them, such as 64x100."


def test_an_empty_shape_and_one_too_large_are_told() -> None:
    with pytest.raises(ShapeError) as error:
        read_shape("6x0")
    assert str(error.value) == "'6x0' is empty: each size is at least 1."
    with pytest.raises(ShapeError) as error:
        read_shape("1001x1000")
    assert str(error.value) == "'1001x1000' has 1,001,000 numbers: at most 1,000,000 are checked."


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("mse", ("n",)),
        ("softmax-ce", ("n", "c")),
        ("ctc", ("n", "t", "c")),
        ("box-iou", ("n",)),
        ("zero-one", ()),
    ],
)
def test_axes_are_those_whose_size_is_free(key: str, names: tuple[str, ...]) -> None:
    assert axes(facts(key)) == names


def test_sizes_are_given_in_the_order_of_the_axes() -> None:
    assert sizes_of(facts("softmax-ce"), "64x100") == {"n": 64, "c": 100}
    assert sizes_of(facts("box-iou"), "3") == {"n": 3}
    assert sizes_of(facts("ctc"), "") == {}


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("softmax-ce", "64", "softmax-ce has 2 axes, n and c: write a shape such as 64x100, not 64."),
        ("mse", "64x100", "mse has 1 axis, n: write a shape such as 64, not 64x100."),
        ("ctc", "5x5", "ctc has 3 axes, n and t and c: write a shape such as 64x100x8, not 5x5."),
    ],
)
def test_a_shape_of_other_axes_is_told(key: str, text: str, sentence: str) -> None:
    with pytest.raises(ShapeError) as error:
        sizes_of(facts(key), text)
    assert str(error.value) == sentence
