"""Reworded headings and moved files keep their schedules; the match is logged and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Vault

    from studycli.collection import Collection


def reword(vault: Vault, path: str, old: str, new: str) -> None:
    vault.write(path, vault.text(path).replace(old, new))


def answered(vault: Vault, words: str = "Adam") -> tuple[Collection, str]:
    study = vault.open()
    card = vault.find(study, words)
    study.answer(card, 4)
    return study, card


def test_a_reworded_heading_keeps_its_schedule(vault: Vault) -> None:
    study, card = answered(vault)
    state = study.card(card).state
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    study = vault.reopen()
    renamed = vault.find(study, "the Adam")
    assert renamed != card
    assert study.card(renamed).state == state
    assert study.warnings == ["1 card was renamed or moved, with the schedule kept; `study undo` parts them."]
    assert [entry.kind for entry in study.history(renamed)] == ["review", "relink"]
    assert study.check() == []


def test_the_match_is_made_once(vault: Vault) -> None:
    answered(vault)
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    assert len(vault.reopen().log()) == 2
    study = vault.reopen()
    assert (len(study.log()), study.warnings) == (2, [])


def test_an_undone_match_is_not_made_again(vault: Vault) -> None:
    answered(vault)
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    study = vault.reopen()
    renamed = vault.find(study, "the Adam")
    undone = study.undo()
    assert undone is not None
    assert (undone.kind, undone.cards) == ("relink", (renamed,))
    assert study.card(renamed).state is None
    assert [problem.code for problem in study.check()] == ["orphan"]
    study = vault.reopen()
    assert study.card(renamed).state is None
    (vault.root / ".study" / "index.db").unlink()
    assert vault.reopen().card(renamed).state is None


def test_the_old_heading_takes_its_schedule_back(vault: Vault) -> None:
    study, card = answered(vault)
    state = study.card(card).state
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    vault.reopen()
    reword(vault, "opt.md", "What is the Adam?", "What is Adam?")
    study = vault.reopen()
    assert study.card(card).state == state
    assert study.answer(card, 4).kind == "review"
    assert study.check() == []


def test_a_moved_file_keeps_its_schedules_and_its_dates(vault: Vault) -> None:
    study, card = answered(vault, "Huber")
    study.answer(vault.find(study, "focal"), 1)
    states = [row.state for row in study.cards("dl/loss.md")]
    (vault.root / "dl" / "loss.md").rename(vault.root / "losses.md")
    study = vault.reopen()
    assert [row.state for row in study.cards("losses.md")] == states
    assert study.warnings == [
        "2 cards were renamed or moved, with the schedule kept; `study undo` parts them."
    ]
    assert study.check() == []
    moved = vault.find(study, "Huber")
    assert moved != card
    reword(vault, "losses.md", "'2026-11-24'", "'2027-01-01'")
    study = vault.reopen()
    assert study.warnings == ["losses.md: next_review was set to 2027-01-01 by hand; 2 of its cards follow."]


def test_a_moved_file_is_found_by_a_new_index_too(vault: Vault) -> None:
    study, _ = answered(vault)
    states = [row.state for row in study.cards("opt.md")]
    vault.close()
    (vault.root / ".study" / "index.db").unlink()
    (vault.root / "opt.md").rename(vault.root / "optimisers.md")
    assert [row.state for row in vault.open().cards("optimisers.md")] == states


def test_a_deleted_card_gives_its_schedule_to_no_old_neighbour(vault: Vault) -> None:
    vault.write("pair.md", "# Pair\n\n## What is MSE?\nSquares.\n\n## What is MAE?\nAbsolutes.\n")
    study, card = answered(vault, "What is MSE")
    vault.write("pair.md", "# Pair\n\n## What is MAE?\nAbsolutes.\n")
    for _ in range(2):
        study = vault.reopen()
        assert study.card(vault.find(study, "MAE")).state is None
        assert [(problem.path, problem.code) for problem in study.check()] == [("pair.md", "orphan")]
        vault.close()
        (vault.root / ".study" / "index.db").unlink()
    study = vault.open()
    assert card not in {row.id for row in study.cards()}


def test_suspension_and_flag_move_with_the_card(vault: Vault) -> None:
    study, card = answered(vault)
    study.flag(card, "look")
    study.suspend(card)
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    study = vault.reopen()
    row = study.card(vault.find(study, "the Adam"))
    assert (row.suspended, row.flag) == (True, "look")


# Within a session


def test_after_an_edit_the_card_is_found_again(vault: Vault) -> None:
    study, card = answered(vault)
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    row = study.reload(card)
    assert row is not None
    assert (row.prompt, row.state) == ("What is the Adam?", study.card(row.id).state)
    assert row.state is not None
    assert study.answer(row.id, 4).note_written


def test_after_an_edit_that_deletes_the_card_there_is_none(vault: Vault) -> None:
    study, card = answered(vault)
    vault.write("opt.md", "---\ntags: [opt]\n---\n# Optimisers\n")
    assert study.reload(card) is None
    other = vault.find(study, "Huber")
    (vault.root / "dl" / "loss.md").unlink()
    assert study.reload(other) is None


def test_an_answer_to_a_card_reworded_meanwhile_goes_to_the_card_it_became(vault: Vault) -> None:
    study, card = answered(vault)
    reword(vault, "opt.md", "What is Adam?", "What is the Adam?")
    answer = study.answer(card, 4)
    assert answer.card == vault.find(study, "the Adam")
    assert answer.schedule == study.card(answer.card).state
