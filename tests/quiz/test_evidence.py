"""The numbers below a contrast: what they are, and what is said of them."""

import pytest

from studycli.quiz.evidence import evidence, number
from studycli.quiz.pairs import PAIRS


def rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("\n")
        if line.startswith("|")
    ]


def test_a_confident_mistake_saturates_the_squared_error_and_not_cross_entropy() -> None:
    text = evidence(("bce-logits", "mse"), "en")
    head, _, first, *_ = rows(text)
    assert head == [
        "logit $z$ (true class 1)",
        "cross-entropy",
        "gradient in $z$",
        "sigmoid + MSE",
        "gradient in $z$",
    ]
    # sigma(-10) = 4.539787e-5; its slope 4.539581e-5; the squared error's gradient 2 (sigma - 1) sigma' = -9.079e-5
    assert first == ["-10", "10", "-1", "0.9999", "-9.08e-05"]
    assert text.startswith(
        "In numbers: at $z=-10$ the model is confidently wrong, and the gradient of sigmoid + MSE is only -9.08e-05"
    )


def test_an_outlier_pulls_the_squared_error_and_not_huber() -> None:
    text = evidence(("huber", "mse"), "zh")
    assert rows(text)[-1] == ["100", "99.5", "1", "10000", "200"]
    assert "残差为 100 的异常值处，MSE 的梯度是 200，Huber 的梯度封顶在 1" in text


def test_a_small_weight_is_still_pulled_by_l1() -> None:
    text = evidence(("l1", "l2"), "en")
    assert rows(text)[2] == ["0.001", "0.001", "1", "1.00e-06", "0.002"]
    assert "at a weight of only 0.001 the gradient of L1 is still 1" in text


def test_an_easy_sample_costs_next_to_nothing_with_the_focal_loss() -> None:
    text = evidence(("focal-binary", "bce-logits"), "en")
    # (1 - sigma(4))^-2 = 3091.4 (mpmath)
    assert "on an easy sample, $z=4$, cross-entropy is 3091 times focal" in text


@pytest.mark.parametrize("keys", sorted({pair.evidence for pair in PAIRS if pair.evidence}))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_evidence_is_a_sentence_and_a_whole_table(keys: tuple[str, ...], language: str) -> None:
    told, empty, *_ = evidence(keys, language).split("\n")
    found = rows(evidence(keys, language))
    assert told[-1] in "。."
    assert empty == ""
    assert {len(row) for row in found} == {5}
    assert len(found) >= 9
    assert "{" not in told


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (-0.11920292, "-0.1192"),
        (22026.4658, "22026"),
        (4.539787e-05, "4.54e-05"),
        (2.5e7, "2.50e+07"),
        (float("nan"), "–"),
    ],
)
def test_a_number_has_four_significant_digits(value: float, text: str) -> None:
    assert number(value) == text
