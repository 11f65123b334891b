"""Checks of gradients as lines of text."""

from typing import Any

import pytest

from studycli.losses.gradcheck.diagnosis import Diagnosis
from studycli.losses.gradcheck.report import Report, Worst
from studycli.terminal.gradcheck import report_lines

RIGHT = Report(
    "mse: prediction", "right", "complex step", (8,), worst=Worst((3,), 0.25, 0.25 + 2**-54, 1e-16)
)
CASES = {
    "right": (RIGHT, ["mse: prediction (8): right, by complex step", "  Largest difference at [3]: 5.6e-17, of 0.25."]),
    "right along directions": (
        RIGHT._replace(directions=5, worst=Worst((3,), -1.5, -1.5, 0.0)),
        ["mse: prediction (8): right, by complex step", "  Largest difference in direction 3: 0.0e+00, of -1.5."],
    ),
    "of a number": (
        RIGHT._replace(shape=(), worst=Worst((), 2.0, 2.0, 0.0)),
        ["mse: prediction: right, by complex step", "  Largest difference: 0.0e+00, of 2."],
    ),
    "wrong": (
        RIGHT._replace(
            verdict="wrong",
            shape=(8, 5),
            directions=5,
            worst=Worst((3, 2), -1 / 3, 2 / 3, 0.0),
            diagnosis=Diagnosis("entry", places=((3, 2),)),
        ),
        [
            "mse: prediction (8x5): wrong, by complex step",
            "  At [3, 2] it is -0.33333333 and should be 0.66666667.",
            "  One entry is wrong at [3, 2]; the others are right.",
        ],
    ),
    "wrong, a number": (
        RIGHT._replace(verdict="wrong", shape=(), worst=Worst((), float("nan"), 2.0, 0.0)),
        ["mse: prediction: wrong, by complex step", "  It is no number and should be 2."],
    ),
    "undecided": (
        RIGHT._replace(verdict="undecided", reason="kink", undecided=2),
        [
            "mse: prediction (8): undecided, by complex step",
            "  The loss has a kink within the step, where there is no gradient: 2 of 8",
            "  entries could not be decided.",
            "  Largest difference at [3]: 5.6e-17, of 0.25.",
        ],
    ),
    "undecided along directions": (
        RIGHT._replace(verdict="undecided", reason="overflow", undecided=5, directions=5, worst=None),
        [
            "mse: prediction (8): undecided, by complex step",
            "  The loss is infinite or no number here: 5 of 5 directions could not be",
            "  decided.",
        ],
    ),
    "undecided where one side is no number": (
        RIGHT._replace(verdict="undecided", reason="steps", undecided=8, worst=Worst((0,), float("inf"), 1.0, 2.0)),
        [
            "mse: prediction (8): undecided, by complex step",
            "  Estimates by different steps disagree: 8 of 8 entries could not be decided.",
            "  Given no number at [0], estimated 1.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_report_is_its_verdict_and_what_explains_it(name: str) -> None:
    report, lines = CASES[name]
    assert report_lines(report.as_json(), 78) == lines


@pytest.mark.parametrize("name", CASES)
def test_lines_keep_within_the_width(name: str) -> None:
    """Down to the longest word."""
    report: dict[str, Any] = CASES[name][0].as_json()
    lines = report_lines(report, 40)
    assert max(map(len, lines)) <= 40
    assert " ".join(" ".join(lines).split()) == " ".join(" ".join(report_lines(report, 200)).split())
