"""Each answer goes to the module that marks its kind of key."""

import pytest

from studycli.quiz.marking import mark
from studycli.quiz.model import Checklist, Choice, Expression, Key, Line, Names, Numbers, Question, Truth


def asked(key: Key, options: tuple[str, ...] = ()) -> Question:
    return Question("q", "c", "n.md", 1, "form", "en", "Shown?", "Answer.", (), key, options)


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        (Names((("Huber loss", "Huber"),)), "huber", "hinge"),
        (Names((("MSE",), ("MAE",))), "mae, mse", "CTC"),
        (Choice(1), "b", "A"),
        (Truth(is_true=False), "f", "true"),
        (Numbers((0.065,)), "0.065", "0.65"),
        (Line(3, "return p - y"), "3", "2"),
        (Expression("(y-p)**2", "", (("y", "n", "real"), ("p", "n", "real"))), "(p - y)^2", "(p + y)^2"),
        (Checklist(("Its gradient is p - y.",)), "the gradient is p - y", "no idea"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_right_and_wrong_answers_to_each_kind_of_key(key: Key, right: str, wrong: str) -> None:
    question = asked(key, ("one", "two", "three") if isinstance(key, Choice) else ())
    assert mark(question, right).verdict == "right"
    assert mark(question, wrong).verdict == "wrong"


def test_what_the_person_accepted_before_is_right() -> None:
    question = asked(Names((("高斯",),)))
    assert mark(question, "钟形").verdict == "wrong"
    assert mark(question, "钟形", (("高斯", "钟形"),)).verdict == "right"


def test_a_checklist_is_ticked_by_what_was_typed() -> None:
    question = asked(Checklist(("It is robust to outliers.", "It is convex in the logits.")))
    assert mark(question, "robust to outliers").hits == (True, False)
    assert mark(question, "robust to outliers").share == 0.5
