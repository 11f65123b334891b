"""Pre-ticking: which key points what was typed speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.marking.checklist import match

ERRORS = (
    "平方误差：对异常值敏感（平方放大误差）",
    "平方误差：可微且凸函数",
    "平方误差：假设误差服从高斯分布",
    "绝对误差：对异常值不敏感（线性惩罚）",
    "绝对误差：在0处不可微",
    "绝对误差：假设误差服从拉普拉斯分布",
)
PENALTIES = (
    "Penalty terms: the first sums the absolute values of the weights, the second their squares.",
    "Feature selection: some coefficients are reduced to 0 by the first.",
    "Computational efficiency: the second has an analytical solution.",
)
GRADIENTS = (
    "梯度：交叉熵的梯度与预测误差成正比",
    "饱和：MSE 在 sigmoid 饱和区梯度很小，学习缓慢",
    "合起来：$\\frac{\\partial L}{\\partial z} = a - y$，不受激活函数影响",
)


@pytest.mark.parametrize(
    ("points", "typed", "ticked"),
    [
        (ERRORS, "平方误差怕离群点、对异常值敏感，处处可导且是凸的，误差是正态分布", (1, 1, 1, 0, 0, 0)),
        (ERRORS, "绝对误差对异常值不敏感，零处不可微，拉普拉斯", (0, 0, 0, 1, 1, 1)),
        (ERRORS, "误差服从高斯，或者服从拉普拉斯", (0, 0, 1, 0, 0, 1)),
        (ERRORS, "不知道", (0, 0, 0, 0, 0, 0)),
        (ERRORS, "", (0, 0, 0, 0, 0, 0)),
        (PENALTIES, "l1 sums absolute weights, l2 squares them", (1, 0, 0)),
        (PENALTIES, "it does feature selection as coefficients become 0", (0, 1, 0)),
        (PENALTIES, "there is an analytic solution", (0, 0, 1)),
        (PENALTIES, "it is fast", (0, 0, 0)),
        (GRADIENTS, "CE 的梯度和误差成正比；饱和时均方误差梯度几乎为 0，学得很慢", (1, 1, 0)),
        (GRADIENTS, "∂L/∂z = a − y", (0, 0, 1)),
        (GRADIENTS, "梯度是 a-y", (0, 0, 1)),
        (("任何局部最优都是全局最优", "保证收敛到最优解"), "不一定收敛，局部最优就是全局最优", (1, 0)),
        (("batch size 32 works", "batch size 256 fails"), "256 fails", (0, 1)),
        (("It is not differentiable at 0.", "It is differentiable everywhere."), "not differentiable at 0", (1, 0)),
        (("$L = \\max(0, 1 - z)$",), "L = max(0, 1-z)", (1,)),
        (("$L = \\max(0, 1 - z)$",), "L = log z", (0,)),
    ],
)  # fmt: skip
def test_a_point_is_ticked_where_it_is_spoken_of(
    points: tuple[str, ...], typed: str, ticked: tuple[int, ...]
) -> None:
    assert match(points, typed) == tuple(map(bool, ticked))


@given(st.lists(st.sampled_from([*ERRORS, *PENALTIES, *GRADIENTS]), min_size=1, max_size=8, unique=True))
def test_an_answer_that_says_every_point_ticks_every_point(points: list[str]) -> None:
    assert all(match(points, "\n".join(points)))


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=80))
def test_any_texts_give_a_tick_or_none_for_each_point(points: list[str], typed: str) -> None:
    assert len(match(points, typed)) == len(points)
    assert not any(match(points, ""))
