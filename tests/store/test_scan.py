"""The walk: which files are notes, and what tells that one changed."""

import marshal
import os
import sys
from pathlib import Path

import pytest

from studycli.store import scan
from studycli.store.scan import files_in, look, surroundings, without_times

from .conftest import write


def nothing(_: str) -> bool:
    return False


def found(root: Path, known: scan.Listings | None = None) -> list[str]:
    changed, _ = look(str(root), nothing, known or {})
    return sorted(files_in(changed))


@pytest.mark.parametrize(
    "name",
    [
        "plain.md",
        "with space.md",
        "a'quote\".md",
        "🎲.md",
        "caf\u00e9.md",
        "cafe\u0301.md",
        "UPPER.MD",
        "long.markdown",
        "new\nline.md",
        "folder/below/deep.md",
        "folder.md/inside.md",
    ],
)
def test_a_note_is_found_by_its_name(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "text")
    assert found(tmp_path) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "picture.png",
        "md",
        ".hidden.md",
        ".obsidian/x.md",
        ".git/x.md",
        ".venv/x.md",
        ".trash/x.md",
        "node_modules/x.md",
        "a/node_modules/b/x.md",
        "a/.b/c/x.md",
    ],
)
def test_other_files_are_no_notes(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "text")
    assert found(tmp_path) == []


def test_a_pipe_is_no_note(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert found(tmp_path) == []


def test_a_name_that_is_not_utf8_is_found(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.md")).touch()
    assert found(tmp_path) == [os.fsdecode(b"\xff.md")]


def test_what_is_ignored_is_not_entered(tmp_path: Path) -> None:
    for name in ("a/x.md", "b/x.md", "y.md"):
        write(tmp_path / name, "text")
    changed, _ = look(str(tmp_path), {"a/", "y.md"}.__contains__, {})
    assert sorted(files_in(changed)) == ["b/x.md"]


def test_a_listing_holds_size_and_time(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.md", "text")
    os.utime(tmp_path / "a" / "x.md", ns=(1, 5_000_000_001))
    assert look(str(tmp_path), nothing, {})[0] == {b"a/\x000": b"x.md/4/5000000001/"}


def test_an_unchanged_vault_has_no_changed_units(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.md", "text")
    write(tmp_path / "y.md", "text")
    known, _ = look(str(tmp_path), nothing, {})
    assert look(str(tmp_path), nothing, known) == ({}, [])


def test_a_unit_whose_notes_are_gone_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.md", "text")
    known, _ = look(str(tmp_path), nothing, {})
    (tmp_path / "a" / "x.md").unlink()
    assert look(str(tmp_path), nothing, known) == ({}, [b"a/\x000"])


def test_two_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "UNIT", 2)
    for number in range(9):
        write(tmp_path / f"{number}.md", "text")
    alone = look(str(tmp_path), nothing, {})
    monkeypatch.setattr(scan, "FORK_FROM", 1)
    monkeypatch.setattr(scan, "may_fork", lambda: True)
    assert look(str(tmp_path), nothing, {}) == alone
    assert look(str(tmp_path), nothing, alone[0]) == ({}, [])


def test_the_share_of_a_process_that_died_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a" / "x.md", "text")
    write(tmp_path / "y.md", "text")
    monkeypatch.setattr(scan, "FORK_FROM", 1)
    monkeypatch.setattr(scan, "may_fork", lambda: True)
    monkeypatch.setattr(scan, "_answer", lambda *_: os._exit(1))
    assert found(tmp_path) == ["a/x.md", "y.md"]


def test_a_process_is_not_doubled_where_threads_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not scan.may_fork()
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert scan.may_fork() is hasattr(os, "fork")


def test_links_to_outside_are_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "x.md", "text")
    write(tmp_path / "outside" / "sub" / "y.md", "text")
    write(tmp_path / "single.md", "text")
    root = tmp_path / "vault"
    write(root / "a.md", "text")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "b.md").symlink_to(tmp_path / "single.md")
    assert found(root) == ["a.md", "b.md", "folder/sub/y.md", "folder/x.md"]


def test_links_into_the_vault_are_no_second_notes(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    write(root / "a" / "x.md", "text")
    (root / "again").symlink_to(root / "a")
    (root / "b.md").symlink_to(root / "a" / "x.md")
    assert found(root) == ["a/x.md"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    root, outside = tmp_path / "vault", tmp_path / "outside"
    write(root / "x.md", "text")
    write(outside / "y.md", "text")
    (root / "self").symlink_to(root)
    (root / "up").symlink_to(tmp_path)
    (root / "out").symlink_to(outside)
    (outside / "back").symlink_to(root)
    (outside / "round").symlink_to(outside)
    assert found(root) == ["out/y.md", "x.md"]


def test_links_that_lead_nowhere_or_to_what_is_left_out_are_passed_over(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    write(tmp_path / "outside" / "y.md", "text")
    write(tmp_path / "other.txt", "text")
    write(root / "x.md", "text")
    (root / "broken.md").symlink_to(tmp_path / "missing.md")
    (root / "node_modules").symlink_to(tmp_path / "outside")
    (root / "other.txt").symlink_to(tmp_path / "other.txt")
    assert found(root) == ["x.md"]


def test_a_linked_note_is_looked_at_through_its_link(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    write(tmp_path / "x.md", "text")
    (root / "x.md").symlink_to(tmp_path / "x.md")
    known, _ = look(str(root), nothing, {})
    write(tmp_path / "x.md", "longer")
    assert found(root, known) == ["x.md"]


def test_a_folder_that_cannot_be_read_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a" / "x.md", "text")
    write(tmp_path / "y.md", "text")
    whole = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("a/"):
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(os, "scandir", refuse)
    known, _ = look(str(tmp_path), nothing, {})
    assert sorted(files_in(known)) == ["y.md"]
    assert scan.closed_folders(known) == ["a/"]
    assert look(str(tmp_path), nothing, known) == ({}, [])
    monkeypatch.undo()
    assert look(str(tmp_path), nothing, known)[1] == [b"a/\x00closed"]


def test_a_note_that_vanishes_or_cannot_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gone.md", "locked.md", "x.md"):
        write(tmp_path / name, "text")
    whole = os.stat

    def stat(path: str) -> os.stat_result:
        if str(path).endswith("gone.md"):
            raise FileNotFoundError(2, "gone")
        if str(path).endswith("locked.md"):
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(os, "stat", stat)
    changed, _ = look(str(tmp_path), nothing, {})
    assert {path: size for path, (size, _) in files_in(changed).items()} == {"locked.md": -1, "x.md": 4}


def test_times_can_be_taken_out_of_a_listing() -> None:
    assert without_times(b"a.md/1/11/b.md/2/22/", {"b.md"}) == b"a.md/1/11/b.md/2/0/"


def test_settings_logs_and_parser_are_looked_at(tmp_path: Path) -> None:
    before = surroundings(str(tmp_path))
    write(tmp_path / "study.toml", "")
    write(tmp_path / ".study" / "log" / "pc.jsonl", "")
    after = surroundings(str(tmp_path))
    assert {key for key in before if before[key] != after[key]} == {scan.SETTINGS, scan.LOGS}
    assert all(name in after[scan.PARSER] for name in (b"blocks.py=", b"walk.py=", b"values.py="))


def test_a_process_hands_over_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "_exit", sys.exit)
    write(tmp_path / "x.md", "text")
    pipe, writing = os.pipe()
    with pytest.raises(SystemExit) as ended:
        scan._answer(writing, str(tmp_path), [(b"key", "", ["x.md"])], {})
    assert ended.value.code == 0
    with open(pipe, "rb") as file:
        assert list(marshal.loads(file.read())) == [b"key"]  # noqa: S302 - our own bytes
