"""Formulas that are wider than the screen, in lines that fit."""

from rich.cells import cell_len, split_graphemes

from . import oneline
from .layout import Box, Piece, beside, pieces_of
from .symbols import BIN, CLOSE, OPEN, PUNCT, REL
from .tree import EMPTY, Fence, Node, Row, Symbol, Table

INDENT = 2
"""Blanks before the lines that continue a formula."""
ANY = 1_000
"""More brackets within one another than a formula has."""


def fitted(node: Node, width: int) -> list[str]:
    """Return the lines of a formula, each within the width.

    Lines end at wide gaps, which keep equations apart, if that is enough; else outside of brackets; else anywhere.
    """
    node = oneline.unwrapped(node)
    if isinstance(node, Table) and not node.left and not node.right:
        return _joined([fitted(Row(_cells(row)), width) for row in node.rows])
    row = node if isinstance(node, Row) else Row((node,))
    pieces = pieces_of(row)
    boxes = (
        _filled(_chunks(pieces, 0, gaps_only=True), width)
        or _filled(_chunks(pieces, 0), width)
        or _filled(_chunks(pieces_of(_opened(row)), ANY), width)
    )
    return wrapped(oneline.text(row), width) if boxes is None else _joined([box.lines for box in boxes])


def _cells(row: tuple[Row, ...]) -> tuple[Node, ...]:
    """Return the nodes of a table's row as of one equation."""
    return tuple(item for cell in row for item in cell.items if item != EMPTY)


def _opened(row: Row) -> Row:
    """Return the row with what stands between tall delimiters beside them, so that lines can end there."""
    items: list[Node] = []
    for item in row.items:
        if isinstance(item, Fence):
            items += (Symbol(item.left, OPEN), *_opened(item.body).items, Symbol(item.right, CLOSE))
        else:
            items.append(item)
    return Row(tuple(items))


def _joined(blocks: list[list[str]]) -> list[str]:
    """Return blocks under one another, apart where one has several lines."""
    apart = any(len(block) > 1 for block in blocks)
    lines: list[str] = []
    for block in blocks:
        if lines and apart:
            lines.append("")
        lines += block
    return lines


def _chunks(pieces: list[Piece], deepest: int, *, gaps_only: bool = False) -> list[Box]:
    """Return the parts between which a line may end: before relations and operators, after commas and wide gaps.

    Lines end at no more than ``deepest`` brackets' depth, and at nothing but wide gaps if so asked.
    """
    chunks: list[list[tuple[int, Box]]] = [[]]
    before: Piece | None = None
    for piece in pieces:
        breaks = piece.depth <= deepest and (
            piece.gap > 1
            or (not gaps_only and (piece.kind in (REL, BIN) or (before is not None and before.kind == PUNCT)))
        )
        if breaks and chunks[-1]:
            chunks.append([])
        chunks[-1].append((piece.gap, piece.box))
        before = piece
    return [beside(chunk) for chunk in chunks if chunk]


def _filled(chunks: list[Box], width: int) -> list[Box] | None:
    """Return lines filled with chunks; None when a chunk alone is too wide."""
    lines: list[list[tuple[int, Box]]] = [[]]
    used = 0
    for chunk in chunks:
        if used and used + chunk.width > width:
            lines.append([])
            used = 0
        box = chunk if lines[-1] or len(lines) == 1 else _without_margin(chunk)
        start = INDENT if not lines[-1] and len(lines) > 1 else 0
        if start + box.width > width:
            return None
        lines[-1].append((start, box))
        used += start + box.width
    return [beside(line) for line in lines]


def _without_margin(box: Box) -> Box:
    """Return the box without the blanks that all its lines begin with."""
    margin = min(len(line) - len(line.lstrip(" ")) for line in box.lines)
    return Box([line[margin:] for line in box.lines], box.width - margin, box.base)


def wrapped(shown: str, width: int) -> list[str]:
    """Return text in lines that end at blanks where they can, between any characters where they must."""
    lines: list[str] = []
    line, used = "", 0
    indent = " " * INDENT if width > 4 * INDENT else ""
    for word in shown.split():
        length = cell_len(word)
        if line.strip() and used + 1 + length > width:
            lines.append(line)
            line, used = indent, len(indent)
        elif line.strip():
            line, used = line + " ", used + 1
        for start, end, size in split_graphemes(word)[0]:
            if used + size > width:
                lines.append(line)
                line, used = indent, len(indent)
            line, used = line + word[start:end], used + size
    return [*lines, line] if line.strip() else lines
