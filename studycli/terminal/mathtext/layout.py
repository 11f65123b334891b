"""A formula on several lines: fractions over a bar, limits over and under, tall brackets."""

from collections.abc import Callable
from typing import Any, NamedTuple

from rich.cells import cell_len

from . import oneline
from .spacing import Placed, kind_of, place
from .symbols import CLOSE, OPEN, lowered, raised
from .tree import Accent, Arrow, Brace, Fence, Fraction, Node, Root, Row, Script, Symbol, Table

PAIR = 2
"""Rows that stand apart in a tall brace, so that its point is between them."""


class Box(NamedTuple):
    """Lines of one width; ``base`` is the index of the line that stands on the text's line.

    ``over`` and ``under`` count the lines that brackets around the box have to cover beside its base line:
    they leave out scripts, which hang over the edge of a bracket as in print.
    """

    lines: list[str]
    width: int
    base: int
    over: int = 0
    under: int = 0

    @property
    def below(self) -> int:
        """Return the number of lines under the base line."""
        return len(self.lines) - self.base - 1

    def solid(self) -> "Box":
        """Return the box as one that brackets cover wholly."""
        return self._replace(over=self.base, under=self.below)


class Piece(NamedTuple):
    """A box in a row, with the blanks before it, its class, and how many brackets it stands in."""

    box: Box
    gap: int
    kind: int
    depth: int


def line_box(shown: str) -> Box:
    """Return a box of one line."""
    return Box([shown], cell_len(shown), 0)


def beside(pieces: list[tuple[int, Box]]) -> Box:
    """Return boxes side by side on one base line, each after its number of blanks."""
    if not pieces:
        return line_box("")
    base = max(box.base for _, box in pieces)
    under = max(box.below for _, box in pieces)
    lines: list[list[str]] = [[] for _ in range(base + under + 1)]
    for gap, box in pieces:
        first = base - box.base
        blank = " " * (gap + box.width)
        for index, parts in enumerate(lines):
            inside = first <= index < first + len(box.lines)
            parts.append(" " * gap + box.lines[index - first] if inside else blank)
    over, below = max(box.over for _, box in pieces), max(box.under for _, box in pieces)
    width = sum(gap + box.width for gap, box in pieces)
    return Box(["".join(parts) for parts in lines], width, base, over, below)


def stacked(boxes: list[Box], align: str, base: int) -> Box:
    """Return boxes under one another, aligned l, c or r; ``base`` is the base line among all their lines."""
    width = max(box.width for box in boxes)
    lines = [line for box in boxes for line in padded(box, width, align).lines]
    return Box(lines, width, base).solid()


def padded(box: Box, width: int, align: str) -> Box:
    """Return the box with blanks up to the width."""
    missing = width - box.width
    left = {"l": 0, "c": missing // 2, "r": missing}[align]
    lines = [" " * left + line + " " * (missing - left) for line in box.lines]
    return box._replace(lines=lines, width=width)


def box_of(node: Node) -> Box:
    """Return the box of any node."""
    return _LAYOUTS[type(node)](node)


def _symbol(node: Symbol) -> Box:
    return line_box(node.text)


def row_box(row: Row) -> Box:
    """Return the box of a row."""
    return beside([(piece.gap, piece.box) for piece in pieces_of(row)])


def pieces_of(row: Row) -> list[Piece]:
    """Return the boxes of a row; brackets that belong together are as tall as what they hold."""
    placed = place(row)
    boxes = [box_of(item.node) for item in placed]
    depths = _stretch_brackets(placed, boxes)
    pieces: list[Piece] = []
    for item, box, depth in zip(placed, boxes, depths, strict=True):
        previous = pieces[-1].box.lines[-1] if pieces and len(pieces[-1].box.lines) == 1 else ""
        gap = max(item.gap, oneline.runs_together(previous, box.lines[box.base].strip()))
        pieces.append(Piece(box, gap, item.kind, depth))
    return pieces


def _stretch_brackets(placed: list[Placed], boxes: list[Box]) -> list[int]:
    """Replace the boxes of matching brackets by tall ones; return how deep each item is in brackets."""
    depths: list[int] = []
    waiting: list[
        tuple[int, int, int]
    ] = []  # where it opened, highest base and depth of what it holds so far
    for index, item in enumerate(placed):
        bracket = _bracket(item)
        if bracket == CLOSE and waiting:
            start, base, below = waiting.pop()
            boxes[start] = tall(placed[start].node, base, below)
            boxes[index] = tall(item.node, base, below)
        depths.append(len(waiting))
        if bracket == OPEN:
            waiting.append((index, 0, 0))
        elif waiting:
            start, base, below = waiting[-1]
            waiting[-1] = (start, max(base, boxes[index].over), max(below, boxes[index].under))
    return depths


def _bracket(item: Placed) -> int | None:
    """Return OPEN or CLOSE for an item that is a bracket."""
    node = item.node.base if isinstance(item.node, Script) else item.node
    if isinstance(node, Symbol) and node.text in "([{⟨⌈⌊)]}⟩⌉⌋" and node.text:
        return kind_of(node)
    return None


def tall(node: Node, base: int, below: int) -> Box:
    """Return the box of a bracket, or of a bracket with scripts, around what is so tall."""
    if isinstance(node, Script):
        inner = node.base.text if isinstance(node.base, Symbol) else ""
        return _script(node, delimiter(inner, base, below))
    return delimiter(node.text if isinstance(node, Symbol) else "", base, below)


_TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "|": "│││", "‖": "‖‖‖", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥",
    "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⟦": "⟦⟦⟦", "⟧": "⟧⟧⟧", "/": "╱╱╱",
}  # fmt: skip
_CURLY = {"{": "⎧⎨⎩", "}": "⎫⎬⎭"}


def delimiter(char: str, base: int, below: int) -> Box:
    """Return a delimiter with so many lines over and under its base line."""
    height = base + below + 1
    width = cell_len(char)
    if height > 1 and char in _CURLY:
        lines = _curly(char, base, height)
    elif height > 1 and char in _TALL:
        shape = _TALL[char]
        lines = [shape[0], *shape[1] * (height - 2), shape[2]]
    else:
        lines = [char if index == base else " " * width for index in range(height)]
    return Box(lines, width, base).solid()


def _curly(char: str, base: int, height: int) -> list[str]:
    """Return the lines of a brace of two lines or more, its point at the base line."""
    shape = _CURLY[char]
    if height < len(shape):
        return ["⎰", "⎱"] if char == "{" else ["⎱", "⎰"]
    lines = [shape[0], *"⎪" * (height - 2), shape[2]]
    lines[min(max(base, 1), height - 2)] = shape[1]
    return lines


def _fence(node: Fence) -> Box:
    body = row_box(node.body)
    left = delimiter(node.left, body.over, body.under)
    right = delimiter(node.right, body.over, body.under)
    inside = int(body.over + body.under > 0 and any(isinstance(item, Table) for item in node.body.items))
    return beside([(0, left), (inside, body), (inside, right)])


def _fraction(node: Fraction) -> Box:
    above, below = row_box(node.above), row_box(node.below)
    width = max(above.width, below.width, 1) + (2 if "─" in "".join(above.lines + below.lines) else 0)
    above, below = padded(above, width, "c"), padded(below, width, "c")
    if not node.bar:
        return Box([*above.lines, " " * width, *below.lines], width, len(above.lines)).solid()
    return Box([*above.lines, "─" * width, *below.lines], width, len(above.lines)).solid()


def _root(node: Root) -> Box:
    body = row_box(node.body)
    shown = oneline.text(node)
    if len(body.lines) == 1 and "(" not in shown[:2]:
        return line_box(shown)
    sign = shown.partition("√")[0] + "√" if "√" in shown else shown[0]
    width = cell_len(sign)
    lines = [" " * width + "_" * body.width]
    lines += [" " * (width - 1) + "│" + line for line in body.lines[:-1]]
    lines.append(sign + body.lines[-1])
    return Box(lines, width + body.width, body.base + 1).solid()


def _accent(node: Accent) -> Box:
    body = row_box(node.body)
    if len(body.lines) == 1:
        return line_box(oneline.accented(node))
    return Box(["_" * body.width, *body.lines], body.width, body.base + 1).solid()


def _brace(node: Brace) -> Box:
    body = row_box(node.body)
    width = max(body.width, 3)
    body = padded(body, width, "c")
    half = (width - 3) // 2
    ends = "╭┴╮" if node.over else "╰┬╯"
    brace = ends[0] + "─" * half + ends[1] + "─" * (width - 3 - half) + ends[2]
    if node.over:
        return body._replace(lines=[brace, *body.lines], width=width, base=body.base + 1)
    return body._replace(lines=[*body.lines, brace], width=width)


def _arrow(node: Arrow) -> Box:
    above, below = row_box(node.above), row_box(node.below)
    width = max(above.width, below.width) + 2
    shaft = {"=": "=", "⇒": "═", "⇐": "═", "⇔": "═"}.get(node.char, "─")
    head = shaft * width + node.char if node.char not in "←⇐" else node.char + shaft * width
    boxes = [above, line_box(head)] + ([below] if node.below.items else [])
    return stacked(boxes, "c", len(above.lines)) if node.above.items else stacked(boxes[1:], "c", 0)


def _script(node: Script, base: Box | None = None) -> Box:
    """Return a base with its scripts; ``base`` replaces the box of the base where it was stretched."""
    inner = oneline.unwrapped(node.base)
    if isinstance(inner, Fraction):
        inner = Fence("(", Row((inner,)), ")")
    base = base or box_of(inner)
    if node.limits:
        return _limits(node, base)
    small, low, high = _small_scripts(node)
    if base.over or base.under:
        return _at_corners(node, base)
    return beside([(0, base), (0, _raised(small, low, high))])


def _small_scripts(node: Script) -> tuple[str, str, str]:
    """Return the scripts that fit on the base line, and those that have to stand below and above it."""
    small, low, high = "", "", ""
    bare = ""
    if node.below is not None:
        words = oneline.script_text(node.below)
        mapped = lowered(words)
        if mapped is not None:
            small += mapped
        elif oneline.is_bare(words):
            bare += "_" + words
        else:
            low = words
    if node.above is not None:
        words = oneline.script_text(node.above)
        mapped = raised(words)
        if mapped is not None:
            small += mapped
        elif oneline.is_bare(words) and not low:
            bare += "^" + words
        else:
            high = words
    return small.replace("′′", "″") + bare, low, high


def _raised(small: str, low: str, high: str) -> Box:
    """Return scripts: some on the base line, behind them a lower and a higher text."""
    start = cell_len(small)
    width = start + max(cell_len(low), cell_len(high))
    lines = [" " * start + words + " " * (width - start - cell_len(words)) for words in (high, "", low)]
    lines[1] = small + " " * (width - start)
    return Box(lines[0 if high else 1 : 3 if low else 2], width, int(bool(high)))


def _at_corners(node: Script, base: Box) -> Box:
    """Return a tall base with its scripts at its corners."""
    low = oneline.script_text(node.below) if node.below is not None else ""
    high = oneline.script_text(node.above) if node.above is not None else ""
    low, high = lowered(low) or low, raised(high) or high
    width = max(cell_len(low), cell_len(high))
    lines = [line + " " * width for line in base.lines]
    bottom, top = base.base + base.under, base.base - base.over
    lines[bottom] = base.lines[bottom] + low + " " * (width - cell_len(low))
    lines[top] = base.lines[top] + high + " " * (width - cell_len(high))
    return base._replace(lines=lines, width=base.width + width)


def _limits(node: Script, base: Box) -> Box:
    """Return a base with its limits over and under it."""
    boxes = [base]
    line = base.base
    if node.above is not None:
        boxes.insert(0, _limit(node.above))
        line += len(boxes[0].lines)
    if node.below is not None:
        boxes.append(_limit(node.below))
    return stacked(boxes, "c", line)


def _limit(row: Row) -> Box:
    if any(isinstance(item, Table) for item in row.items):
        return row_box(row)
    return line_box(oneline.script_text(row))


def _table(node: Table) -> Box:
    """Return rows of cells between delimiters; lines stand apart where a cell is tall."""
    cells = [[row_box(cell) for cell in row] for row in node.rows]
    body = _grid(cells, node).solid()
    if not node.left and not node.right:
        return body
    left = delimiter(node.left, body.over, body.under)
    right = delimiter(node.right, body.over, body.under)
    return beside([(0, left), (int(bool(node.left)), body), (int(bool(node.right)), right)])


def _grid(cells: list[list[Box]], node: Table) -> Box:
    count = max(map(len, cells))
    columns = [
        max((row[column].width for row in cells if column < len(row)), default=0) for column in range(count)
    ]
    rows = []
    for row in cells:
        shown = []
        for column, box in enumerate(row):
            aligned = padded(box, columns[column], _alignment(node, column))
            shown.append((_column_gap(node, columns, column), aligned))
        rows.append(beside(shown))
    lines = _separated(rows, pair=node.left == "{" or node.right == "}")
    return stacked(lines, "l", sum(len(box.lines) for box in lines) // 2 if len(rows) > 1 else rows[0].base)


def _alignment(node: Table, column: int) -> str:
    if node.joined:
        return node.columns[column % len(node.columns)]
    return node.columns[min(column, len(node.columns) - 1)]


def _column_gap(node: Table, columns: list[int], column: int) -> int:
    """Return the blanks before a column: equations go on after one, other columns stand apart."""
    if column == 0:
        return 0
    if node.joined:
        return 0 if not columns[column - 1] or column % 2 else 3
    return 3 if "{" in node.left else 2


def _separated(rows: list[Box], *, pair: bool) -> list[Box]:
    """Return the rows with an empty line between them where one is tall, or where two stand in a tall brace."""
    if len(rows) > 1 and (any(len(row.lines) > 1 for row in rows) or (pair and len(rows) == PAIR)):
        spread: list[Box] = []
        for row in rows:
            spread += [row, line_box("")]
        return spread[:-1]
    return rows


_LAYOUTS: dict[type, Callable[[Any], Box]] = {
    Symbol: _symbol,
    Row: row_box,
    Script: _script,
    Fraction: _fraction,
    Root: _root,
    Accent: _accent,
    Fence: _fence,
    Brace: _brace,
    Arrow: _arrow,
    Table: _table,
}
