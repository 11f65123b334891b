"""What an answer is made of: list items, formulas, code, tables and sentences, each with its lines in the note."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.blocks import FENCE, ITEM, LIST, PARAGRAPH, QUOTE, Document
from studycli.notes.cards.labels import bold, match_label
from studycli.notes.inline import bare, plain
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.blocks import Block

_MATH = lazy(
    r"\$\$(?P<wide>.+?)\$\$|(?<![\\$A-Za-z0-9])\$(?!\s)(?P<narrow>[^$\n]*?[^\s\\$])\$(?!\d)", re.DOTALL
)
_PLAIN_LABEL = lazy(
    r"(?P<label>[^\s:：`$*|][^:：`$*|。.!?！？]{0,30}?)[ \t]*(?:：|:(?=\s))[ \t]*(?P<rest>\S.*)$"
)
_TABLE_RULE = lazy(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_SENTENCE_END = lazy(
    r"[。！？!?；;](?=[^”’」』）)\]]|$)|(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)\.(?=\s+[A-Z\u4e00-\u9fff]|\s*$)"
)
_UNCUT = lazy(
    r"`[^`\n]+`|</?[A-Za-z][^<>]*>|!?\[[^\[\]]*\]\([^()\s]*\)|!\[\[[^\[\]]*\]\]|https?://[^\s<>）)]+"
)
_CELL = lazy(r"(?<!\\)\|")


class Item(NamedTuple):
    """One item of a list.

    Attributes:
        first: Its first line in the note, counted from 1.
        last: Its last line, nested items included.
        text: Its own text as Markdown, without marker and nested blocks, on one line.
        label: The words before its colon, without markup; '' for an item without a label.
        body: What follows the label; the whole text without one.
        bold: Whether the label is in bold.
        nested: Items below it.
        more: Whether it holds other blocks than its text and lists: a formula, code, a quote.
    """

    first: int
    last: int
    text: str
    label: str
    body: str
    bold: bool
    nested: tuple[Item, ...]
    more: bool


class ItemList(NamedTuple):
    """A list: its items, whether numbers order them, and the line of text above it that announces it."""

    items: tuple[Item, ...]
    ordered: bool
    first: int
    last: int
    lead: str


class Formula(NamedTuple):
    """A formula: LaTeX without dollars, its lines, whether it stands by itself."""

    latex: str
    first: int
    last: int
    display: bool


class Code(NamedTuple):
    """A fenced block of code: its language, its text, the lines of the text (fences left out)."""

    language: str
    text: str
    first: int
    last: int


class Table(NamedTuple):
    """A table: head and rows as plain text, with the line of the head; row k stands on line ``first + 2 + k``."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int


class Sentence(NamedTuple):
    """A sentence of a paragraph as Markdown, and the lines on which it stands."""

    text: str
    first: int
    last: int


class Answer:
    """An answer that is looked into.

    Attributes:
        text: Its Markdown.
        first: The line of the note on which it begins, counted from 1.

    Args:
        text: As `studycli.notes.cards.answer_text` gives it.
        first: First line of the answer in the note, counted from 1.
    """

    def __init__(self, text: str, first: int) -> None:
        self.text, self.first = text, first

    @cached_property
    def document(self) -> Document:
        """The text as blocks."""
        return Document(self.text)

    @cached_property
    def lists(self) -> tuple[ItemList, ...]:
        """Its lists at the top level, and in quotes at the top level, in order."""
        return tuple(self._lists(self.document.blocks))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items of all its top-level lists, in order."""
        return tuple(item for each in self.lists for item in each.items)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """All formulas outside code, in order."""
        found = []
        text, code = self.text, self._code_spans()
        for match in _MATH.finditer(text):
            if not any(start <= match.start() < end for start, end in code):
                latex = (match["wide"] or match["narrow"]).strip()
                found.append(
                    Formula(latex, *self._lines(match.start(), match.end()), match["wide"] is not None)
                )
        return tuple(found)

    @cached_property
    def code(self) -> tuple[Code, ...]:
        """Its fenced blocks of code, wherever they are nested."""
        return tuple(self._fence(block) for block in _walk(self.document.blocks) if block.kind == FENCE)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables at the top level."""
        paragraphs = [block for block in self.document.blocks if block.kind == PARAGRAPH]
        return tuple(table for block in paragraphs if (table := self._table(block)))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of its paragraphs at the top level (tables left out), in order."""
        return tuple(
            sentence
            for block in _unquoted(self.document.blocks)
            if block.kind == PARAGRAPH and not self._table(block)
            for sentence in self._sentences(block)
        )

    def slice(self, first: int, last: int) -> str:
        """Return whole lines of the answer, by their lines in the note, counted from 1."""
        return "\n".join(self.document.lines[first - self.first : last - self.first + 1])

    # Blocks

    def _lists(self, blocks: list[Block], above: Block | None = None) -> Iterator[ItemList]:
        for block in blocks:
            if block.kind == LIST:
                items = tuple(self._item(child) for child in block.children if child.kind == ITEM)
                lead = self._lead(above) if above is not None and above.kind == PARAGRAPH else ""
                yield ItemList(
                    items, block.level == 1, self.first + block.line, self.first + block.end - 1, lead
                )
            elif block.kind == QUOTE:
                yield from self._lists(block.children)
            above = block

    def _lead(self, block: Block) -> str:
        """Return the last line of a paragraph above a list, without markup."""
        return plain(self.document.lines[block.end - 1].lstrip("> \t"))

    def _item(self, block: Block) -> Item:
        own = next((child for child in block.children if child.kind == PARAGRAPH), None)
        text = self._own_text(own, block) if own else ""
        label, body, is_bold = split_label(text)
        nested = tuple(
            self._item(child)
            for below in block.children
            if below.kind == LIST
            for child in below.children
            if child.kind == ITEM
        )
        more = any(child is not own and child.kind != LIST for child in block.children)
        return Item(
            self.first + block.line, self.first + block.end - 1, text, label, body, is_bold, nested, more
        )

    def _own_text(self, own: Block, item: Block) -> str:
        """Return an item's paragraph on one line, without marker and quote marks."""
        lines = [line.lstrip("> \t") for line in self.document.lines[own.line : own.end]]
        if own.line == item.line:
            lines[0] = lines[0].removeprefix(item.text.strip()).lstrip()
        return " ".join(line.strip() for line in lines)

    def _fence(self, block: Block) -> Code:
        lines = self.document.lines[block.line : block.end]
        closed = len(lines) > 1 and not lines[-1].strip("` ~>\t\r")
        inside = lines[1 : len(lines) - closed]
        indent = len(lines[0]) - len(lines[0].lstrip(" "))
        text = "\n".join(
            line[min(indent, len(line) - len(line.lstrip(" "))) :].rstrip("\r") for line in inside
        )
        language = block.text.split()[0].lower().strip("{}.") if block.text.split() else ""
        return Code(language, text, self.first + block.line + 1, self.first + block.line + len(inside))

    def _table(self, block: Block) -> Table | None:
        lines = self.document.lines[block.line : block.end]
        at = next((k for k in range(1, len(lines)) if "|" in lines[k] and _TABLE_RULE.match(lines[k])), 0)
        if not at or "|" not in lines[at - 1]:
            return None
        rows = tuple(_cells(line) for line in lines[at + 1 :])
        return Table(_cells(lines[at - 1]), rows, self.first + block.line + at - 1)

    def _sentences(self, block: Block) -> Iterator[Sentence]:
        document = self.document
        start = document.offset(block.line)
        text = document.text[start : document.offset(block.end)].rstrip()
        held = [match.span() for uncut in (_MATH, _UNCUT) for match in uncut.finditer(text)]
        at = 0
        ends = [
            match.end()
            for match in _SENTENCE_END.finditer(text)
            if not any(a < match.end() <= b for a, b in held)
        ]
        for stop in [*ends, len(text)]:
            piece = text[at:stop]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                yield Sentence(" ".join(piece.split()), *self._lines(start + at + lead, start + stop))
            at = stop

    # Places

    def _lines(self, start: int, end: int) -> tuple[int, int]:
        """Return the note's lines of a range of the text."""
        first = self.text.count("\n", 0, start)
        return self.first + first, self.first + first + self.text.count("\n", start, end)

    def _code_spans(self) -> list[tuple[int, int]]:
        document = self.document
        ends = [*map(document.offset, range(len(document.lines))), len(self.text)]
        return [
            (ends[block.line], ends[block.end])
            for block in _walk(document.blocks)
            if block.kind in (FENCE, "code")
        ]


def split_label(text: str) -> tuple[str, str, bool]:
    """Part an item's text at its label: words, rest, whether the label is in bold; '' for no label.

    ``**term**: rest``, ``**term:** rest``, and ``term：rest`` where the term is short and has no markup.
    """
    match = match_label(text)
    if match and (match["colon"] or bold(match).rstrip().endswith((":", "："))) and match["rest"].strip():
        return bare(bold(match).strip().rstrip(":： ")), match["rest"].strip(), True
    if match and not match["rest"].strip(" :："):
        return bare(bold(match).strip().rstrip(":： ")), "", True
    short = _PLAIN_LABEL.match(text)
    if short:
        return bare(short["label"]), short["rest"].strip(), False
    return "", text, False


def _unquoted(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == QUOTE:
            yield from _unquoted(block.children)
        else:
            yield block


def _walk(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _walk(block.children)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return tuple(plain(cell.strip()) for cell in re.split(_CELL.pattern, inner))
