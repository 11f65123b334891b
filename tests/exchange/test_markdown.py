"""Markdown notes of a folder: text, day, tags, difficulty, and the files that they link."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from studycli.errors import ImportFailed
from studycli.exchange.model import Arrival, Item, Source, Whole
from studycli.exchange.readers import markdown, obsidian
from studycli.exchange.readers.born import first_commits
from studycli.exchange.readers.links import Files, links
from studycli.exchange.readers.marks import folder_tag, text_tags, title_difficulty
from studycli.exchange.texts import text_of
from tests.exchange.samples import folder_source, item, options, source


def notes(files: dict[str, str | bytes], shape: str = "folder") -> dict[str, Arrival]:
    """Return the notes of a source by their paths."""
    return {note.path: note for note in markdown.read(source(files, shape), options()).notes}


def test_the_body_comes_as_it_is() -> None:
    text = "# A\r\n\r\nText  \r\n\tcode\r\n"
    assert notes({"a.md": text})["a.md"].text == text_of(item("a.md", text)).text


@pytest.mark.parametrize(
    ("files", "shape", "fitting"),
    [
        ({"a.md": "x"}, "folder", True),
        ({"a.MARKDOWN": "x"}, "file", True),
        ({"a.txt": "x"}, "zip", True),
        ({"stdin": "x"}, "stdin", True),
        ({"a.md": " \n"}, "folder", False),
        ({"a.png": "x", ".hidden/a.md": "x", "requirements.txt": "x"}, "folder", False),
        ({}, "folder", False),
    ],
)
def test_a_source_with_a_note_that_has_text_fits(
    files: dict[str, str | bytes], shape: str, *, fitting: bool
) -> None:
    assert markdown.fits(source(files, shape)) is fitting


def test_notes_stand_where_they_stood_and_end_in_md() -> None:
    found = notes({"a/B.markdown": "x", "c.txt": "x", "d.md": "", ".obsidian/e.md": "x", "robots.txt": "x"})
    assert {path: note.key for path, note in found.items()} == {
        "a/B.md": "a/B.markdown",
        "c.md": "c.txt",
        "d.md": "d.md",
    }
    assert list(notes({"stdin": "x"}, "stdin")) == ["stdin.md"]


def test_a_file_that_is_no_text_stops_no_other() -> None:
    def broken() -> bytes:
        raise ImportFailed("a.md cannot be read; it was left out.")

    items = (Item("a.md", 1, None, broken), item("b.md", "x"))
    batch = markdown.read(Source("s", "s", "", "folder", items), options())
    assert [note.path for note in batch.notes] == ["b.md"]
    assert [(problem.path, problem.code) for problem in batch.problems] == [("a.md", "not-taken")]
    with pytest.raises(ImportFailed, match="cannot be read"):
        markdown.read(Source("s", "s", "", "folder", items[:1]), options())


def test_what_was_made_whole_counts_unless_the_note_is_changed() -> None:
    files: dict[str, str | bytes] = {"a.md": "x", "b.md": "x"}
    whole = Whole("whole", None, 0)
    read = markdown.read_notes(
        source(files),
        list(source(files).items),
        options(whole=lambda _note, _path: whole),
        lambda note: note._replace(text="y") if note.key == "b.md" else note,
        lambda _text: True,
    )
    assert [(note.text, note.ahead) for note in read.notes] == [("x", whole), ("y", None)]


def test_how_far_it_is_is_told() -> None:
    told: list[tuple[int, int]] = []
    markdown.read(source({"a.md": "x", "b.md": "x"}), options(told=lambda done, of: told.append((done, of))))
    assert told == [(0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("seconds", "day"),
    [
        (1_700_000_000.0, date(2023, 11, 15)),
        (1_699_980_000.0, date(2023, 11, 15)),
        (1e30, None),
        (None, None),
    ],
)
def test_a_note_was_made_on_the_day_its_file_was_changed(seconds: float | None, day: date | None) -> None:
    """The zone is the clock's, eight hours ahead of UTC."""
    read = markdown.read(Source("s", "s", "", "zip", (item("a.md", "x", seconds),)), options())
    assert read.notes[0].created == day


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a note of 2019 that was renamed in 2021, and one of 2020."""
    root = tmp_path_factory.mktemp("git") / "repo"
    (root / "notes").mkdir(parents=True)

    def commit(day: str) -> None:
        identity = {f"GIT_{who}_{what}": "t" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for words in (["add", "-A"], ["commit", "-q", "-m", "x"]):
            subprocess.run(["git", *words], cwd=root, check=True, env=os.environ | identity | when | alone)

    try:
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    except FileNotFoundError:
        pytest.skip("git is not installed")
    (root / "notes" / "old.md").write_text("one note\n" * 5, "utf-8")
    commit("2019-05-06")
    (root / "notes" / "损失.md").write_text("another\n", "utf-8")
    commit("2020-07-08")
    (root / "notes" / "old.md").rename(root / "notes" / "new.md")
    commit("2021-01-01")
    (root / "notes" / "fresh.md").write_text("not yet committed\n", "utf-8")
    return root


def test_a_note_was_made_with_its_first_commit_whatever_its_name_then(repository: Path) -> None:
    days = {"new.md": date(2019, 5, 6), "损失.md": date(2020, 7, 8)}
    found = first_commits(str(repository / "notes"))
    assert {name: found.get(name) for name in days} == days
    folder = repository / "notes"
    items = tuple(item(path.name, path.read_bytes(), 0.0) for path in sorted(folder.iterdir()))
    read = markdown.read(Source("notes", "notes", str(folder), "folder", items), options())
    assert {note.key: note.created for note in read.notes} == days | {"fresh.md": date(1970, 1, 1)}
    alone = Source("new", "new.md", str(folder / "new.md"), "file", (item("new.md", "x", 0.0),))
    assert markdown.read(alone, options()).notes[0].created == date(2019, 5, 6)


def test_programs_that_a_repository_names_are_not_run(repository: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    config = repository / ".git" / "config"
    before = config.read_text("utf-8")
    config.write_text(
        f'{before}[log]\n\tshowSignature = true\n[gpg]\n\tprogram = "touch {ran};"\n'
        f'[core]\n\tfsmonitor = "touch {ran}"\n\tpager = "touch {ran}"\n',
        "utf-8",
    )
    try:
        assert "new.md" in first_commits(str(repository / "notes"))
    finally:
        config.write_text(before, "utf-8")
    assert not ran.exists()


def test_without_git_or_a_repository_nothing_is_known(tmp_path: Path) -> None:
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    assert first_commits(str(tmp_path), outside) == {}
    assert first_commits(str(tmp_path), {"PATH": ""}) == {}
    assert first_commits(str(tmp_path / "missing")) == {}


def test_a_log_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def slow(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 20)

    monkeypatch.setattr(subprocess, "run", slow)
    assert first_commits(str(tmp_path)) == {}


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("a/b/note.md", "a/b"),
        ("010-深度学习/02. Loss functions/note.md", "深度学习/Loss-functions"),
        ("notes/_archives/2025/09/LoRA/note.md", "LoRA"),
        ("note.md", ""),
        ("docs/C++/x.md", "C++"),
    ],
)
def test_folders_are_a_tag_without_their_numbering(path: str, tag: str) -> None:
    assert folder_tag(path) == tag


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#ml and #优化/动量\n- item #nested", ("ml", "优化/动量", "nested")),
        ("> quoted #tag", ("tag",)),
        ("# Heading #no\n\n```c\n#include <x>\n```\n\n    #define x\n", ()),
        ("`#no` and [x](#no) and page.html#no and <a href='#no'>x</a> (#no)", ()),
        ("#fff, #FF00aa and issue #12", ()),
        ("---\ntitle: x #no\n---\n#yes", ("yes",)),
        ("no sign", ()),
    ],
)
def test_tags_in_the_text_are_found_outside_of_code_headings_and_links(
    text: str, tags: tuple[str, ...]
) -> None:
    assert text_tags(text) == tags


def test_a_note_with_tags_of_its_own_gets_no_others() -> None:
    found = notes({"ml/a.md": "---\ntags: [own]\n---\n#inline", "ml/b.md": "#inline #ML\n#inline"})
    assert [found[path].tags for path in ("ml/a.md", "ml/b.md")] == [(), ("ml", "inline", "ML")]


@pytest.mark.parametrize(
    ("text", "path", "difficulty"),
    [
        ("# Backprop 🚀", "a.md", "hard"),
        ("intro\n\n# LRU（困难）", "a.md", "hard"),
        ("# [Easy] Two sum", "a.md", "easy"),
        ("# ⭐️⭐️⭐️⭐️ Attention", "a.md", "hard"),
        ("# ⭐️ Attention", "a.md", "medium"),
        ("text", "notes/【中等】岛屿.md", "medium"),
        ("# Why is it hard [sic] to (see)?", "a.md", ""),
        ("text\n\n**Q** 🚀", "a.md", ""),
    ],
)
def test_a_title_may_say_how_difficult_a_note_is(text: str, path: str, difficulty: str) -> None:
    assert title_difficulty(text, path) == difficulty


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("![a](img/a%20b.png 'title') [x](<my file.pdf>)", ["img/a%20b.png", "my file.pdf"]),
        ("![](my picture.png) [w](wiki_(x).md)", ["my picture.png", "wiki_(x).md"]),
        ("<img width=3 src=\"a.png\"/> <a href='b.pdf'>b</a>", ["a.png", "b.pdf"]),
        ("[ref]: c.png\n![][ref]", ["c.png"]),
        ("![[d.png|100]] [[Note#Part|label]] [[#here]]", ["d.png", "Note"]),
        ("[web](https://x.org/a.png) [mail](mailto:a@b) [part](#x) [](//x.org/y)", []),
    ],
)
def test_links_and_embeds_are_found_in_every_form(text: str, targets: list[str]) -> None:
    found = list(links(text))
    assert [link.target for link in found] == targets
    assert [text[link.start : link.end] for link in found] == targets


def test_files_that_notes_link_come_along_and_no_others() -> None:
    files: dict[str, str | bytes] = {
        "a/note.md": "![](img/x%20y.png) [](../Top.PDF#page=2) ![](/root.svg) [n](other.md) ![](gone.png) [](../../o)",
        "a/other.md": "",
        "a/img/x y.png": b"1",
        "a/img/unused.png": b"2",
        "top.pdf": b"3",
        "root.svg": b"4",
        "board.canvas": b"5",
        ".obsidian/app.json": b"6",
    }
    batch = markdown.read(source(files), options())
    assert [file.path for file in batch.attachments] == ["a/img/x y.png", "root.svg", "top.pdf"]
    assert batch.attachments[0].item.read() == b"1"
    assert batch.problems == []


def test_a_note_that_is_named_alone_brings_the_media_that_it_shows(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "img").mkdir(parents=True)
    (folder / "dir.png").mkdir()
    for name in ("img/a b.png", "scan.PDF", "unused.png", "table.csv", ".hidden.png", "../out.png"):
        (folder / name).write_bytes(b"x")
    (folder / "linked.png").symlink_to(folder / "unused.png")
    text = (
        "![](img/a%20b.png) ![](/scan.PDF) ![[scan.PDF]] [](table.csv) ![](../out.png) ![](.hidden.png) ![](linked.png)"
        "![](dir.png) ![](gone.png)"
    )
    (folder / "n.md").write_text(text, "utf-8")
    alone = Source("n", "n.md", str(folder / "n.md"), "file", (item("n.md", text),))
    for reader in (markdown, obsidian):
        batch = reader.read(alone, options())
        assert [file.path for file in batch.attachments] == ["img/a b.png", "scan.PDF"]
        assert batch.attachments[0].item.read() == b"x"


def test_a_link_leads_to_no_hidden_file_and_to_none_outside() -> None:
    files = Files([item(".git/config", "x"), item("a/b.md", "x")])
    assert [files.beside("a/b.md", target) for target in ("../.git/config", "../../x", "/", "b.md")] == [
        None,
        None,
        None,
        "a/b.md",
    ]


def test_all_notes_of_strangers_are_read(shared: Path) -> None:
    batch = markdown.read(folder_source(shared / "corpora" / "studies"), options())
    assert (len(batch.notes), batch.problems) == (193, [])
