"""The quiz by lines: one line is one answer."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from studycli.errors import EditorError, WriteError
from studycli.terminal.quiz.plain import PlainQuiz
from studycli.terminal.quiz.session import Plan, QuizSession

Make = Callable[..., Any]


@pytest.fixture
def talk(collection_of: Make, judge: Make, make_console_of: Make) -> Make:
    """Return a runner of lines; what was printed, without the first line that explains them."""

    def run(lines: str, *forms: str, collection: Any = None, edit: Any = None, **plan: Any) -> str:
        found = collection or collection_of(*forms)
        session = QuizSession(found, iter([*found.questions]), Plan(**plan), lambda: 0.0, judge)
        console = make_console_of(60)
        runner = PlainQuiz(console, StringIO(lines), session, edit)
        runner.run()
        run.session, run.calls, run.told = session, found.calls, runner.told
        first, _, rest = console.file.getvalue().partition("\n")
        assert first == "A line is the answer; a command begins with ':', and :? lists them."
        return str(rest)

    return run


def test_an_option_typed_in_full_is_kept_where_it_is_wrong(talk: Make) -> None:
    talk("four\nb\n", "choice")
    assert talk.session.collection.confused == [("two", "four")]


def test_a_whole_quiz_of_what_the_program_marks_is_one_line_a_question(talk: Make) -> None:
    out = talk("b\nf\nmse, mae\nright\n", "choice", "true-false", "list", "value")
    assert (
        out
        == """
Question 1 of 20: choice
Which choice?

A. one

B. two

C. three

D. four
(the letter)
Right.
The answer (notes/loss.md:8-9): The answer of choice.
Graded 5: next in 1 day.

Question 2 of 20: true-false
Which true-false?
(t or f)
Wrong.
Not f.
The answer (notes/loss.md:8-9): The answer of true-false.
Graded 1: next in 1 day.

Question 3 of 20: list
Which list?
Partly right.
Missing: Huber.
The answer (notes/loss.md:8-9): The answer of list.
Graded 2: next in 1 day.

Question 4 of 20: value
Which value?
Right.
The answer (notes/loss.md:8-9): The answer of value.
Graded 5: next in 1 day.

Answered: 4 questions, 2 right (50 %), 0 s.
By form
  list        0 of 1
  value       1 of 1
  choice      1 of 1
  true-false  0 of 1
By topic
  loss  2 of 4
Mistakes
  notes/loss.md:7  true-false  Which true-false?
  notes/loss.md:7  list  Which list?
r asks the wrong ones again; any other line ends.

"""
    )
    assert [call[2] for call in talk.calls] == [5, 1, 2, 5]


def test_a_checklist_takes_one_line_more(talk: Make) -> None:
    out = talk("it is bounded\n1, 2\n\n\ngood\n", "recall", "contrast")
    assert (
        out
        == """
Question 1 of 20: recall
Which recall?
The answer (notes/loss.md:8-9): The answer of recall.
1 [ ] It is p - y.
2 [ ] It does not vanish.
3 [x] It is bounded.
Enter: grade 1; else again, hard, good, easy.
1 [x] It is p - y.
2 [x] It does not vanish.
3 [x] It is bounded.
Enter: grade 4; else again, hard, good, easy.
Graded 4: next in 1 day.

Question 2 of 20: contrast
Which contrast?
The answer (notes/loss.md:8-9): The answer of contrast.
Enter: grade 4; else again, hard, good, easy.
Graded 4: next in 1 day.

"""
    )


@pytest.mark.parametrize(
    ("lines", "grades"),
    [
        ("\nhard\n", [3]),
        ("\ng 4\n", [5]),
        ("\ngrade 1\n", [1]),
        ("\na\n\n", [4]),
        ("\n:a\n:show\n", [4]),
        (":show\n\n", [1]),
        ("\n9\n0\n3\neasy\n", [5]),
        ("\ng\ng 9\n1 2 3\n\n", [4]),
    ],
)
def test_the_line_below_a_checklist(talk: Make, lines: str, grades: list[int]) -> None:
    talk(lines, "recall")
    assert [call[2] for call in talk.calls] == grades


def test_without_points_a_number_is_a_grade(talk: Make) -> None:
    talk("\n1\n", "contrast")
    assert [call[2] for call in talk.calls] == [1]


def test_commands_begin_with_a_colon_for_anything_else_is_an_answer(talk: Make) -> None:
    out = talk("undo\n:undo\n:h\n:nonsense\n:t\n:q\n", "cloze", "list")
    assert [call[0] for call in talk.calls] == ["review", "undo"]
    assert "Taken back: review of About cloze" in out
    assert "Hint: G…" in out
    assert "Not understood: nonsense · ? lists the commands" in out
    assert "Any line without a colon is an answer." in out
    assert talk.session.done


def test_the_commands_are_listed(talk: Make) -> None:
    out = talk(":?\n", "cloze")
    assert "\nundo, u: take back the last action, any number of times\n" in out
    assert "\nright, i: I was right: accept what was typed for a list or a gap, now and later\n" in out


def test_setting_aside_flagging_and_the_section(talk: Make) -> None:
    out = talk(":o\n:f odd one\n:b\n:s\n:g\n:r\n", "choice", "list", "cloze")
    assert [call[:2] for call in talk.calls] == [("flag", "choice"), ("bury", "choice"), ("suspend", "list")]
    assert "## About choice\n\nNote." in out or "About choice" in out
    assert "Flagged" in out
    assert "There is nothing to ask again yet." in out


def test_a_look_at_the_section_counts_as_a_hint(talk: Make) -> None:
    talk(":o\nb\n", "choice")
    assert [call[2] for call in talk.calls] == [3]


def test_i_was_right_amends_the_answer_before(talk: Make) -> None:
    out = talk("bell\n:i\nb\n", "cloze", "choice")
    assert talk.calls[-2:] == [
        ("review", "cloze-cloze", 5, 0.0, ("Gauss", "bell")),
        ("review", "choice-choice", 5, 0.0),
    ]
    assert "Accepted, for that question and whenever it is asked again." in out


def test_giving_up_and_an_empty_line_twice_are_wrong_answers(talk: Make) -> None:
    out = talk(":x\n\n\n", "value", "choice")
    assert [call[2] for call in talk.calls] == [1, 1]
    assert "Nothing was typed: once more shows the answer, marked as wrong." in out


def test_what_cannot_be_read_is_said_and_asked_for_again(talk: Make) -> None:
    out = talk("??\nright\n", "value")
    assert "\nThat is no number.\nRight.\n" in out


def test_code_ends_with_a_full_stop_alone(talk: Make, judge: Make) -> None:
    talk("right\n.\n", "code")
    assert [call[2] for call in talk.calls] == [5]
    talk("def mse(y, p):\n    return y\n\n.\nb\n", "code", "choice")
    assert [call[2] for call in talk.calls] == [1, 5]
    assert talk.session.progress.outcomes[0].question.form == "code"


def test_code_keeps_its_indentation(talk: Make, collection_of: Make, make_console_of: Make) -> None:
    from studycli.quiz.model import Mark

    seen = []
    found = collection_of("code")
    session = QuizSession(
        found,
        found.questions,
        Plan(),
        lambda: 0.0,
        lambda _q, typed, _a: seen.append(typed) or Mark("right", 1),
    )
    PlainQuiz(make_console_of(), StringIO("def f(x):\n    return x\n.\n"), session, None).run()
    assert seen == ["def f(x):\n    return x"]


def test_code_that_the_input_cuts_off_is_marked_as_far_as_it_came(talk: Make) -> None:
    talk("right", "code")
    assert [call[2] for call in talk.calls] == [5]


def test_the_wrong_ones_are_asked_again(talk: Make) -> None:
    out = talk("c\nr\nb\n", "choice")
    assert [call[:3] for call in talk.calls] == [
        ("review", "choice-choice", 1),
        ("repeat", "choice-choice", 5),
    ]
    assert out.count("Which choice?\n\nA. one") == 2
    assert talk.told == 1


def test_the_end_can_be_taken_back(talk: Make) -> None:
    talk("c\nu\nb\n", "choice")
    assert [call[0] for call in talk.calls] == ["review", "undo", "review"]


def test_the_time_that_is_left_is_said(talk: Make) -> None:
    assert "Question 1 of 20: choice, 30:00 left" in talk("b\n", "choice", seconds=1800.0)


def test_the_end_of_input_saves_what_was_marked(talk: Make) -> None:
    talk("bounded", "recall", "choice")
    assert [call[2] for call in talk.calls] == [1]


def test_the_editor_opens_the_note_and_the_question_is_asked_anew(talk: Make) -> None:
    opened = []
    out = talk("\n:e\n", "contrast", edit=lambda path, line: opened.append((path, line)))
    assert opened == [("/vault/notes/loss.md", 7)]
    assert out.count("The answer of contrast.") == 1
    assert "The editor needs a terminal." in talk(":e\n", "choice")


def test_an_editor_that_fails_is_one_sentence(talk: Make) -> None:
    def fail(*_: Any) -> None:
        raise EditorError("No editor.")

    assert "No editor." in talk(":e\n", "choice", edit=fail)


def test_an_interrupt_ends_the_quiz(
    talk: Make, collection_of: Make, judge: Make, make_console_of: Make
) -> None:
    class Interrupting(StringIO):
        def readline(self, *_: Any) -> str:
            raise KeyboardInterrupt

    session = QuizSession(
        collection_of("choice"), iter(collection_of("choice").questions), Plan(), lambda: 0.0, judge
    )
    PlainQuiz(make_console_of(), Interrupting(), session, None).run()
    assert (session.done, session.interrupted) == (True, True)


def test_a_full_disk_ends_the_quiz(talk: Make, collection_of: Make) -> None:
    collection = collection_of("choice")
    collection.failing["answer"] = WriteError("The disk is full.")
    with pytest.raises(WriteError, match="This answer is not saved"):
        talk("b\n", collection=collection)
