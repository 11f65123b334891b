"""The entry point: `study due --count` answered at once, everything else handed on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import studycli.__main__ as entry_point
import studycli.cli.app
from studycli.settings import Settings
from studycli.store.index import open_index
from studycli.store.refresh import PENDING, refresh

NOTE = "# T\n\n## What is one?\n\nThis.\n\n## What is two?\n\nThat.\n"
HANDED_ON = 42


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a vault with two new cards, in which the command runs; the long way returns `HANDED_ON`."""
    (tmp_path / "study.toml").write_text("")
    (tmp_path / "t.md").write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    for name in ("STUDY_VAULT", "STUDY_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(studycli.cli.app, "main", lambda: HANDED_ON)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["study", *arguments])
    return entry_point.main()


@pytest.mark.parametrize(
    "arguments",
    [
        ["due", "--count"],
        ["due", "--count", "--today", "2026-01-01"],
        ["due", "--vault", ".", "--count"],
        ["due", "--vault=.", "--today=2026-01-01", "--count"],
    ],
)
@pytest.mark.usefixtures("vault")
def test_the_count_is_answered_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(monkeypatch, *arguments) == 0
    assert capsys.readouterr().out == "2\n"


def test_an_edit_is_counted(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "due", "--count")
    (vault / "t.md").write_text(NOTE + "\n## What is three?\n\nMore.\n")
    run(monkeypatch, "due", "--count")
    assert capsys.readouterr().out == "2\n3\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["due"],
        ["review", "--count"],
        ["due", "--count", "--json"],
        ["due", "--count", "extra"],
        ["due", "--count", "--vault"],
        ["due", "--count", "--vault="],
        ["due", "--count", "--vault", "missing"],
        ["due", "--count", "--today", "tomorrow"],
        ["due", "--count", "--help"],
    ],
)
@pytest.mark.usefixtures("vault")
def test_everything_else_is_handed_on(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    assert run(monkeypatch, *arguments) == HANDED_ON


def test_what_the_collection_must_do_first_is_handed_on(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(str(vault)) as index:
        refresh(index, Settings())
        index.set_meta(PENDING, "1")
    assert run(monkeypatch, "due", "--count") == HANDED_ON


def test_the_quick_answer_imports_nothing_slow(vault: Path) -> None:
    os.utime(vault / "t.md", ns=(10**18, 10**18))  # long ago, so that the first look suffices
    slow = ["typing", "re", "json", "pathlib", "typer", "rich", "numpy", "yaml", "msgspec", "filelock"]
    script = (
        "import sys; sys.argv = ['study', 'due', '--count']\n"
        "from studycli.__main__ import main; main()\n"
        f"print(sorted(set({slow}) & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=_plain())
    assert done.stdout == "2\n[]\n"


def _plain() -> dict[str, str]:
    """Return the environment without what a coverage run adds to every process."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COV")}
