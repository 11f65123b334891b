"""Wrong options are of the right one's kind and shape, differ from it, and do not give it away."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.distractors import MOST, fitting, stands_out
from studycli.quiz.overlap import shared, words_of


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a test's own chance


NAMES = ("早停法", "验证曲线", "贝叶斯优化", "网格搜索", "随机搜索", "交叉验证")


def test_three_are_taken_and_the_nearest_always_is() -> None:
    for seed in range(20):
        taken = fitting("交叉验证", NAMES[:5], chance(seed))
        assert len(taken) == MOST
        assert "早停法" in taken


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("MSE", ("MAE",), id="one is too few"),
        pytest.param("MSE", ("mse", "M.S.E", "MSE "), id="the right one in other signs"),
        pytest.param("MSE", ("MAE", "mae"), id="the same one twice"),
        pytest.param("$C$", ("N", "G"), id="words beside a formula"),
        pytest.param("短", ("很长很长很长很长很长很长", "另一个很长很长很长很长很长"), id="much longer ones"),
        pytest.param("有 3 层", ("没有层", "很多层"), id="the only one with a number"),
        pytest.param("一层（深）", ("两层", "几层"), id="the only one with a bracket"),
        pytest.param(
            "比别的都长得多的正确选项在这里", ("短一点的错误项", "短一点的另一项"), id="by far the longest"
        ),
    ],
)
def test_none_are_taken_where_the_right_one_would_stand_out(right: str, wrong: tuple[str, ...]) -> None:
    assert fitting(right, wrong, chance(0)) == ()


def test_formulas_differ_by_their_signs() -> None:
    wrong = ("$a-b$", "$a + b$", "$a b$")
    assert set(fitting("$a+b$", wrong, chance(0))) == {"$a-b$", "$a b$"}


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8), st.integers(0, 99))
def test_what_is_taken_is_unlike_the_right_one_and_each_other(
    right: str, wrong: list[str], seed: int
) -> None:
    taken = fitting(right, wrong, chance(seed))
    assert len(taken) in (0, 2, 3)
    assert len({right, *taken}) == len(taken) + bool({right})
    assert set(taken) <= set(wrong)
    assert taken == fitting(right, wrong, chance(seed))
    assert not taken or not stands_out(right, taken)


def test_texts_share_words_whatever_their_form() -> None:
    assert words_of("Regularised losses") & words_of("regularisation of the loss") == {"regul"}
    assert words_of(r"$\frac{1}{n}\sum \gamma$") == words_of("1 n γ") - {"γ"} | {"gamma"}
    assert shared("损失函数", "函数的损失") == 2 / 3
    assert shared("", "损失") == 0
