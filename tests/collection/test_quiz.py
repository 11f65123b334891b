"""A quiz on a vault: which cards come first, what an answer does, what the log keeps of it."""

import json
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from studycli.collection import Collection, QuizOptions
from studycli.collection.alone import sources_alone
from studycli.collection.quiz import cards_to_ask, questions_of
from studycli.errors import FilterError, GradeError
from studycli.quiz.model import Question

Vault = Any
LATER = date(2026, 11, 30)
RECALL = QuizOptions(forms=("recall",), seed=1)


def logged(vault: Vault) -> list[dict[str, Any]]:
    """Return the entries of all logs, in the order of their ids."""
    lines = [line for log in vault.root.glob(".study/log/*.jsonl") for line in log.read_text().splitlines()]
    return sorted(map(json.loads, lines), key=lambda entry: entry["id"])


def ask(collection: Collection, card: str) -> Question:
    """Return the recall of a card."""
    return next(each for each in collection.questions(RECALL) if each.card == card)


def order(collection: Collection, **options: Any) -> list[str]:
    return list(cards_to_ask(collection._desk, QuizOptions(**options)))


class TestOrder:
    def test_due_cards_come_before_weak_ones_and_these_before_the_others(self, vault: Vault) -> None:
        with vault.open() as collection:
            find = vault.find
            for words, grades in (("Huber", (4,)), ("Adam", (4,)), ("SGD", (4, 4))):
                for grade in grades:
                    collection.answer(find(collection, words), grade)
        collection = vault.reopen(date(2026, 11, 24))
        collection.answer(find(collection, "SGD"), 4)
        asked = order(collection, seed=1)
        prompts = [collection.card(card).prompt for card in asked]
        assert set(prompts[:2]) == {"What is Huber loss?", "What is Adam?"}  # due today
        assert len(prompts) == 6
        assert "SGD" in prompts[-1]  # answered today already

    def test_the_most_overdue_comes_first_as_in_a_review(self, vault: Vault) -> None:
        with vault.open() as collection:
            for words in ("Huber", "Adam"):
                collection.answer(vault.find(collection, words), 4)
        with vault.reopen(date(2026, 11, 24)) as collection:
            collection.answer(vault.find(collection, "Adam"), 4)
        collection = vault.reopen(date(2026, 12, 10))
        asked = order(collection, due=True, seed=1)
        assert [collection.card(card).prompt for card in asked] == ["What is Huber loss?", "What is Adam?"]

    def test_weak_is_what_is_known_for_less_than_five_days_or_was_missed_of_late(self, vault: Vault) -> None:
        collection = vault.open(quiz_reschedule=False)
        strong, known, missed = (vault.find(collection, words) for words in ("Huber", "Adam", "SGD"))
        for card in (strong, known, missed):
            collection.answer(card, 4)
        collection = vault.reopen(date(2026, 11, 24), quiz_reschedule=False)
        for card in (strong, missed):
            collection.answer(card, 4)
        assert order(collection, weak=True) == [known]
        collection.answer_question(ask(collection, missed), 1)
        assert order(collection, weak=True) == [known, missed]
        collection.answer_question(ask(collection, missed), 4)
        assert order(collection, weak=True) == [known]

    def test_due_and_weak_together_are_cards_that_are_either(self, vault: Vault) -> None:
        collection = vault.open()
        one, other = vault.find(collection, "Huber"), vault.find(collection, "Adam")
        collection.answer(one, 1)  # due tomorrow: weak today
        collection.answer(other, 4)
        assert order(collection, due=True) == []
        assert set(order(collection, due=True, weak=True)) == {one, other}

    def test_the_others_come_by_the_seed_and_all_of_them_once(self, vault: Vault) -> None:
        collection = vault.open()
        every = {card.id for card in collection.cards()}
        orders = {tuple(order(collection, seed=seed)) for seed in range(8)}
        assert len(orders) > 1
        assert all(len(found) == len(every) and set(found) == every for found in orders)

    def test_without_a_seed_the_study_day_is_the_seed(self, vault: Vault) -> None:
        collection = vault.open()
        assert order(collection) == order(collection, seed=collection.today.toordinal())

    def test_what_is_set_aside_is_not_asked(self, vault: Vault) -> None:
        collection = vault.open()
        one, other = vault.find(collection, "Huber"), vault.find(collection, "Adam")
        collection.suspend(one)
        collection.bury(other)
        assert {one, other}.isdisjoint(order(collection))

    @pytest.mark.parametrize(
        ("options", "count"), [({"tag": "dl"}, 3), ({"note": "Optimisers"}, 2), ({"path": "bare.md"}, 1)]
    )
    def test_filters_are_those_of_a_review(self, vault: Vault, options: Any, count: int) -> None:
        assert len(order(vault.open(), **options)) == count

    def test_a_filter_that_matches_nothing_is_an_error(self, vault: Vault) -> None:
        with pytest.raises(FilterError):
            order(vault.open(), tag="nothing")


class TestAnswer:
    def test_a_due_card_is_scheduled_by_its_answer(self, vault: Vault) -> None:
        with vault.open() as collection:
            card = vault.find(collection, "Huber")
            collection.answer(card, 4)
        collection = vault.reopen(date(2026, 11, 24))
        answered = collection.answer_question(ask(collection, card), 5, 3.5)
        assert (answered.kind, answered.schedule.due) == ("review", LATER)
        assert answered.note_written
        entry = logged(vault)[-1]
        assert (entry["kind"], entry["form"], entry["grade"], entry["seconds"]) == (
            "review",
            "recall",
            5,
            3.5,
        )
        assert entry["question"] == f"{card}-recall"

    def test_a_new_card_within_todays_limit_is_learnt_by_it_and_beyond_it_is_practice(
        self, vault: Vault
    ) -> None:
        collection = vault.open(new_per_day=1)
        one, other = vault.find(collection, "Huber"), vault.find(collection, "Adam")
        assert collection.answer_question(ask(collection, one), 4).kind == "review"
        assert collection.answer_question(ask(collection, other), 4).kind == "practice"
        assert collection.card(other).state is None

    def test_a_card_that_is_not_due_is_practised_and_its_schedule_and_note_stay(self, vault: Vault) -> None:
        collection = vault.open()
        card = vault.find(collection, "Huber")
        collection.answer(card, 4)
        before, text = collection.card(card).state, vault.text("dl/loss.md")
        answered = collection.answer_question(ask(collection, card), 5)
        assert (answered.kind, answered.schedule, answered.note_written) == ("practice", before, False)
        assert (collection.card(card).state, vault.text("dl/loss.md")) == (before, text)
        assert collection.counts().new == 5  # of the day's 20, the six cards less the one that is learnt

    @pytest.mark.parametrize(("reschedule", "kind"), [(True, "review"), (False, "practice")])
    def test_a_wrong_answer_brings_a_card_back_where_the_setting_says_so(
        self, vault: Vault, reschedule: bool, kind: str
    ) -> None:
        collection = vault.open(quiz_reschedule=reschedule)
        card = vault.find(collection, "Huber")
        collection.answer(card, 4)
        assert collection.answer_question(ask(collection, card), 1).kind == kind
        assert collection.card(card).lapses == reschedule

    def test_partly_right_is_not_wrong(self, vault: Vault) -> None:
        collection = vault.open()
        card = vault.find(collection, "Huber")
        collection.answer(card, 4)
        assert collection.answer_question(ask(collection, card), 2).kind == "practice"

    def test_asked_again_on_the_same_day_a_miss_is_counted_and_not_scheduled_twice(
        self, vault: Vault
    ) -> None:
        collection = vault.open()
        card = vault.find(collection, "Huber")
        assert collection.answer_question(ask(collection, card), 1).kind == "review"
        assert collection.answer_question(ask(collection, card), 4).kind == "repeat"
        assert collection.answer_question(ask(collection, card), 4).kind == "practice"

    def test_a_number_that_is_no_grade_is_an_error(self, vault: Vault) -> None:
        collection = vault.open()
        with pytest.raises(GradeError, match="6 is not a grade"):
            collection.answer_question(ask(collection, vault.find(collection, "Huber")), 6)

    def test_practice_is_taken_back_as_any_answer(self, vault: Vault) -> None:
        collection = vault.open()
        card = vault.find(collection, "Huber")
        collection.answer(card, 4)
        before = collection.card(card)
        collection.answer_question(ask(collection, card), 4)
        undone = collection.undo()
        assert (undone.kind, undone.grade, undone.cards) == ("practice", 4, (card,))
        assert collection.card(card) == before

    def test_the_index_built_anew_is_the_same(self, vault: Vault) -> None:
        collection = vault.open(quiz_reschedule=False)
        card = vault.find(collection, "Huber")
        collection.answer(card, 4)
        question = ask(collection, card)
        collection.answer_question(question, 1, 2.0, (("MSE", "squares"),))
        before = collection.cards(), collection.accepted(question.id), order(collection, weak=True)
        vault.close()
        (vault.root / ".study" / "index.db").unlink()
        collection = vault.open(quiz_reschedule=False)
        assert (collection.cards(), collection.accepted(question.id), order(collection, weak=True)) == before


class TestAccepted:
    def test_what_the_person_accepted_is_kept_in_the_log_and_known_from_then_on(self, vault: Vault) -> None:
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Huber"))
        assert collection.accepted(question.id) == ()
        collection.answer_question(question, 4, 1.0, (("MSE", "squares"), ("MAE", "lines")))
        collection.answer_question(question, 4, 1.0, (("MSE", "squares"),))
        assert logged(vault)[-1]["accepted"] == [["MSE", "squares"]]
        assert collection.accepted(question.id) == (("MSE", "squares"), ("MAE", "lines"))
        assert vault.reopen().accepted(question.id) == (("MSE", "squares"), ("MAE", "lines"))

    def test_taken_back_it_is_accepted_no_more(self, vault: Vault) -> None:
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Huber"))
        collection.answer_question(question, 4, 1.0, (("MSE", "squares"),))
        collection.undo()
        assert collection.accepted(question.id) == ()
        assert vault.reopen().accepted(question.id) == ()


class TestConfused:
    PAIR = ("Huber loss", "Focal loss")

    def test_what_was_confused_is_kept_in_the_log(self, vault: Vault) -> None:
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Huber"))
        collection.answer_question(question, 1, confused=self.PAIR)
        collection.answer_question(question, 4)
        assert [entry.get("confused") for entry in logged(vault)] == [list(self.PAIR), None]
        assert [entry.confused for entry in collection.log()] == [self.PAIR, None]

    def test_a_long_option_is_cut(self, vault: Vault) -> None:
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Huber"))
        collection.answer_question(question, 1, confused=("损" * 300, "b" * 201))
        assert logged(vault)[-1]["confused"] == ["损" * 200, "b" * 200]

    def test_taken_back_it_is_confused_no_more(self, vault: Vault) -> None:
        """The answer counts no more, in the index as in one that is made anew."""
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Huber"))
        collection.answer_question(question, 1, confused=self.PAIR)
        collection.undo()
        assert [entry.kind for entry in collection.log()] == ["review", "undo"]
        for rebuilt in (False, True):
            if rebuilt:
                vault.close()
                (vault.root / ".study" / "index.db").unlink()
                collection = vault.open()
            assert collection._desk.index.db.execute("SELECT * FROM confused").fetchall() == []


class TestQuestions:
    def test_everything_comes_by_note_and_card(self, vault: Vault) -> None:
        collection = vault.open()
        found = list(collection.questions(RECALL))
        assert [each.note for each in found] == [
            "bare.md",
            "dl/loss.md",
            "dl/loss.md",
            "dl/loss.md",
            "opt.md",
            "opt.md",
        ]
        assert [each.line for each in found[1:4]] == [11, 14, 17]

    def test_the_same_seed_gives_the_same_quiz_of_the_same_notes(self, vault: Vault) -> None:
        collection = vault.open()
        first = list(islice(collection.quiz(RECALL), 4))
        assert first == list(islice(collection.quiz(RECALL), 4))
        assert len({each.card for each in first}) == 4

    def test_a_note_that_changed_is_read_again(self, vault: Vault) -> None:
        collection = vault.open()
        quiz = collection.quiz(QuizOptions(path="opt.md", forms=("recall",), seed=1))
        next(quiz)
        text = (
            vault.text("opt.md").replace("Momentum and", "Here momentum and").replace("A step", "Here a step")
        )
        vault.write("opt.md", text)
        assert next(quiz).answer.startswith("Here ")

    def test_a_note_that_vanished_gives_no_question_and_ends_nothing(self, vault: Vault) -> None:
        collection = vault.open()
        (vault.root / "opt.md").unlink()
        (vault.root / "bare.md").unlink()
        assert len(list(collection.questions(RECALL))) == 3
        assert {each.note for each in collection.quiz(RECALL)} == {"dl/loss.md"}

    def test_a_question_is_made_again_after_its_note_was_edited(self, vault: Vault) -> None:
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Adam"))
        vault.write("opt.md", vault.text("opt.md").replace("Momentum", "Much momentum"))
        row = collection.reload(question.card)
        again = collection.question_again(question, row.id, 1)
        assert (again.id, again.answer[:13]) == (question.id, "Much momentum")

    def test_a_question_whose_card_is_gone_is_not_made_again(self, vault: Vault) -> None:
        collection = vault.open()
        question = ask(collection, vault.find(collection, "Adam"))
        assert collection.question_again(question, "nothing", 1) is None

    def test_a_vault_without_cards_gives_none(self, make_vault: Callable[[dict[str, str]], Vault]) -> None:
        collection = make_vault({"empty.md": "# Nothing\n"}).open()
        assert list(collection.quiz(RECALL)) == list(collection.questions(RECALL)) == []

    def test_notes_outside_of_a_vault_give_the_same_questions(self, vault: Vault, tmp_path: Path) -> None:
        with vault.open() as collection:
            expected = [each.id for each in collection.questions(RECALL)]
        sentences: list[str] = []
        sources = sources_alone(str(vault.root), "", sentences)
        assert [each.id for source in sources for each in questions_of(source, 1, ("recall",))] == expected
        assert sentences == []
