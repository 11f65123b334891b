"""Plain words as Markdown that shows just these words: what would be markup gets a backslash, and nothing else.

Two things that people type into fields keep their meaning for Markdown: code between backticks, and formulas between
dollar signs.
"""

from __future__ import annotations

import re

LEAD = "\ufdd8"  # where a backslash is wanted if a line begins there
_SPECIAL = re.compile(r"[\\`*_~<&#$\[=:{%]")
_SIGNS = re.compile(
    r"(?P<kept>(?<!`)`[^`<\n\ufdd0-\ufdef]+`(?!`)"
    r"|(?<![\\$\w])(?P<dollars>\$\$?)(?=[^\s$])[^$\n\ufdd0-\ufdef]*[\\^_{=][^$\n\ufdd0-\ufdef]*(?<=[^\s$\\])(?P=dollars)(?![\d$]))"
    r"|(?P<comment><!--)"
    r"|(?P<entity>&(?=\#[\dxX]|\w+;))"
    r"|(?P<run>:{2,}|={3,}|==(?=[^\s=])|\{{2,}|%{2,}|~{2,})"
    r"|(?P<sign>\\(?=[!-/:-@\[-`{-~]|\Z)|`|\*(?=\S)|(?<=\S)\*|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])"
    r"|(?<![\w#&/])\#(?=[^\s#]*[^\W\d_])(?=\w)|\$|\[(?=[\[^!]|[^\[\]]*\](?:[(\[:]|\Z)))"
)
_BLOCK = re.compile(
    r"[-*+](?=\s|\Z)|-{2,}\s*\Z|={1,}\s*\Z|>|#{1,6}(?=\s|\Z)|(?P<number>\d{1,9})(?=[.)](?:\s|\Z))"
)
_AT_START = re.compile(rf"(?m)^((?:[ \t]*(?:(?:[-+*]|\d{{1,9}}[.)])[ \t]+|>))*[ \t]*(?:\d{{1,9}})?){LEAD}")


def escaped(words: str, *, dollars: bool) -> str:
    """Return Markdown that shows the words, with a `LEAD` where they could begin a block.

    Args:
        words: On one line.
        dollars: Whether a dollar sign could be half of a formula, because there are others.
    """
    first = words[:1]
    if first and not first.isalpha():
        match = _BLOCK.match(words)
        if match:
            at = match.end() if match["number"] else 0
            return _inline(words[:at], dollars=dollars) + LEAD + _inline(words[at:], dollars=dollars)
    return _inline(words, dollars=dollars)


def _inline(words: str, *, dollars: bool) -> str:
    if not _SPECIAL.search(words):
        return words
    return _SIGNS.sub(_with_dollars if dollars else _without_dollars, words)


def _without_dollars(match: re.Match[str]) -> str:
    return "$" if match[0] == "$" else _with_dollars(match)


def _with_dollars(match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match[0]
    if kind == "kept" or match["kept"]:
        return found
    if kind == "comment":
        return "&lt;!--"
    if kind == "entity":
        return "&amp;"
    if kind == "run":
        return found[0] + "".join(f"\\{sign}" for sign in found[1:])
    return f"\\{found}"


def settled(text: str) -> str:
    """Return Markdown with a backslash for each `LEAD` that begins a line's text, and without the others."""
    return _AT_START.sub(r"\1\\", text).replace(LEAD, "") if LEAD in text else text
