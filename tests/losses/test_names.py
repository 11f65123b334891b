"""How notes call a loss: exact names, and mentions in a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.losses.catalogue import catalogue
from studycli.losses.names import METRICS, Mention, _joined, key_of, mentions, names, nearest

EVERY_NAME = [(key, name) for key, entry in catalogue().items() for name in names(entry)]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("均方误差", "mse"),
        ("MSE", "mse"),
        ("mse loss", "mse"),
        ("MSE损失函数", "mse"),
        ("ＭＳＥ　损失", "mse"),
        ("L2 loss", "mse"),
        ("L2 正则化", "l2"),
        ("L2", "l2"),
        ("Ridge", "l2"),
        ("L1 loss", "mae"),
        ("L1正则", "l1"),
        ("交叉熵", "softmax-ce"),
        ("Cross Entropy", "softmax-ce"),
        ("cross_entropy", "softmax-ce"),
        ("二分类交叉熵损失", "bce"),
        ("Binary Cross-Entropy Loss Function", "bce"),
        ("Focal Loss", "focal-binary"),
        ("smooth L1", "smooth-l1"),
        ("0-1 损失", "zero-one"),
        ("均方误差（Mean Squared Error, MSE）", "mse"),
        ("Huber损失 (smooth)", "huber"),
        ("梯度方法（GradNorm）", "gradnorm"),
        ("MSE（L2 loss）损失", "mse"),
        ("回归损失", None),
        ("MSE 的梯度", None),
        ("L2 norm", None),
        ("IoU", None),
        ("", None),
    ],
)
def test_the_loss_that_words_name(words: str, key: str | None) -> None:
    assert key_of(words) == key


@pytest.mark.no_cover  # the same lines for each name
@pytest.mark.parametrize(("key", "name"), EVERY_NAME)
def test_every_name_of_the_catalogue_is_read_in_any_case_and_width(key: str, name: str) -> None:
    if name not in METRICS:
        assert key_of(name) == key_of(name.upper()) == key_of(f" {name} ") == key
        assert key_of(name.replace("-", "‐")) == key


def test_no_two_losses_share_a_name() -> None:
    owners: dict[str, set[str]] = {}
    for key, name in EVERY_NAME:
        owners.setdefault(_joined(name), set()).add(key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.key, text[mention.start : mention.end]) for mention in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为什么分类用交叉熵而不是MSE？", [("softmax-ce", "交叉熵"), ("mse", "MSE")]),
        ("MSE、MAE 与 Huber 损失", [("mse", "MSE"), ("mae", "MAE"), ("huber", "Huber 损失")]),
        ("the root mean squared error", [("rmse", "root mean squared error")]),
        ("二元交叉熵和加权交叉熵", [("bce", "二元交叉熵"), ("weighted-ce", "加权交叉熵")]),
        ("nn.MSELoss or mse_loss", [("mse", "MSELoss"), ("mse", "mse")]),
        ("ＣＥ vs ＭＳＥ", [("mse", "ＭＳＥ")]),
        ("CE vs MSE", [("softmax-ce", "CE"), ("mse", "MSE")]),
        ("L1 and L2 penalties", [("l1", "L1"), ("l2", "L2")]),
        ("L2 loss, L2正则化, L2 norm", [("mse", "L2 loss"), ("l2", "L2正则化")]),
        ("**Focal** Loss", [("focal-binary", "Focal** Loss")]),
        ("cross–entropy", [("softmax-ce", "cross–entropy")]),
        ("MSE\nloss", [("mse", "MSE")]),
    ],
)
def test_the_longest_name_at_each_place_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the maestro of msexyz",
        "L2 cache and L1 缓存",
        "the L2 norm of x",
        "We roll two dice",
        "IoU is a metric",
        "a JS framework, and TS",
        "ce que je veux",
        "取值在 0-1 之间, 0.01",
        "cross-entropy method for planning",
        "γ 控制权重衰减速度",
        "负对数似然损失",
        "an L2 of something",
        "MAE 是掩码自编码器（masked autoencoder）",
        "entropy, cross",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_not_taken_for_one(text: str) -> None:
    assert found(text) == []


def test_a_name_is_not_read_across_other_words_or_signs() -> None:
    assert found("squared, error; Huber") == [("huber", "Huber")]


@pytest.mark.no_cover  # the same lines for each name
@pytest.mark.parametrize(("key", "name"), EVERY_NAME)
def test_every_name_is_found_in_a_sentence(key: str, name: str) -> None:
    """A name of two letters, only beside another loss."""
    other = "hinge loss" if key == "mse" else "mean squared error"
    text = f"（{name}）, 与{other}不同"
    expected = [] if name in METRICS else [Mention(key, 1, 1 + len(name))]
    assert [mention for mention in mentions(text) if mention.start == 1] == expected


@given(st.text())
def test_mentions_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    spans = [(mention.start, mention.end) for mention in mentions(f"{text}MSE{text}")]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_the_nearest_names_are_suggested() -> None:
    assert nearest("msee")[0] == "mse"
    assert nearest("hubber loss")[0] == "huber"
    assert nearest("softmax cross entrpy")[0] == "softmax-ce"
    assert nearest("qqqqqqqq") == ()
