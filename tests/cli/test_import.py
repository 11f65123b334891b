"""``study import`` on the command line: what it says, what it leaves on the disk, and how it is taken back."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studycli.store import doubts

Study = Callable[..., Any]
WHY = "# Losses\n\n## Why cross-entropy?\n\nIts gradient does not vanish.\n"
REVIEWED = """\
---
sr-due: 2026-11-26
sr-interval: 6
sr-ease: 250
---
# Adam

## What does Adam keep?

Two moments of the gradient.
"""


@pytest.fixture(autouse=True)
def in_vault(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start inside the vault."""
    monkeypatch.chdir(vault)


@pytest.fixture
def brain(tmp_path: Path) -> Path:
    """Return an Obsidian vault of two notes beside the vault."""
    folder = tmp_path / "brain"
    (folder / ".obsidian").mkdir(parents=True)
    (folder / "ml").mkdir()
    (folder / "ml" / "why.md").write_text(f"{WHY}\n![[curve.png]]\n", "utf-8")
    (folder / "ml" / "curve.png").write_bytes(b"png")
    (folder / "adam.md").write_text(REVIEWED, "utf-8")
    for path in folder.rglob("*"):
        os.utime(path, (1_760_000_000, 1_760_000_000))
    return folder


def files(vault: Path) -> dict[str, bytes]:
    """Return the notes and attachments of the vault."""
    return {
        str(path.relative_to(vault)): path.read_bytes()
        for path in vault.rglob("*")
        if path.is_file() and ".study" not in path.parts
    }


PLANNED = """\
Obsidian vault ../brain into the vault
  2 notes: 2 new
  2 cards, 1 with a schedule
  1 attachment: 1 new
"""


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(study: Study, vault: Path, brain: Path) -> None:
    before = files(vault)
    result = study("import", "../brain", "--dry-run")
    assert result == (
        0,
        PLANNED + "  new: adam.md 1 card\n    sr-ease gives difficulty\n  new: ml/why.md 1 card\n"
        "Nothing was written: this was a dry run.\n",
        "",
    )
    assert files(vault) == before


def test_an_import_says_what_it_does_and_does_it(study: Study, vault: Path, brain: Path) -> None:
    before = files(brain)
    result = study("import", "../brain")
    assert result == (
        0,
        PLANNED + "  new: adam.md 1 card\n    sr-ease gives difficulty\n"
        "2 notes and 1 attachment written. `study import --undo` takes it back.\n",
        "",
    )
    assert files(brain) == before
    assert (vault / "ml" / "curve.png").read_bytes() == b"png"
    assert (
        (vault / "adam.md")
        .read_text("utf-8")
        .startswith("---\nsr-due: 2026-11-26\nsr-interval: 6\nsr-ease: 250\ncreated: 2025-10-09\n")
    )
    [card] = json.loads(study("cards", "adam.md", "--json").out)["cards"]
    assert card["state"] == {
        "repetitions": 2, "interval": 6, "ease": 2.5, "due": "2026-11-26", "last": "2026-11-20", "lapses": 0, "passed": True,
    }  # fmt: skip
    assert json.loads(study("due", "--json").out)["cards"] == 7


def test_importing_again_says_that_nothing_has_changed(study: Study, vault: Path, brain: Path) -> None:
    study("import", "../brain")
    before = files(vault)
    result = study("import", "../brain")
    assert "  2 notes: 2 as before\n" in result.out
    assert result.out.splitlines()[-1] == "Nothing has changed."
    assert files(vault) == before


def test_a_source_of_which_only_the_schedule_has_changed_brings_that(
    study: Study, vault: Path, brain: Path
) -> None:
    study("import", "../brain")
    before = files(vault)
    note = brain / "adam.md"
    note.write_text(
        REVIEWED.replace("sr-due: 2026-11-26", "sr-due: 2026-12-05").replace("al: 6", "al: 14"), "utf-8"
    )
    out = study("import", "../brain").out
    assert out.splitlines()[-1].startswith("1 note written.")
    [card] = json.loads(study("cards", "adam.md", "--json").out)["cards"]
    assert (card["state"]["due"], card["state"]["interval"]) == ("2026-12-05", 14)
    study("import", "--undo")
    assert files(vault) == before


def test_undo_takes_it_back(study: Study, vault: Path, brain: Path) -> None:
    before = files(vault)
    study("import", "../brain")
    assert study("import", "--undo") == (
        0,
        "Took back the import of Obsidian vault ../brain: 3 files deleted.\n",
        "",
    )
    assert files(vault) == before
    assert study("import", "--undo") == (1, "", "study: No import is left to take back.\n")


def test_undo_keeps_what_was_edited_and_says_so(study: Study, vault: Path, brain: Path) -> None:
    study("import", "../brain")
    note = vault / "adam.md"
    note.write_text(note.read_text("utf-8") + "\nMine.\n", "utf-8")
    result = study("import", "--undo", "--json")
    assert json.loads(result.out) == {
        "what": "the import of Obsidian vault ../brain",
        "deleted": ["ml/curve.png", "ml/why.md"],
        "restored": [],
        "kept": ["adam.md"],
    }
    study("import", "../brain")
    (vault / "ml" / "why.md").write_text("# Mine\n", "utf-8")
    assert study("import", "--undo").err == (
        "study: ml/why.md: it was edited since the import; it stays: delete or mend it by hand.\n"
    )


def test_json_names_each_note_with_what_became_of_it(study: Study, brain: Path) -> None:
    value = json.loads(study("import", "../brain", "--json", "--tag", "exam").out)
    [source] = value["sources"]
    assert (value["dry_run"], source["kind"], source["into"], source["problems"]) == (
        False,
        "obsidian",
        "",
        [],
    )
    assert source["attachments"] == [{"path": "ml/curve.png", "action": "new"}]
    assert source["notes"][0] == {
        "path": "adam.md", "action": "new", "key": "adam.md", "cards": 1, "scheduled": 1, "answers": 0, "clashes": 0,
        "encoding": "utf-8", "repairs": [], "remarks": ["sr-ease gives difficulty"],
    }  # fmt: skip


def test_a_zip_and_standard_input_are_sources_too(study: Study, vault: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.writestr("a/why.md", WHY)
    assert study("import", "../notes.zip").code == 0
    assert "Its gradient" in (vault / "notes" / "a" / "why.md").read_text("utf-8")
    assert study("import", "-", "--into", "piped", stdin=WHY).code == 0
    assert [path.name for path in (vault / "piped").iterdir()] == ["stdin.md"]


def test_several_sources_are_one_import(study: Study, vault: Path, tmp_path: Path, brain: Path) -> None:
    before = files(vault)
    (tmp_path / "q.csv").write_text("question,answer\nWhat is MSE?,A mean of squares.\n", "utf-8")
    assert study("import", "../brain", "../q.csv").code == 0
    assert json.loads(study("due", "--json").out)["cards"] == 8
    study("import", "--undo")
    assert files(vault) == before


def test_a_damaged_text_is_mended_listed_and_accepted(study: Study, vault: Path, tmp_path: Path) -> None:
    text = "# 损失函数\n\n## 为什么分类任务用交叉熵损失函数？\n\n因为梯度不会消失，训练更快。\n"
    mangled = text.encode().decode("cp1254", "ignore").replace("\xad", "")
    (tmp_path / "loss.md").write_text(mangled, "utf-8")
    result = study("import", "../loss.md")
    assert result.code == 0
    assert "UTF-8 read as cp1254" in result.out
    assert "为什么分类任务" in (vault / "loss.md").read_text("utf-8")
    listed = json.loads(study("check", "--json").out)["problems"]
    doubtful = [problem for problem in listed if problem["code"] == "doubtful-repair"]
    count = len(doubtful)
    noun = "repair" if count == 1 else "repairs"
    said = f"{count} doubtful {noun} accepted.\n"
    assert study("import", "--accept").out == said
    assert [
        p for p in json.loads(study("check", "--json").out)["problems"] if p["code"] == "doubtful-repair"
    ] == []


def test_notes_with_doubtful_repairs_can_be_accepted_by_name(study: Study, vault: Path) -> None:
    one, two = (doubts.Doubt(name, "# 损失函数", "a", "b", "", 0.5) for name in ("losses.md", "math/open.md"))
    (vault / ".study").mkdir(exist_ok=True)
    (vault / doubts.FILE).write_bytes(doubts.encoded([one, two]))
    assert json.loads(study("import", "--accept", "losses.md", "--json").out) == {"accepted": 1}
    assert study("import", "--accept", "losses.md") == (
        1,
        "",
        "study: losses.md has no doubtful repair; these have: math/open.md.\n",
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "Name what to import, or give --undo or --accept."),
        (("x.md", "--undo"), "Name what to import, or give --undo or --accept."),
        (("x.md", "--skip", "--both"), "--update, --skip and --both exclude each other."),
        (("x.md", "--as", "word"), "'word' is not one of anki, hashcards,"),
    ],
)
def test_options_that_do_not_fit_are_refused(study: Study, words: tuple[str, ...], why: str) -> None:
    result = study("import", *words)
    assert (result.code, result.out) == (2, "")
    assert why in result.err


def test_a_source_that_is_not_there_or_is_the_vault_is_refused(study: Study) -> None:
    assert study("import", "../nothing") == (
        1,
        "",
        "study: ../nothing is not there; name a file, a folder or a zip.\n",
    )
    assert "lie in each other" in study("import", "math").err


def test_notebooks_among_notes_come_in_and_other_kinds_are_named(
    study: Study, vault: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "why.md").write_text(WHY, "utf-8")
    (folder / "q.csv").write_text("question,answer\na,b\n", "utf-8")
    cell = {"cell_type": "markdown", "metadata": {}, "source": "## What is Adam?\n\nMoments."}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    (folder / "n.ipynb").write_text(json.dumps(notebook), "utf-8")
    out = study("import", "../mixed").out
    assert "../mixed: a file of another kind beside the notes: q.csv → name them to import them" in " ".join(
        out.split()
    )
    assert "2 notes written." in out
    assert sorted(path.name for path in (vault / "mixed").iterdir()) == ["n.md", "why.md"]


def test_a_list_that_is_long_is_cut_and_says_so(study: Study, tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for number in range(25):
        (tmp_path / "many" / f"{number:02}.md").write_text(f"# Note {number}\n", "utf-8")
    lines = study("import", "../many", "--dry-run").out.splitlines()
    assert lines[-2:] == ["  … and 5 more; --json lists all", "Nothing was written: this was a dry run."]
