"""Exports as a table and as JSON, what each holds of a card, and where an export may go."""

import csv
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import FilterError, WriteError
from studycli.exchange.exporting import happened
from studycli.exchange.writers.csv_table import COLUMNS, _cell, unescaped
from tests.exchange import export_sample as sample

DOCS = Path(__file__).resolve().parents[2] / "docs" / "formats.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the vault; no test changes it."""
    return sample.make(tmp_path_factory.mktemp("vault"))


def as_json(root: Path, **filters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sample.export(root, "json", "-", **filters)[1])["cards"]
    return found


def as_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_json_has_every_card_as_the_vault_has_it(root: Path) -> None:
    with sample.opened(root, 23) as collection:
        rows = collection.cards()
        answers = {row.id: collection.content(row.id).answer or None for row in rows}
    cards = as_json(root)
    assert len(cards) == 12
    for card, row in zip(cards, rows, strict=True):
        state = row.state._asdict() if row.state else {}
        assert card["answer"] == answers[row.id]
        assert [card[name] for name in ("id", "note", "kind", "prompt")] == [
            row.id,
            row.note,
            row.kind,
            row.prompt,
        ]
        assert (card["heading_path"], card["tags"]) == (list(row.heading_path), list(row.tags))
        for name in ("due", "interval", "ease", "repetitions", "lapses", "last", "passed"):
            value = state.get(name)
            assert card[name] == (value.isoformat() if name in ("due", "last") and value else value)
    assert {card["prompt"]: card["flag"] for card in cards if card["flag"]} == {"Huber loss": "unclear, ask"}
    assert [card["prompt"] for card in cards if card["suspended"]] == ["Huber loss: Cons"]
    assert {card["prompt"]: card["buried"] for card in cards if card["buried"]} == {
        "Two lines\nof a prompt": "2026-11-24"
    }


def test_json_has_the_history_without_what_was_taken_back(root: Path) -> None:
    told = {
        card["prompt"]: [
            (each["day"], each["kind"], each["grade"], each["seconds"]) for each in card["history"]
        ]
        for card in as_json(root)
    }
    assert told["为什么分类用交叉熵而不是 MSE？"] == [
        ("2026-11-18", "review", 1, 12.5), ("2026-11-18", "repeat", 4, None), ("2026-11-19", "review", 4, 4.25),
    ]  # fmt: skip
    # the heading was another one when these were given
    assert told["Huber loss"] == [("2026-11-18", "review", 4, 3.0), ("2026-11-19", "review", 3, None)]
    assert told["What is a"] == [("2026-11-18", "review", 5, 2.0), ("2026-11-19", "cram", 1, None)]
    assert told["Huber loss: Pros"] == []


def test_the_last_state_of_a_history_is_the_cards(root: Path) -> None:
    names = ("due", "interval", "ease", "repetitions", "lapses", "last", "passed")
    states = [(card, card["history"][-1]["state"]) for card in as_json(root) if card["history"]]
    assert len(states) == 6
    for card, state in states:
        assert {name: card[name] for name in names} == state


def test_every_field_is_described(root: Path) -> None:
    section = DOCS.read_text("utf-8").split("\n## An export\n")[1].split("\n## ", maxsplit=1)[0]
    cards = as_json(root)
    fields = {*COLUMNS, *cards[0], *(name for card in cards for each in card["history"] for name in each)}
    assert sorted(name for name in fields if f"`{name}`" not in section) == []


def test_json_of_no_card_is_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("", "utf-8")
    assert json.loads(sample.export(tmp_path, "json", "-")[1]) == {"cards": []}


def test_csv_says_the_same_as_json(root: Path, tmp_path: Path) -> None:
    sample.export(root, "csv", tmp_path / "x.csv")
    data = (tmp_path / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,note,heading_path,")
    rows = as_rows(data)
    for row, card in zip(rows, as_json(root), strict=True):
        expected = {**card, "heading_path": " > ".join(card["heading_path"]), "tags": ", ".join(card["tags"])}
        for name in COLUMNS:
            value = expected[name]
            text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            assert unescaped(row[name]) == text


def test_a_printed_csv_has_no_byte_order_mark(root: Path) -> None:
    assert sample.export(root, "csv", "-")[1].startswith(b"id,note,")


def test_a_cell_that_looks_like_a_formula_is_text(root: Path) -> None:
    [row] = [row for row in as_rows(sample.export(root, "csv", "-")[1]) if "1+1" in row["prompt"]]
    assert row["prompt"].startswith("'=1+1")
    assert row["answer"] == "'-2 is an answer"


@given(st.text(alphabet="'=+-@\t\n＝ a", max_size=6))
def test_the_apostrophe_can_be_taken_away_again(text: str) -> None:
    assert unescaped(_cell(text)) == text
    assert not _cell(text).startswith(("=", "+", "-", "@", "\t", "\n", "＝"))


def test_filters_choose_the_cards(root: Path) -> None:
    assert {card["note"] for card in as_json(root, tag="loss")} == {"ml/losses.md"}
    assert {card["note"] for card in as_json(root, path="ml")} == {"ml/losses.md"}
    assert {card["note"] for card in as_json(root, note="flash")} == {"flash.md"}
    with pytest.raises(FilterError, match="No card has the tag 'nosuch'"):
        as_json(root, tag="nosuch")


def test_the_tag_of_leeches_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## What is hard?\n\nThis.\n", "utf-8")
    for day in range(1, 17):
        with sample.opened(tmp_path, day) as collection:
            collection.answer(collection.cards()[0].id, 1)
    with sample.opened(tmp_path, 20) as collection:
        assert collection.cards()[0].leech
    [card] = as_json(tmp_path, tag="leech")
    assert (card["tags"], card["lapses"]) == ([], 16)


def test_no_two_entries_have_the_same_time(root: Path) -> None:
    with sample.opened(root, 23) as collection:
        moments = [
            event.milliseconds for event in happened(collection, {card.id for card in collection.cards()})
        ]
    assert len(set(moments)) == len(moments) == 10


# Where an export may go


@pytest.mark.parametrize(
    ("to", "dest", "sentence"),
    [
        ("anki", "-", "anki cannot be printed; name a file."),
        ("obsidian", "-", "obsidian cannot be printed; name a folder."),
        ("csv", "notes.md", "notes.md does not end with .csv; name a file that does."),
        ("json", "there", "there is a folder; name a file that ends with .json."),
        ("markdown", "file", "file is there already and is no folder; name another one."),
        ("markdown", "vault/ml", ("vault/ml lies in the vault vault, whose cards its notes would become; name a folder "
         "outside of it.")),
        ("obsidian", "vault", ("vault lies in the vault vault, whose cards its notes would become; name a folder "
         "outside of it.")),
        ("obsidian", ".", ". holds the vault vault itself; name another folder."),
        ("markdown", "there", ("there is there already, is not empty, and was not made by an export; name another folder, "
         "or overwrite what has the same names in it by --force.")),
    ],
)  # fmt: skip
def test_it_goes_nowhere_where_it_would_do_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, dest: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vault" / "ml").mkdir(parents=True)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    before = sorted(path.name for path in tmp_path.rglob("*") if ".study" not in path.parts)
    with pytest.raises(WriteError) as caught:
        sample.export(Path("vault"), to, dest)
    assert str(caught.value) == sentence
    assert sorted(path.name for path in tmp_path.rglob("*") if ".study" not in path.parts) == before


@pytest.mark.parametrize("to", ["csv", "json", "anki", "markdown", "obsidian"])
def test_a_full_disk_leaves_what_was_there(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    dest = tmp_path / {"anki": "x.apkg", "csv": "x.csv", "json": "x.json"}.get(to, "folder")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("studycli.exchange.writers.target.os.replace", full)
    with pytest.raises(WriteError, match="cannot be written: No space left on device"):
        sample.export(root, to, dest)
    assert os.listdir(tmp_path) == []


def test_a_file_is_replaced_and_keeps_its_mode(root: Path, tmp_path: Path) -> None:
    dest = tmp_path / "x.json"
    dest.write_text("old", "utf-8")
    dest.chmod(0o600)
    sample.export(root, "json", dest)
    assert (dest.stat().st_mode & 0o777, os.listdir(tmp_path)) == (0o600, ["x.json"])
    assert len(json.loads(dest.read_text("utf-8"))["cards"]) == 12
