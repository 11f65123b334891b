"""A note as the forms of questions read it."""

from collections.abc import Callable

import pytest

from studycli.notes.model import Card
from studycli.quiz.source import Source

Sources = Callable[[str], Source]


TWO_LOSSES = """\
# 损失

## 回归

### 平方误差（Square, SE）
$$L = e^2$$

**特点**：
- 处处光滑

**代价**：小

### 绝对误差
**特点**：
- 稳健

**代价**：大

## 分类

### 折页
**特点**：
- 有间隔

**代价**：中
"""


def card_at(source: Source, prompt: str) -> Card:
    return next(card for card in source.cards if card.prompt == prompt)


def test_a_part_has_a_label_and_a_subject(source_of: Sources) -> None:
    source = source_of(TWO_LOSSES)
    part = card_at(source, "绝对误差的特点")
    assert (source.label(part), source.subject(part), source.heading(part)) == (
        "特点",
        "绝对误差",
        "绝对误差",
    )


def test_a_concept_is_its_own_subject_and_has_no_label(source_of: Sources) -> None:
    source = source_of(TWO_LOSSES)
    concept = card_at(source, "平方误差（Square, SE）")
    assert (source.label(concept), source.subject(concept)) == ("", "平方误差（Square, SE）")


def test_a_label_that_names_its_subject_is_its_own_subject(source_of: Sources) -> None:
    source = source_of("## 交叉熵\n**什么是交叉熵**：\n一种差异。\n\n**特点**：\n稳定")
    assert source.subject(card_at(source, "什么是交叉熵")) == "什么是交叉熵"


def test_a_run_in_label_is_read_without_its_full_stop(source_of: Sources) -> None:
    source = source_of("## 丢弃法\n**作用。** 防止过拟合。\n\n**缺点。** 训练慢。")
    parts = [(source.label(card), source.subject(card)) for card in source.cards]
    assert parts == [("作用", "丢弃法"), ("缺点", "丢弃法")]


def test_only_parts_have_siblings(source_of: Sources) -> None:
    source = source_of(TWO_LOSSES)
    assert source.siblings(card_at(source, "平方误差（Square, SE）")) == []


def test_siblings_are_the_parts_of_the_same_label_the_nearest_parents_first(source_of: Sources) -> None:
    source = source_of(TWO_LOSSES)
    siblings = source.siblings(card_at(source, "绝对误差的特点"))
    assert [each.prompt for each in siblings] == ["平方误差（Square, SE）的特点", "折页的特点"]


def test_parts_are_the_others_below_the_same_heading(source_of: Sources) -> None:
    source = source_of(TWO_LOSSES)
    assert [each.prompt for each in source.parts(card_at(source, "绝对误差的特点"))] == ["绝对误差的代价"]


def test_neighbours_are_concepts_below_the_same_parent(source_of: Sources) -> None:
    source = source_of("## A\n### One\nx is y\n### Two\nz\n## B\n### Three\nw")
    assert [each.prompt for each in source.neighbours(card_at(source, "One"))] == ["Two"]


def test_a_question_without_an_answer_has_an_empty_one(source_of: Sources) -> None:
    source = source_of("## What is it?\n")
    (card,) = source.cards
    assert source.answer(card).text == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("## 什么是熵？\nentropy", "zh"),
        ("## LoRA\n低秩增量，训练很省。", "zh"),
        ("## Dropout\nRandomly sets units to zero.", "en"),
        ("## DPO\n$$L=-\\mathbb E\\ln\\sigma(\\beta\\ln\\pi_\\theta)$$\n直接训练策略。", "zh"),
        ("# 优化器\n## 动量\n先这样。\n## Adam\n$$m = \\beta m$$", "zh"),
    ],
)
def test_a_card_is_asked_in_the_language_of_its_prompt_or_prose(
    source_of: Sources, text: str, language: str
) -> None:
    source = source_of(text)
    assert source.language(source.cards[-1]) == language


def test_what_is_found_in_the_whole_note_is_found_once(source_of: Sources) -> None:
    source, calls = source_of("## A\nb"), []
    for _ in range(2):
        assert source.once("count", lambda found: calls.append(found) or len(found.cards)) == 1  # type: ignore[func-returns-value]
    assert calls == [source]
