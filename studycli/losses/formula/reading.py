r"""A formula as it is written, read: its left side stripped, what is defined beside it put in.

``L = \frac{1}{n}\sum_i \ell_i, \quad \ell_i = (y_i - p_i)^2`` has one value. Of ``R(w) = \|w\|_1 = \sum_i |w_i|``
each right side is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.errors import FormulaError
from studycli.losses.formula.parser import Parser
from studycli.losses.formula.parting import parted
from studycli.losses.formula.problems import wrong
from studycli.losses.formula.tokens import Token, tokens
from studycli.losses.formula.tree import Name, Node, Over, children, rebuilt
from studycli.losses.formula.words import ENVIRONMENTS

if TYPE_CHECKING:
    from collections.abc import Collection

_EQUAL = frozenset(["=", "<-"])
_RELATIONS = frozenset(["<", ">", "<=", ">=", "!=", "->", "~"])
_PARTING = frozenset([",", ";"])
_MOST_DEFINITIONS = 6


class Formula(NamedTuple):
    """What was read.

    Attributes:
        left: The text in front of the first equality sign; '' without one.
        sides: The values: one behind each equality sign, or the one that there is.
        others: How many other formulas stand beside it that it does not use.
    """

    left: str
    sides: tuple[Node, ...]
    others: int = 0


class _Statement(NamedTuple):
    """A piece between commas or on a line of its own: its sides between equality signs, as tokens."""

    sides: list[list[Token]]
    is_condition: bool


def read(
    text: str, names: Collection[str] | None = None, *, tight: bool = False, is_lenient: bool = False
) -> Formula:
    """Read a formula.

    Args:
        text: LaTeX, plain text, or both.
        names: Names that may be used, and what else they may be called; None where they are not known.
        tight: Whether a product without a sign binds tighter than ``/``: then 1/2n is 1/(2n).
        is_lenient: Whether a side that cannot be read is left out where another one can.

    Raises:
        FormulaError: It cannot be read; the error has the place.
    """
    found = parted(tokens(text), names, is_latex="\\" in text)
    first, *others = _statements(found)
    sides = _read_sides(text, first, tight=tight, is_lenient=is_lenient)
    unused = sum(len(each.sides) > 1 and not each.is_condition for each in others)
    for name, node in _definitions(text, others, tight=tight):
        put_in = [_substituted(side, name, node) for side in sides]
        unused -= put_in != sides
        sides = put_in
    left = first.sides[0]
    return Formula(
        text[left[0].start : left[-1].end] if len(first.sides) > 1 and left else "", tuple(sides), unused
    )


def _statements(found: list[Token]) -> list[_Statement]:
    """Part tokens at the commas, line breaks and equality signs that stand in no bracket."""
    statements = [_Statement([[]], is_condition=False)]
    depth = 0
    at = 0
    while found[at].kind != "end":
        token = found[at]
        if _is_lines(found, at):
            at += _width_of_environment(found, at)
            continue
        depth += _opens(token)
        if depth <= 0 and _parts(token):
            statements.append(_Statement([[]], is_condition=False))
        elif depth <= 0 and token.kind == "sign" and token.text in _EQUAL:
            _begin_side(statements)
        elif depth <= 0 and token.kind == "sign" and token.text in _RELATIONS:
            statements[-1] = statements[-1]._replace(is_condition=True)
            statements[-1].sides[-1].append(token)
        elif not (depth <= 0 and token.text == "&"):
            statements[-1].sides[-1].append(token)
        at += 1
    kept = [each for each in statements if any(each.sides)]
    return kept or [_Statement([[]], is_condition=False)]


def _begin_side(statements: list[_Statement]) -> None:
    """Begin the side behind an equality sign; on a line that begins with one it belongs to the line before."""
    if statements[-1].sides == [[]] and len(statements) > 1:
        statements.pop()
    statements[-1].sides.append([])


def _is_lines(found: list[Token], at: int) -> bool:
    """Tell whether an environment of lines begins or ends here."""
    if found[at].kind != "command" or found[at].text not in ("begin", "end"):
        return False
    name = "".join(token.text for token in found[at + 2 : at + _width_of_environment(found, at) - 1])
    return ENVIRONMENTS.get(name) == "lines"


def _width_of_environment(found: list[Token], at: int) -> int:
    stop = next((k for k in range(at, len(found)) if found[k].text == "}"), at)
    return stop - at + 1


def _opens(token: Token) -> int:
    if token.kind == "command":
        return (token.text == "begin") - (token.text == "end")
    if token.kind != "sign":
        return 0
    return (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))


def _parts(token: Token) -> bool:
    is_break = token.kind == "command" and token.text == "\\"
    return is_break or (token.kind == "sign" and token.text in _PARTING)


def _read_sides(text: str, statement: _Statement, *, tight: bool, is_lenient: bool) -> list[Node]:
    given = statement.sides[1:] or statement.sides
    found: list[Node] = []
    problem: FormulaError | None = None
    for side in given:
        try:
            found.append(_expression(text, side, tight=tight))
        except FormulaError as error:
            problem = error
            if not is_lenient:
                raise
    if not found and problem:
        raise problem
    return found


def _expression(text: str, side: list[Token], *, tight: bool) -> Node:
    """Read one side."""
    while side and side[-1].kind == "sign" and side[-1].text in (".", "...", "!"):
        side = side[:-1]
    end = side[-1].end if side else len(text)
    parser = Parser(text, [*side, Token("end", "", end, end)], tight=tight)
    node = parser.expression()
    if parser.token.kind != "end":
        if parser.token.text in _RELATIONS:
            raise wrong("relation", parser.token.start, parser.token.end, parser.token.text)
        raise parser.unexpected("an operator or the end")
    return node


def _definitions(text: str, statements: list[_Statement], *, tight: bool) -> list[tuple[Name, Node]]:
    """Return what is defined beside the formula; conditions and what cannot be read are left out."""
    found = []
    for statement in statements[:_MOST_DEFINITIONS]:
        if statement.is_condition or len(statement.sides) < 2:  # noqa: PLR2004 - a name and its value
            continue
        try:
            left = _expression(text, statement.sides[0], tight=tight)
            right = _expression(text, statement.sides[-1], tight=tight)
        except FormulaError:
            continue
        if isinstance(left, Name):
            found.append((left, right))
    return found


def _substituted(node: Node, name: Name, value: Node) -> Node:
    """Return a node with a value in the place of a name, its indices renamed to those at the place."""
    if isinstance(node, Name):
        if node.base != name.base or len(node.subscripts) != len(name.subscripts):
            return node
        return _renamed(value, dict(zip(name.subscripts, node.subscripts, strict=True)))
    return rebuilt(node, tuple(_substituted(each, name, value) for each in children(node)))


def _renamed(node: Node, indices: dict[str, str]) -> Node:
    if isinstance(node, Name):
        return node._replace(subscripts=tuple(indices.get(each, each) for each in node.subscripts))
    if isinstance(node, Over):
        indices = {old: new for old, new in indices.items() if old not in node.indices}
    return rebuilt(node, tuple(_renamed(each, indices) for each in children(node)))
