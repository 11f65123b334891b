"""Where a note's frontmatter ends and its body begins.

Without any import, so that a body can be read anew without the YAML parser: ``study due`` after an
edit of one note must not pay for it.

Frontmatter stands between two lines of exactly three hyphens (spaces behind them are allowed), the
first of them the first line of the file, a byte-order mark before it or not. This is Obsidian's rule;
python-frontmatter's is wider (more hyphens, blank lines before), which swallows thematic breaks. YAML's
own end mark ``...`` does not close it.

A body may begin with a thematic break too and have another one below: what stands between is taken as
frontmatter only when its first line is written like a key.
"""

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = "\ufeff"
_FENCE = "---"
# A line that begins with one of these is Markdown (list, quote, table, emphasis, link), never a key.
_NOT_A_KEY = frozenset("-*>|`!&@%[")
_CONFLICT = "<<<<<<<"  # git's mark of a merge conflict: broken frontmatter, but frontmatter


def front_span(text: str) -> tuple[int, int, int] | None:
    """Find the frontmatter of a note.

    Args:
        text: The whole note, line endings and byte-order mark as they are in the file.

    Returns:
        Offsets of the first character of the YAML, behind its last one (its line ending included), and
        of the body; None for a note without frontmatter, an unclosed one included.
    """
    start = _opening(text)
    if start < 0:
        return None
    end, body = _closing(text, start)
    if end < 0 or not _holds_keys(text[start:end]):
        return None
    return start, end, body


def is_unclosed(text: str) -> bool:
    """Tell whether a note begins like frontmatter that no line of three hyphens closes."""
    start = _opening(text)
    return (
        start >= 0
        and _closing(text, start)[0] < 0
        and bool(text[start:].strip())
        and _holds_keys(text[start:])
    )


def _opening(text: str) -> int:
    """Return the offset behind the opening line, or -1."""
    start = _after_fence(text, 1 if text.startswith(_MARK) else 0)
    return -1 if start == len(text) else start


def _closing(text: str, start: int) -> tuple[int, int]:
    """Return the offsets of the closing line and of the body, or -1 twice."""
    line_break = text[start - 1]  # "\r" only in files that end their lines so
    fence = start
    while True:
        body = _after_fence(text, fence)
        if body >= 0:
            return fence, body
        before = text.find(line_break + _FENCE, fence)
        if before < 0:
            return -1, -1
        fence = before + 1


def _after_fence(text: str, at: int) -> int:
    """Return the offset behind the line of three hyphens that begins at ``at``, or -1."""
    if not text.startswith(_FENCE, at):
        return -1
    end = at + len(_FENCE)
    while text.startswith((" ", "\t"), end):
        end += 1
    if text.startswith("\r\n", end):
        return end + 2
    if text.startswith(("\n", "\r"), end):
        return end + 1
    return end if end == len(text) else -1


def _holds_keys(block: str) -> bool:
    """Tell whether the first line with words is a key; an empty block may hold keys later."""
    blank_before = False
    comment = False
    for line in _lines(block):
        words = line.strip()
        if words and not words.startswith("#"):
            return _is_key(words, spaced=not blank_before)
        blank_before = blank_before or not words
        comment = comment or bool(words)
    return not comment


def _lines(block: str) -> "Iterator[str]":
    """Yield the lines as ``splitlines`` does, the first one, which mostly decides, without splitting the others."""
    first, line_feed, rest = block.partition("\n")
    yield from (first + line_feed).splitlines()
    yield from rest.splitlines()


def _is_key(words: str, *, spaced: bool) -> bool:
    """Tell whether a line is written like ``key: value``; ``spaced`` allows blanks in the key.

    Behind a blank line a sentence with a colon is prose: pandoc's rule.
    """
    if words.startswith(("{", _CONFLICT)):
        return True
    key, colon, value = words.partition(":")
    if not colon or words[0] in _NOT_A_KEY:
        return False
    if " " in key:
        return spaced and value[:1] in ("", " ", "\t")
    return not value.startswith("//")
