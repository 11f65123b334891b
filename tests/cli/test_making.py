"""init, new, completions: what a person begins with."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studycli.store.scaffold import EXAMPLE

Study = Callable[..., Any]


def editor(folder: Path, code: int = 0) -> str:
    """Make an editor that writes its arguments to the file ``opened`` and ends with a code."""
    path = folder / "editor"
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/opened"\nexit {code}\n', "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_init_makes_a_vault_that_can_be_reviewed(study: Study, tmp_path: Path) -> None:
    assert study("init", "my notes") == (
        0,
        (
            f"{tmp_path}/my notes is a vault now.\n  made  study.toml\n  made  {EXAMPLE}\n  made  .study/.gitignore\n\n"
            "Next:\n  cd 'my notes' && study review\n  study new TITLE   # write your first note\n"
        ),
        "",
    )
    assert study("due", "--count", "--vault", "my notes").out == "7\n"
    assert study("check", "--vault", "my notes").code == 0


def test_init_of_the_current_folder_overwrites_nothing(study: Study, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("# Mine\n", "utf-8")
    (tmp_path / "study.toml").write_text("new_per_day = 1\n", "utf-8")
    result = study("init")
    assert result.code == 0
    assert "  kept  study.toml\n" in result.out
    assert "  study review      # look at the first cards\n" in result.out
    assert (tmp_path / "study.toml").read_text("utf-8") == "new_per_day = 1\n"
    assert (tmp_path / "mine.md").read_text("utf-8") == "# Mine\n"
    assert study("init").out.startswith(f"{tmp_path} was a vault already.\n")


def test_init_of_a_file_is_refused(study: Study, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert study("init", "file") == (1, "", f"study: {tmp_path}/file is a file; a vault is a folder.\n")


def test_new_opens_the_note_at_its_heading(
    study: Study, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", f"'{editor(vault)}' -x")
    result = study("new", "注意力机制", "--folder", "深度学习", "--vault", str(vault))
    path = vault / "深度学习" / "注意力机制.md"
    assert result == (0, f"{path}\n", "")
    assert (vault / "opened").read_text("utf-8") == f"-x\n{path}\n"
    assert path.read_text("utf-8").startswith("---\ncreated: '2026-11-23'\n")


def test_new_does_not_open_where_not_wanted(study: Study, vault: Path) -> None:
    assert study("new", "A", "--no-edit", "--vault", str(vault)) == (0, f"{vault}/A.md\n", "")


def test_new_never_overwrites(study: Study, vault: Path) -> None:
    before = (vault / "losses.md").read_bytes()
    result = study("new", "losses", "--no-edit", "--vault", str(vault))
    assert result == (1, "", f"study: {vault}/losses.md exists already: nothing was written.\n")
    assert (vault / "losses.md").read_bytes() == before


def test_new_without_an_editor_keeps_the_note(
    study: Study, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    result = study("new", "A", "--vault", str(vault))
    assert (result.code, result.out) == (1, f"{vault}/A.md\n")
    assert "$EDITOR" in result.err
    assert (vault / "A.md").exists()


@pytest.mark.parametrize(("command", "words"), [("no-such-editor", "was not found"), ("", "exit code 3")])
def test_an_editor_that_fails_is_named(
    study: Study, vault: Path, monkeypatch: pytest.MonkeyPatch, command: str, words: str
) -> None:
    monkeypatch.setenv("VISUAL", command or editor(vault, code=3))
    result = study("new", "A", "--vault", str(vault))
    assert result.code == 1
    assert words in result.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_completions_print_a_script(study: Study, shell: str) -> None:
    result = study("completions", shell)
    assert (result.code, result.err) == (0, "")
    assert "_STUDY_COMPLETE" in result.out


def test_completions_take_the_shell_of_the_environment(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert study("completions").out == study("completions", "zsh").out


def test_completions_of_an_unknown_shell(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    result = study("completions")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("study: Invalid value for SHELL: 'tcsh' is not one of bash, zsh,")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("study su", ["suspend"]),
        ("study --vault {vault} show 1796", ["17969c463b1b"]),
        ("study show --vault {vault} 1796", ["17969c463b1b"]),
        ("study due --vault {vault} --tag lo", ["loss"]),
        ("study show --vault nowhere 1796", []),
        ("study due --co", ["--count", "--color"]),
    ],
)
def test_a_shell_is_offered_commands_ids_and_tags(vault: Path, line: str, offered: list[str]) -> None:
    line = line.format(vault=vault)
    environment = {
        **os.environ,
        "_STUDY_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-m", "studycli"], env=environment, capture_output=True, text=True, check=False
    )
    assert (sorted(done.stdout.split()), done.stderr) == (sorted(offered), "")
