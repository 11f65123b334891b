"""Recall: which cards are fit to ask as they are, and how."""

from collections.abc import Callable

import pytest

from studycli.quiz.forms import recall
from studycli.quiz.model import Checklist, Question
from studycli.quiz.source import Source

Sources = Callable[[str], Source]


def questions(source: Source) -> list[Question]:
    made = [offer.make() for card in source.cards for offer in recall.offers(source, card, 0)]
    return [question for question in made if question]


def test_a_question_is_asked_as_it_stands(source_of: Sources) -> None:
    source = source_of("## Why is the sky blue?\nShort waves scatter more.\n\nA second reason.")
    (question,) = questions(source)
    (card,) = source.cards
    assert question == Question(
        id=f"{card.id}-recall",
        card=card.id,
        note="note.md",
        line=1,
        form="recall",
        language="en",
        shown="Why is the sky blue?",
        answer="Short waves scatter more.\n\nA second reason.",
        answer_lines=((2, 4),),
        key=Checklist(("Short waves scatter more.", "A second reason.")),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# 优化\n## 自适应方法\n### 余弦退火\n学习率按余弦下降。", "请说明：余弦退火（自适应方法）"),
        ("# 优化\n## 指数移动平均权重的偏差\n参数的滑动平均。", "请说明：指数移动平均权重的偏差"),
        ("## 凸函数的重要性\n### 定义\n弦在图像之上。", "请说明：凸函数的定义"),
        ("# Metrics\n## Threshold metrics\n### Precision\nTP over all called positive.", "Explain: Precision (Threshold metrics)"),
        ("# Metrics\n## NDCG\nGraded relevance with a discount.", "Explain: NDCG"),
    ],
)  # fmt: skip
def test_a_heading_is_asked_with_as_much_context_as_it_needs(
    source_of: Sources, text: str, shown: str
) -> None:
    assert [question.shown for question in questions(source_of(text))] == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "## What does it look like?\n![p](q.png)",
        "## How is it built?\nAs the figure below shows, in three parts.\n\n![p](q.png)",
        "## 怎么部署模型？\n[见这里](http://a.b)",
        "## 两者为什么等价？\n推导同上。",
        "## 更多问题\n前缀和、差分、单调栈、并查集。",
        "## 学习建议\n每天练习一小时，先易后难。",
        "## Tips\nRead the papers before the interview.",
        "## 反转链表\n```python\ndef f(x):\n    return x\n```",
        "## Resources\nThe book of the course is long.",
        "## Which keys are there?\n",
    ],
)
def test_what_needs_a_picture_a_link_or_names_nothing_is_not_asked(source_of: Sources, text: str) -> None:
    assert questions(source_of(text)) == []


def test_a_question_about_code_is_asked_although_only_code_answers_it(source_of: Sources) -> None:
    (question,) = questions(source_of("## How do you reverse a list?\n```python\nx[::-1]\n```"))
    assert question.key == Checklist(())


def test_a_marked_card_may_be_short(source_of: Sources) -> None:
    shown = [
        question.shown for question in questions(source_of("监督微调::SFT\n\nLLaMA 用的是==RMSNorm==。"))
    ]
    assert shown == ["监督微调", "LLaMA 用的是[…]。"]


def test_a_picture_without_words_is_no_marked_card(source_of: Sources) -> None:
    assert questions(source_of("Q: ![map](a.png)\nA: Paris\n")) == []


def test_questions_of_real_notes_name_something_and_have_an_answer(real_sources: list[Source]) -> None:
    found = [question for source in real_sources for question in questions(source)]
    assert len(found) > 500
    for question in found:
        assert len(question.shown.strip()) > 1
        assert question.answer.strip()
        assert " › " not in question.shown


@pytest.mark.parametrize(
    "text",
    [
        "# LaTeX 备忘\n## 转置的写法\n上标里写 T，推荐用正体，也可以用 top。",
        "# 图谱\n## 知识表示\n- 知识融合",
        "# Names\n## DocSim\nDocument Similarity",
        "# 题库\n## 数学与机制\n1. 缩放？\n   - 追问：不缩放会怎样\n2. 掩码\n   - 追问：何时需要掩码",
        "# Drills\n## Attention\nWhy scale? Why mask? Why several heads? Why project?",
    ],
    ids=["a tool to write with", "a name alone", "an abbreviation spelled out", "follow-ups", "questions"],
)
def test_what_no_interviewer_asks_is_left_out(source_of: Sources, text: str) -> None:
    """Notes about writing, answers that are only a name, and lists of further questions."""
    assert questions(source_of(text)) == []


def test_a_manual_is_left_out_as_a_whole(source_of: Sources) -> None:
    """Where many answers tell which button to press, the others are not about the subject either."""
    text = "# Panel\n## Colours\nOpen the settings and click the palette.\n\n## Intervals\nHow long until a view is drawn again, in seconds."
    assert questions(source_of(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "## How is the radius chosen?\n> trade speed against memory?",
        "## How is the radius chosen?\n- by rule\n- to be settled, TODO",
        "## 树怎样剪枝？\n- **方法**:\n- **代价**: 偏差变大",
        "## 树怎样剪枝？\n- 先长满, 再从叶子往上剪, ...",
        "## 1) Rounds. Print the rounds of a game of three players:\n- the first begins\n\n```python\npass\n```",
        "## 1) Rounds. Print the rounds of a game.\nSkip every third.\n\n```python\npass\n```",
        "## 树怎样剪枝？\n2. 先看验证集，再决定留下多少层。",
        "## 怎样解决这个问题？\n换一个更小的学习率，再多训练几轮。",
        "## Do you know any other ways to prune?\nBy depth, or by the number of leaves.",
        "## 树怎样剪枝？\n参考【剪枝】部分。",
        "## 树怎样剪枝？\n看验证集",
        "Q: Who painted this?\n\n![p](a.png)\n\nA: A friend of the house\n",
        "距离是两点之差的==长度==，即长度不小于零。",
        "# 采样\n## 深度学习中常见的解决方法\n先对多的类别抽样，再对少的类别复制。",
        "# 树\n## 状态价值\n> 记 $V(s)$",
        "# 图\n## 节点任务\n- 分类\n- 聚类\n- 补全",
        "# 树\n## 剪枝的流程\n这是基础，必须牢固掌握。先长满，再剪。",
    ],
    ids=[
        *("only asks", "unfinished", "an empty item", "breaks off", "goes on behind a colon", "goes on above code"),
        *("begins late", "points back", "other than what", "points elsewhere", "a word", "the picture is missing", "given away"),
        *("what it solves is open", "a sign alone", "names alone", "advice"),
    ],
)  # fmt: skip
def test_what_a_reading_found_unfit_is_left_out(source_of: Sources, text: str) -> None:
    """Each is what one cause of unfit questions looked like, in a sample of strangers' notes."""
    assert questions(source_of(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## 最大池化与平均池化的区别\n前者取最大，后者取平均。", "请说明：最大池化与平均池化的区别"),
        ("## 过拟合\n### 常见解决方法\n加数据，或者让模型更小一些。", "请说明：过拟合的常见解决方法"),
        ("## 核心问题：为什么要归一化？\n让各层输入的尺度相近。", "为什么要归一化？"),
        ("# 图像增强\n## 规模与质量的关系？\n质量优先，规模其次。", "规模与质量的关系（图像增强）？"),
        ("# 同义词挖掘\n## Q2Q\n由同一会话里的查询两两成对。", "请说明：Q2Q（同义词挖掘）"),
        ("## 判断一个点是否在圆内\n比较它到圆心的距离与半径。", "判断一个点是否在圆内。"),
        ("## Is it useful? \u2b50\ufe0fI\nYes, wherever the classes differ in size.", "Is it useful?"),
    ],
    ids=[
        "a noun",
        "a label",
        "a prefix",
        "a noun and a mark",
        "an abbreviation",
        "a demand",
        "a mark of difficulty",
    ],
)
def test_a_prompt_is_worded_as_it_would_be_said(source_of: Sources, text: str, shown: str) -> None:
    assert [question.shown for question in questions(source_of(text))] == [shown]


def test_an_answer_ends_where_the_next_question_begins(source_of: Sources) -> None:
    source = source_of("## How deep?\nThree levels.\n\n#### 1.1 \u2b06 Why not four?\nIt overfits.")
    first = questions(source)[0]
    assert (first.answer, first.answer_lines) == ("Three levels.", ((2, 2),))
    assert first.key == Checklist(("Three levels.",))


def test_what_a_heading_counts_and_names_is_asked_by_its_own_name(source_of: Sources) -> None:
    text = "# 编码\n## 两种方法：绝对编码 与 相对编码\n**绝对位置**：每个位置一个编码，互不相同。\n\n**相对位置**：只看两个位置之间的距离。"
    shown = [question.shown for question in questions(source_of(text)) if question.line > 2]
    assert shown == ["请说明：绝对位置", "请说明：相对位置"]
