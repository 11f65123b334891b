"""The value of a note's function at given arguments, computed from its tree without running it.

Only what `reading.PARTS` and `operations` list has a value: numbers, arrays and tuples; arithmetic, comparisons,
indices, NumPy's functions, other functions of the same block, ``if`` with a plain condition. Each step is counted
and each array is measured before it is made (`sizes`), so that no text takes long or fills memory.
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from studycli.losses.program import operations as known
from studycli.losses.program import sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studycli.losses.program.reading import Function, Program

_MOST_STEPS = 5_000
_DEEPEST = 6  # calls of functions within functions
_TYPES = {name: getattr(np, name) for name in ("float64", "float32", "int64")} | {
    "float": float,
    "int": int,
    "bool": bool,
}


class NotInterpretable(Exception):
    """The function has no value here: it goes beyond what is read, or fails at these arguments."""


class _Returned(Exception):
    """A return was reached; its value is the argument."""


def call(program: Program, name: str, arguments: Mapping[str, Any]) -> Any:
    """Return what a function of a block gives.

    Args:
        program: The block.
        name: The function.
        arguments: Arrays and numbers by the names of its parameters; the function gets copies.

    Raises:
        NotInterpretable: It cannot be computed.
    """
    own = {key: value.copy() if isinstance(value, np.ndarray) else value for key, value in arguments.items()}
    machine = _Machine(program)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the mean of nothing is NaN, and that is its value
            return machine.call(program.functions[name], (), own)
    except NotInterpretable:
        raise
    except Exception as error:
        # NumPy refuses wrong shapes, axes and types by exceptions of many kinds
        raise NotInterpretable(f"{type(error).__name__}: {error}") from error


class _Machine:
    """Computes one call; counts its steps."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._names: dict[str, Any] = {}
        self._steps = self._depth = 0

    # Functions

    def call(self, function: Function, listed: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Return what a function gives, with names of its own."""
        self._depth += 1
        if self._depth > _DEEPEST or not function.plain:
            raise NotInterpretable(function.name)
        outer, self._names = self._names, self._bound(function, listed, named)
        try:
            self._run(function.node.body)
        except _Returned as returned:
            return returned.args[0]
        finally:
            self._names = outer
            self._depth -= 1
        raise NotInterpretable(f"{function.name} returns nothing")

    def _bound(self, function: Function, listed: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call by their names, defaults included."""
        names = [parameter.name for parameter in function.parameters]
        given = dict(zip(names, listed, strict=False)) | dict(named)
        for name, default in _defaults(function.node.args):
            if name not in given:
                given[name] = self._value(default)
        if set(given) != set(names) or len(listed) > len(names):
            raise NotInterpretable(f"arguments of {function.name}")
        return given

    # Statements

    def _run(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._count()
            match statement:
                case ast.Return(value=ast.expr() as value):
                    raise _Returned(self._value(value))
                case ast.Assign(targets=targets, value=value):
                    self._assign_all(targets, self._value(value))
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assign(target, self._value(value))
                case ast.AugAssign():
                    self._augment(statement)
                case ast.If(test=test, body=then, orelse=otherwise):
                    self._run(then if self._value(test) else otherwise)
                case ast.Assert(test=test) if self._value(test):
                    pass
                case ast.Pass() | ast.Expr(value=ast.Constant()):
                    pass
                case _:
                    raise NotInterpretable(type(statement).__name__)

    def _assign_all(self, targets: Sequence[ast.expr], value: Any) -> None:
        for target in targets:
            self._assign(target, value)

    def _assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self._names[name] = value
            case ast.Tuple(elts=targets) if len(targets) == len(value):
                for each, part in zip(targets, value, strict=True):
                    self._assign(each, part)
            case ast.Subscript(value=owner, slice=index):
                array = self._value(owner)
                if not isinstance(array, np.ndarray):
                    raise NotInterpretable("assignment into no array")
                array[self._value(index)] = value
            case _:
                raise NotInterpretable("assignment")

    def _augment(self, statement: ast.AugAssign) -> None:
        value, before = self._value(statement.value), self._value(statement.target)
        sizes.check_operation(statement.op, before, value)
        self._assign(statement.target, known.IN_PLACE[type(statement.op)](before, value))

    # Expressions

    def _value(self, node: ast.expr) -> Any:
        self._count()
        compute = self._COMPUTE.get(type(node))
        if compute is None:
            raise NotInterpretable(type(node).__name__)
        result = compute(self, node)
        sizes.check(sizes.size(result))
        return result

    def _constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, str | bytes | complex):
            raise NotInterpretable("text")
        return node.value

    def _name(self, node: ast.Name) -> Any:
        for values in (self._names, self._program.constants, _TYPES):
            if node.id in values:
                return values[node.id]
        raise NotInterpretable(node.id)

    def _binary(self, node: ast.BinOp) -> Any:
        left, right = self._value(node.left), self._value(node.right)
        sizes.check_operation(node.op, left, right)
        return known.BINARY[type(node.op)](left, right)

    def _unary(self, node: ast.UnaryOp) -> Any:
        return known.UNARY[type(node.op)](self._value(node.operand))

    def _compare(self, node: ast.Compare) -> Any:
        if len(node.ops) > 1:
            raise NotInterpretable("chained comparison")
        left, right = self._value(node.left), self._value(node.comparators[0])
        sizes.check_elementwise(left, right)
        return known.COMPARED[type(node.ops[0])](left, right)

    def _both_or_either(self, node: ast.BoolOp) -> Any:
        result: Any = None
        for part in node.values:
            result = self._value(part)
            if bool(result) is isinstance(node.op, ast.Or):
                break
        return result

    def _choice(self, node: ast.IfExp) -> Any:
        return self._value(node.body if self._value(node.test) else node.orelse)

    def _tuple(self, node: ast.Tuple) -> Any:
        return tuple(self._value(part) for part in node.elts)

    def _list(self, node: ast.List) -> Any:
        return [self._value(part) for part in node.elts]

    def _comprehension(self, node: ast.GeneratorExp | ast.ListComp) -> list[Any]:
        """Return the values of a comprehension over one thing, whose names are its own."""
        (over,) = node.generators
        outer, self._names = self._names, dict(self._names)
        found = []
        for item in self._value(over.iter):
            self._assign(over.target, item)
            if all(self._value(test) for test in over.ifs):
                found.append(self._value(node.elt))
        self._names = outer
        return found

    def _subscript(self, node: ast.Subscript) -> Any:
        return self._value(node.value)[self._value(node.slice)]

    def _slice(self, node: ast.Slice) -> Any:
        return slice(*(part and self._value(part) for part in (node.lower, node.upper, node.step)))

    def _attribute(self, node: ast.Attribute) -> Any:
        path = self._module_path(node)
        for values in (known.VALUES, _TYPES):
            if path in values:
                return values[path]
        if path or node.attr not in known.ATTRIBUTES:
            raise NotInterpretable(node.attr)
        return getattr(np.asarray(self._value(node.value)), node.attr)

    # Calls

    def _call(self, node: ast.Call) -> Any:
        listed = [self._value(argument) for argument in node.args]
        named = {each.arg or "": self._value(each.value) for each in node.keywords}
        if isinstance(node.func, ast.Name) and node.func.id in self._program.functions:
            return self.call(self._program.functions[node.func.id], listed, named)
        if not known.KEYWORDS.issuperset(named):
            raise NotInterpretable("keyword")
        path = self._module_path(node.func)
        if path:
            return self._of_numpy(path, listed, named)
        if isinstance(node.func, ast.Name):
            sizes.check_builtin(node.func.id, listed)
            return known.BUILTINS[node.func.id](*listed, **named)
        return self._method(node.func, listed, named)

    def _method(self, function: ast.expr, listed: list[Any], named: dict[str, Any]) -> Any:
        if not isinstance(function, ast.Attribute) or function.attr not in known.METHODS:
            raise NotInterpretable("method")
        return getattr(np.asarray(self._value(function.value)), function.attr)(*listed, **named)

    def _of_numpy(self, path: str, listed: list[Any], named: dict[str, Any]) -> Any:
        if path in known.ELEMENTWISE:
            sizes.check_elementwise(*listed)
        elif path in known.SPREADING:
            sizes.check_product(*listed)
        elif path in known.MAKING:
            sizes.check_made(path, listed)
        return known.FUNCTIONS[path](*listed, **named)

    def _module_path(self, node: ast.expr) -> str:
        """Return the name of something in NumPy without NumPy's own: ``linalg.norm``; '' for anything else."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id in self._names:
            return ""
        if not parts:
            return node.id if node.id in self._program.imported else ""
        return ".".join(reversed(parts)) if node.id in self._program.modules else ""

    def _count(self) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise NotInterpretable("too many steps")

    _COMPUTE: dict[type[ast.expr], Callable[[_Machine, Any], Any]] = {  # noqa: RUF012 - never changed
        ast.Attribute: _attribute,
        ast.BinOp: _binary,
        ast.BoolOp: _both_or_either,
        ast.Call: _call,
        ast.Compare: _compare,
        ast.Constant: _constant,
        ast.GeneratorExp: _comprehension,
        ast.IfExp: _choice,
        ast.List: _list,
        ast.ListComp: _comprehension,
        ast.Name: _name,
        ast.Slice: _slice,
        ast.Subscript: _subscript,
        ast.Tuple: _tuple,
        ast.UnaryOp: _unary,
    }


def _defaults(arguments: ast.arguments) -> list[tuple[str, ast.expr]]:
    """Return the parameters that have a default, with it."""
    listed = [*arguments.posonlyargs, *arguments.args]
    free = len(listed) - len(arguments.defaults)
    found = [(each.arg, default) for each, default in zip(listed[free:], arguments.defaults, strict=True)]
    by_keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return found + [(each.arg, default) for each, default in by_keyword if default is not None]
