"""Functions in a block of code, read by Python's own parser and never run. Imports no NumPy."""

from __future__ import annotations

import ast
import warnings
from typing import NamedTuple

_LONGEST = 20_000  # characters of a block; more is a program and no function of a note
_DEEPEST = 100  # levels of nesting, far from the parser's own limit

PARTS = (
    *(
        ast.FunctionDef,
        ast.arguments,
        ast.arg,
        ast.Return,
        ast.Assign,
        ast.AugAssign,
        ast.AnnAssign,
        ast.Expr,
    ),
    *(ast.If, ast.Assert, ast.Pass, ast.Raise),
    *(ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Call, ast.keyword, ast.Attribute),
    *(ast.GeneratorExp, ast.ListComp, ast.comprehension),
    *(ast.Subscript, ast.Slice, ast.Tuple, ast.List, ast.Name, ast.Constant),
    *(ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context),
)
"""What a function may consist of to have a value here: no statements that loop, no functions within."""


class Parameter(NamedTuple):
    """A parameter of a function.

    Attributes:
        name: Its name.
        default: Its default where that is a number; None for no default, or another one.
        required: Whether it has no default.
    """

    name: str
    default: float | None
    required: bool


class Function(NamedTuple):
    """A function of a block.

    Attributes:
        name: Its name.
        parameters: In their order, those by keyword only at the end.
        doc: Its description, or ''.
        node: Its tree.
        first: Its first line in the block, counted from 1.
        last: Its last line.
        plain: Whether it consists of `PARTS` alone.
    """

    name: str
    parameters: tuple[Parameter, ...]
    doc: str
    node: ast.FunctionDef
    first: int
    last: int
    plain: bool


class Program(NamedTuple):
    """A block of code.

    Attributes:
        text: The block.
        functions: Its functions at the top level, by name, in order.
        constants: Numbers that are given names at the top level.
        places: The line of each of them, counted from 1.
        modules: Names that stand for NumPy or ``math``.
        imported: Names that stand for functions of theirs, such as ``sqrt``.
        imports: The lines that import from either.
    """

    text: str
    functions: dict[str, Function]
    constants: dict[str, float]
    places: dict[str, int]
    modules: frozenset[str]
    imported: frozenset[str]
    imports: tuple[str, ...]


def read(text: str) -> Program | None:
    """Return the functions of a block; None where it is no Python or too long."""
    tree = parse(text)
    if tree is None:
        return None
    functions = [_function(node) for node in tree.body if isinstance(node, ast.FunctionDef)]
    named = [
        (target.id, number, node.lineno)
        for node in tree.body
        if isinstance(node, ast.Assign) and (number := _number(node.value)) is not None
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return Program(
        text,
        {each.name: each for each in functions},
        {name: number for name, number, _ in named},
        {name: line for name, _, line in named},
        _modules(tree),
        _imported(tree),
        tuple(ast.unparse(node) for node in tree.body if _is_import(node)),
    )


def parse(text: str) -> ast.Module | None:
    """Return the tree of a block, or None as `read`."""
    if len(text) > _LONGEST or _nesting(text) > _DEEPEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # '\d' in a string of a note is nobody's mistake here
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _nesting(text: str) -> int:
    """Return a bound of how deep brackets and signs are nested."""
    deepest = depth = 0
    for sign in text:
        if sign in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in ")]}":
            depth -= 1
    return deepest


def _function(node: ast.FunctionDef) -> Function:
    doc = ast.get_docstring(node) or ""
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    plain = not node.decorator_list and all(_is_plain(part) for part in node.body)
    return Function(node.name, _parameters(node.args), doc, node, first, node.end_lineno or first, plain)


def _is_plain(node: ast.AST) -> bool:
    if isinstance(node, ast.FunctionDef) or not isinstance(node, PARTS):
        return False
    # what is raised is never computed; an annotation is no value
    if isinstance(node, ast.Raise):
        return True
    return all(_is_plain(part) for part in ast.iter_child_nodes(node))


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    listed = [*arguments.posonlyargs, *arguments.args]
    free = len(listed) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [*[None] * free, *arguments.defaults, *arguments.kw_defaults]
    names = [each.arg for each in (*listed, *arguments.kwonlyargs)]
    return tuple(
        Parameter(name, _number(default) if default else None, default is None)
        for name, default in zip(names, defaults, strict=True)
    )


def _number(node: ast.expr) -> float | None:
    """Return a number as it is written, with its sign, or None."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value  # type: ignore[return-value]
    return None


def _modules(tree: ast.Module) -> frozenset[str]:
    """Return the names for NumPy and ``math``: the usual ones, and what the block imports them as."""
    found = {"np", "numpy", "math"}
    for node in tree.body:
        if isinstance(node, ast.Import):
            found.update(each.asname for each in node.names if each.name in ("numpy", "math") and each.asname)
    return frozenset(found)


def _is_import(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in ("numpy", "math")
    return isinstance(node, ast.Import) and all(each.name in ("numpy", "math") for each in node.names)


def _imported(tree: ast.Module) -> frozenset[str]:
    """Return the functions that the block imports from NumPy or ``math`` by their own names."""
    return frozenset(
        each.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module in ("numpy", "math")
        for each in node.names
        if each.asname in (None, each.name)
    )
