"""What holds for the questions of recall, contrast and list, whatever a note looks like."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.quiz.forms import contrast, recall
from studycli.quiz.forms import list as lists
from studycli.quiz.model import Checklist, Names, Question
from studycli.quiz.source import Source

FORMS = (recall, contrast, lists)
PIECES = (
    ["# 损失\n", "## 均方误差（MSE）\n", "### 平均绝对误差\n", "## L1 与 L2 的区别\n", "## 静态权重\n", "## 动态权重\n"]
    + ["## Why A and not B?\n", "### What are the main steps?\n", "## 有哪三种方法？\n", "## Focal Loss\n", "## 交叉熵\n"]
    + ["**特点**：\n", "**适用场景**：近\n", "**Pros**: fast\n", "**方法**：\n", "**步骤**：\n"]
    + ["- **快**：不慢\n", "- **慢**：不快\n", "1. 采集：抽\n", "2. 拟合：学\n", "- 硬样本：难\n", "- 软样本：易\n", "  - 里面\n"]
    + ["文字很短。", "L1 比 L2 更稀疏，而 L2 更平滑。\n", "Text is short. ", "$$L = |w|$$\n", "$a|b$ ", "`x | y`\n"]
    + ["```python\nx = 1\n```\n", "| a | b |\n|---|---|\n| c | d |\n", "> 引用\n", "![p](q.png)\n", "[l](u)\n", "Q: a?\nA: b\n"]
    + ["👩‍👩‍👧 家\n", "e\u0301\n", "<div>\n", "$", "**", "|", "\\"]
    + ["\n"] * 6
)  # fmt: skip


def source_of(text: str) -> Source:
    note = parse_note("n.md", text, read_meta(text), CardOptions())
    return Source("n.md", note.title, text, note.cards)


def questions(source: Source) -> list[Question]:
    made = [offer.make() for form in FORMS for card in source.cards for offer in form.offers(source, card, 0)]
    return [question for question in made if question]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=300)
def test_a_question_says_something_and_is_answered_by_lines_of_its_note(parts: list[str]) -> None:
    source = source_of("".join(parts))
    lines = source.text.split("\n")
    cards = {card.id for card in source.cards}
    for question in questions(source):
        assert question.shown.strip()
        assert question.answer.strip()
        assert question.card in cards
        assert 1 <= question.line <= len(lines)
        assert question.answer_lines
        assert list(question.answer_lines) == sorted(set(question.answer_lines))
        assert all(1 <= first <= last <= len(lines) for first, last in question.answer_lines)
        assert isinstance(question.key, Checklist | Names)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_the_same_note_gives_the_same_questions_of_different_ids(parts: list[str]) -> None:
    text = "".join(parts)
    found = questions(source_of(text))
    assert found == questions(source_of(text))
    assert len({question.id for question in found}) == len(found)


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_of_real_notes_is_made_of_the_lines_that_it_names(
    real_sources: list[Source], form: Callable[..., object]
) -> None:
    for source in real_sources:
        lines = source.text.split("\n")
        for card in source.cards:
            for offer in form.offers(source, card, 0):  # type: ignore[attr-defined]
                question = offer.make()
                spans = [line for first, last in question.answer_lines for line in lines[first - 1 : last]]
                said = "".join(filter(str.isalnum, "".join(spans)))
                for line in filter(str.strip, question.answer.split("\n")):
                    if not line.startswith(("|", "**", "*")):
                        assert "".join(filter(str.isalnum, line)) in said, (source.path, question.shown)
