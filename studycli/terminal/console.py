"""The console that everything is printed on, and the colours of the program."""

from collections.abc import Mapping
from typing import Any, TextIO

from rich.console import Console
from rich.theme import Theme

# Named colours only: the terminal's own palette, light or dark, gives them their shade.
STYLES = {
    "study.position": "bold",
    "study.new": "blue",
    "study.due": "green",
    "study.again": "red",
    "study.path": "dim",
    "study.prompt": "bold",
    "study.rule": "dim",
    "study.key": "bold cyan",
    "study.interval": "dim",
    "study.notice": "yellow",
    "study.hint": "italic",
    "study.typed": "magenta",
    "study.label": "dim",
    "study.id": "cyan",
    "study.problem": "yellow",
}

_CHOSEN: dict[str, dict[str, Any]] = {
    "always": {"force_terminal": True, "no_color": False},
    "never": {"color_system": None},
}


def make_console(color: str, environ: Mapping[str, str], file: TextIO) -> Console:
    """Return a console on which the text of notes stays as it is: no markup, no emoji codes.

    Args:
        color: ``auto`` (a terminal has colours unless NO_COLOR is set), ``always`` or ``never``.
        environ: Where NO_COLOR, TERM and the like are looked up; COLUMNS and LINES for what is no terminal,
            for a terminal's own size can change.
        file: Where it prints.
    """
    chosen = _CHOSEN.get(color, {})
    if file.isatty():
        environ = {name: value for name, value in environ.items() if name not in ("COLUMNS", "LINES")}
    return Console(
        file=file,
        theme=Theme(STYLES),
        markup=False,
        emoji=False,
        highlight=False,
        _environ=environ,
        **chosen,
    )
