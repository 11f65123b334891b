"""Places in the vault."""

from pathlib import Path

import pytest

from studycli.errors import ImportFailed
from studycli.exchange.shelf import Shelf, inside


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "ML").mkdir()
    (tmp_path / "ML" / "Losses.md").write_text("x", "utf-8")
    return Shelf(str(tmp_path), ["ML/Losses.md", "a/twice.md", "b/twice.md"])


def test_a_place_is_free_until_a_file_or_an_arrival_has_it(shelf: Shelf) -> None:
    assert (shelf.standing("ML/Losses.md"), shelf.standing("ML/New.md")) == ("ML/Losses.md", None)
    shelf.claim("ML/New.md")
    assert (shelf.standing("ML/new.md"), shelf.is_claimed("ml/NEW.md")) == ("ML/New.md", True)


def test_names_that_differ_by_case_or_composition_are_one_place(shelf: Shelf) -> None:
    assert shelf.standing("ML/losses.MD") == "ML/Losses.md"
    shelf.claim("Café.md")
    assert shelf.standing("Cafe\u0301.md") == "Café.md"


def test_a_folder_is_spelled_as_on_the_disk(shelf: Shelf) -> None:
    assert shelf.spelled("ml/New.md") == "ML/New.md"
    assert shelf.spelled("ml/sub/New.md") == "ML/sub/New.md"
    assert shelf.spelled("other/New.md") == "other/New.md"


def test_a_second_note_of_a_name_gets_a_number(shelf: Shelf) -> None:
    assert shelf.beside("ML/Losses.md") == "ML/Losses (2).md"
    shelf.claim("ML/Losses (2).md")
    assert shelf.beside("ML/Losses.md") == "ML/Losses (3).md"


def test_a_moved_note_is_found_by_its_name_where_only_one_has_it(shelf: Shelf) -> None:
    assert (shelf.moved("old/Losses.md"), shelf.moved("old/twice.md"), shelf.moved("none.md")) == (
        "ML/Losses.md",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("into", "path", "where"),
    [
        ("", "a.md", "a.md"),
        ("x/y", "a/b.md", "x/y/a/b.md"),
        ("./x/", "/a.md", "x/a.md"),
        ("", "a//b/./c.md", "a/b/c.md"),
        ("", f"a.b/c..d/{'x' * 100}.md", f"a.b/c..d/{'x' * 100}.md"),
    ],
)
def test_an_arrival_stands_in_its_folder(into: str, path: str, where: str) -> None:
    assert inside(into, path) == where


@pytest.mark.parametrize(
    ("path", "why"),
    [("../a.md", "leads out"), ("a/../../b.md", "leads out"), ("a\\b.md", "leads out"), ("a\0.md", "leads out"), ("", "leads out"),
     (".hidden/a.md", "is hidden"), ("字" * 90 + ".md", "more than 255 bytes")],
)  # fmt: skip
def test_a_path_that_leaves_the_vault_or_hides_in_it_is_refused(path: str, why: str) -> None:
    with pytest.raises(ImportFailed, match=why):
        inside("", path)
