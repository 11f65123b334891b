"""A note's headings as a tree of sections, each with the range of blocks and lines that it covers."""

import re

from studycli.notes.blocks import HEADING, HTML, Block, Document
from studycli.notes.cards import asking
from studycli.notes.cards.marked import without_tail_tags
from studycli.notes.inline import bare, identity
from studycli.notes.patterns import lazy
from studycli.notes.records import NamedTuple

_STUDY = lazy(r"<!--\s*study\s*:\s*(off|id\s*=\s*([^\s>]+))\s*-->", re.IGNORECASE)
_GENERATED = lazy(r"\s*<!--\s*(?:自动生成|auto[- ]?generated|generated\b|do not edit)", re.IGNORECASE)
_GENERATED_START = lazy(r"\s*<!--\s*(?:START|BEGIN|toc\b)", re.IGNORECASE)
_GENERATED_END = lazy(r"\s*<!--\s*(?:END|STOP|/\s*toc|tocstop)", re.IGNORECASE)


class Section(NamedTuple):
    """A heading and what belongs to it.

    Attributes:
        words: The heading without markup, numbering and emoji; empty for the text before the first heading.
        key: The words' identity.
        level: 1 to 6; 0 for the text before the first heading.
        line: The heading's line, counted from 0.
        first: Index of the first block behind the heading.
        own_end: Index behind the last block before the next heading of any level.
        end: Index behind the last block before the next heading of the same or a higher level.
        own_behind: The line behind the text before the next heading of any level.
        behind: The line behind the whole section.
        parent: Index of the section above, or -1.
        below: Index behind the last section below this one, of any depth.
        path: Headings from the outermost to this one.
        setting: What a ``<!-- study: … -->`` comment says: ``off``, an id, or nothing.
    """

    words: str
    key: str
    level: int
    line: int
    first: int
    own_end: int
    end: int
    own_behind: int
    behind: int
    parent: int
    below: int
    path: tuple[str, ...]
    setting: str


class Outline:
    """The sections of a document in order, and which of them is its title.

    Attributes:
        sections: In the order of the file; the text before the first heading is the first of them.
        title: Index of the section whose heading is the note's title, or -1.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        blocks = document.blocks
        heads = [index for index, block in enumerate(blocks) if block.kind == HEADING]
        self.settings = document.has_comments and "study" in document.text
        levels = [blocks[index].level for index in heads]
        heads.append(len(blocks))
        lines = [*(blocks[index].line for index in heads[:-1]), len(document.lines)]
        preface = Section("", "", 0, -1, 0, heads[0], heads[-1], lines[0], lines[-1], -1, len(heads), (), "")
        self.sections = [preface]
        self._add_headings(heads, lines, _next_ones(levels))
        self.title = self._find_title()

    def _add_headings(self, heads: list[int], lines: list[int], next_ones: list[int]) -> None:
        """Add a section for each heading.

        Args:
            heads: Indices of the headings, and that behind the last block.
            lines: Their lines, and that behind the text.
            next_ones: For each, which heading ends its section.
        """
        blocks, sections = self.document.blocks, self.sections
        open_: list[Section] = [sections[0]]  # the preface is above none
        places = [-1]
        for place, following in enumerate(next_ones):
            index = heads[place]
            block = blocks[index]
            while open_[-1].level >= block.level:
                open_.pop()
                places.pop()
            words = bare(without_tail_tags(block.text))
            above = open_[-1].path
            section = Section(
                words,
                identity(words),
                block.level,
                block.line,
                index + 1,
                heads[place + 1],
                heads[following],
                lines[place + 1],
                lines[following],
                places[-1],
                following + 1,
                (*above, words) if words else above,
                setting_at(self.document, block) if self.settings else "",
            )
            sections.append(section)
            open_.append(section)
            places.append(place + 1)

    def _find_title(self) -> int:
        """The title is the first heading, where it is the only one of level 1."""
        top = [place for place, section in enumerate(self.sections) if section.level == 1]
        return 1 if top == [1] else -1

    def children(self, place: int) -> range:
        """Return the sections below a section, of any depth, in order."""
        return range(place + 1, self.sections[place].below)

    def line_of(self, index: int) -> int:
        """Return the line on which a block begins; the line behind the text for the index behind the last."""
        blocks = self.document.blocks
        return blocks[index].line if index < len(blocks) else len(self.document.lines)


def _next_ones(levels: list[int]) -> list[int]:
    """Return, for each heading, the index of the next one of the same or a higher level; behind the last at the end."""
    found = [len(levels)] * len(levels)
    open_: list[int] = []
    for place, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            found[open_.pop()] = place
        open_.append(place)
    return found


def setting_at(document: Document, block: Block) -> str:
    """Return what a ``<!-- study: … -->`` comment on a block's lines or the line behind says."""
    for line in document.lines[block.line : block.end + 1]:
        match = _STUDY.search(line) if "study" in line else None
        if match:
            return match[2] or "off"
    return ""


def is_generated(document: Document, section: Section) -> bool:
    """Tell whether a section is marked as written by a program."""
    return generated_mark(document, section) is not None


def generated_mark(document: Document, section: Section) -> Block | None:
    """Return the comment that marks a section as written by a program; None where there is none."""
    own = document.blocks[section.first : section.own_end]
    found = (block for block in own if block.kind == HTML and _GENERATED.match(document.lines[block.line]))
    return next(found, None)


def generated_lines(document: Document) -> set[int]:
    """Return the lines between a pair of marker comments with no heading between them."""
    found: set[int] = set()
    if not document.has_comments:
        return found
    start = -1
    for block in document.blocks:
        if block.kind == HEADING:
            start = -1
        elif block.kind == HTML and block.level == 2:  # noqa: PLR2004 - a comment
            line = document.lines[block.line]
            if _GENERATED_START.match(line):
                start = block.line
            elif _GENERATED_END.match(line):
                if start >= 0:
                    found.update(range(start, block.end))
                start = -1
    return found


def context(outline: Outline, place: int, fallback: str) -> str:
    """Return the nearest heading above a section that is understood by itself, or the note's title."""
    sections = outline.sections
    parent = sections[place].parent
    while parent >= 0:
        words = sections[parent].words
        if words and (parent == outline.title or not asking.needs_parent(words, sections[parent].key)):
            return words
        parent = sections[parent].parent
    return fallback
