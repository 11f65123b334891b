"""An answer is logged first, then written into its note, then indexed; what cannot be logged did not happen."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from studycli.errors import CardError, GradeError, WriteError

if TYPE_CHECKING:
    from conftest import Vault

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_an_answer_is_in_log_note_and_index(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Huber")
    answered = study.answer(card, 4, 7.5)
    assert (answered.kind, answered.note_written, answered.warning) == ("review", True, "")
    assert answered.repeat is False
    assert answered.schedule == study.card(card).state
    assert answered.schedule is not None
    assert answered.schedule.due == TOMORROW
    entry = study.log()[-1]
    assert (entry.id, entry.card, entry.grade, entry.seconds) == (answered.entry, card, 4, 7.5)
    assert entry.state is not None
    assert entry.state.schedule() == answered.schedule
    assert vault.front("dl/loss.md") == {
        "last_reviewed": "'2026-11-23'",
        "next_review": "'2026-11-24'  # the day it was made",
        "review_count": "1",
        "difficulty": "hard",
        "mastery_level": "0.01",
        "tags": "[dl, dl/loss]",
    }
    assert study.written == ["dl/loss.md"]


def test_missing_keys_are_added_at_the_end_of_the_frontmatter(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    assert list(vault.front("opt.md")) == [
        "tags",
        "last_reviewed",
        "next_review",
        "review_count",
        "mastery_level",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_index_knows_where_cards_stand_after_lines_were_added(vault: Vault, end: str) -> None:
    vault.write("opt.md", vault.text("opt.md").replace("\n", end))
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 4)
    row = study.card(card)
    assert vault.text("opt.md").splitlines()[row.line - 1] == "## What is Adam?"
    assert study.content(card).answer == "Momentum and a step size of its own for each weight."
    again = vault.reopen()
    assert again.card(card) == row


def test_the_first_ease_comes_from_the_notes_difficulty(vault: Vault) -> None:
    study = vault.open()
    hard, medium = (study.choices(vault.find(study, words))[4].ease for words in ("Huber", "Adam"))
    assert (hard, medium) == (2.3, 2.5)


def test_choices_are_what_an_answer_gives(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    choices = study.choices(card)
    assert study.answer(card, 5).schedule == choices[5]


def test_a_grade_below_4_is_asked_again_and_the_repeat_changes_no_schedule(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    failed = study.answer(card, 1)
    assert (failed.kind, failed.repeat) == ("review", True)
    assert set(study.choices(card).values()) == {failed.schedule}
    hard = study.answer(card, 3)
    assert (hard.kind, hard.repeat, hard.schedule) == ("repeat", True, failed.schedule)
    good = study.answer(card, 4)
    assert (good.kind, good.repeat, good.schedule) == ("repeat", False, failed.schedule)
    assert vault.front("opt.md")["review_count"] == "3"
    assert study.answer(card, 4).kind == "review"


def test_the_next_day_a_failed_card_is_reviewed(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 1)
    later = vault.reopen(TOMORROW)
    assert card in later.queue()
    answered = later.answer(card, 4)
    assert answered.kind == "review"
    assert answered.schedule is not None
    assert answered.schedule.interval == 6


def test_cram_changes_neither_schedule_nor_note(vault: Vault) -> None:
    study = vault.open()
    before = vault.notes()
    card = vault.find(study, "Huber")
    answered = study.answer(card, 2, cram=True)
    assert (answered.kind, answered.schedule, answered.repeat) == ("cram", None, True)
    assert study.card(card).state is None
    assert vault.notes() == before
    assert study.counts().new == 6
    assert study.answer(card, 4).kind == "review"


def test_next_review_is_the_earliest_of_the_notes_cards(vault: Vault) -> None:
    study = vault.open()
    first, second = vault.find(study, "Huber"), vault.find(study, "focal")
    study.answer(first, 5)
    later = vault.reopen(TOMORROW)
    later.answer(first, 5)
    assert vault.front("dl/loss.md")["next_review"].startswith("'2026-11-30'")
    later.answer(second, 5)
    assert vault.front("dl/loss.md")["next_review"].startswith("'2026-11-25'")


def test_review_count_goes_on_from_what_the_note_says(vault: Vault) -> None:
    vault.write("dl/loss.md", vault.text("dl/loss.md").replace("review_count: 0", "review_count: 41"))
    study = vault.open()
    study.answer(vault.find(study, "Huber"), 5)
    assert vault.front("dl/loss.md")["review_count"] == "42"


def test_review_count_is_never_less_than_the_log_says(vault: Vault) -> None:
    study = vault.open()
    for words in ("Huber", "focal"):
        study.answer(vault.find(study, words), 5)
    vault.write("dl/loss.md", vault.text("dl/loss.md").replace("review_count: 2", "review_count: 0"))
    study.answer(vault.find(study, "cross-entropy"), 5)
    assert vault.front("dl/loss.md")["review_count"] == "3"


@pytest.mark.parametrize("grade", [-1, 6, 10])
def test_what_is_no_grade_is_refused_and_nothing_logged(vault: Vault, grade: int) -> None:
    study = vault.open()
    with pytest.raises(GradeError, match=f"^{grade} is not a grade; grades are 0 to 5"):
        study.answer(vault.find(study, "Adam"), grade)
    assert study.log() == []


def test_an_unknown_card_is_refused(vault: Vault) -> None:
    with pytest.raises(CardError, match=r"^There is no card ffffffffffff"):
        vault.open().answer("ffffffffffff", 4)


# Notes that cannot be written


def test_without_write_notes_the_log_alone_knows(vault: Vault) -> None:
    before = vault.notes()
    study = vault.open(write_notes=False)
    card = vault.find(study, "Huber")
    answered = study.answer(card, 4)
    assert (answered.note_written, answered.warning) == (False, "")
    assert vault.notes() == before
    assert vault.reopen(write_notes=False).card(card).state == answered.schedule


def test_a_note_without_frontmatter_never_gets_one(vault: Vault) -> None:
    before = vault.notes()
    study = vault.open()
    card = vault.find(study, "without frontmatter")
    answered = study.answer(card, 4)
    assert (answered.note_written, answered.warning) == (False, "")
    assert vault.notes() == before
    assert vault.reopen().card(card).state == answered.schedule


def test_broken_yaml_is_studied_and_not_written(vault: Vault) -> None:
    vault.write("bad.md", "---\ntags: [a, b\n---\n# Bad\n\n## What is broken?\nThis.\n")
    study = vault.open()
    before = vault.notes()
    answered = study.answer(vault.find(study, "broken"), 4)
    assert answered.note_written is False
    assert answered.warning == (
        "bad.md was not written: its frontmatter cannot be changed safely; `study check` says why. The log has it."
    )
    assert vault.notes() == before
    assert study.card(answered.card).state == answered.schedule


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_note_leaves_the_answer_in_the_log(vault: Vault) -> None:
    study = vault.open()
    (vault.root / "opt.md").chmod(0o444)
    answered = study.answer(vault.find(study, "Adam"), 4)
    assert answered.note_written is False
    assert answered.warning.endswith("The log has it.")


def test_a_write_that_fails_leaves_the_answer_in_the_log(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = vault.open()
    before = vault.notes()
    card = vault.find(study, "Adam")

    def full(*_: object, **__: object) -> bool:
        raise WriteError("opt.md cannot be written: No space left on device. It is as it was.")

    monkeypatch.setattr("studycli.collection.rewrite.write_atomic", full)
    answered = study.answer(card, 4)
    assert answered.note_written is False
    assert answered.warning == (
        "opt.md cannot be written: No space left on device. It is as it was. The log has it."
    )
    assert vault.notes() == before
    assert study.card(card).state == answered.schedule
    assert vault.reopen().card(card).state == answered.schedule


def test_a_vanished_note_is_told_and_nothing_is_lost(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 4)
    (vault.root / "opt.md").unlink()
    answered = study.answer(card, 4)
    assert answered.warning == "opt.md was not written: No such file or directory. The log has it."
    assert [entry.kind for entry in study.log()] == ["review", "review"]


def test_a_note_that_is_no_longer_utf8_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    (vault.root / "opt.md").write_bytes(b"\xff\xfe")
    monkeypatch.setattr("studycli.collection.current.is_known", lambda *_: True)  # changed just now
    answered = study.answer(card, 4)
    assert answered.warning == "opt.md was not written: it is not UTF-8. The log has it."


def test_an_answer_that_cannot_be_logged_changes_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    before, counts = vault.notes(), study.counts()

    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    study.answer(vault.find(study, "Huber"), 4)
    study.undo()
    with monkeypatch.context() as patch:
        patch.setattr("studycli.store.review_log.os.write", full)
        with pytest.raises(WriteError, match=r"No space left on device\. The answer is not in the log\.$"):
            study.answer(card, 4)
    assert (vault.notes(), study.counts()) == (before, counts)
    assert study.card(card).state is None
    assert study.answer(card, 4).kind == "review"


# Notes that change meanwhile


def test_a_note_edited_since_it_was_read_keeps_the_edit(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    edited = vault.text("opt.md").replace("# Optimisers", "# Optimisers of today\n\nA new line.")
    vault.write("opt.md", edited)
    study.answer(card, 4)
    assert "A new line." in vault.text("opt.md")
    assert study.content(card).answer == "Momentum and a step size of its own for each weight."


def test_a_note_changed_at_the_moment_of_writing_is_read_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    import studycli.collection.rewrite as module

    study = vault.open()
    card = vault.find(study, "Adam")
    real = module.write_atomic
    edited = vault.text("opt.md") + "\nA last line.\n"

    def late(*arguments: object, **options: object) -> bool:
        monkeypatch.setattr(module, "write_atomic", real)
        vault.write("opt.md", edited)
        return real(*arguments, **options)

    monkeypatch.setattr(module, "write_atomic", late)
    assert study.answer(card, 4).note_written
    assert vault.text("opt.md").endswith("\nA last line.\n")
    assert vault.front("opt.md")["review_count"] == "1"


def test_a_note_that_never_rests_is_left_alone(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    study = vault.open()
    monkeypatch.setattr("studycli.collection.rewrite.write_atomic", lambda *_, **__: False)
    answered = study.answer(vault.find(study, "Adam"), 4)
    assert answered.warning == ("opt.md was not written: another program keeps changing it. The log has it.")


def test_a_card_that_was_deleted_meanwhile_is_refused(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    vault.write("opt.md", "# Optimisers\n\n## What is SGD?\nA step.\n")
    with pytest.raises(
        CardError, match=r"^opt\.md was changed: the card 'What is Adam\?' is no longer in it"
    ):
        study.answer(card, 4)
    assert study.log() == []


# Leeches and siblings


def fail(vault: Vault, times: int, **settings: object) -> list[bool]:
    """Fail a card on so many days; return on which it was told to be a leech."""
    leech = []
    for day in range(times):
        study = vault.reopen(TODAY + timedelta(days=day), **settings)
        leech.append(study.answer(vault.find(study, "Adam"), 1).leech)
    return leech


def test_a_card_is_a_leech_from_its_eighth_failure(vault: Vault) -> None:
    assert fail(vault, 9) == [False] * 7 + [True, True]
    study = vault.reopen(TODAY + timedelta(days=10))
    row = study.card(vault.find(study, "Adam"))
    assert (row.leech, row.lapses, row.tags, row.suspended) == (True, 9, ("opt", "leech"), False)
    assert study.card(vault.find(study, "SGD")).lapses == 0


def test_a_leech_is_suspended_where_the_settings_say_so(vault: Vault) -> None:
    fail(vault, 2, leech_lapses=2, leech_action="suspend")
    study = vault.reopen(TODAY + timedelta(days=2))
    card = vault.find(study, "Adam")
    assert study.card(card).suspended
    study.undo()
    assert not study.card(card).suspended


def test_leeches_can_be_turned_off(vault: Vault) -> None:
    assert fail(vault, 9, leech_lapses=0) == [False] * 9


def test_siblings_wait_for_tomorrow_where_the_settings_say_so(vault: Vault) -> None:
    study = vault.open(bury_siblings=True)
    card = vault.find(study, "Huber")
    answered = study.answer(card, 1)
    siblings = {vault.find(study, "cross-entropy"), vault.find(study, "focal")}
    assert set(answered.buried) == siblings
    assert siblings.isdisjoint(study.queue())
    assert study.answer(card, 4).buried == ()
    later = vault.reopen(TOMORROW)
    assert siblings <= set(later.queue())


def test_siblings_come_back_when_the_answer_is_undone(vault: Vault) -> None:
    study = vault.open(bury_siblings=True)
    before = study.queue()
    study.answer(vault.find(study, "Huber"), 4)
    study.undo()
    assert study.queue() == before
    assert study.undo() is None


# Fuzz


@pytest.mark.parametrize("settings", [{"fuzz": True}, {"load_balance": True}])
def test_moved_due_dates_are_the_ones_that_were_shown(vault: Vault, settings: dict[str, bool]) -> None:
    day = TODAY
    for _ in range(4):
        study = vault.reopen(day, **settings)
        card = vault.find(study, "Adam")
        shown = study.choices(card)
        answered = study.answer(card, 5)
        assert answered.schedule == shown[5]
        assert [shown[grade].due for grade in (3, 4, 5)] == sorted(shown[grade].due for grade in (3, 4, 5))
        day = shown[5].due


def test_the_vaults_own_folder_is_made_on_the_first_answer(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    assert (Path(vault.root) / ".study" / ".gitignore").is_file()


def test_answers_go_on_where_the_disk_has_no_room_for_the_index(vault: Vault) -> None:
    """The log has every answer, so the index can be made anew, in memory, in the midst of a session."""
    study = vault.open()
    index = study._desk.index
    index.db.execute(f"PRAGMA max_page_count={index.db.execute('PRAGMA page_count').fetchone()[0]}")
    cards = [card.id for card in study.cards()]
    for card in cards:
        for grade in (1, 4, 4):
            study.answer(card, grade)
    assert [study.flag(cards[0], str(remark) * 900).warning for remark in range(9)] == [""] * 9
    assert index.in_memory
    assert [len(study.history(card)) for card in cards] == [12, *[3] * 5]
    assert study.counts().new == 0
    states = [card.state for card in study.cards()]
    undone = study.undo()
    assert undone is not None
    assert undone.kind == "flag"
    assert [card.state for card in vault.reopen().cards()] == states
