"""From a mark to SM-2's grade, as the table in the README says."""

import pytest

from studycli.quiz.grading import QUICK_SECONDS, grade_of, verdict_of
from studycli.quiz.model import FORMS


@pytest.mark.parametrize("form", FORMS)
def test_right_is_four_and_quick_is_five_where_the_program_marks(form: str) -> None:
    quick = QUICK_SECONDS.get(form)
    assert grade_of("right", form, 10_000) == 4
    assert (quick is None) == (form in ("recall", "contrast"))
    if quick is not None:
        assert grade_of("right", form, quick) == 5
        assert grade_of("right", form, quick + 0.1) == 4


def test_a_checklist_is_never_quick() -> None:
    assert grade_of("right", "recall", 0.0) == 4


@pytest.mark.parametrize(("verdict", "grade"), [("right", 3), ("partly", 2), ("wrong", 1)])
def test_after_a_hint_right_is_three_and_the_rest_as_ever(verdict: str, grade: int) -> None:
    assert grade_of(verdict, "cloze", 1.0, hinted=True) == grade


@pytest.mark.parametrize(("verdict", "grade"), [("partly", 2), ("wrong", 1)])
def test_partly_is_two_and_wrong_is_one_however_quick(verdict: str, grade: int) -> None:
    assert grade_of(verdict, "choice", 0.0) == grade


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(1.0, "right"), (0.8, "right"), (0.79, "partly"), (0.5, "partly"), (0.49, "wrong"), (0.0, "wrong")],
)
def test_the_ticked_share_suggests_the_verdict(share: float, verdict: str) -> None:
    assert verdict_of(share) == verdict
