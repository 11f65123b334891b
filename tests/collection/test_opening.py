"""Opening, checking, reading: what is wrong is told and stops nothing."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from studycli.collection import Collection, Problem
from studycli.collection.desk import Desk
from studycli.errors import CardError, FilterError, LogError, NoteError, WriteError
from studycli.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Vault

TODAY = date(2026, 11, 23)


def log_of(vault: Vault) -> Path:
    return next((vault.root / ".study" / "log").glob("*.jsonl"))


# Check


def test_check_names_everything_by_path_and_line(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    vault.write("opt.md", "---\ntags: [opt]\n---\n# Optimisers\n\n## What is SGD?\nA step.\n")
    vault.write("bad.md", "---\nnext_review: soon\n---\n# Bad\n\n## What is asked?\n")
    vault.write(
        "same.md", "# Same\n\n## One? <!-- study: id=twin -->\n1\n\n## Two? <!-- study: id=twin -->\n2\n"
    )
    (vault.root / "latin.md").write_bytes(b"# Caf\xe9\n")
    study = vault.reopen()
    with log_of(vault).open("ab") as log:
        log.write(b'{"torn": ')
    found = [(problem.path, problem.line, problem.code) for problem in study.check()]
    assert found == [
        (f".study/log/{log_of(vault).name}", 2, "torn-line"),
        ("bad.md", 2, "bad-date"),
        ("bad.md", 6, "no-answer"),
        ("latin.md", 1, "not-utf8"),
        ("opt.md", 0, "orphan"),
        ("same.md", 6, "duplicate-id"),
    ]


def test_a_good_vault_has_no_problem(vault: Vault) -> None:
    assert vault.open().check() == []


def test_an_orphan_is_told_with_its_prompt(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    (vault.root / "opt.md").unlink()
    assert vault.reopen().check() == [
        Problem(
            "opt.md",
            0,
            "orphan",
            "the schedule of a card that is gone: 'What is Adam?'",
            "the former heading brings it back; a card deleted on purpose needs nothing",
        )
    ]


# The log


def test_a_torn_line_is_told_once_and_loses_nothing_else(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 4)
    vault.close()
    with log_of(vault).open("ab") as log:
        log.write(b'{"id": "01')
    study = vault.open()
    answered = study.answer(card, 5)
    assert log_of(vault).read_bytes().count(b'{"id": "01\n') == 1
    again = vault.reopen()
    assert again.card(card).state == answered.schedule
    assert [problem.code for problem in again.check()] == ["torn-line"]


def test_a_foreign_line_is_told(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    vault.close()
    with log_of(vault).open("ab") as log:
        log.write(b"hello\n")
    study = vault.open()
    assert len(study.warnings) == 1
    assert "hello" in study.warnings[0]
    assert len(study.log()) == 1


def test_a_newer_log_stops_the_program_before_it_does_harm(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    vault.close()
    entry = json.loads(log_of(vault).read_text("utf-8"))
    with log_of(vault).open("a", encoding="utf-8") as log:
        log.write(json.dumps({**entry, "v": 99}) + "\n")
    with pytest.raises(LogError, match="newer version"):
        vault.open()


def test_the_log_is_listed_oldest_first(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 1)
    study.answer(card, 4)
    study.undo()
    study.flag(vault.find(study, "SGD"))
    assert [entry.kind for entry in study.log()] == ["review", "repeat", "undo", "flag"]
    assert [entry.kind for entry in study.log(2)] == ["undo", "flag"]
    assert [entry.kind for entry in study.history(card)] == ["review", "repeat", "undo"]


# The index


def test_a_deleted_index_loses_nothing(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    study.suspend(vault.find(study, "SGD"))
    before = (study.cards(), study.counts())
    vault.close()
    (vault.root / ".study" / "index.db").unlink()
    study = vault.open()
    assert (study.cards(), study.counts()) == before
    assert study.undo() is not None


def test_a_damaged_index_is_made_anew(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    before = study.cards()
    vault.close()
    (vault.root / ".study" / "index.db").write_bytes(b"no database" * 1000)
    assert vault.open().cards() == before


# Two programs


def test_two_programs_lose_no_answer(vault: Vault) -> None:
    mine, other = vault.open(), vault.open()
    mine.answer(vault.find(mine, "Huber"), 4)
    other.answer(vault.find(other, "focal"), 5)
    mine.answer(vault.find(mine, "cross-entropy"), 1)
    other.answer(vault.find(other, "Adam"), 3)
    assert mine.cards() == other.cards()
    assert vault.front("dl/loss.md")["review_count"] == "3"
    rows = mine.cards()
    assert vault.reopen().cards() == rows


def test_answers_of_two_programs_to_one_card_are_both_kept(vault: Vault) -> None:
    mine, other = vault.open(), vault.open()
    card = vault.find(mine, "Adam")
    mine.answer(card, 1)
    assert other.answer(card, 4).kind == "repeat"
    assert [entry.grade for entry in mine.history(card)] == [1, 4]


def test_another_devices_log_is_taken_in(vault: Vault, make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Adam"), 4)
    line = log_of(vault).read_text("utf-8")
    vault.close()
    other = (
        line.replace(log_of(vault).stem, "phone")
        .replace('"grade":4', '"grade":2')
        .replace('"id":"0', '"id":"1')
    )
    (vault.root / ".study" / "log" / "phone.jsonl").write_text(other, "utf-8")
    assert [entry.grade for entry in vault.open().log()] == [4, 2]


# Reading


def test_content_is_read_from_the_note_as_it_is_now(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    text = vault.text("opt.md")
    vault.write(
        "opt.md",
        text.replace("# Optimisers", "# Optimisers\n\nAn introduction.").replace("Momentum and", "Momentum,"),
    )
    content = study.content(card)
    assert content.prompt == "What is Adam?"
    assert content.answer == "Momentum, a step size of its own for each weight."
    assert content.section == "## What is Adam?\nMomentum, a step size of its own for each weight.\n"
    assert content.card == study.card(card)


def test_the_section_of_a_card_holds_its_subsections(vault: Vault) -> None:
    vault.write(
        "deep.md",
        "Intro::duction\n\n# Deep\n\n## Why depth?\nBecause.\n\n### Aside\nMore.\n\n## Last\nEnd.\n",
    )
    study = vault.open()
    assert (
        study.content(vault.find(study, "Why depth")).section
        == "## Why depth?\nBecause.\n\n### Aside\nMore.\n"
    )
    assert study.content(vault.find(study, "Intro")).section.startswith("Intro::duction\n")


def test_a_vanished_note_is_told(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    (vault.root / "opt.md").unlink()
    with pytest.raises((NoteError, CardError), match=r"^opt\.md"):
        study.content(card)


def test_a_card_that_left_its_note_is_told(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    vault.write("opt.md", "# Optimisers\n")
    with pytest.raises(
        CardError, match=r"^opt\.md was changed: the card 'What is Adam\?' is no longer in it"
    ):
        study.content(card)


def test_cards_are_listed_by_folder_or_note(vault: Vault) -> None:
    study = vault.open()
    assert len(study.cards()) == 6
    assert [row.note for row in study.cards("dl")] == ["dl/loss.md"] * 3
    assert [row.prompt for row in study.cards("opt.md")] == ["What is Adam?", "What is SGD?"]
    with pytest.raises(FilterError):
        study.cards("nowhere")


def test_the_tags_of_a_vault_are_listed(vault: Vault) -> None:
    assert vault.open().tags() == ["dl", "dl/loss", "opt"]


# A vault that cannot be written


def unwritable(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be written below .study, as on a read-only disk."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("studycli.store.index._can_write", lambda _: False)
    monkeypatch.setattr("studycli.store.files.os.makedirs", refuse)


def test_a_read_only_vault_can_be_asked_and_refuses_answers(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwritable(vault, monkeypatch)
    study = vault.open()
    queue = study.queue()
    assert len(queue) == 6
    with pytest.raises(WriteError, match="Read-only file system"):
        study.answer(queue[0], 4)
    assert study.queue() == queue


def test_what_cannot_be_matched_now_is_matched_later(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 4)
    state = study.card(card).state
    vault.write("opt.md", vault.text("opt.md").replace("What is Adam?", "What is the Adam?"))
    with monkeypatch.context() as patch:

        def refuse(*_: object) -> None:
            raise WriteError("The disk is full.")

        patch.setattr("studycli.collection.commit.carry_out", refuse)
        patch.setattr("studycli.collection.desk.device_name", refuse)
        study = vault.reopen()
        assert study.warnings == ["The disk is full."]
    study = vault.reopen()
    assert study.card(vault.find(study, "the Adam")).state == state


def test_a_lock_held_too_long_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studycli.collection.desk.LOCK_SECONDS", 0.01)
    mine, other = vault.open(), vault.open()
    with mine._desk.alone(), pytest.raises(WriteError, match=r"Another program has held .*vault\.lock"):
        other.answer(vault.find(other, "Adam"), 4)
    assert other.answer(vault.find(other, "Adam"), 4).note_written


def test_a_lock_that_cannot_be_made_is_told(vault: Vault) -> None:
    study = vault.open()
    (vault.root / ".study" / "vault.lock").mkdir()
    with pytest.raises(WriteError, match=r"vault\.lock cannot be written"):
        study.answer(study.queue()[0], 4)


def test_a_refused_vault_leaves_no_index_open(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    monkeypatch.setattr("studycli.collection.collection.open_up", lambda _: 1 / 0)
    close = Desk.close
    monkeypatch.setattr(Desk, "close", lambda desk: closed.append(True) or close(desk))
    with pytest.raises(ZeroDivisionError):
        vault.open()
    assert closed == [True]


def test_a_collection_is_a_context(vault: Vault) -> None:
    from studycli.clock import Clock

    with Collection.open(os.fspath(vault.root), Settings(), Clock(TODAY), {}) as study:
        assert study.root == vault.root
        assert study.today == TODAY
