"""Gradient: at a point and as an expression, and of squared error against cross-entropy."""

from collections.abc import Callable

import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.kernel import load
from studycli.quiz import saturation
from studycli.quiz.exercises import proving
from studycli.quiz.forms import gradient
from studycli.quiz.marking import mark
from studycli.quiz.model import Expression, Numbers, Question
from studycli.quiz.source import Source
from studycli.quiz.tasks import apart

Sources = Callable[[str], Source]

NOTE = """\
# 损失函数

## 为什么分类用交叉熵而不用均方误差？

sigmoid 饱和时，两者的梯度不同。

MSE + Sigmoid：
$$\\frac{\\partial L}{\\partial z} = (a - y)\\sigma'(z)$$
交叉熵 + Sigmoid：
$$\\frac{\\partial L}{\\partial z} = a - y$$

所以分类用交叉熵。

## 均方误差（MSE）

$$L = \\frac{1}{n}\\sum_i (y_i - \\hat{y}_i)^2$$

**梯度（对预测值）**：
$\\frac{2}{n}(\\hat{y}_i - y_i)$，随误差增大。

**特点**：对异常值敏感。

## 平均绝对误差（MAE）

$$L = \\frac{1}{n}\\sum_i |y_i - \\hat{y}_i|$$

**梯度裁剪**：$|g| \\le 1$。

**特点**：对异常值不敏感。

## 三元组损失

$$L = \\max(0, d(a, p) - d(a, n) + m)$$

## DPO

$$L = -\\log\\sigma(\\beta h)$$
"""

ENGLISH = """\
# Losses

## Why cross-entropy and not MSE for classification?

Behind a sigmoid the squared error has a factor $a(1 - a)$ that vanishes.

## L1 penalty

$$R(w) = \\sum_i |w_i|$$
"""


def asked(source: Source, seed: int = 0) -> list[Question]:
    """Return every question on a gradient that a note gives."""
    offers = [offer for card in source.cards for offer in gradient.offers(source, card, seed)]
    assert all(offer.form == "gradient" for offer in offers)
    return [question for offer in offers if (question := offer.make())]


def point_of(questions: list[Question], word: str) -> Question:
    """Return the question at a point about a loss."""
    return next(each for each in questions if word in each.shown and isinstance(each.key, Numbers))


def test_each_loss_is_asked_at_a_point_and_as_an_expression(source_of: Sources) -> None:
    found = asked(source_of(NOTE))
    kinds = [(each.line, type(each.key).__name__) for each in found]
    assert kinds == [
        (8, "Numbers"),
        (19, "Numbers"),
        (19, "Expression"),
        (25, "Numbers"),
        (25, "Expression"),
        (33, "Numbers"),
        (37, "Expression"),
    ]
    assert len({each.id for each in found}) == len(found)


def test_a_point_is_asked_with_its_numbers_and_the_count_of_entries(source_of: Sources) -> None:
    question = point_of(asked(source_of(NOTE)), "均方误差（MSE）的")
    assert isinstance(question.key, Numbers)
    task, formula, given = question.shown.split("\n\n")
    count = len(question.key.values)
    assert task == (
        "求均方误差（MSE）的梯度 $\\frac{\\partial L}{\\partial \\hat{y}}$ 在下面这一点的值，"
        f"依次写出 {count} 个分量（除不尽时保留三位有效数字）。"
    )
    assert formula.startswith("$$L = ")
    assert given.startswith("已知：真实值 $y = [")


def test_the_answer_is_the_part_about_the_gradient_where_there_is_one(source_of: Sources) -> None:
    question = point_of(asked(source_of(NOTE)), "均方误差（MSE）的")
    assert question.answer.endswith("笔记原文：\n\n$\\frac{2}{n}(\\hat{y}_i - y_i)$，随误差增大。")
    assert question.answer_lines == ((19, 19),)


def test_a_part_about_clipping_is_none_about_the_gradient(source_of: Sources) -> None:
    question = point_of(asked(source_of(NOTE)), "平均绝对误差")
    assert question.answer_lines == ((25, 25),)


def test_a_kink_is_announced_and_any_subgradient_right(source_of: Sources) -> None:
    question = point_of(asked(source_of(ENGLISH)), "L1")
    assert isinstance(question.key, Numbers)
    assert question.shown.endswith("Where it is not differentiable, any subgradient is right.")
    assert "any value in [−1, 1]" in question.answer
    at = question.key.values.index(0.0)
    for entry, verdict in ((0.5, "right"), (-1, "right"), (1.5, "partly")):
        typed = [entry if k == at else each for k, each in enumerate(question.key.values)]
        assert mark(question, str(typed)).verdict == verdict


def test_an_expression_is_asked_with_its_symbols(source_of: Sources) -> None:
    question = next(
        each for each in asked(source_of(NOTE)) if isinstance(each.key, Expression) and "MSE" in each.shown
    )
    task, formula, symbols = question.shown.split("\n\n")
    assert task == "写出均方误差（MSE）的梯度 $\\frac{\\partial L}{\\partial \\hat{y}_i}$ 的表达式。"
    assert formula.startswith("$$L = ")
    assert symbols == "用这些符号表示：真实值 $y_i$，预测值 $\\hat{y}_i$，样本数 $n$。"
    assert mark(question, "2*(yhat - y)/n").verdict == "right"
    assert mark(question, "(yhat - y)/n").verdict == "wrong"


def test_an_expression_of_a_loss_with_a_kink_leaves_it_out(source_of: Sources) -> None:
    shown = [each.shown for each in asked(source_of(NOTE)) if isinstance(each.key, Expression)]
    assert [" 在可微处的表达式。" in each for each in shown] == [False, True, False]


# Squared error against cross-entropy


def test_both_gradients_are_asked_of_one_sample(source_of: Sources) -> None:
    questions = [asked(source_of(NOTE), seed)[0] for seed in range(12)]
    keys = {question.key for question in questions}
    assert Numbers((-0.125, -0.5)) in keys  # z = 0, y = 1: (0.5 - 1) * 0.25 and 0.5 - 1
    assert len(keys) > 3
    for question in questions:
        assert question.shown.startswith("单个样本，$a = \\sigma(z)$，$z = ")
        assert question.answer_lines == ((8, 10),)
        assert question.answer.endswith("交叉熵 + Sigmoid：\n$$\\frac{\\partial L}{\\partial z} = a - y$$")


def test_names_may_stand_before_the_two_numbers(source_of: Sources) -> None:
    question = next(
        each for seed in range(12) if (each := asked(source_of(NOTE), seed)[0]).key == Numbers((-0.125, -0.5))
    )
    assert mark(question, "MSE −0.125；交叉熵 −0.5").verdict == "right"
    assert mark(question, "-1/8, -1/2").verdict == "right"
    assert mark(question, "-0.5, -0.125").remarks == ("数都对，顺序不对。",)


def test_an_answer_without_a_derivative_is_told_as_a_whole(source_of: Sources) -> None:
    question = asked(source_of(ENGLISH))[0]
    assert question.shown.startswith("For one sample with $a = \\sigma(z)$")
    assert question.answer_lines == ((5, 5),)


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("为什么分类用交叉熵而不用均方误差？", "因为概率。"),
        ("为什么用均方误差？", "sigmoid 饱和。"),
        ("为什么分类用交叉熵而不用 MAE？", "sigmoid 饱和。"),
    ],
)
def test_both_losses_and_the_sigmoid_must_be_spoken_of(source_of: Sources, prompt: str, answer: str) -> None:
    assert asked(source_of(f"# 笔记\n\n## {prompt}\n\n{answer}\n")) == []


def test_a_gradient_that_differences_contradict_is_not_asked(
    source_of: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(NOTE)
    monkeypatch.setattr(saturation, "_half_square", lambda z, y: (z - y) ** 2 / 2)
    assert saturation.saturated(source, source.cards[0], 0) is None


# All


def test_the_seed_decides_the_numbers_and_nothing_else(source_of: Sources) -> None:
    first, other = asked(source_of(NOTE), 1), asked(source_of(NOTE), 6)
    assert first == asked(source_of(NOTE), 1)
    assert [each.id for each in first] == [each.id for each in other]
    changed = [one.shown != two.shown for one, two in zip(first, other, strict=True)]
    assert changed == [isinstance(each.key, Numbers) for each in first]


def test_what_is_right_is_marked_right(source_of: Sources) -> None:
    for seed in range(5):
        for question in asked(source_of(NOTE), seed) + asked(source_of(ENGLISH), seed):
            if isinstance(question.key, Numbers):
                assert (
                    mark(question, "; ".join(f"{each:.3g}" for each in question.key.values)).verdict
                    == "right"
                )
            elif isinstance(question.key, Expression):
                assert mark(question, question.key.reference).verdict == "right"


def test_the_kernels_gradient_is_what_is_asked(source_of: Sources) -> None:
    """An independent look at one: L1's gradient is the sign of each weight."""
    question = point_of(asked(source_of(ENGLISH)), "L1")
    weights = [float(each) for each in question.shown.split("w = [")[1].split("]")[0].split(", ")]
    compute = load("l1").gradient
    assert compute is not None
    assert isinstance(question.key, Numbers)
    assert list(question.key.values) == list(compute(parameters=weights)["parameters"])


def test_a_contradicted_gradient_is_not_asked_at_a_point(
    source_of: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "proved_slope", lambda *_: None)
    found = asked(source_of(ENGLISH))
    assert [type(each.key) for each in found] == [Numbers, Expression]  # of both losses, and as an expression


@pytest.mark.no_cover  # the same lines for each loss
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("is_english", [False, True])
@pytest.mark.parametrize("key", sorted(catalogue()))
def test_whatever_loss_a_note_defines_the_question_is_whole(
    source_of: Sources, key: str, is_english: bool, seed: int
) -> None:
    entry = catalogue()[key]
    title = entry.english if is_english else entry.chinese
    source = source_of(f"# Notes\n\n## {title}\n\n$$L = {entry.formula}$$\n")
    for question in asked(source, seed):
        assert apart(title) in question.shown
        assert question.shown.count("$") % 2 == 0
        if isinstance(question.key, Numbers):
            assert f" {len(question.key.values)} " in question.shown
            assert mark(question, ", ".join(f"{each:.4g}" for each in question.key.values)).verdict == "right"
        else:
            assert question.answer.startswith("$$\\frac{\\partial ")


def test_real_notes_give_whole_questions(real_sources: list[Source]) -> None:
    """The loss is named, formulas are whole, and the answer begins with what is right."""
    found = [question for source in real_sources for question in asked(source)]
    assert len(found) > 15
    for question in found:
        assert question.shown.count("$") % 2 == 0
        assert question.answer.count("$$") % 2 == 0
        assert question.answer.partition("\n")[0].strip("*$") not in question.shown
        if isinstance(question.key, Expression):
            assert question.key.reference not in question.shown


def test_the_seeds_gradients_are_asked_for(seed: Source) -> None:
    lines = [question.line for question in asked(seed)]
    assert lines == [32, 174, 174, 196, 196, 209, 209, 246, 246, 249, 249, 406, 406, 427, 427, 443, 443, 486]
