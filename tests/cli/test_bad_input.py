"""What is wrong is said in a sentence with its place, and nothing is lost by it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Study = Callable[..., Any]
WHY, HUBER, PROS, CONS = "17969c463b1b", "2322cb6a8ef4", "be824a9817ee", "b5ae5e798d34"
VAULT_COMMANDS = [
    ("review",), ("due",), ("due", "--count"), ("cards",), ("show", HUBER), ("grade", HUBER, "4"), ("undo",),
    ("suspend", HUBER), ("unsuspend", HUBER), ("bury", HUBER), ("catchup",), ("check",), ("log",), ("config",),
    ("new", "A", "--no-edit"), (),
]  # fmt: skip


def log_of(vault: Path) -> Path:
    """Return the path of this device's log."""
    return vault / ".study" / "log" / "test.jsonl"


@pytest.fixture
def here(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start inside the vault."""
    monkeypatch.chdir(vault)
    return vault


@pytest.fixture
def held_by_permissions(tmp_path: Path) -> None:
    """Skip for a user whom permissions do not hold back."""
    (tmp_path / "closed").touch(mode=0)
    if os.access(tmp_path / "closed", os.R_OK):
        pytest.skip("permissions do not hold this user back")


# The vault


@pytest.mark.parametrize("command", VAULT_COMMANDS, ids=" ".join)
def test_without_a_vault_every_command_says_how_to_make_one(study: Study, command: tuple[str, ...]) -> None:
    result = study(*command)
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert "`study init DIR`" in result.err


def test_a_vault_that_is_not_there_is_named_with_where_it_came_from(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"{tmp_path}/nowhere (from --vault) does not exist." in study("due", "--vault", "nowhere").err
    monkeypatch.setenv("STUDY_VAULT", "lost")
    assert f"{tmp_path}/lost (from STUDY_VAULT) does not exist." in study("due").err


@pytest.mark.parametrize(
    ("command", "out"),
    [
        (("due", "--count"), "0\n"),
        (("cards", "--json"), '{\n  "cards": []\n}\n'),
        (("check",), "No problem in 0 notes.\n"),
        (("log",), "The log is empty.\n"),
    ],
)
def test_an_empty_vault_is_no_error(study: Study, tmp_path: Path, command: tuple[str, ...], out: str) -> None:
    (tmp_path / "empty").mkdir()
    assert study(*command, "--vault", "empty")[:2] == (0, out)


def test_reviewing_an_empty_vault_says_how_to_begin(study: Study, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = study("review", "--vault", "empty")
    assert (result.code, result.err) == (0, "")
    assert "study new TITLE" in result.out


# The clock


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", [("--today", "tomorrow"), ("--today", "2026-02-30")])
def test_a_date_that_is_none_is_named(study: Study, words: tuple[str, ...]) -> None:
    result = study("due", *words)
    assert (result.code, result.out) == (2, "")
    assert f"--today is '{words[1]}'" in result.err


@pytest.mark.usefixtures("here")
def test_a_time_that_is_none_is_named(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDY_NOW", "noon")
    result = study("due", "--count")
    assert (result.code, result.out) == (2, "")
    assert "STUDY_NOW is 'noon'" in result.err


# Notes


def problems(study: Study) -> list[dict[str, Any]]:
    """Return what ``study check --json`` lists, without the question that has no answer."""
    found = json.loads(study("check", "--json").out)["problems"]
    return [problem for problem in found if problem["path"] != "math/open.md"]


def test_a_note_that_is_not_utf8_is_named_and_skipped(study: Study, here: Path) -> None:
    (here / "gbk.md").write_bytes("# 熵\n\n## 什么是熵？\n\n信息量。\n".encode("gbk"))
    assert study("due", "--count").out == "4\n"
    [problem] = problems(study)
    assert problem["path"] == "gbk.md"
    assert "UTF-8" in problem["found"] + problem["meant"]


def test_a_note_with_broken_yaml_is_studied_and_never_written(study: Study, here: Path) -> None:
    text = "---\ntags: [a\nreview_count: 0\n---\n# T\n\n## What is entropy?\n\nInformation.\n"
    (here / "broken.md").write_text(text, "utf-8")
    assert study("due", "--count").out == "5\n"
    [card] = json.loads(study("cards", "broken.md", "--json").out)["cards"]
    assert study("grade", card["id"], "good").code == 0
    assert (here / "broken.md").read_text("utf-8") == text
    assert [problem["path"] for problem in problems(study)] == ["broken.md"]
    assert problems(study)[0]["line"] in {2, 3}


@pytest.mark.usefixtures("held_by_permissions")
def test_a_folder_without_permission_is_named_and_skipped(study: Study, here: Path) -> None:
    (here / "closed").mkdir()
    (here / "closed").chmod(0)
    try:
        assert study("due", "--count").out == "4\n"
        assert [problem["path"] for problem in problems(study)] == ["closed/"]
    finally:
        (here / "closed").chmod(0o700)


# The disk


def test_an_answer_that_cannot_be_logged_is_not_given(study: Study, here: Path) -> None:
    (here / ".study").write_text("in the way", "utf-8")
    before = (here / "losses.md").read_bytes()
    assert study("due", "--count").out == "4\n"
    result = study("grade", HUBER, "good")
    assert (result.code, result.out) == (1, "")
    assert str(here / ".study") in result.err
    assert (here / "losses.md").read_bytes() == before


@pytest.mark.usefixtures("held_by_permissions")
def test_a_note_that_cannot_be_written_leaves_the_answer_in_the_log(study: Study, here: Path) -> None:
    (here / "losses.md").chmod(0o400)
    before = (here / "losses.md").read_bytes()
    result = study("grade", HUBER, "good")
    assert result.code == 0
    assert "losses.md" in result.err
    assert (here / "losses.md").read_bytes() == before
    assert json.loads(log_of(here).read_text("utf-8"))["card"] == HUBER


# Log and index


def test_a_torn_line_is_reported_and_nothing_is_repaired(study: Study, here: Path) -> None:
    study("grade", HUBER, "good")
    whole = log_of(here).read_bytes()
    log_of(here).write_bytes(whole + whole[:40])
    assert study("due", "--count").out == "3\n"
    [problem] = problems(study)
    assert (problem["path"], problem["line"], problem["code"]) == (".study/log/test.jsonl", 2, "torn-line")
    assert study("grade", PROS, "good").code == 0
    assert log_of(here).read_bytes().startswith(whole + whole[:40] + b"\n")
    assert study("due", "--count").out == "2\n"


def test_a_foreign_line_is_reported(study: Study, here: Path) -> None:
    study("grade", HUBER, "good")
    log_of(here).write_bytes(b"hello\n" + log_of(here).read_bytes())
    assert study("due", "--count").out == "3\n"
    assert [(problem["line"], problem["code"]) for problem in problems(study)] == [(1, "foreign-line")]


def test_a_log_of_a_newer_version_stops(study: Study, here: Path) -> None:
    study("grade", HUBER, "good")
    other = here / ".study" / "log" / "other.jsonl"
    other.write_text('{"id":"0-x","v":2}\n', "utf-8")
    for command in (("due",), ("due", "--count"), ("grade", PROS, "good")):
        result = study(*command)
        assert (result.code, result.out) == (3, "")
        assert "other.jsonl:1 was written by a newer version of study" in result.err


@pytest.mark.parametrize("damage", [b"this is no database", b"", None])
def test_a_damaged_index_is_made_anew(study: Study, here: Path, damage: bytes | None) -> None:
    study("grade", HUBER, "good")
    index = here / ".study" / "index.db"
    for name in ("index.db-wal", "index.db-shm"):
        (here / ".study" / name).unlink(missing_ok=True)
    index.write_bytes(index.read_bytes()[:3000] + b"\xff" * 6000 if damage is None else damage)
    assert study("due", "--count") == (0, "3\n", "")
    assert study("show", HUBER).code == 0


# Two at once


def graded_in(log: Path) -> list[str]:
    """Return the ids of the answers in a log."""
    entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [entry["id"] for entry in entries if entry["kind"] in {"review", "repeat"}]


def test_two_programs_at_once_lose_no_answer(here: Path) -> None:
    """Each of them grades the same cards many times; every entry is in a log, and each log is in order.

    A program that begins before the other has given its log free writes one of its own.
    """
    code = (
        "import sys; from studycli.cli.app import main\n"
        f"sys.exit(max(main(['grade', card, 'good']) for _ in range(4) for card in {[HUBER, PROS, CONS]!r}))"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ends = [(process.communicate()[1], process.returncode) for process in running]
    assert ends == [(b"", 0), (b"", 0)]
    logs = [graded_in(path) for path in log_of(here).parent.iterdir()]
    assert logs == [sorted(graded) for graded in logs]
    assert len({key for graded in logs for key in graded}) == sum(map(len, logs)) == 24
