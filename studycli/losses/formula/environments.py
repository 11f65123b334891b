r"""The environments of LaTeX that hold values by condition: ``\begin{cases}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.losses.formula.problems import wrong
from studycli.losses.formula.tree import Cases, Node
from studycli.losses.formula.words import CONDITION_WORDS, ENVIRONMENTS

if TYPE_CHECKING:
    from studycli.losses.formula.parser import Parser


def environment(parser: Parser) -> Node:
    """Read an environment from its ``begin`` to its ``end``."""
    begin = parser.take()
    name = named(parser)
    if ENVIRONMENTS.get(name) != "cases":
        raise wrong("environment", begin.start, parser.end_of_last(), name)
    if name == "array" and parser.accept("{"):
        while not parser.accept("}") and parser.token.kind != "end":
            parser.take()
    opened, parser.open = parser.open, []
    cases = [_case(parser)]
    while _at_next_row(parser):
        cases.append(_case(parser))
    if parser.token.text != "end":
        raise parser.unexpected("'\\\\' or '\\end'")
    parser.take()
    named(parser)
    parser.open = opened
    return Cases(tuple(cases), begin.start, parser.end_of_last())


def named(parser: Parser) -> str:
    r"""Read the name behind ``\begin`` or ``\end``."""
    parser.expect("{")
    name = ""
    while not parser.accept("}"):
        if parser.token.kind == "end" and not parser.token.text:
            raise parser.unexpected("'}'")
        name += parser.take().text
    return name


def _at_next_row(parser: Parser) -> bool:
    """Step over the end of a row, and tell whether another one follows."""
    if (parser.token.kind, parser.token.text) != ("command", "\\"):
        return False
    parser.take()
    if parser.is_sign("["):  # the height of the gap
        while not parser.accept("]") and parser.token.kind != "end":
            parser.take()
    return (parser.token.kind, parser.token.text) != ("command", "end")


def _case(parser: Parser) -> tuple[Node, Node | None]:
    """Read a row: a value and its condition."""
    value = parser.nested(parser.expression)
    parser.accept(",", ";")
    parser.accept("&")
    _skip_words(parser)
    if _ends(parser):
        return value, None
    condition = parser.nested(parser.condition)
    _skip_words(parser)
    parser.accept(",", ";", ".")
    return value, condition


def _skip_words(parser: Parser) -> None:
    while parser.token.kind == "prose" or parser.token.text in CONDITION_WORDS or parser.is_sign("&", ":"):
        parser.take()


def _ends(parser: Parser) -> bool:
    parser.accept(",", ";", ".")
    return parser.token.kind == "end" or (
        parser.token.kind == "command" and parser.token.text in ("\\", "end")
    )
