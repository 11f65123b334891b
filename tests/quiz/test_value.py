"""Value: the loss that a note defines, at numbers worked out by hand."""

import math
from collections.abc import Callable

import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.names import key_of
from studycli.quiz.definitions import definition
from studycli.quiz.exercises import proving
from studycli.quiz.exercises.writing import number
from studycli.quiz.forms import value
from studycli.quiz.marking import mark
from studycli.quiz.model import Numbers, Question
from studycli.quiz.source import Source
from studycli.quiz.tasks import apart

Sources = Callable[[str], Source]

NOTE = """\
# 损失函数

## 回归

### 均方误差（MSE）

残差的平方取平均：
$$L_{MSE} = \\frac{1}{n}\\sum_i (y_i - \\hat{y}_i)^2$$

**梯度**：$\\frac{\\partial L}{\\partial \\hat{y}_i} = \\frac{2}{n}(\\hat{y}_i - y_i)$，随误差增大。

**特点**：对异常值敏感。

### 平均绝对误差（MAE）

没有公式，只说它取残差绝对值的平均。

## 分类

### 交叉熵

**二元交叉熵**：
$$L = -[y\\log p + (1 - y)\\log(1 - p)]$$

### Focal Loss

交叉熵 $CE = -\\log(p_t)$ 之前乘一个因子。

**定义**：$$FL = -\\alpha(1 - p_t)^\\gamma\\log(p_t)$$

## 再谈均方误差

### 均方误差

$$J = \\frac{1}{n}\\sum_i (y_i - \\hat{y}_i)^2$$
"""

ENGLISH = """\
# Losses

## Huber loss

With the residual $e = y - p$ it is

$$
L(e) = \\begin{cases} e^2/2 & |e| \\le d \\\\ d|e| - d^2/2 & |e| > d \\end{cases}
$$

## KL divergence formula

$$D(p \\| q) = \\sum_c p_c \\log\\frac{p_c}{q_c}$$

## Squared hinge loss

$P(y \\mid x) = \\sigma(yz)$ and $\\frac{\\partial L}{\\partial z} = -2y(1 - yz)$.
"""


def asked(source: Source, seed: int = 0) -> list[Question]:
    """Return every question on a value that a note gives."""
    offers = [offer for card in source.cards for offer in value.offers(source, card, seed)]
    assert all(offer.form == "value" for offer in offers)
    return [question for offer in offers if (question := offer.make())]


def test_each_loss_with_a_formula_is_asked_once(source_of: Sources) -> None:
    assert [question.line for question in asked(source_of(NOTE))] == [8, 23, 29]


def test_a_question_gives_the_definition_the_numbers_and_the_rounding(source_of: Sources) -> None:
    question = asked(source_of(NOTE))[0]
    task, formula, given = question.shown.split("\n\n")
    assert task == "计算均方误差（MSE）的值，保留三位有效数字。"
    assert formula == r"$$L = \frac{1}{n}\sum_{i=1}^{n}(\hat{y}_i - y_i)^2$$"
    assert given.startswith("已知：真实值 $y = [")
    assert r"，预测值 $\hat{y} = [" in given
    assert given.endswith("]$。")


def test_an_answer_gives_the_value_the_working_and_the_notes_formula(source_of: Sources) -> None:
    question = asked(source_of(NOTE))[0]
    assert isinstance(question.key, Numbers)
    bold, working, told, formula = question.answer.split("\n\n")
    assert bold == f"**{number(question.key.values[0])}**"
    assert working.startswith("$$L = \\frac{1}{")
    assert told == "笔记原文："
    assert formula == "$$L_{MSE} = \\frac{1}{n}\\sum_i (y_i - \\hat{y}_i)^2$$"
    assert question.answer_lines == ((8, 8),)


def test_a_loss_is_defined_by_its_own_formula(source_of: Sources) -> None:
    """Not by that of the cross-entropy, which stands before it without its gamma."""
    source = source_of(NOTE)
    found = [definition(source, card) for card in source.cards]
    focal = next(each for each in found if each and each.key == "focal-binary")
    assert focal.formula.latex.startswith("FL = ")


def test_an_english_note_is_asked_in_english(source_of: Sources) -> None:
    huber, kl = asked(source_of(ENGLISH))
    assert huber.shown.startswith("Compute the Huber loss to three significant digits.")
    assert kl.shown.startswith("Compute the Kullback-Leibler divergence (KL) to three significant digits.")
    assert "Given: the distribution $p = [" in kl.shown
    assert huber.answer_lines == ((7, 9),)


def test_neither_a_derivative_nor_a_probability_defines_a_loss(source_of: Sources) -> None:
    source = source_of(ENGLISH)
    assert all(key_of(card.prompt) != "squared-hinge" for card in source.cards if definition(source, card))


@pytest.mark.parametrize(
    ("title", "formula", "task"),
    [
        ("L1 正则化", r"R(w) = \lambda\sum_i |w_i|", "计算 L1 正则化的正则项，保留三位有效数字。"),
        ("DPO", r"L = -\log\sigma(\beta h)", "计算直接偏好优化（DPO）的损失值，保留三位有效数字。"),
        ("BPR", r"L = -\log\sigma(s_i - s_j)", "计算贝叶斯个性化排序（BPR）的损失值，保留三位有效数字。"),
        (
            "不确定性加权",
            r"L = \sum_t L_t/(2\sigma_t^2) + \log\sigma_t",
            "按不确定性加权计算总损失，保留三位有效数字。",
        ),
        (
            "标签平滑交叉熵",
            r"q_c = (1 - \epsilon)y_c + \epsilon/C",
            "计算标签平滑交叉熵的值，保留三位有效数字。",
        ),
    ],
)
def test_what_is_computed_is_named_as_its_family_is(
    source_of: Sources, title: str, formula: str, task: str
) -> None:
    (question,) = asked(source_of(f"# 笔记\n\n## {title}\n\n定义如下：\n\n$${formula}$$\n"))
    assert question.shown.partition("\n")[0] == task


def test_a_note_without_losses_gives_none(source_of: Sources) -> None:
    assert asked(source_of("# 树\n\n## 红黑树\n\n$T(n) = O(\\log n)$，插入后旋转。\n")) == []


def test_a_loss_without_an_exercise_gives_none(source_of: Sources) -> None:
    assert asked(source_of("# 笔记\n\n## GradNorm\n\n$$L = \\sum_t |G_t - \\bar{G} r_t|$$\n")) == []


def test_the_seed_decides_the_numbers_and_nothing_else(source_of: Sources) -> None:
    first, other = asked(source_of(NOTE), 1), asked(source_of(NOTE), 2)
    assert first == asked(source_of(NOTE), 1)
    assert [each.id for each in first] == [each.id for each in other]
    assert all(one.shown != two.shown for one, two in zip(first, other, strict=True))


def test_the_value_typed_with_three_digits_is_right(source_of: Sources) -> None:
    for seed in range(5):
        for question in asked(source_of(NOTE), seed) + asked(source_of(ENGLISH), seed):
            assert isinstance(question.key, Numbers)
            right = question.key.values[0]
            assert mark(question, f"{right:.3g}").verdict == "right"
            assert mark(question, f"{-right:.3g}").verdict == "wrong"


def test_a_contradicted_value_is_not_asked(source_of: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "proved_value", lambda *_: None)
    assert asked(source_of(NOTE)) == []


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
        assert question.language == ("en" if is_english else "zh")
        assert apart(title) in question.shown
        assert question.shown.count("$") % 2 == 0
        assert "{" not in question.shown.partition("$")[0]
        assert question.answer.endswith(f"$$L = {entry.formula}$$")
        assert isinstance(question.key, Numbers)
        assert all(map(math.isfinite, question.key.values))
        assert mark(question, f"{question.key.values[0]:.4g}").verdict == "right"


def test_real_notes_give_whole_questions(real_sources: list[Source]) -> None:
    """The loss is named; the definition printed; the answer is more than the note's words and not in the prompt."""
    found = [question for source in real_sources for question in asked(source)]
    assert len(found) > 10
    for question in found:
        task, formula, given = question.shown.split("\n\n")
        assert len(task) > 10
        assert formula.startswith("$$")
        assert given.count("$") % 2 == 0
        assert question.answer.count("$$") % 2 == 0
        assert question.answer.partition("\n")[0].strip("*") not in question.shown.split()


def test_the_seeds_losses_are_asked_for(seed: Source) -> None:
    lines = [question.line for question in asked(seed)]
    assert lines == [174, 196, 209, 246, 249, 289, 406, 427, 443, 486]
