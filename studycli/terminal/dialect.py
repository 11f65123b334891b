r"""The Markdown that people write in notes: the rules of a parser of markdown-it.

CommonMark with tables and strikethrough, and beyond it: mathematics in ``$``, ``$$``, ``\(``, ``\[`` and
GitHub's dollars with backquotes, wiki links and embeds, ``==highlight==``, footnotes in their place, callouts, and
emphasis beside Chinese punctuation; ``%%comments%%`` are left out.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from rich.cells import get_character_cell_size

NESTING_LIMIT = 40
"""Levels of quotes (one each) and lists (two each) within one another; what is deeper is shown flat, as its lines."""

_FORMULA = re.compile(r"\\[A-Za-z]|[\^=]|(?<!\\)_|^[A-Za-z]$")
_MATH_IN_CODE = re.compile(r"\$`[^`]+`\$(?!\d)")
_WIKI = re.compile(r"(!?)\[\[([^\[\]\n]+)\]\]")
_FOOTNOTE = re.compile(r"\[\^([^\]\s\[]{1,40})\](:?)")
_DEFINITION = re.compile(r"\[(?!\^)[^\]]+\]:\s*(?:<|\S*[/.#])")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)\n?")
PUNCTUATION = re.compile(r"[\s,.;:!?，。；：！？、）)]*$")
_CONTAINER = re.compile(r"[ \t]*(?:>|((?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)))")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def parser(*, html: bool = True) -> MarkdownIt:
    """Return the parser; one without HTML blocks reads what HTML was turned into."""
    markdown = MarkdownIt("commonmark", {"maxNesting": NESTING_LIMIT}).enable(["strikethrough", "table"])
    markdown.block.ruler.at("reference", _reference)
    for before, name, rule in (
        ("table", "too_deep", _too_deep),
        ("fence", "math_block", _math_block),
        ("fence", "comment_block", _comment_block),
    ):
        alternatives = ["paragraph", "reference", "blockquote", "list"]
        markdown.block.ruler.before(before, name, rule, {"alt": alternatives})
    if html:
        markdown.block.ruler.before(
            "html_block", "html_table", _html_table, {"alt": ["paragraph", "blockquote"]}
        )
    else:
        markdown.disable("html_block")
    markdown.inline.ruler.before("escape", "math", _math)
    markdown.inline.ruler.before("escape", "comment", _comment)
    markdown.inline.ruler.before("link", "wiki", _wiki)
    markdown.inline.ruler.before("link", "footnote", _footnote)
    markdown.inline.ruler.before("emphasis", "mark", _mark)
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.core.ruler.before("inline", "callouts", _callouts)
    return markdown


def is_wide(char: str) -> bool:
    """Tell whether a character is a Chinese one, or as wide; no character is not."""
    return bool(char) and not char.isascii() and get_character_cell_size(char) > 1


# -- rules of blocks ----------------------------------------------------------------------------------------


def _line(state: StateBlock, number: int) -> str:
    """Return a line of a block without its indentation."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept a link's definition; footnotes and notes of the form ``[word]: text`` are text to be shown."""
    return bool(_DEFINITION.match(_line(state, start))) and reference(state, start, end, silent)


def _too_deep(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Accept a line of a quote or list that no level is left for; of its marks the last stays, if it is an item's."""
    if state.level < NESTING_LIMIT - 2:  # a list takes two levels
        return False
    line = _line(state, start)
    at, mark = 0, ""
    while match := _CONTAINER.match(line, at):
        at, mark = match.end(), match[1] or ""
    if not at:
        return False
    if not silent:
        state.line = start + 1
        _push_paragraph(state, f"{mark} {line[at:].strip()}".strip(), start)
    return True


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept a comment of several lines, empty ones included; one within a line is left to the rules of lines."""
    if not _line(state, start).startswith("%%") or state.is_code_block(start):
        return False
    last, content, rest = _up_to(state, start, end, "%%")
    if content is None or last == start:
        return False
    if not silent:
        state.line = last + 1
        _push_paragraph(state, rest, last)
    return True


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Accept ``$$`` or ``\[`` at the start of a line up to its partner, blank lines included."""
    first = _line(state, start)
    closing = {"$$": "$$", "\\[": "\\]"}.get(first[:2])
    if closing is None or state.is_code_block(start):
        return False
    last, content, rest = _up_to(state, start, end, closing)
    if content is None or (closing == "\\]" and not _FORMULA.search(content)):
        return False
    if last == start and not PUNCTUATION.match(rest):
        return False
    if silent:
        return True
    state.line = last + 1
    token = state.push("math_block", "", 0)
    token.content = content
    token.map = [start, state.line]
    _push_paragraph(state, rest, last)
    return True


def _up_to(state: StateBlock, start: int, end: int, closing: str) -> tuple[int, str | None, str]:
    """Return the line of the closing sign, what is before it (None without one), and the rest of its line."""
    parts: list[str] = []
    for number in range(start, end):
        line = _line(state, number)
        if number > start and line and state.sCount[number] < state.blkIndent:
            break
        line = line[2:] if number == start else line
        at = line.find(closing)
        if at >= 0:
            return number, "\n".join([*parts, line[:at]]), line[at + 2 :].strip()
        parts.append(line)
    return start, None, ""


def _push_paragraph(state: StateBlock, text: str, number: int) -> None:
    """Add what stands behind a formula as a paragraph of its own."""
    if not text:
        return
    state.push("paragraph_open", "p", 1).map = [number, number + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [number, number + 1], []
    state.push("paragraph_close", "p", -1)


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept an HTML table as one block, though it has empty lines in it."""
    if not _line(state, start).lower().startswith("<table") or state.is_code_block(start):
        return False
    number = start
    while number < end and "</table" not in _line(state, number).lower():
        number += 1
    if number == end:
        return False
    if not silent:
        state.line = number + 1
        token = state.push("html_block", "", 0)
        token.content = state.getLines(start, state.line, state.blkIndent, keepLastLF=True)
        token.map = [start, state.line]
    return True


def _callouts(state: StateCore) -> None:
    """Give the title of a callout a line of its own."""
    shown: list[Token] = []
    for token in state.tokens:
        match = _CALLOUT.match(token.content) if token.type == "inline" else None
        if match and [before.type for before in shown[-2:]] == ["blockquote_open", "paragraph_open"]:
            title = match[2].strip() or match[1].capitalize()
            shown[-1] = Token("callout_open", "p", 1, map=token.map, level=token.level - 1)
            shown.append(Token("inline", "", 0, content=title, children=[], map=token.map, level=token.level))
            shown.append(Token("callout_close", "p", -1, level=token.level - 1))
            shown.append(Token("paragraph_open", "p", 1, map=token.map, level=token.level - 1))
            token.content = token.content[match.end() :]
        shown.append(token)
    state.tokens = shown


# -- rules within a line ------------------------------------------------------------------------------------


def _math(state: StateInline, silent: bool) -> bool:
    """Accept a formula between dollars, with backquotes in them or not, or escaped brackets; money is none."""
    src, start = state.src, state.pos
    opening = src[start : start + 2]
    quoted = _MATH_IN_CODE.match(src, start, state.posMax)
    if opening == "$$" or quoted:
        end = quoted.end() - 2 if quoted else src.find("$$", start + 2, state.posMax)
        return _formula(state, start + 2, end, 2, silent)
    if opening in ("\\(", "\\["):
        end = src.find("\\)" if opening == "\\(" else "\\]", start + 2, state.posMax)
        inside = src[start + 2 : end].strip()
        if end < 0 or opening in inside or not _FORMULA.search(inside) or src[start - 1 : start].isalnum():
            return False
        return _formula(state, start + 2, end, 2, silent)
    if opening[:1] != "$" or opening[1:].isspace() or not opening[1:]:
        return False
    end = _next_dollar(src, start + 1, state.posMax)
    if end < 0 or src[end - 1].isspace() or src[end + 1 : end + 2].isdecimal():
        return False
    return _formula(state, start + 1, end, 1, silent)


def _next_dollar(src: str, start: int, end: int) -> int:
    """Return where the next dollar is that no backslash escapes; -1 for none."""
    at = src.find("$", start, end)
    while at > 0 and src[at - 1] == "\\" and src[at - 2] != "\\":
        at = src.find("$", at + 1, end)
    return at


def _formula(state: StateInline, start: int, end: int, size: int, silent: bool) -> bool:
    """Add the formula between two offsets; there is none where the end is negative or the formula empty."""
    content = state.src[start:end].strip() if end >= 0 else ""
    if not content:
        return False
    if not silent:
        sign = state.src[start - size : start]
        token = state.push("math_display" if sign in ("$$", "\\[") else "math_inline", "math", 0)
        token.content = content
    state.pos = end + size
    return True


def _comment(state: StateInline, silent: bool) -> bool:  # noqa: ARG001 - nothing is shown either way
    """Accept ``%%a comment%%`` and one of the blanks around it."""
    src, start = state.src, state.pos
    end = src.find("%%", start + 2, state.posMax) if src.startswith("%%", start) else -1
    if end < 0:
        return False
    state.pos = end + 2
    if src[start - 1 : start] in ("", " ", "\n") and src[state.pos : state.pos + 1] == " ":
        state.pos += 1
    return True


def _wiki(state: StateInline, silent: bool) -> bool:
    """Accept ``[[note|words]]``, shown as its words, and ``![[picture]]``."""
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        target, _, words = match[2].replace("\\|", "|").partition("|")
        shown = words.strip() or target.strip().lstrip("#^").replace("#", " › ")
        _push(
            state, "picture" if match[1] else "wiki", shown if not match[1] or not words.isdigit() else target
        )
    state.pos = match.end()
    return True


def _push(state: StateInline, kind: str, content: str) -> None:
    token = state.push(kind, kind, 0)
    token.content = content


def _footnote(state: StateInline, silent: bool) -> bool:
    """Accept a footnote's mark: raised in the text, in brackets where the note itself begins."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        label = match[1]
        number = label.translate(_RAISED_DIGITS) if label.isdecimal() and not match[2] else None
        state.push("text", "", 0).content = number or f"[{label}]{match[2]}"
    state.pos = match.end()
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    """Accept ``==highlighted words==``."""
    src, start = state.src, state.pos
    if not src.startswith("==", start) or silent:
        return False
    end = src.find("==", start + 2, state.posMax)
    inside = src[start + 2 : end]
    if end < 0 or not inside or inside[0] in " =\n" or inside[-1].isspace():
        return False
    state.push("mark_open", "mark", 1)
    outer = state.posMax
    state.pos, state.posMax = start + 2, end
    state.md.inline.tokenize(state)
    state.push("mark_close", "mark", -1)
    state.pos, state.posMax = end + 2, outer
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Accept signs of emphasis as CommonMark does, and beside Chinese also where punctuation is next to them.

    ``**定义：**内容`` is emphasis to its writer, but not to CommonMark, which wants a blank behind it.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1 : state.pos] or " "
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1] or " "
    wide = marker == "*" and (is_wide(before) or is_wide(after))
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker), length=scanned.length, token=len(state.tokens) - 1, end=-1,
                open=scanned.can_open or (wide and not after.isspace()),
                close=scanned.can_close or (wide and not before.isspace()),
            )
        )  # fmt: skip
    state.pos += scanned.length
    return True
