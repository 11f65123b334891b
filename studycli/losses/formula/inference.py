"""The variables of a formula that nobody declared: what a note's own formula is written with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.losses.formula.problems import wrong
from studycli.losses.formula.scopes import letters
from studycli.losses.formula.tree import Applied, Called, Indexed, Name, Norm, Over, children
from studycli.losses.formula.variables import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycli.losses.formula.tree import Node

_SIZES = frozenset("nNmMdDBTCK")
_INDICES = frozenset("ijkct")
_VECTORS = frozenset(["softmax", "logsoftmax", "logsumexp", "sum", "mean"])
_CONSTANTS = frozenset(["e", "pi"])
_ARGUMENT = re.compile(r"\(\s*e\s*[,)]")


def variables(sides: Iterable[Node], left: str = "") -> dict[str, tuple[Declared, Node]]:
    """Return the variables of a formula in the order in which they stand, each with its first place.

    An index of a sum gives an axis, named by the size at which the sum ends, or by the index. All domains are
    ``real``. A name e is Euler's number unless the left side, ``L(e)``, says that it is a variable.

    Args:
        sides: The right sides of the formula.
        left: Its left side.

    Raises:
        FormulaError: A function is not known, and what it stands for depends on an index.
    """
    finder = _Finder()
    for side in sides:
        finder.limits(side)
    for side in sides:
        finder.walk(side, {})
    found = {
        name: (Declared(name, axes), node)
        for name, (axes, node) in finder.found.items()
        if name not in finder.uppers and (name not in _CONSTANTS or _ARGUMENT.search(left))
    }
    return _with_size(found)


def _with_size(found: dict[str, tuple[Declared, Node]]) -> dict[str, tuple[Declared, Node]]:
    """Return variables without the n of 1/n, which is the size of an axis that no sum ends by name."""
    axes = {axis for variable, _ in found.values() for axis in variable.axes}
    sizes = [name for name, (variable, _) in found.items() if name in _SIZES and not variable.axes]
    if len(axes) != 1 or len(sizes) != 1 or not axes.issubset(_INDICES):
        return found
    axis = sizes[0].lower()
    return {
        name: (variable._replace(axes=(axis,) * len(variable.axes)), node)
        for name, (variable, node) in found.items()
        if name != sizes[0]
    }


class _Finder:
    def __init__(self) -> None:
        self.found: dict[str, tuple[tuple[str, ...], Node]] = {}
        self.uppers: set[str] = set()
        self.bare: dict[str, set[str]] = {}

    def limits(self, node: Node) -> None:
        """Note the sizes at which sums end."""
        if isinstance(node, Over) and node.upper:
            self.uppers.add(node.upper)
        for each in children(node):
            self.limits(each)

    def walk(self, node: Node, scope: dict[str, str]) -> None:
        """Note the variables of a node; ``scope`` gives the axis of each index around it."""
        if isinstance(node, Name):
            self.name(node, scope)
        elif isinstance(node, Called):
            self.called(node, scope)
        elif isinstance(node, Over):
            axes = {
                index: (node.upper.lower() if at == 0 else "") or index
                for at, index in enumerate(node.indices)
            }
            self.walk(node.body, scope | axes)
        elif isinstance(node, Norm) or (isinstance(node, Applied) and node.function in _VECTORS):
            self.whole(node, scope)
        elif isinstance(node, Indexed):
            raise wrong("index", node.start, node.end, node.subscripts[0], "its axis is not known")
        else:
            for each in children(node):
                self.walk(each, scope)

    def whole(self, node: Node, scope: dict[str, str]) -> None:
        """Note the names inside what is taken over a whole vector: without indices they are vectors."""
        for each in children(node):
            if isinstance(each, Name) and not each.subscripts and each.base not in scope:
                self.add(each.base, ("d",), each)
            else:
                self.walk(each, scope)

    def name(self, name: Name, scope: dict[str, str]) -> None:
        if name.base in scope and not name.subscripts:
            return
        kept = list(name.subscripts)
        axes: list[str] = []
        while kept and (kept[-1] in scope or _are_letters(kept[-1], scope)):
            piece = kept.pop()
            axes[:0] = [scope[piece]] if piece in scope else [scope[letter] for letter in piece]
        if any(letters(piece) & scope.keys() for piece in kept):
            raise wrong("index", name.start, name.end, kept[-1], "it depends on an index")
        if not axes:
            self.bare.setdefault("_".join((name.base, *kept)), set()).update(scope.values())
        self.add("_".join((name.base, *kept)), tuple(axes), name)

    def called(self, node: Called, scope: dict[str, str]) -> None:
        name = node.name
        if name.base in ("sigma", "sigma'") and len(node.arguments) == 1:
            self.walk(node.arguments[0], scope)
            return
        only = node.arguments[0] if len(node.arguments) == 1 else None
        if isinstance(only, Name) and only.text in scope:
            self.name(name._replace(subscripts=(*name.subscripts, only.text)), scope)
        elif len(node.arguments) > 1 and any(piece in scope for piece in name.subscripts):
            self.name(name, scope)
        elif self._is_product(node):
            self.name(name, scope)
            self.walk(node.arguments[0], scope)
        elif any(letters(piece) & scope.keys() for piece in (*name.subscripts, node.text)):
            raise wrong("function", node.start, node.end, node.text)
        else:
            self.add(node.text, (), node)

    def _is_product(self, node: Called) -> bool:
        """Tell whether a name before brackets is multiplied: what they hold is more than a name."""
        return len(node.arguments) == 1 and not isinstance(node.arguments[0], (Name, Called))

    def add(self, name: str, axes: tuple[str, ...], node: Node) -> None:
        known = self.found.setdefault(name, (axes, node))
        if len(axes) > len(known[0]):  # where it has no index it is meant entry by entry
            self.found[name] = axes, known[1]
        if self.bare.get(name, set()) & set(self.found[name][0]):  # or it is another thing: n_b / n
            raise wrong(
                "index", node.start, node.end, name, "it has an index in one place and none in another"
            )


def _are_letters(piece: str, scope: dict[str, str]) -> bool:
    return piece.isalpha() and all(letter in scope for letter in piece)
