"""Every question of this repository's notes, and of the real notes beside it: its own answer is marked right."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from studycli.collection.alone import sources_alone
from studycli.collection.quiz import questions_of
from studycli.quiz.answers import whole_answer
from studycli.quiz.model import Checklist, Code, Question
from studycli.terminal.quiz.hints import hint_of
from studycli.terminal.quiz.judging import judge

NOTES = Path(__file__).parents[2] / "notes"
SEED = 11
Answer = Callable[[Question], str]


def every_question(folder: Path) -> Iterator[Question]:
    """Yield everything that can be asked of the notes in a folder."""
    for source in sources_alone(str(folder), "", []):
        yield from questions_of(source, SEED)


def misjudged(questions: Iterable[Question], right: Answer, wrong: Answer) -> Iterator[tuple[str, ...]]:
    """Yield the questions whose answer is not right, or that take something else for right; code is not run."""
    for question in questions:
        if isinstance(question.key, Checklist | Code):
            continue
        good, bad = judge(question, right(question)), judge(question, wrong(question))
        if (good.verdict, bad.verdict) != ("right", "wrong"):
            yield question.id, right(question), good.verdict, wrong(question), bad.verdict, *good.remarks


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """Return the questions of this repository's notes."""
    return list(every_question(NOTES))


def test_the_notes_give_every_form(questions: list[Question]) -> None:
    from studycli.quiz.model import FORMS

    assert {question.form for question in questions} == set(FORMS)
    assert len({question.id for question in questions}) == len(questions)


def test_the_answer_of_each_question_is_marked_right_and_another_one_wrong(
    questions: list[Question], typed_right: Answer, typed_wrong: Answer
) -> None:
    assert list(misjudged(questions, typed_right, typed_wrong)) == []


def test_the_same_holds_for_notes_by_others(shared: Path, typed_right: Answer, typed_wrong: Answer) -> None:
    for folder in ("seed", "corpora"):
        assert list(misjudged(every_question(shared / folder), typed_right, typed_wrong)) == []


@pytest.mark.no_cover  # the same lines for each question
def test_every_answer_can_be_shown_and_no_hint_is_one(questions: list[Question]) -> None:
    for question in questions:
        assert whole_answer(question).strip()
        if not isinstance(question.key, Checklist):
            assert hint_of(question) == "" or judge(question, hint_of(question)).verdict != "right"
