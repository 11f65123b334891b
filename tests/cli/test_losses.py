"""``study losses`` and ``study gradcheck``: what they show, without a vault, and what they refuse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studycli.losses.catalogue import catalogue

Study = Callable[..., Any]

MINE = """\
import numpy as np

def loss(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    return -(y * (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))).sum() / len(z)

def p(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def right(z, y):
    return (p(z) - y) / len(z)

def no_mean(z, y):
    return p(z) - y
"""


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """Return the path of a file with a loss, its gradient, and a wrong one."""
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    return str(tmp_path / "mine.py")


# losses


def test_losses_in_a_pipe_are_a_line_each(study: Study) -> None:
    result = study("losses")
    lines = [line.split("\t") for line in result.out.splitlines()]
    assert (result.code, result.err) == (0, "")
    assert [line[0] for line in lines] == list(catalogue())
    assert lines[0] == ["mse", "regression", "mean squared error", "均方误差", "1/n ∑ᵢ₌₁ⁿ (ŷᵢ − yᵢ)²"]
    assert {len(line) for line in lines} == {5}


def test_losses_as_json_are_all_that_is_known(study: Study) -> None:
    entries = json.loads(study("losses", "--json").out)["losses"]
    assert [entry["key"] for entry in entries] == list(catalogue())
    assert list(entries[0]) == [
        "key", "english", "chinese", "short", "aliases", "family", "formula", "gradient", "arguments",
        "reference", "stable", "kinks", "convex", "gradient_bound", "lipschitz", "smoothness", "outliers",
        "likelihood", "curve",
    ]  # fmt: skip
    assert entries[0]["arguments"][0] == {
        "name": "prediction",
        "meaning": "predicted values",
        "shape": "n",
        "domain": "real",
        "default": None,
        "differentiable": True,
        "optional": False,
    }


@pytest.mark.parametrize("name", ["mse", "MSE", "均方误差", "L2 loss"])
def test_a_loss_is_found_by_any_of_its_names(study: Study, name: str) -> None:
    out = study("losses", name).out
    assert out.startswith("mean squared error (MSE) · 均方误差  mse\n")


def test_one_loss_has_formula_facts_numbers_and_pictures(study: Study) -> None:
    lines = [line.rstrip() for line in study("losses", "huber").out.splitlines()]
    assert "Gradient for prediction:" in lines
    assert "arguments         prediction (n): predicted values" in lines
    assert "outliers pull     in proportion to their distance" in lines
    assert [line.split() for line in lines if line.startswith("residual ")] == [["residual", "L", "dL/dŷ"]]
    assert ["100", "99.5", "1"] in [line.split() for line in lines]
    assert "huber with delta = 1" in lines
    assert [line for line in lines if line.strip() == "residual: prediction − target"] != []
    assert len([line for line in lines if "└┴" in line]) == 2
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_two_losses_stand_side_by_side(study: Study, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """Cross-entropy pulls with 1 at a confident mistake, where the squared error behind a sigmoid pulls with 1e-4."""
    monkeypatch.setenv("COLUMNS", columns)
    result = study("losses", "softmax-ce", "--vs", "mse")
    assert ["-10", "10", "-1", "0.9999", "-9.079e-05"] in [line.split() for line in result.out.splitlines()]
    assert "⠒⠒ softmax-ce   ○ mse" in result.out
    assert "mse with prediction = σ(z)" in result.out
    pictures = [line for line in result.out.splitlines() if "┤" in line or "│" in line]
    assert max(map(len, pictures)) <= int(columns)
    assert sum(line.count("○") for line in pictures) > 20


def test_a_loss_without_a_curve_is_shown_at_a_point(study: Study) -> None:
    out = study("losses", "dice").out
    assert "At a random point:\n  prediction = [0.29, 0.09]\n  target = [1, 0]\n  L = 0.5797\n" in out
    assert out.endswith("  dL/d prediction = [-1.145, 0.3046]\n")


def test_a_loss_without_a_gradient_has_a_picture_of_its_value_alone(study: Study) -> None:
    out = study("losses", "zero-one").out
    assert out.count("└┴") == 1
    assert "Gradient for" not in out
    assert ["-10", "1", "–"] in [line.split() for line in out.splitlines()]


def test_losses_that_share_no_axis_are_told_so(study: Study) -> None:
    result = study("losses", "l1", "--vs", "hinge")
    assert result.code == 0
    assert result.out.endswith("l1 and hinge are not drawn over the same axis.\n")


def test_one_loss_as_json_has_numbers(study: Study) -> None:
    found = json.loads(study("losses", "hinge", "--vs", "zero-one", "--json").out)
    assert [entry["key"] for entry in found["losses"]] == ["hinge", "zero-one"]
    assert found["losses"][0]["example"]["arguments"]["target"] == [-1.0, -1.0]
    assert found["axis"] == "margin"
    assert found["rows"][0] == {"point": -10.0, "values": [11.0, 1.0], "gradients": [-1.0, None]}
    alone = json.loads(study("losses", "dice", "--json").out)
    assert (alone["axis"], alone["rows"]) == (None, [])


def test_an_unknown_loss_names_the_nearest(study: Study) -> None:
    result = study("losses", "hubr")
    assert (result.code, result.out) == (2, "")
    assert result.err == "study: There is no loss 'hubr'. Did you mean huber?\n"
    assert study("losses", "mse", "--vs", "hubr").code == 2


def test_vs_needs_a_loss(study: Study) -> None:
    result = study("losses", "--vs", "mse")
    assert (result.code, result.out) == (2, "")
    assert "--vs needs a loss to compare with: study losses NAME --vs OTHER." in result.err


# gradcheck


def test_a_right_gradient_is_told_in_two_lines(study: Study) -> None:
    result = study("gradcheck", "softmax-ce", "--shape", "64x100")
    assert (result.code, result.err) == (0, "")
    first, second = result.out.splitlines()
    assert first == "softmax-ce: logits (64x100): right, by complex step"
    assert second.startswith("  Largest difference at [")


def test_each_argument_is_told(study: Study) -> None:
    out = study("gradcheck", "gaussian-nll", "--shape", "3").out
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "gaussian-nll: prediction (3): right, by complex step",
        "gaussian-nll: variance (3): right, by complex step",
    ]


def test_a_gradient_that_cannot_be_decided_is_no_success(study: Study) -> None:
    """With one class, cross-entropy is 0 wherever one looks."""
    result = study("gradcheck", "softmax-ce", "--shape", "3x1")
    assert result.code == 1
    assert result.out.splitlines()[:3] == [
        "softmax-ce: logits (3x1): undecided, by complex step",
        "  The loss is so flat here that its rounding hides the gradient: 3 of 3 entries",
        "  could not be decided.",
    ]


def test_a_check_as_json(study: Study) -> None:
    found = json.loads(study("gradcheck", "huber", "--shape", "2", "--seed", "5", "--json").out)
    assert found["seed"] == 5
    (report,) = found["reports"]
    assert (report["name"], report["verdict"], report["method"]) == (
        "huber: prediction",
        "right",
        "complex step",
    )
    assert (report["shape"], report["reason"], report["diagnosis"]) == ([2], None, None)
    assert list(report["worst"]) == ["index", "given", "expected", "error", "relative"]


def test_functions_of_a_file_are_checked(study: Study, mine: str) -> None:
    result = study("gradcheck", f"{mine}:loss:right", "--shape", "4x3")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("mine.py: right (4x3): right, by complex step\n")


def test_a_wrong_gradient_of_a_file_is_explained(study: Study, mine: str) -> None:
    result = study("gradcheck", f"{mine}:loss:no_mean")
    assert (result.code, result.err) == (1, "")
    first, second, third = result.out.splitlines()
    assert first == "mine.py: no_mean (8x5): wrong, by complex step"
    assert second.startswith("  At [")
    assert third == "  The 1/n of the mean is missing (n = 8): this is the gradient of the sum."
    found = json.loads(study("gradcheck", f"{mine}:loss:no_mean", "--json").out)
    assert found["reports"][0]["diagnosis"]["factor"] == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("softmax-ce", "--shape", "64"), 2, "softmax-ce has 2 axes, n and c: write a shape such as 64x100, not 64."),
        (("mse", "--shape", "6x0"), 2, "'6x0' is empty: each size is at least 1."),
        (("mse", "--shape", "big"), 2, "'big' is not a shape: write sizes with an x between them, such as 64x100."),
        (("msse",), 2, "There is no loss 'msse'. Did you mean mse or rmse?"),
        (("nowhere.py:loss:grad",), 1, "There is no file 'nowhere.py'."),
        (("nowhere.py",), 1, "'nowhere.py' does not name two functions: write FILE.py:loss:gradient,"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_told_in_a_sentence(
    study: Study, words: tuple[str, ...], code: int, sentence: str
) -> None:
    result = study("gradcheck", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"study: {sentence}")


def test_a_loss_without_a_gradient_is_told(study: Study) -> None:
    result = study("gradcheck", "zero-one")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("study: zero-one has no gradient to check: at a score of 0")


def test_a_negative_seed_is_a_usage_error(study: Study) -> None:
    assert study("gradcheck", "mse", "--seed", "-1").code == 2
