"""Finding the vault."""

from pathlib import Path

import pytest

from studycli.errors import VaultError
from studycli.store import vault
from studycli.store.vault import find_vault, read_bytes


def test_the_option_comes_first(tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "other").mkdir()
    assert find_vault("named", {"STUDY_VAULT": "other"}, str(tmp_path)) == str(tmp_path / "named")


def test_the_environment_comes_next(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "study.toml").touch()
    assert find_vault(None, {"STUDY_VAULT": str(tmp_path / "other")}, str(tmp_path)) == str(
        tmp_path / "other"
    )


def test_the_nearest_settings_file_upwards_comes_next(tmp_path: Path) -> None:
    (tmp_path / "study.toml").touch()
    (tmp_path / "a" / "notes").mkdir(parents=True)
    assert find_vault(None, {"STUDY_VAULT": ""}, str(tmp_path / "a")) == str(tmp_path)


def test_a_folder_called_notes_comes_last(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    assert find_vault(None, {}, str(tmp_path)) == str(tmp_path / "notes")


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "v").mkdir()
    assert find_vault("~/v", {}, "/") == str(tmp_path / "v")


def test_no_vault_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        VaultError, match=r"^No vault here: .*--vault DIR or STUDY_VAULT.*`study init DIR`\.$"
    ):
        find_vault(None, {}, str(tmp_path))


@pytest.mark.parametrize(("name", "found"), [("file", "is a file, not a folder"), ("none", "does not exist")])
def test_a_vault_that_is_no_folder_is_told(tmp_path: Path, name: str, found: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match=rf"{name} \(from --vault\) {found}"):
        find_vault(name, {}, str(tmp_path))


@pytest.mark.parametrize("size", [0, 1, vault.BLOCK - 1, vault.BLOCK, 2 * vault.BLOCK + 5])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    (tmp_path / "x").write_bytes(b"x" * size)
    assert read_bytes(str(tmp_path / "x")) == b"x" * size
