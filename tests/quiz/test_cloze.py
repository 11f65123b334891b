"""Cloze: what is hidden, what is shown of it, and what is left alone."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.quiz.blanks import leaks
from studycli.quiz.forms import cloze
from studycli.quiz.marking.names import mark
from studycli.quiz.model import Names, Question
from studycli.quiz.source import Source
from tests.quiz.test_structures import PIECES, source_of

Sources = Callable[[str], Source]

NOTE = """# 回归的损失

## 平方误差（SE）
$$L_{SE} = \\frac{1}{n}\\sum_{i=1}^{n}(t_i - s_i)^2$$

**特点**：
- 假设噪声服从高斯分布
- 处处可微

**适用场景**：
- 没有离群点的数据

## 什么是岭回归？
岭回归是一种线性模型的扩展，通过惩罚系数的平方和来压低系数的大小。

**贝叶斯解释**：
L2正则化等价于给权重加高斯先验。

## 序列任务的子类型
- **序列到序列（Seq2Seq）**：机器翻译、文本摘要
- **序列标注**：词性标注、命名实体识别

## 绝对误差与平方误差的区别

| | 平方误差 | 绝对误差 |
| --- | --- | --- |
| 最优常数 | 均值 | 中位数 |
"""


def questions(source: Source) -> list[Question]:
    made = [offer.make() for card in source.cards for offer in cloze.offers(source, card, 0)]
    return [question for question in made if question]


def hidden(source: Source) -> list[str]:
    return [question.hidden for question in questions(source)]


@pytest.fixture
def asked(source_of: Sources) -> dict[str, Question]:
    return {question.shown: question for question in questions(source_of(NOTE))}


def test_an_operative_word_is_hidden_and_its_subject_named(asked: dict[str, Question]) -> None:
    question = asked["关于“平方误差（SE）的特点”，填空：假设噪声服从 ____ 分布"]
    assert question.hidden == "高斯"
    assert question.line == 7
    assert question.answer_lines == ((7, 7),)
    assert question.answer == "**高斯**\n\n- 假设噪声服从高斯分布"


def test_a_sign_of_a_formula_is_hidden_in_a_box(asked: dict[str, Question]) -> None:
    shown = "关于“平方误差（SE）”，填出公式中方框处的内容：$L_{SE} = \\frac{1}{n}\\sum_{i=1}^{n}(t_i - s_i)^{\\boxed{?}}$"
    assert asked[shown].hidden == "2"


def test_the_name_of_an_item_is_asked_for_by_its_examples(asked: dict[str, Question]) -> None:
    question = asked["关于“序列任务的子类型”，填空：机器翻译、文本摘要属于 ____"]
    assert question.hidden == "序列到序列（Seq2Seq）"
    assert isinstance(question.key, Names)
    assert mark(question.key, "seq2seq", "zh").verdict == "right"
    assert mark(question.key, "序列标注", "zh").verdict == "wrong"


def test_the_head_of_a_definition_is_asked_for(asked: dict[str, Question]) -> None:
    shown = "下面说的是哪个概念？填空：____ 是一种线性模型的扩展，通过惩罚系数的平方和来压低系数的大小"
    assert asked[shown].hidden == "岭回归"


def test_a_cell_is_shown_with_its_row_and_column(asked: dict[str, Question]) -> None:
    (shown,) = (shown for shown in asked if shown.endswith("填空：最优常数，绝对误差：____"))
    assert "绝对误差与平方误差的区别" in shown
    assert asked[shown].hidden == "中位数"


def test_a_synonym_fills_a_gap(asked: dict[str, Question]) -> None:
    key = asked["关于“平方误差（SE）的特点”，填空：假设噪声服从 ____ 分布"].key
    assert isinstance(key, Names)
    assert [mark(key, typed, "zh").verdict for typed in ("正态", "高斯分布", "拉普拉斯")] == [
        "right",
        "right",
        "wrong",
    ]


def test_english_notes_are_asked_in_english(source_of: Sources) -> None:
    source = source_of("# Losses\n\n## Brier score\n$$B=\\frac1n\\sum_i(p_i-y_i)^2$$\n")
    shown = "Brier score. Fill in the box in the formula: $B=\\frac1n\\sum_i(p_i-y_i)^{\\boxed{?}}$"
    assert shown in [question.shown for question in questions(source)]


@pytest.mark.parametrize(
    "text",
    [
        "## 高斯噪声的假设\n- 噪声服从高斯分布\n",  # the heading says it
        "## 噪声的假设\n- 上述噪声服从高斯分布\n",  # points at another place
        "## 噪声的假设\n- 如下图，噪声服从高斯分布\n\n![图](a.png)\n",  # needs a picture
        "## 噪声的假设\n- 高斯噪声也可能是另一种高斯噪声\n",  # said twice
        "## 关于数据\n- **数据来源**：公开的数据\n",  # no term
        "## 面试建议\n- 先说误差服从高斯分布\n",  # advice
    ],
)
def test_nothing_is_asked_where_the_gap_is_given_away_or_not_certain(source_of: Sources, text: str) -> None:
    assert hidden(source_of(f"# 笔记一则\n\n{text}")) == []


def test_a_garbled_note_is_not_asked(source_of: Sources) -> None:
    text = NOTE.encode("utf-8").decode("cp1252", errors="ignore")
    assert hidden(source_of(text)) == []


def test_what_two_cards_hold_is_asked_once(source_of: Sources) -> None:
    found = questions(source_of(NOTE))
    assert len({(question.line, question.shown) for question in found}) == len(found)


@given(
    st.lists(st.sampled_from([*PIECES, "- 误差服从高斯分布\n", "熵称为不确定性的期望度量。\n"]), max_size=40)
)
@settings(max_examples=200)
def test_a_gap_is_in_what_is_shown_and_what_it_hides_is_not(parts: list[str]) -> None:
    source = source_of("".join(parts))
    found = questions(source)
    assert len({question.id for question in found}) == len(found)
    for question in found:
        holds(question, source)


def holds(question: Question, source: Source) -> None:
    assert isinstance(question.key, Names)
    assert question.shown.count("____") + question.shown.count("\\boxed{?}") == 1
    assert question.shown.count("$") % 2 == 0
    assert not leaks(question.shown, question.key.items[0])
    assert mark(question.key, question.hidden, question.language).verdict == "right"
    ((first, last),) = question.answer_lines
    assert 1 <= first <= question.line <= last <= source.text.count("\n") + 1
    kept = "".join("\n".join(source.text.split("\n")[first - 1 : last]).replace("*", "").split())
    assert "".join(question.hidden.replace("*", "").split()) in kept


def test_it_holds_for_real_notes(real_sources: list[Source]) -> None:
    found = [(question, source) for source in real_sources for question in questions(source)]
    for question, source in found:
        holds(question, source)
    assert len(found) >= 50


def test_the_examples_of_the_rubric_come_out_of_the_seed(seed: Source) -> None:
    found = {(question.line, question.hidden) for question in questions(seed)}
    assert {(161, "序列到序列（Seq2Seq）"), (162, "序列标注"), (439, "高斯")} <= found
