"""Lists: what is asked for, how many, and by what names it is known."""

from collections.abc import Callable

import pytest

from studycli.quiz.forms import list as form
from studycli.quiz.listing import wordings
from studycli.quiz.model import Names, Question
from studycli.quiz.source import Source

Sources = Callable[[str], Source]


def questions(source: Source) -> list[Question]:
    made = [offer.make() for card in source.cards for offer in form.offers(source, card, 0)]
    return [question for question in made if question]


def names(question: Question) -> list[str]:
    assert isinstance(question.key, Names)
    return [each[0] for each in question.key.items]


def test_a_labelled_list_is_asked_by_its_label_and_count(source_of: Sources) -> None:
    text = "## 4. 学习率怎样选？\n\n**方法**：\n1. **网格搜索**：逐个试\n2. **余弦退火**：慢慢降\n\n**技巧**：\n- 从大到小\n"
    (question,) = questions(source_of(text))
    assert question.shown == "学习率怎样选？请说出两种方法。"
    assert question.key == Names((("网格搜索",), ("余弦退火",)))
    assert question.answer == "1. **网格搜索**：逐个试\n2. **余弦退火**：慢慢降"
    assert (question.line, question.answer_lines, question.language) == (3, ((4, 5),), "zh")


@pytest.mark.parametrize(
    ("text", "shown", "found"),
    [
        (
            "## 数值稳定性怎么保证\n**常见问题**：\n- **上溢**：指数太大\n- **下溢**：指数太小",
            "数值稳定性怎么保证？请说出两个常见问题。",
            ["上溢", "下溢"],
        ),
        (
            "## 什么是正则化？\n限制模型。\n\n**核心思想**：\n- **奥卡姆剃刀**：简单\n- **偏差方差权衡**：平衡",
            "正则化：请说出两个核心思想。",
            ["奥卡姆剃刀", "偏差方差权衡"],
        ),
        (
            "## 回归任务\n**子类型**：\n- **二元**：两类\n- **多元**：多类\n\n**别的**：没有",
            "回归任务的子类型有哪两种？",
            ["二元", "多元"],
        ),
        ("## 凸性的优势\n- **全局最优**：都一样\n- **收敛有界**：快", "凸性的优势有哪两个？", ["全局最优", "收敛有界"]),
        ("## 序列任务的两种类型\n- 标注：逐个\n- 生成：一串", "序列任务的两种类型分别是什么？", ["标注", "生成"]),
        ("## LoRA 之上加了哪两项技术？\n1. 分页：换出\n2. 量化：压缩", "LoRA 之上加了哪两项技术？", ["分页", "量化"]),
        ("## RLHF 的两个阶段是什么？\n1. 奖励模型：打分\n2. 强化学习：优化", "RLHF 的两个阶段是什么？", ["奖励模型", "强化学习"]),
        ("## 三类数值问题是什么，各怎样解决？\n- 上溢：减最大值\n- 下溢：取对数\n- 抵消：换公式", "三类数值问题是什么？", ["上溢", "下溢", "抵消"]),
        ("## 说明微调的一般流程\n1. 数据准备\n2. 模型选择\n3. 部署", "说明微调的一般流程。请按顺序说出三个步骤。", ["数据准备", "模型选择", "部署"]),
        ("## What are the main parameters of a tree?\n* `max_depth`: how deep\n* `min_leaf`: how many", "What are the main parameters of a tree? Name two.", ["max_depth", "min_leaf"]),
        ("## Which optimisation techniques do you know?\n* Momentum\n* Adagrad (adaptive)\n* RMSProp", "Which optimisation techniques do you know? Name three.", ["Momentum", "Adagrad (adaptive)", "RMSProp"]),
        ("## Random forest\n**Sources of randomness**:\n- bootstrap: rows\n- subspace: columns\n\n**Cost**: low", "Random forest: Sources of randomness: name the two.", ["bootstrap", "subspace"]),
    ],
)  # fmt: skip
def test_a_list_of_names_is_asked_for(source_of: Sources, text: str, shown: str, found: list[str]) -> None:
    (question,) = questions(source_of(text))
    assert (question.shown, names(question)) == (shown, found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## 优点有哪些？\n- 提高了泛化能力\n- 减少了对数据的依赖", id="clauses"),
        pytest.param("## 正则化的方法\n- 丢弃：随机置零\n- ...", id="open list"),
        pytest.param("## 熵的基本性质\n- **熵**：自己\n- **散度**：别的", id="an item in the prompt"),
        pytest.param("## 有哪三种方法？\n- 甲：一\n- 乙：二", id="another count"),
        pytest.param("## 典型应用\n- 识别\n- 翻译", id="open-ended"),
        pytest.param("## LSTM 和 RNN 有哪些区别？\n- 结构：门\n- 成本：高", id="a contrast"),
        pytest.param("## 有哪些方法？\n- 甲：一\n- 乙：二\n\n还有：\n\n- 丙：三\n- 丁：四", id="two lists"),
        pytest.param(
            "## 模型的组成部分\n- **定义**：是什么\n- **目标**：为什么", id="heads that name nothing"
        ),
        pytest.param("## 卷积\n- 局部：近\n- 共享：省", id="nothing says what is listed"),
        pytest.param("## 训练方法与评测方法\n- 预热：慢\n- 退火：降", id="two things"),
        pytest.param("## Which methods are there?\nSee the figure below.\n- one: a\n- two: b", id="leaning"),
        pytest.param("## Which steps are there?\n- only one: a", id="one item"),
    ],
)
def test_what_is_no_closed_list_of_names_is_not_asked_for(source_of: Sources, text: str) -> None:
    assert questions(source_of(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "# 轻量化微调\n## 方向\n### 两种思路\n- 重播：旧数据\n- 适配：新参数",
            ["轻量化微调：两种思路分别是什么？"],
        ),
        ("# 短语质量评估\n### 优点\n- 外部知识：多\n- 低成本：省", ["短语质量评估的优点有哪两个？"]),
        ("### 两种思路\n- 重播：旧数据\n- 适配：新参数", []),
    ],
)
def test_a_heading_that_says_only_what_kind_is_placed_or_left(
    source_of: Sources, text: str, shown: list[str]
) -> None:
    assert [question.shown for question in questions(source_of(text))] == shown


def test_the_order_counts_only_for_numbered_steps(source_of: Sources) -> None:
    steps = "1. 采集：抽\n2. 拟合：学"
    ordered = {
        text: question.key.ordered
        for text in (
            f"## 蒸馏的步骤\n{steps}",
            f"## 蒸馏的方法\n{steps}",
            "## 蒸馏的步骤\n- 采集：抽\n- 拟合：学",
        )
        for question in questions(source_of(text))
        if isinstance(question.key, Names)
    }
    assert list(ordered.values()) == [True, False, False]


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("序列到序列（Seq2Seq）", {"序列到序列（Seq2Seq）", "序列到序列", "Seq2Seq"}),
        ("上采样 (过采样, Over-Sampling)", {"上采样 (过采样, Over-Sampling)", "上采样", "Over-Sampling"}),
        ("Adam (best of all, less time)", {"Adam (best of all, less time)", "Adam"}),
        ("R² or Coefficient of Determination", {"R²", "Coefficient of Determination"}),
        ("梯度爆炸/消失", {"梯度爆炸/消失", "梯度爆炸"}),
        ("`max_depth`", {"max_depth"}),
        ("均方误差", {"均方误差", "MSE", "mean squared error"}),
        ("**bold**", {"bold"}),
    ],
)
def test_a_name_is_known_by_its_synonyms(name: str, accepted: set[str]) -> None:
    assert accepted <= set(wordings(name))


def test_a_remark_in_brackets_is_no_synonym() -> None:
    assert wordings("编辑距离 (如 abc)") == ("编辑距离 (如 abc)", "编辑距离")


def test_the_seed_asks_for_the_ways_to_choose_lambda(seed: Source) -> None:
    found = {question.line: question for question in questions(seed)}
    assert found[79].shown == "正则化参数如何选择？请说出四种方法。"
    assert (found[79].answer_lines, len(names(found[79]))) == (((80, 83),), 4)
    assert (found[58].answer_lines, len(names(found[58]))) == (((59, 61),), 3)
    assert "三" in found[58].shown


def test_lists_of_real_notes_say_how_many_and_leak_none(real_sources: list[Source]) -> None:
    found = [question for source in real_sources for question in questions(source)]
    assert len(found) > 15
    for question in found:
        items = names(question)
        assert 2 <= len(items) <= 8
        assert all(item not in question.shown for item in items)
        assert all(
            item.strip("`") in question.answer.replace("**", "").replace("`", "") or "$" in item
            for item in items
        )


def test_principles_are_asked_in_no_order_although_they_are_called_steps(source_of: Sources) -> None:
    text = "## 采样的设计原则\n**设计步骤**：\n1. **覆盖**：各类都有\n2. **均衡**：各类一样多\n"
    (question,) = questions(source_of(text))
    assert question.shown == "采样的设计原则：请说出两个设计步骤。"
    assert isinstance(question.key, Names)
    assert not question.key.ordered


def test_solutions_to_what_is_not_named_are_not_asked_for(source_of: Sources) -> None:
    text = "# 增量学习概述\n## 三种解决思路\n1. **重放**：再学旧的\n2. **约束**：少改参数\n3. **隔离**：新旧分开\n"
    assert questions(source_of(text)) == []
