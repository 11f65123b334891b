"""Which mistake a wrong gradient was made with, and how it is told."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.losses.gradcheck import Context, Diagnosis, diagnose
from studycli.losses.gradcheck.bisection import bisect
from studycli.losses.gradcheck.wording import SENTENCES

N, C = 6, 5
RNG = np.random.default_rng(0)
Z = RNG.normal(size=(N, C))
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
Y = np.eye(C)[RNG.integers(0, C, N)]
RIGHT = (P - Y) / N
SQUARE = RNG.normal(size=(4, 4))
VECTOR = RNG.normal(size=7)

Wrong = Callable[[np.ndarray], np.ndarray]


def changed(right: np.ndarray, where: object, value: object) -> np.ndarray:
    wrong = right.copy()
    wrong[where] = value
    return wrong


CASES: dict[str, tuple[np.ndarray, np.ndarray, Diagnosis]] = {
    "sign": (-RIGHT, RIGHT, Diagnosis("sign", -1.0, N)),
    "sum for mean": (RIGHT * N, RIGHT, Diagnosis("factor", float(N), N)),
    "mean for sum": (RIGHT / N, RIGHT, Diagnosis("factor", 1 / N, N)),
    "two": (2 * RIGHT, RIGHT, Diagnosis("factor", 2.0, N)),
    "minus half": (-RIGHT / 2, RIGHT, Diagnosis("factor", -0.5, N)),
    "transposed": (SQUARE.T, SQUARE, Diagnosis("transposed", 1.0, 4)),
    "transposed, minus": (-3 * SQUARE.T, SQUARE, Diagnosis("transposed", -3.0, 4)),
    "transposed shape": (RIGHT.T, RIGHT, Diagnosis("transposed", 1.0, N)),
    "another shape": (RIGHT[:1], RIGHT, Diagnosis("shape", 1.0, N)),
    "a column for a vector": (VECTOR[:, None], VECTOR, Diagnosis("shape", 1.0, 7)),
    "infinite": (changed(RIGHT, (1, 2), np.inf), RIGHT, Diagnosis("not-finite", 1.0, N, ((1, 2),))),
    "no number at all": (RIGHT * np.nan, RIGHT, Diagnosis("not-finite", 1.0, N)),
    "one entry": (changed(RIGHT, (2, 3), 9.0), RIGHT, Diagnosis("entry", 1.0, N, ((2, 3),))),
    "one entry of a vector": (changed(VECTOR, 2, 9.0), VECTOR, Diagnosis("entry", 1.0, 7, ((2,),))),
    "two entries": (
        changed(VECTOR, [2, 4], [9.0, 8.0]),
        VECTOR,
        Diagnosis("entries", 1.0, 7, ((2,), (4,))),
    ),
    "exchanged entries": (
        changed(VECTOR, [2, 4], VECTOR[[4, 2]]),
        VECTOR,
        Diagnosis("exchanged-entries", 1.0, 7, ((2,), (4,))),
    ),
    "one row": (changed(RIGHT, 2, RIGHT[2] * 1.01), RIGHT, Diagnosis("row", 1.0, N, ((2,),))),
    "one column": (changed(RIGHT, (..., 4), 7.0), RIGHT, Diagnosis("column", 1.0, N, ((4,),))),
    "no label in one row": (RIGHT + changed(0 * Y, 3, Y[3] / N), RIGHT, Diagnosis("label", 1.0, N, ((3, int(Y[3].argmax())),))),
    "no labels": (RIGHT + Y / N, RIGHT, Diagnosis("label", 1.0, N)),
    "a mask": (RIGHT, changed(RIGHT, [0, 4], 0.0), Diagnosis("mask", 1.0, N, ((0,), (4,)))),
    "a mask, and the mean of all": (RIGHT * 4 / 6, changed(RIGHT, [0, 4], 0.0), Diagnosis("mask", 1.0, N, ((0,), (4,)))),
    "a clip": (VECTOR, changed(VECTOR, [0, 1, 2, 3], 0.0), Diagnosis("clip", 1.0, 7)),
    "offset": (RIGHT + 0.1, RIGHT, Diagnosis("offset", 1.0, N)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_mistake_is_told_from_the_others(name: str) -> None:
    wrong, right, seen = CASES[name]
    found = diagnose(wrong, right)
    assert found == seen._replace(factor=found.factor if found else 0.0)
    assert found
    assert found.factor == pytest.approx(seen.factor, rel=1e-9)


SIGMOID = 1 / (1 + np.exp(-Z))
SLOPE = SIGMOID * (1 - SIGMOID)
OF_THE_POINT: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, str, float]] = {
    "no sigma'": ((SIGMOID - Y) / N, (SIGMOID - Y) * SLOPE / N, Z, "sigmoid", 1.0),
    "no sigma', no 1/n": (SIGMOID - Y, (SIGMOID - Y) * SLOPE / N, Z, "sigmoid", float(N)),
    "sigma' too many": ((SIGMOID - Y) * SLOPE / N, (SIGMOID - Y) / N, Z, "sigmoid-twice", 1.0),
    "for the probabilities": (-Y / P / N, RIGHT, Z, "softmax", 1.0),
    "for the probabilities, sign": (Y / P, RIGHT, Z, "softmax", -float(N)),
    "for the logits": (SIGMOID - Y, (SIGMOID - Y) / SLOPE, SIGMOID, "logits", 1.0),
}


@pytest.mark.parametrize("name", OF_THE_POINT)
def test_with_the_point_the_chain_rule_is_looked_at(name: str) -> None:
    wrong, right, point, kind, factor = OF_THE_POINT[name]
    found = diagnose(wrong, right, Context(point=point))
    assert found
    assert (found.kind, found.factor) == (kind, pytest.approx(factor))
    unknown = diagnose(wrong, right)
    assert unknown is None


def test_further_mistakes_are_tried_too() -> None:
    swapped = RNG.normal(size=(N, C))
    context = Context(mistakes=(("other", RIGHT), ("exchanged", swapped), ("another shape", VECTOR)))
    found = diagnose(swapped * 2, SQUARE[:1, :1] * RIGHT * Z, context)
    assert found == Diagnosis("exchanged", 2.0, N)
    assert diagnose(RIGHT * Z, Z, context) is None


def test_of_one_number_only_usual_factors_are_told() -> None:
    """Any number is any other times some factor."""
    one = np.array([0.7])
    assert diagnose(-one, one, Context(batch=5)) == Diagnosis("sign", -1.0, 5)
    assert diagnose(5 * one, one, Context(batch=5)) == Diagnosis("factor", 5.0, 5)
    assert diagnose(5 * one, one, Context(batch=0)) is None
    assert diagnose(1.234 * one, one, Context(batch=5)) is None


def test_a_gradient_of_huge_numbers_is_not_guessed_at() -> None:
    assert diagnose(np.full(3, 1e200), np.arange(3.0)) is None


def test_gradients_at_several_points_may_be_stacked() -> None:
    """A factor that is the same at all of them is told, though each is one number."""
    points = np.array([0.3, -1.2, 2.0])
    assert diagnose(np.cos(points) / 3, np.cos(points)) == Diagnosis("factor", 1 / 3, 3)


@given(st.integers(0, 1000), st.sampled_from([-3.0, -1.0, -0.5, 0.01, 0.25, 2.0, 6.0, 17.5, 1e6]))
def test_every_factor_is_found(seed: int, factor: float) -> None:
    right = np.random.default_rng(seed).normal(size=(3, 4))
    found = diagnose(factor * right, right)
    assert found
    assert found.kind == ("sign" if factor == -1 else "factor")
    assert found.factor == pytest.approx(factor)


@given(st.integers(0, 1000))
def test_a_gradient_that_is_like_nothing_gets_no_diagnosis(seed: int) -> None:
    rng = np.random.default_rng(seed)
    wrong, right, point = rng.normal(size=(3, 4, 6))
    assert diagnose(wrong, right, Context(point=point)) is None


@given(st.sets(st.integers(0, 99), max_size=5), st.integers(1, 3))
def test_bisection_finds_what_fails(bad: set[int], most: int) -> None:
    """Up to so many items, with as many looks as halving takes."""
    looks = 0

    def fails(group: object) -> bool:
        nonlocal looks
        looks += 1
        assert isinstance(group, range)
        return not bad.isdisjoint(group)

    found = bisect(range(100), fails, most)
    assert found == (sorted(bad) if len(bad) <= most else None)
    assert looks <= 1 + 2 * 7 * (most + 1)


SAID = {
    Diagnosis("sign", -1.0, 6): ("The sign is wrong.", "符号反了。"),
    Diagnosis("factor", -6.0, 6): (
        "The sign is wrong. The 1/n of the mean is missing (n = 6): this is the gradient of the sum.",
        "符号反了。漏了平均的 1/n（n = 6）：这是求和的梯度。",
    ),
    Diagnosis("factor", 1 / 6, 6): (
        "There is a 1/n too many (n = 6): the gradient of a sum has none.",
        "多除了一个 n（n = 6）：求和的梯度没有 1/n。",
    ),
    Diagnosis("factor", 2.0, 6): ("It is 2 times what it should be.", "是正确值的 2 倍。"),
    Diagnosis("factor", 2.0, 2): (
        "It is 2 times what it should be. The 1/n of the mean is missing (n = 2): this is the gradient of the sum.",
        "是正确值的 2 倍。漏了平均的 1/n（n = 2）：这是求和的梯度。",
    ),
    Diagnosis("factor", 2 / 3): ("It is 2/3 times what it should be.", "是正确值的 2/3 倍。"),
    Diagnosis("factor", 1 / np.log(2)): (
        "It is 1/(ln 2) times what it should be.",
        "是正确值的 1/(ln 2) 倍。",
    ),
    Diagnosis("factor", np.pi): ("It is π times what it should be.", "是正确值的 π 倍。"),
    Diagnosis("factor", 1 / np.sqrt(2)): ("It is 1/√2 times what it should be.", "是正确值的 1/√2 倍。"),
    Diagnosis("factor", 0.1234567): ("It is 0.1235 times what it should be.", "是正确值的 0.1235 倍。"),
    Diagnosis("factor", 1.00001234): (
        "It is 1.00001234 times what it should be.",
        "是正确值的 1.00001234 倍。",
    ),
    Diagnosis("transposed", 0.5): (
        "It is transposed. It is 1/2 times what it should be.",
        "转置了。是正确值的 1/2 倍。",
    ),
    Diagnosis("entry", places=((3, 17),)): (
        "One entry is wrong at [3, 17]; the others are right.",
        "只有一个分量错了（位置 [3, 17]），其余都对。",
    ),
    Diagnosis("mask", places=((0,), (4,), (5,))): (
        "Rows that should be 0 are not at [0], [4] and [5]: a mask is missing, or a condition.",
        "应为 0 的行不为 0（位置 [0]、[4]、[5]）：漏了掩码（mask）或条件。",
    ),
    Diagnosis("clip"): (
        "Entries that should be 0 are not: a clip or a condition is missing.",
        "应为 0 的分量不为 0：漏了截断（clip）或条件。",
    ),
    Diagnosis("dropout"): ("It looks like this mistake: dropout.", "像是这种错误：dropout。"),
}


@pytest.mark.parametrize("seen", SAID, ids=lambda seen: f"{seen.kind} {seen.factor:.3g} {seen.batch}")
def test_a_diagnosis_is_a_sentence_in_either_language(seen: Diagnosis) -> None:
    assert (seen.say(), seen.say("zh")) == SAID[seen]


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_kind_has_sentences(kind: str) -> None:
    """Each is whole, names no place where none is known, and is written in its own language."""
    english, chinese = (Diagnosis(kind, 1.5).say(language) for language in ("en", "zh"))
    assert english[0].isupper()
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert "{" not in english + chinese
