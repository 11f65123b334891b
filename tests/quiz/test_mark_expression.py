"""Marking formulas and gradients: verdict, diagnosis, example, place of what cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.quiz.marking.expression import mark
from studycli.quiz.model import Expression

MSE = Expression(
    r"L_{MSE} = \frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2",
    "mse",
    (("y", "n", "real"), ("yhat", "n", "real")),
)
SLOPE = Expression(r"\frac{2}{n}(\hat{y}_i - y_i)", "mse", MSE.variables, "yhat")
LOGITS = Expression(
    r"\frac{1}{n}(\sigma(z_i) - y_i)", "bce-logits", (("y", "n", "binary"), ("z", "n", "real")), "z"
)
SOFTMAX = Expression(
    r"\frac{1}{n}(\operatorname{softmax}(z) - y)",
    "softmax-ce",
    (("y", "n c", "onehot"), ("z", "n c", "real")),
    "z",
)


def test_a_right_formula_needs_no_remark() -> None:
    assert mark(MSE, "mean((y - ŷ)²)") == ("right", 1.0, (), ())


def test_a_wrong_formula_gets_its_mistake_and_the_smallest_example() -> None:
    assert mark(MSE, "sum((y-p)^2)").remarks == (
        "A mean over n belongs here, and not a sum.",
        "For example, with y=[0, -1], ŷ=[0, 0] the right value is 0.5, and yours 1.",
    )


def test_remarks_are_in_the_language_of_the_question() -> None:
    assert mark(MSE, "-sum((y-p)^2)", "zh").remarks == (
        "这里应对 n 取平均，你写的是求和。整体差一个负号。",
        "例如 y=[0], ŷ=[1]：应为 1，你的式子得到 -1。",
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-mean((y-p)^2)", "The sign of the whole is the wrong way round."),
        ("mean((y-p)^2)/2", "The whole is 0.5 times the right value."),
        ("-sum((y-p)^2)", "A mean over n belongs here, and not a sum. The sign of the whole is the wrong way round."),
        ("sum((y-p)^2)/2", "A mean over n belongs here, and not a sum. The whole is 0.5 times the right value."),
        ("(y-p)^2", "The sum or mean over n is missing."),
        ("mean((y-p)^2) + 2", "It is larger than the right value by the constant 2."),
        ("mean(|y-p|)", r"Square and absolute value are mixed up: see $(y_i - \hat{y}_i)^2$."),
    ],
)  # fmt: skip
def test_each_mistake_has_its_sentence(typed: str, told: str) -> None:
    found = mark(MSE, typed)
    assert (found.verdict, found.share, found.remarks[0]) == ("wrong", 0.0, told)


def test_exchanged_variables_are_named_as_they_are_written() -> None:
    ratio = Expression("y/yhat", "", (("y", "n", "positive"), ("yhat", "n", "positive")))
    assert mark(ratio, "yhat/y").remarks[0] == "y and ŷ are exchanged."


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mean((y-p)^2", "The bracket '(' is not closed; expected ')'.\nmean((y-p)^2\n    ^"),
        ("mean((y-foo)^2)", "'foo' is none of the symbols.\nmean((y-foo)^2)\n        ^^^"),
        ("meen(y)", "The function 'meen' is not known; did you mean mean?\nmeen(y)\n^^^^"),
        ("y_htt", "'y_htt' is none of the symbols; did you mean ŷ?\ny_htt\n^^^^^"),
        ("", "There is no formula."),
    ],
)
def test_what_cannot_be_read_may_be_written_again(typed: str, told: str) -> None:
    found = mark(MSE, typed)
    assert (found.verdict, found.share) == ("unread", 0.0)
    assert found.remarks == (told,)


def test_a_place_is_told_in_chinese_too() -> None:
    assert mark(MSE, "mean(y*)", "zh").remarks == (
        "“)”不能出现在这里；这里应是数、符号或括号。\nmean(y*)\n       ^",
    )


def test_division_by_zero_everywhere_may_be_written_again() -> None:
    assert mark(MSE, "1/(y-y)").remarks[0].startswith("It has no finite value anywhere: it divides by 0")


def test_a_rounded_constant_decides_nothing() -> None:
    third = Expression("x/3", "", (("x", "", "real"),))
    assert mark(third, "0.3333 x").verdict == "unread"
    assert mark(third, "x/3").verdict == "right"


@pytest.mark.parametrize(
    "typed", ["2/n*(ŷ-y)", "2(p_i - y_i)/n", r"-\frac{2}{n}(y - \hat y)", "dL/dŷ = 2(ŷ-y)/n"]
)
def test_a_gradient_is_right_in_every_form(typed: str) -> None:
    assert mark(SLOPE, typed).verdict == "right"


def test_a_gradient_is_held_against_the_kernel_and_not_against_the_reference() -> None:
    """The checker is given a reference that is wrong: what equals it is wrong, what the kernel gives is right."""
    doubled = SLOPE._replace(reference=r"\frac{4}{n}(\hat{y}_i - y_i)")
    assert mark(doubled, "4/n*(ŷ-y)").verdict == "wrong"
    assert mark(doubled, "2/n*(ŷ-y)").verdict == "right"


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        (LOGITS, "(σ(z)-y)σ(z)(1-σ(z))/n", "It has a factor σ' = σ(z)(1 − σ(z)) too many."),
        (
            LOGITS,
            "(σ(z)-y)/(σ(z)(1-σ(z)))/n",
            "The factor σ' = σ(z)(1 − σ(z)) is missing: this is the gradient for p = σ(z), not for z.",
        ),
        (
            SOFTMAX,
            "-y/softmax(z)/n",
            "The Jacobian of softmax is missing: this is the gradient for the probabilities, not for the logits.",
        ),
        (SOFTMAX, "softmax(z) - y", "A mean over n belongs here, and not a sum."),
        (SOFTMAX, "(y - softmax(z))/n", "The sign of the whole is the wrong way round."),
    ],
)
def test_a_wrong_gradient_is_explained(key: Expression, typed: str, told: str) -> None:
    found = mark(key, typed)
    assert found.verdict == "wrong"
    assert found.remarks[0] == told


@pytest.mark.parametrize("key", [SLOPE, LOGITS, SOFTMAX])
@given(factor=st.floats(-4, 4).filter(lambda factor: abs(factor - 1) > 0.02))
@settings(max_examples=40)  # for each of three keys
def test_a_gradient_times_any_factor_is_never_right(key: Expression, factor: float) -> None:
    assert mark(key, f"({factor!r})*({key.reference})").verdict != "right"
