"""Sources: files, folders, zips and standard input as named pieces of bytes, within limits, and never written to."""

import os
import shutil
import socket
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Source
from studycli.exchange.sources import archive, folder, open_source, reading
from studycli.exchange.sources.names import name_of
from studycli.exchange.texts import text_of

EMPTY = BytesIO()


def opened(named: str | Path, stdin: bytes = b"") -> dict[str, bytes]:
    """Return what a source holds, by path."""
    with open_source(str(named), BytesIO(stdin)) as source:
        return {item.path: item.read() for item in source.items}


def problems_of(named: str | Path) -> tuple[Problem, ...]:
    with open_source(str(named), EMPTY) as source:
        return source.problems


def refusal(named: str | Path, stdin: bytes = b"") -> str:
    """Return the sentence with which a source is refused, its path left out."""
    with pytest.raises(ImportFailed) as refused:
        opened(named, stdin)
    return str(refused.value).replace(f"{named} ", "", 1)


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", packing) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 30, 0)), content, packing)
    return data.getvalue()


@pytest.fixture
def zip_of(tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    """Return a function that writes a zip of files."""

    def write(files: dict[str, bytes]) -> Path:
        path = tmp_path / "notes.zip"
        path.write_bytes(zipped(files))
        return path

    return write


def planted(root: Path, *paths: str) -> Path:
    """Return a folder with files, each holding its own path."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, "utf-8")
    return root


class TestAFile:
    def test_is_one_item_with_its_size_time_and_place(self, tmp_path: Path) -> None:
        path = planted(tmp_path, "损失 函数.md") / "损失 函数.md"
        with open_source(str(path), EMPTY) as source:
            (item,) = source.items
            assert source == Source("损失 函数", str(path), str(path), "file", (item,))
            assert item[:3] == ("损失 函数.md", 16, path.stat().st_mtime)
            assert (item.file, item.read()) == (str(path), "损失 函数.md".encode())

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("empty.md", b"", "is empty; there is nothing to import."),
            ("notes.zip", b"<html>Sign in", "is no zip, though its name says so; get it again."),
            ("deck.APKG", b"PK\3\4cut off", "is a damaged zip (File is not a zip file); get it again."),
            ("empty.zip", zipped({}), "is an empty zip; there is nothing to import."),
        ],
    )
    def test_that_holds_nothing_or_is_damaged_is_refused(
        self, tmp_path: Path, name: str, content: bytes, sentence: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name) == sentence

    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / "none.md") == "is not there; name a file, a folder or a zip."
        assert refusal("no\0ne") == "cannot be read: embedded null byte."

    def test_of_two_gigabytes_is_refused_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "large.md"
        with path.open("wb") as file:
            file.truncate(2 << 30)  # sparse
        assert refusal(path) == (
            "is too large (2,048 MiB; 512 MiB is the most that is read); leave it out, or split it."
        )

    def test_larger_than_a_note_can_be_is_refused_as_text_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "large.md"
        with path.open("wb") as file:
            file.truncate((64 << 20) + 1)
        with open_source(str(path), EMPTY) as source, pytest.raises(ImportFailed) as refused:
            text_of(source.items[0]._replace(read=lambda: pytest.fail("it was read")))
        assert str(refused.value) == (
            "large.md is too large (64 MiB; 64 MiB is the most that is read); leave it out, or split it."
        )

    def test_that_is_a_pipe_a_socket_or_a_device_is_refused(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(tmp_path / "socket"))
        for named in (tmp_path / "pipe", tmp_path / "socket", Path("/dev/null")):
            assert refusal(named) == "is a device, pipe or socket; name a file, a folder or a zip, or '-'."

    def test_that_cannot_be_opened_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = planted(tmp_path, "a.md") / "a.md"
        with open_source(str(path), EMPTY) as source:
            monkeypatch.setattr("builtins.open", denied)
            monkeypatch.setattr("os.open", denied)
            with pytest.raises(ImportFailed, match=r"^a\.md cannot be read: Permission denied\.$"):
                source.items[0].read()
        assert refusal(path) == "cannot be read: Permission denied."

    def test_that_is_larger_than_one_reading_is_read_whole(self, tmp_path: Path) -> None:
        data = bytes(range(256)) * 1024
        (tmp_path / "a.md").write_bytes(data)
        with open_source(str(tmp_path), EMPTY) as source:
            assert source.items[0].read() == data

    def test_that_vanished_shrank_or_grew_beyond_the_limit_since_it_was_listed_fails_when_it_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planted(tmp_path, "gone.md", "grown.md", "shrunk.md")
        monkeypatch.setattr(reading, "LARGEST_FILE", 1 << 20)
        with open_source(str(tmp_path), EMPTY) as source:
            gone, grown, shrunk = source.items
        (tmp_path / "gone.md").unlink()
        (tmp_path / "grown.md").write_bytes(bytes((1 << 20) + 1))
        (tmp_path / "shrunk.md").write_bytes(b"s")
        for item, sentence in (
            (gone, "gone.md cannot be read: No such file or directory."),
            (
                grown,
                "grown.md is too large (1 MiB; 512 MiB is the most that is read); leave it out, or split it.",
            ),
            (shrunk, "shrunk.md became shorter while it was imported; import it again when it is whole."),
        ):
            with pytest.raises(ImportFailed) as refused:
                item.read()
            assert str(refused.value) == sentence


def denied(*_named: object, **_how: object) -> None:
    raise PermissionError(13, "Permission denied")


class TestAFolder:
    def test_lists_its_files_by_path_without_those_of_other_programs(self, tmp_path: Path) -> None:
        files = (".obsidian/app.json", "a.md", "b/c/d.md", "b/e.png", "bb.md")
        hidden = (
            ".git/config",
            "b/.trash/x.md",
            ".DS_Store",
            "node_modules/x/readme.md",
        )
        root = planted(tmp_path / "vault", *files, *hidden, "__MACOSX/a.md", "b/.hidden.md")
        with open_source(f"{root}/", EMPTY) as source:
            assert source[:4] == ("vault", f"{root}/", str(root), "folder")
            assert [(item.path, item.read().decode()) for item in source.items] == [
                (path, path) for path in files
            ]
            assert not source.problems

    def test_follows_no_link_and_says_so(self, tmp_path: Path) -> None:
        planted(tmp_path, "outside/secret.md", "notes/a.md")
        notes = tmp_path / "notes"
        (notes / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
        (notes / "folder").symlink_to(tmp_path / "outside")
        (notes / "loop").symlink_to(notes)
        (notes / "nowhere.md").symlink_to(tmp_path / "none")
        assert opened(notes) == {"a.md": b"notes/a.md"}
        assert problems_of(notes) == tuple(
            Problem(
                name, 0, "left-out", "a link, which is not followed", "name what it leads to, to import it"
            )
            for name in ("file.md", "folder", "loop", "nowhere.md")
        )

    def test_leaves_out_what_is_no_file_what_is_too_large_and_what_has_no_name_in_utf8(
        self, tmp_path: Path
    ) -> None:
        planted(tmp_path, "a.md")
        os.mkfifo(tmp_path / "pipe")
        with (tmp_path / "large.md").open("wb") as file:
            file.truncate(2 << 30)
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xcb\xf0\xff.md"))).write_bytes(b"gbk")
        assert opened(tmp_path) == {"a.md": b"a.md"}
        assert [(problem.path, problem.found) for problem in problems_of(tmp_path)] == [
            (r"\xcb\xf0\xff.md", "a name that is not UTF-8"),
            ("large.md", "a file of more than 512 MiB"),
            ("pipe", "a device, pipe or socket"),
        ]

    def test_keeps_files_whose_names_differ_by_case_alone(self, tmp_path: Path) -> None:
        assert list(opened(planted(tmp_path, "A.md", "a.md"))) == ["A.md", "a.md"]

    def test_that_is_empty_or_holds_hidden_files_only_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path) == "is an empty folder; there is nothing to import."
        assert refusal(planted(tmp_path, ".git/config")) == "is an empty folder; there is nothing to import."

    def test_of_nothing_that_can_be_taken_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").symlink_to("/etc/passwd")
        assert refusal(tmp_path) == (
            "holds nothing that can be imported: a.md is a link, which is not followed; "
            "name what it leads to, to import it."
        )

    def test_that_cannot_be_read_is_refused_but_left_out_where_it_stands_in_another(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planted(tmp_path, "a.md", "secret/b.md")
        scandir = os.scandir
        closed = str(tmp_path / "secret")
        monkeypatch.setattr(folder.os, "scandir", lambda path: denied() if path == closed else scandir(path))
        assert opened(tmp_path) == {"a.md": b"a.md"}
        assert problems_of(tmp_path) == (
            Problem(
                "secret/",
                0,
                "left-out",
                "a folder that cannot be read (Permission denied)",
                "allow reading it",
            ),
        )
        assert refusal(closed) == "cannot be read: Permission denied."

    def test_leaves_out_a_file_that_is_deleted_while_the_folder_is_listed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planted(tmp_path, "a.md", "b.md")
        walk = folder._walk

        def deleting(*arguments: object) -> object:
            for entry, within in walk(*arguments):  # type: ignore[arg-type]
                if within == "b.md":
                    os.unlink(entry.path)
                yield entry, within

        monkeypatch.setattr(folder, "_walk", deleting)
        assert opened(tmp_path) == {"a.md": b"a.md"}

    def test_and_a_zip_are_as_they_were_after_reading(self, tmp_path: Path) -> None:
        root = planted(tmp_path / "notes", "a.md", "b/c.md")
        (root / "z.zip").write_bytes(zipped({"x.md": b"x"}))
        for path in root.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = marks(root)
        assert len(opened(root)) == 3
        assert opened(root / "z.zip") == {"x.md": b"x"}
        assert marks(root) == before
        shutil.rmtree(root, onerror=lambda _do, path, _error: Path(path).parent.chmod(0o755))


def marks(root: Path) -> list[tuple[str, int, int, bytes]]:
    """Return times, modes and bytes of everything in a folder."""
    return [
        (
            str(path),
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted([root, *root.rglob("*")])
    ]


class TestAZip:
    def test_is_known_by_its_content_and_named_without_an_archives_ending(self, tmp_path: Path) -> None:
        for name, stem in (
            ("deck.apkg", "deck"),
            ("v1.2", "v1.2"),
            ("Alles.COLPKG", "Alles"),
            ("a.md", "a.md"),
        ):
            (tmp_path / name).write_bytes(zipped({"b/x.md": b"x" * 99, "a.md": b"a", "b/": b""}))
            with open_source(str(tmp_path / name), EMPTY) as source:
                assert source[:4] == (stem, str(tmp_path / name), str(tmp_path / name), "zip")
                assert [(item.path, item.size, item.file) for item in source.items] == [
                    ("a.md", 1, ""),
                    ("b/x.md", 99, ""),
                ]
                assert [item.read() for item in source.items] == [b"a", b"x" * 99]

    def test_gives_the_files_local_times(self, zip_of: Callable[[dict[str, bytes]], Path]) -> None:
        from datetime import datetime

        with open_source(str(zip_of({"a.md": b"a"})), EMPTY) as source:
            assert source.items[0].modified == datetime(2026, 11, 20, 9, 30).timestamp()  # noqa: DTZ001

    def test_may_give_a_file_no_time(self, tmp_path: Path) -> None:
        data = zipped({"a.md": b"a"})
        stamp = zipfile.ZipFile(BytesIO(data)).getinfo("a.md")._raw_time.to_bytes(2, "little")
        (tmp_path / "a.zip").write_bytes(data.replace(stamp + data[12:14], b"\0\0\0\0"))
        with open_source(str(tmp_path / "a.zip"), EMPTY) as source:
            assert source.items[0].modified is None

    def test_leaves_out_hidden_files_but_not_the_folder_that_tells_an_obsidian_vault(
        self, zip_of: Callable[[dict[str, bytes]], Path]
    ) -> None:
        names = ["./v/a.md", "v//b.md", "v/.obsidian/app.json", "v/.git/x", "__MACOSX/v/a.md", "v/.DS_Store"]
        assert list(opened(zip_of(dict.fromkeys(names, b"")))) == ["v/.obsidian/app.json", "v/a.md", "v/b.md"]

    def test_parted_as_notion_does_is_one_source(self, zip_of: Callable[[dict[str, bytes]], Path]) -> None:
        parts = {
            "Export-1f-Part-1.zip": zipped({"Notes/a.md": b"a", "inner-Part-1.zip": zipped({"x.md": b"x"})}),
            "Part-2.zip": zipped({"Notes/b.md": b"b"}),
            "other.zip": zipped({"y.md": b"y"}),
        }
        path = zip_of(parts)
        found = opened(path)
        assert list(found) == ["Notes/a.md", "Notes/b.md", "inner-Part-1.zip", "other.zip"]
        assert found["Notes/b.md"] == b"b"

    def test_with_a_damaged_part_is_refused(self, zip_of: Callable[[dict[str, bytes]], Path]) -> None:
        path = zip_of({"Part-1.zip": zipped({"a.md": b"a"})[:-9]})
        with pytest.raises(ImportFailed) as refused:
            opened(path)
        assert str(refused.value) == (
            f"Part-1.zip in {path} is a damaged zip (File is not a zip file); get it again."
        )

    @pytest.mark.parametrize(
        "name",
        ["../a.md", "b/../../a.md", "/etc/passwd", "C:/a.md", "c:a.md", "b\\..\\a.md", "\\\\host\\a.md"],
    )
    def test_leaves_out_what_leads_out_of_it(
        self, zip_of: Callable[[dict[str, bytes]], Path], name: str
    ) -> None:
        path = zip_of({name: b"evil", "good.md": b"good"})
        assert opened(path) == {"good.md": b"good"}
        assert problems_of(path) == (
            Problem(
                name,
                0,
                "left-out",
                "a path that leads out of the zip",
                "get the zip from a source that you trust",
            ),
        )

    def test_leaves_out_links_files_that_are_too_large_and_unusual_packings(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
            link = zipfile.ZipInfo("link.md")
            link.external_attr = 0o120777 << 16
            packed.writestr(link, "/etc/passwd")
            packed.writestr("bzip2.md", b"x", zipfile.ZIP_BZIP2)
            packed.writestr("a.md", b"a")
            packed.writestr("large.md", b"")
            packed.getinfo("large.md").file_size = (512 << 20) + 1
        assert opened(tmp_path / "a.zip") == {"a.md": b"a"}
        assert [(problem.path, problem.found) for problem in problems_of(tmp_path / "a.zip")] == [
            ("link.md", "a link, which is not followed"),
            ("bzip2.md", "a file packed in an unusual way"),
            ("large.md", "a file of more than 512 MiB"),
        ]

    def test_that_is_encrypted_is_refused_and_one_encrypted_file_left_out(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        path.write_bytes(encrypted(zipped({"a.md": b"a", "b.md": b"b"}), "a.md"))
        assert opened(path) == {"b.md": b"b"}
        assert problems_of(path) == (
            Problem(
                "a.md",
                0,
                "left-out",
                "an encrypted file",
                "unpack the zip with its password, and import the folder",
            ),
        )
        path.write_bytes(encrypted(path.read_bytes(), "b.md"))
        assert refusal(path) == (
            "holds nothing that can be imported: a.md is an encrypted file (and 1 more); "
            "unpack the zip with its password, and import the folder."
        )

    def test_keeps_names_that_differ_by_case_and_the_last_of_equal_ones(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
            for name, content in (("A.md", b"1"), ("a.md", b"2"), ("./a.md", b"3")):
                packed.writestr(name, content)
        assert opened(tmp_path / "a.zip") == {"A.md": b"1", "a.md": b"3"}
        assert problems_of(tmp_path / "a.zip") == (
            Problem("a.md", 0, "left-out", "two files of one name", "the last of them is taken"),
        )

    @pytest.mark.parametrize(
        ("name", "encoding", "flag"),
        [
            ("损失函数/交叉熵 与 KL.md", "utf-8", True),
            ("损失函数/交叉熵.md", "utf-8", False),  # macOS
            ("损失函数/交叉熵.md", "gbk", False),  # Windows in Chinese
            ("損失函數/概率.md", "gb18030", False),
            ("Übung/résumé.md", "cp437", False),
            ("☃.md", "utf-8", True),
        ],
    )
    def test_decodes_names_as_they_were_packed(
        self, tmp_path: Path, name: str, encoding: str, flag: bool
    ) -> None:
        raw = name.encode(encoding)
        data = zipped({"x" * len(raw): b"a"}).replace(b"x" * len(raw), raw)
        (tmp_path / "a.zip").write_bytes(with_flag(data, 0x800) if flag else data)
        assert opened(tmp_path / "a.zip") == {name: b"a"}

    def test_keeps_a_name_that_is_of_no_encoding_as_the_format_has_it(self, tmp_path: Path) -> None:
        data = zipped({"xx.md": b"a"}).replace(b"xx", b"\xff\xdb")
        (tmp_path / "a.zip").write_bytes(data)
        assert opened(tmp_path / "a.zip") == {"\xa0█.md": b"a"}

    def test_takes_a_name_from_where_another_field_has_it(self) -> None:
        assert name_of(zipfile.ZipInfo("损失.md")) == "损失.md"

    def test_with_damaged_bytes_fails_for_the_file_that_they_are_of(self, tmp_path: Path) -> None:
        data = zipped({"a.md": b"first" * 9, "b.md": b"second"}, zipfile.ZIP_STORED)
        (tmp_path / "a.zip").write_bytes(data.replace(b"firstfirst", b"firstFirst"))
        with open_source(str(tmp_path / "a.zip"), EMPTY) as source:
            damaged, sound = source.items
            assert sound.read() == b"second"
            with pytest.raises(ImportFailed) as refused:
                damaged.read()
        assert str(refused.value) == (
            "a.md in the zip is damaged (Bad CRC-32 for file 'a.md'); get the zip again."
        )


def with_flag(data: bytes, flag: int, name: str = "") -> bytes:
    """Return a zip with a flag set for a file (or all), in the file's own head and in the directory."""
    changed = bytearray(data)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.find(mark)
        while start >= 0:
            if name.encode() in data[start : start + 60]:
                changed[start + at : start + at + 2] = (
                    int.from_bytes(data[start + at : start + at + 2], "little") | flag
                ).to_bytes(2, "little")
            start = data.find(mark, start + 1)
    return bytes(changed)


def encrypted(data: bytes, name: str) -> bytes:
    """Return a zip that says that a file is encrypted."""
    return with_flag(data, 1, name)


def lying(data: bytes, size: int) -> bytes:
    """Return a zip of one file whose directory tells another size than it has."""
    changed = bytearray(data)
    start = data.rfind(b"PK\1\2")
    changed[start + 24 : start + 28] = size.to_bytes(4, "little")
    return bytes(changed)


class TestAZipBomb:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let a bomb be one from a mebibyte on: it is made faster."""
        monkeypatch.setattr(archive, "HARMLESS", 1 << 20)

    def test_of_one_file_that_grows_a_thousandfold_is_refused_unread(
        self, zip_of: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = zip_of({"a.md": bytes(archive.HARMLESS + 1)})
        monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
        assert refusal(path) == (
            "would grow more than 200 times when it is unpacked, as a zip bomb does; nothing was read."
        )

    def test_of_many_files_that_are_harmless_one_by_one_is_refused(
        self, zip_of: Callable[[dict[str, bytes]], Path]
    ) -> None:
        path = zip_of({f"{number}.md": bytes(archive.HARMLESS // 2) for number in range(3)})
        assert refusal(path).startswith("would grow more than 200 times")

    def test_of_files_that_share_their_packed_bytes_is_refused(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("a.md", os.urandom(1 << 14) * 64)
            entry = packed.getinfo("a.md")
            for number in range(99):
                copy = zipfile.ZipInfo(f"{number}.md")
                for value in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                    setattr(copy, value, getattr(entry, value))
                packed.filelist.append(copy)
        assert refusal(tmp_path / "a.zip").startswith("would grow more than 200 times")

    def test_inside_a_part_is_refused(self, zip_of: Callable[[dict[str, bytes]], Path]) -> None:
        path = zip_of({"Part-1.zip": zipped({"a.md": bytes(archive.HARMLESS + 1)})})
        assert refusal(path).startswith("would grow more than 200 times")

    def test_that_would_fill_the_memory_is_refused(
        self, zip_of: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive, "LARGEST_WHOLE", 1 << 20)
        assert refusal(zip_of({"a.md": bytes(1 << 19), "b.md": bytes(1 << 19), "c.md": b"c"})) == (
            "would unpack to 0.0 GiB; 0 GiB is the most that is read."
        )

    def test_of_too_many_files_is_refused(
        self, zip_of: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive, "MOST_FILES", 1_000)
        files = {f"{number}.md": b"" for number in range(1_001)}
        assert refusal(zip_of(files)) == "holds 1,001 files; 1,000 is the most that is read."

    @pytest.mark.parametrize(
        ("size", "sentence"),
        [
            (100, "a.md in the zip is damaged (Bad CRC-32 for file 'a.md'); get the zip again."),
            (7_000_000, "a.md in the zip is damaged: it is cut off; get the zip again."),
        ],
    )
    def test_whose_directory_lies_gives_no_more_than_the_directory_says(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, sentence: str
    ) -> None:
        (tmp_path / "a.zip").write_bytes(
            lying(zipped({"a.md": os.urandom(1 << 18) + bytes(6_000_000)}), size)
        )
        taken: list[int] = []
        read = zipfile.ZipExtFile.read
        monkeypatch.setattr(
            zipfile.ZipExtFile, "read", lambda file, count: taken.append(count) or read(file, count)
        )
        with open_source(str(tmp_path / "a.zip"), EMPTY) as source, pytest.raises(ImportFailed) as refused:
            source.items[0].read()
        assert str(refused.value) == sentence
        assert set(taken) == {archive.BLOCK}


class TestStandardInput:
    def test_is_one_item_or_a_zip(self) -> None:
        with open_source("-", BytesIO(b"# Note")) as source:
            (item,) = source.items
            assert source[:4] == ("stdin", "-", "", "stdin")
            assert (*item[:3], item.file, item.read(), item.read()) == (
                "stdin",
                6,
                None,
                "",
                b"# Note",
                b"# Note",
            )
        with open_source("-", BytesIO(zipped({"a.md": b"a"}))) as source:
            assert source[:4] == ("stdin", "-", "", "zip")
            assert source.items[0].read() == b"a"

    def test_that_is_empty_too_large_or_unreadable_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Folder(BytesIO):
            def read(self, _count: int | None = -1) -> bytes:
                raise IsADirectoryError(21, "Is a directory")

        assert refusal("-") == "Standard input is empty; there is nothing to import."
        with (
            pytest.raises(ImportFailed, match=r"^Standard input cannot be read: Is a directory\.$"),
            open_source("-", Folder()),
        ):
            pass
        monkeypatch.setattr("studycli.exchange.sources.LARGEST_FILE", 1 << 20)
        assert refusal("-", bytes((1 << 20) + 1)) == (
            "Standard input is larger than 1 MiB; split it, or name a file."
        )
