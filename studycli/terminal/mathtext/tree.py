"""What a formula is made of: the nodes that the parser makes and that both renderings read."""

from typing import NamedTuple, TypeAlias


class Symbol(NamedTuple):
    r"""A character or a name, with the class that decides the space around it.

    ``spaced`` says that white space stood before it in the source: it parts words that nobody wrapped in ``\text``.
    """

    text: str
    kind: int
    spaced: bool = False


class Row(NamedTuple):
    """Nodes side by side."""

    items: tuple["Node", ...]


class Fraction(NamedTuple):
    """A numerator over a denominator; without a bar it is a binomial coefficient's inside."""

    above: Row
    below: Row
    bar: bool = True


class Root(NamedTuple):
    """A square root, or the root of the given degree."""

    degree: Row | None
    body: Row


class Script(NamedTuple):
    """A base with what stands below and above it; ``limits`` puts them under and over it in a display."""

    base: "Node"
    below: Row | None
    above: Row | None
    limits: bool = False


class Accent(NamedTuple):
    """A body whose letters carry a combining mark."""

    body: Row
    mark: str


class Brace(NamedTuple):
    """A body with a brace over or under it."""

    body: Row
    over: bool


class Fence(NamedTuple):
    """A body between two delimiters that grow with it; '' is an invisible one."""

    left: str
    body: Row
    right: str


class Arrow(NamedTuple):
    """An arrow with words above and below it."""

    char: str
    above: Row
    below: Row


class Table(NamedTuple):
    """Rows of cells: a matrix, cases or aligned equations.

    ``columns`` holds a letter (l, c, r) for each column, its last one repeated;
    ``joined`` are columns that continue an equation, with no gap before every second one;
    ``left`` and ``right`` are the delimiters.
    """

    rows: tuple[tuple[Row, ...], ...]
    columns: str
    joined: bool = False
    left: str = ""
    right: str = ""


Node: TypeAlias = Symbol | Row | Fraction | Root | Script | Accent | Brace | Fence | Arrow | Table

EMPTY = Row(())
