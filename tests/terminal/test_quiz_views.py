"""What a quiz looks like, exact to the cell, and that it fits at any width."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.model import Checklist, Choice
from studycli.terminal.frame import compose
from studycli.terminal.keys import Key
from studycli.terminal.quiz.session import Plan, QuizSession
from studycli.terminal.quiz.views import QUIZ, clock

Make = Callable[..., Any]
KEYS = [*"123456789abcdxitghouser?@-", "enter", "space", "escape", "paste", "backspace", "ctrl-z"]


@pytest.fixture(scope="session")
def scene(collection_of: Make, judge: Make) -> Make:
    """Return a maker of sessions on which keys were pressed."""

    def make(keys: str, *forms: str, collection: Any = None, **plan: Any) -> QuizSession:
        found = collection or collection_of(*forms)
        session = QuizSession(found, iter([*found.questions]), Plan(**plan), lambda: 0.0, judge)
        for name in keys.split():
            session.press(Key("paste", name[1:]) if name[0] == "'" else Key(name, name))
        return session

    return make


@pytest.fixture(scope="session")
def draw(make_console_of: Make) -> Make:
    """Return what lays a session out as text, without the blank rows."""

    def run(session: QuizSession, width: int = 60, height: int = 24) -> str:
        frame = compose(make_console_of(width, height), session, 0, QUIZ)
        lines = ("".join(segment.text for segment in row).rstrip() for row in frame.rows)
        return "\n".join(line for line in lines if line.strip("─ "))

    return run


def test_a_choice(scene: Make, draw: Make) -> None:
    assert (
        draw(scene("h", "choice", "list", seconds=1805.0))
        == """\
 1 of 20 · choice · 0 right · 30:05 left
 Which choice?
 A. one
 B. two
 C. three
 D. four
 Hint: It is not C.
 a-d answer · h hint · x give up · ? keys · q quit"""
    )


def test_a_wrong_list_with_what_is_missing(scene: Make, draw: Make) -> None:
    assert (
        draw(scene("'mse,hinge enter", "list"))
        == """\
 1 of 20 · list · 0 right
 notes/loss.md › Classification › About list
 Which list?
 Your answer:
 mse,hinge
 Partly right.
 Missing: MAE, Huber.
 Not among them: hinge.
 The answer (notes/loss.md:8-9):
 The answer of list.
 enter grade 2 and go on · i I was right · u undo"""
    )


def test_a_checklist_stands_above_the_answer(scene: Make, draw: Make) -> None:
    assert (
        draw(scene("space 1", "recall"))
        == """\
 1 of 20 · recall · 0 right
 notes/loss.md › Classification › About recall
 Which recall?
 Which of these did you have?
 1 [x] It is p - y.
 2 [ ] It does not vanish.
 3 [ ] It is bounded.
 The answer (notes/loss.md:8-9):
 The answer of recall.
 1-3 tick  a all  enter grade 1 and go on  g other grade
 u undo"""
    )


def test_the_place_in_the_note_is_shown_with_the_answer_only_for_it_may_tell_it(
    scene: Make, draw: Make
) -> None:
    assert "notes/loss.md" not in draw(scene("", "cloze"))
    assert "notes/loss.md" in draw(scene("'gauss enter", "cloze"))


def test_the_result(scene: Make, draw: Make) -> None:
    assert (
        draw(scene("c enter escape x enter", "choice", "cloze"))
        == """\
 The quiz is over.
 Answered: 2 questions, 0 right (0 %), 0 s.
 By form
   cloze   0 of 1
   choice  0 of 1
 By topic
   loss  0 of 2
 Mistakes
   notes/loss.md:7  choice  Which choice?
   notes/loss.md:7  cloze  Which cloze?
 Graded 1: next in 1 day.
 r ask the wrong ones again · u undo · enter end"""
    )


@pytest.mark.parametrize(
    ("keys", "form", "bar"),
    [
        ("", "true-false", "t true · f false · h hint · x give up · ? keys · q quit"),
        ("", "code", "enter write it in the editor  h hint  x give up  ? keys"),
        ("", "recall", "space answer · t type it first · h hint · ? keys · q quit"),
        ("escape", "value", "t type · h hint · x give up · ? keys · q quit"),
        ("", "value", "enter answer · esc other keys"),
        ("space g", "recall", "1 again · 2 hard · 3 good · 4 easy · esc back"),
        ("space", "contrast", "1 again  2 hard  3 good  4 easy  enter grade 4 and go on"),
        ("b f", "choice", "enter flag · esc cancel"),
        ("b o", "choice", "q back to the question"),
        ("?", "choice", "any key back to the question"),
    ],
)
def test_the_keys_that_matter_now(scene: Make, draw: Make, keys: str, form: str, bar: str) -> None:
    assert bar in draw(scene(keys, form))


def test_the_keys_of_the_quiz_are_listed(scene: Make, draw: Make) -> None:
    page = draw(scene("?", "choice"), 100, 30)
    rows = {line.split("  ")[0].strip(): line.split("  ")[-1].strip() for line in page.splitlines()}
    assert rows["a to d; t, f"] == "answer a choice; true, false"
    assert rows["1 to 9"] == "tick a point of a checklist, or take its tick back"
    assert rows["i"].startswith("I was right: accept what was typed")
    assert rows["u"] == "take back the last action, any number of times"


def test_chinese_numbers_stand_below_each_other(scene: Make, draw: Make, collection_of: Make) -> None:
    collection = collection_of("choice", "cloze")
    collection.rows["choice"] = collection.rows["choice"]._replace(tags=("深度学习",))
    page = draw(scene("c enter escape x enter", collection=collection))
    assert "\n   loss      0 of 1\n   深度学习  0 of 1\n" in page


def test_a_time_is_minutes_and_seconds() -> None:
    assert [clock(seconds) for seconds in (0.0, 59.9, 60.0, 3725.0)] == ["0:00", "1:00", "1:00", "62:05"]


FORMS = ("recall", "contrast", "cloze", "list", "value", "choice", "true-false", "code", "bug")


@given(
    st.lists(st.sampled_from(KEYS), max_size=40), st.permutations(FORMS), st.sampled_from([20, 40, 60, 120])
)
def test_whatever_is_pressed_the_screen_fits_and_nothing_is_saved_twice(
    scene: Make, make_console_of: Make, keys: list[str], forms: list[str], width: int
) -> None:
    session = scene("", *forms, number=5)
    console = make_console_of(width, 12)
    for name in keys:
        session.press(Key(name, "mse" if name == "paste" else name if len(name) == 1 else ""))
        if session.done:
            break
        frame = compose(console, session, 2, QUIZ)
        assert len(frame.rows) == 12
        assert all(sum(segment.cell_length for segment in line) <= width for line in frame.rows)
        answered = [outcome.question.id for outcome in session.progress.outcomes]
        assert len(answered) == len(set(answered)) <= session.number
        assert isinstance(session.question.key, Choice | Checklist) or session.question.form != "choice"
