"""Text of a note on its way to the screen: what could drive the terminal is taken out first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

_KEPT = "\t\n"
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _KEPT}


def clean(text: str) -> str:
    """Return text without control characters: a note cannot move the cursor or set the window's title."""
    return text.translate(_CONTROLS)


def render(text: str, *, light: bool = False) -> RenderableType:
    """Return a note's Markdown as Rich shows it.

    Args:
        text: Markdown.
        light: Whether the terminal is light, for the colours of code.
    """
    from studycli.terminal import markdown

    return markdown.render(clean(text), code_theme=markdown.LIGHT if light else markdown.DARK)


def plain(text: str) -> str:
    """Return a note's Markdown as plain lines."""
    from studycli.terminal import markdown

    return markdown.plain(clean(text))


def one_line(text: str) -> str:
    """Return a prompt in one line of plain text."""
    return " ".join((plain(text) if "$" in text or "\n" in text else clean(text)).split())


def is_light(theme: str, environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal is light.

    Args:
        theme: The setting: ``light``, ``dark``, or ``auto`` for what the terminal says of itself.
        environ: Its COLORFGBG, as some terminals set it, ends in the background's colour: 7 and above 8 are light.
    """
    if theme != "auto":
        return theme == "light"
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background == "7" or (background.isdecimal() and int(background) > 8)  # noqa: PLR2004 see above
