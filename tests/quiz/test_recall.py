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
        ("## 凸函数的重要性\n### 定义\n弦在图像之上。", "请说明：凸函数的重要性：定义"),
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
