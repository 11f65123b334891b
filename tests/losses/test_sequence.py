"""CTC against the sum over all paths, at huge logits, and where no path exists."""

from itertools import groupby, product
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import exp, log

from studycli.errors import LossInputError
from studycli.losses.kernel import load


def read(path: tuple[int, ...], blank: int) -> tuple[int, ...]:
    """What a path says: repeats merged, blanks dropped."""
    return tuple(label for label, _ in groupby(path) if label != blank)


def by_all_paths(frames: Any, labels: tuple[int, ...], blank: int = 0) -> Any:
    """-log of the sum of the probabilities of all paths that say the labels."""
    frames = [[z - max(frame) for z in frame] for frame in frames]
    scores = [[exp(z) for z in frame] for frame in frames]
    paths = product(range(len(scores[0])), repeat=len(scores))
    weights = (
        mpmath.fprod(frame[k] for frame, k in zip(scores, path, strict=True))
        for path in paths
        if read(path, blank) == labels
    )
    return -log(mpmath.fsum(weights)) + sum(log(sum(frame)) for frame in scores)


def formula(logits: Any, labels: Any) -> Any:
    pairs = zip(logits, labels, strict=True)
    return sum(by_all_paths(frames, tuple(int(k) for k in row)) for frames, row in pairs)


def drawn(*shape: int, scale: float = 1.0) -> Any:
    return np.random.default_rng(11).normal(scale=scale, size=shape)


@pytest.mark.parametrize("labels", [[1], [1, 2], [1, 1], [2, 1, 2]])
def test_values_and_gradients_are_exact(labels: list[int], exact: Any) -> None:
    """A repeated label needs a blank between; the gradient of a rare class may cancel to rounding."""
    exact("ctc", formula, {"logits": drawn(1, 4, 3), "labels": np.array([labels])}, floor=1e-15)


EXTREME = {
    "sure of the labels": [[-1e4, 1e4, 0.0], [1e4, -1e4, 0.5], [-1e4, 0.0, 1e4]],
    "sure of others": [[1e4, -1e4, -1e4], [1e4, -1e4, -1e4], [1e4, -1e4, -1e4]],
    "all logits high": [[1e4, 1e4 + 1, 1e4], [1e4, 1e4, 1e4 - 2], [1e4 - 1, 1e4, 1e4]],
    "nearly sure": [[0.0, 30.0, 0.0], [25.0, 0.0, 0.0], [0.0, 0.0, 30.0]],
}


@pytest.mark.parametrize("frames", EXTREME)
def test_huge_logits_are_exact(frames: str, exact: Any) -> None:
    """Entries of the gradient to 1e-12 of the largest: those of two nearly equal probabilities cancel."""
    exact("ctc", formula, {"logits": np.array([EXTREME[frames]]), "labels": np.array([[1, 2]])}, floor=1e-12)


def test_the_probabilities_of_all_label_sequences_add_up_to_one() -> None:
    logits = drawn(4, 3)
    total = 0.0
    for length in range(5):
        for labels in product((1, 2), repeat=length):
            padded = np.array([labels + (0,) * (5 - length)])
            total += float(np.exp(-load("ctc").value(logits[None], padded, label_lengths=np.array([length]))))
    assert total == pytest.approx(1.0, rel=1e-13)


def test_any_class_can_be_the_blank() -> None:
    logits = drawn(1, 4, 3)
    last = load("ctc").value(np.roll(logits, -1, axis=-1), [[0, 1]], blank=2)
    assert last == load("ctc").value(logits, [[1, 2]], blank=0)
    assert float(last) == pytest.approx(float(by_all_paths(logits[0].tolist(), (1, 2))), rel=1e-13)


def test_what_is_behind_the_lengths_is_not_read() -> None:
    """Neither frames, NaN among them, nor labels; the gradient of frames behind the length is 0."""
    loss = load("ctc")
    logits = drawn(2, 5, 4)
    logits[0, 3:] = np.nan
    lengths = {"logit_lengths": np.array([3, 5]), "label_lengths": np.array([1, 3])}
    labels = [[2, -1, 99], [1, 3, 3]]
    each = loss.value(logits, labels, **lengths, reduction="none")
    assert each[0] == loss.value(logits[:1, :3], [[2]])
    assert each[1] == loss.value(logits[1:], [[1, 3, 3]])
    assert loss.gradient
    gradient = loss.gradient(logits, labels, **lengths, reduction="none")["logits"]
    np.testing.assert_array_equal(gradient[0, 3:], 0)
    np.testing.assert_array_equal(gradient[:1, :3], loss.gradient(logits[:1, :3], [[2]])["logits"])


def test_no_labels_at_all_is_the_path_of_blanks() -> None:
    logits = drawn(1, 3, 2)
    blanks = -(logits[0, :, 0] - np.logaddexp(*logits[0].T)).sum()
    found = load("ctc").value(logits, [[1]], label_lengths=np.array([0]))
    assert float(found) == pytest.approx(blanks, rel=1e-14)


@pytest.mark.parametrize("labels", [[1, 2, 1, 2], [1, 1, 2]])
def test_labels_that_no_path_gives_cost_infinity_and_pull_nowhere(labels: list[int]) -> None:
    """Four labels in three frames; three labels with a repeat, which need four. Others in the batch go on."""
    loss = load("ctc")
    logits = np.stack([drawn(3, 3)] * 2)
    rows = np.array([labels, [2] * len(labels)])
    lengths = np.array([len(labels), 1])
    assert loss.value(logits, rows, label_lengths=lengths, reduction="none")[0] == np.inf
    assert loss.gradient
    gradient = loss.gradient(logits, rows, label_lengths=lengths)["logits"]
    assert not gradient[0].any()
    assert gradient[1].any()


def test_a_class_that_is_ruled_out_by_a_logit_of_minus_infinity_is_never_on_the_path() -> None:
    logits = drawn(1, 3, 3)
    logits[0, 1, 2] = -np.inf
    near = np.where(np.isinf(logits), -1e5, logits)
    loss = load("ctc")
    assert loss.gradient
    assert loss.value(logits, [[1, 2]]) == loss.value(near, [[1, 2]])
    np.testing.assert_array_equal(
        loss.gradient(logits, [[1, 2]])["logits"], loss.gradient(near, [[1, 2]])["logits"]
    )
    logits[..., 2] = -np.inf
    assert loss.value(logits, [[1, 2]]) == np.inf


def test_each_frame_of_the_gradient_adds_up_to_zero() -> None:
    """Adding one number to all logits of a frame changes nothing."""
    point = load("ctc").sample(np.random.default_rng(5), {"n": 4, "t": 9, "c": 6, "l": 4})
    gradient = load("ctc").gradient
    assert gradient
    np.testing.assert_allclose(gradient(**point)["logits"].sum(-1), 0, atol=1e-16)


LOGITS = np.zeros((2, 3, 4))
WRONG: list[tuple[str, dict[str, Any]]] = [
    (r"^logits has shape \(3, 4\), expected \(n, t, c\)", {"logits": LOGITS[0]}),
    (r"^labels has shape \(3,\), expected \(2, l\)", {"labels": np.array([1, 2, 3])}),
    (r"^labels has the blank, class 0, where", {"labels": np.array([[1, 0], [1, 2]])}),
    (r"^labels has class 4, expected 0 to 3", {"labels": np.array([[1, 4], [1, 2]])}),
    (r"^labels has type float64, expected integers", {"labels": np.array([[1.5, 2], [1, 2]])}),
    (r"^logit_lengths is 0, expected 1 to 3", {"logit_lengths": np.array([3, 0])}),
    (r"^label_lengths is 3, expected 0 to 2", {"label_lengths": np.array([3, 0])}),
    (r"^label_lengths has shape \(1,\) and type int64, expected \(2,\)", {"label_lengths": np.array([1])}),
    (r"^logit_lengths has shape \(2,\) and type float64", {"logit_lengths": np.array([1.0, 2.0])}),
    (r"^blank is 4, expected in \[0, 3\]", {"blank": 4}),
    (r"^blank is 0.5, expected the index of a class", {"blank": 0.5}),
]


@pytest.mark.parametrize(("sentence", "change"), WRONG)
def test_wrong_arguments_are_errors_that_name_them(sentence: str, change: dict[str, Any]) -> None:
    with pytest.raises(LossInputError, match=sentence):
        load("ctc").value(**({"logits": LOGITS, "labels": np.array([[1, 2], [3, 1]])} | change))


def test_a_sample_can_always_be_aligned() -> None:
    """However few frames or classes, and however many labels are asked for."""
    for t, c, labels in product((1, 2, 5), (1, 2, 5), (1, 2, 5)):
        point = load("ctc").sample(np.random.default_rng(2), {"n": 3, "t": t, "c": c, "l": labels})
        assert np.isfinite(load("ctc").value(**point))
