"""A note's Markdown as plain lines, for screen readers and pipes."""

from collections.abc import Sequence

from markdown_it.token import Token

from .mathtext import inline as math_line

INDENT = "    "
"""What code and displayed formulas stand behind."""


def lines(tokens: Sequence[Token]) -> list[str]:
    """Return the lines of block tokens: no boxes, no colours, tables as ``column: cell``."""
    return _Lines().read(tokens)


def line_text(children: Sequence[Token]) -> str:
    """Return the text of the tokens of a line, without signs of emphasis; code keeps its backquotes."""
    return "".join(map(_part, children))


def _part(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    if token.type == "softbreak":
        return " "
    if token.type == "code_inline":
        return f"`{token.content}`"
    return f"[{token.content}]" if token.type == "picture" else token.content


class _Lines:
    """One pass over the tokens.

    ``marks`` are the openings of the quotes and items around a line, each for its first and its further lines.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self.header: list[str] = []
        self.row: list[str] | None = None

    def read(self, tokens: Sequence[Token]) -> list[str]:
        """Read all the tokens and return the lines."""
        gaps: list[bool] = []
        pending = False
        for token in tokens:
            if pending and token.nesting >= 0 and token.type != "inline":
                self.lines.append("")
                pending = False
            self.token(token)
            gap = bool(token.meta.get("gap", False))
            if token.nesting > 0:
                gaps.append(gap)
            elif token.type != "inline":
                pending = pending or (gaps.pop() if token.nesting < 0 else gap)
        return self.lines

    def token(self, token: Token) -> None:
        """Read one token."""
        if token.type == "inline":
            self.text(line_text(token.children or ()))
        elif token.type in ("fence", "code_block"):
            self.add([INDENT + line for line in token.content.rstrip("\n").split("\n")])
        elif token.type == "math_block":
            self.add([INDENT + math_line(token.content)])
        else:
            self.container(token)

    def container(self, token: Token) -> None:
        """Read the start or the end of an item, a quote or a table."""
        if token.type == "list_item_open":
            mark = f"{token.meta['number']}. " if "number" in token.meta else "- "
            self.marks.append((mark, " " * len(mark)))
        elif token.type == "blockquote_open":
            self.marks.append(("> ", "> "))
        elif token.type in ("list_item_close", "blockquote_close"):
            self.marks.pop()
        elif token.type == "tr_open":
            self.row = []
        elif token.type == "tr_close":
            self.end_row()
        elif token.type == "thead_open":
            self.header = []

    def text(self, shown: str) -> None:
        """Add the text of a paragraph, or keep that of a cell."""
        if self.row is None:
            self.add(shown.split("\n"))
        else:
            self.row.append(" ".join(shown.split()))

    def end_row(self) -> None:
        """Add a row of a table; the first one names the columns of the others."""
        row, self.row = self.row or [], None
        if self.header:
            row = [
                f"{name}: {cell}" if name and cell else cell
                for name, cell in zip(self.header, row, strict=False)
            ]
        else:
            self.header = row
        if any(row):
            self.add(["; ".join(filter(None, row))])

    def add(self, shown: list[str]) -> None:
        """Add lines behind the marks of what they stand in."""
        for line in shown:
            self.lines.append("".join(first for first, _ in self.marks) + line.rstrip())
            self.marks = [(rest, rest) for _, rest in self.marks]
