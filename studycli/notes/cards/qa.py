"""Questions behind ``Q:`` with their answers behind ``A:``, on one line or several."""

import re

from studycli.notes.blocks import Document
from studycli.notes.cards import asking
from studycli.notes.cards.starter import QUESTION, Starter
from studycli.notes.inline import bare, has_words
from studycli.notes.patterns import lazy

_Q = lazy(
    r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)?(?P<mark>Q(?:uestion)?\s*\d*|问题?\s*\d*|提问)\s*(?:\*\*|__)?"
    r"\s*[:：](?:\*\*|__)?[ \t]*(?P<text>.*)$"
)
_Q_NUMBER = lazy(r"\s*(?:\*\*|__)?(?P<mark>Q\d+)\s*[.)、][ \t]*(?:\*\*|__)?[ \t]*(?P<text>.*)$")
_MARK = r"(?:\*\*|__)?(?:A(?:ns(?:wer)?)?\s*\d*|参考答案|答案要点|答案指引|答案?|回答|解答|解析)\s*(?:\*\*|__)?\s*[:：](?:\*\*|__)?[ \t]*"
_A = lazy(_MARK)
_A_LINE = lazy(rf"\s*(?:[-*+]\s+|\d+[.)]\s+)?{_MARK}")
_INLINE_A = lazy(rf"[?？。.!]?(?:\*\*|__)?\s+(?={_MARK})")
_QUESTION_END = lazy(r"(?:C:|#{1,6}\s|-{3,}\s*$|```|~~~)")


def match_question(text: str) -> re.Match[str] | None:
    """Match ``Q:`` at the start of a text: groups ``mark`` and ``text``."""
    return _Q.match(text)


def behind_answer_mark(text: str, column: int) -> int:
    """Return the column behind an ``A:`` that stands at a column, or the column itself."""
    match = _A.match(text, column)
    return match.end() if match else column


def split_inline(match: re.Match[str]) -> tuple[str, int] | None:
    """Return the question of a line matched by `match_question`, and the column of its answer on the same line."""
    inline = _INLINE_A.search(match["text"])
    if not inline:
        return None
    column = match.start("text") + inline.end()
    return match.string[match.start("text") : column], behind_answer_mark(match.string, column)


def question_line(document: Document, line: int, behind: int) -> Starter | None:
    """Read ``Q: … A: …``, the answer on the same line, a later line or in a later block.

    Args:
        document: The note.
        line: The line that may be a question.
        behind: The line behind its paragraph.
    """
    text = document.lines[line].rstrip("\r")
    match = _Q.match(text) or _Q_NUMBER.match(text)
    if not match:
        return None
    inline = split_inline(match)
    if inline:
        question, column = inline
        return Starter(QUESTION, line, bare(question), line, document.offset(line) + column, -1)
    answer = _answer_line(document, line + 1, behind, far=match["mark"][0] == "Q")
    asked = document.lines[line + 1 : answer] if answer >= 0 else []
    prompt = bare(" ".join([match["text"], *asked]))
    if not has_words(prompt):
        return None
    if answer >= 0:
        mark = _A_LINE.match(document.lines[answer])
        start = document.offset(answer) + (mark.end() if mark else 0)
        return Starter(QUESTION, line, prompt, answer, start, -1)
    if _is_certain(match["mark"]) or asking.has_question_mark(prompt):
        return Starter(QUESTION, line, prompt, line + 1, -1, -1)
    return None


def _is_certain(mark: str) -> bool:
    """Tell a mark that only questions have from one such as '问题：', which may be a label."""
    return mark[0] in "Q提" or mark == "问"


def _answer_line(document: Document, first: int, behind: int, *, far: bool) -> int:
    """Return the line of ``A:`` before the next question, heading or rule, or -1.

    Only blank lines may stand before it, unless ``far`` allows a picture or more of the question.
    """
    lines = document.lines
    for line in range(first, len(lines)):
        text = lines[line]
        if _A_LINE.match(text):
            return line
        if (line >= behind and text.strip() and not far) or _Q.match(text) or _QUESTION_END.match(text):
            return -1
    return -1
