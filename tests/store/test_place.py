"""A path is looked for from where one is, then from the vault; outside of every vault it is only read."""

import os
from pathlib import Path

import pytest

from studycli.errors import FilterError, VaultError
from studycli.store.place import Place, locate


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with a vault, another vault, and a folder of notes that is none."""
    for name in ("vault/math/open.md", "vault/losses.md", "other/deep/a.md", "plain/deep/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# A\n", "utf-8")
    (tmp_path / "vault" / "study.toml").touch()
    (tmp_path / "other" / "study.toml").touch()
    return tmp_path


def found(tree: Path, path: str, cwd: str = "", option: str | None = "vault") -> Place:
    """Look for a path, `option` being relative to the tree."""
    place = locate(path, str(tree / option) if option else None, {}, str(tree / cwd))
    return place._replace(root=os.path.relpath(place.root, tree))


@pytest.mark.parametrize(
    ("path", "cwd", "place"),
    [
        ("", "", Place("vault", "", True)),
        ("vault", "", Place("vault", "", True)),
        (".", "vault", Place("vault", "", True)),
        ("vault/math", "", Place("vault", "math", True)),
        ("vault/math/open.md", "", Place("vault", "math/open.md", True)),
        ("open.md", "vault/math", Place("vault", "math/open.md", True)),
        ("math/open.md", "plain", Place("vault", "math/open.md", True)),
        ("../losses.md", "vault/math", Place("vault", "losses.md", True)),
        ("other/deep/a.md", "", Place("other", "deep/a.md", True)),
        ("other", "", Place("other", "", True)),
        ("plain", "", Place("plain", "", False)),
        ("plain/deep/b.md", "", Place("plain/deep", "b.md", False)),
    ],
)
def test_a_path_has_its_vault(tree: Path, path: str, cwd: str, place: Place) -> None:
    assert found(tree, path, cwd) == place


def test_an_absolute_path_is_itself(tree: Path) -> None:
    assert found(tree, str(tree / "vault" / "losses.md"), "plain") == Place("vault", "losses.md", True)


def test_a_path_needs_no_vault_at_hand(tree: Path) -> None:
    assert found(tree, "plain/deep", option=None) == Place("plain/deep", "", False)


def test_a_folder_named_notes_is_the_vault_at_hand(tree: Path) -> None:
    (tree / "notes").mkdir()
    (tree / "notes" / "c.md").touch()
    assert found(tree, "notes/c.md", option=None) == Place("notes", "c.md", True)
    assert found(tree, "c.md", option=None) == Place("notes", "c.md", True)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_path_through_a_link_belongs_to_the_vault(tree: Path) -> None:
    (tree / "link").symlink_to(tree / "vault", target_is_directory=True)
    assert found(tree, "link/losses.md") == Place("vault", "losses.md", True)


def test_an_unknown_path_says_where_it_was_looked_for(tree: Path) -> None:
    with pytest.raises(FilterError) as caught:
        found(tree, "no.md")
    assert str(caught.value) == f"There is no 'no.md' in {tree} or in the vault {tree / 'vault'}."
    with pytest.raises(FilterError) as caught:
        found(tree, "no.md", option=None)
    assert str(caught.value) == f"There is no 'no.md' in {tree}, and there is no vault here."


def test_without_a_path_there_must_be_a_vault(tree: Path) -> None:
    with pytest.raises(VaultError):
        found(tree, "", option=None)
