"""Contrasts: where a note sets two things against each other, and how it is asked and answered."""

from collections.abc import Callable

import pytest

from studycli.quiz.aspects import shared_aspects
from studycli.quiz.forms import contrast
from studycli.quiz.forms.contrast.headings import asked, compared
from studycli.quiz.model import Checklist, Question
from studycli.quiz.opposites import are_opposed
from studycli.quiz.pairs import PAIRS, pair_among, pair_of
from studycli.quiz.source import Source

Sources = Callable[[str], Source]

LOSSES = """\
# 损失

## 面试重点问题
### 1. 为什么分类用交叉熵而不是MSE？
因为梯度不会消失。

## 回归
### 均方误差（Mean Squared Error, MSE）
$$L = e^2$$

**特点**：
- 怕异常值
- 到处可微
- 对应高斯分布

**适用场景**：噪声均匀

**代码实现**：
```python
def f(): ...
```

### 平均绝对误差（MAE）
**特点**：
- 不怕异常值
- 零点不可微
- 对应拉普拉斯分布

**适用场景**：有坏点

**代码实现**：
```python
def g(): ...
```

### Huber损失
**特点**：
- 小误差平方，大误差线性

**参数**：δ

## 分类
### 交叉熵损失
**特点**：
- 来自最大似然

**形式**：
$$L = -\\ln p$$

### Focal Loss
在交叉熵前加一个因子，降低容易样本的权重。

## 凸性
### 凸损失函数
1. **平方损失**：
   - 二次型
2. **逻辑损失**：
   - 对数和

### 非凸损失函数
1. **0-1 损失**：
   - 不连续

## 正则化
### L1正则化（Lasso）
**特点**：
- 权重稀疏

**几何解释**：菱形 $|w_1|+|w_2|$

### L2正则化（Ridge）
**特点**：
- 权重变小

**几何解释**：圆形的区域

## 多任务学习
### 任务权重的两类做法
#### 1. 静态权重
- **均等**：都一样
- **手调**：看重要性

#### 2. 动态权重
**按梯度**：
让各任务的梯度相近。

**按损失**：
```python
w = 1
```
"""


def questions(source: Source) -> dict[str, Question]:
    made = [offer.make() for card in source.cards for offer in contrast.offers(source, card, 0)]
    return {question.shown: question for question in made if question}


def test_a_note_of_losses_gives_its_contrasts_each_once(source_of: Sources) -> None:
    assert list(questions(source_of(LOSSES))) == [
        "为什么分类用交叉熵而不是MSE？",
        "均方误差（MSE）与平均绝对误差（MAE）在对异常值的敏感性、可微性、误差分布假设、适用场景上各有什么不同？",
        "均方误差（MSE）与 Huber损失的特点有什么不同？",
        "平均绝对误差（MAE）与 Huber损失的特点有什么不同？",
        "Focal Loss 与交叉熵损失相比有什么不同，为什么要这样改？",
        "凸损失函数与非凸损失函数各有哪些？请对比说明。",
        "L1正则化与 L2正则化在特点、几何解释上各有什么不同？",
        "任务权重的两类做法：静态权重与动态权重各有哪些？请对比说明。",
    ]


def test_both_sides_stand_side_by_side_with_their_spans(source_of: Sources) -> None:
    question = questions(source_of(LOSSES))["均方误差（MSE）与 Huber损失的特点有什么不同？"]
    assert question.answer == (
        "| | 均方误差（MSE） | Huber损失 |\n| --- | --- | --- |\n"
        "| 特点 | 怕异常值；到处可微；对应高斯分布 | 小误差平方，大误差线性 |"
    )
    assert question.answer_lines == ((12, 14), (38, 38))
    assert question.line == 11
    assert question.key == Checklist(
        (
            "均方误差（MSE）：怕异常值",
            "均方误差（MSE）：到处可微",
            "均方误差（MSE）：对应高斯分布",
            "Huber损失：小误差平方，大误差线性",
        )
    )


def test_what_does_not_fit_into_a_table_stands_below_its_side(source_of: Sources) -> None:
    found = questions(source_of(LOSSES))
    lasso = next(question for shown, question in found.items() if shown.startswith("L1"))
    assert lasso.answer.split("\n\n") == [
        "**L1正则化 · 特点**",
        "- 权重稀疏",
        "**L2正则化 · 特点**",
        "- 权重变小",
        "**L1正则化 · 几何解释**",
        "菱形 $|w_1|+|w_2|$",
        "**L2正则化 · 几何解释**",
        "圆形的区域",
    ]
    weights = next(question for shown, question in found.items() if "静态" in shown)
    assert weights.answer == (
        "**静态权重**\n\n- **均等**：都一样\n- **手调**：看重要性\n\n"
        "**动态权重**\n\n*按梯度*\n\n让各任务的梯度相近。\n\n*按损失*\n\n```python\nw = 1\n```"
    )
    assert weights.key == Checklist(
        (
            "静态权重：均等：都一样",
            "静态权重：手调：看重要性",
            "动态权重：按梯度：让各任务的梯度相近。",
            "动态权重：按损失",
        )
    )


def test_a_pair_that_the_kernel_draws_has_its_evidence(source_of: Sources) -> None:
    evidence = {question.shown[:4]: question.evidence for question in questions(source_of(LOSSES)).values()}
    assert evidence == {
        "为什么分": ("bce-logits", "mse"),
        "均方误差": ("huber", "mse"),
        "平均绝对": ("huber", "mae"),
        "Foca": ("focal-binary", "bce-logits"),
        "凸损失函": (),
        "L1正则": ("l1", "l2"),
        "任务权重": (),
    }


def test_the_question_is_that_of_the_first_side_s_card(source_of: Sources) -> None:
    source = source_of(LOSSES)
    of = {card.id: card.prompt for card in source.cards}
    cards = [of[question.card] for question in questions(source).values()]
    assert cards == [
        "为什么分类用交叉熵而不是MSE？",
        "均方误差（Mean Squared Error, MSE）的特点",
        "均方误差（Mean Squared Error, MSE）的特点",
        "平均绝对误差（MAE）的特点",
        "Focal Loss",
        "凸损失函数",
        "L1正则化（Lasso）的特点",
        "静态权重",
    ]


def test_a_prompt_that_compares_takes_the_pair_from_the_headings(source_of: Sources) -> None:
    text = LOSSES.replace("## 回归\n", "## 回归\n### MSE 和 MAE 的区别\n一个怕异常值，一个不怕。\n\n")
    found = questions(source_of(text))
    assert "MSE 和 MAE 有什么区别？" in found
    assert not any(shown.startswith("均方误差（MSE）与平均绝对误差") for shown in found)


def test_a_list_of_two_opposites_is_a_contrast(source_of: Sources) -> None:
    source = source_of(
        "## Sampling in retrieval\n- **Hard negatives**: near the query\n- **Easy negatives**: far off"
    )
    (question,) = questions(source).values()
    assert question.shown == "How do Hard negatives and Easy negatives differ?"
    assert question.answer_lines == ((2, 2), (3, 3))
    assert question.line == 2


def test_an_item_that_compares_two_losses_is_asked_by_its_label(source_of: Sources) -> None:
    source = source_of("## 正则化的几何\n- **稀疏性**：L1 产生稀疏解，而 L2 只把权重变小\n- **别的**：没有")
    (question,) = questions(source).values()
    assert question.shown == "L1 与 L2 的稀疏性有什么不同？"
    assert question.answer_lines == ((2, 2),)
    assert question.evidence == ("l1", "l2")


def test_a_sentence_that_compares_two_headings_is_asked(source_of: Sources) -> None:
    text = "## 池化\n### 最大池化\n与随机池化相比，最大池化更多保留纹理。\n### 随机池化\n按大小抽样，保留整体强度。"
    (question,) = questions(source_of(text)).values()
    assert question.shown == "随机池化与最大池化有什么不同？"
    assert question.answer_lines == ((3, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "## A method\nIt is new.\n## Another method\nIt is old.",
        "## 回归\n### 均方误差\n**代码实现**：\n```\na\n```\n**来源**：书\n### 铰链\n**代码实现**：\n```\nb\n```\n**来源**：网",
        "## 对比学习的关键问题\n正负例的构造。",
        "## 变体与对比\n很多。",
        "## How do you test whether classifier A is better than B?\nMcNemar.",
        "## LSTM 和 RNN 的区别\n![p](q.png)",
    ],
)
def test_what_sets_nothing_named_against_each_other_is_no_contrast(source_of: Sources, text: str) -> None:
    assert questions(source_of(text)) == {}


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("为什么分类用交叉熵而不是MSE？", ("交叉熵", "MSE")),
        ("Transformer 为什么用 LayerNorm 而不用 BatchNorm？", ("LayerNorm", "BatchNorm")),
        ("LoRA、Adapter 与 Prefix-Tuning 的区别", ("LoRA", "Adapter", "Prefix-Tuning")),
        ("比较 绝对编码 与 相对编码", ("绝对编码", "相对编码")),
        ("Expert Choice vs Token Choice", ("Expert Choice", "Token Choice")),
        ("What is the difference between bagging and boosting?", ("bagging", "boosting")),
        ("How does CutMix differ from Mixup?", ("CutMix", "Mixup")),
        ("RMSE or MAE: which one to report?", ("RMSE", "MAE")),
        ("Why several heads instead of one?", ("heads", "one")),
        ("When would you choose K-means and when DBScan?", ("K-means", "DBScan")),
        ("它和前者有什么区别？", ()),
        ("How do learning rates behave?", ()),
    ],
)
def test_a_prompt_names_what_it_compares(prompt: str, names: tuple[str, ...]) -> None:
    assert compared(prompt) == names


@pytest.mark.parametrize(
    ("prompt", "language", "question"),
    [
        ("LSTM 和 RNN 的区别", "zh", "LSTM 和 RNN 有什么区别？"),
        ("绝对 与 相对 的核心区别", "zh", "绝对与相对有什么核心区别？"),
        ("GRU 与 LSTM 的比较", "zh", "GRU 与 LSTM 有什么不同？"),
        ("对比 A 和 B 的优劣;", "zh", "对比 A 和 B 的优劣"),
        ("Ridge vs Lasso", "en", "How do Ridge and Lasso differ?"),
        ("RMSE or MAE: which one?", "en", "RMSE or MAE: which one?"),
    ],
)
def test_a_heading_that_compares_is_asked_as_a_question(prompt: str, language: str, question: str) -> None:
    assert asked(prompt, compared(prompt) or ("x", "y"), language) == question


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("凸损失函数", "非凸损失函数", True),
        ("动态权重", "静态权重", True),
        ("Soft labels", "hard labels", True),
        ("二分类", "多分类", True),
        ("静态权重", "静态权重", False),
        ("均等权重", "动态权重", False),
        ("", "", False),
    ],
)
def test_opposites_differ_in_one_word_and_nothing_else(one: str, other: str, opposed: bool) -> None:
    assert are_opposed(one, other) is opposed
    assert are_opposed(other, one) is opposed


def test_aspects_are_named_only_where_they_are_all_that_is_said() -> None:
    assert shared_aspects(("怕异常值", "可微"), ("抗异常值", "不可微")) == ("outliers", "smoothness")
    assert shared_aspects(("怕异常值", "可微", "便宜"), ("抗异常值", "不可微")) == ()
    assert shared_aspects(("怕异常值",), ("抗异常值",)) == ()


def test_every_pair_is_of_losses_of_the_catalogue() -> None:
    from studycli.losses.catalogue import catalogue

    known = catalogue()
    assert [
        key for pair in PAIRS for key in (pair.first, pair.second, *pair.evidence) if key not in known
    ] == []


def test_a_pair_is_found_in_either_order_and_among_others() -> None:
    assert pair_of("mae", "mse") == pair_of("mse", "mae")
    assert pair_of("mse", "l1") is None
    assert pair_among(["hinge", "mse", "mae"]) == pair_of("mse", "mae")
    assert pair_among(["mse"]) is None


def test_the_seed_gives_the_contrasts_that_it_should(seed: Source) -> None:
    shown = list(questions(seed))
    for one, other in (
        ("交叉熵", "MSE"),
        ("均方误差（MSE）", "平均绝对误差（MAE）"),
        ("平均绝对误差（MAE）", "Huber"),
        ("Focal", "交叉熵"),
        ("L1", "L2"),
        ("凸损失", "非凸损失"),
        ("静态权重", "动态权重"),
        ("回归任务", "分类任务"),
    ):
        assert sum(one in each and other in each for each in shown) >= 1, (one, other)
    evidence = {frozenset(question.evidence) for question in questions(seed).values()}
    assert {frozenset(pair) for pair in (("bce-logits", "mse"), ("mse", "mae"), ("l1", "l2"))} <= evidence


def test_contrasts_of_real_notes_name_their_sides_and_answer_from_the_note(
    real_sources: list[Source],
) -> None:
    found = [(source, question) for source in real_sources for question in questions(source).values()]
    assert len(found) > 40
    for source, question in found:
        lines = source.text.split("\n")
        assert question.answer.strip()
        assert question.answer.strip() not in question.shown
        assert question.shown.count("$") % 2 == 0
        assert question.answer.count("$$") % 2 == 0
        assert question.answer.count("```") % 2 == 0
        for first, last in question.answer_lines:
            assert 1 <= first <= last <= len(lines)
            assert "".join(lines[first - 1 : last]).strip()
    assert len({question.id for _, question in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "## 先验分\n### 含义\n单看一边的可能。\n## 后验分\n### 含义\n看过另一边的可能。",
        "# 采样\n## 深度学习中常见的解决方法\n### 数据层\n多抽少的一类。\n### 算法层\n改损失的权重。",
        "## 行标与列标的区别\n行标在左。\n\n- 待定：角上的格子",
        "# 手册\n## 单行卡片\n在设置中打开。\n### 特点\n一行一张。\n## 多行卡片\n在菜单里打开。\n### 特点\n多行一张。",
    ],
    ids=["words of one paper", "solutions to what is not said", "unfinished", "a manual"],
)
def test_a_contrast_that_a_reading_found_unfit_is_left_out(source_of: Sources, text: str) -> None:
    assert questions(source_of(text)) == {}


def test_two_sides_without_a_label_stand_below_each_other(source_of: Sources) -> None:
    text = "# 采样\n## 分类\n- **容易样本**：置信度高而且正确\n- **困难样本**：置信度低或者判错\n"
    answers = [question.answer for question in questions(source_of(text)).values()]
    assert all("|  |" not in answer for answer in answers)
    assert answers[0].startswith("**容易样本**")
