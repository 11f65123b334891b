"""Formulas and sounds in Anki's HTML: taken out of it before it is read as HTML, and put back as Markdown."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from studycli.exchange.readers.anki import cloze

if TYPE_CHECKING:
    from collections.abc import Callable

HELD, HELD_END = "\ufdd4", "\ufdd5"  # around the number of what is held
_FOUND = re.compile(
    r"\\\((?P<inline>.*?)\\\)|\\\[(?P<block>.*?)\\\]"
    r"|<anki-mathjax\b(?P<attributes>[^<>]*)>(?P<mathjax>.*?)</anki-mathjax>"
    r"|\[\$\](?P<dollar>.*?)\[/\$\]|\[\$\$\](?P<dollars>.*?)\[/\$\$\]|\[latex\](?P<latex>.*?)\[/latex\]"
    r"|\[sound:(?P<sound>[^\[\]<>]+)\]",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<\s*/?\s*(?:pre|code|table|td|tr|li|ul|ol|h\d)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?div|/?p)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = str.maketrans({
    cloze.OPEN: None, cloze.CLOSE: None, cloze.BLANK_OPEN: "[", cloze.BLANK_CLOSE: "]", "\xa0": " ",
})  # fmt: skip
_DISPLAY = re.compile(
    r"\\begin\{(displaymath|math|equation\*?)\}(?P<inner>.*)\\end\{\1\}\Z|\\\[(?P<other>.*)\\\]\Z", re.DOTALL
)
_WHOLE = re.compile(r"\$([^$]+)\$\Z")
_NUMBER = re.compile(rf"{HELD}(\d+){HELD_END}")
_WORD = re.compile(r"[A-Za-z0-9_$\\]\Z")
_AMBIGUOUS = ("::", "==")  # marks of a card, where a formula behind a letter is not seen as one


class Held:
    """What was taken out of one text: as Markdown, and as it stood there."""

    def __init__(self, sound: Callable[[str], str]) -> None:
        self._sound = sound
        self._markdown: list[str] = []
        self._source: list[str] = []

    def take(self, html: str) -> str:
        """Return HTML with numbers in place of formulas and sounds."""
        return _FOUND.sub(self._take, html)

    def keep(self, markdown: str, source: str = "") -> str:
        """Return a number that stands for a piece of Markdown."""
        self._markdown.append(markdown)
        self._source.append(source)
        return f"{HELD}{len(self._markdown) - 1}{HELD_END}"

    def _take(self, match: re.Match[str]) -> str:
        if match["sound"]:
            return self.keep(self._sound(unescape(match["sound"])), match[0])
        kind = match.lastgroup or ""
        source = match[kind]
        if _BLOCK_TAG.search(source):
            return match[0]  # two brackets of code that are no pair
        is_block = kind in ("block", "dollars") or (kind == "mathjax" and "block" in match["attributes"])
        tex = _tex(source)
        if kind == "latex":
            tex, is_block = _of_latex(tex)
        if not tex:
            return " "
        return self.keep(f"$${tex}$$" if is_block else f"${tex}$", match[0])

    def source(self, text: str) -> str:
        """Return text in which each number is what stood there: within code nothing is a formula."""
        return _NUMBER.sub(lambda match: self._source[int(match[1])], text)

    def put_back(self, text: str) -> str:
        """Return Markdown with what was held in its places, indented as its line is."""
        parts: list[str] = []
        at = 0
        for match in _NUMBER.finditer(text):
            before = text[at : match.start()]
            parts.append(before)
            held = self._markdown[int(match[1])]
            if "\n" in held:
                line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
                held = held.replace("\n", "\n" + re.sub(r"[^\s>]", " ", line))
            elif held.startswith("$"):
                held = self._apart(before or (parts[-2] if len(parts) > 1 else ""), held, text[match.end() :])
            parts.append(held)
            at = match.end()
        return "".join([*parts, text[at:]])

    @staticmethod
    def _apart(before: str, tex: str, behind: str) -> str:
        """Return a formula with spaces where its dollar signs would not be read as such next to their neighbours."""
        ambiguous = any(sign in tex for sign in _AMBIGUOUS) and before[-1:].isalnum()
        lead = " " if ambiguous or _WORD.search(before) else ""
        return f"{lead}{tex}{' ' if behind[:1].isdigit() else ''}"


def _tex(html: str) -> str:
    """Return the TeX that stands in HTML, on one line."""
    text = _TAG.sub("", _BREAK.sub("\n", html)).translate(_MARKS)
    return " ".join(unescape(text).replace("\xa0", " ").split())


def _of_latex(text: str) -> tuple[str, bool]:
    """Return the formula of a ``[latex]`` block, and whether it stands alone; what is more than one is an array of text."""
    whole = _WHOLE.match(text)
    if whole:
        return whole[1].strip(), False
    display = _DISPLAY.match(text)
    if display:
        return (display["inner"] or display["other"]).strip(), True
    return text.strip("$ "), True
