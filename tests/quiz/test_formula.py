"""Formula: what is asked, with which symbols and conditions; what is not fit is left out."""

from collections.abc import Callable

import pytest

from studycli.quiz.forms import formula
from studycli.quiz.marking import mark
from studycli.quiz.model import Expression, Question
from studycli.quiz.source import Source

Sources = Callable[[str], Source]


def asked(source: Source) -> list[Question]:
    """Every formula question of a note."""
    made = (offer.make() for card in source.cards for offer in formula.offers(source, card, 0))
    return [question for question in made if question]


def only(source: Source) -> Question:
    (question,) = asked(source)
    return question


def test_a_loss_is_asked_for_with_its_symbols_and_reduction(source_of: Sources) -> None:
    question = only(
        source_of("# 损失\n\n## 均方误差（MSE）\n$$L = \\frac1n\\sum_{i=1}^n (y_i-\\hat y_i)^2$$\n")
    )
    assert question.shown == (
        "写出均方误差（MSE）的公式（对 n 个样本取平均）。\n\n"
        "符号：$y_i$ 是真实值，$\\hat y_i$ 是预测值，$n$ 是样本数。"
    )
    assert question.answer_lines == ((4, 4),)
    assert question.answer == "$$L = \\frac1n\\sum_{i=1}^n (y_i-\\hat y_i)^2$$"
    assert mark(question, "mean((y-p)**2)").verdict == "right"
    assert mark(question, "mean((y-p)**3)").verdict == "wrong"


def test_it_is_asked_in_english_in_an_english_note(source_of: Sources) -> None:
    question = only(
        source_of(
            "# Losses\n\n## Huber loss\n$$L_\\delta(e) = \\begin{cases} e^2/2 & |e| \\le \\delta \\\\ \\delta(|e| - \\delta/2) & \\text{otherwise}\\end{cases}$$\n"
        )
    )
    assert question.shown == (
        "Write the formula of Huber loss (one sample).\n\n"
        "Symbols: $e$ is the error, $\\delta$ is the threshold."
    )


def test_the_logarithm_and_a_positive_sample_are_told(source_of: Sources) -> None:
    question = only(
        source_of(
            "# 损失\n\n## Focal Loss\n降低容易样本的权重：\n$$L = -\\alpha(1-\\hat y)^\\gamma\\log\\hat y$$\n"
        )
    )
    assert question.shown.startswith("写出 Focal Loss 的公式（单个正样本，y=1，log 为自然对数）。")


def test_a_sum_over_samples_and_a_half_are_told(source_of: Sources) -> None:
    question = only(source_of("# 损失\n\n## 平方误差\n$$L = \\frac12\\sum_{i=1}^n (y_i-\\hat y_i)^2$$\n"))
    assert "（对 n 个样本求和，带系数 1/2）" in question.shown


def test_a_formula_that_the_kernel_contradicts_is_not_asked_for(source_of: Sources) -> None:
    wrong = "# 损失\n\n## 均方误差（MSE）\n$$L = \\frac1n\\sum_{i=1}^n (y_i+\\hat y_i)^2$$\n"
    assert asked(source_of(wrong)) == []


def test_a_definition_that_the_kernel_does_not_know_is_asked_for(source_of: Sources) -> None:
    question = only(source_of("# Metrics\n\n## Precision\n$$\\text{precision} = \\frac{TP}{TP + FP}$$\n"))
    assert question.shown == (
        "Write the formula of Precision.\n\n$\\text{precision} = ?$\n\nSymbols: $TP$, $FP$."
    )
    assert mark(question, "TP/(TP+FP)").verdict == "right"
    assert mark(question, "TP/(TP-FP)").verdict == "wrong"


def test_what_the_note_says_of_a_symbol_is_told(source_of: Sources) -> None:
    note = "# 正则化\n\n## 总损失的公式\n$$L_{all} = L_{data} + \\lambda R(w)$$\n\n- $L_{data}$：数据项\n- $\\lambda$：强度\n"
    question = only(source_of(note))
    assert question.shown == (
        "写出总损失的公式。\n\n$L_{all} = ?$\n\n符号：$L_{data}$ 是数据项，$\\lambda$ 是强度，$R(w)$。"
    )
    assert mark(question, "L_data + λ R(w)").verdict == "right"


def test_a_base_that_is_no_e_is_told(source_of: Sources) -> None:
    question = only(source_of("# 统计\n\n## 点互信息\n$$PMI = \\log_2\\frac{P(x,y)}{P(x)P(y)}$$\n"))
    assert "（对数以 2 为底）" in question.shown
    assert mark(question, "log2(P(x,y)/P(x)/P(y))").verdict == "right"
    assert mark(question, "log(P(x,y)/P(x)/P(y))").verdict == "wrong"


@pytest.mark.parametrize(
    "section",
    [
        "## MSE 的推导\n$$L = \\frac1n\\sum_{i=1}^n (y_i-\\hat y_i)^2$$",  # a derivation
        "## 怎样计算 MSE？\n$$L = \\frac1n\\sum_{i=1}^n (y_i-\\hat y_i)^2$$",  # a question of its own
        "## 输出\n$$h = W_1 x + W_2 y$$",  # matrices do not commute
        "## 凸性\n$$f(x) + f(y) \\ge g(x)$$",  # no value
        "## 采样流程\n$$p = \\frac{TP}{TP + FP}$$",  # a process is no formula
        "## 两个指标\n$$p = \\frac{TP}{TP + FP}$$\n\n$$r = \\frac{TP}{TP + FN}$$",  # which one
        "## 学习率\n$$\\frac{\\partial L}{\\partial w} = 2 w + x$$",  # a gradient has its own form
        "## 尺寸\n$$o = (i-1)s - 2p + k$$",  # letters that nothing explains
        "## 面积\n$$A = 2$$",
        "## 极限\n$$S = \\sum_{k=0}^{\\infty} a_k$$",
        "## 比例\n$$P = \\frac{点击次数}{总次数}$$",
        "## 说明\n没有公式。",
    ],
)
def test_what_is_no_definition_is_not_asked_for(source_of: Sources, section: str) -> None:
    assert asked(source_of(f"# 笔记\n\n{section}\n")) == []


def test_a_formula_among_a_part_of_another_subject_is_asked_for_by_its_own_name(source_of: Sources) -> None:
    note = "# 损失\n\n## Focal Loss\n降低容易样本的权重。\n\n**作用机制**：\n- 容易样本的权重小\n\n$$L = -\\alpha(1-\\hat y)^\\gamma\\log\\hat y$$\n"
    assert only(source_of(note)).shown.startswith("写出 Focal Loss 的公式")


def test_the_prompt_never_holds_the_formula(real_sources: list[Source]) -> None:
    questions = [question for source in real_sources for question in asked(source)]
    assert len(questions) >= 12
    for question in questions:
        assert isinstance(question.key, Expression)
        right = question.key.reference.rpartition("=")[2].strip()
        assert right not in question.shown
        assert mark(question, question.key.reference).verdict == "right"


def test_the_seeds_losses_are_all_asked_for(seed: Source) -> None:
    keys = {question.key.loss for question in asked(seed) if isinstance(question.key, Expression)}
    assert keys >= {"mse", "mae", "huber", "bce", "softmax-ce", "focal-binary", "l1", "l2", "elastic-net"}


def test_the_formula_of_the_seeds_mse_is_that_of_its_line(seed: Source) -> None:
    question = next(q for q in asked(seed) if q.line == 173)
    assert question.answer_lines == ((174, 174),)
    assert mark(question, "1/n * sum((y-yhat)^2)").verdict == "right"
