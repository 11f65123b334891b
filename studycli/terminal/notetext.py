"""Text of a note, as it is shown."""

from rich.console import RenderableType


def render(text: str) -> RenderableType:
    """Return Markdown as it is shown."""
    from rich.markdown import Markdown

    return Markdown(text)


def plain(text: str) -> str:
    """Return Markdown as plain text."""
    return text
