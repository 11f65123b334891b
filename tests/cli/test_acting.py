"""Commands that change something: what they say, what they leave on the disk, and how it is taken back."""

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studycli.cli.app import load
from studycli.cli.table import TABLE

Study = Callable[..., Any]
WHY, HUBER, PROS, CONS, OPEN = "17969c463b1b", "2322cb6a8ef4", "be824a9817ee", "b5ae5e798d34", "b88f5c2e7461"


@pytest.fixture(autouse=True)
def in_vault(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start inside the vault."""
    monkeypatch.chdir(vault)


def notes(vault: Path) -> dict[str, bytes]:
    """Return the bytes of every note."""
    return {str(path): path.read_bytes() for path in vault.rglob("*.md")}


# grade


@pytest.mark.parametrize(
    ("word", "grade", "due"),
    [("again", 1, "2026-11-24, in 1 day"), ("good", 4, "2026-11-24, in 1 day"), ("EASY", 5, "2026-11-24, in 1 day"),
     ("hard", 3, "2026-11-24, in 1 day"), ("0", 0, "2026-11-24, in 1 day"), ("5", 5, "2026-11-24, in 1 day")],
)  # fmt: skip
def test_grade_by_word_and_by_number(study: Study, word: str, grade: int, due: str) -> None:
    assert study("grade", HUBER, word) == (0, f"{HUBER} graded {grade}: due {due}\n", "")


def test_grade_writes_log_and_frontmatter(study: Study, vault: Path) -> None:
    before = (vault / "losses.md").read_text("utf-8")
    assert study("grade", HUBER[:4], "good").code == 0
    assert (vault / "losses.md").read_text("utf-8") == before.replace(
        "last_reviewed: null", "last_reviewed: '2026-11-23'"
    ).replace("next_review: '2026-11-20'", "next_review: '2026-11-24'").replace(
        "review_count: 0", "review_count: 1"
    ).replace("mastery_level: 0.0", "mastery_level: 0.01")
    [line] = (vault / ".study" / "log" / "test.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["card"] == HUBER


def test_grade_as_json(study: Study) -> None:
    result = study("grade", HUBER, "good", "--json")
    value = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert list(value) == [
        "entry", "card", "kind", "grade", "schedule", "repeat", "note_written", "warning", "leech", "suspended", "buried",
    ]  # fmt: skip
    assert value["schedule"] == {
        "repetitions": 1, "interval": 1, "ease": 2.5, "due": "2026-11-24", "last": "2026-11-23", "lapses": 0,
        "passed": True,
    }  # fmt: skip


@pytest.mark.parametrize("word", ["6", "-1", "great", "", "4.0"])
def test_a_wrong_grade_says_what_is_one(study: Study, vault: Path, word: str) -> None:
    before = notes(vault)
    result = study("grade", HUBER, "--", word)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"study: '{word}' is not a grade: it is 0 to 5, or again, hard, good, easy.\n"
    assert notes(vault) == before


# undo


def test_undo_takes_back_step_by_step(study: Study, vault: Path) -> None:
    before = notes(vault)
    study("grade", HUBER, "good")
    study("suspend", PROS)
    assert study("undo") == (0, "Took back: suspend of 2026-11-23, Huber loss: Pros\n", "")
    assert study("undo") == (0, "Took back: review 4 of 2026-11-23, Huber loss\n", "")
    assert study("undo") == (1, "", "study: There is nothing to undo.\n")
    assert notes(vault) == before
    assert study("due", "--count").out == "4\n"


def test_undo_as_json(study: Study) -> None:
    study("grade", HUBER, "good")
    assert study("undo", "--json").out == (
        f'{{\n  "kind": "review",\n  "cards": [\n    "{HUBER}"\n  ],\n  "prompt": "Huber loss",\n'
        '  "day": "2026-11-23",\n  "grade": 4,\n  "warning": ""\n}\n'
    )


# suspend, unsuspend, bury


def test_suspend_and_unsuspend(study: Study) -> None:
    assert study("suspend", HUBER[:5], PROS[:5]) == (
        0,
        f"{HUBER} suspended: Huber loss\n{PROS} suspended: Huber loss: Pros\n",
        "",
    )
    assert study("due", "--count").out == "2\n"
    assert study("suspend", HUBER).out == f"{HUBER} was suspended already: Huber loss\n"
    assert study("unsuspend", HUBER).out == f"{HUBER} asked again: Huber loss\n"
    assert study("unsuspend", HUBER).out == f"{HUBER} was not set aside: Huber loss\n"
    assert study("due", "--count").out == "3\n"


def test_bury_lasts_until_tomorrow(study: Study) -> None:
    assert study("bury", HUBER).out == f"{HUBER} buried until tomorrow: Huber loss\n"
    assert study("due", "--count").out == "3\n"
    assert study("due", "--count", "--today", "2026-11-24").out == "4\n"


def test_one_unknown_card_changes_none(study: Study) -> None:
    result = study("suspend", HUBER, "ffffffff")
    assert (result.code, result.out) == (1, "")
    assert study("due", "--count").out == "4\n"


def test_suspend_as_json_lists_what_changed(study: Study) -> None:
    study("suspend", PROS)
    assert study("suspend", HUBER, PROS, "--json").out == f'{{\n  "cards": [\n    "{HUBER}"\n  ]\n}}\n'


# catchup


def test_catchup_spreads_the_backlog_and_is_undone_in_one_step(study: Study) -> None:
    for card in (WHY, HUBER, PROS, CONS):
        study("grade", card, "good")
    late = ("--today", "2027-01-10")
    result = study("catchup", "--days", "2", *late)
    assert (result.code, result.err) == (0, "")
    assert "`study undo` takes it back." in result.out
    fewer = int(study("due", "--count", *late).out)
    assert fewer < 4
    study("undo", *late)
    assert study("due", "--count", *late).out == "4\n"


def test_catchup_without_a_backlog(study: Study) -> None:
    assert study("catchup") == (0, "There is no backlog to spread.\n", "")
    assert study("catchup", "--json") == (0, '{\n  "cards": []\n}\n', "")


# review


def test_review_through_a_pipe(study: Study) -> None:
    result = study("review", "--limit", "1", stdin="\n4\n")
    assert (result.code, result.err) == (0, "")
    assert "Answered: 1 card, 1 right (100 %)" in result.out


# due --count by both ways


@pytest.mark.no_cover  # the programs run lines that test_main.py runs here
@pytest.mark.parametrize("step", [(), ("grade", HUBER, "good"), ("suspend", PROS), ("bury", CONS)])
def test_both_ways_to_count_agree(study: Study, vault: Path, step: tuple[str, ...]) -> None:
    """The entry point's own count and the command's are the same number."""
    if step:
        study(*step)
    slow = study("due", "--count").out
    for _ in range(2):
        fast = subprocess.run(
            [sys.executable, "-m", "studycli", "due", "--count"],
            cwd=vault,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (fast.stdout, fast.stderr) == (slow, "")


# the examples


SHELL = set("~$&|<>;*")  # what says that an example is for a shell


def examples() -> list[Any]:
    """Return each command with each of its examples; of what a shell starts coverage is measured elsewhere."""
    rows = [(entry.name, example) for entry in TABLE for example in load(entry.name).examples]  # type: ignore[attr-defined]
    return [pytest.param(*row, marks=[pytest.mark.no_cover] if SHELL & set(row[1]) else []) for row in rows]


@pytest.mark.parametrize(("name", "example"), examples())
def test_every_example_of_the_help_works(
    study: Study, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, example: str
) -> None:
    """What the help shows can be typed as it stands: plain words in this process, the others in a shell."""
    home = tmp_path / "home"
    (home / "elsewhere" / "notes").mkdir(parents=True)
    (home / "elsewhere" / "notes" / "a.md").write_text("# What is Adam?\n\nMoments.\n", "utf-8")
    (home / ".config" / "fish" / "completions").mkdir(parents=True)
    (vault / "notes").mkdir()
    (vault / "notes" / "tagged.md").write_text(
        "---\ntags: [optimisers, 深度学习]\n---\n# T\n\n## What is Adam?\n\nMoments.\n", "utf-8"
    )
    (vault / "study.toml").write_text('[interview]\ndate = "2027-03-01"\n', "utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("EDITOR", "true")
    study("grade", WHY, "good")
    typed = example.replace("3f2a", WHY[:4]).replace("77c0", PROS[:4])
    if SHELL & set(typed):
        error, code = in_shell(typed, vault)
    else:
        program, *words = shlex.split(typed, comments=True)
        assert program == "study"
        code, _, error = study(*words)
    assert (error, code) == ("", 1 if name == "check" else 0)


def in_shell(typed: str, folder: Path) -> tuple[str, int]:
    """Run what is typed in bash; return what stood on its stderr, and the exit code."""
    done = subprocess.run(
        ["bash", "-c", f'study() {{ {shlex.quote(sys.executable)} -m studycli "$@"; }}\n{typed}'],
        cwd=folder,
        capture_output=True,
        text=True,
        input="",
        check=False,
    )
    return done.stderr, done.returncode
