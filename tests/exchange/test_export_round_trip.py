"""Out and in again: what is exported and then imported into an empty vault is the same."""

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from studycli.collection import Collection
from studycli.exchange import importing
from studycli.exchange.importing import Request
from studycli.exchange.sources import open_source
from tests.exchange import export_sample as sample

FORMATS = [
    ("anki", "x.apkg", ""),
    ("csv", "x.csv", ""),
    ("json", "x.json", ""),
    ("markdown", "x", "markdown"),
    ("obsidian", "x", ""),
]
"""Format, name, and kind: '' for the one that an import finds."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the vault; no test changes it."""
    return sample.make(tmp_path_factory.mktemp("vault"))


def taken_in(source: Path, kind: str, vault: Path, into: str = ".") -> Collection:
    """Import a source into a new vault, and open that."""
    vault.mkdir()
    (vault / "study.toml").write_text("", "utf-8")
    with sample.opened(vault, 23) as collection, open_source(str(source), None) as opened:  # type: ignore[arg-type]
        prepared = importing.prepare(collection, [opened], Request(into, kind), lambda *_: None)
        importing.carry_out(collection, prepared, lambda *_: None)
    return sample.opened(vault, 23)


def known(collection: Collection) -> dict[str, tuple[Any, ...]]:
    """Return of each card what must come back: note, prompt, answer, schedule, what is set aside.

    A prompt of several lines may become a heading, which has one.
    """
    return {
        row.id: (
            row.note,
            " ".join(row.prompt.split()),
            collection.content(row.id).answer.strip(),
            row.state,
            row.suspended,
            row.buried,
        )
        for row in collection.cards()
    }


def rows(root: Path) -> dict[str, tuple[Any, ...]]:
    with sample.opened(root, 23) as collection:
        return known(collection)


@pytest.mark.parametrize(("to", "name", "kind"), FORMATS)
def test_every_card_answer_and_date_comes_back(
    root: Path, tmp_path: Path, to: str, name: str, kind: str
) -> None:
    sample.export(root, to, tmp_path / name)
    expected = rows(root)
    if to == "obsidian":  # its plugin knows no card that is set aside
        expected = {card: (*values[:4], False, None) for card, values in expected.items()}
    with taken_in(tmp_path / name, kind, tmp_path / "vault") as collection:
        assert known(collection) == expected


@pytest.mark.parametrize("to", ["anki", "json", "markdown"])
def test_the_history_comes_back(root: Path, tmp_path: Path, to: str) -> None:
    _, name, kind = next(each for each in FORMATS if each[0] == to)
    sample.export(root, to, tmp_path / name)

    def answers(collection: Collection) -> list[list[tuple[Any, ...]]]:
        return [
            [
                (each.day, each.kind, each.grade)
                for each in collection.history(card.id)
                if each.grade is not None
            ]
            for card in collection.cards()
        ]

    with sample.opened(root, 23) as collection:
        expected = answers(collection)
        undone = sample.find(collection, "Pros")
        expected[[card.id for card in collection.cards()].index(undone)] = []
    with taken_in(tmp_path / name, kind, tmp_path / "vault") as collection:
        assert answers(collection) == expected


def test_a_vault_comes_into_a_folder_with_its_schedules(root: Path, tmp_path: Path) -> None:
    """The ids of its cards are others there."""
    sample.export(root, "markdown", tmp_path / "x")
    expected = [(f"brain/{note}", *values) for note, *values in rows(root).values()]
    with taken_in(tmp_path / "x", "markdown", tmp_path / "vault", "brain") as collection:
        assert [tuple(values) for values in known(collection).values()] == expected


def test_what_was_reviewed_in_obsidian_comes_back(root: Path, tmp_path: Path) -> None:
    sample.export(root, "obsidian", tmp_path / "x")
    page = tmp_path / "x" / "ml" / "losses - cards.md"
    text = page.read_text("utf-8")
    [schedule] = [line for line in text.splitlines() if line.startswith("<!--SR:!2026-11-25,6,250")]
    page.write_text(text.replace(schedule, "<!--SR:!2026-12-20,25,270-->"), "utf-8")
    with taken_in(tmp_path / "x", "obsidian", tmp_path / "vault", "deeper") as collection:
        state = collection.card(sample.find(collection, "交叉熵")).state
        assert not (tmp_path / "vault" / "deeper" / "ml" / "losses - cards.md").exists()
    assert state is not None
    assert (state.due, state.interval, state.ease, state.lapses) == (date(2026, 12, 20), 25, 2.7, 1)


def edited(package: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Change the collection of a package."""
    with zipfile.ZipFile(package) as old:
        files = {name: old.read(name) for name in old.namelist()}
    path = package.with_suffix(".db")
    path.write_bytes(files["collection.anki2"])
    with closing(sqlite3.connect(path)) as database, database:
        change(database)
    with zipfile.ZipFile(package, "w") as new:
        for name, data in (files | {"collection.anki2": path.read_bytes()}).items():
            new.writestr(name, data)


def test_what_was_edited_and_answered_in_anki_comes_back(root: Path, tmp_path: Path) -> None:
    sample.export(root, "anki", tmp_path / "x.apkg")
    with sample.opened(root, 23) as collection:
        why, both = (collection.card(sample.find(collection, words)) for words in ("交叉熵", "Both"))

    def change(database: sqlite3.Connection) -> None:
        database.execute(
            "UPDATE notes SET flds = replace(flds, '>不含<', '>从不含<') WHERE flds LIKE '%交叉熵%'"
        )
        database.execute("UPDATE notes SET flds = replace(flds, 'flash.md', 'flash') WHERE flds LIKE 'Both%'")
        card = "(SELECT id FROM notes WHERE flds LIKE '%交叉熵%')"
        database.execute(f"UPDATE cards SET reps = 4, ivl = 15, due = due + 9 WHERE nid = {card}")  # noqa: S608

    edited(tmp_path / "x.apkg", change)
    with taken_in(tmp_path / "x.apkg", "anki", tmp_path / "vault") as collection:
        found = collection.card(why.id)
        answer = collection.content(why.id).answer
        [loose] = [card for card in collection.cards() if card.prompt == "Both"]
    assert answer.startswith("梯度是 $p - y$，当 $a<b$ 时 **从不含** 激活函数的导数。")
    assert found.state is not None
    assert (found.state.interval, found.state.due) == (15, date(2026, 12, 4))
    assert (loose.note, loose.id == both.id) == ("study.md", False)  # it names no note any more


@pytest.mark.parametrize("answers", [0, 1])
def test_a_question_that_was_suspended_for_want_of_an_answer_is_not(tmp_path: Path, answers: int) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a.md").write_text("# A\n\n## What is open?\n", "utf-8")
    with sample.opened(tmp_path / "from", 20) as collection:
        for card in collection.cards() * answers:
            collection.answer(card.id, 4)
    sample.export(tmp_path / "from", "anki", tmp_path / "x.apkg")
    with taken_in(tmp_path / "x.apkg", "anki", tmp_path / "vault") as collection:
        assert known(collection) == rows(tmp_path / "from")
        assert len(known(collection)) == 1


def test_pictures_come_back_to_their_place(root: Path, tmp_path: Path) -> None:
    sample.export(root, "anki", tmp_path / "x.apkg")
    with taken_in(tmp_path / "x.apkg", "anki", tmp_path / "vault"):
        assert (tmp_path / "vault" / "ml" / "img" / "a b.png").read_bytes() == sample.PICTURE


@pytest.mark.parametrize("to", ["anki", "json"])
def test_a_note_comes_back_whose_name_is_no_heading_for_cards(tmp_path: Path, to: str) -> None:
    _, name, kind = next(each for each in FORMATS if each[0] == to)
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "references.md").write_text("# Books\n\n## What is read?\n\nThis one.\n", "utf-8")
    sample.export(tmp_path / "from", to, tmp_path / name)
    with taken_in(tmp_path / name, kind, tmp_path / "vault") as collection:
        assert [(card.note, card.prompt) for card in collection.cards()] == [
            ("references.md", "What is read?")
        ]
