"""Markdown as a tree of blocks: one pass over the lines, linear time, a line span for everything.

Headings, fences, HTML blocks, lists and block quotes are where CommonMark 0.31 puts them (the algorithm
is the one of its appendix: match the open containers, try the block starts, else continue a paragraph).
Three additions, because notes are full of mathematics and of text pasted from web pages, and many are Obsidian's:

* ``$$`` at the start of a top-level line opens a block of mathematics up to its closing ``$$``, so that a
  ``=`` or ``-`` alone on a line of a formula is neither a heading's underline nor a list.
* ``%%`` at the start of a top-level line opens a comment up to the next ``%%``, as in Obsidian: a block of
  HTML's second kind, in which no heading counts.
* Zero-width characters before the first visible character of a line are passed over.

Inline text is not parsed here.
"""

import re
from itertools import accumulate

from studycli.notes.patterns import contains, lazy

ROOT, QUOTE, LIST, ITEM = "root", "quote", "list", "item"
HEADING, PARAGRAPH, FENCE, CODE, HTML, RULE, MATH = (
    "heading",
    "paragraph",
    "fence",
    "code",
    "html",
    "rule",
    "math",
)

_COMMENT_KIND = 2  # of HTML blocks
_CODE_INDENT = 4  # columns
_MAX_HEADING = 6
_MAX_DEPTH = 100  # open containers; what is nested deeper is text, so that time stays linear
_MAX_DIGITS = 9  # of an ordered list's number
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"

# Characters that can begin something other than a paragraph; a line that begins otherwise is plain text.
_STARTERS = frozenset("#`~<>-+*=_$%0123456789 \t\r\n\x0b\x0c" + _ZERO_WIDTH)

# The tag names of CommonMark's sixth kind of HTML block.
_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "base",
        "basefont",
        "blockquote",
        "body",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "link",
        "main",
        "menu",
        "menuitem",
        "nav",
        "noframes",
        "ol",
        "optgroup",
        "option",
        "p",
        "param",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "track",
        "ul",
    ]
)
_LONE_RETURN = lazy(r"\r(?!\n)")
_RAW_END = lazy(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
_RAW_START = lazy(r"<(?:script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE)
_TAG_NAME = lazy(r"</?([A-Za-z][A-Za-z0-9-]*)(?:[\s>]|/>|$)")
_WHOLE_TAG = lazy(
    r"(?:<[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*"
    r"\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*$",
    re.ASCII,
)
_DEFINITION = lazy(r" {0,3}\[(?:[^\[\]\\]|\\.)+\]:\s*\S+(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*$")


class Block:
    """A node of the tree.

    Attributes:
        kind: One of the constants of this module.
        line: First line, counted from 0.
        end: The line behind the last one that has text of the block.
        level: A heading's level (1 to 6); of a list, 1 when it is ordered; of an item, the columns that its
            content is indented by.
        text: A heading's content; a fence's info string; an item's marker.
        children: Blocks inside a root, quote, list or item.
    """

    __slots__ = ("children", "end", "kind", "level", "line", "text")

    def __init__(self, kind: str, line: int, level: int = 0, text: str = "") -> None:
        self.kind = kind
        self.line = line
        self.end = line + 1
        self.level = level
        self.text = text
        self.children: list[Block] = []

    def __repr__(self) -> str:
        return f"Block({self.kind} {self.line}-{self.end} {self.level} {self.text!r} {self.children})"


class Document:
    """A note's lines, where each begins, and its top-level blocks.

    Attributes:
        text: The whole note, its frontmatter included, lone carriage returns as line feeds.
        lines: Its lines without their line feed (a carriage return before it is kept).
        blocks: Top-level blocks of the body in order.
        has_comments: Whether ``<!--`` stands in the text.
    """

    __slots__ = ("_before", "blocks", "has_comments", "lines", "text")

    def __init__(self, text: str, body: int = 0) -> None:
        self.text = text = unify(text)
        self.has_comments = contains(text, "<!--")
        self.lines = text.split("\n")
        # Characters before a line, line feeds not counted.
        self._before = list(accumulate(map(len, self.lines), initial=0))
        self._before[-1] -= 1  # no line feed behind the last line
        first = text.count("\n", 0, body)
        self.blocks = _Parser(self.lines, first).parse()

    def offset(self, line: int) -> int:
        """Return the offset of a line's first character in the text; of the text's end for the line behind."""
        return self._before[line] + line


def unify(text: str) -> str:
    """Turn a lone carriage return, as old files have, into a line feed: the same length, so offsets stay right."""
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _clean(line: str) -> str:
    """Give a line as block structure sees it: tabs to stops of four columns, no zero-width lead."""
    if line[:1] in _ZERO_WIDTH:
        line = line.lstrip(_ZERO_WIDTH)
    if "\t" in line:
        line = line.expandtabs(_CODE_INDENT)
    return line.rstrip("\r")


def _heading(rest: str) -> tuple[int, str] | None:
    """Return level and content of an ATX heading."""
    body = rest.lstrip("#")
    level = len(rest) - len(body)
    if level > _MAX_HEADING or (body and body[0] not in " \t"):
        return None
    content = body.strip(" \t")
    bare = content.rstrip("#")
    if len(bare) < len(content) and (not bare or bare[-1] in " \t"):
        content = bare.rstrip(" \t")
    return level, content


def _fence(rest: str) -> tuple[str, str] | None:
    """Return marker and info string of an opening fence."""
    mark = rest[0]
    info = rest.lstrip(mark)
    count = len(rest) - len(info)
    if count < 3 or (mark == "`" and "`" in info):  # noqa: PLR2004 - a fence has three marks
        return None
    return mark * count, info.strip()


def _closes_fence(line: str, fence: str) -> bool:
    body = line.lstrip(" ")
    if len(line) - len(body) >= _CODE_INDENT or not body.startswith(fence):
        return False
    return not body.rstrip().strip(fence[0])


def _is_rule(rest: str) -> bool:
    marks = rest.replace(" ", "")
    return len(marks) >= 3 and marks == marks[0] * len(marks)  # noqa: PLR2004 - a rule has three marks


def _html_kind(rest: str, *, in_paragraph: bool) -> int:  # noqa: PLR0911 - a kind a line, in the order of the specification
    """Return the kind, 1 to 7, of the HTML block that begins here, or 0."""
    if rest.startswith("<!--"):
        return 2
    if rest.startswith("<?"):
        return 3
    if rest.startswith("<![CDATA["):
        return 5
    if rest[1:2] == "!" and rest[2:3].isascii() and rest[2:3].isalpha():
        return 4
    if _RAW_START.match(rest):
        return 1
    name = _TAG_NAME.match(rest)
    if name and name[1].lower() in _BLOCK_TAGS:
        return 6
    return 7 if not in_paragraph and _WHOLE_TAG.match(rest) else 0


_HTML_END = {2: "-->", 3: "?>", 4: ">", 5: "]]>"}


def _html_ends(kind: int, line: str) -> bool:
    """Tell whether an HTML block of kind 1 to 5 ends on this line."""
    if kind == 1:
        return _RAW_END.search(line) is not None
    return kind in _HTML_END and _HTML_END[kind] in line


def _marker(rest: str) -> str:
    """Return the list marker at the start of a line, or an empty string."""
    if rest[0] in "-+*":
        mark = rest[0]
    else:
        digits = len(rest) - len(rest.lstrip("0123456789"))
        if not 1 <= digits <= _MAX_DIGITS or rest[digits : digits + 1] not in (".", ")"):
            return ""
        mark = rest[: digits + 1]
    after = rest[len(mark) : len(mark) + 1]
    return mark if after in ("", " ") else ""


class _Parser:
    """The state of the one pass: open containers, and the open leaf below the innermost one."""

    def __init__(self, lines: list[str], first: int) -> None:
        self.lines = lines
        self.first = first
        self.root = Block(ROOT, first)
        self.stack = [self.root]
        self.leaf: Block | None = None
        self.fence_mark = ""
        self.html_kind = 0

    def parse(self) -> list[Block]:
        """Run over all lines and return the top-level blocks."""
        lines, total, stack = self.lines, len(self.lines), self.stack
        index = self.first
        while index < total:
            if len(stack) == 1:
                leaf = self.leaf
                if leaf is None or leaf.kind == PARAGRAPH:
                    index = self._plain_lines(index)
                    if index == total:
                        break
                elif leaf.kind == FENCE:
                    index = self._skip_fence(index)
                    continue
            index = self._line(index, lines[index])
        self._close_to(1)
        return self.root.children

    def _plain_lines(self, index: int) -> int:
        """Take the common lines, outside any container: blank ones, plain text, headings; return the first other."""
        leaf, lines, starters, add = self.leaf, self.lines, _STARTERS, self.root.children.append
        for at in range(index, len(lines)):
            line = lines[at]
            if not line:
                leaf = None
            elif line[0] not in starters:
                if leaf is None:
                    leaf = Block(PARAGRAPH, at)
                    add(leaf)
                else:
                    leaf.end = at + 1
            else:
                head = _heading(line.rstrip()) if leaf is None and line[0] == "#" else None
                if head is None:
                    break
                add(Block(HEADING, at, head[0], head[1]))
        else:
            at = len(lines)
        self.leaf = leaf
        return at

    def _skip_fence(self, index: int) -> int:
        """Pass over a top-level fence's lines; return the line behind its end."""
        lines, mark = self.lines, self.fence_mark
        leaf = self.leaf
        assert leaf is not None  # noqa: S101 - the caller has seen it
        for at in range(index, len(lines)):
            line = lines[at]
            if mark[:3] in line and _closes_fence(_clean(line), mark):
                leaf.end = at + 1
                self.leaf = None
                return at + 1
        leaf.end = _last_text(lines, leaf.line, len(lines))
        self.leaf = None
        return len(lines)

    def _line(self, index: int, line: str) -> int:
        """Take one line; return the next one to take."""
        text = _clean(line)
        matched, at = self._match(text)
        leaf, stack = self.leaf, self.stack
        whole = matched == len(stack)
        if whole and leaf is not None and self._continues(leaf, index, text[at:]):
            return index + 1
        opened = False
        while True:
            indent = _indent(text[at:])
            rest = text[at + indent :]
            if not rest or rest.isspace():
                return self._blank(index, matched, opened=opened)
            leaf = self.leaf
            paragraph = leaf is not None and leaf.kind == PARAGRAPH
            if indent >= _CODE_INDENT:
                if paragraph and not opened:
                    break
                return self._indented(index, matched, opened=opened)
            in_paragraph = paragraph and whole and not opened
            done = self._leaf_start(index, matched, rest, in_paragraph=in_paragraph, opened=opened)
            if done:
                return done
            width = self._container_start(
                index, matched, rest, indent, in_paragraph=in_paragraph, opened=opened
            )
            if not width:
                break
            at += width
            opened, matched = True, len(self.stack)
        return self._paragraph(index, matched, opened=opened)

    def _match(self, text: str) -> tuple[int, int]:
        """Return how many open containers the line continues, and the column behind their marks."""
        at, stack = 0, self.stack
        for depth in range(1, len(stack)):
            block = stack[depth]
            indent = _indent(text[at:])
            if block.kind == QUOTE:
                if indent >= _CODE_INDENT or text[at + indent : at + indent + 1] != ">":
                    return depth, at
                at += indent + 1
                if text[at : at + 1] == " ":
                    at += 1
            elif indent >= block.level:
                at += block.level
            elif not text[at:].strip() and (block.children or self.leaf is not None):
                at = len(text)
            else:
                return depth, at
        return len(stack), at

    def _continues(self, leaf: Block, index: int, rest: str) -> bool:
        """Let an open fence, HTML block or indented code take the line."""
        kind = leaf.kind
        if kind == FENCE:
            leaf.end = index + 1
            if _closes_fence(rest, self.fence_mark):
                self.leaf = None
            return True
        if kind == HTML:
            if self.html_kind >= 6 and not rest.strip():  # noqa: PLR2004 - kinds 6 and 7 end at a blank line
                self.leaf = None
                return False
            leaf.end = index + 1
            if _html_ends(self.html_kind, rest):
                self.leaf = None
            return True
        if kind == CODE:
            if not rest.strip():
                return True
            if _indent(rest) >= _CODE_INDENT:
                leaf.end = index + 1
                return True
            self.leaf = None
        return False

    def _blank(self, index: int, matched: int, *, opened: bool) -> int:
        if not opened:
            self._close_to(matched)
        leaf = self.leaf
        if leaf is not None and leaf.kind == PARAGRAPH:
            self.leaf = None
        return index + 1

    def _indented(self, index: int, matched: int, *, opened: bool) -> int:
        self._prepare(matched, opened=opened)
        self._add(Block(CODE, index), keep=True)
        return index + 1

    def _leaf_start(  # noqa: C901, PLR0911 - a dispatch on the line's first sign
        self, index: int, matched: int, rest: str, *, in_paragraph: bool, opened: bool
    ) -> int:
        """Open a leaf block if one starts here; return the next line to take, or 0."""
        first = rest[0]
        if first == "#":
            head = _heading(rest)
            if head:
                self._prepare(matched, opened=opened)
                self._add(Block(HEADING, index, head[0], head[1]))
                return index + 1
        elif first in "`~":
            fence = _fence(rest)
            if fence:
                self._prepare(matched, opened=opened)
                self.fence_mark = fence[0]
                self._add(Block(FENCE, index, 0, fence[1]), keep=True)
                return index + 1
        elif first == "<":
            lazy = self.leaf is not None and self.leaf.kind == PARAGRAPH and not opened
            kind = _html_kind(rest, in_paragraph=lazy)
            if kind:
                self._prepare(matched, opened=opened)
                self.html_kind = kind
                self._add(Block(HTML, index, kind), keep=not _html_ends(kind, rest))
                return index + 1
        elif first in "$%":
            return self._paired(index, matched, rest, opened=opened)
        elif first in "=-_*":
            if (
                in_paragraph
                and first in "=-"
                and not rest.rstrip().strip(first)
                and self._setext(index, first)
            ):
                return index + 1
            if first != "=" and _is_rule(rest.rstrip()):
                self._prepare(matched, opened=opened)
                self._add(Block(RULE, index))
                return index + 1
        return 0

    def _setext(self, index: int, mark: str) -> bool:
        """Turn the open paragraph into a heading, unless it holds only link definitions."""
        leaf = self.leaf
        assert leaf is not None  # noqa: S101 - the caller has seen it
        lines = self.lines[leaf.line : leaf.end]
        if all(map(_DEFINITION.match, lines)):
            return False
        leaf.kind, leaf.level, leaf.end = HEADING, 1 if mark == "=" else 2, index + 1
        leaf.text = " ".join(part.strip() for part in lines)
        self.leaf = None
        return True

    def _paired(self, index: int, matched: int, rest: str, *, opened: bool) -> int:
        """Take a top-level block between two ``$$`` or ``%%``; without the second it is a paragraph."""
        mark = rest[0] * 2
        if not rest.startswith(mark) or opened or matched > 1 or mark in rest[2:]:
            return 0
        for at in range(index + 1, len(self.lines)):
            line = self.lines[at]
            if mark in line:
                self._prepare(matched, opened=opened)
                block = Block(MATH, index) if mark == "$$" else Block(HTML, index, _COMMENT_KIND)
                block.end = at + 1
                self._add(block)
                return at + 1
            # A formula has no heading or fence in it: what looks like its start was something else.
            if mark == "$$" and line.startswith(("#", "```", "~~~")):
                break
        return 0

    def _container_start(
        self, index: int, matched: int, rest: str, indent: int, *, in_paragraph: bool, opened: bool
    ) -> int:
        """Open a quote or list item if one starts here; return the columns that its mark takes, or 0."""
        if (len(self.stack) if opened else matched) > _MAX_DEPTH:
            return 0
        if rest[0] == ">":
            self._prepare(matched, opened=opened)
            self._push(Block(QUOTE, index))
            return indent + (2 if rest[1:2] == " " else 1)
        mark = _marker(rest)
        if not mark:
            return 0
        body = rest[len(mark) :]
        empty = not body.strip()
        if in_paragraph and (empty or (len(mark) > 1 and int(mark[:-1]) != 1)):
            return 0
        spaces = _indent(body)
        pad = 1 if empty or spaces > _CODE_INDENT else spaces
        self._prepare(matched, opened=opened)
        self._list_for(index, mark)
        item = Block(ITEM, index, indent + len(mark) + pad, mark)
        self._push(item)
        return indent + len(mark) + min(pad, spaces)

    def _list_for(self, index: int, mark: str) -> None:
        """See that the innermost container's last child is a list that an item with this mark belongs to."""
        siblings = self.stack[-1].children
        last = siblings[-1] if siblings else None
        if last is None or last.kind != LIST or last.text != mark[-1]:
            siblings.append(Block(LIST, index, int(len(mark) > 1), mark[-1]))

    def _push(self, block: Block) -> None:
        parent = self.stack[-1]
        owner = parent.children[-1] if block.kind == ITEM else parent
        owner.children.append(block)
        self.stack.append(block)

    def _prepare(self, matched: int, *, opened: bool) -> None:
        """Close what the line did not continue, so that a new block can be added."""
        if not opened:
            self._close_to(matched)
        self.leaf = None

    def _add(self, block: Block, *, keep: bool = False) -> None:
        self.stack[-1].children.append(block)
        self.leaf = block if keep else None

    def _paragraph(self, index: int, matched: int, *, opened: bool) -> int:
        leaf = self.leaf
        if leaf is not None and leaf.kind == PARAGRAPH and not opened:
            leaf.end = index + 1  # also a lazy line, which leaves the containers open
            return index + 1
        self._prepare(matched, opened=opened)
        self._add(Block(PARAGRAPH, index), keep=True)
        return index + 1

    def _close_to(self, depth: int) -> None:
        """Close the containers above a depth, innermost first, each ending where its content ends."""
        if len(self.stack) > depth:
            self.leaf = None
        while len(self.stack) > depth:
            block = self.stack.pop()
            if block.children:
                block.end = block.children[-1].end
            if block.kind == ITEM:
                self.stack[-1].children[-1].end = block.end
        if depth == 1 and self.leaf is not None and self.leaf.kind == CODE:
            self.leaf = None


def _last_text(lines: list[str], first: int, end: int) -> int:
    """Return the line behind the last one with text in a range, at least one behind its first."""
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    return end
