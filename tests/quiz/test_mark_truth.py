"""True or false is marked in the words that people use for either."""

import pytest

from studycli.quiz.marking.truth import mark
from studycli.quiz.model import Truth

TRUE = ["t", "T", "true", "Yes", "y", "right", "Ｔ", "对", "对的", "是", "正确", "√", "✓", "对，因为梯度有界", "true: it is p - y", "没错。"]  # fmt: skip
FALSE = ["f", "F", "false", "No", "n", "wrong", "错", "错误", "不对", "不是", "否", "×", "✗", "x", "not true", "错（应为拉普拉斯）", "no, because", "不正确！"]  # fmt: skip


@pytest.mark.parametrize("typed", TRUE)
def test_what_says_true(typed: str) -> None:
    assert mark(Truth(is_true=True), typed).verdict == "right"
    assert mark(Truth(is_true=False), typed).remarks == ("The statement is false.",)


@pytest.mark.parametrize("typed", FALSE)
def test_what_says_false(typed: str) -> None:
    assert mark(Truth(is_true=False), typed).verdict == "right"
    assert mark(Truth(is_true=True), typed, "zh").remarks == ("这句话是对的。",)


@pytest.mark.parametrize("typed", ["", "maybe", "梯度有界", "tf", "真的假的", "对错"])
def test_what_says_neither_may_be_typed_again(typed: str) -> None:
    found = mark(Truth(is_true=True), typed, "zh")
    assert (found.verdict, found.remarks) == ("unread", ("请输入“对”或“错”（t 或 f）。",))
