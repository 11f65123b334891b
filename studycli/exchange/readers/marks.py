"""What a note's place and words say of it: tags of its folders and its text, a difficulty in its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.blocks import ITEM, LIST, PARAGRAPH, QUOTE, Document
from studycli.notes.cards.marked import inline_tags
from studycli.notes.frontmatter.values import difficulty_of
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.blocks import Block
    from studycli.notes.meta import Difficulty

_NUMBERING = re.compile(r"^[\d\W_]+")
_NO_TAG = re.compile(r"[^\w+-]+")
_PLACES = frozenset(
    [
        "notes",
        "note",
        "docs",
        "doc",
        "content",
        "src",
        "vault",
        "archive",
        "archives",
        "draft",
        "drafts",
        "inbox",
        "笔记",
        "文档",
        "归档",
        "草稿",
    ]
)
"""Folders that say where notes are, not what they are about."""

_SOME_TAG = re.compile(r"#(?<![^ \t\n]#)(?=[^\s#])")  # begun by its sign, it is found thirty times faster
_NO_START = re.compile(r"(?<=\S)#")
_COLOUR = re.compile(r"(?:[0-9a-fA-F]{3,4}){1,2}")

_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_FAR = 4_000  # characters in which a title stands
_SIGNS: dict[str, Difficulty] = {
    "👶": "easy",
    "🟢": "easy",
    "🟡": "medium",
    "🟠": "medium",
    "🔴": "hard",
    "🚀": "hard",
}
_STARS = re.compile("[★⭐🌟]")
_BRACKETED = re.compile(r"[\[(（【]\s*([^\W\d_]{2,12})\s*[\])）】]")


def folder_tag(path: str) -> str:
    """Return the tag that a note's folders make, without their numbering; '' where they say nothing.

    Args:
        path: Of the note, with ``/``.
    """
    words = (_word(folder) for folder in path.split("/")[:-1])
    return "/".join(word for word in words if word and word.casefold() not in _PLACES)


def _word(folder: str) -> str:
    """Return a folder's name as a part of a tag: '010-深度学习' is 深度学习, '2025' is nothing."""
    return _NO_TAG.sub("-", _NUMBERING.sub("", folder)).strip("-_")


def text_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a note's text: behind a blank or at the start of a line, not in code, headings or links.

    A colour (``#fff``) is none.
    """
    span = front_span(text)
    start = span[2] if span else 0
    if not _SOME_TAG.search(text, start):
        return ()
    document = Document(text, start)
    found: dict[str, None] = {}
    for line in _lines(document.blocks):
        for tag in inline_tags(_NO_START.sub(" ", document.lines[line])):
            if not _COLOUR.fullmatch(tag):
                found[tag.strip("/")] = None
    return tuple(found)


def _lines(blocks: list[Block]) -> Iterator[int]:
    """Yield the lines of paragraphs."""
    for block in blocks:
        if block.kind == PARAGRAPH:
            yield from range(block.line, block.end)
        elif block.kind in (QUOTE, LIST, ITEM):
            yield from _lines(block.children)


def title_difficulty(text: str, path: str) -> Difficulty:
    """Return the difficulty that a note's title or its file's name is marked with, by a sign or a word in brackets."""
    title = _TITLE.search(text, 0, _FAR)
    name = path.rpartition("/")[2].rpartition(".")[0]
    for words in (title[1] if title else "", name):
        found = _difficulty(words)
        if found:
            return found
    return ""


def _difficulty(words: str) -> Difficulty:
    for sign, difficulty in _SIGNS.items():
        if sign in words:
            return difficulty
    stars = _STARS.findall(words)
    if stars:
        return "medium" if len(stars) == 1 else difficulty_of("★" * min(len(stars), 5))
    for word in _BRACKETED.findall(words):
        try:
            return difficulty_of(word)
        except ValueError:
            continue
    return ""
