"""Cards that ask the same: found however they are worded, and no others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.likeness.duplicates import Card, Pair, groups, pairs

ONE = "梯度是 p - y，不含激活函数的导数。The gradient is the error; MSE carries the slope of the sigmoid."
OTHER = (
    "交叉熵的梯度是 p - y，与激活函数的导数无关。With MSE the slope of the sigmoid makes the gradient vanish."
)

SAME = [
    ("为什么分类用交叉熵而不是 MSE？", "3. 分类问题为什么使用交叉熵，而不用MSE?"),
    ("什么是过拟合？", "过拟合是什么"),
    ("解释一下 Dropout 的作用", "Dropout 有什么作用？"),
    ("Why do classifiers use cross-entropy and not MSE?", "Q2: Why is cross-entropy used for classification instead of MSE?"),
    ("What is dropout?", "Explain **dropout**."),
    ("What is the difference between L1 and L2 regularisation?", "L1 vs. L2 regularization: what are the differences?"),
    ("BatchNorm 与 LayerNorm 的区别", "LayerNorm 和 BatchNorm 有什么不同？"),
    ("Adam 的优缺点是什么？", "Adam 有哪些优缺点"),
    ("如何解决梯度消失问题？", "怎么解决梯度消失"),
    ("ＲＯＣ曲线是什么？", "什么是 ROC 曲线"),
    ("如何处理类别不平衡？", "类别不平衡怎么处理？"),
    ("How does attention work in transformers?", "How do transformers compute attention?"),
    ("Why does Adam converge faster than SGD?", "Why is Adam faster to converge than SGD?"),
    ("Huber loss: Pros", "Advantages of the Huber loss"),
    ("什么是 KL 散度，写出公式", "KL 散度的公式是什么？"),
    ("What are the three kinds of gradient descent?", "What are the 3 kinds of gradient descent?"),
    ("聚类的三种方法是什么？", "聚类的3种方法是什么？"),
]  # fmt: skip
DIFFERENT = [
    ("L1 与 L2 的区别", "L2 与 L3 的区别"),
    ("L1 vs L2", "L2 vs L3"),
    ("为什么用 MSE？", "为什么不用 MSE？"),
    ("为什么用交叉熵而不是 MSE？", "为什么用 MSE 而不是交叉熵？"),
    ("Adam 的优点", "Adam 的缺点"),
    ("Adam 的优点", "SGD 的优点"),
    ("学习率过大会怎样？", "学习率过小会怎样？"),
    ("What is precision?", "What is recall?"),
    ("Why does BN help?", "How does BN help?"),
    ("BatchNorm 与 LayerNorm 的区别", "GroupNorm 与 LayerNorm 的区别"),
    ("Is Adam better than SGD?", "Is SGD better than Adam?"),
    ("什么是前向传播？", "什么是反向传播？"),
    ("What is the cost of dropout at scale 3?", "What is the cost of dropout at scale 5?"),
    ("How is the maximum pooled?", "How is the minimum pooled?"),
    ("训练时 BN 如何计算", "推理时 BN 如何计算"),
    ("Why does dropout work?", "Why does dropout not work?"),
    ("什么是绝对位置编码", "什么是相对位置编码"),
    ("线性模型有哪些", "非线性模型有哪些"),
    ("Why use ReLU with dropout?", "Why use ReLU without dropout?"),
    ('What does "A.md" hold?', 'What does "D.md" hold?'),
]  # fmt: skip


def found(*prompts: str, answers: tuple[str, str] = (ONE, OTHER), threshold: float = 0.75) -> list[Pair]:
    cards = [Card(f"{place}.md", prompt) for place, prompt in enumerate(prompts)]
    return pairs(cards, lambda place: answers[place % 2], threshold)


def test_reworded_prompts_ask_the_same_among_others() -> None:
    prompts = [prompt for pair in SAME for prompt in pair]
    assert {pair[:2] for pair in found(*prompts)} == {
        (place, place + 1) for place in range(0, len(prompts), 2)
    }


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_numbers_negation_names_and_opposites_matter(one: str, other: str) -> None:
    assert found(one, other) == []


def test_cards_of_one_note_are_no_pair() -> None:
    assert pairs([Card("a.md", "What is Adam?")] * 2, lambda _: ONE) == []


def test_a_bare_heading_asks_the_same_only_where_it_is_answered_alike() -> None:
    assert found("安装", "安装", answers=("pip install torch", "brew install ripgrep 之后重启")) == []
    assert len(found("Huber loss", "Huber loss", answers=(ONE, ONE))) == 1
    assert len(found("What is Huber loss?", "What is Huber loss?", answers=(ONE, "Something else."))) == 1


def test_prompts_about_nothing_are_no_pair() -> None:
    assert found("更多相关问题", "更多相关问题", answers=(ONE, ONE)) == []


def test_unanswered_questions_count_by_their_prompts() -> None:
    assert found("What is Adam?", "what is adam", answers=("", "")) == [Pair(0, 1, 1.0)]


def test_threshold_decides() -> None:
    assert found(*SAME[0], threshold=0.99) == []


def test_the_likest_come_first_and_common_words_find_the_same_prompts() -> None:
    prompts = ["What is Adam?"] * 2 + ["Why does Adam converge faster?", "Why is Adam converging faster?"]
    first, *_ = found(*prompts)
    assert first[:2] == (0, 1)


def test_groups_join_pairs_that_share_a_card() -> None:
    assert groups([Pair(4, 5, 0.8), Pair(0, 3, 0.9), Pair(1, 3, 0.95)]) == [((0, 1, 3), 0.95), ((4, 5), 0.8)]


@settings(max_examples=25)
@given(st.lists(st.sampled_from([prompt for pair in SAME + DIFFERENT for prompt in pair]), max_size=6))
def test_order_of_the_cards_does_not_matter(prompts: list[str]) -> None:
    def named(cards: list[tuple[int, str]]) -> set[tuple[frozenset[int], float]]:
        listed = [Card(f"{number}.md", prompt) for number, prompt in cards]
        return {
            (frozenset((cards[pair.one][0], cards[pair.other][0])), pair.likeness)
            for pair in pairs(listed, lambda place: (ONE, OTHER)[cards[place][0] % 2])
        }

    numbered = list(enumerate(prompts))
    assert named(numbered) == named(numbered[::-1])
