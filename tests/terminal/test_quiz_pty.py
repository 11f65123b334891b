"""A script takes a whole quiz in a real terminal, once right and once wrong, and gets the marks that it should."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from studycli.clock import clock_from
from studycli.collection import Collection, QuizOptions
from studycli.notes.inline import plain
from studycli.quiz.model import (
    FORMS,
    Checklist,
    Choice,
    Code,
    Question,
    Truth,
)
from studycli.settings import Settings

pexpect = pytest.importorskip("pexpect")

WAIT = 30  # seconds; a slow machine is no failure
NOW = "2026-11-23T08:30+08:00"
SEED = 5
NUMBER = 24
NOTE = """\
---
tags: [loss]
---
# Losses for regression and classification

## Mean squared error (MSE)

$$L = \\frac{1}{n}\\sum_{i=1}^{n}(y_i - \\hat{y}_i)^2$$

**Properties**:
- **Outliers**: sensitive, for a large error is squared
- **Differentiability**: differentiable everywhere
- **Noise**: assumes a Gaussian distribution of the error

**Code**:
```python
import numpy as np

def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)
```

## Mean absolute error (MAE)

$$L = \\frac{1}{n}\\sum_{i=1}^{n}|y_i - \\hat{y}_i|$$

**Properties**:
- **Outliers**: robust, for an error counts as it is
- **Differentiability**: not differentiable at zero
- **Noise**: assumes a Laplace distribution of the error

**Code**:
```python
import numpy as np

def mae(y_true, y_pred):
    return np.mean(np.abs(y_true - y_pred))
```

## Huber loss

$$L = \\begin{cases} \\frac{1}{2}r^2 & |r| \\le \\delta \\\\ \\delta|r| - \\frac{1}{2}\\delta^2 & |r| > \\delta \\end{cases}$$

**Properties**:
- **Outliers**: robust, for it grows linearly far away
- **Differentiability**: differentiable everywhere, once
- **Noise**: assumes a Gaussian distribution with heavier tails

## Binary cross-entropy

$$L = -\\frac{1}{n}\\sum_{i=1}^{n}[y_i\\log(\\hat{y}_i) + (1 - y_i)\\log(1 - \\hat{y}_i)]$$

**Properties**:
- **Gradient**: the gradient with respect to the logit is the error $\\hat{y} - y$
- **Noise**: assumes a Bernoulli distribution of the label

**Code**:
```python
import numpy as np

def bce(y, p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    loss = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.mean(loss)
```

## Why is cross-entropy used for classification rather than MSE?

With a sigmoid, the gradient of MSE holds the factor $\\sigma'(z)$, which vanishes where the sigmoid saturates.
The gradient of cross-entropy is $\\hat{y} - y$: a confident mistake is corrected fast.

## How is λ of a regulariser chosen?

1. **Cross-validation**: compare values on held-out data.
2. **Bayesian optimisation**: model the score and try where it may be best.
3. **Grid search**: try all values of a grid.
4. **Random search**: try values by chance.
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault of one note on losses."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "study.toml").touch()
    (folder / "losses.md").write_text(NOTE, "utf-8")
    return folder


def asked(vault: Path, forms: tuple[str, ...] = FORMS) -> list[Question]:
    """Return the questions that a quiz of these forms asks."""
    environ = {"STUDY_NOW": NOW}
    with Collection.open(vault, Settings(), clock_from(None, environ), environ) as collection:
        return list(islice(collection.quiz(QuizOptions(forms=forms, seed=SEED)), NUMBER))


def lines_now(vault: Path) -> dict[str, int]:
    """Return the line of each question as the note is now: the first answer added lines to its frontmatter."""
    environ = {"STUDY_NOW": NOW}
    with Collection.open(vault, Settings(), clock_from(None, environ), environ) as collection:
        return {each.id: each.line for each in collection.questions(QuizOptions(seed=SEED))}


@pytest.fixture
def person(vault: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return a maker of people at a terminal, each with a quiz and an editor that writes what a file says."""
    children: list[Any] = []
    editor = tmp_path / "editor.py"
    editor.write_text("import shutil, sys\nshutil.copy(sys.argv[1], sys.argv[2])\n", "utf-8")
    written = tmp_path / "written.py"
    written.touch()

    def start(forms: tuple[str, ...] = FORMS, *words: str) -> Any:
        command = ["-m", "studycli", "quiz", "--color", "never", "--vault", str(vault), "--seed", str(SEED)]
        child = pexpect.spawn(
            sys.executable,
            [*command, "-n", str(NUMBER), "--form", ",".join(forms), *words],
            dimensions=(50, 100),
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "STUDY_NOW": NOW,
                "STUDY_DEVICE": "test",
                "EDITOR": f"{sys.executable} {editor} {written}",
            },
            encoding="utf-8",
            timeout=WAIT,
        )
        child.written = written
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def give(child: Any, question: Question, answer: str) -> None:
    """Answer a question that the program marks, by keys as a person would."""
    if isinstance(question.key, Choice | Truth):
        child.send(answer[0].lower())
    elif isinstance(question.key, Code):
        child.written.write_text(answer, "utf-8")
        child.send("\r")
    else:
        child.send(f"{answer}\r")


def take(child: Any, questions: list[Question], answer: Callable[[Question], str], *, well: bool) -> None:
    """Take the quiz to its last question, well or badly, with answers as they are typed."""
    for number, question in enumerate(questions, 1):
        child.expect_exact(f"{number} of {NUMBER} · {question.form}")
        if isinstance(question.key, Checklist):
            child.send(" ")
            child.expect_exact("The answer (")
            child.send(
                "a" if well and question.key.points else "" if question.key.points else "3" if well else "1"
            )
            if question.key.points:
                child.expect_exact(f"grade {4 if well else 1} and go on")
        else:
            give(child, question, answer(question))
            child.expect_exact("Right." if well else "Wrong.")
        if not isinstance(question.key, Checklist) or question.key.points:
            child.send("\r")


def left(child: Any) -> tuple[str, int]:
    """Wait for the end; return what was printed last and the exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return child.before, child.exitstatus


def graded(vault: Path) -> list[tuple[str, int]]:
    """Return question and grade of each answer in the log."""
    lines = (vault / ".study" / "log" / "test.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [(entry["question"], entry["grade"]) for entry in entries if "question" in entry]


def confused(vault: Path) -> list[list[str] | None]:
    """Return what was confused in each answer to a choice in the log."""
    lines = (vault / ".study" / "log" / "test.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert all("confused" not in entry for entry in entries if entry.get("form") != "choice")
    return [entry.get("confused") for entry in entries if entry.get("form") == "choice"]


def test_the_note_gives_every_form(vault: Path) -> None:
    assert {question.form for question in asked(vault)} == set(FORMS)


@pytest.mark.no_cover  # the one that is answered wrong is traced
def test_a_whole_quiz_answered_right_gets_the_marks_of_right_answers(
    vault: Path, person: Any, typed_right: Any
) -> None:
    questions, child = asked(vault), person()
    take(child, questions, typed_right, well=True)
    out, code = left(child)
    assert code == 0
    assert f"Answered: {len(questions)} questions, {len(questions)} right (100 %)" in out
    assert "Mistakes" not in out
    expected = [(each.id, 4 if isinstance(each.key, Checklist) else 5) for each in questions]
    assert graded(vault) == expected
    assert not any(confused(vault))


def test_a_whole_quiz_answered_wrong_gets_the_marks_of_wrong_answers(
    vault: Path, person: Any, typed_wrong: Any
) -> None:
    questions, child = asked(vault), person()
    take(child, questions, typed_wrong, well=False)
    child.expect_exact("ask the wrong ones again")
    child.send("q")
    out, code = left(child)
    assert code == 0
    assert f"Answered: {len(questions)} questions, 0 right (0 %)" in out
    lines = lines_now(vault)
    for question in questions:
        assert f"losses.md:{lines[question.id]}  {question.form}" in out
    assert graded(vault) == [(each.id, 1) for each in questions]
    for question, pair in zip((each for each in questions if each.options), confused(vault), strict=True):
        assert pair is not None
        assert isinstance(question.key, Choice)
        options = [plain(option) for option in question.options]
        assert pair == [options[question.key.correct], options[options.index(pair[1])]]
        assert len(set(pair)) == 2


@pytest.mark.no_cover  # the one that is answered wrong is traced
def test_the_wrong_ones_are_asked_again_and_counted_as_repeats(vault: Path, person: Any) -> None:
    child = person(("recall",), "-n", "1")
    child.expect_exact("1 of 1")
    child.send(" \r")
    child.expect_exact("ask the wrong ones again")
    child.send("r")
    child.expect_exact("1 of 1")
    child.send(" a\r")
    out, code = left(child)
    assert code == 0
    assert "Asked again: 1 question, 1 right." in out
    assert [grade for _, grade in graded(vault)] == [1, 4]


def test_an_answer_that_cannot_be_read_is_mended(vault: Path, person: Any, typed_right: Any) -> None:
    question, child = asked(vault, ("value",))[0], person(("value",))
    child.send("half of it\r")
    child.expect_exact("value")
    child.send(f"\x15{typed_right(question)}\r")
    child.expect_exact("Right.")
    child.send("\x03")
    assert left(child)[1] == 130
    assert graded(vault) == [(question.id, 5)]


@pytest.mark.no_cover  # the one that is answered wrong is traced
def test_the_timer_runs_while_nothing_is_typed(vault: Path, person: Any) -> None:
    child = person(("recall",), "--time", "3s")
    child.expect_exact("0:01 left")
    child.expect_exact("0:00 left")
    child.send(" a\r")
    assert "Answered: 1 question, 1 right (100 %)" in left(child)[0]


@pytest.mark.no_cover  # the one that is answered wrong is traced
def test_ctrl_c_ends_with_what_was_answered(vault: Path, person: Any) -> None:
    child = person(("recall",))
    child.expect_exact("space")
    child.send(" a\r")
    child.expect_exact("2 of")
    child.send("\x03")
    out, code = left(child)
    assert "Answered: 1 question, 1 right (100 %)" in out
    assert "stopped; every answer given is saved." in out
    assert code == 130
