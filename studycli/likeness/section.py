"""The generated section of related notes, in a note's text. Nothing else of the text is ever changed."""

import re
from functools import lru_cache
from typing import NamedTuple

from studycli.notes.blocks import Document
from studycli.notes.cards.sections import Outline, generated_mark
from studycli.notes.inline import identity
from studycli.notes.patterns import lazy
from studycli.notes.split import front_span

_ITEM = lazy(r"[-*+] +!?\[")
_HAN = lazy("[\u3400-\u9fff]")
_HEADING = lazy(r"^ {0,3}(#{1,6})[ \t]", re.MULTILINE)
_FENCE = lazy(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_FENCES = lazy(r"^([ \t>*+-]*)(```+)(.*)$", re.MULTILINE)
_HTML = lazy(r"<(?:script|pre|style|textarea|\?|!(?!--))", re.IGNORECASE)
_USUAL = 3  # marks of a fence
_TOP = 2  # level of the heading where nothing else asks for another one


class Words(NamedTuple):
    """What the section says in one language.

    Attributes:
        heading: Its heading.
        marker: The comment that marks it as generated.
        nothing: What stands there when no note is near.
        colon: What stands between a link and the terms behind it.
        comma: What stands between the terms.
    """

    heading: str
    marker: str
    nothing: str
    colon: str
    comma: str


CHINESE = Words("相关笔记", "<!-- 自动生成 -->", "暂无相关笔记", "：", "、")
ENGLISH = Words("Related notes", "<!-- auto-generated -->", "No related notes yet", ": ", ", ")
_BY_HEADING = {identity(words.heading): words for words in (CHINESE, ENGLISH)}
_NOTHING = frozenset(words.nothing for words in (CHINESE, ENGLISH))


class Section(NamedTuple):
    """A section of related notes.

    Attributes:
        words: Of its language.
        marked: Whether a comment marks it as generated.
        start: Offset of its heading; what follows holds only for a marked one.
        first: Offset behind the marker's line.
        last: Offset behind the last line that the program may have written.
        lines: The lines between, without their ends.
        shared: Whether something of the person's stands below these lines, before the next heading.
    """

    words: Words
    marked: bool
    start: int = 0
    first: int = 0
    last: int = 0
    lines: tuple[str, ...] = ()
    shared: bool = False


@lru_cache(maxsize=2)  # one change asks several times of a note as it was
def find(text: str) -> Section | None:
    """Return a note's section of related notes: the marked one, else one that the person wrote, else None."""
    folded = text.casefold()
    if not any(words.heading.casefold() in folded for words in _BY_HEADING.values()):
        return None
    front = front_span(text)
    document = Document(text, front[2] if front else 0)
    found = None
    for section in Outline(document).sections:
        words = _BY_HEADING.get(section.key)
        if words is None or not section.level:
            continue
        mark = generated_mark(document, section)
        if mark is not None:
            return _marked(document, words, section.line, mark.end, section.own_behind)
        found = found or Section(words, False, document.offset(section.line))
    return found


def _marked(document: Document, words: Words, heading: int, first: int, behind: int) -> Section:
    """Return a marked section: its lines are links and blank lines, up to the first that is neither."""
    at = last = first
    while at < behind and (not (line := document.lines[at].strip()) or line in _NOTHING or _ITEM.match(line)):
        at += 1
        last = at if line else last
    return Section(
        words,
        True,
        document.offset(heading),
        min(document.offset(first), len(document.text)),
        min(document.offset(last), len(document.text)),
        tuple(line.rstrip("\r") for line in document.lines[first:last]),
        shared=any(line.strip() for line in document.lines[last:behind]),
    )


def span_of(text: str) -> tuple[int, int] | None:
    """Return where the marked section stands, heading included; None where there is none."""
    section = find(text)
    return (section.start, section.last) if section and section.marked else None


def words_for(text: str, section: Section | None) -> Words:
    """Return the words of a note's language: that of its section, else that of its text."""
    if section is not None:
        return section.words
    return CHINESE if _is_chinese(text) else ENGLISH


def _is_chinese(text: str) -> bool:
    """Tell whether a text has more Chinese characters, of three bytes each, than half of its words between blanks."""
    return _HAN.search(text) is not None and len(text.encode()) - len(text) > text.count(" ")


def items_of(section: Section | None) -> tuple[str, ...]:
    """Return the lines of a marked section that link to notes."""
    return tuple(line for line in section.lines if _ITEM.match(line)) if section and section.marked else ()


def with_items(text: str, items: tuple[str, ...]) -> str:
    """Write the section's lines.

    Args:
        text: The whole note.
        items: Lines that begin with '- ['; () where no note is near: then no section is added.

    Returns:
        The note with the section; as it was where the person has one of their own without the marker, or where
        a section at the end would not be one, in a fence that is not closed.
    """
    section = find(text)
    if section is None:
        return _added(text, items) if items else text
    if not section.marked:
        return text
    lines = ("", *(items or (section.words.nothing,)))
    if lines == section.lines:
        return text
    return _replaced(text, section, lines)


def _replaced(text: str, section: Section, lines: tuple[str, ...]) -> str:
    end = line_end(text)
    before, after = text[: section.first], text[section.last :]
    if not before.endswith(("\n", "\r")):
        before += end
    block = end.join(lines) + end
    if not after and not text.endswith(("\n", "\r")):
        block = block.removesuffix(end)
    gap = end if after and not after.startswith(("\n", "\r")) else ""
    return before + block + gap + after


def _added(text: str, items: tuple[str, ...]) -> str:
    end = line_end(text)
    words = words_for(text, None)
    whole = text if text.endswith(("\n", "\r")) or not text else text + end
    gap = "" if not whole or whole.endswith((end + end, "\n\n")) else end
    heading = f"{'#' * _level(text)} {words.heading}"
    new = whole + gap + end.join((heading, words.marker, "", *items)) + end
    return new if _is_closed(text) or items_of(find(new)) == items else text


def _is_closed(text: str) -> bool:
    """Tell whether a heading behind a text is surely one; where that is not seen at once, it has to be parsed.

    Behind a blank line only a fence, a comment and HTML of some kinds are still open.
    """
    if "~~~" in text or "%%" in text or text.rfind("<!--") > text.rfind("-->") or _HTML.search(text):
        return False
    is_open = False
    for indent, marks, info in _FENCES.findall(text) if "```" in text else ():
        if indent or len(marks) != _USUAL or (is_open and info.strip()) or "`" in info:
            return False
        is_open = not is_open
    return not is_open


def _level(text: str) -> int:
    """Return the level of a heading that belongs to no other section than the note's: below its title, if it has one."""
    body = _FENCE.sub("", text) if "```" in text or "~~~" in text else text
    levels = [len(marks) for marks in _HEADING.findall(body)]
    if not levels or (levels[0] == 1 and levels.count(1) == 1):
        return _TOP
    return min(levels)


def without(text: str) -> str:
    """Take the marked section away; where the person wrote something below its lines, only those."""
    section = find(text)
    if section is None or not section.marked:
        return text
    if section.shared:
        return with_items(text, ())
    before, after = text[: section.start], text[section.last :].lstrip("\r\n")
    end = line_end(text)
    if not after and before.endswith(end + end):
        before = before.removesuffix(end)
    return before + after


def is_same_before(one: str, other: str) -> bool:
    """Tell whether two bodies are the same but for a marked section at their end."""
    return _head(one) == _head(other)


def _head(body: str) -> str:
    """Return a body up to the marked section that is its end, if there is one."""
    for words in (CHINESE, ENGLISH):
        head, mark, tail = body.rpartition(words.marker)
        lines = [line.strip() for line in tail.replace("\r", "\n").split("\n")]
        if mark and all(not line or line in _NOTHING or _ITEM.match(line) for line in lines):
            head = head.rstrip()
            if head.endswith(words.heading):
                return head.removesuffix(words.heading).rstrip(" \t#").rstrip()
    return body.rstrip()


def line_end(text: str) -> str:
    """Return how the first line of a text ends."""
    match = re.search(r"\r\n|\n|\r", text)
    return match[0] if match else "\n"
