"""Marking what was named: what is forgiven, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.marking.folding import is_slip
from studycli.quiz.marking.names import accepted, claimed, mark
from studycli.quiz.model import Names

WAYS = Names(
    (("交叉验证",), ("验证曲线",), ("早停法", "early stopping"), ("贝叶斯优化", "Bayesian optimisation"))
)
TOOLS = Names(
    (("L1 Regularization", "L1"), ("L2 Regularization", "L2"), ("Data Augmentation",), ("Dropout",))
)
STEPS = Names((("采集",), ("清洗",), ("拟合",)), ordered=True)


@pytest.mark.parametrize(
    "typed",
    [
        "交叉验证、验证曲线、早停法、贝叶斯优化",
        "贝叶斯优化，早停；验证曲线\n交叉验证",
        "1. 交叉验证\n2. 验证曲线\n3. 早停法\n4. 贝叶斯优化",
        "- 交叉验证\n- 验证曲线\n- 早停法\n- 贝叶斯优化",
        "交叉验证和验证曲线、早停法以及贝叶斯优化",
        "交叉验证 验证曲线 早停法 贝叶斯优化",
        "交叉验证：网格搜索，验证曲线，使用早停法，贝叶斯优化方法",
        "交叉验证, 验证曲线, Early-Stopping, ＢＡＹＥＳＩＡＮ optimisation",
        "交叉验证、验证曲线、早停法、贝叶斯优华",
        "交叉验证、验证曲线、early stoping、贝叶斯优化、交叉验证",
    ],
)
def test_all_items_in_any_order_and_dress_are_right(typed: str) -> None:
    assert mark(WAYS, typed) == ("right", 1.0, (), (True, True, True, True))


@pytest.mark.parametrize(
    "typed",
    [
        "l1, l2, data augmentations, drop-out",
        "L1 regularization; L2 Regularization; dropuot; data augmentation",
        "L1 and L2, data augmentation and dropout",
        "L1 / L2 / Data Augmentation / Dropout".replace(" /", ","),
    ],
)
def test_english_names_are_forgiven_plural_spacing_and_one_slip(typed: str) -> None:
    assert mark(TOOLS, typed).verdict == "right"


def test_what_is_missing_is_told_and_the_share_counts() -> None:
    assert mark(WAYS, "早停法、交叉验证", "zh") == (
        "partly",
        0.5,
        ("还缺：验证曲线、贝叶斯优化。",),
        (True, False, True, False),
    )


def test_what_is_named_too_much_is_told_and_costs() -> None:
    found = mark(WAYS, "交叉验证、验证曲线、早停法、贝叶斯优化、抛硬币", "zh")
    assert (found.verdict, found.share, found.remarks) == ("partly", 0.8, ("不在其中：抛硬币。",))


def test_nothing_right_is_wrong() -> None:
    found = mark(TOOLS, "early stopping")
    assert (found.verdict, found.share, found.hits) == ("wrong", 0.0, (False,) * 4)
    assert found.remarks == (
        "Missing: L1 Regularization, L2 Regularization, Data Augmentation, Dropout.",
        "Not among them: early stopping.",
    )


@pytest.mark.parametrize("typed", ["", "  ", "\n", "、，"])
def test_nothing_typed_is_wrong_and_names_nothing_too_much(typed: str) -> None:
    assert mark(WAYS, typed, "zh") == (
        "wrong",
        0.0,
        ("还缺：交叉验证、验证曲线、早停法、贝叶斯优化。",),
        (False,) * 4,
    )


def test_the_order_counts_where_it_does() -> None:
    assert mark(STEPS, "采集、清洗、拟合").verdict == "right"
    found = mark(STEPS, "清洗、采集、拟合", "zh")
    assert (found.verdict, found.share, found.remarks) == ("partly", 1.0, ("顺序应为：采集、清洗、拟合。",))


@pytest.mark.parametrize(
    ("item", "typed"),
    [
        ("静态权重", "动态权重"),
        ("二分类", "多分类"),
        ("凸函数", "非凸函数"),
        ("可微性", "不可微性"),
        ("macro averaging", "micro averaging"),
        ("symmetric loss", "asymmetric loss"),
        ("L1正则化", "L2正则化"),
        ("ResNet50", "ResNet18"),
        ("均方误差", "均方根误差"),
        ("精确率", "准确率"),
        ("熵", "焓"),
        ("Adam", "Adan"),
        ("$a-y$", "$a+y$"),
        ("0.25", "0.5"),
        ("a - y", "a + y"),
        ("高斯", "拉普拉斯"),
    ],
)
def test_what_means_something_else_is_no_slip(item: str, typed: str) -> None:
    assert mark(Names(((item,),)), typed).verdict == "wrong"


@pytest.mark.parametrize(
    ("item", "typed"),
    [
        ("高斯", "高斯分布"),
        ("高斯", " 高斯。"),
        ("hinge loss", "the Hinge"),
        ("$a-y$", "a − y"),
        ("$\\frac{1}{n}$", "\\frac{1}{n}"),
        ("0.25", "0.250"),
        ("3", "３"),
        ("R²", "r2"),
        ("early stopping", "early stopping, which ends the training"),
        ("序列到序列", "序列到系列"),
    ],
)
def test_a_gap_is_forgiven_dress_and_one_slip(item: str, typed: str) -> None:
    assert mark(Names(((item,),)), typed).hits == (True,)


def test_a_slip_is_never_taken_for_an_item_that_is_named_exactly() -> None:
    key = Names((("precision",), ("precisions x",), ("recall",)))
    assert mark(key, "precision, recall").hits == (True, False, True)


def test_a_name_that_is_two_items_by_a_slip_counts_for_one() -> None:
    assert mark(Names((("gradients a",), ("gradients b",))), "gradients c").share <= 0.5


@pytest.mark.parametrize(
    ("typed", "name", "slip"),
    [
        ("dropuot", "dropout", True),
        ("dropot", "dropout", True),
        ("dropoout", "dropout", True),
        ("dropiut", "dropout", True),
        ("drpooot", "dropout", False),
        ("dropout", "dropout", False),
        ("lora", "loro", False),
        ("早亭法", "早停法", True),
        ("早停", "早婷", False),
    ],
)
def test_a_slip_is_one_edit_of_a_name_that_is_long_enough(typed: str, name: str, slip: bool) -> None:
    assert is_slip(typed, name) is slip


def test_a_person_may_claim_that_what_was_typed_is_right_and_it_is_kept() -> None:
    claims = claimed(WAYS, "交叉验证、正则化路径、贝叶斯优化、耐心")
    assert claims == (("验证曲线", "正则化路径"), ("早停法", "耐心"))
    kept = accepted(WAYS, claims)
    assert mark(kept, "耐心、正则化路径、交叉验证、贝叶斯优化").verdict == "right"
    assert mark(WAYS, "耐心、正则化路径、交叉验证、贝叶斯优化").verdict == "partly"


def test_a_claim_on_an_item_that_is_gone_is_left_out() -> None:
    assert accepted(STEPS, [("部署", "上线")]) == STEPS


NAMES = st.text("abcdefgh交叉验证曲线早停", min_size=3, max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True))
def test_the_key_s_own_names_are_right(items: list[str]) -> None:
    key = Names(tuple((item,) for item in items))
    assert mark(key, "、".join(items)).verdict == "right"


@given(st.lists(NAMES, min_size=1, max_size=5, unique=True), st.text(max_size=60))
def test_any_text_is_marked_within_bounds(items: list[str], typed: str) -> None:
    key = Names(tuple((item,) for item in items))
    found = mark(key, typed)
    assert 0 <= found.share <= 1
    assert len(found.hits) == len(items)
    assert (found.verdict == "right") <= all(found.hits)
    assert (found.verdict == "wrong") == (not any(found.hits))
