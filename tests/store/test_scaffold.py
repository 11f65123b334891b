"""New vaults and notes: everything that was missing, and nothing that was there."""

import os
from datetime import date
from pathlib import Path

import pytest

from studycli.errors import NoteError, VaultError, WriteError
from studycli.notes.templates import example_note, new_note
from studycli.settings import Settings, commented_toml, load
from studycli.store.scaffold import Made, make_note, make_vault

TODAY = date(2026, 11, 23)


def test_a_new_vault_has_settings_an_example_and_the_ignored_files(tmp_path: Path) -> None:
    root = tmp_path / "a" / "notes"
    made = make_vault(str(root), TODAY)
    assert made == [
        Made("study.toml", True),
        Made("example.md", True),
        Made(os.path.join(".study", ".gitignore"), True),
    ]
    assert (root / "study.toml").read_text("utf-8") == commented_toml()
    assert (root / "example.md").read_text("utf-8") == example_note(TODAY)
    assert "index.db" in (root / ".study" / ".gitignore").read_text("utf-8")
    assert load(root) == Settings()


def test_making_a_vault_again_changes_nothing(tmp_path: Path) -> None:
    make_vault(str(tmp_path), TODAY)
    (tmp_path / "study.toml").write_text("new_per_day = 1\n", "utf-8")
    (tmp_path / "example.md").write_text("mine\n", "utf-8")
    again = make_vault(str(tmp_path), TODAY)
    assert again == [Made("study.toml", False), Made(os.path.join(".study", ".gitignore"), False)]
    assert (tmp_path / "study.toml").read_text("utf-8") == "new_per_day = 1\n"
    assert (tmp_path / "example.md").read_text("utf-8") == "mine\n"


def test_a_folder_with_notes_gets_no_example(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "mine.md").touch()
    assert [one.path for one in make_vault(str(tmp_path), TODAY)] == [
        "study.toml",
        os.path.join(".study", ".gitignore"),
    ]


def test_notes_of_hidden_folders_do_not_count(tmp_path: Path) -> None:
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "old.md").touch()
    make_vault(str(tmp_path), TODAY)
    assert (tmp_path / "example.md").exists()


def test_a_file_is_no_vault(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    file.touch()
    with pytest.raises(VaultError, match="is a file; a vault is a folder"):
        make_vault(str(file), TODAY)


def test_a_vault_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="the vault could not be made"):
        make_vault(str(tmp_path / "file" / "notes"), TODAY)


def test_a_note_is_named_by_its_title(tmp_path: Path) -> None:
    path = make_note(str(tmp_path), "深度学习", "  What is   A/B testing? ", TODAY)
    assert Path(path) == tmp_path / "深度学习" / "What is A B testing.md"
    assert Path(path).read_text("utf-8") == new_note("What is A/B testing?", TODAY)


def test_a_note_that_exists_stays(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text("mine\n", "utf-8")
    with pytest.raises(NoteError, match="exists already"):
        make_note(str(tmp_path), "", "A", TODAY)
    assert (tmp_path / "A.md").read_text("utf-8") == "mine\n"


def test_a_title_needs_a_letter(tmp_path: Path) -> None:
    with pytest.raises(NoteError, match="no letter or digit"):
        make_note(str(tmp_path), "", "???", TODAY)


def test_a_note_stays_in_its_vault(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="outside the vault"):
        make_note(str(tmp_path / "vault"), "..", "A", TODAY)
    assert not (tmp_path / "A.md").exists()


def test_a_note_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="could not be written"):
        make_note(str(tmp_path), "file", "A", TODAY)
