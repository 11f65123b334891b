"""Opening a note in the person's editor, at the right line; editing a text that is no note."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

from studycli.errors import EditorError

_PLUS_LINE = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "gvim",
        "mvim",
        "view",
        "ex",
        "nano",
        "pico",
        "emacs",
        "emacsclient",
        "micro",
        "kak",
        "joe",
        "jmacs",
        "jed",
        "ne",
        "mg",
        "vis",
        "gedit",
        "mcedit",
        "tilde",
    ]
)
_GOTO = frozenset(["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "positron"])
_COLON_LINE = frozenset(["subl", "sublime_text", "hx", "helix", "zed", "zeditor"])
_MUST_WAIT = dict.fromkeys((*_GOTO, "subl", "sublime_text", "zed", "zeditor"), "--wait")

Run = Callable[[list[str]], int]


def editor_command(
    setting: str, environ: Mapping[str, str], *, windows: bool = sys.platform == "win32"
) -> list[str]:
    """Return the editor's command, in words: the setting, ``$VISUAL``, ``$EDITOR``, or what is installed.

    Raises:
        EditorError: Nothing is set and no known editor is installed, or the command cannot be read.
    """
    for source, command in (
        ("editor in study.toml", setting),
        *((f"${n}", environ.get(n, "")) for n in ("VISUAL", "EDITOR")),
    ):
        if command.strip():
            return _words(command, source, windows=windows)
    for name in ("notepad",) if windows else ("nano", "vim", "vi"):
        if shutil.which(name, path=environ.get("PATH")):
            return [name]
    raise EditorError("No editor is set and none was found: set $EDITOR, or editor in study.toml.")


def _words(command: str, source: str, *, windows: bool) -> list[str]:
    try:
        words = shlex.split(command, posix=not windows)
    except ValueError as error:
        raise EditorError(
            f"The editor's command, from {source}, cannot be read: {command} ({error})."
        ) from error
    return [word.strip('"') for word in words] if windows else words


def at_line(command: list[str], path: str, line: int) -> list[str]:
    """Return the command that opens a file at a line (from 1), in the words that this editor understands.

    An editor that is not known gets the file alone. Editors with windows are told to wait.
    """
    name = os.path.basename(command[0].replace("\\", "/")).lower().removesuffix(".exe").removesuffix(".cmd")
    wait = _MUST_WAIT.get(name)
    words = [*command, *([wait] if wait and not {wait, "-w"} & set(command) else [])]
    if name in _PLUS_LINE:
        return [*words, f"+{line}", path]
    if name in _GOTO:
        return [*words, "-g", f"{path}:{line}"]
    if name in _COLON_LINE:
        return [*words, f"{path}:{line}"]
    return [*words, path]


def edit(path: str, line: int, setting: str, environ: Mapping[str, str], run: Run = subprocess.call) -> None:
    """Open a note at a line (from 1) and wait until the editor is left.

    Args:
        path: Of the note, absolute.
        line: Counted from 1.
        setting: ``editor`` of the settings; empty when not set.
        environ: Where ``$VISUAL``, ``$EDITOR`` and ``$PATH`` are looked up.
        run: Runs a command and returns its exit code.

    Raises:
        EditorError: There is no editor, it cannot be started, or it failed.
    """
    command = editor_command(setting, environ)
    try:
        code = run(at_line(command, path, line))
    except FileNotFoundError as error:
        raise EditorError(
            f"The editor {command[0]} was not found: set $EDITOR, or editor in study.toml, to one that is installed."
        ) from error
    except OSError as error:
        raise EditorError(
            f"The editor {command[0]} could not be started: {error.strerror or error}."
        ) from error
    if code:
        raise EditorError(f"The editor {command[0]} ended with {_ending(code)}.")


def edit_text(
    text: str, setting: str, environ: Mapping[str, str], run: Run = subprocess.call, name: str = "answer.py"
) -> str:
    """Let the person edit a text in a file of their own, which is gone afterwards; return what they wrote.

    Args:
        text: What the file holds at first.
        setting: As for `edit`.
        environ: As for `edit`.
        run: As for `edit`.
        name: The file's name, whose ending tells the editor what it is.

    Raises:
        EditorError: As for `edit`; or what was written cannot be read.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="study-") as folder:
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        edit(path, text.count("\n") + 1, setting, environ, run)
        try:
            with open(path, encoding="utf-8-sig") as file:
                return file.read()
        except (OSError, UnicodeDecodeError):
            raise EditorError("What the editor wrote is no text in UTF-8; try again.") from None


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
