"""The space between the atoms of a row, after the rules of TeX for binary operators and relations."""

from collections.abc import Iterator
from typing import NamedTuple

from .symbols import BIG, BIN, CLOSE, FRAC, OP, OPEN, ORD, PUNCT, REL, SPACE, TEXT
from .tree import Accent, Arrow, Fence, Fraction, Node, Row, Script, Symbol


class Placed(NamedTuple):
    """A node with its resolved class and the number of blanks before it."""

    node: Node
    kind: int
    gap: int


def kind_of(node: Node) -> int:
    """Return the class of a node; scripts and accents have that of what they are on."""
    if isinstance(node, Symbol):
        return node.kind
    if isinstance(node, Script):
        return kind_of(node.base)
    if isinstance(node, Accent) and len(node.body.items) == 1:
        return kind_of(node.body.items[0])
    if isinstance(node, Row) and len(node.items) == 1:
        return kind_of(node.items[0])
    return FRAC if isinstance(node, Fraction) else REL if isinstance(node, Arrow) else ORD


def place(row: Row, *, compact: bool = False) -> list[Placed]:
    """Return the row's nodes, groups opened, each with the blanks before it; compact is the way of scripts."""
    items = [(node, kind_of(node), edge) for node, edge in _opened(row)]
    placed: list[Placed] = []
    before: Placed | None = None
    pending = 0
    run = 0
    for index, (node, kind, edge) in enumerate(items):
        if kind == SPACE:
            pending = max(pending, len(node.text) if isinstance(node, Symbol) else 0)
            continue
        sign = kind == BIN and (
            edge or _is_sign(before, items[index + 1] if index + 1 < len(items) else None)
        )
        gap = _gap(before, ORD if sign else kind, node, compact=compact) if before else 0
        if not gap and _begins_word(items, index, run):
            gap = 1
        run = run + 1 if _is_letter(node) and not gap else int(_is_letter(node))
        placed.append(Placed(node, OPEN if sign else kind, max(gap, pending if before else 0)))
        before, pending = placed[-1], 0
    return placed


def _opened(row: Row) -> Iterator[tuple[Node, bool]]:
    """Yield the nodes of a row and of the groups in it; the flag marks the first of a group."""
    for node in row.items:
        if not isinstance(node, Row) or not node.items:
            yield node, False
        elif (
            len(node.items) == 1 and kind_of(node) in (PUNCT, BIN, REL) and isinstance(node.items[0], Symbol)
        ):
            yield Symbol(node.items[0].text, ORD), False
        else:
            for index, (inner, edge) in enumerate(_opened(node)):
                yield inner, edge or index == 0


def _is_sign(before: Placed | None, after: tuple[Node, int, bool] | None) -> bool:
    """Tell whether an operator has nothing to join on one side."""
    if before is None or before.kind in (BIN, REL, OPEN, PUNCT, OP, BIG):
        return True
    return after is None or after[1] in (REL, CLOSE, PUNCT)


def _gap(before: Placed, kind: int, node: Node, *, compact: bool) -> int:  # noqa: PLR0911 - a rule, a return
    """Return the blanks between two atoms."""
    if before.kind == OPEN or kind in (CLOSE, PUNCT) or (before.kind == FRAC and _text(node) == "."):
        return 0
    if compact:
        return int(before.kind == OP and kind in (ORD, OP, TEXT))
    if before.kind == PUNCT:
        return int(_text(before.node).isascii())
    if REL in (before.kind, kind):
        return int(before.kind != kind)
    if BIN in (before.kind, kind):
        return 1
    if before.kind in (BIG, FRAC) or kind == BIG or (kind == FRAC and before.kind != OPEN):
        return 1
    if before.kind == OP:
        return int(kind != OPEN and not isinstance(node, Fence))
    return int(kind == OP or _parts_words(before.node, node))


def _text(node: Node) -> str:
    """Return the characters that a node begins and ends with; '' where that plays no part."""
    if isinstance(node, Script):
        return _text(node.base)
    return node.text if isinstance(node, Symbol) else ""


def _parts_words(before: Node, node: Node) -> bool:
    """Tell whether an upright word stands beside a letter and would run into it."""
    left, right = _text(before), _text(node)
    if not (
        left and right and left[-1].isalpha() and right[0].isalpha() and left.isascii() and right.isascii()
    ):
        return False
    words = (kind_of(before) == TEXT and len(left) > 1, kind_of(node) == TEXT and len(right) > 1)
    return any(words)


def _is_letter(node: Node) -> bool:
    return isinstance(node, Symbol) and len(node.text) == 1 and node.text.isascii() and node.text.isalpha()


def _begins_word(items: list[tuple[Node, int, bool]], index: int, run: int) -> bool:
    r"""Tell whether a second word begins here, as in ``Error Rate`` that nobody wrapped in ``\text``."""
    node = items[index][0]
    following = items[index + 1][0] if index + 1 < len(items) else None
    return (
        run > 1
        and isinstance(node, Symbol)
        and node.spaced
        and _is_letter(node)
        and isinstance(following, Symbol)
        and _is_letter(following)
        and not following.spaced
    )
