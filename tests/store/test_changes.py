"""Several files changed as one action."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from studycli.errors import Interrupted, LogError, WriteError
from studycli.store import changes
from studycli.store.changes import Action, Change, carry_out, content, last_journal
from studycli.store.files import write_folder, write_fresh

if TYPE_CHECKING:
    from studycli.store.files import Data

ACTION = Action("2026-11-23T08:30:00+08:00", "the import of notes")


def silent(_done: int, _of: int) -> None:
    """Take what is told of the progress."""


def take_back(root: str) -> None:
    journal = last_journal(root)
    assert journal is not None
    for before in changes.files_of(journal):
        changes.put_back(root, before.path, before.was)
    changes.forget(journal)


def test_files_are_written_and_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    carry_out(
        str(tmp_path),
        ACTION,
        [Change("a/b.md", b"one"), Change("c.md", lambda: b"two")],
        lambda *done: told.append(done),
    )
    assert ((tmp_path / "a/b.md").read_bytes(), (tmp_path / "c.md").read_bytes()) == (b"one", b"two")
    assert told == [(1, 2), (2, 2)]


def test_putting_back_gives_the_former_files_and_no_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_bytes(b"old")
    carry_out(str(tmp_path), ACTION, [Change("a/b/c.md", b"new"), Change("old.md", b"newer", b"old")], silent)
    journal = last_journal(str(tmp_path))
    assert journal is not None
    assert journal.action == ACTION
    assert [before.path for before in journal.files] == ["a/b/c.md", "old.md"]
    take_back(str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".study", "old.md"]
    assert (tmp_path / "old.md").read_bytes() == b"old"
    assert last_journal(str(tmp_path)) is None


def test_an_error_in_the_middle_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_bytes(b"old")
    (tmp_path / "taken").write_bytes(b"a file where a folder is wanted")
    planned = [Change("old.md", b"newer", b"old"), Change("a.md", b"new"), Change("taken/b.md", b"new")]
    with pytest.raises(WriteError, match=r"taken cannot be made: .*Nothing was changed\."):
        carry_out(str(tmp_path), ACTION, planned, silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".study", "old.md", "taken"]
    assert (tmp_path / "old.md").read_bytes() == b"old"
    assert last_journal(str(tmp_path)) is None


def test_a_file_that_appeared_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"mine")
    with pytest.raises(WriteError, match="appeared while"):
        carry_out(str(tmp_path), ACTION, [Change("a.md", b"new")], silent)
    assert (tmp_path / "a.md").read_bytes() == b"mine"


def test_a_file_that_another_program_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"mine")
    with pytest.raises(WriteError, match="changed by another program"):
        carry_out(str(tmp_path), ACTION, [Change("a.md", b"new", b"before", (6, 1))], silent)
    assert (tmp_path / "a.md").read_bytes() == b"mine"


def test_an_interrupted_action_can_be_taken_back(tmp_path: Path) -> None:
    def interrupt(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    planned = [Change(f"{name}.md", name.encode()) for name in "abc"]
    with pytest.raises(Interrupted, match="2 of 3 files were written, each whole"):
        carry_out(str(tmp_path), ACTION, planned, interrupt)
    assert sorted(path.name for path in tmp_path.glob("*.md")) == ["a.md", "b.md"]
    take_back(str(tmp_path))
    assert list(tmp_path.glob("*.md")) == []


def test_notes_of_a_new_folder_are_there_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").mkdir()
    seen: list[tuple[str, list[str]]] = []

    def write(folder: str, files: "Iterable[tuple[str, Data]]") -> bool:
        named = list(files)
        seen.append((Path(folder).name, [name for name, _ in named]))
        return write_folder(folder, named)

    monkeypatch.setattr(changes, "write_folder", write)
    names = ["new/a.md", "new/b.md", "new/sub/c.md", "new/sub/d.md", "new/z.md", "new/y.md", "old/e.md", "old/f.md", "g.md", "h.md"]  # fmt: skip
    told: list[tuple[int, int]] = []
    carry_out(str(tmp_path), ACTION, [Change(name, name) for name in names], lambda *done: told.append(done))
    assert seen == [("new", ["a.md", "b.md"]), ("sub", ["c.md", "d.md"])]
    assert [(tmp_path / name).read_text() for name in names] == names
    assert told == [(done, 10) for done in (2, 4, 6, 7, 8, 9, 10)]
    take_back(str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".study"]


@pytest.mark.parametrize("theirs", ["", "b.md"])
def test_notes_of_a_folder_that_came_to_be_meanwhile_are_put_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: str
) -> None:
    def write(folder: str, files: "Iterable[tuple[str, Data]]") -> bool:
        Path(folder).mkdir()
        (Path(folder) / (theirs or "c.md")).write_bytes(b"theirs")
        return write_folder(folder, files)

    monkeypatch.setattr(changes, "write_folder", write)
    planned = [Change("new/a.md", "ours"), Change("new/b.md", "ours")]
    if theirs:
        with pytest.raises(WriteError, match=r"b\.md appeared while .*Nothing was changed"):
            carry_out(str(tmp_path), ACTION, planned, silent)
    else:
        carry_out(str(tmp_path), ACTION, planned, silent)
    found = {path.name: path.read_text() for path in (tmp_path / "new").iterdir()}
    assert found == ({"b.md": "theirs"} if theirs else {"a.md": "ours", "b.md": "ours", "c.md": "theirs"})


NOTES = [Change(f"{number}/{number}.md", "x") for number in range(8)]
THREADS = threading.active_count()
OWN = Change(".study/log/import-x.jsonl", b"{}")


@pytest.fixture
def by_two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MANY", 4)


@pytest.mark.usefixtures("by_two_threads")
def test_two_threads_write_all_notes_before_the_programs_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, str]] = []

    def write(path: str, data: bytes) -> None:
        written.append((threading.current_thread().name, Path(path).name))
        write_fresh(path, data)

    monkeypatch.setattr(changes, "write_fresh", write)
    told: list[tuple[int, int]] = []
    carry_out(str(tmp_path), ACTION, [*NOTES, OWN], lambda *done: told.append(done))
    here = threading.current_thread().name
    assert [name for thread, name in written if thread == here] == [
        "0.md",
        "1.md",
        "2.md",
        "3.md",
        "import-x.jsonl",
    ]
    assert [name for thread, name in written if thread != here] == ["4.md", "5.md", "6.md", "7.md"]
    assert written[-1][1] == "import-x.jsonl"
    assert told[-1] == (9, 9)
    assert len(list(tmp_path.glob("*/*.md"))) == 8


@pytest.mark.usefixtures("by_two_threads")
@pytest.mark.parametrize("bad", [0, 3, 4, 7])
def test_an_error_in_either_thread_leaves_everything_as_it_was(tmp_path: Path, bad: int) -> None:
    (tmp_path / f"{bad}").write_bytes(b"a file where a folder is wanted")
    with pytest.raises(WriteError, match=rf"{bad} cannot be made: .*Nothing was changed\."):
        carry_out(str(tmp_path), ACTION, [*NOTES, OWN], silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".study", str(bad)]
    assert not (tmp_path / OWN.path).exists()
    assert last_journal(str(tmp_path)) is None
    assert threading.active_count() == THREADS


@pytest.mark.usefixtures("by_two_threads")
def test_an_interruption_stops_the_second_thread_and_counts_what_it_has_written(tmp_path: Path) -> None:
    def interrupt(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as interrupted:
        carry_out(str(tmp_path), ACTION, [*NOTES, OWN], interrupt)
    written = len(list(tmp_path.glob("*/*.md")))
    assert f"{written} of 9 files were written, each whole" in str(interrupted.value)
    assert threading.active_count() == THREADS
    take_back(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [".study"]


def test_only_the_latest_journals_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    for number in range(5):
        carry_out(str(tmp_path), ACTION, [Change(f"{number}.md", b"x")], silent)
    assert sorted(path.name for path in (tmp_path / changes.FOLDER).glob("*.jsonl")) == [
        "000003.jsonl", "000004.jsonl", "000005.jsonl",
    ]  # fmt: skip


def test_an_action_without_files_leaves_no_journal(tmp_path: Path) -> None:
    carry_out(str(tmp_path), ACTION, [], silent)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_journal_is_named(tmp_path: Path) -> None:
    folder = tmp_path / changes.FOLDER
    folder.mkdir(parents=True)
    (folder / "000001.jsonl").write_bytes(b"{nothing")
    with pytest.raises(LogError, match=r"000001\.jsonl is damaged"):
        last_journal(str(tmp_path))


def test_content_of_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert content(str(tmp_path), "none.md") is None


def test_a_file_that_cannot_be_deleted_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(WriteError, match=r"folder\.md cannot be deleted"):
        changes.put_back(str(tmp_path), "folder.md", None)
