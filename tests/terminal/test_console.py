"""The console: colours as asked for, text as it is, a size that can change."""

from collections.abc import Mapping
from io import StringIO

import pytest
from rich.text import Text

from studycli.terminal.console import make_console

XTERM = {"TERM": "xterm-256color"}


class Terminal(StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "environ", "file", "coloured"),
    [
        ("auto", XTERM, Terminal(), True),
        ("auto", XTERM, StringIO(), False),
        ("auto", {**XTERM, "NO_COLOR": "1"}, Terminal(), False),
        ("auto", {"TERM": "dumb"}, Terminal(), False),
        ("always", XTERM, StringIO(), True),
        ("always", {**XTERM, "NO_COLOR": "1"}, StringIO(), True),
        ("never", XTERM, Terminal(), False),
    ],
)
def test_colours_are_as_asked_for(
    color: str, environ: Mapping[str, str], file: StringIO, coloured: bool
) -> None:
    console = make_console(color, environ, file)
    console.print(Text("x", "study.new"))
    assert ("\x1b[34m" in file.getvalue()) is coloured


def test_the_text_of_a_note_is_printed_as_it_is() -> None:
    console = make_console("never", {}, StringIO())
    console.print("[bold]x[/] :smile: 3")
    assert console.file.getvalue() == "[bold]x[/] :smile: 3\n"


@pytest.mark.parametrize(("file", "width"), [(StringIO(), 33), (Terminal(), 80)])
def test_columns_counts_where_there_is_no_terminal(
    file: StringIO, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_size(_descriptor: int) -> None:
        raise OSError

    monkeypatch.setattr("os.get_terminal_size", no_size)
    assert make_console("auto", {**XTERM, "COLUMNS": "33", "LINES": "9"}, file).width == width
