"""A quiz from its options to its last word, on whatever the person has."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from studycli.collection.values import QuizOptions
from studycli.errors import EditorError, Interrupted, WriteError
from studycli.terminal.console import make_console
from studycli.terminal.editor import edit_text
from studycli.terminal.quiz import run as module
from studycli.terminal.quiz.run import quiz
from studycli.terminal.quiz.session import Plan

Make = Callable[..., Any]
ALL = QuizOptions(forms=("list", "cloze", "recall", "contrast"))


class Terminal(StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_screen(script: Make, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a runner of keys on a screen in memory; what was written to it."""

    def run(collection: Any, keys: list[Any], options: QuizOptions = ALL, **environ: str) -> str:
        monkeypatch.setattr(module, "keys_of", lambda _beat: script(keys))
        console = make_console("never", {"TERM": "xterm", "COLUMNS": "60", "LINES": "20"}, Terminal())
        quiz(collection, options, Plan(5, 600.0), console, Terminal(), environ, timer=lambda: 0.0)
        return str(console.file.getvalue())

    return run


def lines_of(
    collection: Any, lines: str, console: Any, options: QuizOptions = ALL, **values: Any
) -> list[str]:
    """Quiz by lines and return what was printed."""
    quiz(collection, options, Plan(), console, StringIO(lines), {}, timer=lambda: 0.0, **values)
    return str(console.file.getvalue()).splitlines()


def test_a_pipe_is_asked_by_lines_and_told_the_result_once(
    collection_of: Make, make_console_of: Make
) -> None:
    shown = lines_of(collection_of("list", "cloze"), "mse, mae, huber\nlaplace\n", make_console_of(80))
    assert shown.count("Answered: 2 questions, 1 right (50 %), 0 s.") == 1
    assert shown.count("Mistakes") == 1


def test_a_quiz_that_is_left_tells_how_it_went_so_far(collection_of: Make, make_console_of: Make) -> None:
    shown = lines_of(collection_of("list", "cloze"), "mse, mae, huber\n", make_console_of(80))
    assert shown[-5:] == [
        "Answered: 1 question, 1 right (100 %), 0 s.",
        "By form",
        "  list  1 of 1",
        "By topic",
        "  loss  1 of 1",
    ]
    assert lines_of(collection_of("list"), "", make_console_of(80))[-1] == "No question was answered."


def test_asking_again_is_told_as_such(collection_of: Make, make_console_of: Make) -> None:
    shown = lines_of(collection_of("cloze"), "laplace\nr\ngauss\n", make_console_of(80))
    assert shown[-1] == "Asked again: 1 question, 1 right."


def test_a_screen_ends_with_the_result_and_what_was_missed(collection_of: Make, on_screen: Make) -> None:
    from studycli.terminal.keys import Key

    out = on_screen(collection_of("cloze"), [Key("paste", "laplace"), "enter", "tick", "enter", "enter"])
    assert out.endswith("Mistakes\n  notes/loss.md:7  cloze  Which cloze?\n")
    assert "10:00 left" in out


def test_an_interrupt_is_told_after_the_result(collection_of: Make, on_screen: Make) -> None:
    collection = collection_of("contrast", "cloze")
    with pytest.raises(Interrupted, match=r"^stopped; every answer given is saved\.$"):
        on_screen(collection, ["space", "enter", "ctrl-c"])
    assert [call[0] for call in collection.calls] == ["review"]


def test_code_is_written_in_the_persons_editor(
    collection_of: Make, on_screen: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studycli.quiz.model import Mark

    seen = []

    def write(text: str, setting: str, _environ: Any) -> str:
        if setting == "none":
            raise EditorError("No editor is set.")
        return f"{text}    return 1\n"

    def judge(_question: Any, typed: str, _accepted: Any) -> Mark:
        seen.append(typed)
        return Mark("right", 1.0)

    monkeypatch.setattr("studycli.terminal.editor.edit_text", write)
    monkeypatch.setattr(module, "judge", judge)
    collection = collection_of("code", editor="vim")
    out = on_screen(collection, ["enter", "enter"], QuizOptions(forms=("code",)))
    assert "It is being tried …" in out
    assert seen == ["def mse(y, p):\n    ...\n    return 1"]
    out = on_screen(collection_of("code", editor="none"), ["enter", "q"], QuizOptions(forms=("code",)))
    assert "No editor is set." in out


def test_a_text_is_edited_in_a_file_that_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []

    def run(words: list[str]) -> int:
        paths.append(words[-1])
        with open(words[-1], "r+", encoding="utf-8") as file:
            text = file.read()
            file.write("写\n")
        assert text == "one\ntwo\n"
        return 0

    assert edit_text("one\ntwo\n", "myeditor", {}, run) == "one\ntwo\n写\n"
    assert paths[0].endswith("answer.py")
    with pytest.raises(FileNotFoundError), open(paths[0], encoding="utf-8"):
        pass


def test_what_an_editor_wrote_that_is_no_text_can_be_written_again() -> None:
    def run(words: list[str]) -> int:
        with open(words[-1], "wb") as file:
            file.write(b"\xff")
        return 0

    with pytest.raises(EditorError, match="no text in UTF-8"):
        edit_text("", "myeditor", {}, run)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (QuizOptions(), "No card fits. `study questions` lists what can be asked."),
        (QuizOptions(due=True, weak=True), "No card is due or weak."),
        (QuizOptions(weak=True), "No card is weak."),
        (QuizOptions(forms=("code", "bug")), "Nothing here can be asked as code, bug."),
    ],
)
def test_without_a_question_it_says_why(
    collection_of: Make, make_console_of: Make, options: QuizOptions, expected: str
) -> None:
    collection = collection_of("list")
    collection.questions = []
    assert lines_of(collection, "", make_console_of(80), options)[0] == expected


def test_an_empty_vault_is_told_how_to_begin(collection_of: Make, make_console_of: Make) -> None:
    shown = lines_of(collection_of(), "", make_console_of(80))
    assert shown[0] == "There are no cards in /vault yet."
    assert shown[1].startswith("`study new TITLE` starts a note")


def test_a_full_disk_tells_how_it_went_before_it_ends(collection_of: Make, make_console_of: Make) -> None:
    collection = collection_of("list")
    collection.failing["answer"] = WriteError("The disk is full.")
    console = make_console_of(80)
    with pytest.raises(WriteError):
        lines_of(collection, "mse\n", console)
    assert console.file.getvalue().endswith("No question was answered.\n")
