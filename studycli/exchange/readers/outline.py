"""Outlines of bullets, as Logseq writes them: their blocks, with properties, as a tree."""

from __future__ import annotations

import re
from typing import NamedTuple

_BULLET = re.compile(r"(?P<indent>[\t ]*)-(?:[ \t]+(?P<text>.*))?$")
_PROPERTY = re.compile(r"[\t ]*(?P<name>[\w./ -]*[\w./-])::(?:[ \t]+(?P<value>.*))?$")
_FENCE = re.compile(r"[\t ]*(`{3,}|~{3,})")
_LOG_START, _LOG_END = (
    re.compile(r"[\t ]*:(?:LOGBOOK|logbook):[ \t]*$"),
    re.compile(r"[\t ]*:(?:END|end):[ \t]*$"),
)
_TAB = 2  # columns of a tab: an outline of blanks has two for each level


class Bullet(NamedTuple):
    """One block of an outline.

    Attributes:
        lines: Its text without indentation, marks and properties.
        properties: By name in lower case.
        children: The blocks below it.
        line: Its line in the file, counted from 1.
    """

    lines: list[str]
    properties: dict[str, str]
    children: list[Bullet]
    line: int


class Outline(NamedTuple):
    """A page of bullets.

    Attributes:
        properties: Those of the page, which stand before the first bullet or alone in it.
        preface: Other lines before the first bullet.
        bullets: The blocks of the first level.
    """

    properties: dict[str, str]
    preface: list[str]
    bullets: list[Bullet]


def outline_of(text: str) -> Outline:
    """Return a page as a tree. Nothing of its text is lost but marks, indentation and logs of working hours."""
    properties: dict[str, str] = {}
    preface: list[str] = []
    roots: list[Bullet] = []
    open_: list[tuple[int, Bullet]] = []
    fence, logging = "", False
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if logging:
            logging = not _LOG_END.match(line)
            continue
        bullet = None if fence else _BULLET.match(line)
        if bullet:
            width = _width(bullet["indent"])
            while open_ and open_[-1][0] >= width:
                open_.pop()
            new = Bullet([], {}, [], number)
            (open_[-1][1].children if open_ else roots).append(new)
            open_.append((width, new))
            line = bullet["text"] or ""  # noqa: PLW2901 - what is left of it
        elif not fence and _LOG_START.match(line):
            logging = True
            continue
        kept, into = (open_[-1][1].lines, open_[-1][1].properties) if open_ else (preface, properties)
        found = None if fence else _PROPERTY.match(line)
        if found:
            into[found["name"].strip().lower()] = (found["value"] or "").strip()
            continue
        kept.append(_unindented(line, open_[-1][0] + _TAB) if open_ and not bullet else line)
        fence = _fence(kept[-1], fence)
    if roots and not any(map(str.strip, roots[0].lines)) and roots[0].properties and not roots[0].children:
        properties |= roots.pop(0).properties
    return Outline(properties, preface, roots)


def _width(indent: str) -> int:
    return len(indent.replace("\t", " " * _TAB))


def _unindented(line: str, width: int) -> str:
    """Return a further line of a block without the indentation of its text."""
    at = column = 0
    while at < len(line) and line[at] in "\t " and column < width:
        column += _TAB if line[at] == "\t" else 1
        at += 1
    return line[at:]


def _fence(line: str, fence: str) -> str:
    """Return the mark of the fence that is open behind a line, or ''."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    return "" if match[1].startswith(fence) and not line.strip().strip(fence[0]) else fence
