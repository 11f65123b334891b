"""Bad input to an import: a sentence, nothing half done, and the vault as it was, byte by byte."""

import os
import resource
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Study = Callable[..., Any]
NOTE = "# Entropy\n\n## What is entropy?\n\nThe mean information of an outcome.\n"
KEPT = ".study"  # the index and the log are the program's; each test that reads them says so


@pytest.fixture
def here(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start inside the vault; sources stand in the folder above it."""
    monkeypatch.chdir(vault)
    return vault


def contents(vault: Path) -> dict[str, bytes]:
    """Return the bytes of all notes and settings, by path."""
    paths = (path for path in sorted(vault.rglob("*")) if KEPT not in path.parts)
    return {str(path.relative_to(vault)): path.read_bytes() if path.is_file() else b"" for path in paths}


def imported(vault: Path) -> list[str]:
    """Return the files below ``.study`` that an import keeps."""
    return sorted(str(path) for path in (vault / KEPT / "imported").rglob("*.jsonl"))


def refused(study: Study, here: Path, source: str) -> str:
    """Import a source that is refused, and return the sentence."""
    before = contents(here)
    result = study("import", source)
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert "Traceback" not in result.err
    assert contents(here) == before
    assert imported(here) == []
    return str(result.err)


def archive(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)


def test_a_zip_bomb(study: Study, here: Path) -> None:
    archive(here / "../bomb.zip", {"a.md": NOTE.encode(), "b.md": bytes(17 << 20)})
    assert refused(study, here, "../bomb.zip") == (
        "study: ../bomb.zip would grow more than 200 times when it is unpacked, as a zip bomb does; nothing was read.\n"
    )


def test_paths_that_leave_the_folder(study: Study, here: Path, tmp_path: Path) -> None:
    names = ("../../evil.md", "/evil.md", "C:\\evil.md", "sub/../../evil.md")
    archive(tmp_path / "notes.zip", {**dict.fromkeys(names, b"# Evil"), "good.md": NOTE.encode()})
    outside = sorted(path.name for path in tmp_path.iterdir())
    result = study("import", "../notes.zip")
    assert result.code == 0
    assert result.out.count("a path that leads out of the zip") == len(names)
    assert [path for path in contents(here) if "evil" in path.lower()] == []
    assert "notes/good.md" in contents(here)
    assert sorted(path.name for path in tmp_path.iterdir()) == outside


def test_symlinks(study: Study, here: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "good.md").write_text(NOTE, "utf-8")
    (tmp_path / "secret.md").write_text("# Secret", "utf-8")
    (tmp_path / "notes" / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "notes" / "loop").symlink_to(tmp_path / "notes")
    result = study("import", "../notes")
    assert result.code == 0
    assert result.out.count("a link, which is not followed") == 2
    assert sorted(path.name for path in (here / "notes").rglob("*")) == ["good.md"]


@pytest.mark.parametrize(
    "files", [{"collection.anki2": b"SQLite format 3\0" + b"\xff" * 4096}, {"collection.anki21b": b"no zstd"}]
)
def test_a_damaged_anki_package(study: Study, here: Path, files: dict[str, bytes]) -> None:
    archive(here / "../deck.apkg", {**files, "media": b"{}"})
    assert "damaged" in refused(study, here, "../deck.apkg")


def test_an_anki_package_that_was_cut_off(study: Study, here: Path) -> None:
    path = here.parent / "deck.apkg"
    archive(path, {"collection.anki2": b"x" * 999})
    path.write_bytes(path.read_bytes()[:-30])
    assert refused(study, here, "../deck.apkg") == (
        "study: ../deck.apkg is a damaged zip (File is not a zip file); get it again.\n"
    )


def test_a_binary_file_named_md(study: Study, here: Path) -> None:
    (here / "../photo.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    assert refused(study, here, "../photo.md").startswith("study: photo.md is a PNG picture, not a note: ")


def test_a_binary_file_named_md_among_notes(study: Study, here: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "photo.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (tmp_path / "notes" / "good.md").write_text(NOTE, "utf-8")
    result = study("import", "../notes")
    assert result.code == 0
    assert "photo.md" in result.out
    assert sorted(path.name for path in (here / "notes").rglob("*")) == ["good.md"]


def test_a_file_of_two_gigabytes(study: Study, here: Path) -> None:
    with open("../large.md", "wb") as file:
        file.truncate(2 << 30)
    assert refused(study, here, "../large.md") == (
        "study: ../large.md is too large (2,048 MiB; 512 MiB is the most that is read); leave it out, or split it.\n"
    )


def test_empty_sources(study: Study, here: Path) -> None:
    (here / "../empty").mkdir()
    (here / "../empty.md").touch()
    archive(here / "../empty.zip", {})
    for source, kind in (
        ("../empty", "is an empty folder"),
        ("../empty.md", "is empty"),
        ("../empty.zip", "is an empty zip"),
    ):
        assert refused(study, here, source) == f"study: {source} {kind}; there is nothing to import.\n"
    assert "Standard input is empty" in refused(study, here, "-")


def test_a_source_that_is_not_there(study: Study, here: Path) -> None:
    assert "../none.md is not there" in refused(study, here, "../none.md")


@contextmanager
def full_from(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_in_the_middle(study: Study, here: Path, tmp_path: Path) -> None:
    (tmp_path / "notes" / "b").mkdir(parents=True)
    (tmp_path / "notes" / "a.md").write_text(NOTE, "utf-8")
    (tmp_path / "notes" / "b" / "c.md").write_text(NOTE, "utf-8")
    (tmp_path / "notes" / "z.md").write_text(NOTE + f"{'A long line. ' * 100}\n" * 1_000, "utf-8")
    assert study("check").code == 1  # which makes the index; math/open.md has a question without an answer
    before = contents(here)
    with full_from(1 << 20):
        result = study("import", "../notes")
    assert result.code == 1
    assert "Nothing was changed." in result.err
    assert "z.md" in result.err
    assert (contents(here), imported(here)) == (before, [])
    assert study("import", "../notes").code == 0
    assert {"notes/a.md", "notes/b/c.md", "notes/z.md"} <= contents(here).keys()


def test_names_that_clash_by_case(study: Study, here: Path) -> None:
    archive(
        here / "../notes.zip",
        {"Entropy.md": NOTE.encode(), "entropy.md": NOTE.replace("mean", "average").encode()},
    )
    assert study("import", "../notes.zip").code == 0
    names = [path.name.lower() for path in (here / "notes").iterdir()]
    assert len(set(names)) == 2
    assert sorted("average" in path.read_text("utf-8") for path in (here / "notes").iterdir()) == [
        False,
        True,
    ]
    assert os.path.exists("notes/Entropy.md")
