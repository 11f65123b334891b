"""Each editor is told the line in its own words, and each failure is one sentence."""

import os
from pathlib import Path

import pytest

from studycli.errors import EditorError
from studycli.terminal.editor import at_line, edit, editor_command


@pytest.mark.parametrize("name", ["vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "joe"])
def test_most_editors_take_plus_and_the_line(name: str) -> None:
    assert at_line([name], "a b.md", 7) == [name, "+7", "a b.md"]


@pytest.mark.parametrize("name", ["code", "codium", "cursor"])
def test_the_code_family_takes_goto_and_is_told_to_wait(name: str) -> None:
    assert at_line([name], "n.md", 7) == [name, "--wait", "-g", "n.md:7"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["subl"], ["subl", "--wait", "n.md:7"]),
        (["hx"], ["hx", "n.md:7"]),
        (["subl", "-w"], ["subl", "-w", "n.md:7"]),
        (["code", "--wait", "-n"], ["code", "--wait", "-n", "-g", "n.md:7"]),
        (["/usr/bin/vim", "-u", "NONE"], ["/usr/bin/vim", "-u", "NONE", "+7", "n.md"]),
        (
            [r"C:\Program Files\Code\bin\code.cmd"],
            [r"C:\Program Files\Code\bin\code.cmd", "--wait", "-g", "n.md:7"],
        ),
        (["my-editor"], ["my-editor", "n.md"]),
        (["notepad.exe"], ["notepad.exe", "n.md"]),
    ],
)
def test_other_editors(command: list[str], expected: list[str]) -> None:
    assert at_line(command, "n.md", 7) == expected


def test_the_setting_goes_before_visual_before_editor() -> None:
    environ = {"VISUAL": "vim -X", "EDITOR": "ed"}
    assert editor_command("kak", environ) == ["kak"]
    assert editor_command("", environ) == ["vim", "-X"]
    assert editor_command(" ", {"VISUAL": "", "EDITOR": "ed"}) == ["ed"]


def test_windows_paths_keep_their_backslashes() -> None:
    command = editor_command(r'"C:\Program Files\Vim\vim.exe" -X', {}, windows=True)
    assert command == [r"C:\Program Files\Vim\vim.exe", "-X"]


def test_without_a_setting_an_installed_editor_is_taken(tmp_path: Path) -> None:
    vi = tmp_path / "vi"
    vi.write_text("#!/bin/sh\n")
    vi.chmod(0o755)
    assert editor_command("", {"PATH": str(tmp_path)}) == ["vi"]


def test_no_editor_at_all_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EditorError) as caught:
        editor_command("", {"PATH": str(tmp_path)})
    assert str(caught.value) == "No editor is set and none was found: set $EDITOR, or editor in study.toml."


def test_a_command_that_cannot_be_read_is_a_sentence() -> None:
    with pytest.raises(EditorError) as caught:
        editor_command("", {"EDITOR": "vim 'x"})
    assert (
        str(caught.value)
        == "The editor's command, from $EDITOR, cannot be read: vim 'x (No closing quotation)."
    )


def test_a_missing_editor_is_a_sentence() -> None:
    with pytest.raises(EditorError) as caught:
        edit("n.md", 1, "no-such-editor-here", {})
    assert str(caught.value) == (
        "The editor no-such-editor-here was not found: set $EDITOR, or editor in study.toml, "
        "to one that is installed."
    )


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX")
def test_an_editor_that_cannot_be_started_is_a_sentence(tmp_path: Path) -> None:
    program = tmp_path / "editor"
    program.write_text("no program")
    with pytest.raises(EditorError) as caught:
        edit("n.md", 1, str(program), {})
    assert str(caught.value) == f"The editor {program} could not be started: Permission denied."


@pytest.mark.parametrize(("code", "ending"), [(1, "exit code 1"), (-9, "signal 9")])
def test_an_editor_that_fails_is_a_sentence(code: int, ending: str) -> None:
    with pytest.raises(EditorError) as caught:
        edit("n.md", 1, "vim", {}, run=lambda _: code)
    assert str(caught.value) == f"The editor vim ended with {ending}."


def test_the_editor_gets_the_note_at_its_line() -> None:
    seen: list[list[str]] = []

    def run(command: list[str]) -> int:
        seen.append(command)
        return 0

    edit("/v/n.md", 12, "", {"EDITOR": "nano -w"}, run=run)
    assert seen == [["nano", "-w", "+12", "/v/n.md"]]
