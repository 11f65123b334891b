"""Where an answer begins and ends, and whether it says anything."""

import re

from studycli.notes.blocks import Document
from studycli.notes.cards import asking
from studycli.notes.inline import (
    has_words,
    identity,
    is_back_reference,
    plain,
    without_links,
    without_pictures,
)
from studycli.notes.patterns import lazy
from studycli.notes.records import NamedTuple

_FOOTER = lazy(r"\s*(?:©|\(c\)\s|copyright\b|版权所有)", re.IGNORECASE)
_NOISE_STARTS = frozenset("-*_<&[\\©(cC版")
_LEAD_STARTS = _NOISE_STARTS | {">"}
_RULE = lazy(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BREAKS = lazy(r"\s*(?:<br\s*/?>\s*|&nbsp;\s*|&emsp;\s*)+$", re.IGNORECASE)
_FRAME = lazy(
    r"\s*(?:</?(?:td|tr|th|table|tbody|thead|div|p|center|section|article)\b[^<>]*>\s*)+$", re.IGNORECASE
)
_FENCE_LINE = lazy(r"^[ \t>]*(?:```+|~~~+).*$", re.MULTILINE)
_EMPTY_LABEL = lazy(
    r"^[ \t>]*[-*+][ \t]+\*\*[^*\n]+(?:\*\*[ \t]*[:：]|[:：]\*\*)[ \t]*$(?!\n[ \t]+\S)", re.MULTILINE
)
_CREDIT = lazy(
    r"^[ \t>]*[*_]*(?:作者|来源|出处|转载|版权|译者|authors?|sources?|credits?|copyright|licen[cs]e|关键词|标签|keywords?|tags?)\**[ \t]*[:：].*$",
    re.MULTILINE | re.IGNORECASE,
)
_EMPTY_ITEM = lazy(r"^[ \t]+[-*+][ \t]*$", re.MULTILINE)
_BARE_LABEL = lazy(r"^[ \t]*[-*+][ \t]+\*\*[^*\n]+\*\*[ \t]*$", re.MULTILINE)
_ANSWER_MARK = lazy(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__|<b>)?(?:Answer|Ans|A|Solution|参考答案|答案要点|答案指引|答案|回答|解答|解析|答)"
    r"(?:\*\*|__|</b>)?[ \t]*[:：](?:\*\*|__|</b>)?[ \t]*"
)
_MARK_STARTS = frozenset("-*+_<AS参答回解")
_REFERENCE_MARK = lazy(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?([^*_\n]{1,24}?)[ \t]*[:：]?(?:\*\*|__)?[ \t]*[:：]?[ \t\r]*$"
)
_REFERENCE_LINE = lazy(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)?([^*_:：\n]{1,24}?)[ \t]*[:：](?:\*\*|__)?[ \t]*(?=<?https?://|\[)"
)
_TOC = lazy(r"^\s*\\?\[(?:toc|_toc_|\[_toc_\])\\?\]\s*$", re.IGNORECASE | re.MULTILINE)
_COMMENT = lazy(r"<!--.*?(?:-->|$)", re.DOTALL)
_QUOTE_MARK = lazy(r"^\s*(?:>\s*)+(?:[-*+]\s+)?")
_SUSPECT = re.compile(r"[\[<!]|```|~~~|http")

_SHORT = 60  # characters; a promise such as 'Answer here' is not longer
_PLAIN = 12  # characters; with so many, a line without links is more than a label
_LINK_REST = 6  # letters that must stand beside links for a text to be more than links


class Span(NamedTuple):
    """An answer: lines counted from 0, the last one included, and offsets into the note's text."""

    first: int
    last: int
    start: int
    end: int


def span(
    document: Document, first: int, behind: int, start: int = -1, *, question: bool = False
) -> Span | None:
    """Return the answer that stands in a range of lines, or None where nothing is said.

    Args:
        document: The note.
        first: First line of the range, counted from 0.
        behind: The line behind the range.
        start: Offset at which the answer begins on its first line, where that is not the line's start.
        question: Whether a label such as ``**Answer:**`` may lead the text; it is passed over.
    """
    lines = document.lines
    begin = first if start >= 0 else _skip_lead(document, first, behind)
    if start >= 0 and not document.text[start : _line_end(document, first)].strip(" \t\r*_"):
        begin, start = _skip_lead(document, first + 1, behind), -1
    if question and start < 0 and begin < behind and may_be_mark(lines[begin]):
        begin, start = _behind_mark(document, begin, behind)
    last = _skip_tail(lines, begin, behind) - 1
    if last < begin:
        return None
    plain = start < 0 and _is_plain(lines[begin])
    if start < 0:
        start = document.offset(begin)
    end = _line_end(document, last)
    if (plain and end - start > _SHORT) or says_something(document.text[start:end]):
        return Span(begin, last, start, end)
    return None


def may_be_mark(line: str) -> bool:
    """Tell whether a line can begin with a label such as ``**Answer:**``, by its first character."""
    return line.lstrip()[:1] in _MARK_STARTS


def _behind_mark(document: Document, begin: int, behind: int) -> tuple[int, int]:
    """Pass over ``**Answer:**`` at the start of an answer; return the line and offset of what follows it."""
    line = document.lines[begin]
    match = _ANSWER_MARK.match(line)
    if not match:
        return begin, -1
    if line[match.end() :].strip():
        return begin, document.offset(begin) + match.end()
    return _skip_lead(document, begin + 1, behind), -1


def _line_end(document: Document, line: int) -> int:
    text = document.lines[line]
    comment = text.find("<!--SR:")
    bare = (text[:comment] if comment >= 0 else text).rstrip()
    return document.offset(line) + len(bare)


def _is_noise(line: str) -> bool:
    """Tell whether a line at the edge of an answer is only a separator or a link back."""
    return bool(
        _RULE.match(line.rstrip())
        or _BREAKS.match(line)
        or _TOC.match(line)
        or _FRAME.match(line)
        or _FOOTER.match(line)
        or is_back_reference(line)
    )


def _skip_lead(document: Document, first: int, behind: int) -> int:
    """Pass over blank lines, rules, comments and a quote that only rewords the question or names a source."""
    lines = document.lines
    at = first
    while at < behind:
        line = lines[at]
        words = line.lstrip()
        if not words:
            at += 1
            continue
        if words[0] not in _LEAD_STARTS:
            return at
        before = at
        if _is_noise(line):
            at += 1
        elif words.startswith("<!--"):
            at = _comment_end(lines, at, behind)
        elif words[0] == ">":
            end = _quote_end(lines, at, behind)
            at = end if _is_aside(lines, at, end) else at
        if at == before:
            return at
    return at


def _comment_end(lines: list[str], at: int, behind: int) -> int:
    """Return the line behind a comment that has its lines to itself, or the line itself."""
    for line in range(at, behind):
        place = lines[line].find("-->")
        if place >= 0:
            return line + 1 if not lines[line][place + 3 :].strip() else at
    return at


def _quote_end(lines: list[str], at: int, behind: int) -> int:
    while at < behind and lines[at].lstrip().startswith(">"):
        at += 1
    return at


def _is_aside(lines: list[str], first: int, behind: int) -> bool:
    """Tell whether a quote holds other wordings of the question, sources or links, and no answer."""
    for line in lines[first:behind]:
        words = plain(_QUOTE_MARK.sub("", line))
        if words and not asking.is_rewording(words) and says_something(_QUOTE_MARK.sub("", line)):
            return False
    return True


def _skip_tail(lines: list[str], first: int, behind: int) -> int:
    """Return the line behind the last one that is not blank, a rule, a break, a comment or a source."""
    while behind > first:
        line = lines[behind - 1]
        words = line.strip()
        if not words or (words[0] in _NOISE_STARTS and _is_noise(line)):
            behind -= 1
        elif words.endswith("-->"):
            start = _comment_start(lines, first, behind - 1)
            if start < 0:
                break
            behind = start
        elif "](" in line or "://" in line:
            start = _references_start(lines, first, behind)
            if start < 0:
                break
            behind = start
        else:
            break
    return behind


def _references_start(lines: list[str], first: int, behind: int) -> int:
    """Return the line of a label such as ``**参考**`` over nothing but links up to a line, or -1."""
    for at in range(behind - 1, first - 1, -1):
        line = lines[at]
        match = _REFERENCE_MARK.match(line) or _REFERENCE_LINE.match(line)
        if match and asking.is_references(match[1]):
            return at
        if line.strip() and ("](" not in line and "://" not in line):
            return -1
    return -1


def _comment_start(lines: list[str], first: int, last: int) -> int:
    """Return the line on which a comment that ends on ``last`` begins, if it begins that line; else -1."""
    for line in range(last, first - 1, -1):
        place = lines[line].rfind("<!--")
        if place >= 0:
            return line if not lines[line][:place].strip() else -1
    return -1


def says_something(text: str) -> bool:
    """Tell whether a text says more than links, pictures, tags, comments or a promise to write it."""
    if len(text) > _SHORT and _has_plain_line(text):
        return True
    if _SUSPECT.search(text):
        text = _TOC.sub("", _FENCE_LINE.sub("", _COMMENT.sub("", text)))
        rest = without_links(text)
        if not has_words(rest):
            return False
        if rest != text and len(identity(rest)) < _LINK_REST and ("](" in text or "://" in text):
            return False
        text = rest
    if ":" in text or "：" in text:
        text = _CREDIT.sub("", _EMPTY_LABEL.sub("", text))
    if _EMPTY_ITEM.search(text):
        text = _BARE_LABEL.sub("", _EMPTY_ITEM.sub("", text))
    if len(text) > _SHORT:
        return has_words(text)
    return has_words(text) and not asking.is_placeholder(
        plain(_QUOTE_MARK.sub("", text.strip())).strip("-* ")
    )


def _has_plain_line(text: str) -> bool:
    """Tell whether one of the first lines has words and nothing that could be a link, picture, tag or fence."""
    return any(map(_is_plain, text.split("\n", 3)[:3]))


def _is_plain(line: str) -> bool:
    """Tell whether a line has words and nothing that could be a link, picture, tag or fence."""
    return (
        len(line) > _PLAIN
        and "[" not in line
        and "<" not in line
        and "!" not in line
        and "http" not in line
        and "```" not in line
        and "~~~" not in line
        and has_words(line)
    )


def why_nothing(text: str) -> str:
    """Return the code of what stands in place of an answer: links, a picture, a promise or nothing."""
    text = _COMMENT.sub("", text)
    if "](" in text or "http" in text:
        return (
            "answer-is-links"
            if without_pictures(text) == text or "[" in without_pictures(text)
            else "answer-is-picture"
        )
    return "answer-is-picture" if without_pictures(text) != text else "no-answer"
