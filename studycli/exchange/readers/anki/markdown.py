"""Anki's HTML to Markdown.

A field of plain words, or with the few tags that Anki's editor writes (line breaks, bold, pictures), is read here;
anything else by markdownify, in ``html``, which takes a hundred times as long.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from studycli.exchange.readers.anki import cloze
from studycli.exchange.readers.anki.escapes import escaped, settled
from studycli.exchange.readers.anki.formulas import HELD, Held

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK, PARAGRAPH = "\ufdd6", "\ufdd7"  # the end of a line that has text; a blank line
STRONG, STRONG_END = cloze.OPEN, cloze.CLOSE
EMPHASIS, EMPHASIS_END = "\ufdda", "\ufddb"

_WORDS = re.compile(
    r"[^\W\d_][^<&\\\[`*_~#$=:{%\t\n\r\f\v\x1c-\x1f\x85\xa0\u2000-\u200a\u2028-\u3000\ufdd0-\ufdef]*\Z"
)
_HAS_MARKUP = re.compile(r"[<&\\\[\ufdd0-\ufdef\xa0]")
_RUN = r"[^<]+|</?(?:span|font|b|i|u|strong|em|sub|sup|img)\b[^<>]*>|<(?![A-Za-z/!?])"
_SIMPLE = re.compile(
    rf"(?:{_RUN}|</?(?:br|div|p)\b[^<>]*>"
    rf"|<(ul|ol)\b(?![^<>]*\bstart)[^<>]*>\s*(?:<li\b[^<>]*>(?:{_RUN})*+</li>\s*)++</\1>)*+\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"(</?[A-Za-z][^<>]*>)")
_SRC = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_BREAKS = re.compile(rf"[ \t]*[\n{BLOCK}{PARAGRAPH}](?:[ \t]*[\n{BLOCK}{PARAGRAPH}])*")
_INDENT = re.compile(r"\n[ \t]+")
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_STRONG = re.compile(rf"{STRONG}([^{STRONG}{STRONG_END}]*){STRONG_END}")
_EMPHASIS = re.compile(rf"{EMPHASIS}([^{EMPHASIS}{EMPHASIS_END}]*){EMPHASIS_END}")
_TAIL = re.compile(r"[\s:：,，;；.。、]*\Z")
_LISTED = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_BLANK = re.compile(rf"{cloze.BLANK_OPEN}([^{cloze.BLANK_CLOSE}]*){cloze.BLANK_CLOSE}(.?)", re.DOTALL)
_LEFT = re.compile(r"[\ufdd0-\ufdef]")
_SIGNS = {
    "b": STRONG, "/b": STRONG_END, "strong": STRONG, "/strong": STRONG_END,
    "i": EMPHASIS, "/i": EMPHASIS_END, "em": EMPHASIS, "/em": EMPHASIS_END,
    "u": "<u>", "/u": "</u>", "sub": "<sub>", "/sub": "</sub>", "sup": "<sup>", "/sup": "</sup>",
    "div": BLOCK, "/div": BLOCK, "p": PARAGRAPH, "/p": PARAGRAPH, "br": "\n", "/br": "\n", "/li": BLOCK,
    "ul": PARAGRAPH, "ol": PARAGRAPH, "/ul": PARAGRAPH, "/ol": PARAGRAPH,
}  # fmt: skip
_NO_NUMBERS = -1_000_000
_BALANCED = re.compile(r"<(/?)(u|sub|sup)\b", re.IGNORECASE)


class Markdown:
    """Turns HTML into Markdown.

    Args:
        picture: Returns the Markdown of a picture with a source.
        sound: Returns the Markdown of a file with a sound.
        strong: The mark of bold text: ``**``, or ``__`` where that would be a gap of a card.
    """

    def __init__(self, picture: Callable[[str], str], sound: Callable[[str], str], strong: str) -> None:
        self.picture = picture
        self._sound = sound
        self._strong = strong

    def of(self, html: str) -> str:
        """Return HTML as Markdown, without blank edges."""
        if _WORDS.match(html) and "  " not in html:
            return html.rstrip(" ")
        if not _HAS_MARKUP.search(html):
            return settled(escaped(" ".join(html.split()), dollars=html.count("$") > 1))
        held = Held(self._sound)
        html = held.take(html)
        dollars = HELD in html or html.count("$") > 1
        if _SIMPLE.match(html) and _is_balanced(html):
            text = _INDENT.sub("\n", lines(self._simple(html, dollars=dollars)))
        else:
            text = lines(self._whole(html, held, dollars=dollars))
        return self._finished(text, held)

    def _whole(self, html: str, held: Held, *, dollars: bool) -> str:
        """Return any HTML with the marks of this module; of what is nested too deeply its words."""
        from studycli.exchange.readers.anki.html import converted

        try:
            return converted(html, held, self.picture, dollars=dollars)
        except RecursionError:
            return escaped(words(unescape(_TAG.sub(" ", html))).strip(), dollars=dollars)

    def _simple(self, html: str, *, dollars: bool) -> str:
        parts: list[str] = []
        item = 0  # number of the list's last item; below 0 where it has no numbers
        for at, piece in enumerate(_TAG.split(html)):
            if not at % 2:
                parts.append(escaped(words(unescape(piece)), dollars=dollars) if piece else "")
                continue
            name = piece[1:-1].rstrip("/ ").split(None, 1)[0].lower()
            if name == "img":
                parts.append(picture_of(piece, self.picture))
            elif name == "li":
                item += 1
                parts.append(f"{BLOCK}{item}. " if item > 0 else f"{BLOCK}- ")
            else:
                parts.append(_SIGNS.get(name, ""))
                item = 0 if name == "ol" else _NO_NUMBERS if name == "ul" else item
        return "".join(parts)

    def _finished(self, text: str, held: Held) -> str:
        """Return Markdown with its marks as signs and what was held in its places."""
        if STRONG in text:
            text = _marked(text, _STRONG, self._strong)
        if EMPHASIS in text:
            text = _marked(text, _EMPHASIS, "*")
        text = settled(text)
        if cloze.BLANK_OPEN in text:
            text = _BLANK.sub(_blank, text)
        text = held.put_back(text).strip("\n ")
        return _LEFT.sub("", text)


def picture_of(tag: str, picture: Callable[[str], str]) -> str:
    """Return the Markdown of an ``img`` tag."""
    source = _SRC.search(tag)
    return picture(unescape(source[1] or source[2] or source[3] or "")) if source else ""


def words(text: str) -> str:
    """Return text with its white space as HTML shows it."""
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", text)


def lines(text: str) -> str:
    """Return text with its ends of lines and paragraphs as line feeds, never more than one blank line."""
    return _BREAKS.sub(_line_feeds, text)


def _line_feeds(match: re.Match[str]) -> str:
    """Count the lines that a run of breaks ends, as a browser does: a block ends a line only if that has text."""
    found = match[0]
    if found == "\n":
        return found
    count, has_text = 0, True
    for sign in found:
        if sign == "\n" or (sign == BLOCK and has_text):
            count += 1
            has_text = False
        elif sign == PARAGRAPH:
            count = 2
            has_text = False
    return "\n" if count == 1 else "\n\n"


def _is_balanced(html: str) -> bool:
    """Tell whether the tags that stay tags are closed, each one."""
    if "<u" not in html and "<s" not in html and "<U" not in html and "<S" not in html:
        return True
    found = _BALANCED.findall(html)
    return len(found) == 2 * sum(not close for close, _ in found)


def _marked(text: str, pattern: re.Pattern[str], sign: str) -> str:
    """Return text with bold or emphasised runs between their signs, the innermost first."""
    count = 1
    while count:
        text, count = pattern.subn(lambda match: _between(match[1], sign), text)
    return text


def _between(inner: str, sign: str) -> str:
    """Return a run between signs: each line of it, without the space and stops at its ends.

    ``**Term:** text`` is no bold text to Markdown where no space follows, as in Chinese; ``**Term**: text`` is.
    """
    if not inner.strip():
        return inner
    return "\n".join(_line_between(line, sign) for line in inner.split("\n"))


def _line_between(line: str, sign: str) -> str:
    lead = _LISTED.match(line)
    start = lead.end() if lead else 0
    tail = _TAIL.search(line, start)
    end = tail.start() if tail else len(line)
    core = line[start:end]
    if not core or core.startswith(sign[0]) or core.endswith(sign[0]):
        return line
    return f"{line[:start]}{sign}{core}{sign}{line[end:]}"


def _blank(match: re.Match[str]) -> str:
    """Return a gap in brackets, which are no link whatever follows."""
    return f"\\[{match[1]}\\]{match[2]}" if match[2] in tuple("([:") else f"[{match[1]}]{match[2]}"
