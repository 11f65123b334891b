"""True or false: what is claimed, and that the false twin of a claim is false."""

from collections.abc import Callable

import pytest

from studycli.quiz.forms import true_false as form
from studycli.quiz.model import Question, Truth
from studycli.quiz.source import Source

Sources = Callable[[str], Source]


def questions(source: Source, seed: int = 0) -> list[Question]:
    made = [offer.make() for card in source.cards for offer in form.offers(source, card, seed)]
    return [question for question in made if question]


def claims(source: Source) -> dict[str, str]:
    """Return each true statement with its false twin, out of several seeds."""
    told: dict[str, dict[bool, str]] = {}
    for seed in range(12):
        for question in questions(source, seed):
            assert isinstance(question.key, Truth)
            statement = question.shown.partition("\n\n> ")[2]
            told.setdefault(question.id, {})[question.key.is_true] = statement
    return {each[True]: each[False] for each in told.values()}


def one(source: Source, *, is_true: bool) -> Question:
    found = (question for seed in range(12) for question in questions(source, seed))
    return next(question for question in found if question.key == Truth(is_true))


LOSSES = """## 均方误差（MSE）
**出处**：教科书

**特点**：
- 对异常值敏感
- 假设误差服从高斯分布
- 可微且凸

## 平均绝对误差（MAE）
**出处**：教科书

**特点**：
- 对异常值不敏感
- 假设误差服从拉普拉斯分布
- 在0处不可微
"""


def test_a_loss_is_claimed_to_have_what_a_sibling_has_and_it_has_not(source_of: Sources) -> None:
    assert claims(source_of(LOSSES)) == {
        "对异常值敏感": "对异常值不敏感",
        "假设误差服从高斯分布": "假设误差服从拉普拉斯分布",
        "可微且凸": "在0处不可微",
        "对异常值不敏感": "对异常值敏感",
        "假设误差服从拉普拉斯分布": "假设误差服从高斯分布",
        "在0处不可微": "可微且凸",
    }


def test_a_property_that_both_losses_have_is_not_exchanged(source_of: Sources) -> None:
    text = "## MAE\n**出处**：书\n\n**特点**：\n- 对异常值不敏感\n\n## Huber损失\n**出处**：书\n\n**特点**：\n- 对异常值稳健\n"
    assert claims(source_of(text)) == {"对异常值不敏感": "对异常值敏感", "对异常值稳健": "对异常值不稳健"}


def test_the_answer_says_what_is_right_then_the_notes_words_on_both(source_of: Sources) -> None:
    found = (question for seed in range(12) for question in questions(source_of(LOSSES), seed))
    question = next(each for each in found if each.line == 6 and each.key == Truth(is_true=False))
    assert (
        question.shown
        == "关于“均方误差（MSE）的特点”，下面的说法对吗？为什么？\n\n> 假设误差服从拉普拉斯分布"
    )
    assert question.answer == (
        "**错。** “假设误差服从拉普拉斯分布”说的是“平均绝对误差（MAE）”。\n\n- 假设误差服从高斯分布\n- 假设误差服从拉普拉斯分布"
    )
    assert question.answer_lines == ((6, 6), (14, 14))


def test_a_true_claim_is_answered_by_its_own_line(source_of: Sources) -> None:
    question = one(source_of(LOSSES), is_true=True)
    assert question.answer.startswith("**对。**\n\n- ")
    assert question.answer_lines == ((question.line, question.line),)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("## Focal Loss 怎样调？\n\n参数 $\\gamma$ 越大，对容易样本的权重压得越低。", "参数 $\\gamma$ 越大，对容易样本的权重压得越低", "参数 $\\gamma$ 越小，对容易样本的权重压得越低"),
        ("## 什么是随机梯度下降？\n\n小批量上的梯度是全量梯度的无偏估计。", "小批量上的梯度是全量梯度的无偏估计", "小批量上的梯度是全量梯度的有偏估计"),
        ("## 岭回归\n**出处**：书\n\n**作用**：\n- **平滑**：倾向于更均匀的权重\n", "平滑：倾向于更均匀的权重", "平滑：倾向于更不均匀的权重"),
        ("## What does bagging do?\n\nAveraging many trees reduces variance at the same bias.", "Averaging many trees reduces variance at the same bias", "Averaging many trees increases variance at the same bias"),
        ("## Boosting\n**Source**: a book.\n\n**Learning rate**: a smaller rate needs more trees and often generalises better.", "a smaller rate needs more trees and often generalises better", "a larger rate needs more trees and often generalises better"),
    ],
)  # fmt: skip
def test_a_word_is_turned(source_of: Sources, text: str, true: str, false: str) -> None:
    assert claims(source_of(text)) == {true: false}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## 偏差从哪里来？\n\n它随着模型变大而减小。", id="a pronoun"),
        pytest.param("## 偏差从哪里来？\n\n因此模型的偏差会随深度减小。", id="goes on from before"),
        pytest.param("## 偏差从哪里来？\n\n模型太小，所以偏差很大。", id="a reason that would stay"),
        pytest.param("## 偏差从哪里来？\n\n模型并不会因为深度而增大。", id="negated"),
        pytest.param("## 批归一化\n\n批很小时，统计量有噪声。", id="a condition"),
        pytest.param("## 偏差从哪里来？\n\n模型可以处理比训练集更长的序列。", id="what is only possible"),
        pytest.param("## 偏差与方差\n\n偏差增大的同时方差减小。", id="the other word stands there too"),
        pytest.param("## 面试技巧\n\n你要把语速放得更慢一些再说。", id="advice"),
        pytest.param("## 本文的方法\n\n作者把学习率降到更小的值上去。", id="about a paper"),
        pytest.param("## 为什么梯度会更小？\n\n饱和区里的梯度会变得更小一些。", id="the topic says it"),
        pytest.param(
            "## 同步批归一化\n\n每张卡的批很小（例如一两张图）就值得换成同步归一化。",
            id="an example behind it",
        ),
        pytest.param("## Dropout\n\n这种做法能减少过拟合的风险。", id="an evil that nobody claims"),
    ],
)
def test_statements_that_are_not_turned(source_of: Sources, text: str) -> None:
    assert claims(source_of(text)) == {}


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("## DPO 与 PPO 的区别\n- 流程：PPO 先训奖励模型；DPO 一步监督训练\n", "流程：PPO 先训奖励模型；DPO 一步监督训练", "流程：DPO 先训奖励模型；PPO 一步监督训练"),
        ("## 回归任务与分类任务的区别\n- 输出：回归是连续的数值；分类是离散的类别\n", "输出：回归是连续的数值；分类是离散的类别", "输出：分类是连续的数值；回归是离散的类别"),
        ("## What is the difference between L2 and L1 regularization?\n- L1 regularization sets weights to zero, while L2 regularization does not\n", "L1 regularization sets weights to zero, while L2 regularization does not", "L2 regularization sets weights to zero, while L1 regularization does not"),
    ],
)  # fmt: skip
def test_the_sides_of_a_contrast_are_exchanged(source_of: Sources, text: str, true: str, false: str) -> None:
    assert claims(source_of(text)) == {true: false}


@pytest.mark.parametrize(
    "text", ["PPO 与 DPO 都要参考模型，步数接近", "PPO 的目标等价于 DPO 的目标", "PPO 要先训奖励模型再做优化"]
)
def test_what_says_the_same_of_both_sides_is_not_exchanged(source_of: Sources, text: str) -> None:
    assert claims(source_of(f"## DPO 与 PPO 的区别\n- {text}\n")) == {}


def test_meanings_of_a_list_are_exchanged(source_of: Sources) -> None:
    text = "## 学习率有哪三种调法？\n- **网格搜索**：把几个值逐个试一遍\n- **退火**：按半个周期的曲线降到零\n- **预热**：开头几百步从低到高\n"
    found = claims(source_of(text))
    assert set(found) == {
        "网格搜索：把几个值逐个试一遍",
        "退火：按半个周期的曲线降到零",
        "预热：开头几百步从低到高",
    }
    assert all(
        false not in found and false.partition("：")[0] == true.partition("：")[0]
        for true, false in found.items()
    )


def test_meanings_that_only_name_examples_are_not_exchanged(source_of: Sources) -> None:
    text = "## 序列任务有哪三种？\n- **映射**：翻译、摘要\n- **标注**：词性、实体的边界\n- **生成**：歌词、对话的续写\n"
    assert claims(source_of(text)) == {}


TABLE = """## LoRA 与 Adapter 的区别

| | LoRA | Adapter |
| --- | --- | --- |
| 推断延迟 | 合并后没有 | 多出几层 |
| 显存 | 低 | 高 |
"""


def test_cells_of_a_row_are_exchanged_but_not_what_only_grades(source_of: Sources) -> None:
    found = claims(source_of(TABLE))
    assert len(found) == 1
    ((true, false),) = found.items()
    cells = {"LoRA": "合并后没有", "Adapter": "多出几层"}
    thing = next(name for name in cells if name in true)
    other = next(name for name in cells if name != thing)
    assert true == f"就“推断延迟”而言，{thing} 是：{cells[thing]}"
    assert false == f"就“推断延迟”而言，{thing} 是：{cells[other]}"


def test_what_an_answer_says_twice_is_claimed_once(source_of: Sources) -> None:
    text = "小批量上的梯度是全量梯度的无偏估计。"
    assert len(questions(source_of(f"## 什么是随机梯度下降？\n\n{text}\n\n{text}\n"))) == 1


def test_a_card_claims_the_same_whatever_was_asked_before(source_of: Sources) -> None:
    source = source_of(LOSSES)
    forwards = {card.id: [offer.make() for offer in form.offers(source, card, 1)] for card in source.cards}
    again = source_of(LOSSES)
    backwards = {
        card.id: [offer.make() for offer in form.offers(again, card, 1)] for card in reversed(again.cards)
    }
    assert forwards == backwards


def test_about_half_are_true_and_a_claim_keeps_its_id(source_of: Sources) -> None:
    source = source_of(LOSSES)
    truths = [
        question.key == Truth(is_true=True) for seed in range(40) for question in questions(source, seed)
    ]
    assert 0.4 < sum(truths) / len(truths) < 0.6
    assert len({question.id for seed in range(9) for question in questions(source, seed)}) == 6


def test_the_seed_note_claims_properties_of_its_losses(seed: Source) -> None:
    found = claims(seed)
    assert found["对异常值敏感（平方放大误差）"] == "对异常值不敏感（线性惩罚）"
    assert found["对异常值不敏感（线性惩罚）"] == "对异常值敏感（平方放大误差）"
    assert found["产生稀疏权重"] == "产生稠密权重"
