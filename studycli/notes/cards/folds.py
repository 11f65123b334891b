"""Questions that are folded: Obsidian's callouts and ``<details>``."""

import re

from studycli.notes.blocks import HTML, QUOTE, Block, Document
from studycli.notes.cards import asking
from studycli.notes.cards.starter import QUESTION, Starter
from studycli.notes.inline import bare, has_words, plain
from studycli.notes.patterns import lazy

_CALLOUT = lazy(r"\s*>\s*\[!(?P<type>[\w-]+)[^\]]*\][+-]?\s*(?P<title>.*)$")
_ASKING_CALLOUTS = ("question", "faq", "help")
_SUMMARY = lazy(r"<summary>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
_DETAILS_END = lazy(r"</details>", re.IGNORECASE)


def fold(document: Document, block: Block) -> Starter | None:
    """Read a callout or ``<details>`` that asks."""
    if block.kind == QUOTE:
        return _callout(document, block)
    if block.kind == HTML and block.level != 2:  # noqa: PLR2004 - a comment asks nothing
        return _details(document, block)
    return None


def nested_questions(document: Document, first: int, behind: int) -> list[Starter]:
    """Return the folds among blocks that ask by a question mark of their own."""
    found = (fold(document, block) for block in document.blocks[first:behind])
    return [starter for starter in found if starter and asking.has_question_mark(starter.prompt)]


def _callout(document: Document, block: Block) -> Starter | None:
    """Read an Obsidian callout whose title asks: ``> [!question]- Why?``; its answer is the rest of the quote."""
    match = _CALLOUT.match(document.lines[block.line])
    if not match:
        return None
    words = bare(match["title"])
    if not has_words(words) or not (
        match["type"].lower() in _ASKING_CALLOUTS or asking.has_question_mark(words)
    ):
        return None
    return Starter(QUESTION, block.line, words, block.line + 1, -1, block.end)


def _details(document: Document, block: Block) -> Starter | None:
    """Read ``<details>`` whose summary asks; its answer ends at ``</details>``."""
    text = "\n".join(document.lines[block.line : block.end])
    match = _SUMMARY.search(text)
    if not match or "<details" not in text[: match.start()].lower():
        return None
    words = bare(match[1])
    if not asking.asks(words):
        return None
    line = block.line + text.count("\n", 0, match.start(1))
    tail = block.line + text.count("\n", 0, match.end())
    column = match.end() - (text.rfind("\n", 0, match.end()) + 1)
    end = _details_end(document.lines, tail, column)
    rest = document.lines[tail][column:] if tail < len(document.lines) else ""
    if has_words(plain(rest)) and end > tail:
        return Starter(QUESTION, line, words, tail, document.offset(tail) + column, end)
    return Starter(QUESTION, line, words, tail + 1, -1, max(end, tail + 1))


def _details_end(lines: list[str], first: int, column: int) -> int:
    """Return the line of ``</details>``, or the one behind the text; the search begins at a column."""
    for line in range(first, len(lines)):
        if _DETAILS_END.search(lines[line], column if line == first else 0):
            return line
    return len(lines)
