r"""A note's Markdown as the HTML that Anki shows: formulas for its MathJax, pictures by names of their own."""

from __future__ import annotations

import html
import os
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.renderer import RendererHTML

from studycli.exchange.writers.ankitype import PATH
from studycli.exchange.writers.attachments import Attachments
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_PLAIN = re.compile(r"(?!\d+[.)])[^\s`*_\[\]<>&$\\#=~|%^+{}:/@!-][^\n`*_\[\]<>&$\\=~|%^{}\"]*\S")
"""One line without any sign of Markdown: most prompts, and many answers."""

_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\n?", re.DOTALL)
_SOURCE = re.compile(r"(<img\b[^>]*?\bsrc\s*=\s*)([\"'])([^\"']+)\2", re.IGNORECASE)


class Picture(NamedTuple):
    """A picture: its address in the HTML, and its path in the vault, '' for one from elsewhere."""

    source: str
    path: str = ""


class Pictures:
    """The pictures that the HTML shows, each under a name made of its content: Anki keeps all in one folder.

    Attributes:
        names: Of every picture that was shown, by its path in the vault, its name in Anki.
    """

    def __init__(self, root: str) -> None:
        self.names: dict[str, str] = {}
        self._root = root
        self._attachments = Attachments(root)

    def shown(self, note: str, target: str) -> Picture:
        """Return the picture that a note shows; one without a path where its address is that of no file of the vault."""
        path = self._attachments.find(note, target)
        if path is None:
            return Picture(target)
        if path not in self.names:
            digest = blake2b(read_bytes(os.path.join(self._root, path)), digest_size=8).hexdigest()
            ending = os.path.splitext(path)[1].lower()
            self.names[path] = f"study-{digest}{ending}"
        return Picture(self.names[path], path)


class Html:
    """Makes HTML of Markdown.

    Args:
        parser: Parses it: CommonMark and the tokens ``math_inline``, ``math_display``, ``math_block``, ``wiki``,
            ``picture``, ``callout_open`` and ``callout_close``.
        pictures: Names the pictures.
    """

    def __init__(self, parser: MarkdownIt, pictures: Pictures) -> None:
        self._parser = parser
        self._renderer = _Renderer(pictures)

    def render(self, note: str, text: str) -> str:
        """Return the HTML of a piece of a note.

        Args:
            note: The note's path in the vault, from which pictures are found.
            text: The piece, Markdown.
        """
        if _PLAIN.fullmatch(text):
            return text
        env = {"note": note}
        found = self._renderer.render(self._parser.parse(text, env), self._parser.options, env)
        alone = _ONE_PARAGRAPH.fullmatch(found)
        return alone[1] if alone else found.strip()


class _Renderer(RendererHTML):
    """Renders tokens; markdown-it calls the method that has a token's name."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        super().__init__()

    def math_inline(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f"\\({html.escape(tokens[at].content, quote=False)}\\)"

    def math_display(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f"\\[{html.escape(tokens[at].content.strip(), quote=False)}\\]"

    def math_block(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f"<p>{self.math_display(tokens, at)}</p>\n"

    def wiki(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return html.escape(tokens[at].content)

    def picture(self, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
        target = tokens[at].content
        found = self._pictures.shown(env["note"], target)
        return f'<img src="{found.source}"{_path(found)}>' if found.path else html.escape(target)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        attributes = tokens[idx].attrs
        found = self._pictures.shown(env["note"], str(attributes.get("src", "")))
        attributes["src"] = found.source
        if found.path:
            attributes[PATH] = found.path
        return super().image(tokens, idx, options, env)

    def callout_open(self, *_: Any) -> str:
        return "<p><strong>"

    def callout_close(self, *_: Any) -> str:
        return "</strong></p>\n"

    def html_inline(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        def named(match: re.Match[str]) -> str:
            found = self._pictures.shown(env["note"], html.unescape(match[3]))
            return f"{match[1]}{match[2]}{html.escape(found.source)}{match[2]}{_path(found)}"

        return _SOURCE.sub(named, tokens[idx].content)

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.html_inline(tokens, idx, options, env)


def _path(found: Picture) -> str:
    return f' {PATH}="{html.escape(found.path)}"' if found.path else ""
