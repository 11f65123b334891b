"""Where an index stands, and which sum a term belongs to."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from studycli.losses.formula.tree import Called, Factors, Indexed, Name, Over, Terms, children
from studycli.losses.formula.words import NAME_ENDINGS

if TYPE_CHECKING:
    from studycli.losses.formula.tree import Node

_AT_ONCE = 2  # letters of a subscript such as ic that are two indices


@cache
def letters(subscript: str) -> frozenset[str]:
    """Return the words of a subscript that may be indices: i and c of ``ic``, t of ``t+1``, y and i of ``y_i``."""
    found = set(re.findall("[A-Za-z]+", subscript))
    if len(subscript) == _AT_ONCE and subscript.isalpha() and subscript not in NAME_ENDINGS:
        found |= set(subscript)
    return frozenset(found)


def uses(node: Node, index: str) -> bool:
    """Tell whether an index that is not bound inside a node stands in it."""
    if isinstance(node, Over) and index in node.indices:
        return False
    if isinstance(node, Name):
        return node.base == index or any(index in letters(each) for each in node.subscripts)
    if isinstance(node, Called):
        return uses(node.name, index) or any(uses(each, index) for each in node.arguments)
    if isinstance(node, Indexed) and any(index in letters(each) for each in node.subscripts):
        return True
    return any(uses(each, index) for each in children(node))


def absorbed(terms: list[tuple[int, Node]], following: tuple[int, Node], end: int) -> bool:
    """Put a term into the sum before it, where that sum's index stands in it; tell whether it was.

    Args:
        terms: What was read; the last one is replaced.
        following: The term behind it, with its sign.
        end: Where what was read ends: a sum in brackets ends before that, and takes nothing.
    """
    sign, last = terms[-1]
    taken = _with(last, following, end)
    if taken is None:
        return False
    terms[-1] = sign, taken
    return True


def _with(node: Node, following: tuple[int, Node], end: int) -> Node | None:
    """Return a node with a term in its last sum; None where that does not bind the term's index."""
    if isinstance(node, Factors) and node.factors[-1][0] == 1:
        taken = _with(node.factors[-1][1], following, end)
        return taken and node._replace(factors=(*node.factors[:-1], (1, taken)), end=taken.end)
    if not isinstance(node, Over) or node.end != end:
        return None
    stop = following[1].end
    deeper = _with(node.body, following, end)
    if deeper is not None:
        return node._replace(body=deeper, end=stop)
    if not any(uses(following[1], index) for index in node.indices):
        return None
    terms = node.body.terms if isinstance(node.body, Terms) and node.body.end == end else ((1, node.body),)
    return node._replace(body=Terms((*terms, following), node.body.start, stop), end=stop)
