"""Choices: what is asked, that one option is right and the others are false, of its kind, and near."""

from collections.abc import Callable

import pytest

from studycli.quiz.forms import choice as form
from studycli.quiz.model import Choice, Question
from studycli.quiz.source import Source

Sources = Callable[[str], Source]

TREE = """## 2. 如何选择合适的损失函数？

```
任务类型？
├── 回归
│   ├── 有异常值？→ MAE或Huber
│   └── 无异常值？→ MSE
├── 分类
│   ├── 二分类？→ Binary Cross-Entropy
│   └── 类别不平衡？→ Focal Loss或加权交叉熵
└── 序列
    ├── 有对齐？→ 标准交叉熵
    └── 无对齐？→ CTC Loss
```
"""
LOSSES = """# 损失

## 回归

### 均方误差（Mean Squared Error, MSE）
$$L = \\frac{1}{n}\\sum_{i=1}^{n}(y_i - \\hat{y}_i)^2$$

**特点**：
- 对异常值敏感
- 假设误差服从高斯分布

**出处**：教科书

### 平均绝对误差（MAE）
**出处**：教科书

**特点**：
- 在0处不可微
- 假设误差服从高斯分布

### Huber损失
**出处**：教科书

**特点**：
- 处处可微
"""
LIST = """## 学习率有哪四种调法？

- **网格搜索**：把几个值逐个试一遍
- **余弦退火**：按半个周期的曲线降到接近零
- **预热**：开头几百步从小到大
- **重启**：降到底以后再回到起点
"""
TABLE = """## BatchNorm、LayerNorm 与 GroupNorm 的区别

| 方法 | 统计量的组数 | 优点 | 依赖批 |
| --- | --- | --- | --- |
| BatchNorm | $C$ | 快 | 是 |
| LayerNorm | $N$ | 稳 | 否 |
| GroupNorm | $N\\cdot G$ | 通用 | 否 |
"""


def questions(source: Source, seed: int = 0) -> list[Question]:
    made = [offer.make() for card in source.cards for offer in form.offers(source, card, seed)]
    return [question for question in made if question]


def asked(source: Source, words: str, seed: int = 0) -> Question:
    return next(question for question in questions(source, seed) if words in question.shown)


def right(question: Question) -> str:
    assert isinstance(question.key, Choice)
    return question.options[question.key.correct]


def test_a_leaf_of_a_decision_tree_among_other_leaves(source_of: Sources) -> None:
    question = asked(source_of(TREE), "类别不平衡")
    assert question.shown.startswith(
        "如何选择合适的损失函数？在“分类，类别不平衡”的情况下，应选哪一项？\n\nA. "
    )
    assert right(question) == "Focal Loss或加权交叉熵"
    assert "Binary Cross-Entropy" in question.options  # the nearest leaf always
    assert set(question.options) <= {"Focal Loss或加权交叉熵", "Binary Cross-Entropy", "MAE或Huber", "MSE", "标准交叉熵", "CTC Loss"}  # fmt: skip
    assert len(question.options) == 4
    assert (question.line, question.answer_lines) == (10, ((10, 10),))


def test_a_leaf_whose_case_says_its_name_is_not_asked_for(source_of: Sources) -> None:
    assert not any("，二分类”" in question.shown for question in questions(source_of(TREE)))


def test_leaves_that_are_one_loss_are_no_options_for_each_other(source_of: Sources) -> None:
    text = TREE.replace("Binary Cross-Entropy", "分类交叉熵").replace("二分类？", "互斥？")
    assert "分类交叉熵" not in asked(source_of(text), "序列，有对齐").options


def test_cases_that_the_next_one_says_again_are_said_once(source_of: Sources) -> None:
    text = "## 怎样选损失？\n```text\n怎样？\n├── 类别\n│   ├── 类别不平衡 → Focal Loss，再调 γ\n│   └── 互斥 → 交叉熵\n├── 数值 → MSE\n└── 区间 → 分位数损失\n```\n"
    question = asked(source_of(text), "“类别不平衡”")
    assert right(question) == "Focal Loss"


@pytest.mark.parametrize(("name", "line", "key"), [("均方误差（MSE）", 10, "高斯分布")])
def test_the_distribution_that_a_loss_assumes(source_of: Sources, name: str, line: int, key: str) -> None:
    question = asked(source_of(LOSSES), f"{name}假设误差服从什么分布？")
    assert right(question) == key
    assert set(question.options) == {"高斯分布", "拉普拉斯分布", "伯努利分布", "泊松分布"}
    assert question.answer_lines == ((line, line),)
    assert question.answer.endswith("- 假设误差服从高斯分布")


def test_what_the_kernel_contradicts_is_not_asked(source_of: Sources) -> None:
    assert not any("平均绝对误差（MAE）假设" in question.shown for question in questions(source_of(LOSSES)))


@pytest.mark.parametrize(
    ("shown", "key", "false"),
    [
        ("下列哪种损失对异常值敏感", "均方误差（MSE）", {"平均绝对误差（MAE）", "Huber损失", "平滑L1损失", "对数双曲余弦损失（log-cosh）", "分位数损失"}),
        ("下列哪种损失在误差为 0 处不可微？", "平均绝对误差（MAE）", {"均方误差（MSE）", "Huber损失", "平滑L1损失", "对数双曲余弦损失（log-cosh）"}),
        ("下列哪种损失处处可微？", "Huber损失", {"平均绝对误差（MAE）", "分位数损失"}),
    ],
)  # fmt: skip
def test_a_loss_by_its_property_among_such_as_have_it_not(
    source_of: Sources, shown: str, key: str, false: set[str]
) -> None:
    question = asked(source_of(LOSSES), shown)
    assert right(question) == key
    assert set(question.options) - {key} <= false


def test_a_formula_among_mistakes_that_change_its_value(source_of: Sources) -> None:
    question = asked(source_of(LOSSES), "公式")
    assert question.shown.startswith("下列哪一个是均方误差（MSE）的公式？\n\n符号：$y_i$ 是真实值")
    assert right(question) == r"$\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2$"
    assert set(question.options) - {right(question)} == {
        r"$\frac{1}{n}\sum_{i=1}^{n}|y_i - \hat{y}_i|$",
        r"$\sqrt{\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2}$",
        r"$\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)$",
    }
    assert question.answer_lines == ((6, 6),)


def test_mistakes_in_a_rate_take_the_other_counts(source_of: Sources) -> None:
    text = "# Evaluation metrics\n\n## Precision\n\n$$P=\\frac{TP}{TP+FP}$$\n\nThe fraction of predicted positives that are positive.\n"
    question = asked(source_of(text), "formula of Precision")
    assert "Symbols" not in question.shown  # they would tell which counts are in it
    assert set(question.options) == {r"$\frac{TP}{TP+FP}$", r"$\frac{TP}{TP+FN}$", r"$\frac{TP}{TN+FP}$", r"$\frac{TN}{TN+FP}$"}  # fmt: skip


def test_a_name_by_its_meaning_among_the_names_of_its_list(source_of: Sources) -> None:
    question = asked(source_of(LIST), "几个值逐个")
    assert question.shown.startswith("学习率有哪四种调法？其中，“把几个值逐个试一遍”说的是哪一项？\n\n")
    assert right(question) == "网格搜索"
    assert set(question.options) <= {"网格搜索", "余弦退火", "预热", "重启"}


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (("把几个值逐个试一遍", "用网格逐个试一遍值"), "a meaning that says its name"),
        (("把几个值逐个试一遍", "不像余弦那样逐个试值"), "a meaning that says another name"),
        (("把几个值逐个试一遍", "见上文的那一节说明"), "a meaning that leans on another place"),
        (("把几个值逐个试一遍", "试值"), "a meaning of two signs"),
        (("- **重启**：降到底以后再回到起点\n- **预热**", "- **预热**"), "nothing"),
    ],
)
def test_a_meaning_that_does_not_point_at_its_name_alone_is_not_asked(
    source_of: Sources, change: tuple[str, str], kept: str
) -> None:
    if kept != "nothing":
        text = LIST.replace(*change)
        assert not any(right(question) == "网格搜索" for question in questions(source_of(text)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## 定义一览\n- 动机：为什么要这样做的来由\n- 做法：一步一步怎么完成它\n- 公式：写成式子是什么样子\n", id="aspects are no names"),
        pytest.param("## 学习率怎样调？\n- 甲法：把几个值逐个试一遍\n- 乙法：按曲线降到接近零处\n", id="two names"),
        pytest.param("## 面试技巧\n- 网格：把几个值逐个试一遍\n- 余弦：按曲线降到接近零处\n- 预热：开头几百步从小到大\n", id="advice"),
    ],
)  # fmt: skip
def test_lists_that_are_not_asked(source_of: Sources, text: str) -> None:
    assert questions(source_of(text)) == []


def test_a_heading_by_what_its_section_says_first(source_of: Sources) -> None:
    text = (
        "# 任务\n\n## 监督学习的任务类型\n\n### 回归任务\n\n预测连续、有序的数值，偏差可以用距离衡量。\n\n"
        "### 分类任务\n\n把样本归入预先定好的离散集合。\n\n### 序列任务\n\n输入有先后，长度可变。\n"
    )
    question = asked(source_of(text), "偏差可以用距离")
    assert question.shown.startswith("“预测连续、有序的数值，偏差可以用距离衡量”说的是下列哪一项？")
    assert (right(question), set(question.options)) == ("回归任务", {"回归任务", "分类任务", "序列任务"})


def test_a_symbol_by_its_role_among_symbols_that_its_section_does_not_use(source_of: Sources) -> None:
    text = "## Focal Loss\n\n$$L = -\\alpha (1-p)^\\gamma \\log p$$\n\n**参数含义**：\n- $\\alpha$：类别权重\n- $\\gamma$：压低容易样本的程度\n"
    question = asked(source_of(text), "压低容易样本")
    assert question.shown.startswith("Focal Loss 中，“压低容易样本的程度”说的是哪个参数？")
    assert right(question) == r"$\gamma$"
    assert r"$\alpha$" in question.options
    assert len(question.options) == 4
    assert r"$p$" not in question.options


def test_a_cell_among_the_cells_of_its_column(source_of: Sources) -> None:
    found = questions(source_of(TABLE))
    question = next(each for each in found if "LayerNorm是" in each.shown or "LayerNorm 是" in each.shown)
    assert question.shown.startswith(
        "关于“BatchNorm、LayerNorm 与 GroupNorm 的区别”：就“统计量的组数”而言，LayerNorm 是下列哪一项？"
    )
    assert (right(question), set(question.options)) == ("$N$", {"$C$", "$N$", "$N\\cdot G$"})
    assert question.answer_lines == ((6, 6),)
    assert not any("优点" in each.shown.partition("\n")[0] for each in found)


def test_the_seed_decides_the_order_and_not_the_id(source_of: Sources) -> None:
    source = source_of(LIST)
    orders = {tuple(asked(source, "几个值逐个", seed).options) for seed in range(12)}
    assert len(orders) > 3
    assert len({asked(source, "几个值逐个", seed).id for seed in range(12)}) == 1
    assert questions(source, 5) == questions(source_of(LIST), 5)


def test_the_seed_note_gives_the_choices_that_the_rubric_shows(seed: Source) -> None:
    found = {question.line: question for question in questions(seed)}
    assert right(found[50]) == "Focal Loss或加权交叉熵"
    assert right(found[179]) == "高斯分布"
    assert right(found[298]) == r"$\gamma$"
