"""Names looked up: which variable each stands for, and along which axis each index runs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.formula.problems import wrong
from studycli.losses.formula.scopes import letters
from studycli.losses.formula.tree import (
    Applied,
    Called,
    Factors,
    Indexed,
    Name,
    Number,
    Over,
    Power,
    Running,
    Size,
    Terms,
    Variable,
    children,
    rebuilt,
)
from studycli.losses.formula.variables import Names
from studycli.losses.formula.words import BIG, FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycli.losses.formula.tree import Node
    from studycli.losses.formula.variables import Declared

_CONSTANTS = {"e": math.e, "pi": math.pi}
_MOST_INDICES = 4
_AT_ONCE = 2  # indices that are written as one word: ic
_PICKING = frozenset(["class", "onehot", "simplex"])  # domains of a variable that can stand as an index: p_y


class Bound(NamedTuple):
    """A formula whose names are all known.

    Attributes:
        node: Its tree.
        axes: For each index, the axis that it runs along.
    """

    node: Node
    axes: dict[str, str]


def bind(node: Node, variables: Iterable[Declared]) -> Bound:
    """Look up all names of a formula.

    Args:
        node: As it was read.
        variables: What it may be written with.

    Raises:
        FormulaError: A name or index is unknown; the error has its place and what was probably meant.
    """
    binder = _Binder(Names(variables))
    binder.note_limits(node)
    found = binder.bound(node, frozenset())
    if len(binder.axes) > _MOST_INDICES:
        raise wrong("indices", node.start, node.end, meant=str(_MOST_INDICES))
    return Bound(found, {index: axis for index, axis in binder.axes.items() if axis})


class _Binder:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.axes: dict[str, str] = {}
        self.limits: dict[str, str] = {}

    # -- indices ----------------------------------------------------------------------------------------------

    def note_limits(self, node: Node) -> None:
        """Find out which axis each index runs along, and which size ends it, before anything is bound."""
        if isinstance(node, Name):
            self._note_name(node)
        elif isinstance(node, Called) and node.arguments:
            self._note_called(node)
        for each in children(node):
            self.note_limits(each)
        if isinstance(node, Over) and node.upper:
            for index in node.indices[:1]:
                if self.axes.get(index):
                    self.limits.setdefault(node.upper, self.axes[index])

    def _note_name(self, name: Name) -> None:
        found = self._found(name)
        if found:
            variable, rest = found
            for axis, index in zip(variable.axes, self._pieces(rest, variable), strict=False):
                if index.isalpha():
                    self.axes.setdefault(index, axis)

    def _note_called(self, called: Called) -> None:
        argument = called.arguments[0]
        if isinstance(argument, Name) and len(called.arguments) == 1 and not argument.subscripts:
            self._note_name(called.name._replace(subscripts=(*called.name.subscripts, argument.base)))

    def _found(self, name: Name) -> tuple[Declared, tuple[str, ...]] | None:
        """Return the variable that a name begins with, and the subscripts that are left as indices."""
        for look in (self.names.exactly, self.names.otherwise):
            for count in range(len(name.subscripts), -1, -1):
                variable = look("_".join((name.base, *name.subscripts[:count])))
                if variable is not None and all(map(self._may_be_index, name.subscripts[count:])):
                    return variable, name.subscripts[count:]
        return None

    def _may_be_index(self, piece: str) -> bool:
        """Tell whether a subscript may be an index, or several, and not the end of a name."""
        return len(piece) <= _AT_ONCE or not piece.isalpha() or bool(self._picks(piece))

    def _pieces(self, subscripts: tuple[str, ...], variable: Declared) -> list[str]:
        """Return the index of each axis, as far as there are: ``ic`` below a matrix are two."""
        pieces = list(subscripts)
        if len(pieces) == 1 and len(variable.axes) == len(pieces[0]) > 1 and pieces[0].isalpha():
            pieces = list(pieces[0])
        if len(pieces) == 1 and len(variable.axes) > 1:
            axis = self.axes.get(pieces[0]) or (pieces[0] if pieces[0] in variable.axes else variable.axes[0])
            if self._picks(pieces[0]):
                axis = variable.axes[-1]
            return [pieces[0] if each == axis else "" for each in variable.axes]
        return pieces

    def _picks(self, piece: str) -> str:
        """Return the variable that picks an entry, p_y or p_{i, y_i}; '' where a piece is a plain index."""
        name = piece.partition("_")[0]
        variable = self.names.exactly(name)
        return variable.name if variable is not None and variable.domain in _PICKING and variable.axes else ""

    # -- nodes ------------------------------------------------------------------------------------------------

    def bound(self, node: Node, scope: frozenset[str]) -> Node:
        """Return a node with its names looked up; ``scope`` are the indices of the sums around it."""
        if isinstance(node, Name):
            return self.name(node, scope)
        if isinstance(node, Called):
            return self.called(node, scope)
        if isinstance(node, Over):
            return self.over(node, scope)
        if isinstance(node, Factors):
            return self.factors(node, scope)
        return self._bound_as_it_stands(node, scope)

    def _bound_as_it_stands(self, node: Node, scope: frozenset[str]) -> Node:
        if isinstance(node, Power) and isinstance(node.base, Called):
            return self.power_of_called(node, node.base, scope)
        if isinstance(node, Indexed):
            return self.indexed(node, scope)
        return rebuilt(node, tuple(self.bound(each, scope) for each in children(node)))

    def name(self, name: Name, scope: frozenset[str]) -> Node:
        """Look up a name: a variable, an index that stands as a number, a constant, or a size."""
        if not name.subscripts and name.base in scope and self.names.exactly(name.base) is None:
            return Running(name.base, name.start, name.end)
        found = self._found(name)
        if found and self.names.exactly(found[0].name) and not self._is_size(name):
            return self._variable(name, *found)
        if not name.subscripts and name.base in _CONSTANTS:
            return Number(_CONSTANTS[name.base], name.start, name.end)
        axis = self.limits.get(name.text) or self.names.size(name.base)
        if axis and not name.subscripts:
            return Size(axis, name.start, name.end)
        if found:
            return self._variable(name, *found)
        if name.text in self._single_limits:
            return Number(1.0, name.start, name.end)
        raise self._unknown(name)

    def _is_size(self, name: Name) -> bool:
        """Tell whether a name that is no variable's own is a size before it is what people call a variable."""
        if name.subscripts or self.names.exactly(name.base):
            return False
        return bool(self.limits.get(name.base) or self.names.size(name.base))

    @property
    def _single_limits(self) -> frozenset[str]:
        """Sizes of a batch where every variable is a single number: there n is 1."""
        return frozenset() if self.names.axes else frozenset(["n", "N", "m"])

    def _variable(self, name: Name, variable: Declared, rest: tuple[str, ...]) -> Variable:
        pieces = self._pieces(rest, variable)
        if not variable.axes:  # of a single sample: an index says nothing
            return Variable(variable.name, (), name.start, name.end)
        if len(pieces) > len(variable.axes):
            meant = f"{variable.name} has {len(variable.axes)}"
            raise wrong("index", name.start, name.end, ", ".join(rest), meant)
        indices = [self._index(piece, axis, name) for piece, axis in zip(pieces, variable.axes, strict=False)]
        return Variable(
            variable.name, (*indices, *[""] * (len(variable.axes) - len(indices))), name.start, name.end
        )

    def _index(self, piece: str, axis: str, name: Name) -> str:
        if not piece:
            return ""
        if picking := self._picks(piece):
            return f"@{picking}"
        if not piece.isalpha() or len(piece) > 1:
            raise wrong(
                "index", name.start, name.end, piece, f"an index is one letter, such as {name.base}_i"
            )
        if self.axes.get(piece, axis) != axis:
            meant = f"it runs along {self.axes[piece]}, and here it would have to run along {axis}"
            raise wrong("index", name.start, name.end, piece, meant)
        return piece

    def called(self, node: Called, scope: frozenset[str]) -> Node:
        """Look up a name in front of brackets."""
        opaque = self.names.exactly(node.text)
        if opaque is not None:
            return Variable(opaque.name, ("",) * len(opaque.axes), node.start, node.end)
        base = node.name.base
        if base in ("sigma", "sigma'") and self.names.exactly(base) is None and len(node.arguments) == 1:
            return self._sigmoid(node, scope)
        found = self._found(node.name)
        if found is None and not self._is_size(node.name) and base not in _CONSTANTS:
            raise self._unknown_function(node)
        if len(node.arguments) != 1:  # L_t(f_t(x), y_t) is L_t
            return self.name(node.name, scope)
        argument = node.arguments[0]
        if found and isinstance(argument, Name) and not argument.subscripts:
            variable, rest = found
            is_index = argument.base in scope or self.names.exactly(argument.base) is None
            if is_index and len(rest) < len(variable.axes) and argument.base in self.axes:
                return self.name(node.name._replace(subscripts=(*node.name.subscripts, argument.base)), scope)
        factors = ((1, self.name(node.name, scope)), (1, self.bound(argument, scope)))
        return Factors(factors, node.start, node.end)

    def factors(self, node: Factors, scope: frozenset[str]) -> Node:
        """Bind a product: n(x) is two factors of it, of which a sign before n means the first only."""
        found: list[tuple[int, Node]] = []
        for exponent, factor in node.factors:
            bound = self.bound(factor, scope)
            if isinstance(factor, Called) and isinstance(bound, Factors) and factor.name.base != "sigma'":
                (_, first), (_, second) = bound.factors
                found += [(exponent, first), (1, second)]
            else:
                found.append((exponent, bound))
        return node._replace(factors=tuple(found))

    def power_of_called(self, node: Power, base: Called, scope: frozenset[str]) -> Node:
        """Bind a power behind brackets: of the brackets alone where the name before them is a variable."""
        found = self.called(base, scope)
        exponent = self.bound(node.exponent, scope)
        if not isinstance(found, Factors) or base.name.base.startswith("sigma'"):
            return node._replace(base=found, exponent=exponent)
        (_, factor), (_, inside) = found.factors
        power = Power(inside, exponent, inside.start, node.end)
        return Factors(((1, factor), (1, power)), node.start, node.end)

    def _sigmoid(self, node: Called, scope: frozenset[str]) -> Node:
        value = Applied("sigmoid", (self.bound(node.arguments[0], scope),), None, node.start, node.end)
        if node.name.base == "sigma":
            return value
        one = Number(1.0, node.start, node.end)
        rest = Terms(((1, one), (-1, value)), node.start, node.end)
        return Factors(((1, value), (1, rest)), node.start, node.end)

    def over(self, node: Over, scope: frozenset[str]) -> Node:
        """Bind what runs over an index."""
        if node.lower not in (0.0, 1.0):
            raise wrong("index", node.start, node.end, ", ".join(node.indices), "it has to start at 1")
        body = self.bound(node.body, scope | frozenset(node.indices))
        indices = tuple(index for index in node.indices if self._axis_of(index, node.upper))
        if node.indices and not indices and self.names.axes and any(letters(i) for i in node.indices):
            indices = ("?",)
        return node._replace(body=body, indices=indices)

    def _axis_of(self, index: str, upper: str) -> str:
        """Return the axis of an index; one that stands nowhere runs as far as its sum says."""
        if index not in self.axes:
            axis = self.limits.get(upper) or (self.names.size(upper) if upper else None)
            if axis:
                self.axes[index] = axis
        return self.axes.get(index, "")

    def indexed(self, node: Indexed, scope: frozenset[str]) -> Node:
        """Bind an entry of a bracket: its indices run along the last axes."""
        body = self.bound(node.body, scope)
        indices = []
        for piece in node.subscripts:
            picking = self._picks(piece)
            index = f"@{picking}" if picking else piece
            if not picking and index not in self.axes and self.names.axes:
                self.axes[index] = self.names.axes[-1]
            indices.append(index)
        return node._replace(body=body, subscripts=tuple(indices))

    # -- errors -----------------------------------------------------------------------------------------------

    def _unknown(self, name: Name) -> Exception:
        meant = _nearest(name.text, [*self.names.declared, *FUNCTIONS])
        return wrong("name-meant" if meant else "name", name.start, name.end, name.text, meant)

    def _unknown_function(self, node: Called) -> Exception:
        name = node.name
        meant = _nearest(name.text, [*FUNCTIONS, *BIG])
        return wrong("function-meant" if meant else "function", name.start, name.end, name.text, meant)


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")
