"""The session by lines: one line in is one step, and what comes out is plain."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from studycli.collection.values import QueueOptions
from studycli.errors import CardError, EditorError, WriteError
from studycli.terminal.plain import PlainSession

Make = Callable[..., Any]


@pytest.fixture
def talk(make_session: Make, make_console_of: Make) -> Make:
    """Return a runner of lines; what was printed, without the first line that explains them."""

    def run(lines: str, collection: Any = None, edit: Any = None, **values: Any) -> str:
        session = make_session(collection, values.pop("options", None), **values)
        console = make_console_of(60)
        plain = PlainSession(console, StringIO(lines), session, edit)
        plain.run()
        run.session = session
        first, _, rest = console.file.getvalue().partition("\n")
        assert first == "Enter shows the answer; ? lists the commands."
        return str(rest)

    return run


def test_a_whole_session(talk: Make, make_collection: Make) -> None:
    collection = make_collection()
    assert (
        talk("\n3\n\n\n", collection)
        == """
Card 1 of 2: 1 new, 1 due, 0 again
notes/loss.md › Classification
Question: Why cross-entropy?
Answer: Its gradient is p - y.
Grade: 1 again (<1d), 2 hard (1d), 3 good (1d), 4 easy (1d)
Graded good, next in 1d.

Card 2 of 2: 0 new, 1 due, 0 again
notes/loss.md › Classification
Question: What is MSE?
Answer: The mean of the squared errors.
Grade: 1 again (<1d), 2 hard (15d), 3 good (15d), 4 easy (16d)
Graded good, next in 15d.

"""
    )
    assert collection.calls == [("review", "aaaa", 4, 5.0), ("review", "bbbb", 4, 5.0)]


@pytest.mark.parametrize(
    ("lines", "grades"),
    [
        ("3\n4\n", [4, 5]),
        ("good\nEasy\n", [4, 5]),
        ("\nagain\n\n:hard\n", [1, 3]),
        ("show\nshow\n", [4]),
        ("1\n2\n3\n2\n3\n", [1, 3, 4, 3, 4]),
        ("  3  \n", [4]),
    ],
)
def test_a_grade_alone_is_a_whole_step(
    talk: Make, make_collection: Make, lines: str, grades: list[int]
) -> None:
    collection = make_collection()
    talk(lines, collection)
    assert [call[2] for call in collection.calls] == grades


def test_the_grades_of_sm2(talk: Make, make_collection: Make) -> None:
    collection = make_collection(grades="sm2")
    printed = talk("0\n5\nq\n", collection)
    assert [call[2] for call in collection.calls] == [0, 5]
    assert "Grade: 0 (<1d), 1 (<1d), 2 (<1d), 3 (1d), 4 (1d), 5 (1d)\nGraded 0, next in <1d.\n" in printed


def test_words_give_grades_with_the_grades_of_sm2_too(talk: Make, make_collection: Make) -> None:
    collection = make_collection(grades="sm2")
    talk("hard\n", collection)
    assert [call[2] for call in collection.calls] == [3]


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("suspend", [("suspend", "aaaa")]),
        ("@", [("suspend", "aaaa")]),
        ("b", [("bury", "aaaa")]),
        ("f look it up", [("flag", "aaaa", "look it up")]),
        ("FLAG", [("flag", "aaaa", "")]),
        ("q", []),
    ],
)
def test_commands_by_word_or_letter(talk: Make, make_collection: Make, line: str, calls: list[Any]) -> None:
    collection = make_collection()
    talk(f"{line}\n", collection)
    assert collection.calls == calls


def test_undo_asks_the_card_again(talk: Make) -> None:
    printed = talk("3\nundo\n")
    assert printed.count("Question: Why cross-entropy?") == 2
    assert "Taken back: review of Why cross-entropy?\n" in printed


def test_a_hint_the_section_and_the_commands(talk: Make) -> None:
    printed = talk("h\no\n?\nt\n")
    assert "Hint: Its gradient is p …\n" in printed
    assert "Why cross-entropy?\n\nIts gradient is p - y.\n" in printed
    assert (
        "1 again, 2 hard, 3 good, 4 easy: grade\nshow: show the answer; again: good\nundo, u: take back"
        in printed
    )
    assert "Any line is a typed answer with --type.\n" in printed


@pytest.mark.parametrize("line", ["what", "3 4", "undo it", "ctrl-d it"])
def test_what_is_not_understood_is_said_and_nothing_happens(
    talk: Make, make_collection: Make, line: str
) -> None:
    collection = make_collection()
    assert f"Not understood: {line} · ? lists the commands\n" in talk(f"{line}\n", collection)
    assert collection.calls == []


def test_with_typing_a_line_at_the_question_is_the_answer(talk: Make, make_collection: Make) -> None:
    collection = make_collection()
    printed = talk("q is 3\n4\n:q\n", collection, typing=True)
    assert "Your answer: q is 3\nAnswer: Its gradient is p - y.\n" in printed
    assert [call[2] for call in collection.calls] == [5]
    assert talk.session.done


def test_an_empty_line_with_typing_shows_the_answer(talk: Make) -> None:
    printed = talk("\n", typing=True)
    assert "Your answer" not in printed
    assert "Answer: Its gradient" in printed


def test_the_end_of_input_ends_the_session_quietly(talk: Make) -> None:
    talk("")
    assert (talk.session.done, talk.session.interrupted) == (True, False)


def test_ctrl_c_ends_the_session(make_session: Make, make_console_of: Make) -> None:
    class Interrupting(StringIO):
        def readline(self, *_: Any) -> str:
            raise KeyboardInterrupt

    session = make_session()
    PlainSession(make_console_of(), Interrupting(), session, None).run()
    assert session.interrupted


def test_an_editor_needs_a_terminal(talk: Make) -> None:
    assert "The editor needs a terminal.\n" in talk("e\n")


def test_an_edited_card_is_read_again(talk: Make, make_collection: Make) -> None:
    collection = make_collection()

    def edit(path: str, line: int) -> None:
        assert (path, line) == ("/vault/notes/loss.md", 7)
        collection.answers["aaaa"] = "Better."

    printed = talk("\ne\n3\n", collection, edit)
    assert printed.count("Question: Why cross-entropy?") == 2
    assert "Answer: Better.\n" in printed


def test_an_editor_that_fails_is_a_sentence(talk: Make) -> None:
    def edit(_path: str, _line: int) -> None:
        raise EditorError("The editor vim was not found.")

    assert "The editor vim was not found.\n" in talk("e\n", edit=edit)


def test_an_answer_that_cannot_be_saved_stops_the_session(talk: Make, make_collection: Make) -> None:
    collection = make_collection()
    collection.failing["answer"] = WriteError("The disk is full.")
    with pytest.raises(WriteError):
        talk("3\n3\n", collection)


def test_a_card_that_vanished_is_not_called_graded(talk: Make, make_collection: Make) -> None:
    collection = make_collection()
    collection.failing["answer"] = CardError("There is no card aaaa.")
    printed = talk("3\n", collection)
    assert "Graded" not in printed
    assert "There is no card aaaa.\n" in printed


def test_a_question_without_an_answer_says_so(talk: Make, make_collection: Make, make_card: Make) -> None:
    collection = make_collection([(make_card("aaaa", "Why?"), "")])
    assert "Answer: This question has no answer yet.\n" in talk("\n", collection)


def test_a_question_without_an_answer_has_no_hint(talk: Make, make_collection: Make, make_card: Make) -> None:
    collection = make_collection([(make_card("aaaa", "Why?"), "")])
    assert "This card has no answer to hint at.\n" in talk("h\n", collection)


def test_cram_shows_no_intervals(talk: Make) -> None:
    printed = talk("3\n", options=QueueOptions(cram=True))
    assert "Grade: 1 again, 2 hard, 3 good, 4 easy\nGraded good.\n" in printed


def test_a_long_line_is_never_broken(talk: Make, make_collection: Make, make_card: Make) -> None:
    prompt = "word " * 40 + "?"
    assert f"Question: {prompt}\n" in talk("", make_collection([(make_card("aaaa", prompt), "x")]))
