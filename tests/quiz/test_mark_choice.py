"""A choice is marked by its letter, or by the option typed in full."""

import pytest

from studycli.quiz.marking.choice import confused, mark
from studycli.quiz.model import Choice

OPTIONS = ("高斯分布", "拉普拉斯分布", "$\\gamma$", "Focal Loss 或加权交叉熵")


@pytest.mark.parametrize(
    "typed",
    ["b", "B", " b ", "Ｂ", "(b)", "（B）", "b.", "B、", "选 B", "我选B", "答案是B", "option b", "B. 拉普拉斯分布", "拉普拉斯分布"],
)  # fmt: skip
def test_an_option_is_named_by_letter_or_text(typed: str) -> None:
    assert mark(Choice(1), typed, "zh", OPTIONS).verdict == "right"


@pytest.mark.parametrize(("typed", "at"), [("$\\gamma$", 2), ("\\gamma", 2), ("focal loss 或加权交叉熵", 3)])
def test_an_option_typed_in_full_is_compared_without_case_dollars_and_spaces(typed: str, at: int) -> None:
    assert mark(Choice(at), typed, "zh", OPTIONS).verdict == "right"


def test_another_option_is_wrong_and_the_right_letter_is_told() -> None:
    found = mark(Choice(3), "a", "en", OPTIONS)
    assert (found.verdict, found.share, found.remarks) == ("wrong", 0.0, ("The right one is D.",))


@pytest.mark.parametrize("typed", ["", "e", "a b", "ab", "拉普拉斯或高斯", "?", "1"])
def test_what_names_no_option_or_several_may_be_typed_again(typed: str) -> None:
    found = mark(Choice(0), typed, "zh", OPTIONS)
    assert (found.verdict, found.remarks) == ("unread", ("请输入一个选项的字母，A 到 D。",))


def test_without_the_options_every_letter_counts() -> None:
    assert mark(Choice(4), "e").verdict == "right"
    assert mark(Choice(4), "g").remarks == ("Type the letter of one option, A to F.",)


@pytest.mark.parametrize("typed", ["b", "选 B", "拉普拉斯分布"])
def test_a_wrong_choice_tells_what_was_right_and_what_was_chosen(typed: str) -> None:
    assert confused(Choice(3), typed, OPTIONS) == ("Focal Loss 或加权交叉熵", "拉普拉斯分布")


def test_what_is_confused_is_one_line_without_markup() -> None:
    options = ("**Adam**,\n  with `beta`", "$\\gamma$ and\n\n[SGD](sgd.md)")
    assert confused(Choice(0), "b", options) == ("Adam, with beta", "$\\gamma$ and SGD")


@pytest.mark.parametrize("typed", ["d", "Focal Loss 或加权交叉熵", "", "e", "?"])
def test_a_right_or_unread_choice_confuses_nothing(typed: str) -> None:
    assert confused(Choice(3), typed, OPTIONS) is None


def test_without_the_options_nothing_is_known_to_be_confused() -> None:
    assert confused(Choice(3), "a", ()) is None
