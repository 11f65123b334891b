"""Writing files: whole or not at all."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from studycli.errors import WriteError
from studycli.store import files
from studycli.store.files import (
    ensure_study_dir,
    replace_all,
    stamp,
    write_atomic,
    write_folder,
    write_fresh,
    write_new,
)


def left(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_new_file_is_made(tmp_path: Path) -> None:
    assert write_atomic(str(tmp_path / "x.md"), b"text")
    assert (tmp_path / "x.md").read_bytes() == b"text"
    assert left(tmp_path) == ["x.md"]


def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomic(str(path), b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_the_target_of_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.md").write_bytes(b"old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real" / "x.md")
    write_atomic(str(tmp_path / "link.md"), b"new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real" / "x.md").read_bytes() == b"new"
    assert left(tmp_path / "real") == ["x.md"]


def test_a_file_as_expected_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    assert write_atomic(str(path), b"new", stamp(str(path)))
    assert path.read_bytes() == b"new"


def test_a_file_that_changed_since_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"other")
    assert not write_atomic(str(path), b"new", (3, 1))
    assert path.read_bytes() == b"other"
    path.unlink()
    assert not write_atomic(str(path), b"new", (3, 1))
    assert left(tmp_path) == []


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
def test_a_failure_leaves_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(
        WriteError, match=r"x\.md cannot be written: No space left on device\. It is as it was\."
    ):
        write_atomic(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert left(tmp_path) == ["x.md"]


@pytest.mark.parametrize("call", ["write", "close", "replace"])
@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError(28, "No space left on device"), WriteError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_fresh_file_that_fails_or_is_interrupted_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    error: BaseException,
    told: type[BaseException],
) -> None:
    whole = getattr(os, call)

    def fail(*how: object) -> None:
        if call == "close":
            whole(*how)
        raise error

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(told):
        write_fresh(str(tmp_path / "x.md"), b"new")
    assert left(tmp_path) == []


def test_a_new_folder_is_there_with_all_its_files_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "new"

    def contents() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"one"
        assert not folder.exists()
        yield "b.md", b"two"

    assert write_folder(str(folder), contents())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.md": b"one", "b.md": b"two"}
    assert left(tmp_path) == ["new"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_new_folder_that_fails_or_is_interrupted_leaves_nothing(
    tmp_path: Path, error: BaseException
) -> None:
    def contents() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"one"
        raise error

    expected = WriteError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_folder(str(tmp_path / "new"), contents())
    assert left(tmp_path) == []


def test_a_folder_that_came_to_be_meanwhile_is_left_alone(tmp_path: Path) -> None:
    def contents() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"ours"
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "a.md").write_bytes(b"theirs")

    assert not write_folder(str(tmp_path / "new"), contents())
    assert (left(tmp_path), (tmp_path / "new/a.md").read_bytes()) == (["new"], b"theirs")


@pytest.mark.parametrize("name", ["taken", "missing/new"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").write_bytes(b"a file")
    path = tmp_path / name
    if name == "taken":
        assert not write_folder(str(path), [("a.md", b"one")])
    else:
        with pytest.raises(WriteError, match=r"new cannot be written: No such file or directory\."):
            write_folder(str(path), [("a.md", b"one")])
    assert left(tmp_path) == ["taken"]


def test_a_content_in_pieces_is_written_whole(tmp_path: Path) -> None:
    write_fresh(str(tmp_path / "x.md"), iter([b"one ", b"two"]))
    write_atomic(str(tmp_path / "y.md"), iter([b"three ", b"four"]))
    assert [(tmp_path / name).read_bytes() for name in left(tmp_path)] == [b"one two", b"three four"]


def test_a_content_that_the_system_takes_in_parts_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:3]))
    write_fresh(str(tmp_path / "x.md"), b"12345678")
    assert (tmp_path / "x.md").read_bytes() == b"12345678"
    assert left(tmp_path) == ["x.md"]


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WriteError, match="it is read-only"):
        write_atomic(str(path), b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("number", [2, 20])
def test_many_files_are_replaced_but_those_that_changed_or_are_gone(tmp_path: Path, number: int) -> None:
    paths = [tmp_path / f"{at:02}.md" for at in range(number)]
    for path in paths:
        path.write_bytes(b"old")
        path.chmod(0o640)
    new = [(str(path), b"new", stamp(str(path))) for path in paths]
    paths[0].write_bytes(b"other")
    paths[1].unlink()
    assert replace_all(new) == [False, False, *[True] * (number - 2)]
    assert left(tmp_path) == ["00.md", *[path.name for path in paths[2:]]]
    assert {path.read_bytes() for path in paths[2:]} <= {b"new"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths[2:]} <= {0o640}
    assert paths[0].read_bytes() == b"other"


def test_the_target_of_a_link_among_many_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"old")
    (tmp_path / "link.md").symlink_to("x.md")
    assert replace_all([(str(tmp_path / "link.md"), b"new", stamp(str(tmp_path / "x.md")))]) == [True]
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "x.md").read_bytes() == b"new"


@pytest.mark.parametrize("call", ["open", "fsync", "replace", "chmod"])
def test_the_failure_of_one_file_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    whole, failing = getattr(os, call), [True]

    def fail(*arguments: object) -> object:
        if failing and failing.pop():
            raise OSError(28, "No space left on device")
        return whole(*arguments)

    paths = [tmp_path / "x.md", tmp_path / "y.md"]
    for path in paths:
        path.write_bytes(b"old")
    new = [(str(path), b"new", stamp(str(path))) for path in paths]
    monkeypatch.setattr(os, call, fail)
    error, done = replace_all(new)
    assert str(error) == f"{paths[0]} cannot be written: No space left on device. It is as it was."
    assert done is True
    assert [path.read_bytes() for path in paths] == [b"old", b"new"]
    assert left(tmp_path) == ["x.md", "y.md"]


def test_every_new_content_is_on_disk_before_the_first_file_is_replaced_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for call in ("sync", "fsync", "replace"):
        whole = getattr(os, call)
        monkeypatch.setattr(
            os, call, lambda *args, call=call, whole=whole: (calls.append(call), whole(*args))[1]
        )
    paths = [tmp_path / f"{at}.md" for at in range(files.MANY)]
    for path in paths:
        path.write_bytes(b"old")
    assert all(replace_all([(str(path), b"new", stamp(str(path))) for path in paths]))
    assert calls == ["sync", *["fsync", "replace"] * files.MANY]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="No such file or directory"):
        write_atomic(str(tmp_path / "none" / "x.md"), b"new")


def test_a_disk_that_cannot_sync_folders_is_written_nevertheless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.fsync

    def fsync(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(22, "Invalid argument")
        whole(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    assert write_atomic(str(tmp_path / "x.md"), b"new")


def test_a_system_without_folders_to_open_is_written_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    assert write_atomic(str(tmp_path / "x.md"), b"new")


def test_a_new_file_that_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_new(str(tmp_path / "x.md"), "more than ten bytes")
        assert left(tmp_path) == []
        with pytest.raises(WriteError, match=r"\.study cannot be written: File too large\."):
            ensure_study_dir(str(tmp_path))
        assert left(tmp_path / ".study") == ["log"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert write_new(str(tmp_path / "x.md"), "text")
    assert not write_new(str(tmp_path / "x.md"), "other")
    assert (tmp_path / "x.md").read_text() == "text"


def test_the_study_folder_is_made_once(tmp_path: Path) -> None:
    study = Path(ensure_study_dir(str(tmp_path)))
    assert (study / ".gitignore").read_text() == files.GITIGNORE
    (study / ".gitignore").write_text("mine")
    ensure_study_dir(str(tmp_path))
    assert (study / ".gitignore").read_text() == "mine"
    assert (study / "log").is_dir()


def test_a_study_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "makedirs", fail)
    with pytest.raises(WriteError, match=r"\.study cannot be written: Read-only file system\."):
        ensure_study_dir(str(tmp_path))
