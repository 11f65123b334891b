"""Undo takes back one action a step, over sessions and programs, and restores notes to the byte."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from studycli.collection import Undone

if TYPE_CHECKING:
    from conftest import Vault

TODAY = date(2026, 11, 23)

REVIEWED = """\
---
last_reviewed: 2026-11-01
next_review: 2026-11-20
review_count: 3
difficulty: easy
mastery_level: 60%
---
# Reviewed before

## What is dropout?
Units left out at random.

## What is early stopping?
Stopping where the validation loss rises.
"""


def test_undo_of_an_answer_is_the_identity(vault: Vault) -> None:
    study = vault.open()
    before = (vault.notes(), study.counts(), study.cards(), study.queue())
    card = vault.find(study, "Huber")
    study.answer(card, 4)
    assert study.undo() == Undone("review", (card,), "What is Huber loss?", TODAY, 4)
    assert (vault.notes(), study.counts(), study.cards(), study.queue()) == before
    assert study.undo() is None


def test_steps_go_back_over_the_sessions_start(vault: Vault) -> None:
    before = vault.notes()
    study = vault.open()
    cards = [vault.find(study, words) for words in ("Huber", "Adam", "focal")]
    for card, grade in zip(cards, (1, 3, 5), strict=True):
        study.answer(card, grade)
    later = vault.reopen(TODAY + timedelta(days=3))
    later.answer(cards[0], 4)
    undone = [later.undo() for _ in range(5)]
    assert [(each.cards[0], each.grade) for each in undone if each] == [
        (cards[0], 4),
        (cards[2], 5),
        (cards[1], 3),
        (cards[0], 1),
    ]
    assert undone[4] is None
    assert vault.notes() == before


def test_the_state_before_is_the_one_of_the_last_entry_that_still_counts(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    first = study.answer(card, 4)
    day = TODAY + timedelta(days=1)
    study = vault.reopen(day)
    study.answer(card, 1)
    study.undo()
    second = study.answer(card, 5)
    study = vault.reopen(day + timedelta(days=6))
    study.answer(card, 4)
    study.undo()
    assert study.card(card).state == second.schedule
    study.undo()
    assert study.card(card).state == first.schedule
    study.undo()
    assert study.card(card).state is None


def test_repeat_flag_suspension_and_burial_are_undone_too(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    before = (vault.notes(), study.cards())
    study.answer(card, 1)
    study.answer(card, 4)
    study.flag(card, "too long")
    study.suspend(card)
    study.unsuspend(card)
    study.bury(card)
    kinds = [undone.kind for _ in range(6) if (undone := study.undo())]
    assert kinds == ["bury", "unsuspend", "suspend", "flag", "repeat", "review"]
    assert (vault.notes(), study.cards()) == before


def test_a_card_graded_below_4_today_is_a_repeat_again_after_undo(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 1)
    study.answer(card, 4)
    study.undo()
    assert study.answer(card, 4).kind == "repeat"


def test_an_adopted_note_has_its_dates_again(vault: Vault) -> None:
    vault.write("old.md", REVIEWED)
    study = vault.open()
    card = vault.find(study, "dropout")
    before = (vault.notes(), study.cards(), study.counts())
    study.answer(card, 4)
    assert [entry.kind for entry in study.log()] == ["review", "adopt"]
    undone = study.undo()
    assert undone is not None
    assert (undone.kind, undone.cards[0], len(undone.cards)) == ("review", card, 2)
    assert (vault.notes(), study.cards(), study.counts()) == before
    again = vault.reopen()
    assert (again.cards(), again.counts()) == before[1:]
    assert again.undo() is None


def test_a_backlog_is_taken_back_in_one_step(vault: Vault) -> None:
    study = vault.open()
    for words in ("Huber", "focal", "Adam"):
        study.answer(vault.find(study, words), 4)
    study = vault.reopen(TODAY + timedelta(days=30))
    before = (vault.notes(), study.cards())
    assert len(study.catchup(3).cards) == 3
    undone = study.undo()
    assert undone is not None
    assert (undone.kind, len(undone.cards)) == ("move", 3)
    assert (vault.notes(), study.cards()) == before


def test_a_program_takes_back_its_own_action_before_anothers(vault: Vault) -> None:
    mine, other = vault.open(), vault.open()
    first, second = vault.find(mine, "Huber"), vault.find(mine, "focal")
    before = vault.notes()
    mine.answer(first, 4)
    theirs = other.answer(second, 5)
    undone = mine.undo()
    assert undone is not None
    assert undone.cards == (first,)
    assert mine.card(second).state == theirs.schedule
    front = vault.front("dl/loss.md")
    assert (front["review_count"], front["mastery_level"]) == ("1", "0.01")
    assert front["next_review"].startswith("'2026-11-24'")
    assert other.undo() is not None
    assert vault.front("dl/loss.md")["review_count"] == "0"
    assert vault.notes().keys() == before.keys()


def test_a_later_answer_of_another_program_keeps_its_state(vault: Vault) -> None:
    mine, other = vault.open(), vault.open(TODAY + timedelta(days=1))
    card = vault.find(mine, "Adam")
    mine.answer(card, 4)
    theirs = other.answer(card, 5)
    mine.undo()
    assert mine.card(card).state == theirs.schedule
    assert vault.front("opt.md")["review_count"] == "1"
    assert vault.front("opt.md")["next_review"] == "2026-11-30"


def test_an_action_that_another_program_took_back_is_passed_over(vault: Vault) -> None:
    mine, other = vault.open(), vault.open()
    before = vault.notes()
    kept = mine.answer(vault.find(mine, "Huber"), 4)
    mine.answer(vault.find(mine, "focal"), 4)
    other.undo()
    undone = mine.undo()
    assert undone is not None
    assert undone.cards == (kept.card,)
    assert vault.notes() == before


def test_values_changed_by_hand_since_are_made_anew(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Huber"), 4)
    study.answer(vault.find(study, "focal"), 4)
    vault.write("dl/loss.md", vault.text("dl/loss.md").replace("review_count: 2", "review_count: 9"))
    study.undo()
    front = vault.front("dl/loss.md")
    assert (front["review_count"], front["mastery_level"]) == ("8", "0.01")
    assert front["next_review"].startswith("'2026-11-24'")


def test_a_body_edited_since_keeps_the_edit(vault: Vault) -> None:
    study = vault.open()
    before = vault.text("opt.md")
    study.answer(vault.find(study, "Adam"), 4)
    vault.write("opt.md", vault.text("opt.md") + "\nAn afterthought.\n")
    study.undo()
    assert vault.text("opt.md") == before + "\nAn afterthought.\n"


def test_a_vanished_note_does_not_stop_undo(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    (vault.root / "opt.md").unlink()
    study = vault.reopen()
    undone = study.undo()
    assert undone is not None
    assert undone.warning == "opt.md was not written: No such file or directory. The log has it."


def test_undo_after_the_card_was_renamed_reaches_the_card_it_became(vault: Vault) -> None:
    mine = vault.open()
    mine.answer(vault.find(mine, "Adam"), 4)
    vault.write("opt.md", vault.text("opt.md").replace("What is Adam?", "What is the Adam?"))
    other = vault.open()
    renamed = vault.find(other, "the Adam")
    assert other.card(renamed).state is not None
    mine.undo()
    assert other.card(renamed).state is None
    assert vault.front("opt.md") == {"tags": "[opt]"}
