"""A formula as a tree. Each node knows where it stands in the text: ``start``, and ``end`` behind it."""

from __future__ import annotations

from typing import NamedTuple


class Number(NamedTuple):
    """A number, such as 0.5, pi or infinity."""

    value: float
    start: int
    end: int


class Name(NamedTuple):
    """A name as it was written.

    Attributes:
        base: Its letters, the accent behind them: ``yhat``.
        subscripts: Each index or word below it, as text: ``i``, ``pred``, ``t+1``.
    """

    base: str
    subscripts: tuple[str, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The name with its subscripts behind underscores."""
        return "_".join((self.base, *self.subscripts))


class Called(NamedTuple):
    """A name in front of brackets: an unknown function, a variable times what is in them, or an index.

    Attributes:
        name: The name.
        arguments: What stands in the brackets.
        text: All of it without white space, as in ``P(y|x)``; arguments that are no formulas are only here.
    """

    name: Name
    arguments: tuple[Node, ...]
    text: str
    start: int
    end: int


class Variable(NamedTuple):
    """A name that was found among the variables of a question.

    Attributes:
        name: The variable.
        indices: For each of its axes the index that runs over it; '' for an axis that is left as it is, and
            ``@name`` for the entry that the variable ``name`` picks.
    """

    name: str
    indices: tuple[str, ...]
    start: int
    end: int


class Size(NamedTuple):
    """The number of entries of an axis."""

    axis: str
    start: int
    end: int


class Running(NamedTuple):
    """An index that stands as a number: 1, 2, ... along its axis."""

    letter: str
    start: int
    end: int


class Terms(NamedTuple):
    """A sum of terms, each with its sign, 1 or -1."""

    terms: tuple[tuple[int, Node], ...]
    start: int
    end: int


class Factors(NamedTuple):
    """A product of factors, each with its exponent: 1, or -1 for one that is divided by."""

    factors: tuple[tuple[int, Node], ...]
    start: int
    end: int


class Power(NamedTuple):
    """A base and an exponent."""

    base: Node
    exponent: Node
    start: int
    end: int


class Applied(NamedTuple):
    """A known function of its arguments.

    Attributes:
        function: A value of `words.FUNCTIONS`, or ``max``, ``min``, ``sum``, ``mean``, ``prod`` of a whole array.
        arguments: What it is applied to.
        axis: Which axis a program names, counted from 0, from the last for negative ones; None for none.
    """

    function: str
    arguments: tuple[Node, ...]
    axis: int | None
    start: int
    end: int


class Over(NamedTuple):
    """What runs over an index: sum, mean, product, max, min.

    Attributes:
        kind: Which of these.
        indices: The indices that it runs over; () where none is named.
        lower: Where the first index starts, as a number; 1 where nothing is said.
        upper: The name of the size at which it ends; '' where nothing is said.
        body: What is taken for each.
    """

    kind: str
    indices: tuple[str, ...]
    lower: float
    upper: str
    body: Node
    start: int
    end: int


class Norm(NamedTuple):
    """The norm of a vector, of order 1, 2 or infinity."""

    body: Node
    order: float
    start: int
    end: int


class Indexed(NamedTuple):
    """An entry of something in brackets, or of a function's value: ``softmax(z)_i``."""

    body: Node
    subscripts: tuple[str, ...]
    start: int
    end: int


class Compared(NamedTuple):
    """A chain of comparisons: operators between sides, one fewer than those."""

    operators: tuple[str, ...]
    sides: tuple[Node, ...]
    start: int
    end: int


class Joined(NamedTuple):
    """Conditions joined by ``and`` or ``or``."""

    word: str
    conditions: tuple[Node, ...]
    start: int
    end: int


class Cases(NamedTuple):
    """Values by condition, the first that holds; None is the condition of all other points."""

    cases: tuple[tuple[Node, Node | None], ...]
    start: int
    end: int


Node = (
    Number
    | Name
    | Called
    | Variable
    | Size
    | Running
    | Terms
    | Factors
    | Power
    | Applied
    | Over
    | Norm
    | Indexed
    | Compared
    | Joined
    | Cases
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, in the order of the text."""
    match node:
        case Terms(parts) | Factors(parts):
            return tuple(part for _, part in parts)
        case Power(base, exponent):
            return base, exponent
        case Applied(_, below) | Called(_, below) | Joined(_, below) | Compared(_, below):
            return below
        case Over(body=body) | Norm(body=body) | Indexed(body=body):
            return (body,)
        case Cases(cases):
            return tuple(part for case in cases for part in case if part is not None)
    return ()


def rebuilt(node: Node, below: tuple[Node, ...]) -> Node:
    """Return a node with other nodes below it, as many as `children` gives."""
    if not below:
        return node
    match node:
        case Terms(parts):
            node = node._replace(terms=_paired(parts, below))
        case Factors(parts):
            node = node._replace(factors=_paired(parts, below))
        case Power():
            node = node._replace(base=below[0], exponent=below[1])
        case Applied() | Called():
            node = node._replace(arguments=below)
        case Joined():
            node = node._replace(conditions=below)
        case Compared():
            node = node._replace(sides=below)
        case Over() | Norm() | Indexed():
            node = node._replace(body=below[0])
        case Cases(cases):
            rest = iter(below)
            node = node._replace(
                cases=tuple((next(rest), None if when is None else next(rest)) for _, when in cases)
            )
    return node


def _paired(parts: tuple[tuple[int, Node], ...], below: tuple[Node, ...]) -> tuple[tuple[int, Node], ...]:
    """Return other nodes with the signs or exponents of these."""
    return tuple((each, node) for (each, _), node in zip(parts, below, strict=True))
