"""A next_review changed by hand wins; one that is only old does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Vault

    from studycli.collection import Collection

TODAY = date(2026, 11, 23)


def two_answers(vault: Vault) -> Collection:
    """Answer two cards of a note, the second three days later: due on the 24th and on the 27th."""
    study = vault.open()
    study.answer(vault.find(study, "Huber"), 4)
    study = vault.reopen(TODAY + timedelta(days=3))
    study.answer(vault.find(study, "focal"), 4)
    return study


def by_hand(vault: Vault, day: str, path: str = "dl/loss.md") -> None:
    before = vault.front(path)["next_review"].split("'")[1]
    vault.write(path, vault.text(path).replace(f"next_review: '{before}'", f"next_review: '{day}'"))


def dues(study: Collection) -> list[str]:
    return sorted(str(row.state.due) for row in study.cards("dl/loss.md") if row.state)


@pytest.mark.parametrize(
    ("day", "expected", "moved"),
    [
        ("2026-11-25", ["2026-11-25", "2026-11-27"], 1),
        ("2027-01-01", ["2027-01-01", "2027-01-01"], 2),
        ("2026-11-20", ["2026-11-20", "2026-11-20"], 2),
    ],
)
def test_the_cards_follow(vault: Vault, day: str, expected: list[str], moved: int) -> None:
    two_answers(vault)
    by_hand(vault, day)
    study = vault.reopen()
    assert dues(study) == expected
    assert study.warnings == [
        f"dl/loss.md: next_review was set to {day} by hand; {moved} of its cards follow."
    ]
    assert study.log()[-1].kind == "move"
    assert vault.reopen().warnings == []


def test_undo_takes_the_edit_back(vault: Vault) -> None:
    two_answers(vault)
    before = vault.notes()
    by_hand(vault, "2027-01-01")
    study = vault.reopen()
    study.undo()
    assert dues(study) == ["2026-11-24", "2026-11-27"]
    assert vault.notes() == before
    assert vault.reopen().warnings == []


def test_an_edit_within_a_session_is_followed_before_the_answer(vault: Vault) -> None:
    study = two_answers(vault)
    by_hand(vault, "2027-01-01")
    study.answer(vault.find(study, "cross-entropy"), 4)
    assert dues(study) == ["2026-11-27", "2027-01-01", "2027-01-01"]


def test_an_index_made_anew_still_sees_the_edit(vault: Vault) -> None:
    two_answers(vault)
    by_hand(vault, "2027-01-01")
    vault.close()
    (vault.root / ".study" / "index.db").unlink()
    assert dues(vault.open()) == ["2027-01-01", "2027-01-01"]


def test_a_date_in_another_form_is_no_edit(vault: Vault) -> None:
    two_answers(vault)
    vault.write("dl/loss.md", vault.text("dl/loss.md").replace("'2026-11-24'", '"2026/11/24"'))
    study = vault.reopen()
    assert (study.warnings, len(study.log())) == ([], 2)


@pytest.mark.parametrize("value", ["null", "soon", "''"])
def test_what_is_no_date_moves_nothing(vault: Vault, value: str) -> None:
    two_answers(vault)
    vault.write("dl/loss.md", vault.text("dl/loss.md").replace("'2026-11-24'", value))
    study = vault.reopen()
    assert (dues(study), study.warnings) == (["2026-11-24", "2026-11-27"], [])


def test_an_older_version_of_the_note_is_no_edit(vault: Vault) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Huber"), 4)
    older = vault.text("dl/loss.md")
    study = vault.reopen(TODAY + timedelta(days=1))
    study.answer(vault.find(study, "Huber"), 4)
    vault.write("dl/loss.md", older)
    study = vault.reopen()
    assert (dues(study), study.warnings) == (["2026-11-30"], [])


def test_a_note_whose_writing_was_cut_short_is_no_edit(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    study = vault.open()
    study.answer(vault.find(study, "Huber"), 4)
    later = vault.reopen(TODAY + timedelta(days=1))
    with monkeypatch.context() as patch:
        patch.setattr("studycli.collection.commit.carry_out", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            later.answer(vault.find(later, "Huber"), 4)
    vault.close()
    (vault.root / ".study" / "index.db").unlink()
    study = vault.open()
    assert (dues(study), study.warnings) == (["2026-11-30"], [])


def test_all_cards_suspended_there_is_nothing_to_move(vault: Vault) -> None:
    study = two_answers(vault)
    for words in ("Huber", "focal"):
        study.suspend(vault.find(study, words))
    vault.write(
        "dl/loss.md", vault.text("dl/loss.md").replace("next_review: null", "next_review: 2027-01-01")
    )
    study = vault.reopen()
    assert (dues(study), study.warnings) == (["2026-11-24", "2026-11-27"], [])


def test_without_write_notes_an_edit_is_followed_too(vault: Vault) -> None:
    study = vault.open(write_notes=False)
    study.answer(vault.find(study, "Huber"), 4)
    by_hand(vault, "2027-01-01")
    study = vault.reopen(write_notes=False)
    assert dues(study) == ["2027-01-01"]


def test_a_note_that_vanishes_meanwhile_moves_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    two_answers(vault)
    by_hand(vault, "2027-01-01")

    def vanished(*_: object) -> None:
        raise FileNotFoundError

    with monkeypatch.context() as patch:
        patch.setattr("studycli.collection.hand_edit.read", vanished)
        assert dues(vault.reopen()) == ["2026-11-24", "2026-11-27"]
