"""Gaps: where one may be, what fills it, and what gives it away."""

import pytest

from studycli.quiz.blanks import Blank, cut, leaks, reminds
from studycli.quiz.blanks_formula import formula_blanks
from studycli.quiz.blanks_terms import called, defined, explained, is_term, lists_examples
from studycli.quiz.blanks_words import cell_blank, number_blanks, word_blanks
from studycli.quiz.garbled import is_garbled


def gapped(latex: str) -> dict[str, str]:
    return {blank.hidden: blank.text for blank in formula_blanks(latex)}


def test_a_gap_keeps_away_from_the_letters_beside_it() -> None:
    assert cut("误差服从高斯分布", 4, 6, ("正态",)) == Blank("误差服从 ____ 分布", "高斯", ("高斯", "正态"))
    assert cut("is (odd).", 4, 7).text == "is (____)."


@pytest.mark.parametrize(
    ("shown", "wording", "told"),
    [
        ("L2 正则化的解释：____ 先验", "高斯", False),
        ("高斯噪声：____ 先验", "高斯", True),
        ("the MSE: ____", "mse", True),
        ("the means: ____", "MSE", False),
        ("overfits: ____", "overfit", True),
        (r"$1 + \boxed{?}$", "+", True),
        (r"$1 \boxed{?} x$", "-", False),
        (r"$\log x + \boxed{?} y$", r"\log", True),
    ],
)
def test_what_is_shown_tells_a_wording_or_not(shown: str, wording: str, told: bool) -> None:
    assert leaks(shown, (wording,)) is told


def test_a_description_gives_away_a_name_by_its_parts() -> None:
    assert reminds("增加一点偏差来减少方差", "偏差-方差权衡")
    assert not reminds("简单的模型优于复杂的", "奥卡姆剃刀原理")
    assert reminds("selects the relevant features", "Feature selection")
    assert not reminds("turns off each unit at random", "dropout")


def test_a_formula_stays_whole_around_its_gap() -> None:
    found = gapped(r"L=-\alpha(1-p)^2\log(p)")
    assert found[r"\log"] == r"L=-\alpha(1-p)^2\boxed{?}(p)"
    assert found["1"] == r"L=-\alpha(\boxed{?}-p)^2\log(p)"
    assert found["2"] == r"L=-\alpha(1-p)^{\boxed{?}}\log(p)"
    assert found.keys() == {r"\log", "1", "2"}  # the minus stands twice


def test_a_root_and_a_sign_are_hidden() -> None:
    assert gapped(r"A=\frac{QK^\top}{\sqrt{d_k}}+M") == {
        "d_k": r"A=\frac{QK^\top}{\sqrt{\boxed{?}}}+M",
        "+": r"A=\frac{QK^\top}{\sqrt{d_k}}\boxed{?}M",
    }


def test_either_logarithm_fills_the_gap_of_one() -> None:
    (blank,) = formula_blanks(r"I(x)=\log P(x)")
    assert {r"\log", "log", "ln", r"\ln"} <= set(blank.wordings)


@pytest.mark.parametrize(
    "latex",
    [
        r"x^2",  # says nothing of it
        r"\log(1000/50)\approx 1.3=x",  # a worked example
        r"\begin{aligned}a&=b^2\\c&=d\end{aligned}",
        r"a_1 = b_{i+2}",  # indices stay
        r"y = x^2 + z^2",  # the other place gives it away
    ],
)
def test_no_gap_is_put_into(latex: str) -> None:
    assert set(gapped(latex)) <= {"+"}
    assert set(gapped(latex)) == ({"+"} if latex.startswith("y") else set())


@pytest.mark.parametrize(
    "name", ["奥卡姆剃刀原理", "NDCG", "双重量化", "early stopping", "均方误差（MSE）", "KL散度"]
)
def test_is_a_term(name: str) -> None:
    assert is_term(name)


@pytest.mark.parametrize(
    "name", ["数据来源", "成本", "降低过拟合", "RLHF 三步", "其他任务", "the loss", "训练与优化"]
)
def test_is_no_term(name: str) -> None:
    assert not is_term(name)


def test_a_definition_is_asked_for_its_term() -> None:
    text = "Dropout is a technique that turns off units at random in each step"
    assert defined(text) == Blank(
        "____ is a technique that turns off units at random in each step", "Dropout", ("Dropout",)
    )
    assert defined("Dropout is a popular technique that turns off units at random in each step") is None
    assert defined("Feature selection is a method that selects the features that matter most") is None
    assert defined("熵是一种度量") is None


def test_a_name_is_asked_for_by_what_is_called_so() -> None:
    blank = called("训练集上很好, 验证集上很差, 这种现象称为过拟合")
    assert blank
    assert (blank.text, blank.hidden) == ("训练集上很好, 验证集上很差, 这种现象称为 ____", "过拟合")
    assert called("它称为过拟合") is None


def test_an_item_is_asked_for_by_its_description() -> None:
    blank = explained("KNN（最近邻）", "相邻的样本更可能属于同一类")
    assert blank
    assert blank.text == "____：相邻的样本更可能属于同一类"
    assert {"KNN", "最近邻"} <= set(blank.wordings)
    assert explained("二分类", "二分类只有两类的情形") is None
    assert lists_examples("机器翻译、文本摘要")
    assert not lists_examples("词性标注、命名实体识别，每个位置一个标签")


def test_operative_words_are_hidden_one_at_a_time() -> None:
    assert [blank.text for blank in word_blanks("高斯先验给出 L2，拉普拉斯先验给出 L1")] == [
        "高斯先验给出 L2，____ 先验给出 L1",
        "____ 先验给出 L2，拉普拉斯先验给出 L1",
    ]
    assert not list(word_blanks("非凸性与可微性"))
    assert not list(word_blanks("真正交给优化器的量"))
    assert not list(word_blanks(r"$\mathrm{Bernoulli}(q)$"))


def test_one_number_with_a_unit_is_hidden() -> None:
    (blank,) = number_blanks("优化器的状态占用参数的 2 倍内存")
    assert (blank.hidden, blank.wordings) == ("2", ("2", "2倍"))
    assert not list(number_blanks("例如批大小变为 2 倍时学习率加倍"))
    assert not list(number_blanks("先后有 2 层与 3 层的两个网络在用"))


def test_a_cell_hides_its_one_operative_word() -> None:
    blank = cell_blank("中位数")
    assert blank
    assert blank.text == "____"
    assert cell_blank("高斯与拉普拉斯之间") is None
    assert cell_blank("是") is None


def test_garbled_words_are_told_from_accents() -> None:
    assert is_garbled("损失函数".encode().decode("cp1252", errors="ignore"))
    assert not is_garbled("Élève naïf, déjà vu à Zürich: Ångström")
    assert not is_garbled("损失函数")
