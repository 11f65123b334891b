"""What a formula may be written with: variables, each with its axes and domain, and what people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.formula.words import ALIASES, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable


class Declared(NamedTuple):
    """A variable that a formula may use.

    Attributes:
        name: As names are read: ``yhat`` for ŷ, ``lambda`` for λ, ``p_t`` for p with a t below.
        axes: Its axes by their names, such as ``("n", "c")``; () for a single number.
        domain: As `studycli.losses.model.Argument` names it; ``onehot`` for rows with a single 1; a formula of
            the other variables behind ``=``, such as ``=softmax(z)``, for what the prompt defines.
    """

    name: str
    axes: tuple[str, ...] = ()
    domain: str = "real"


class Names:
    """Finds the variable that a written name stands for.

    Args:
        variables: The variables of the question.
    """

    def __init__(self, variables: Iterable[Declared]) -> None:
        self.declared = {variable.name: variable for variable in variables}
        self.axes = tuple(dict.fromkeys(axis for each in self.declared.values() for axis in each.axes))

    def exactly(self, name: str) -> Declared | None:
        """Return the variable of a name, whatever its case where only one fits."""
        if name in self.declared:
            return self.declared[name]
        folded = [each for each in self.declared.values() if each.name.lower() == name.lower()]
        return folded[0] if len(folded) == 1 and len(name) > 1 else None

    def otherwise(self, name: str) -> Declared | None:
        """Return the variable that goes by another name, where only one does."""
        same = {other for line in ALIASES if name in line.split() for other in line.split()}
        found = [each for each in self.declared.values() if each.name in same]
        return found[0] if len(found) == 1 else None

    def size(self, name: str) -> str | None:
        """Return the axis whose size a name stands for."""
        for axis in self.axes:
            if name in (axis, axis.upper()):
                return axis
        found = [axis for axis in self.axes if name in SIZES.get(axis, ())]
        return found[0] if found else None

    def all(self) -> frozenset[str]:
        """Return every name that may be used."""
        same = {
            other for line in ALIASES if self.declared.keys() & set(line.split()) for other in line.split()
        }
        sizes = {size for axis in self.axes for size in (axis, axis.upper(), *SIZES.get(axis, ()))}
        return frozenset(same | sizes | self.declared.keys())
