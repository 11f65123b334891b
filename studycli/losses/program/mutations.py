"""The usual mistakes in a function, each made in one place of its text. Imports no NumPy.

Each is a change of a few characters of one line, found in the tree and made in the text, so that everything else
stays as its writer has it. Whether it changes anything is for `planting` to find out.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.program.roles import is_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.losses.program.reading import Function

SIGN, REDUCTION, SHARE, EXCHANGED, FACTOR, COMPLEMENT = (
    "sign",
    "reduction",
    "share",
    "exchanged",
    "factor",
    "complement",
)
AXIS, EXTREME, CLIP, COMPARISON, ABSOLUTE, ROOT, POWER = (
    "axis",
    "extreme",
    "clip",
    "comparison",
    "absolute",
    "root",
    "power",
)

_SIGNS = {ast.Add: ("+", "-"), ast.Sub: ("-", "+")}
_COMPARED = {ast.LtE: ("<=", ">="), ast.GtE: (">=", "<="), ast.Lt: ("<", ">"), ast.Gt: (">", "<")}
_INSTEAD = {
    "mean": ("sum", REDUCTION),
    "sum": ("mean", REDUCTION),
    "max": ("min", EXTREME),
    "maximum": ("minimum", EXTREME),
    "minimum": ("maximum", EXTREME),
}
_DROPPED = {"abs": ABSOLUTE, "sqrt": ROOT, "square": POWER}
_COUNTS = ("size", "shape")
_UNDONE = ((SIGN, "-"), (COMPLEMENT, "1 - "), (FACTOR, "2 * "), (FACTOR, "0.5 * "), (ABSOLUTE, "abs"))


_ALONE = re.compile(r"(?<![\w\])])\((\w+(?:\.\w+)*(?:\[[-\w]*\])?)\)")  # brackets around what stands alone
_POWER = re.compile(r"(?<![\w\])])\((\w+\*\*\w+)\)(?! ?\*\*)")  # around a power that is none of a power
_WHOLE = re.compile(r"(?<=[=,] )\(([^()]*)\)(?=$|[,)])|(?<=return )\(([^()]*)\)$")  # around all that is given
_GIVEN = re.compile(
    r"( *(?:return|\w+ =) )\((.*)\)$"
)  # brackets around all that is given, with others inside
_TWICE = re.compile(r"\(\(([^()]*)\)\)")  # around what has brackets already
_SAME = re.compile(r"\b(\w+), \1\)")  # two arguments alike: nobody writes that, so it gives itself away


class Mutation(NamedTuple):
    """A mistake.

    Attributes:
        kind: Which: `SIGN`, `REDUCTION` (mean for sum), `SHARE` (1/n is missing), `EXCHANGED` (operands), `FACTOR` (is
            missing), `COMPLEMENT` (p for 1 - p), `AXIS`, `EXTREME` (min for max), `CLIP` (without an epsilon),
            `COMPARISON`, `ABSOLUTE`, `ROOT` or `POWER` (is missing).
        line: The line that changes, counted from 1 in the text of the block.
        before: The line as it was.
        after: As it is with the mistake.
    """

    kind: str
    line: int
    before: str
    after: str

    def applied(self, text: str) -> str:
        """Return the block with the mistake."""
        lines = text.split("\n")
        lines[self.line - 1] = self.after
        return "\n".join(lines)


class _Edit(NamedTuple):
    """A change of the text: from one place to another of one line (columns in bytes), by something else."""

    kind: str
    line: int
    start: int
    end: int
    instead: str


def mutations(text: str, function: Function) -> Iterator[Mutation]:
    """Give the mistakes that can be made in a function, in the order of its text.

    Args:
        text: The block.
        function: One of its functions.
    """
    lines = text.split("\n")
    seen: set[str] = set()
    for statement in function.node.body:
        for node in ast.walk(statement):
            for edit in _edits(node, lines):
                made = _made(edit, lines)
                if made.after not in (made.before, *seen) and not _SAME.search(made.after):
                    seen.add(made.after)
                    yield made


def repairs(text: str, function: Function) -> Iterator[Mutation]:
    """Give the changes that may mend a function: the mistakes, and those undone on all that a line computes."""
    yield from mutations(text, function)
    lines = text.split("\n")
    counts = [f" / len({argument.arg})" for argument in function.node.args.args]
    for statement in function.node.body:
        if isinstance(statement, ast.Return | ast.Assign) and statement.value is not None:
            value = _text(statement.value, lines)
            for kind, before in _UNDONE if value else ():
                yield _made(_whole(kind, statement.value, f"{before}({value})"), lines)
            for count in counts if value else ():
                yield _made(_whole(SHARE, statement.value, f"({value}){count}"), lines)
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and node.lineno == node.end_lineno:
                yield from (_made(edit, lines) for edit in _of_choice(node, lines))


def _made(edit: _Edit, lines: list[str]) -> Mutation:
    before = lines[edit.line - 1]
    coded = before.encode()
    after = (coded[: edit.start] + edit.instead.encode() + coded[edit.end :]).decode()
    return Mutation(edit.kind, edit.line, before, _tidied(after))


def _tidied(line: str) -> str:
    """Return a line without brackets that were needed before it was changed."""
    line = _TWICE.sub(r"(\1)", _POWER.sub(r"\1", _ALONE.sub(r"\1", line)))
    line = _WHOLE.sub(lambda match: match[1] or match[2], line)
    match = _GIVEN.match(line)
    return match[1] + match[2] if match and _is_closed(match[2]) else line


def _is_closed(text: str) -> bool:
    """Tell whether each bracket of a text has its other one after it."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _edits(node: ast.AST, lines: list[str]) -> Iterable[_Edit]:
    if not isinstance(node, ast.expr | ast.AugAssign) or node.lineno != node.end_lineno:
        return ()
    found: Iterable[_Edit] = ()
    match node:
        case ast.BinOp():
            found = _of_operation(node, lines)
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            found = [_without_left(SIGN, node, node, operand, lines)]
        case ast.Call():
            found = _of_call(node, lines)
        case ast.Compare(ops=[op]):
            found = _of_comparison(node, op, lines)
        case ast.AugAssign(op=ast.Add() | ast.Sub() as op):
            old, new = _SIGNS[type(op)]
            found = _between(SIGN, node.target, node.value, f"{old}=", f"{new}=", lines)
    return found


def _of_operation(node: ast.BinOp, lines: list[str]) -> Iterator[_Edit]:
    left, right = node.left, node.right
    if type(node.op) in _SIGNS:
        yield from _between(SIGN, left, right, *_SIGNS[type(node.op)], lines)
    match node:
        case ast.BinOp(op=ast.Sub(), left=ast.Constant(value=1)) if not is_small(_text(right, lines)):
            yield _without_left(COMPLEMENT, node, left, right, lines)
        case ast.BinOp(op=ast.Sub(), left=ast.Name() | ast.Subscript(), right=ast.Name() | ast.Subscript()):
            yield _whole(EXCHANGED, node, f"{_text(right, lines)} - {_text(left, lines)}")
        case ast.BinOp(op=ast.Mult(), left=ast.Constant()):
            yield _without_left(FACTOR, node, left, right, lines)
        case ast.BinOp(op=ast.Mult(), left=ast.Name(id=name), right=ast.Call(args=[ast.Name(id=inner)])):
            call = _text(right, lines)
            if call.endswith(f"log({inner})"):
                yield _whole(EXCHANGED, node, f"{inner} * {call.removesuffix(f'({inner})')}({name})")
        case ast.BinOp(op=ast.Div()) if _is_count(right):
            yield _without_right(SHARE, node, lines, "/")
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
            yield _without_right(POWER, node, lines, "**")


def _is_count(node: ast.expr) -> bool:
    """Tell whether an expression counts samples: ``len(y)``, ``y.size``, ``y.shape[0]``."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "len"
    if isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr in _COUNTS


def _of_call(node: ast.Call, lines: list[str]) -> Iterator[_Edit]:
    if isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in _INSTEAD:
            instead, kind = _INSTEAD[name]
            end = node.func.end_col_offset or 0
            yield _Edit(kind, node.lineno, end - len(name), end, instead)
        if name in _DROPPED and len(node.args) == 1:
            yield _whole(_DROPPED[name], node, f"({_text(node.args[0], lines)})")
        if name == "clip":
            yield from _of_clip(node)
    for keyword in node.keywords:
        if keyword.arg == "axis" and _text(keyword.value, lines) in ("1", "-1"):
            yield _whole(AXIS, keyword.value, "0")


def _of_choice(node: ast.Call, lines: list[str]) -> Iterator[_Edit]:
    """Give a choice between two values with both exchanged, which mends a comparison that is the wrong way round."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "where" and len(node.args) == 3:  # noqa: PLR2004 - which, one value, the other
        _, one, other = node.args
        first, last = _text(one, lines), _text(other, lines)
        yield _Edit(COMPARISON, node.lineno, one.col_offset, other.end_col_offset or 0, f"{last}, {first}")


def _of_clip(node: ast.Call) -> Iterator[_Edit]:
    """Give a clip that reaches 0 and 1, for one that keeps away from them."""
    low, high = node.args[-2:] if len(node.args) > 1 else (None, None)
    if isinstance(low, ast.Name) and isinstance(high, ast.BinOp) and isinstance(high.op, ast.Sub):
        yield _Edit(CLIP, node.lineno, low.col_offset, high.end_col_offset or 0, "0, 1")


def _of_comparison(node: ast.Compare, op: ast.cmpop, lines: list[str]) -> Iterable[_Edit]:
    right = node.comparators[0]
    if type(op) in _COMPARED:
        return _between(COMPARISON, node.left, right, *_COMPARED[type(op)], lines)
    if isinstance(op, ast.Eq) and _text(right, lines) in ("0", "1"):
        return [_whole(COMPARISON, right, "1" if _text(right, lines) == "0" else "0")]
    return ()


def _between(
    kind: str, left: ast.expr, right: ast.expr, old: str, new: str, lines: list[str]
) -> Iterator[_Edit]:
    """Give a change of the sign that stands between two expressions of one line."""
    if left.end_lineno == right.lineno:
        start, end = left.end_col_offset or 0, right.col_offset
        between = lines[right.lineno - 1].encode()[start:end].decode()
        if between.count(old) == 1:
            yield _Edit(kind, right.lineno, start, end, between.replace(old, new))


def _without_left(kind: str, node: ast.expr, left: ast.expr, right: ast.expr, lines: list[str]) -> _Edit:
    """Return a change that leaves out what stands before the right operand, but for its own brackets."""
    start = node.col_offset if left is node else left.end_col_offset or 0
    between = lines[node.lineno - 1].encode()[start : right.col_offset].decode()
    return _Edit(kind, node.lineno, node.col_offset, right.col_offset, "(" * between.count("("))


def _without_right(kind: str, node: ast.BinOp, lines: list[str], sign: str) -> _Edit:
    """Return a change that leaves out the sign and the right operand, but for the left one's brackets."""
    start = node.left.end_col_offset or 0
    between = lines[node.lineno - 1].encode()[start : node.right.col_offset].decode()
    kept = between.split(sign)[0].rstrip()
    return _Edit(kind, node.lineno, start, node.end_col_offset or 0, kept)


def _whole(kind: str, node: ast.expr, instead: str) -> _Edit:
    return _Edit(kind, node.lineno, node.col_offset, node.end_col_offset or 0, instead)


def _text(node: ast.expr, lines: list[str]) -> str:
    """Return an expression as it is written; '' for one of several lines."""
    if node.lineno != node.end_lineno:
        return ""
    return lines[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode()
