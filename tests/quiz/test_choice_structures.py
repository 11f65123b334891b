"""What holds for choices and for true or false, whatever a note looks like."""

from collections.abc import Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.quiz.forms import choice, true_false
from studycli.quiz.marking import mark
from studycli.quiz.model import LETTERS, Choice, Question, Truth
from studycli.quiz.overlap import words_of
from studycli.quiz.source import Source

Sources = Callable[[str], Source]

PIECES = (
    ["# 损失\n", "## 均方误差（MSE）\n", "## 平均绝对误差（MAE）\n", "## Huber损失\n", "## L1 与 L2 的区别\n", "## 如何选择损失？\n", "## 三种方法\n"]
    + ["**特点**：\n", "**出处**：书\n", "**参数**：\n", "**方法**：\n"]
    + ["- 对异常值敏感\n", "- 对异常值不敏感\n", "- 处处可微\n", "- 假设误差服从高斯分布\n", "- $\\alpha$：类别的权重\n", "- $\\beta$：平滑的程度\n"]
    + ["- **网格**：把几个值逐个试一遍\n", "- **退火**：按半个周期的曲线降到零\n", "- **预热**：开头几百步慢慢升高\n"]
    + ["- L1 产生零，而 L2 不产生零\n", "参数 $\\gamma$ 越大，权重压得越低。\n", "Averaging trees reduces variance at the same bias.\n"]
    + ["| 方法 | 组数 |\n| --- | --- |\n| 甲法 | 一百组 |\n| 乙法 | 两百组 |\n| 丙法 | 三百组 |\n"]
    + ["```\n├── 有异常值 → MAE\n├── 没有 → MSE\n└── 区间 → 分位数损失\n```\n", "$$L = \\frac{1}{n}\\sum_{i=1}^{n}(y_i - \\hat{y}_i)^2$$\n"]
    + ["👩‍👩‍👧 家\n", "e\u0301\n", "<div>\n", "$", "**", "|", "`", "> "]
    + ["\n"] * 8
)  # fmt: skip


def questions(source: Source, seed: int = 0) -> Iterator[Question]:
    for card in source.cards:
        if card.answer_lines:
            for form in (choice, true_false):
                yield from filter(None, (offer.make() for offer in form.offers(source, card, seed)))


def check(source: Source, question: Question) -> None:
    lines = source.document.lines
    asked = question.shown.partition("\n\nA. ")[0] if question.options else question.shown
    assert "›" not in asked
    assert "\n| " not in question.shown
    assert question.shown.count("```") == 0
    assert all(text.count("$") % 2 == 0 for text in (asked, *question.options))
    assert question.answer.strip()
    assert all(1 <= first <= last <= len(lines) for first, last in question.answer_lines)
    assert any(first <= question.line <= last for first, last in question.answer_lines)
    if isinstance(question.key, Choice):
        check_choice(question, question.key, asked)
    else:
        assert isinstance(question.key, Truth)
        assert mark(question, "t" if question.key.is_true else "f").verdict == "right"
        assert len(asked.partition("\n\n> ")[2]) > 2


def check_choice(question: Question, key: Choice, asked: str) -> None:
    right = question.options[key.correct]
    folded = [option.replace(" ", "").casefold() for option in question.options]
    assert 3 <= len(set(folded)) == len(question.options) <= 4
    assert all(option.strip() == option and option for option in question.options)
    assert question.shown.endswith(
        "  \n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, question.options, strict=False))
    )
    said = words_of(asked)
    assert right not in asked or all(words_of(option) <= said for option in question.options)
    assert mark(question, LETTERS[key.correct]).verdict == "right"
    assert mark(question, right).verdict == "right"


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=150)
def test_each_question_of_a_generated_note_is_whole(parts: list[str]) -> None:
    from tests.quiz.conftest import make_source

    source = make_source("".join(parts))
    for question in questions(source):
        check(source, question)


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.integers(0, 3))
@settings(max_examples=60)
def test_the_same_note_and_seed_give_the_same_questions_of_different_ids(parts: list[str], seed: int) -> None:
    from tests.quiz.conftest import make_source

    text = "".join(parts)
    found = list(questions(make_source(text), seed))
    assert found == list(questions(make_source(text), seed))
    ids = [question.id for question in found]
    assert len(set(ids)) == len(ids)


def test_each_question_of_the_real_notes_is_whole(real_sources: list[Source]) -> None:
    found = 0
    for source in real_sources:
        for question in questions(source, 1):
            check(source, question)
            found += 1
    assert found > 100


def test_the_right_letter_is_spread_and_the_right_option_is_not_told_by_its_length(seed: Source) -> None:
    made = [each for at in range(12) for each in questions(seed, at)]
    choices = [(each.options, each.key.correct) for each in made if isinstance(each.key, Choice)]
    four = [correct for options, correct in choices if len(options) == 4]
    assert all(0.15 < four.count(at) / len(four) < 0.35 for at in range(4))
    assert sum(_is_longest(*each) for each in choices) / len(choices) < 0.4


def _is_longest(options: tuple[str, ...], correct: int) -> bool:
    return all(len(option) < len(options[correct]) for at, option in enumerate(options) if at != correct)


def test_a_question_without_an_answer_offers_nothing(source_of: Sources) -> None:
    source = source_of("## 为什么？\n\n## 怎样？\n")
    assert not [
        offer
        for card in source.cards
        for form in (choice, true_false)
        for offer in form.offers(source, card, 0)
    ]
