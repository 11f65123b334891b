"""Suspending, burying, flagging, and spreading a backlog."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from studycli.collection import Changed
from studycli.errors import CardError

if TYPE_CHECKING:
    from conftest import Vault

TODAY = date(2026, 11, 23)

REVIEWED = """\
---
last_reviewed: 2026-11-01
next_review: 2026-11-20
review_count: 3
---
# Reviewed before

## What is dropout?
Units left out at random.

## What is early stopping?
Stopping where the validation loss rises.
"""


def test_setting_aside_twice_does_nothing_the_second_time(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    for action in (study.suspend, study.bury, study.unsuspend):
        assert action(card).cards == (card,)
        assert action(card) == Changed()
    assert [entry.kind for entry in study.log()] == ["suspend", "bury", "unsuspend"]


def test_a_new_card_set_aside_leaves_its_note_alone(vault: Vault) -> None:
    study = vault.open()
    before = vault.notes()
    for action in (study.suspend, study.bury, study.flag):
        action(vault.find(study, "Huber"))
    assert vault.notes() == before


def test_a_suspended_card_does_not_count_for_next_review(vault: Vault) -> None:
    study = vault.open()
    first, second = vault.find(study, "Huber"), vault.find(study, "focal")
    study.answer(first, 4)
    later = vault.reopen(TODAY + timedelta(days=3))
    later.answer(second, 4)
    assert vault.front("dl/loss.md")["next_review"].startswith("'2026-11-24'")
    later.suspend(first)
    assert vault.front("dl/loss.md")["next_review"].startswith("'2026-11-27'")
    later.suspend(second)
    assert vault.front("dl/loss.md")["next_review"].startswith("null")
    later.unsuspend(first)
    assert vault.front("dl/loss.md")["next_review"].startswith("'2026-11-24'")


def test_flags_are_kept_with_their_remark(vault: Vault) -> None:
    study = vault.open()
    first, second = vault.find(study, "Huber"), vault.find(study, "Adam")
    study.flag(first, "split this")
    study.flag(second)
    assert [study.card(card).flag for card in (first, second)] == ["split this", "-"]
    assert study.card(first).flagged
    study.flag(first, "or not")
    assert study.card(first).flag == "or not"
    study.undo()
    assert study.card(first).flag == "split this"
    assert not study.card(vault.find(study, "SGD")).flagged


def test_a_backlog_is_spread_weakest_first(vault: Vault) -> None:
    study = vault.open()
    cards = [vault.find(study, words) for words in ("Huber", "focal", "Adam", "SGD")]
    for card in cards:
        study.answer(card, 4)
    day = TODAY + timedelta(days=30)
    study = vault.reopen(day)
    changed = study.catchup(2)
    assert set(changed.cards) == set(cards)
    dues = sorted(state.due for card in cards if (state := study.card(card).state))
    assert dues == [day, day, day + timedelta(days=1), day + timedelta(days=1)]
    assert study.counts().due == 2
    assert {entry.kind for entry in study.log(4)} == {"move"}
    assert len({entry.batch or entry.id for entry in study.log(4)}) == 1
    assert vault.front("dl/loss.md")["next_review"].split("'")[1] in {"2026-12-23", "2026-12-24"}


def test_without_a_backlog_there_is_nothing_to_spread(vault: Vault) -> None:
    study = vault.open()
    assert study.catchup(3) == Changed()
    assert study.log() == []


def test_a_card_that_is_due_today_stays_there(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 4)
    study = vault.reopen(TODAY + timedelta(days=1))
    assert study.catchup(1) == Changed()
    assert study.card(card).lapses == 0


# A note that was reviewed before the log began


def test_cards_have_the_state_that_their_note_gives(vault: Vault) -> None:
    vault.write("old.md", REVIEWED)
    study = vault.open()
    state = study.card(vault.find(study, "dropout")).state
    assert state is not None
    assert (state.interval, state.due, state.last) == (19, date(2026, 11, 20), date(2026, 11, 1))
    assert study.counts().due == 2
    assert study.log() == []


@pytest.mark.parametrize("action", ["suspend", "bury", "flag"])
def test_the_first_action_on_such_a_note_logs_all_its_states(vault: Vault, action: str) -> None:
    vault.write("old.md", REVIEWED)
    study = vault.open()
    getattr(study, action)(vault.find(study, "dropout"))
    assert [entry.kind for entry in study.log()] == [action, "adopt"]
    rows = study.cards("old.md")
    assert {row.state for row in vault.reopen().cards("old.md")} == {row.state for row in rows}


def test_a_card_added_to_a_note_that_the_log_knows_is_new(vault: Vault) -> None:
    vault.write("old.md", REVIEWED)
    study = vault.open()
    study.answer(vault.find(study, "dropout"), 4)
    vault.write("old.md", vault.text("old.md") + "\n## What is weight decay?\nA penalty.\n")
    study = vault.reopen()
    assert study.card(vault.find(study, "weight decay")).state is None
    assert study.card(vault.find(study, "early stopping")).state is not None


def test_a_backlog_from_the_frontmatter_can_be_spread(vault: Vault) -> None:
    vault.write("old.md", REVIEWED)
    study = vault.open()
    before = vault.notes()
    assert len(study.catchup(2).cards) == 2
    assert vault.front("old.md")["next_review"] == "2026-11-23"
    study.undo()
    assert vault.notes() == before


# Finding cards


def test_a_card_is_found_by_the_start_of_its_id(vault: Vault) -> None:
    study = vault.open()
    card = study.cards()[0]
    assert study.card(card.id) == card
    assert study.card(f" {card.id[:6]}") == card


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("abc", "There is no card 'abc'; an id has at least 4 of its digits. `study cards` lists all."),
        ("zzzz", "There is no card 'zzzz'. `study cards` lists all."),
    ],
)
def test_an_unknown_card_is_told(vault: Vault, ref: str, sentence: str) -> None:
    with pytest.raises(CardError) as error:
        vault.open().card(ref)
    assert str(error.value) == sentence


def test_an_ambiguous_card_names_the_candidates(vault: Vault) -> None:
    vault.write(
        "ids.md",
        "# Ids\n\n## What is one? <!-- study: id=same1 -->\nOne.\n\n## What is two? <!-- study: id=same2 -->\nTwo.\n",
    )
    study = vault.open()
    with pytest.raises(CardError, match=r"^'same' fits several cards: same1 \(.*one\?\), same2"):
        study.card("same")


def test_actions_on_an_unknown_card_are_refused(vault: Vault) -> None:
    study = vault.open()
    for action in (study.suspend, study.unsuspend, study.bury, study.flag, study.content, study.choices):
        with pytest.raises(CardError):
            action("ffffffffffff")
