"""Marking numbers: what is read, what is right, and which slip explains what is not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.marking.numbers import mark
from studycli.quiz.model import Numbers
from studycli.quiz.templates import say

GRADIENT = Numbers((-0.2, 0.3))
LOSS = Numbers((-math.log(0.9),))
KINK = Numbers((1.0, -1.0, 0.0), either=(None, None, (-1.0, 1.0)))


@pytest.mark.parametrize(
    "typed",
    [
        "[-0.2, 0.3]",
        "−0.2；0.3",
        "-1/5 3/10",
        "(-.2, .3)",
        "−0.2 和 0.3",
        "-2e-1\n3e-1",
        "-20%, 30%",
        "－０．２，０．３",
        "①-0.2 ②0.3",
        "∂L/∂ŷ = [−0.2, 0.3]",
        "dL/dz -0.2, 0.3",
        "MSE −0.2；交叉熵 0.3",
        "g1 = -0.2, g2 ≈ 0.3",
        r"$[-\frac{1}{5}, \frac{3}{10}]$",
        "MSE-0.2，CE：0.3",
    ],
)
def test_a_list_is_read_however_it_is_written(typed: str) -> None:
    assert mark(GRADIENT, typed).verdict == "right"


@pytest.mark.parametrize(
    "typed",
    [
        "0.1054",
        ".105",
        "≈0.105。",
        "10.5%",
        "1.05×10^-1",
        r"1.05\cdot10^{-1}",
        "0.5*0.2107=0.1054",
        "L1: 0.105",
    ],
)
def test_a_number_is_read_with_three_digits(typed: str) -> None:
    assert mark(LOSS, typed).verdict == "right"


@pytest.mark.parametrize("typed", ["1/8", "0.125", "0.1250", "⅛", "1.25e-1"])
def test_fractions_count(typed: str) -> None:
    assert mark(Numbers((0.125,)), typed).verdict == "right"


@pytest.mark.parametrize(
    "typed",
    ["", "?", "about a tenth", "-ln(0.9)", "1 - 0.8946", "1-0.8946", "2*(0.05)", "1/0", "nan", "1/8/2"],
)
def test_what_is_no_number_may_be_typed_again(typed: str) -> None:
    found = mark(LOSS, typed)
    assert (found.verdict, found.remarks) == ("unread", (say("en", "numbers", "unread"),))


def test_a_wrong_count_may_be_typed_again() -> None:
    assert mark(GRADIENT, "-0.2", "zh").remarks == ("要写 2 个数，读到的是 1 个。",)
    assert mark(LOSS, "0.1, 0.2").verdict == "unread"


@pytest.mark.parametrize(
    ("key", "typed", "name", "factor"),
    [
        (LOSS, "-0.1054", "sign", ""),
        (GRADIENT, "0.2, -0.3", "sign", ""),
        (LOSS, "0.152", "base-2", ""),  # -log2(0.9)
        (LOSS, "0.0458", "base-10", ""),  # -log10(0.9)
        (LOSS, "10.54", "percent", ""),
        (GRADIENT, "-0.4, 0.6", "times", "2"),
        (GRADIENT, "-0.1, 0.15", "share", "2"),
        (LOSS, "0.3161", "times", "3"),
        (GRADIENT, "0.3, -0.2", "order", ""),
        (LOSS, "0.11", "near", ""),
        (Numbers((0.09,)), "0.3", "rooted", ""),
        (Numbers((0.3,)), "0.09", "unrooted", ""),
    ],
)  # fmt: skip
def test_a_slip_is_named(key: Numbers, typed: str, name: str, factor: str) -> None:
    found = mark(key, typed)
    assert (found.verdict, found.share) == ("wrong", 0.0)
    assert found.remarks == (say("en", "numbers", name, factor=factor),)


def test_what_no_slip_explains_is_wrong_without_a_remark() -> None:
    assert mark(LOSS, "7.3").remarks == ()
    assert mark(LOSS, "1e999").verdict == "wrong"


def test_each_right_entry_counts() -> None:
    found = mark(Numbers((1.0, 2.0, 3.0, 4.0)), "1, 2, 3, 9")
    assert (found.verdict, found.share) == ("partly", 0.75)


def test_a_slip_in_some_entries_is_named() -> None:
    found = mark(GRADIENT, "-0.2, -0.3")
    assert (found.verdict, found.share, found.remarks) == ("partly", 0.5, (say("en", "numbers", "sign"),))


@pytest.mark.parametrize("typed", ["1, -1, 0", "1, -1, 1", "[1, −1, −1]", "1, -1, 0.3", "1, -1, [-1, 1]"])
def test_each_subgradient_is_right_at_a_kink(typed: str) -> None:
    assert mark(KINK, typed).verdict == "right"


@pytest.mark.parametrize("typed", ["1, -1, 1.1", "1, -1, -2"])
def test_what_is_no_subgradient_is_wrong_at_a_kink(typed: str) -> None:
    assert mark(KINK, typed).verdict == "partly"


def test_an_interval_that_is_too_wide_is_no_subgradient() -> None:
    assert mark(KINK, "1, -1, [-2, 3]").verdict == "unread"


def test_three_digits_are_enough_and_needed() -> None:
    assert mark(Numbers((1.005,)), "1.00").verdict == mark(Numbers((1.005,)), "1.01").verdict == "right"
    assert mark(Numbers((0.6931472,)), "0.69").verdict == "right"  # to the tolerance: 0.45 % off
    assert mark(Numbers((0.6931472,)), "0.7").verdict == "wrong"


def test_zero_is_exact() -> None:
    assert mark(Numbers((0.0,)), "0.000").verdict == "right"
    assert mark(Numbers((0.0,)), "0.001").verdict == "wrong"


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=5))
def test_numbers_as_they_print_are_right(values: list[float]) -> None:
    assert mark(Numbers(tuple(values)), ", ".join(map(repr, values))).verdict == "right"


@given(st.text() | st.text("0123456789.-+/*^%eE,;[](){}\\fracln=≈∞½①−， "))
def test_any_text_is_marked(typed: str) -> None:
    for key in (GRADIENT, LOSS, KINK):
        assert mark(key, typed, "zh").verdict in {"right", "partly", "wrong", "unread"}


def test_an_answer_without_end_is_cut() -> None:
    assert mark(LOSS, "9" * 1_000_000).verdict == "wrong"
    assert mark(LOSS, "0.1054" + " " * 1_000_000).verdict == "right"
