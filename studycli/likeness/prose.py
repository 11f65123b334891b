"""A note's words: what of its text says something about its content."""

import re
import unicodedata
from typing import NamedTuple

from studycli.likeness.section import span_of
from studycli.notes.patterns import lazy
from studycli.notes.split import front_span

EMPHASIS = 3
"""How many times more a word of a heading counts than one of the text."""

_FENCE = lazy(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_COMMAND = lazy(r"\\[A-Za-z]+\*?")
_ADDRESS = lazy(r"https?://[^\s<>)]+|\]\([^)\n]*\)")
_TAG = lazy(r"</?[A-Za-z][^<>\n]*>")
_HEADING = lazy(r"^ {0,3}#{1,6}[ \t]+(.+)$", re.MULTILINE)
_WIKI = lazy(r"\[\[([^\[\]|#^\n]+)(?:[#^][^\[\]|\n]*)?(?:\|[^\[\]\n]*)?\]\]")
_LINK = lazy(r"\]\(<?([^()<>\n]*?\.md)(?:#[^()<>\n]*)?>?\)", re.IGNORECASE)
_WIDE = [(chr(ord(sign) + 0xFEE0), sign) for sign in ",:;()?!"]


class Prose(NamedTuple):
    """What of a note is looked at.

    Attributes:
        text: Its words, those of headings included, in one Unicode form.
        headings: The words of its headings.
        links: Names of the notes that it links to, as `name_of` gives them.
    """

    text: str
    headings: str
    links: tuple[str, ...]


def prose(note: str) -> Prose:
    """Return the words of a note: not its frontmatter, code, addresses, nor its section of related notes."""
    note = note.replace("\r\n", "\n").replace("\r", "\n")
    front = front_span(note)
    hidden = span_of(note)
    body = note[front[2] if front else 0 :] if hidden is None else _around(note, front, hidden)
    body = _FENCE.sub("\n", body) if "```" in body or "~~~" in body else body
    body = _COMMENT.sub(" ", body) if "<!--" in body else body
    links = tuple(dict.fromkeys(map(name_of, _targets(body))))
    body = _plain(folded(body))
    return Prose(body, "\n".join(_HEADING.findall(body)), links)


def _around(note: str, front: tuple[int, int, int] | None, hidden: tuple[int, int]) -> str:
    return note[front[2] if front else 0 : hidden[0]] + note[hidden[1] :]


def folded(text: str) -> str:
    """Return a text in NFKC.

    Chinese punctuation is replaced before, and lines are folded one by one: what is in NFKC is seen to be at once,
    and takes a fifteenth of the time.
    """
    for wide, sign in _WIDE:
        text = text.replace(wide, sign)
    return "\n".join([unicodedata.normalize("NFKC", line) for line in text.split("\n")])


def _plain(body: str) -> str:
    if "\\" in body:
        body = _COMMAND.sub(" ", body)
    if "http" in body or "](" in body:
        body = _ADDRESS.sub(" ", body)
    return _TAG.sub(" ", body) if "<" in body else body


def _targets(body: str) -> list[str]:
    found: list[str] = _WIKI.findall(body) if "[[" in body else []
    if "](" in body:
        from urllib.parse import unquote

        found += [unquote(target) for target in _LINK.findall(body) if "://" not in target]
    return found


def name_of(path: str) -> str:
    """Return what a link and the note that it leads to have in common: the file's name without folder, ending, case."""
    name = unicodedata.normalize("NFC", path.strip()).replace("\\", "/").rpartition("/")[2].casefold()
    return name.removesuffix(".md")
