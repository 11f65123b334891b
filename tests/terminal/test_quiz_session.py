"""The quiz as a state machine: answers in, marks and grades out, nothing lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from studycli.errors import CardError, NoteError, WriteError
from studycli.schedule.sm2 import Schedule
from studycli.terminal.asking import Effect, Phase
from studycli.terminal.keys import Key
from studycli.terminal.quiz.session import Plan, QuizSession

Make = Callable[..., Any]
STRONG = Schedule(4, 40, 2.5, date(2026, 12, 24), date(2026, 11, 14), 0, passed=True)


class Clock:
    """A clock that stands until a test moves it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def begin(collection_of: Make, judge: Make) -> Make:
    """Return a maker of sessions over forms or a collection."""

    def make(*forms: str, collection: Any = None, **plan: Any) -> QuizSession:
        found = collection or collection_of(*forms)
        made = QuizSession(found, iter([*found.questions]), Plan(**plan), Clock(), judge)
        made.calls = found.calls  # type: ignore[attr-defined]
        return made

    return make


def play(session: QuizSession, keys: str) -> QuizSession:
    """Press keys: names with spaces between; a word in quotes is typed letter by letter."""
    for name in keys.split():
        if name.startswith("'"):
            session.press(Key("paste", name[1:].replace("_", " ")))
        else:
            session.press(Key(name, name if len(name) == 1 else " " if name == "space" else ""))
    return session


def graded(session: Any) -> list[tuple[str, int]]:
    """Return question and grade of every answer that was saved."""
    return [(call[1], call[2]) for call in session.calls if call[0] in ("review", "repeat", "practice")]


class TestAnswers:
    @pytest.mark.parametrize(
        ("form", "right", "wrong"),
        [
            ("choice", "b", "c"),
            ("true-false", "t", "f"),
            ("cloze", "'gauss enter", "'laplace enter"),
            ("list", "'mse,mae,huber enter", "'hinge enter"),
            ("value", "'right enter", "'0.1 enter"),
            ("formula", "'right enter", "'x enter"),
            ("bug", "'right enter", "'1 enter"),
        ],
    )
    def test_the_program_marks_and_enter_saves_and_goes_on(
        self, begin: Make, form: str, right: str, wrong: str
    ) -> None:
        session = play(begin(form, "contrast"), right)
        assert (session.phase, session.verdict) == (Phase.ANSWER, "right")
        assert session.answer == f"The answer of {form}."
        assert session.calls == []
        play(session, "enter")
        assert graded(session) == [(f"{form}-{form}", 5)]
        assert session.question.form == "contrast"
        session = play(begin(form, "contrast"), wrong)
        assert session.verdict == "wrong"
        assert graded(play(session, "space")) == [(f"{form}-{form}", 1)]

    def test_a_slow_right_answer_is_four_and_one_after_a_hint_three(self, begin: Make) -> None:
        session = begin("cloze", "list")
        session._timer.now = 100
        play(session, "'gauss enter enter escape h t 'mse,mae,huber enter enter")
        assert graded(session) == [("cloze-cloze", 4), ("list-list", 3)]
        assert [call[3] for call in session.calls] == [100.0, 0.0]

    def test_a_part_of_a_list_is_partly_right(self, begin: Make) -> None:
        session = play(begin("list"), "'mse,mae enter")
        assert (session.verdict, session.suggested) == ("partly", 2)
        assert session.given.mark.remarks == ("Missing: Huber.",)

    def test_an_answer_that_cannot_be_read_stays_to_be_mended(self, begin: Make) -> None:
        session = play(begin("value"), "'?? enter")
        assert (session.phase, session.notice, session.line.text) == (
            Phase.TYPING,
            "That is no number.",
            "??",
        )
        play(session, "ctrl-u 'right enter enter")
        assert graded(session) == [("value-value", 5)]

    def test_an_empty_answer_is_asked_about_once_and_then_wrong(self, begin: Make) -> None:
        session = play(begin("value"), "enter")
        assert session.notice == "Nothing was typed: once more shows the answer, marked as wrong."
        assert (session.phase, session.calls) == (Phase.TYPING, [])
        assert play(session, "enter").verdict == "wrong"

    def test_a_choice_is_not_given_up_by_one_slip(self, begin: Make) -> None:
        session = play(begin("choice"), "enter")
        assert session.phase is Phase.QUESTION
        assert play(session, "b").verdict == "right"
        assert play(begin("true-false"), "space space").verdict == "wrong"

    def test_a_wrong_choice_is_saved_with_what_was_right_and_what_was_chosen(self, begin: Make) -> None:
        """A right one, one given up and a wrong answer of another form confuse nothing."""
        for keys, confused in (("c enter", ("two", "three")), ("b enter", None), ("x enter", None)):
            session = play(begin("choice", "contrast"), keys)
            assert session.collection.confused == [confused]
        assert play(begin("true-false", "contrast"), "f enter").collection.confused == [None]

    def test_a_very_long_answer_is_unread_and_ends_nothing(self, begin: Make) -> None:
        session = begin("list")
        session.press(Key("paste", "x" * 30_000))
        play(session, "enter")
        assert session.notice == "That is too long: 30,000 characters; at most 20,000 are read."
        assert session.phase is Phase.TYPING

    def test_giving_up_is_a_wrong_answer(self, begin: Make) -> None:
        session = play(begin("value"), "escape x")
        assert (session.verdict, session.typed) == ("wrong", "")
        assert graded(play(session, "enter")) == [("value-value", 1)]
        assert play(begin("choice"), "x").verdict == "wrong"

    def test_what_was_typed_is_kept_while_the_keys_are_used(self, begin: Make) -> None:
        session = play(begin("value", "list"), "'righ escape ? q o q h t")
        assert (session.phase, session.line.text) == (Phase.TYPING, "righ")
        play(session, "t enter")
        assert session.verdict == "right"

    def test_letters_of_a_choice_go_before_commands_and_the_other_keys_of_these_stay(
        self, begin: Make
    ) -> None:
        session = play(begin("choice", "true-false", "list"), "-")
        assert session.calls == [("bury", "choice")]
        play(session, "@")
        assert session.calls[-1] == ("suspend", "true-false")
        assert session.question.form == "list"

    def test_code_is_written_in_the_editor(self, begin: Make) -> None:
        session = begin("code", "list")
        assert session.draft == "def mse(y, p):\n    ...\n"
        assert [session.press(Key(name)) for name in ("enter", "t", "space")] == [Effect.WRITE] * 3
        session.reveal("?broken")
        assert (session.phase, session.draft) == (Phase.QUESTION, "?broken")
        session.reveal("right")
        assert graded(play(session, "enter")) == [("code-code", 5)]

    def test_a_paste_at_a_choice_is_no_answer(self, begin: Make) -> None:
        session = begin("choice")
        session.press(Key("paste", "b"))
        assert (session.given, session.notice) == (None, "A paste is not taken for keys.")


class TestChecklist:
    def test_what_was_typed_is_ticked_and_the_share_suggests_the_grade(self, begin: Make) -> None:
        session = play(begin("recall"), "t 'it_is_bounded_and_does_not_vanish enter")
        assert (session.ticks, session.verdict, session.suggested) == ([False, True, True], "partly", 2)

    def test_digits_tick_and_take_back_and_a_ticks_all_or_none(self, begin: Make) -> None:
        session = play(begin("recall"), "space 1 3")
        assert session.ticks == [True, False, True]
        assert play(session, "1").ticks == [False, False, True]
        assert play(session, "a").ticks == [True] * 3
        assert session.suggested == 4
        assert play(session, "a").ticks == [False] * 3
        assert play(session, "9").notice == "There are 3 points."
        assert play(session, "0").notice == "There are 3 points."

    def test_enter_takes_the_suggestion_and_g_another_grade(self, begin: Make) -> None:
        session = play(begin("recall", "recall"), "space a enter")
        assert graded(session) == [("recall-recall", 4)]
        session = play(begin("recall", "list"), "space a g")
        assert session.phase is Phase.GRADE
        assert play(session, "7").notice == "The grades are 1 to 4."
        assert play(session, "escape").phase is Phase.ANSWER
        assert graded(play(session, "g 2")) == [("recall-recall", 3)]

    def test_a_hint_or_the_section_makes_it_three(self, begin: Make) -> None:
        assert play(begin("recall"), "h space a").suggested == 3
        assert play(begin("recall"), "o q space a").suggested == 3
        assert play(begin("recall"), "space o q a").suggested == 4

    def test_without_points_the_person_grades_as_in_a_review(self, begin: Make, collection_of: Make) -> None:
        assert graded(play(begin("contrast"), "space enter")) == [("contrast-contrast", 4)]
        assert graded(play(begin("contrast"), "space 1")) == [("contrast-contrast", 1)]
        sm2 = begin(collection=collection_of("contrast", grades="sm2"))
        assert graded(play(sm2, "space 0")) == [("contrast-contrast", 0)]

    def test_what_the_program_marked_takes_no_other_grade(self, begin: Make) -> None:
        session = play(begin("choice"), "c 4")
        assert (session.calls, session.notice) == ([], "Enter goes on.")
        assert play(session, "g").notice == "Only a checklist gets another grade than its mark."
        assert play(session, "a").notice == "There is nothing to tick."


class TestIWasRight:
    def test_it_accepts_what_was_typed_now_and_later(self, begin: Make, collection_of: Make) -> None:
        collection = collection_of("cloze", "list")
        session = play(begin(collection=collection), "'bell_curve enter")
        assert session.can_claim
        play(session, "i")
        assert (session.verdict, session.notice) == (
            "right",
            "Accepted, for this question and whenever it is asked again.",
        )
        play(session, "enter")
        assert collection.calls == [("review", "cloze-cloze", 5, 0.0, ("Gauss", "bell curve"))]
        assert play(begin(collection=collection), "'bell_curve enter").verdict == "right"

    def test_it_is_marked_anew_and_what_is_missing_is_still_missing(self, begin: Make) -> None:
        session = play(begin("list"), "'mse,absolute enter i")
        assert (session.verdict, session.given.claims) == ("partly", (("MAE", "absolute"),))

    def test_said_at_the_next_question_it_amends_the_answer_before(self, begin: Make) -> None:
        session = play(begin("cloze", "choice"), "'bell_curve enter enter")
        assert graded(session) == [("cloze-cloze", 1)]
        play(session, "i")
        assert [call[0] for call in session.calls] == ["review", "undo", "review"]
        assert session.calls[-1] == ("review", "cloze-cloze", 5, 0.0, ("Gauss", "bell curve"))
        assert (session.question.form, session.progress.place, session.progress.right) == ("choice", 1, 1)

    def test_there_must_be_a_miss_of_a_list_or_a_gap(self, begin: Make) -> None:
        session = begin("choice", "cloze")
        assert "There is no answer" in play(session, "i").notice
        assert "Only a list or a gap" in play(session, "c i").notice
        play(session, "enter escape x i")
        assert session.notice == "Nothing was typed that could be one of the missing ones."

    def test_after_another_action_the_answer_before_stays(self, begin: Make) -> None:
        session = play(begin("cloze", "list", "recall"), "'bell enter enter escape f 'no enter i")
        assert session.notice.startswith("There is no answer")
        assert graded(session) == [("cloze-cloze", 1)]


class TestSession:
    def test_undo_takes_back_the_last_answer_and_asks_it_again(self, begin: Make) -> None:
        session = play(begin("choice", "list"), "b enter escape u")
        assert [call[0] for call in session.calls] == ["review", "undo"]
        assert (session.question.form, session.progress.place, session.progress.outcomes) == ("choice", 0, ())
        assert session.notice == "Taken back: review of About choice"

    def test_undo_of_an_answer_that_is_not_saved_yet_asks_it_again_as_after_a_hint(self, begin: Make) -> None:
        session = play(begin("choice"), "c u")
        assert (session.phase, session.calls) == (Phase.QUESTION, [])
        assert play(session, "b").suggested == 3

    def test_undo_of_an_action_before_the_session_leaves_the_question(
        self, begin: Make, collection_of: Make
    ) -> None:
        collection = collection_of("choice", "list")
        collection.flag("list", "before")
        session = play(begin(collection=collection), "u")
        assert (session.question.form, session.notice) == ("choice", "Taken back: flag of About list")
        assert play(session, "u").notice == "There is nothing to take back."

    @pytest.mark.parametrize(("keys", "kind"), [("@", "suspend"), ("-", "bury")])
    def test_a_card_that_is_set_aside_gives_its_place_to_another(
        self, begin: Make, keys: str, kind: str, collection_of: Make, question: Make
    ) -> None:
        collection = collection_of("choice", "true-false")
        collection.questions.insert(1, question("list", "choice"))
        session = play(begin(collection=collection, number=1), keys)
        assert (session.question.form, collection.calls) == ("true-false", [(kind, "choice")])
        play(session, "u")
        assert session.question.form == "choice"

    def test_a_flag_with_a_remark(self, begin: Make) -> None:
        session = play(begin("choice"), "c f 'wrong_key enter")
        assert (session.calls, session.phase) == ([("flag", "choice", "wrong key")], Phase.ANSWER)

    def test_an_edited_note_gives_the_question_as_it_is_now(
        self, begin: Make, collection_of: Make, question: Make
    ) -> None:
        collection = collection_of("choice", "list")
        session = play(begin(collection=collection), "c")
        assert session.press(Key("e", "e")) is Effect.EDIT
        assert session.place == ("notes/loss.md", 7)
        collection.questions[0] = question("choice", answer="Better.", line=9)
        session.edited()
        assert (session.answer, session.place[1], session.phase) == ("Better.", 9, Phase.ANSWER)
        assert session.verdict == "wrong"

    def test_an_edit_that_takes_the_question_away_leads_to_the_next(
        self, begin: Make, collection_of: Make
    ) -> None:
        collection = collection_of("choice", "list")
        session = begin(collection=collection)
        del collection.questions[0]
        session.edited()
        assert (session.question.form, session.notice) == ("list", "This question is gone with the edit.")

    def test_other_points_after_an_edit_are_to_be_ticked_anew(
        self, begin: Make, collection_of: Make, question: Make
    ) -> None:
        from studycli.quiz.model import Checklist

        collection = collection_of("recall")
        session = play(begin(collection=collection), "space a")
        collection.questions[0] = question("recall", key=Checklist(("one", "two")))
        session.edited()
        assert session.ticks == [False, False]

    def test_a_note_that_vanished_is_named_and_its_question_passed_over(
        self, begin: Make, collection_of: Make
    ) -> None:
        collection = collection_of("choice", "list")
        collection.failing["content choice"] = NoteError("notes/loss.md is gone.")
        session = begin(collection=collection)
        assert (session.question.form, session.notice) == ("list", "notes/loss.md is gone.")

    def test_a_card_that_vanished_before_its_grade_is_left(self, begin: Make, collection_of: Make) -> None:
        collection = collection_of("choice", "list")
        session = play(begin(collection=collection), "b")
        collection.failing["answer"] = CardError("There is no card choice.")
        play(session, "enter")
        assert (session.question.form, session.notice) == ("list", "There is no card choice.")

    def test_an_answer_that_cannot_be_saved_stops_the_quiz_and_says_so(
        self, begin: Make, collection_of: Make
    ) -> None:
        collection = collection_of("choice")
        session = play(begin(collection=collection), "b")
        collection.failing["answer"] = WriteError("The disk is full.")
        with pytest.raises(WriteError, match=r"^This answer is not saved, and the session stops\. The disk"):
            play(session, "enter")
        assert session.done

    def test_what_an_answer_does_is_said(self, begin: Make, collection_of: Make) -> None:
        collection = collection_of("choice", "list")
        collection.rows["list"] = collection.rows["list"]._replace(state=STRONG)
        session = play(begin(collection=collection), "b enter")
        assert session.notice == "Graded 5: next in 1 day."
        play(session, "'mse enter enter")
        assert session.notice == "Graded 2: practice, the schedule stays."


class TestEnd:
    def test_after_so_many_questions_the_quiz_ends_and_no_more_are_made(
        self, begin: Make, collection_of: Make, question: Make, judge: Make
    ) -> None:
        def questions() -> Any:
            yield question("choice")
            yield question("true-false")
            pytest.fail("a third question was made")

        collection = collection_of("choice", "true-false")
        session = QuizSession(collection, questions(), Plan(number=2), Clock(), judge)
        assert play(session, "b enter t enter").phase is Phase.DONE

    def test_no_question_at_all_is_a_quiz_that_is_over(self, begin: Make, collection_of: Make) -> None:
        session = begin(collection=collection_of())
        assert (session.done, session.press(Key("b", "b"))) == (True, Effect.NONE)

    def test_the_wrong_ones_are_asked_again_until_they_are_right(self, begin: Make) -> None:
        session = play(begin("choice", "true-false", "list"), "c enter f enter 'mse,mae,huber enter enter")
        assert session.phase is Phase.RESULT
        assert [each.form for each in session.progress.missed] == ["choice", "true-false"]
        play(session, "r")
        assert (session.question.form, session.number, session.progress.outcomes) == ("choice", 2, ())
        play(session, "b enter f enter")
        assert session.phase is Phase.RESULT
        assert play(session, "r t enter").done
        assert [(len(each.outcomes), each.right) for each in (*session.rounds, session.progress)] == [
            (3, 1),
            (2, 1),
            (1, 1),
        ]

    def test_mistakes_are_told_by_the_lines_at_which_they_stand_now(
        self, begin: Make, collection_of: Make, question: Make
    ) -> None:
        collection = collection_of("choice", "list")
        session = play(begin(collection=collection), "c enter")
        collection.questions[0] = question("choice", line=11)
        play(session, "ctrl-c")
        assert [each.line for each in session.progress.missed] == [11]

    def test_the_end_can_be_taken_back_too(self, begin: Make) -> None:
        session = play(begin("choice"), "c enter u")
        assert (session.phase, session.question.form) == (Phase.QUESTION, "choice")
        assert play(begin("choice"), "c enter ? q").phase is Phase.RESULT

    @pytest.mark.parametrize("keys", ["enter", "q", "ctrl-d", "space"])
    def test_the_result_is_left_by_the_keys_that_leave(self, begin: Make, keys: str) -> None:
        session = play(begin("choice"), f"c enter {keys}")
        assert (session.done, session.interrupted) == (True, False)

    def test_other_keys_at_the_end_are_a_notice(self, begin: Make) -> None:
        assert play(begin("choice"), "c enter 3").notice == "r asks the wrong ones again, enter ends."
        assert play(begin("choice", "list"), "r").notice == "There is nothing to ask again yet."

    def test_when_the_time_is_over_the_question_may_be_finished(self, begin: Make) -> None:
        session = begin("choice", "list", seconds=60.0)
        assert session.remaining == 60.0
        session._timer.now = 61
        assert session.remaining == 0.0
        assert play(session, "b enter").done
        assert graded(session) == [("choice-choice", 4)]

    def test_asking_again_has_no_end_of_time(self, begin: Make) -> None:
        session = begin("choice", "list", seconds=60.0)
        session._timer.now = 61
        play(session, "c enter r")
        assert (session.remaining, session.phase) == (None, Phase.QUESTION)

    @pytest.mark.parametrize("name", ["ctrl-c", "hangup", "eof"])
    @pytest.mark.parametrize(
        ("form", "before", "saved"),
        [
            ("choice", "", 0),
            ("choice", "b", 1),
            ("choice", "b f 'remark", 1),
            ("choice", "b o", 1),
            ("choice", "b ?", 1),
            ("value", "'half", 0),
            ("value", "'?? enter", 0),
            ("list", "'mse enter", 1),
            ("recall", "", 0),
            ("recall", "t 'half", 0),
            ("recall", "t 'bounded enter", 1),
            ("recall", "space", 0),
            ("recall", "t 'bounded enter g", 1),
            ("code", "", 0),
            ("choice", "c enter", 1),
            ("choice", "o", 0),
            ("choice", "?", 0),
        ],
    )
    def test_ctrl_c_in_each_state_saves_what_was_marked_and_ends(
        self, begin: Make, name: str, form: str, before: str, saved: int
    ) -> None:
        session = play(begin(form), f"{before} {name}")
        assert (session.done, session.interrupted) == (True, name != "eof")
        assert len(graded(session)) == saved
        assert len(session.progress.outcomes) == saved

    def test_a_card_that_is_gone_at_the_end_is_named(self, begin: Make, collection_of: Make) -> None:
        collection = collection_of("choice")
        session = play(begin(collection=collection), "b")
        collection.failing["answer"] = CardError("There is no card choice.")
        assert play(session, "q").done
        assert session.notice == "There is no card choice."
