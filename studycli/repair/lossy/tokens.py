"""Text as the language model sees it: lines of tokens, in which what says nothing about Chinese is made one."""

from collections.abc import Iterator

BREAK = "\n"
"""The token at both ends of a line."""
WORD = "a"
"""The token of a run of Latin letters, digits and signs of formulas."""

_DROPPED = frozenset(" \t\r*`$~")
_WORDLIKE = frozenset("\\_{}^+=/|&%@")
_ONCE = frozenset("-#" + WORD)


def tokens(line: str) -> Iterator[str]:
    """Yield the tokens of one line without its ends: single characters, runs of Latin text as `WORD`.

    Spaces and the marks of Markdown are left out; a run of dashes or of heading marks counts once.
    """
    last = ""
    for char in line:
        if char in _DROPPED:
            continue
        token = WORD if char in _WORDLIKE or (char.isascii() and char.isalnum()) else char
        if token != last or token not in _ONCE:
            yield token
        last = token
