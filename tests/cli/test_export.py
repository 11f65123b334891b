"""`study export`: where it writes, what it says, and what it refuses."""

import json
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from studycli.cli.app import main
from studycli.cli.export import FORMATS
from studycli.exchange.writers.target import FORMATS as KNOWN

Study = Callable[..., Any]


@pytest.fixture(autouse=True)
def chosen(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose the vault by the environment."""
    monkeypatch.setenv("STUDY_VAULT", str(vault))


@pytest.mark.parametrize(
    ("to", "name"),
    [
        ("anki", "study.apkg"),
        ("csv", "study.csv"),
        ("json", "study.json"),
        ("markdown", "study-vault"),
        ("obsidian", "study-obsidian"),
    ],
)
def test_it_goes_into_the_folder_one_is_in(study: Study, tmp_path: Path, to: str, name: str) -> None:
    assert study("export", "--to", to) == (0, f"{name}: 5 cards of 2 notes.\n", "")
    assert sorted(os.listdir(tmp_path)) == sorted([name, "vault"])


def test_it_can_be_printed(study: Study) -> None:
    done = study("export", "--to", "json", "-", "--tag", "loss")
    assert (done.code, done.err) == (0, "")
    assert [card["note"] for card in json.loads(done.out)["cards"]] == ["losses.md"] * 4
    assert study("export", "--to", "csv", "-").out.startswith("id,note,heading_path,kind,prompt,answer,")


def test_it_can_be_printed_where_standard_output_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    monkeypatch.setattr("sys.stdout", out)
    assert main(["export", "--to", "csv", "-"]) == 0
    assert out.getvalue().count("losses.md") == 4


def test_the_formats_of_the_help_are_those_that_there_are() -> None:
    assert tuple(KNOWN) == FORMATS


def test_an_export_again_says_the_same(study: Study) -> None:
    first = study("export", "--to", "markdown", "out")
    assert study("export", "--to", "markdown", "out") == first == (0, "out: 5 cards of 2 notes.\n", "")


def test_an_exported_vault_can_be_studied(study: Study) -> None:
    study("export", "--to", "markdown", "out", "--path", "math")
    assert study("cards", "--vault", "out").out.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--to", "pdf"), 2, "'pdf' is not one of anki, csv, json, markdown, obsidian."),
        ((), 2, "Missing option '--to'"),
        (("--to", "csv", "cards.txt"), 1, "cards.txt does not end with .csv; name a file that does."),
        (("--to", "anki", "-"), 1, "anki cannot be printed; name a file."),
        (("--to", "csv", "--tag", "nosuch"), 1, "No card has the tag 'nosuch'."),
        (("--to", "csv", "nowhere/x.csv"), 1, "nowhere/x.csv cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(
    study: Study, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = study("export", *words)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert os.listdir(tmp_path) == ["vault"]


def test_no_note_of_the_vault_is_written(study: Study, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in vault.rglob("*.md")}
    monkeypatch.chdir(vault)
    done = study("export", "--to", "obsidian")
    assert (done.code, done.out) == (1, "")
    assert "name a folder outside of it" in done.err
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == before
