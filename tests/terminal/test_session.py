"""The session as a state machine: keys in, calls of the collection and what is shown out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from studycli.collection.values import QueueOptions
from studycli.errors import CardError, NoteError, WriteError
from studycli.schedule.sm2 import Schedule
from studycli.terminal.keys import Key
from studycli.terminal.session import Effect, Phase, Session

Make = Callable[..., Any]
LAST_WEEK = Schedule(2, 6, 2.5, date(2026, 11, 23), date(2026, 11, 17), 0, passed=True)


@pytest.fixture
def play(make_session: Make, key: Callable[[str], Key]) -> Callable[..., Session]:
    """Return a player of keys: names with spaces between, on a collection."""

    def run(keys: str, collection: Any = None, **values: Any) -> Session:
        session: Session = make_session(collection, **values)
        for name in keys.split():
            session.press(key(name))
        return session

    return run


def cards_of(*ids: str, make_card: Make, **values: Any) -> list[tuple[Any, str]]:
    return [(make_card(card, f"Prompt {card}?", **values), f"Answer {card}.") for card in ids]


class TestAsking:
    def test_a_session_begins_with_the_first_question(self, play: Make) -> None:
        session = play("")
        assert (session.phase, session.content.prompt) == (Phase.QUESTION, "Why cross-entropy?")
        assert (session.progress.position, session.progress.total, session.left) == (1, 2, (1, 1, 0))

    @pytest.mark.parametrize("name", ["space", "enter"])
    def test_space_and_enter_reveal_and_then_grade_good(
        self, play: Make, make_collection: Make, name: str
    ) -> None:
        collection = make_collection()
        session = play(f"{name} {name}", collection)
        assert collection.calls == [("review", "aaaa", 4, 5.0)]
        assert session.content.prompt == "What is MSE?"

    @pytest.mark.parametrize(("name", "grade"), [("1", 1), ("2", 3), ("3", 4), ("4", 5)])
    def test_the_four_buttons(self, play: Make, make_collection: Make, name: str, grade: int) -> None:
        collection = make_collection()
        play(f"space {name}", collection)
        assert collection.calls == [("review", "aaaa", grade, 5.0)]

    @pytest.mark.parametrize("grade", range(6))
    def test_the_six_grades_of_sm2(self, play: Make, make_collection: Make, grade: int) -> None:
        collection = make_collection(grades="sm2")
        play(f"space {grade}", collection)
        assert collection.calls == [("review", "aaaa", grade, 5.0)]

    def test_a_grade_before_the_answer_only_says_so(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        session = play("3", collection)
        assert collection.calls == []
        assert session.notice == "First the answer (space), then the grade."

    @pytest.mark.parametrize(("name", "shown"), [("z", "z"), ("汉", "汉"), ("up", "up"), ("5", "5")])
    def test_an_unknown_key_is_a_quiet_notice_that_the_next_key_clears(
        self, play: Make, name: str, shown: str
    ) -> None:
        session = play(f"space {name}")
        assert session.notice == f"No such key: {shown} · ? lists the keys"
        session.press(Key("space", " "))
        assert session.notice == ""

    def test_what_a_terminal_sends_unasked_is_ignored(self, play: Make) -> None:
        assert play("unknown").notice == ""

    def test_capitals_count_as_small_letters(self, play: Make) -> None:
        assert play("Q").done

    def test_a_paste_is_never_taken_for_grades(self, make_session: Make, make_collection: Make) -> None:
        collection = make_collection()
        session = make_session(collection)
        session.press(Key("space", " "))
        session.press(Key("paste", "3\n4\n"))
        assert collection.calls == []
        assert session.notice == "A paste is not taken for keys."

    @pytest.mark.parametrize("name", ["1", "2"])
    def test_a_card_below_four_comes_back_after_the_others_until_it_gets_four(
        self, play: Make, make_collection: Make, name: str
    ) -> None:
        collection = make_collection()
        session = play(f"space {name}", collection)
        assert session.left == (0, 1, 1)
        session = play(f"space {name} space 3 space 2 space 3", make_collection())
        assert session.done
        session = play(f"space {name} space 3", make_collection())
        assert (session.content.card.id, session.again, session.left) == ("aaaa", True, (0, 0, 1))
        assert (session.progress.position, session.progress.total) == (2, 2)

    def test_only_first_answers_count_as_right_or_wrong(self, play: Make) -> None:
        progress = play("space 1 space 3 space 2 space 4").progress
        assert (progress.answers, progress.first, progress.right) == (4, 2, 1)
        assert progress.seconds == 20.0

    def test_the_states_of_a_long_queue_are_read_at_once(
        self, play: Make, make_collection: Make, make_card: Make
    ) -> None:
        ids = [f"{number:04x}" for number in range(1000)]
        collection = make_collection(cards_of(*ids, make_card=make_card))
        assert play("", collection).left == (1000, 0, 0)

    def test_siblings_that_are_buried_with_an_answer_are_not_asked(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        answer = collection.answer
        collection.answer = lambda *args, **named: answer(*args, **named)._replace(buried=("bbbb",))
        assert play("space 3", collection).done

    def test_a_leech_is_told_and_does_not_come_back_once_suspended(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        answer = collection.answer
        collection.answer = lambda *args, **named: answer(*args, **named)._replace(leech=True, suspended=True)
        session = play("space 1", collection)
        assert session.notice == "A leech: Why cross-entropy? was failed again and again; and is suspended."
        assert session.left == (0, 1, 0)

    def test_a_leech_that_is_only_tagged_stays(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        collection.leech = True
        session = play("space 1", collection)
        assert session.notice.endswith("its note may want to be rewritten.")
        assert session.left == (0, 1, 1)

    def test_cram_asks_everything_and_says_so_to_the_collection(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        play("space 3", collection, options=QueueOptions(cram=True))
        assert collection.calls == [("cram", "aaaa", 4, 5.0)]


class TestUndo:
    def test_undo_brings_the_card_and_the_counts_back(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        session = play("space 1 u", collection)
        assert (session.content.card.id, session.phase, session.left) == ("aaaa", Phase.QUESTION, (1, 1, 0))
        assert session.progress.answers == 0
        assert session.notice == "Taken back: review of Why cross-entropy?"

    def test_any_number_of_steps_can_be_taken_back(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        session = play("space 1 space 3 space 2 u u u", collection)
        assert [call[1] for call in collection.calls[3:]] == ["aaaa", "bbbb", "aaaa"]
        assert (session.content.card.id, session.left, session.progress.answers) == ("aaaa", (1, 1, 0), 0)

    def test_undo_goes_on_before_the_start_of_the_session(
        self, play: Make, make_collection: Make, make_card: Make
    ) -> None:
        collection = make_collection(cards_of("aaaa", "bbbb", make_card=make_card))
        play("space 3", collection)
        later = play("u", collection)
        assert (later.content.card.id, later.left, later.progress.total) == ("aaaa", (2, 0, 0), 2)

    def test_nothing_to_undo_is_a_notice(self, play: Make) -> None:
        assert play("u").notice == "There is nothing to take back."

    def test_suspend_bury_and_flag_are_taken_back_too(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        session = play("s u b u", collection)
        assert [call[0] for call in collection.calls] == ["suspend", "undo", "bury", "undo"]
        assert (session.content.card.id, session.progress.total) == ("aaaa", 2)
        assert session.notice == "Taken back: bury of Why cross-entropy?"

    def test_a_change_of_many_cards_is_taken_back_without_showing_one(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        undone = collection.undo
        collection.undo = lambda: undone()._replace(kind="move", cards=("bbbb",))
        collection.suspend("bbbb")
        session = play("u", collection)
        assert (session.content.card.id, session.notice) == ("aaaa", "Taken back: move of What is MSE?")

    def test_an_action_whose_card_is_gone_is_still_taken_back(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        undone = collection.undo
        collection.undo = lambda: undone()._replace(cards=("gone",))
        collection.suspend("bbbb")
        assert play("u", collection).notice == "Taken back: suspend of What is MSE?"


class TestOtherKeys:
    @pytest.mark.parametrize("name", ["s", "@"])
    def test_suspend(self, play: Make, make_collection: Make, name: str) -> None:
        collection = make_collection()
        session = play(f"space {name}", collection)
        assert collection.calls == [("suspend", "aaaa")]
        assert (session.content.card.id, session.progress.position) == ("bbbb", 2)
        assert session.notice == "Suspended: not asked until `study unsuspend`."

    @pytest.mark.parametrize("name", ["b", "-"])
    def test_bury(self, play: Make, make_collection: Make, name: str) -> None:
        collection = make_collection()
        assert play(name, collection).content.card.id == "bbbb"
        assert collection.calls == [("bury", "aaaa")]

    def test_a_flag_takes_a_remark(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        session = play("space f w r o n x backspace g enter", collection)
        assert collection.calls == [("flag", "aaaa", "wrong")]
        assert (session.phase, session.notice) == (Phase.ANSWER, "Flagged: `study cards --flagged` lists it.")

    def test_escape_leaves_a_remark_without_a_flag(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        assert play("f a escape", collection).phase is Phase.QUESTION
        assert collection.calls == []

    def test_a_hint_is_shown_with_the_question(self, play: Make) -> None:
        assert play("h").hint == "Its gradient is p …"

    def test_a_hint_after_the_answer_is_a_notice(self, play: Make) -> None:
        assert play("space h").notice == "The answer is shown already."

    def test_a_card_without_an_answer_has_no_hint(
        self, play: Make, make_collection: Make, make_card: Make
    ) -> None:
        collection = make_collection([(make_card("aaaa", "Why?", empty=True), "")])
        assert play("h", collection).notice == "This card has no answer to hint at."

    @pytest.mark.parametrize(("name", "phase"), [("o", Phase.SECTION), ("?", Phase.KEYS)])
    def test_section_and_keys_are_shown_until_a_key(self, play: Make, name: str, phase: Phase) -> None:
        assert play(f"space {name}").phase is phase
        assert play(f"space {name} q").phase is Phase.ANSWER
        assert play(f"{name} escape").phase is Phase.QUESTION

    def test_an_answer_typed_before_it_is_shown(self, play: Make) -> None:
        session = play("t p - y enter")
        assert (session.phase, session.typed) == (Phase.ANSWER, "p-y")
        assert play("space t").notice == "The answer is shown already."

    def test_with_typing_every_question_takes_text_first(self, play: Make) -> None:
        session = play("q u enter 3", typing=True)
        assert (session.phase, session.content.card.id) == (Phase.TYPING, "bbbb")

    def test_escape_gives_the_keys_back(self, play: Make) -> None:
        assert play("a escape q", typing=True).done

    def test_edit_and_stop_are_asked_of_the_owner_of_the_terminal(
        self, make_session: Make, key: Make
    ) -> None:
        session = make_session()
        assert [session.press(key(name)) for name in ("e", "ctrl-z", "h")] == [
            Effect.EDIT,
            Effect.STOP,
            Effect.NONE,
        ]

    @pytest.mark.parametrize(
        ("name", "interrupted"),
        [("q", False), ("ctrl-d", False), ("eof", False), ("ctrl-c", True), ("hangup", True)],
    )
    def test_the_ways_to_leave(self, play: Make, name: str, interrupted: bool) -> None:
        session = play(f"space {name}")
        assert (session.done, session.interrupted) == (True, interrupted)


class TestEditing:
    def test_the_card_is_read_again_and_what_was_shown_stays_shown(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("space", collection)
        collection.answers["aaaa"] = "Better."
        session.edited()
        assert (session.content.answer, session.phase) == ("Better.", Phase.ANSWER)

    def test_a_reworded_card_keeps_its_place_under_its_new_id(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("", collection)
        new = collection.rows.pop("aaaa")._replace(id="cccc", prompt="Reworded?")
        collection.rows["cccc"], collection.answers["cccc"] = new, "Same."
        collection.reload = lambda _: new
        session.edited()
        assert (session.content.prompt, session.progress.queue) == ("Reworded?", ("cccc", "bbbb"))

    def test_a_card_that_vanished_in_the_editor_is_one_sentence(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("space", collection)
        del collection.rows["aaaa"]
        session.edited()
        assert (session.notice, session.content.card.id) == ("The card is no longer in its note.", "bbbb")

    def test_a_card_that_the_edit_moved_to_a_later_day_is_still_answered(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("t a b enter", collection)
        collection.rows["aaaa"] = collection.rows["aaaa"]._replace(state=LAST_WEEK)
        session.edited()
        assert (session.content.card.id, session.phase, session.typed) == ("aaaa", Phase.ANSWER, "ab")

    def test_a_card_whose_note_vanished_with_the_edit_is_left(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("space", collection)
        collection.failing["content aaaa"] = NoteError("notes/loss.md is gone.")
        session.edited()
        assert (session.content.card.id, session.phase) == ("bbbb", Phase.QUESTION)

    def test_time_in_the_editor_does_not_count(
        self, make_session: Make, make_collection: Make, key: Make
    ) -> None:
        collection = make_collection()
        session = make_session(collection)
        session.press(key("space"))
        with session.paused():
            session._timer.now += 1000
        session.press(key("3"))
        assert collection.calls == [("review", "aaaa", 4, 10.0)]


class TestTrouble:
    def test_a_note_that_vanished_is_named_and_the_session_goes_on(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        collection.failing["content bbbb"] = NoteError("notes/loss.md is gone.")
        session = play("space 3", collection)
        assert (session.done, session.notice) == (True, "notes/loss.md is gone.")

    def test_a_card_that_vanished_before_its_grade_is_skipped(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        collection.failing["answer"] = CardError("There is no card aaaa.")
        session = play("space 3", collection)
        assert (session.content.card.id, session.notice) == ("bbbb", "There is no card aaaa.")

    def test_an_answer_that_cannot_be_saved_stops_the_session_and_says_so(
        self, make_session: Make, make_collection: Make, key: Make
    ) -> None:
        collection = make_collection()
        collection.failing["answer"] = WriteError("The disk is full.")
        session = make_session(collection)
        session.press(key("space"))
        with pytest.raises(WriteError) as caught:
            session.press(key("3"))
        assert str(caught.value) == "This answer is not saved, and the session stops. The disk is full."
        assert session.done

    def test_a_warning_is_shown_once(self, play: Make, make_collection: Make) -> None:
        collection = make_collection()
        collection.warning = "notes/loss.md could not be written."
        session = play("space 3", collection)
        assert session.notice == "notes/loss.md could not be written."
        session.press(Key("space", " "))
        session.press(Key("1", "1"))
        assert (session.notice, session.warnings) == ("", ["notes/loss.md could not be written."])

    def test_a_card_that_another_session_answered_meanwhile_is_not_asked_again(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("space", collection)
        collection.rows["bbbb"] = collection.rows["bbbb"]._replace(state=LAST_WEEK._replace(repetitions=3))
        session.press(Key("3", "3"))
        assert session.done

    def test_a_card_that_was_reworded_meanwhile_is_asked_and_graded_under_its_new_id(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        new = collection.rows["bbbb"]._replace(id="cccc", prompt="Reworded?")
        content = collection.content

        def reworded(card: str) -> Any:
            if card == "bbbb":
                collection.rows["cccc"], collection.answers["cccc"] = new, "Same."
                collection.warnings.append("1 card was renamed.")
            return content("cccc" if card == "bbbb" else card)

        collection.content = reworded
        session = play("space 3", collection)
        assert (session.content.prompt, session.progress.queue) == ("Reworded?", ("cccc",))
        assert (session.notice, session.warnings) == ("1 card was renamed.", ["1 card was renamed."])
        session.press(Key("space", " "))
        session.press(Key("3", "3"))
        assert session.done
        assert collection.calls[-1][:2] == ("review", "cccc")

    @pytest.mark.parametrize("keys", ["3", "b", "@"])
    def test_a_card_that_was_reworded_while_it_was_on_the_screen_is_dealt_with_under_its_new_id(
        self, play: Make, make_collection: Make, keys: str
    ) -> None:
        collection = make_collection()
        session = play("space", collection)
        collection.reword("aaaa", "cccc", "Reworded?")
        session.press(Key(keys, keys))
        assert collection.calls[-1][1] == "cccc"
        assert (session.content.prompt, session.progress.queue) == ("What is MSE?", ("bbbb",))
        assert "There is no card" not in session.notice
        session.press(Key("u", "u"))
        assert (session.content.card.id, session.progress.queue) == ("cccc", ("cccc", "bbbb"))

    def test_a_card_that_was_reworded_and_flagged_is_answered_under_its_new_id(
        self, play: Make, make_collection: Make
    ) -> None:
        collection = make_collection()
        session = play("space", collection)
        collection.reword("aaaa", "cccc", "Reworded?")
        for name in ("f", "x", "enter", "3"):
            session.press(Key(name, name if len(name) == 1 else ""))
        assert [call[:2] for call in collection.calls] == [("flag", "cccc"), ("review", "cccc")]
        assert session.progress.queue == ("bbbb",)

    def test_an_empty_queue_is_a_session_that_is_over_and_takes_no_key(
        self, play: Make, make_collection: Make
    ) -> None:
        assert play("space 3 e", make_collection([])).done
