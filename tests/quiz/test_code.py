"""Code: functions of a note, and losses that it defines, asked for as code."""

from collections.abc import Callable

import pytest

from studycli.losses.catalogue import catalogue
from studycli.quiz import tasks
from studycli.quiz.forms import code
from studycli.quiz.model import Code, Question
from studycli.quiz.source import Source
from studycli.quiz.templates import wordings
from studycli.sandbox.code import mark_code

Sources = Callable[[str], Source]

ENGLISH = '''\
# Losses

## Mean squared error (MSE)

**Definition**: the mean of squared residuals.

**Implementation**:

```python
from math import sqrt
import numpy as np

HALF = 0.5

def residual(y, p):
    return p - y

def halved(y, p):
    """Half of it."""
    return HALF * np.mean(residual(y, p) ** 2)

def mse(y, p):
    return np.mean(residual(y, p) ** 2)

def mse_gradient(y, p):  # with respect to p
    return 2 * residual(y, p) / y.size
```

## Root mean squared error (RMSE)

**Implementation**:

```python
import math

def rmse(y, p):
    squares = sum((a - b) ** 2 for a, b in zip(y, p))
    return math.sqrt(squares / len(y))
```

## Focal loss

**Implementation**:

```python
def focal(y, p, gamma=2.0):
    return np.mean(-y * (1 - p) ** gamma * np.log(p))
```

## How do we sum?

```python
def total(values):
    return values.sum()
```
'''

CHINESE = """\
# 损失函数

## 平均绝对误差（MAE）

$$L = \\frac{1}{n}\\sum_{i=1}^{n}|y_i - \\hat{y}_i|$$

**特点**：
- 对异常值不敏感
- 在 0 处不可微

## 交叉熵

**代码**：
```python
def cross_entropy(y, p, eps=1e-12):
    p = np.clip(p, eps, 1 - eps)  # 裁剪
    return -np.mean(np.sum(y * np.log(p), axis=1))
```

## 不稳定的二元交叉熵（BCE）

**代码**：
```python
def bce(y, p):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
```
"""


def asked(source: Source) -> list[Question]:
    """Return all questions of the form about a note."""
    offers = [offer for card in source.cards for offer in code.offers(source, card, 0)]
    return [question for offer in offers if (question := offer.make())]


@pytest.fixture
def english(source_of: Sources) -> list[Question]:
    """Return the questions about the English note."""
    return asked(source_of(ENGLISH))


@pytest.fixture
def chinese(source_of: Sources) -> list[Question]:
    """Return the questions about the Chinese note."""
    return asked(source_of(CHINESE))


def test_functions_that_the_kernel_knows_are_asked_for(english: list[Question]) -> None:
    assert [(question.line, question.key.name) for question in english if isinstance(question.key, Code)] == [
        (22, "mse"),
        (25, "mse_gradient"),
        (36, "rmse"),
    ]


def test_a_question_says_all_that_the_function_must_do(english: list[Question]) -> None:
    gradient = english[1]
    assert gradient.shown == (
        "Implement `mse_gradient(y, p)` with NumPy: compute the gradient of the mean squared error (MSE) with respect to"
        " `p`, the loss being averaged over the n samples.\n\n"
        "- `y`: true values, of shape (n,)\n"
        "- `p`: predictions, of shape (n,)\n\n"
        "```python\n"
        "from math import sqrt\nimport numpy as np\n\n\n"
        "def residual(y, p):\n    return p - y\n\n\n"
        "def mse_gradient(y, p):\n"
        '    """compute the gradient of the mean squared error (MSE) with respect to `p`, the loss being averaged over the'
        ' n samples"""\n'
        "```"
    )
    assert gradient.answer == (
        "```python\ndef mse_gradient(y, p):  # with respect to p\n    return 2 * residual(y, p) / y.size\n```"
    )
    assert gradient.answer_lines == ((25, 26),)


def test_the_hint_is_the_formula(english: list[Question]) -> None:
    assert [question.hint for question in english] == [
        r"$\frac{1}{n}\sum_{i=1}^{n}(\hat{y}_i - y_i)^2$",
        r"$\frac{2}{n}(\hat{y}_i - y_i)$",
        r"$\sqrt{\frac{1}{n}\sum_{i=1}^{n}(\hat{y}_i - y_i)^2}$",
    ]


def test_the_key_holds_what_the_function_must_equal(english: list[Question]) -> None:
    key = english[1].key
    assert isinstance(key, Code)
    assert key._replace(stub="") == Code(
        "mse_gradient", "", "mse", (("y", "target"), ("p", "prediction")), gradient_of="prediction"
    )


def test_the_notes_own_code_in_the_stub_is_marked_right(
    english: list[Question], chinese: list[Question]
) -> None:
    for question in (*english, *chinese):
        assert isinstance(question.key, Code)
        body = question.answer.split("```")[1].removeprefix("python\n")
        assert mark_code(question.key, f"{question.key.stub}\n\n{body}").verdict == "right"


def test_a_loss_that_has_a_formula_only_is_asked_for_with_its_gradient(chinese: list[Question]) -> None:
    question = chinese[0]
    assert (question.line, question.answer_lines) == (5, ((5, 5),))
    assert question.shown == (
        "用 NumPy 实现 `mae(y_true, y_pred)`：计算平均绝对误差（MAE），以及它对 `y_pred` 的梯度，"
        "返回元组 (损失, 梯度)，损失对 n 个样本取平均。\n\n"
        "- `y_true`：真实值，形状 (n,)\n"
        "- `y_pred`：预测值，形状 (n,)\n\n"
        "```python\nimport numpy as np\n\n\n"
        "def mae(y_true, y_pred):\n"
        '    """计算平均绝对误差（MAE），以及它对 `y_pred` 的梯度，返回元组 (损失, 梯度)，损失对 n 个样本取平均"""\n'
        "```"
    )
    assert question.answer.endswith(r"$$\frac{1}{n}\operatorname{sign}(\hat{y}_i - y_i)$$")


def test_code_that_fails_where_the_question_says_it_must_not_is_not_asked_for(
    chinese: list[Question],
) -> None:
    names = [question.key.name for question in chinese if isinstance(question.key, Code)]
    assert names == ["mae", "cross_entropy"]


def test_probabilities_must_be_kept_from_0_and_1(chinese: list[Question]) -> None:
    shown = chinese[1].shown
    assert "- `y`：真实类别的 one-hot 编码，形状 (n, C)\n" in shown
    assert "- `p`：预测概率，每行之和为 1，形状 (n, C)\n" in shown
    assert "- `eps`：防止出现 log(0) 或除以 0 的小常数，默认 1e-12\n" in shown
    assert "概率恰为 0 或 1 时，结果也必须是有限值。\n" in shown


def test_every_argument_of_the_catalogue_has_words_in_both_languages() -> None:
    for entry in catalogue().values():
        for argument in entry.arguments:
            if not argument.optional:
                for language in ("zh", "en"):
                    assert tasks._meaning(entry, argument.name, argument, language)


def test_the_languages_have_the_same_wordings() -> None:
    for table in ("argument", "bug", "code", "sandbox"):
        assert wordings("zh")[table].keys() == wordings("en")[table].keys()


def test_the_seeds_functions_are_asked_for(seed: Source) -> None:
    """Ten of its eleven functions equal a loss; its focal loss leaves out the negative class."""
    assert sorted(question.key.name for question in asked(seed) if isinstance(question.key, Code)) == [
        "cross_entropy_loss",
        "elastic_net",
        "huber_loss",
        "iou_loss",
        "l1_gradient",
        "l1_regularization",
        "l2",
        "mae",
        "mse_gradient",
        "mse_loss",
        "softmax_cross_entropy",
        "stable_cross_entropy",
        "stable_softmax",
    ]


def test_no_question_shows_its_answer(real_sources: list[Source]) -> None:
    for source in real_sources:
        for question in asked(source):
            body = question.answer.split("```")[1].split("\n")[2:]
            assert not any(line.strip() in question.shown for line in body if "=" in line)
            assert question.answer_lines
