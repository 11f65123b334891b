"""A note's Markdown as Rich shows it, and as plain lines.

``render`` returns a renderable for any width from 40 to 200 cells (narrower ones hold, too): headings at the left,
lists with their numbers, tables that fit, code in colour, mathematics as Unicode. ``plain`` returns the same as
lines without boxes and colours. No word of the note is lost by either.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from markdown_it.token import Token
from rich import markdown as base
from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from . import mathtext
from .tokens import tokens
from .wrapping import NoteText, as_note_text, line_breaks

DARK, LIGHT = "ansi_dark", "ansi_light"
"""Pygments themes made of the terminal's own colours."""

_STYLES = {
    "markdown.h1": "bold underline", "markdown.h2": "bold underline", "markdown.h3": "bold",
    "markdown.h4": "bold", "markdown.h5": "bold italic", "markdown.h6": "italic",
    "markdown.code": "cyan", "markdown.block_quote": "none", "markdown.quote.bar": "magenta",
    "markdown.callout": "bold", "markdown.mark": "reverse", "markdown.math": "none", "markdown.u": "underline",
    "markdown.picture": "italic", "markdown.wiki": "underline", "markdown.table.header": "bold",
    "markdown.table.border": "dim", "markdown.item.bullet": "bold", "markdown.item.number": "bold",
    "markdown.link_url": "underline", "markdown.hr": "dim",
}  # fmt: skip
PICTURE = "▣ "
"""What stands before the words for a picture: of one cell in every terminal, as an emoji is not."""
CODE_INDENT = 2
CONTINUED = 4
"""How much deeper than its start a long line of code goes on."""
MATH_INDENT = 2
LEAST_WIDTH = 8
"""Cells that are left to what is indented, however deep."""
LEAST_COLUMN = 6
"""Cells; where columns would be narrower, the rows of a table are shown one under another."""


def render(text: str, *, code_theme: str = DARK) -> RenderableType:
    """Return a renderable of a note's Markdown; ``code_theme`` is a theme of Pygments or Rich for its code."""
    return NoteMarkdown(text, code_theme)


def plain(text: str) -> str:
    """Return a note's Markdown as plain lines: no box, no colour, formulas on one line each, nothing wrapped."""
    from .plaintext import lines

    return "\n".join(lines(tokens(text)))


class Block(base.MarkdownElement):
    """A block that knows whether an empty line follows it."""

    @classmethod
    def create(cls, markdown: base.Markdown, token: Token) -> Self:
        """Return the element of the token that begins a block."""
        element = cls()
        element.new_line = bool(token.meta.get("gap", False))  # type: ignore[misc]  # of the element, not its class
        element.read(markdown, token)
        return element

    def read(self, markdown: base.Markdown, token: Token) -> None:
        """Take over from the token what the element needs."""


class Blocks(Block):
    """Blocks under one another, an empty line between them where the note has one; the whole note is such."""

    def __init__(self) -> None:
        self.elements: list[base.MarkdownElement] = []

    def on_child_close(self, context: base.MarkdownContext, child: base.MarkdownElement) -> bool:  # noqa: ARG002
        """Keep a block."""
        self.elements.append(child)
        return False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the blocks."""
        for index, element in enumerate(self.elements):
            if index and self.elements[index - 1].new_line:
                yield Segment.line()
            yield from console.render(element, options)


class Paragraph(Block, base.Paragraph):
    """Text that is wrapped by the width of its characters."""

    def __init__(self) -> None:
        super().__init__(justify="left")

    def on_enter(self, context: base.MarkdownContext) -> None:
        """Begin the text."""
        super().on_enter(context)
        self.text = NoteText()


class Callout(Paragraph):
    """The title of a callout."""

    style_name = "markdown.callout"


class Heading(Paragraph):
    """A heading: bold, at the left."""

    def read(self, markdown: base.Markdown, token: Token) -> None:  # noqa: ARG002
        """Take over the level."""
        self.style_name = f"markdown.{token.tag}"


class Code(Block, base.CodeBlock):
    """Highlighted code; long lines go on in the next one."""

    def __init__(self) -> None:
        super().__init__("text", DARK)

    def read(self, markdown: base.Markdown, token: Token) -> None:
        """Take over the language that the fence names."""
        language = token.info.strip().strip("{}.").partition(" ")[0].partition(",")[0].partition(":")[0]
        self.lexer_name = language or "text"
        self.theme = markdown.code_theme

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the code."""
        code = str(self.text).rstrip("\n").expandtabs(4)
        highlighted = Syntax(code, self.lexer_name, theme=self.theme).highlight(code)
        highlighted.rstrip()
        indent = _indent(CODE_INDENT, options)
        for line in highlighted.split(allow_blank=True):
            yield from _code_lines(line, indent, options.max_width - indent)


def _indent(cells: int, options: ConsoleOptions) -> int:
    """Return the indentation where there is room for it, else 0."""
    return cells if options.max_width >= 2 * LEAST_WIDTH else 0


def _code_lines(line: Text, indent: int, width: int) -> Iterator[Text]:
    """Yield a line of code in as many as it needs; the further ones stand deeper than the first."""
    deeper = len(line.plain) - len(line.plain.lstrip(" ")) + CONTINUED
    deeper = deeper if width >= deeper + 2 * LEAST_WIDTH else 0
    first, *rest = line.divide(line_breaks(line.plain, width)[:1])
    pieces = [first, *(rest[0].divide(line_breaks(rest[0].plain, width - deeper)) if rest else [])]
    for index, piece in enumerate(pieces):
        piece.rstrip()
        piece.pad_left(indent + (deeper if index else 0))
        piece.no_wrap, piece.overflow = True, "ignore"
        yield piece


class Formula(Block):
    """A displayed formula."""

    latex = ""

    def read(self, markdown: base.Markdown, token: Token) -> None:  # noqa: ARG002
        """Take over the LaTeX."""
        self.latex = token.content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the formula's lines, indented where there is room."""
        style = console.get_style("markdown.math", default="none")
        indent = _indent(MATH_INDENT, options)
        for line in mathtext.display(self.latex, options.max_width - indent):
            yield Text(" " * indent + line, style=style, no_wrap=True, overflow="ignore")


class Quote(Block, base.BlockQuote):
    """A quotation, with a bar at its left."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = Blocks()

    def on_child_close(self, context: base.MarkdownContext, child: base.MarkdownElement) -> bool:
        """Keep a block of the quotation."""
        return self.blocks.on_child_close(context, child)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the quotation; an empty one is nothing."""
        if self.blocks.elements:
            bar = Segment("▌ ", console.get_style("markdown.quote.bar", default="none"))
            yield from _indented(self.blocks, console, options, bar, bar)


class Item(Block, base.ListItem):
    """An item of a list."""

    number: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.blocks = Blocks()

    def read(self, markdown: base.Markdown, token: Token) -> None:  # noqa: ARG002
        """Take over the number; None for an item with a bullet."""
        self.number = token.meta.get("number")

    def on_child_close(self, context: base.MarkdownContext, child: base.MarkdownElement) -> bool:
        """Keep a block of the item."""
        return self.blocks.on_child_close(context, child)


class List(Block, base.ListElement):
    """A list with bullets or with the numbers that it has in the note."""

    def __init__(self) -> None:
        super().__init__("", None)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the items behind their bullets or numbers."""
        items = [item for item in self.items if isinstance(item, Item)]
        width = max((len(str(item.number)) for item in items), default=0)
        margin = " " if options.max_width >= 3 * LEAST_WIDTH else ""
        for item in items:
            numbered = item.number is not None
            style = console.get_style(
                "markdown.item.number" if numbered else "markdown.item.bullet", default="none"
            )
            mark = Segment(margin + (f"{item.number:>{width}}. " if numbered else "• "), style)
            yield from _indented(item.blocks, console, options, mark, Segment(" " * cell_len(mark.text)))
            if item.new_line and item is not items[-1]:
                yield Segment.line()


class Rule(Block):
    """A line between sections."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the line."""
        yield Text(
            "─" * options.max_width, style=console.get_style("markdown.hr", default="none"), no_wrap=True
        )


class Grid(Block, base.TableElement):
    """A table; one that is too narrow for its columns shows its rows one under another."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the table."""
        header = _cells(self.header.row) if self.header is not None and self.header.row is not None else []
        rows = [_cells(row) for row in self.body.rows] if self.body is not None else []
        widths = [_widest(column) for column in zip(header, *rows, strict=True)]
        least = sum(min(width, LEAST_COLUMN) for width in widths) + 2 * max(len(widths) - 1, 0)
        if least > options.max_width:
            yield from _records(header, rows)
        else:
            yield self._table(header, rows, options, sum(widths) + 2 * (len(widths) - 1))

    @staticmethod
    def _table(
        header: list[NoteText], rows: list[list[NoteText]], options: ConsoleOptions, natural: int
    ) -> Table:
        """Return Rich's table; its rows stand apart where cells are wrapped."""
        table = Table(
            box=_lines_between_columns(),
            pad_edge=False,
            padding=(0, 1),
            collapse_padding=True,
            style="markdown.table.border",
            show_edge=False,
            show_lines=natural + len(header) > options.max_width,
            show_header=any(cell.plain.strip() for cell in header),
        )
        for cell in header:
            cell.stylize("markdown.table.header")
            table.add_column(cell, overflow="fold", justify=cell.justify or "left")
        for row in rows:
            table.add_row(*row)
        return table


def _lines_between_columns() -> Box:
    """Return a box with a line under the header and blanks between the columns."""
    return Box("    \n    \n ── \n    \n    \n ── \n    \n    \n", ascii=False)


def _cells(row: base.TableRowElement) -> list[NoteText]:
    """Return the texts of a row, wrapped by the rules of notes."""
    cells = []
    for cell in row.cells:
        text = as_note_text(cell.content)
        text.justify = cell.justify
        cells.append(text)
    return cells


def _widest(column: Iterable[Text]) -> int:
    """Return the cells that the widest line of a column takes."""
    return max(cell_len(line) for text in column for line in text.plain.split("\n"))


def _records(header: list[NoteText], rows: list[list[NoteText]]) -> RenderResult:
    """Yield the rows of a table as lists of ``column: cell``."""
    for number, row in enumerate(rows):
        if number:
            yield Text()
        for name, cell in zip(header, row, strict=True):
            if not cell.plain.strip():
                continue
            line = NoteText("• ")
            if name.plain.strip():
                line.append_text(name)
                line.stylize("bold", 2)
                line.append(": ")
            yield line.append_text(cell)
    if not rows:
        yield from header


def _indented(
    blocks: Blocks, console: Console, options: ConsoleOptions, first: Segment, rest: Segment
) -> RenderResult:
    """Yield the lines of blocks behind a mark; where no width is left, it has a line of its own, a quote's bar none."""
    width = options.max_width - cell_len(first.text)
    if width < LEAST_WIDTH:
        if not rest.text.strip():
            yield from (first, Segment.line())
        yield from console.render(blocks, options)
        return
    lines = console.render_lines(blocks, options.update(width=width), pad=False)
    for index, line in enumerate(lines or [[]]):
        if not index or rest.text.strip() or any(segment.text.strip() for segment in line):
            yield rest if index else first
            yield from line
        yield Segment.line()


class NoteMarkdown(base.Markdown):
    """Rich's Markdown with the dialect of notes."""

    elements: ClassVar[dict[str, type[base.MarkdownElement]]] = {
        **base.Markdown.elements,
        "document_open": Blocks,
        "paragraph_open": Paragraph,
        "callout_open": Callout,
        "heading_open": Heading,
        "fence": Code,
        "code_block": Code,
        "math_block": Formula,
        "blockquote_open": Quote,
        "bullet_list_open": List,
        "ordered_list_open": List,
        "list_item_open": Item,
        "table_open": Grid,
        "hr": Rule,
    }
    inlines = base.Markdown.inlines | {"mark", "math", "picture", "wiki", "u"}

    def __init__(self, text: str, code_theme: str = DARK) -> None:
        super().__init__("", code_theme=code_theme)
        self.markup = text
        inside = [_shown(token) for token in tokens(text)]
        self.parsed = [Token("document_open", "", 1), *inside, Token("document_close", "", -1)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the note with the styles of notes, under those that the console was given."""
        with console.use_theme(_theme()):
            yield from super().__rich_console__(console, options)


def _theme() -> Theme:
    """Return the styles of notes."""
    return Theme({name: Style.parse(style) for name, style in _STYLES.items()}, inherit=False)


def _shown(token: Token) -> Token:
    """Return the token with a sign before the words for its pictures."""
    for child in token.children or ():
        if child.type == "picture":
            child.content = PICTURE + child.content
    return token
