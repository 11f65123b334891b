"""From an answer to its mark, and hints that are never the answer."""

from collections.abc import Callable
from typing import Any

import pytest

from studycli.errors import StudyError
from studycli.quiz.model import Code, Mark, Names
from studycli.terminal.quiz import judging
from studycli.terminal.quiz.hints import hint_of
from studycli.terminal.quiz.judging import judge

Make = Callable[..., Any]


def test_an_answer_that_raises_a_sentence_is_unread_with_it(
    question: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Mark:
        raise StudyError("There is no variable q.")

    monkeypatch.setattr(judging, "mark", fail)
    assert judge(question("formula"), "q") == Mark("unread", 0.0, ("There is no variable q.",))


def test_code_runs_in_a_process_of_its_own(question: Make) -> None:
    key = Code("mse", "def mse(y, p):\n", "mse", (("y", "target"), ("p", "prediction")), reduction="mean")
    asked = question("code", key=key)
    good = "import numpy as np\n\ndef mse(y, p):\n    return np.mean((y - p) ** 2)\n"
    assert judge(asked, good).verdict == "right"
    assert judge(asked, good.replace("** 2", "** 3")).verdict == "wrong"
    assert judge(asked, "def mse(y, p) return").verdict == "unread"


@pytest.mark.parametrize(
    ("form", "hint"),
    [
        ("recall", "The answer of recall."),
        ("list", "M… · M… · H…"),
        ("cloze", "G…"),
        ("choice", "It is not C."),
        ("true-false", ""),
        ("value", ""),
        ("formula", ""),
    ],
)
def test_a_hint_is_enough_to_set_memory_going_and_no_more(question: Make, form: str, hint: str) -> None:
    assert hint_of(question(form)) == hint


def test_a_question_may_bring_its_own_hint(question: Make) -> None:
    assert hint_of(question("value", hint="Square first.")) == "Square first."


@pytest.mark.parametrize(("name", "hint"), [("γ", "…"), ("高斯", "高…"), ("-1", "…"), ("L2", "L…")])
def test_a_name_of_one_letter_or_sign_is_not_told(question: Make, name: str, hint: str) -> None:
    assert hint_of(question("cloze", key=Names(((name,),)))) == hint


def test_a_hint_to_a_choice_never_names_the_right_option(question: Make) -> None:
    from studycli.quiz.model import Choice

    for correct in range(4):
        letter = "ABCD"[correct]
        for card in ("a", "bb", "ccc", "dddd"):
            assert hint_of(question("choice", card, key=Choice(correct))) != f"It is not {letter}."
