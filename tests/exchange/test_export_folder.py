"""Exports as folders: a vault, and notes for Obsidian with their cards as its plugin reads them."""

import json
import os
import re
import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from studycli.collection import CardRow
from studycli.collection.answers import with_answers
from studycli.errors import WriteError
from studycli.exchange.writers import obsidian_page
from studycli.exchange.writers.attachments import Attachments
from studycli.exchange.writers.obsidian_page import Kept, comment, page
from studycli.schedule.sm2 import Schedule
from tests.exchange import export_sample as sample

STATE = Schedule(3, 15, 2.36, date(2026, 12, 6), date(2026, 11, 20), 1, passed=True)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the vault; no test changes it."""
    return sample.make(tmp_path_factory.mktemp("vault"))


def cards(root: Path) -> list[CardRow]:
    with sample.opened(root, 23) as collection:
        return collection.cards()


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("index.db") and path.suffix != ".lock"
    }


# A vault


def test_a_vault_is_the_same_vault_elsewhere(root: Path, tmp_path: Path) -> None:
    exported, _ = sample.export(root, "markdown", tmp_path / "out")
    assert exported == (12, 3)
    found, there = tree(tmp_path / "out"), tree(root)
    assert found.pop(".study-export.json")
    assert found.keys() == there.keys()
    assert {path: data for path, data in found.items() if there[path] != data} == {}
    assert cards(tmp_path / "out") == cards(root)
    with sample.opened(tmp_path / "out", 23) as collection:
        history = collection.history(sample.find(collection, "Huber"))
    assert [entry.kind for entry in history] == ["review", "review", "flag", "relink"]


def test_a_filter_leaves_its_notes_with_their_log(root: Path, tmp_path: Path) -> None:
    exported, _ = sample.export(root, "markdown", tmp_path / "out", tag="flashcards")
    assert exported == (6, 1)
    assert sorted(tree(tmp_path / "out")) == [
        ".study-export.json", ".study/.gitignore", ".study/log/test.jsonl", "flash.md", "study.toml",
    ]  # fmt: skip
    theirs = [card for card in cards(root) if card.note == "flash.md"]
    assert cards(tmp_path / "out") == theirs
    lines = (tmp_path / "out" / ".study" / "log" / "test.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["card"] for line in lines} <= {card.id for card in theirs}


def test_a_filtered_log_has_the_entries_on_former_ids_and_no_torn_line(root: Path, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(root, vault)
    with (vault / ".study" / "log" / "test.jsonl").open("ab") as log:
        log.write(b'not an entry\n{"id": "torn')
    sample.export(vault, "markdown", tmp_path / "out", path="ml")
    found = [
        json.loads(line) for line in (tmp_path / "out/.study/log/test.jsonl").read_text("utf-8").splitlines()
    ]
    [former] = [
        entry["source"] for entry in found if entry["kind"] == "relink" and entry["prompt"] == "Huber loss"
    ]
    assert [entry["kind"] for entry in found if entry["card"] == former] == ["review", "review", "flag"]
    assert {entry["note"] for entry in found} == {"ml/losses.md"}


def test_a_path_takes_notes_without_cards_along(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / "a").mkdir(parents=True)
    (vault / "a" / "empty.md").write_text("", "utf-8")
    (vault / "b.md").write_text("# B\n\n## What is b?\n\nThis.\n", "utf-8")
    assert sample.export(vault, "markdown", tmp_path / "out", path="a")[0] == (0, 1)
    assert "a/empty.md" in tree(tmp_path / "out")


def test_an_empty_folder_stays_the_one_that_a_person_is_in(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    sample.export(root, "markdown", ".")
    assert sorted(os.listdir()) == [
        ".study",
        ".study-export.json",
        "flash.md",
        "ml",
        "plain.md",
        "study.toml",
    ]
    assert os.listdir(tmp_path) == ["out"]


# A later export into the same folder


@pytest.fixture
def made(root: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a copy of the vault and its export."""
    vault, out = tmp_path / "vault", tmp_path / "out"
    shutil.copytree(root, vault)
    sample.export(vault, "obsidian", out)
    return vault, out


def test_the_same_export_again_changes_nothing(made: tuple[Path, Path]) -> None:
    vault, out = made
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.md")}
    sample.export(vault, "obsidian", out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.md")} == before


def test_a_later_export_brings_the_folder_up_to_date(made: tuple[Path, Path]) -> None:
    vault, out = made
    (out / "mine.md").write_text("of my own", "utf-8")
    (vault / "plain.md").write_text("# New\n\n## What is new?\n\nThis.\n", "utf-8")
    (vault / "flash.md").unlink()
    (vault / "ml" / "img" / "a b.png").write_bytes(b"another")
    sample.export(vault, "obsidian", out)
    found = tree(out)
    assert "What is new?" in found["plain - cards.md"].decode()
    assert (found["ml/img/a b.png"], found["mine.md"], "flash.md" in found) == (
        b"another",
        b"of my own",
        False,
    )


def test_what_was_changed_there_is_not_overwritten(made: tuple[Path, Path]) -> None:
    vault, out = made
    (out / "flash.md").write_text("reviewed in Obsidian", "utf-8")
    (vault / "flash.md").write_text("#flashcards\n\nnew::card of mine\n", "utf-8")
    before = tree(out)
    with pytest.raises(WriteError) as caught:
        sample.export(vault, "obsidian", out)
    assert str(caught.value) == (
        f"1 file was changed in {out} since the last export (flash.md); bring that home by `study import {out}` first, "
        "or overwrite it by --force."
    )
    assert tree(out) == before
    sample.export(vault, "obsidian", out, force=True)
    assert b"card of mine" in (out / "flash.md").read_bytes()


def test_an_export_that_was_interrupted_is_ended_by_the_next(made: tuple[Path, Path]) -> None:
    """Files of the new export under the old list are no edits of a person."""
    vault, out = made
    (vault / "plain.md").write_text("# New\n\n## What is new?\n\nThis.\n", "utf-8")
    (out / "plain.md").write_text("# New\n\n## What is new?\n\nThis.\n", "utf-8")
    sample.export(vault, "obsidian", out)
    assert "What is new?" in (out / "plain - cards.md").read_text("utf-8")


def test_force_overwrites_a_folder_of_a_person_where_names_are_the_same(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "flash.md").write_text("mine", "utf-8")
    (tmp_path / "out" / "other.md").write_text("mine", "utf-8")
    sample.export(root, "markdown", tmp_path / "out", force=True)
    assert (tmp_path / "out" / "other.md").read_text("utf-8") == "mine"
    assert (tmp_path / "out" / "flash.md").read_bytes() == (root / "flash.md").read_bytes()


def test_a_folder_that_cannot_be_written_is_said(
    made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, out = made
    (vault / "flash.md").unlink()

    def closed(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("studycli.exchange.writers.folder.os.unlink", closed)
    with pytest.raises(WriteError, match="cannot be written: Permission denied"):
        sample.export(vault, "obsidian", out)


# Obsidian


class Read(NamedTuple):
    """A card as the plugin reads it: prompt, answer, schedules."""

    prompt: str
    answer: str
    schedules: list[tuple[str, str, str]]


def as_the_plugin(text: str) -> list[Read]:
    """Read multi-line cards as the plugin does: by its documentation, and what its parser is known to get wrong."""
    lines = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).split("\n")
    found: list[str] = []
    held: list[str] = []
    multi = False
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("<!--") and not line.startswith("<!--SR:"):
            at += 2  # it skips the line behind a comment
            continue
        if not line.strip():
            found += ["\n".join(held)] if multi else []
            held, multi = [], False
        elif "::" in re.sub(r"`[^`]*`", "", line):
            held, multi = [], False  # a card of one line
        else:
            held.append(line)
            multi |= line.strip() == "?"
            if line.startswith("```"):
                while not lines[at + 1].startswith("```"):
                    at += 1
                    held.append(lines[at])
                at += 1
                held.append(lines[at])
        at += 1
    return [_sides(text) for text in found]


def _sides(text: str) -> Read:
    prompt, answer = text.split("\n?\n")
    return Read(prompt, answer, re.findall(r"!([\d-]+),(\d+),(\d+)", answer))


def test_the_plugin_finds_each_card_with_its_schedule(root: Path, tmp_path: Path) -> None:
    sample.export(root, "obsidian", tmp_path / "out")
    assert (tmp_path / "out" / "ml" / "losses.md").read_bytes() == (root / "ml" / "losses.md").read_bytes()
    found = as_the_plugin((tmp_path / "out" / "ml" / "losses - cards.md").read_text("utf-8"))
    expected = [card for card in cards(root) if card.note == "ml/losses.md"]
    assert [card.prompt for card in found] == [card.prompt for card in expected]
    assert [card.schedules for card in found] == [
        [(str(card.state.due), str(card.state.interval), str(round(card.state.ease * 100)))]
        if card.state
        else []
        for card in expected
    ]
    [huber] = [card for card in found if card.prompt == "Huber loss"]
    assert huber.answer.startswith(
        "Quadratic near zero, linear far away, as std:&#58;abs is.\n <!-- -->\n- one\n <!-- -->\n  ```text\n  a\n\u200b\n  b\n  ```"
    )


def test_study_finds_each_card_once_in_what_goes_to_obsidian(root: Path, tmp_path: Path) -> None:
    sample.export(root, "obsidian", tmp_path / "out")
    assert [card.id for card in cards(tmp_path / "out")] == [card.id for card in cards(root)]


def test_cards_that_the_plugin_reads_in_the_note_get_their_schedule_there(root: Path, tmp_path: Path) -> None:
    sample.export(root, "obsidian", tmp_path / "out")
    assert (tmp_path / "out" / "flash.md").read_text("utf-8") == sample.FLASH.replace(
        "What is a::b c\n", "What is a::b c\n<!--SR:!2026-11-19,1,260-->\n"
    ).replace("!2024-01-01,3,250!2024-01-02,4,250", "!2000-01-01,1,250!2026-11-19,1,236").replace(
        "is Paris\n", "is Paris\n<!--SR:!2026-11-19,1,250!2000-01-01,1,250-->\n"
    )
    assert not (tmp_path / "out" / "flash - cards.md").exists()


def test_a_schedule_in_a_note_keeps_the_line_ends_of_the_note(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_bytes(
        b"#flashcards\r\n\r\nWhat is\r\nit\r\n?\r\n```\r\na\r\n\r\nb\r\n```\r\n\r\nlast of::all of them"
    )
    with sample.opened(vault, 20) as collection:
        for card in collection.cards():
            collection.answer(card.id, 4)
    sample.export(vault, "obsidian", tmp_path / "out")
    assert (tmp_path / "out" / "a.md").read_bytes() == (
        b"#flashcards\r\n\r\nWhat is\r\nit\r\n?\r\n```\r\na\r\n\r\nb\r\n```\r\n<!--SR:!2026-11-21,1,250-->\r\n\r\n"
        b"last of::all of them\n<!--SR:!2026-11-21,1,250-->"
    )


def test_a_note_of_cards_can_be_read_again(root: Path, tmp_path: Path) -> None:
    sample.export(root, "obsidian", tmp_path / "out")
    text = (tmp_path / "out" / "ml" / "losses - cards.md").read_text("utf-8")
    expected = [Kept(card.id, card.state) for card in cards(root) if card.note == "ml/losses.md"]
    assert obsidian_page.read(text) == ("ml/losses.md", expected)
    assert obsidian_page.read(sample.LOSSES) is None


def test_what_was_reviewed_in_obsidian_is_read_as_it_is_there(root: Path) -> None:
    row = next(card for card in cards(root) if card.prompt == "Huber loss")
    old = page("a.md", [(row._replace(state=STATE), "answer"), (row._replace(id="new"), "answer")])
    text = old.replace(comment([STATE]), "<!--SR:!2027-01-15,40,250-->")
    assert text != old
    kept = obsidian_page.read(text)
    assert kept is not None
    assert kept[1][0].state == Schedule(4, 40, 2.5, date(2027, 1, 15), date(2026, 12, 6), 1, passed=True)


def test_a_new_card_that_was_reviewed_in_obsidian_has_a_schedule(root: Path) -> None:
    row = next(card for card in cards(root) if card.state is None)
    text = page("a.md", [(row, "answer")]) + "<!--SR:!2026-11-28,4,270-->\n"
    assert obsidian_page.read(text) == (
        "a.md",
        [Kept(row.id, Schedule(1, 4, 2.7, date(2026, 11, 28), date(2026, 11, 24), 0, passed=True))],
    )


@pytest.mark.parametrize(
    ("prompt", "answer", "shown"),
    [
        ("# a ==b== c?", "x", "\\# a =&#61;b== c?\n?\nx\n"),
        ("a\n\nb", "?", "a\n <!-- -->\nb\n?\n&#63;\n"),
        ("a", "<!-- note -->\nx", "a\n?\n <!-- note -->\nx\n"),
        ("a", "$$\nx\n\ny\n$$ z", "a\n?\n$$\nx\ny\n$$ z\n"),
        ("a", "`x::y` $a::b$ c::d", "a\n?\n`x::y` $a::b$ c:&#58;d\n"),
        ("a", "~~~\nb\n\nc\n~~~\n\nd", "a\n?\n~~~\nb\n\u200b\nc\n~~~\n <!-- -->\nd\n"),
    ],
)
def test_what_would_end_a_card_is_written_otherwise(root: Path, prompt: str, answer: str, shown: str) -> None:
    row = cards(root)[0]._replace(prompt=prompt, state=None)
    assert page("a.md", [(row, answer)]).partition("\n\n")[2] == f"{shown} <!-- card {row.id} -->\n"


def test_a_note_without_answers_has_no_cards(root: Path) -> None:
    new = cards(root)[0]._replace(state=None)
    assert page("a.md", [(new, None), (new, "")]) == ""
    assert as_the_plugin(page("a.md", [(new._replace(state=STATE), None)]))[0].schedules == [
        ("2026-12-06", "15", "236")
    ]


def test_the_name_of_a_note_of_the_vault_is_not_taken(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_text("# A\n\n## What is a?\n\nThis.\n", "utf-8")
    (vault / "A - cards.md").write_text("mine", "utf-8")
    sample.export(vault, "obsidian", tmp_path / "out")
    assert sorted(path for path in os.listdir(tmp_path / "out") if path.endswith("md")) == [
        "A - cards.md", "a - cards - cards.md", "a.md",
    ]  # fmt: skip


# Attachments


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("![x](img/a.png)", ["n/img/a.png"]),
        ("![x](</n/img/b c.png>)", ["n/img/b c.png"]),
        ('![x](img/b%20c.png "title")', ["n/img/b c.png"]),
        ("![[a.png|300]] [[a.png]]", ["n/img/a.png"]),
        ('<img width="3" src="img/a.png">', ["n/img/a.png"]),
        ("[paper](../p(1).pdf#page=3)", ["p(1).pdf"]),
        ("[note](other.md) [[other]] ![x](https://example.org/img/a.png) [x](#here) ![x](gone.png)", []),
        ("![x](../../outside.png) ![x](/etc/hostname) ![x](../.hidden/a.png) ![x](img)", []),
    ],
)
def test_what_a_note_shows_is_found(tmp_path: Path, text: str, found: list[str]) -> None:
    vault = tmp_path / "vault"
    for name in ("n/img/a.png", "n/img/b c.png", "p(1).pdf", "n/other.md", ".hidden/a.png", "../outside.png"):
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text("x", "utf-8")
    assert Attachments(str(vault)).of("n/note.md", text) == found


def test_the_answers_are_those_of_the_vault(root: Path, tmp_path: Path) -> None:
    """Byte for byte, by way of the exported notes."""
    for to in ("markdown", "obsidian"):
        sample.export(root, to, tmp_path / to)
        there = {card.id: answer for card, answer in with_answers(root, cards(root))}
        assert {
            card.id: answer for card, answer in with_answers(tmp_path / to, cards(tmp_path / to))
        } == there
